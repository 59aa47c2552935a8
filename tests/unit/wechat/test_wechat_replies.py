"""The passive reply is well-formed whatever is in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.replies import text_reply
from bot.wechat.text import clean

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIELDS = {"ToUserName": "gh_1", "FromUserName": "o]]>1"}


def parsed(text: str) -> dict[str, str]:
    return {child.tag: child.text or "" for child in ElementTree.fromstring(text_reply(FIELDS, text, NOW))}


def test_sender_and_receiver_change_places() -> None:
    found = parsed("好")
    assert (found["ToUserName"], found["FromUserName"], found["MsgType"]) == ("o]]>1", "gh_1", "text")
    assert found["CreateTime"] == str(int(NOW.timestamp()))


@pytest.mark.parametrize(
    "text", ["]]>", "a]]>b]]>", "]]]]>>", "<![CDATA[x]]>", "&amp; <a href='x'>y</a>", "第一行\n第二行"]
)
def test_what_would_break_xml_survives(text: str) -> None:
    assert parsed(text)["Content"] == text


def test_control_characters_do_not_make_the_reply_unreadable() -> None:
    assert parsed("甲\x00\x08\x1f\ud83d乙")["Content"] == "甲乙"


@given(st.text(max_size=300))
def test_every_text_comes_out_as_it_went_in(text: str) -> None:
    assert parsed(text)["Content"] == clean(text)


def test_json_push_is_answered_with_json() -> None:
    answer = json.loads(text_reply(FIELDS, '好"', NOW, as_json=True))
    assert answer == {
        "ToUserName": "o]]>1", "FromUserName": "gh_1", "CreateTime": int(NOW.timestamp()), "MsgType": "text",
        "Content": '好"',
    }  # fmt: skip
