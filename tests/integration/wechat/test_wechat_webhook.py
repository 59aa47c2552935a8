"""`/wechat` as WeChat sees it."""

from __future__ import annotations

import io
import json
import logging
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.conversations import Incoming
from bot.database import Database
from bot.devtools.courier import Mode
from bot.devtools.sealing import Seal, signature
from bot.dialogue import Choice, Say
from bot.models import (
    Attention,
    Author,
    Conversation,
    Identity,
    Media,
    Message,
    MessageKind,
    MessageState,
    OutboxItem,
    Ticket,
)
from bot.redis_client import connect
from bot.settings import Settings
from bot.wechat.text import size
from tests.integration.wechat.conftest import ANOTHER, OPENID, Linli

MODES = [(mode, as_json) for mode in Mode for as_json in (False, True)]


def count(database: Database, table: type) -> int:
    with database.reader() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def messages(database: Database, author: Author = Author.RESIDENT) -> list[Message]:
    with database.reader() as session:
        found = session.scalars(select(Message).where(Message.author == author).order_by(Message.id)).all()
        session.expunge_all()
        return list(found)


def signed(linli: Linli, **more: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    token = linli.settings.wechat_token.get_secret_value()
    return {"timestamp": stamp, "nonce": "n", "signature": signature(token, stamp, "n")} | more


def post(linli: Linli, query: dict[str, str], body: bytes, **more: Any) -> httpx.Response:
    return httpx.post(f"{linli.url}/wechat", params=query, content=body, trust_env=False, timeout=60, **more)


# --- modes


@pytest.mark.parametrize(("mode", "as_json"), MODES)
def test_a_message_is_stored_and_answered_in_every_mode(linli: Linli, mode: Mode, as_json: bool) -> None:
    courier = linli.courier(mode, as_json=as_json)
    outcome = courier.deliver(courier.message(OPENID, "text", Content="楼上漏水 ]]> & <b>"))
    assert outcome.text == "答：楼上漏水 ]]> & <b>"
    assert [one.text for one in messages(linli.database)] == ["楼上漏水 ]]> & <b>"]


def test_the_previous_key_is_still_taken(start: Callable[..., Linli], settings: Settings) -> None:
    linli = start(
        Settings(**(settings.model_dump() | {"wechat_aes_key": "N" * 43, "wechat_aes_key_previous": "P" * 43}))
    )
    for key in ("N" * 43, "P" * 43):
        courier = linli.courier(aes_key=key)
        assert courier.deliver(courier.message(OPENID, "text", Content="好")).text == "答：好"


def test_the_console_verifies_the_address(linli: Linli) -> None:
    answer = linli.courier().verify("<script>5926475</script>")
    assert (answer.status_code, answer.text) == (200, "<script>5926475</script>")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert linli.courier(token="wrong").verify("1").status_code == 403


# --- what is refused


def refused(answer: httpx.Response, status: int) -> bool:
    return answer.status_code == status and answer.text == "" and "json" not in answer.headers["Content-Type"]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_wrong_signature_is_forbidden_and_nothing_is_stored(linli: Linli, mode: Mode) -> None:
    courier = linli.courier(mode, token="wrong")
    assert refused(courier.post(courier.message(OPENID, "text", Content="好")), 403)
    assert count(linli.database, Message) == count(linli.database, Identity) == 0


def test_a_stale_message_is_forbidden_and_nothing_is_stored(linli: Linli) -> None:
    old = str(int(time.time()) - 601)
    token = linli.settings.wechat_token.get_secret_value()
    query = {"timestamp": old, "nonce": "n", "signature": signature(token, old, "n")}
    body = linli.courier().write(linli.courier().message(OPENID, "text", Content="好")).encode()
    assert refused(post(linli, query, body), 403)
    assert count(linli.database, Message) == 0


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><MsgType>text</MsgType>"
    b"<MsgId>1</MsgId><Content>&b;</Content></xml>"
)


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"<xml>", b"<xml/>", b"{", b"[1]", b"\x00\xff", LAUGHS, b"<xml><MsgType>text</MsgType></xml>"],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(
    linli: Linli, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot.wechat.views"):
        assert refused(post(linli, signed(linli), body), 400)
    assert "refused POST" in caplog.text
    assert count(linli.database, Message) == 0


def test_a_body_that_is_wrongly_encrypted_is_a_bad_request(linli: Linli) -> None:
    courier = linli.courier(aes_key="Z" * 42 + "A")
    assert refused(courier.post(courier.message(OPENID, "text", Content="好")), 400)
    courier = linli.courier(app_id="wx-of-somebody-else")
    assert refused(courier.post(courier.message(OPENID, "text", Content="好")), 400)


def test_a_body_of_more_than_a_mebibyte_is_too_large(linli: Linli) -> None:
    assert refused(post(linli, signed(linli), b"<xml>" + b"x" * (1 << 20)), 413)


@pytest.mark.parametrize(("length", "status"), [((1 << 20) + 1, 413), (1 << 20, 400)])
def test_a_body_without_a_length_is_measured_as_well(linli: Linli, length: int, status: int) -> None:
    """Gunicorn hands chunked bodies over like this; the development server takes none."""
    answer = linli.app.test_client().post(
        "/wechat",
        query_string=signed(linli),
        input_stream=io.BytesIO(b"x" * length),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.text) == (status, "")


class HangsUp(io.BytesIO):
    """A body whose sender is gone; gunicorn raises errors of its own."""

    def read(self, *_: Any) -> bytes:
        raise RuntimeError("chunk without its end")

    readinto = read  # type: ignore[assignment]


def test_a_chunk_without_its_end_is_a_bad_request(linli: Linli) -> None:
    answer = linli.app.test_client().post(
        "/wechat",
        query_string=signed(linli),
        input_stream=HangsUp(),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.text) == (400, "")


def test_a_body_that_breaks_off_is_no_error_page(linli: Linli) -> None:
    query = httpx.QueryParams(signed(linli))
    with socket.create_connection(("127.0.0.1", linli.settings.port)) as connection:
        connection.sendall(f"POST /wechat?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<xml>".encode())
        connection.shutdown(socket.SHUT_WR)
        assert b" 400 " in connection.recv(200)


def test_when_nothing_can_be_stored_the_resident_is_asked_to_write_again(
    linli: Linli, caplog: pytest.LogCaptureFixture
) -> None:
    from flask import Flask

    from bot.wechat import views

    class Broken:
        def receive(self, incoming: Incoming, started: float | None = None) -> str:
            raise OSError("the disk is full")

    app = Flask("broken")
    app.register_blueprint(views.blueprint(Broken(), linli.settings))
    courier = linli.courier(Mode.PLAIN)
    body = courier.write(courier.message(OPENID, "text", Content="好"))
    answer = app.test_client().post("/wechat", query_string=signed(linli), data=body)
    assert answer.status_code == 200
    assert "过几分钟再发一遍" in answer.text
    despair = courier.write(courier.message(OPENID, "text", Content="我不想活了，药都买好了"))
    told = app.test_client().post("/wechat", query_string=signed(linli), data=despair).text
    assert "120" in told
    assert "同事暂时看不到" in told
    event = courier.write(courier.event(OPENID, "unsubscribe"))
    assert app.test_client().post("/wechat", query_string=signed(linli), data=event).text == "success"


# --- kinds


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("voice", {"MediaId": "m1", "Format": "amr", "Recognition": "楼道灯坏了"}, MessageKind.VOICE),
        ("voice", {"MediaId": "m1", "Format": "amr"}, MessageKind.VOICE),
        ("image", {"MediaId": "m1", "PicUrl": "http://mmbiz.qpic.cn/1"}, MessageKind.IMAGE),
        ("video", {"MediaId": "m1", "ThumbMediaId": "t"}, MessageKind.VIDEO),
        ("shortvideo", {"MediaId": "m1", "ThumbMediaId": "t"}, MessageKind.VIDEO),
        (
            "location",
            {"Location_X": "35.2", "Location_Y": "113.2", "Scale": "16", "Label": "民主路"},
            MessageKind.LOCATION,
        ),
        ("link", {"Title": "通知", "Description": "停水", "Url": "https://example.org"}, MessageKind.LINK),
        ("hologram", {"Depth": "3"}, MessageKind.UNKNOWN),
    ],
)
def test_every_kind_is_stored_and_answered(
    linli: Linli, kind: str, fields: dict[str, str], expected: MessageKind
) -> None:
    courier = linli.courier()
    outcome = courier.deliver(courier.message(OPENID, kind, **fields))
    [message] = messages(linli.database)
    assert outcome.text
    assert message.kind is expected
    assert message.state is not MessageState.RECEIVED
    assert count(linli.database, Media) == (1 if "MediaId" in fields else 0)


