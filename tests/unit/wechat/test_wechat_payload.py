"""Bodies that anybody could have sent."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.errors import Malformed
from bot.wechat.payload import read

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><xml><Content>&c;</Content></xml>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>"""


def test_xml_and_json_say_the_same() -> None:
    xml = b"<xml><Content><![CDATA[a & b <c>]]></Content><MsgId>12</MsgId></xml>"
    assert read(xml) == {"Content": "a & b <c>", "MsgId": "12"}
    assert read(b'{"Content": "a & b <c>", "MsgId": 12}') == {"Content": "a & b <c>", "MsgId": 12}


def test_nested_and_repeated_fields_are_kept() -> None:
    xml = b"<xml><List><Item>1</Item><Item>2</Item><Item>3</Item></List></xml>"
    assert read(xml) == {"List": {"Item": ["1", "2", "3"]}}


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"<", b"<xml>", b"<xml></xml>", b"<xml/>", b"<other><a>1</a></other>", b"hello", b"{", b"[]", b"{]",
        b'["a"]', b"null", b"12", b"\xff\xfe\x00", b"\x00", b"<xml><a>\x01</a></xml>", b"<xml><a>&nbsp;</a></xml>",
        b'<?xml version="1.0" encoding="no-such"?><xml><a>1</a></xml>', b"<xml><a>1</a></xml><xml/>", b"{}x",
        BILLION_LAUGHS, OUTSIDE, b"<!DOCTYPE xml><xml><a>1</a></xml>", b'{"a":' * 100_000, b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_message_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


def test_very_deep_xml_is_not_followed() -> None:
    deep = b"<xml>" + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</xml>"
    assert read(deep)["a"]["a"]["a"]["a"]["a"]["a"] is None


def test_what_databases_cannot_hold_is_left_out() -> None:
    assert read(b'{"Content": "a\\u0000b\\ud800c", "Location_X": NaN, "Far": 1e999}') == {
        "Content": "abc", "Location_X": None, "Far": None,
    }  # fmt: skip


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_malformed(body: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(read(body), dict)
