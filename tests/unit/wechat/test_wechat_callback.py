"""Signatures, time and encryption; the other side is the stand-in's own implementation, not wechatpy's."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.devtools.sealing import Seal, signature
from bot.wechat.callback import Callback, Opened, seal
from bot.wechat.errors import Forbidden, Malformed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
TOKEN, APP = "token", "wx0000000000000001"
NEW_KEY, OLD_KEY, STRANGE_KEY = "A" * 43, "B" * 42 + "A", "C" * 42 + "A"
XML = "<xml><ToUserName>gh</ToUserName><FromUserName>o1</FromUserName><Content>你好</Content></xml>"
CALLBACK = Callback(TOKEN, APP, (NEW_KEY, OLD_KEY))


def plain_query(**more: str) -> dict[str, str]:
    query = {"timestamp": STAMP, "nonce": "n", "signature": signature(TOKEN, STAMP, "n")}
    return query | more


def sealed(key: str = NEW_KEY, message: str = XML, app: str = APP, **more: str) -> tuple[dict[str, str], bytes]:
    encrypted = Seal(key, app).close(message)
    query = plain_query(encrypt_type="aes", msg_signature=signature(TOKEN, STAMP, "n", encrypted)) | more
    return query, f"<xml><ToUserName>gh</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode()


def open_sealed(*arguments: Any, **more: Any) -> Opened:
    query, body = sealed(*arguments, **more)
    return CALLBACK.open(query, body, NOW)


def test_a_plain_message_is_read() -> None:
    opened = CALLBACK.open(plain_query(), XML.encode(), NOW)
    assert opened.fields["Content"] == "你好"
    assert opened.crypto is None


def test_encrypt_type_raw_means_plain() -> None:
    assert CALLBACK.open(plain_query(encrypt_type="raw"), XML.encode(), NOW).crypto is None


def test_a_sealed_message_is_opened() -> None:
    assert open_sealed().fields["Content"] == "你好"


def test_in_compatible_mode_the_sealed_half_is_believed() -> None:
    query, body = sealed()
    both = body.replace(b"</xml>", b"<Content>forged</Content></xml>")
    assert CALLBACK.open(query, both, NOW).fields["Content"] == "你好"


def test_the_previous_key_still_opens() -> None:
    assert open_sealed(OLD_KEY).fields["Content"] == "你好"


def test_a_message_is_answered_with_the_key_that_opened_it() -> None:
    answer = seal(open_sealed(OLD_KEY), "<xml>回</xml>", NOW)
    assert Seal(OLD_KEY, APP).open(answer.split("CDATA[")[1].split("]]")[0]) == "<xml>回</xml>"


def test_json_is_opened_and_answered_as_json() -> None:
    encrypted = Seal(NEW_KEY, APP).close(json.dumps({"Content": "你好"}))
    query = plain_query(encrypt_type="aes", msg_signature=signature(TOKEN, STAMP, "n", encrypted))
    opened = CALLBACK.open(query, json.dumps({"Encrypt": encrypted}).encode(), NOW)
    assert opened.fields == {"Content": "你好"}
    answer = json.loads(seal(opened, '{"Content": "回"}', NOW))
    assert Seal(NEW_KEY, APP).open(answer["Encrypt"]) == '{"Content": "回"}'
    stamp = str(answer["TimeStamp"])
    assert answer["MsgSignature"] == signature(TOKEN, stamp, answer["Nonce"], answer["Encrypt"])


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40}, {"signature": ""}, {"signature": "签名"}, {"timestamp": ""}, {"timestamp": "abc"},
        {"timestamp": "１７９５３９４９００"}, {"timestamp": "-5"}, {"timestamp": "9" * 30}, {"nonce": "other"},
        {"timestamp": str(int(STAMP) + 1)},
    ],
)  # fmt: skip
def test_a_plain_message_with_a_wrong_seal_is_forbidden(change: dict[str, str]) -> None:
    with pytest.raises(Forbidden):
        CALLBACK.open(plain_query() | change, XML.encode(), NOW)


def test_a_message_without_any_query_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        CALLBACK.open({}, XML.encode(), NOW)


@pytest.mark.parametrize("age", [timedelta(seconds=601), timedelta(seconds=-601), timedelta(days=4000)])
def test_a_stale_message_is_forbidden_in_every_mode(age: timedelta) -> None:
    for query, body in ((plain_query(), XML.encode()), sealed()):
        with pytest.raises(Forbidden):
            CALLBACK.open(query, body, NOW + age)


def test_a_message_some_minutes_old_is_taken() -> None:
    assert CALLBACK.open(plain_query(), XML.encode(), NOW + timedelta(seconds=599)).fields


@pytest.mark.parametrize("name", ["msg_signature", "signature"])
def test_a_sealed_message_with_a_wrong_signature_is_forbidden(name: str) -> None:
    query, body = sealed(**{name: "0" * 40})
    with pytest.raises(Forbidden):
        CALLBACK.open(query, body, NOW)


def test_a_sealed_message_without_msg_signature_is_forbidden() -> None:
    query, body = sealed()
    del query["msg_signature"]
    with pytest.raises(Forbidden):
        CALLBACK.open(query, body, NOW)


def test_a_plain_body_is_not_taken_for_a_sealed_one() -> None:
    query, _ = sealed()
    with pytest.raises(Malformed):
        CALLBACK.open(query, XML.encode(), NOW)


def test_an_account_in_secure_mode_takes_no_plain_message() -> None:
    with pytest.raises(Forbidden):
        Callback(TOKEN, APP, (NEW_KEY,), secure_only=True).open(plain_query(), XML.encode(), NOW)


def test_a_message_sealed_with_a_strange_key_is_malformed() -> None:
    with pytest.raises(Malformed):
        open_sealed(STRANGE_KEY)


def test_a_message_sealed_for_another_account_is_malformed() -> None:
    with pytest.raises(Malformed):
        open_sealed(app="wx0000000000000002")


@pytest.mark.parametrize(
    "encrypted",
    ["x", "====", "字", base64.b64encode(b"1" * 15).decode(), base64.b64encode(b"\x00" * 32).decode(), "A" * 44, "   "],
)
def test_rubbish_that_is_rightly_signed_is_malformed(encrypted: str) -> None:
    query = plain_query(encrypt_type="aes", msg_signature=signature(TOKEN, STAMP, "n", encrypted.strip()))
    with pytest.raises((Malformed, Forbidden)):
        CALLBACK.open(query, f"<xml><Encrypt>{encrypted.strip()}</Encrypt></xml>".encode(), NOW)


def test_what_was_sealed_may_itself_be_malformed() -> None:
    with pytest.raises(Malformed):
        open_sealed(message="no xml")


def test_the_console_is_verified_by_its_signature() -> None:
    CALLBACK.verify(plain_query(echostr="1"), NOW)
    with pytest.raises(Forbidden):
        CALLBACK.verify(plain_query(signature="x"), NOW)