def test_a_recognised_voice_is_answered_like_words(linli: Linli) -> None:
    courier = linli.courier()
    spoken = courier.message(OPENID, "voice", MediaId="m1", Format="amr", Recognition="楼道灯坏了")
    assert courier.deliver(spoken).text == "答：楼道灯坏了"


def test_a_follow_is_welcomed_and_its_scene_kept(linli: Linli) -> None:
    courier = linli.courier()
    reply = courier.deliver(courier.event(OPENID, "subscribe", EventKey="qrscene_community-12")).text
    assert reply
    assert "机器人" in reply
    with linli.database.reader() as session:
        identity = session.scalars(select(Identity)).one()
        assert (identity.subscribed, identity.scene) == (True, "community-12")


def test_an_unfollow_is_noted_without_words(linli: Linli) -> None:
    courier = linli.courier()
    courier.deliver(courier.event(OPENID, "subscribe", EventKey=""))
    assert courier.deliver(courier.event(OPENID, "unsubscribe", EventKey="")).text == ""
    with linli.database.reader() as session:
        assert session.scalars(select(Identity)).one().subscribed is False


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("LOCATION", {"Latitude": "35.2", "Longitude": "113.2", "Precision": "30"}),
        ("VIEW", {"EventKey": "https://example.org"}),
        ("TEMPLATESENDJOBFINISH", {"MsgID": 5, "Status": "success"}),
        ("subscribe_msg_popup_event", {"SubscribeMsgPopupEvent": {"List": {"TemplateId": "t", "SubscribeStatusString": "accept"}}}),
        ("something_new", {"X": "1"}),
    ],
)  # fmt: skip
def test_events_without_words_are_stored_and_acknowledged(linli: Linli, name: str, fields: dict[str, Any]) -> None:
    courier = linli.courier()
    answer = courier.post(courier.event(OPENID, name, **fields))
    assert (answer.status_code, answer.text) == (200, "success")
    [stored] = messages(linli.database, Author.EVENT)
    assert stored.payload["event"] == name.lower()


def test_a_menu_click_is_answered_like_the_words_behind_it(linli: Linli) -> None:
    courier = linli.courier()
    assert courier.deliver(courier.event(OPENID, "CLICK", EventKey="help")).text == "答：你会做什么"
    assert courier.deliver(courier.event(OPENID, "CLICK", EventKey="dispute")).text == "答：/dispute"


def test_a_tap_on_a_choice_is_understood_with_and_without_its_id(linli: Linli) -> None:
    linli.dialogue.answers["开始"] = (Say("哪样？", (Choice("噪音扰民", "/noise"), Choice("漏水渗水", "/leak"))),)
    courier = linli.courier()
    for more in ({"bizmsgmenuid": "2"}, {}):
        courier.deliver(courier.message(OPENID, "text", Content="开始"))
        courier.deliver(courier.message(OPENID, "text", Content="漏水渗水", **more))
        assert linli.dialogue.asked[-1] == "/leak"


# --- once, in order, in time


def test_the_same_message_three_times_at_once_is_stored_once_and_answered_alike(linli: Linli) -> None:
    linli.dialogue.seconds["楼上漏水"] = 0.5
    courier = linli.courier()
    fields = courier.message(OPENID, "text", Content="楼上漏水")
    with ThreadPoolExecutor(3) as threads:
        replies = list(threads.map(lambda _: courier.read(courier.post(fields)), range(3)))
    assert replies == ["答：楼上漏水"] * 3
    assert linli.dialogue.asked == ["楼上漏水"]
    assert len(messages(linli.database)) == len(messages(linli.database, Author.BOT)) == 1


def test_an_alarm_three_times_at_once_opens_one_ticket(linli: Linli) -> None:
    courier = linli.courier()
    fields = courier.message(OPENID, "text", Content="救命，我家着火了")
    with ThreadPoolExecutor(3) as threads:
        replies = list(threads.map(lambda _: courier.read(courier.post(fields)), range(3)))
    assert len(set(replies)) == 1
    assert "119" in replies[0]
    assert count(linli.database, Ticket) == 1


def test_the_same_event_twice_is_stored_once(linli: Linli) -> None:
    courier = linli.courier()
    fields = courier.event(OPENID, "CLICK", EventKey="dispute")
    assert courier.deliver(fields).text == courier.deliver(fields).text == "答：/dispute"
    assert linli.dialogue.asked == ["/dispute"]


def test_a_retry_after_the_answer_is_answered_with_it(linli: Linli) -> None:
    courier = linli.courier()
    fields = courier.message(OPENID, "text", Content="楼上漏水")
    first = courier.deliver(fields).text
    linli.dialogue.answers["楼上漏水"] = (Say("另一句"),)
    assert courier.deliver(fields).text == first


def test_two_messages_of_one_resident_are_answered_in_order(linli: Linli) -> None:
    linli.dialogue.seconds["第一句"] = 0.7
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(linli.say, "第一句")
        while not messages(linli.database, Author.RESIDENT):  # the first one has come in, and is not answered yet
            time.sleep(0.005)
        second = threads.submit(linli.say, "第二句")
        assert (first.result(), second.result()) == ("答：第一句", "答：第二句")
    assert [one.text for one in messages(linli.database, Author.BOT)] == ["答：第一句", "答：第二句"]


def test_residents_do_not_wait_for_one_another(linli: Linli) -> None:
    linli.dialogue.seconds["慢慢想"] = 1.5
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(linli.say, "慢慢想")
        time.sleep(0.2)
        assert linli.say("快", ANOTHER) == "答：快"
        assert not slow.done()


@pytest.mark.parametrize("trouble", ["down", "slow", "silent"])
@pytest.mark.parametrize("deadline_seconds", [4.5])
def test_without_an_answer_the_resident_is_told_in_time_and_staff_see_it(linli: Linli, trouble: str) -> None:
    linli.dialogue.is_down = trouble == "down"
    linli.dialogue.seconds = {"楼上漏水": 60.0} if trouble == "slow" else {}
    linli.dialogue.answers = {"楼上漏水": ()} if trouble == "silent" else {}
    started = time.monotonic()
    reply = linli.say("楼上漏水")
    assert time.monotonic() - started < 4.7
    if trouble == "silent" and reply == "":
        pytest.fail("an empty-handed Rasa left the resident without a word")
    assert reply
    assert "工作人员" in reply
    with linli.database.reader() as session:
        assert session.scalars(select(Conversation)).one().attention is Attention.UNANSWERED


def test_without_redis_messages_are_still_answered(start: Callable[..., Linli]) -> None:
    linli = start(order_redis=connect("unix:///nonexistent/redis.sock"))
    assert linli.say("楼上漏水") == "答：楼上漏水"


def test_twenty_residents_at_once_are_all_answered(linli: Linli) -> None:
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda number: linli.say("你好", f"oResident{number:019}"), range(20)))
    assert replies == ["答：你好"] * 20


# --- the answer


def test_a_long_answer_goes_on_in_the_outbox(linli: Linli) -> None:
    text = "调解不收一分钱，双方自愿才行。" * 200
    linli.dialogue.answers["长"] = (Say(text),)
    reply = linli.say("长")
    assert reply
    with linli.database.reader() as session:
        rest = session.scalars(select(OutboxItem.text).order_by(OutboxItem.id)).all()
    assert reply + "".join(rest) == text
    assert all(size(piece) <= 2047 and piece.endswith("。") for piece in (reply, *rest))
    assert linli.woken


def test_control_characters_in_an_answer_do_not_put_the_account_out_of_order(linli: Linli) -> None:
    linli.dialogue.answers["怪"] = (Say("甲\x08\x1b乙]]>丙"),)
    assert linli.say("怪") == "甲乙]]>丙"


def test_control_characters_in_a_message_can_be_stored(linli: Linli) -> None:
    courier = linli.courier(as_json=True)
    fields = courier.message(OPENID, "text", Content="甲乙")
    body = json.dumps(fields).replace(json.dumps("甲乙"), '"甲\\u0000\\ud83d乙"')
    encrypted = Seal(linli.settings.wechat_aes_keys[0], linli.settings.wechat_app_id).close(body)
    query = signed(linli, encrypt_type="aes")
    token = linli.settings.wechat_token.get_secret_value()
    query["msg_signature"] = signature(token, query["timestamp"], "n", encrypted)
    assert post(linli, query, json.dumps({"Encrypt": encrypted}).encode()).status_code == 200
    assert [one.text for one in messages(linli.database)] == ["甲乙"]
