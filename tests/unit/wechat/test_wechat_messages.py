"""From WeChat's fields to what the resident said or did."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.conversations.incoming import Incoming, Touch
from bot.models import MessageKind
from bot.wechat.errors import Malformed
from bot.wechat.messages import read_incoming

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OPENID = "oLinliDemoWangXiuying0000001"


def read(kind: str, **fields: Any) -> Incoming:
    base = {"ToUserName": "gh_1", "FromUserName": OPENID, "CreateTime": "1795394900", "MsgType": kind, "MsgId": "77"}
    return read_incoming(base | fields, NOW)


def event(name: str, **fields: Any) -> Incoming:
    base = {"ToUserName": "gh_1", "FromUserName": OPENID, "CreateTime": "1795394900", "MsgType": "event"}
    return read_incoming(base | {"Event": name} | fields, NOW)


def test_a_text() -> None:
    assert read("text", Content=" 楼上漏水 ") == Incoming(
        channel="wechat", sender=OPENID, external_id="77", kind=MessageKind.TEXT, received_at=NOW, text="楼上漏水"
    )


def test_json_numbers_are_taken_as_well() -> None:
    assert read("text", Content=110, MsgId=123456789012345678, CreateTime=1).external_id == "123456789012345678"


def test_a_tap_on_a_menu_message_is_a_tap() -> None:
    found = read("text", Content="漏水渗水", bizmsgmenuid="2")
    assert (found.kind, found.text, found.touch) == (MessageKind.TEXT, "漏水渗水", Touch.TAP)
    assert found.payload == {"menu_id": "2"}


def test_a_voice_with_recognition_is_its_words() -> None:
    found = read("voice", MediaId="m1", Format="amr", Recognition="楼道灯坏了。")
    assert (found.kind, found.text, found.touch) == (MessageKind.VOICE, "楼道灯坏了。", Touch.MESSAGE)
    assert found.payload == {"media_id": "m1", "format": "amr"}


@pytest.mark.parametrize("more", [{}, {"Recognition": ""}, {"Recognition": None}])
def test_a_voice_without_recognition_has_no_words(more: dict[str, Any]) -> None:
    assert read("voice", MediaId="m1", Format="amr", **more).text == ""


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("image", MessageKind.IMAGE), ("video", MessageKind.VIDEO), ("shortvideo", MessageKind.VIDEO)],
)
def test_pictures_and_videos_name_their_file(kind: str, expected: MessageKind) -> None:
    found = read(kind, MediaId="m1", PicUrl="http://mmbiz.qpic.cn/1", ThumbMediaId="t1")
    assert (found.kind, found.text, found.payload["media_id"]) == (expected, "", "m1")


def test_a_location() -> None:
    found = read("location", Location_X="35.2394", Location_Y="113.2266", Scale="16", Label="焦作市解放区民主中路")
    assert (found.kind, found.text) == (MessageKind.LOCATION, "焦作市解放区民主中路")
    assert found.payload == {"latitude": 35.2394, "longitude": 113.2266, "label": "焦作市解放区民主中路"}


def test_a_location_without_a_label_or_with_rubbish_for_numbers() -> None:
    assert read("location", Location_X="nan", Location_Y="1e999").payload == {}


def test_a_link() -> None:
    found = read("link", Title="通知", Description="停水", Url="https://example.org")
    assert (found.kind, found.text) == (MessageKind.LINK, "")
    assert found.payload == {"title": "通知", "description": "停水", "url": "https://example.org"}


def test_an_unknown_kind_is_kept_as_it_came() -> None:
    found = read("hologram", Depth="3")
    assert (found.kind, found.touch) == (MessageKind.UNKNOWN, Touch.MESSAGE)
    assert json.loads(found.payload["raw"])["Depth"] == "3"


def test_what_is_kept_of_an_unknown_kind_is_limited() -> None:
    assert len(read("hologram", Depth="3" * 900_000).payload["raw"]) == 4000


@pytest.mark.parametrize(("key", "scene"), [("qrscene_community-12", "community-12"), ("", None), (None, None)])
def test_a_follow_names_its_scene(key: str | None, scene: str | None) -> None:
    found = event("subscribe", EventKey=key)
    assert (found.kind, found.event, found.touch) == (MessageKind.EVENT, "subscribe", Touch.TAP)
    assert found.payload.get("scene") == scene


def test_a_scan_names_its_scene() -> None:
    found = event("SCAN", EventKey="community-12", Ticket="t")
    assert (found.event, found.touch, found.payload) == ("scan", Touch.TAP, {"scene": "community-12"})


def test_an_unfollow_touches_nothing() -> None:
    assert (event("unsubscribe", EventKey="").touch, event("unsubscribe").event) == (Touch.NONE, "unsubscribe")


def test_a_menu_click_says_the_words_behind_its_key() -> None:
    found = event("CLICK", EventKey="dispute")
    assert (found.kind, found.text, found.touch) == (MessageKind.MENU, "我要调解矛盾纠纷", Touch.TAP)
    assert (found.event, found.payload) == ("click", {"key": "dispute"})


def test_a_click_on_an_old_menu_asks_what_there_is() -> None:
    assert event("CLICK", EventKey="V1001_TODAY_MUSIC").text == "你会做什么"


def test_a_view_names_its_address_and_touches_nothing() -> None:
    found = event("VIEW", EventKey="https://example.org/me")
    assert (found.kind, found.touch, found.payload) == (
        MessageKind.EVENT, Touch.NONE, {"url": "https://example.org/me"},
    )  # fmt: skip


def test_a_reported_position_touches_nothing() -> None:
    found = event("LOCATION", Latitude="35.2", Longitude="113.2", Precision="30")
    assert (found.event, found.touch) == ("location", Touch.NONE)
    assert found.payload == {"latitude": 35.2, "longitude": 113.2}


@pytest.mark.parametrize(
    "name",
    [
        "TEMPLATESENDJOBFINISH",
        "subscribe_msg_popup_event",
        "subscribe_msg_change_event",
        "kf_create_session",
        "nobody_knows",
    ],
)
def test_results_and_unknown_events_are_kept_and_touch_nothing(name: str) -> None:
    found = event(name, Status="success")
    assert (found.kind, found.event, found.touch) == (MessageKind.EVENT, name.lower(), Touch.NONE)
    assert json.loads(found.payload["raw"])["Status"] == "success"


def test_a_scan_from_the_menu_earns_a_taps_quota() -> None:
    assert event("scancode_waitmsg", EventKey="k").touch is Touch.TAP


def test_events_are_known_again_by_sender_time_and_event() -> None:
    assert event("unsubscribe", EventKey="").external_id == f"{OPENID}:1795394900:unsubscribe"


def test_two_taps_of_one_second_are_two() -> None:
    assert event("CLICK", EventKey="dispute").external_id != event("CLICK", EventKey="help").external_id


def test_an_event_with_the_longest_fields_fits_its_column() -> None:
    assert len(event("CLICK", EventKey="k" * 999, MsgID="9" * 99).external_id) < 255


def test_two_template_results_of_one_second_are_two() -> None:
    ids = {event("TEMPLATESENDJOBFINISH", MsgID=number).external_id for number in ("1", "2")}
    assert len(ids) == 2


def test_a_message_without_an_id_is_known_by_sender_and_time() -> None:
    assert read("text", Content="好", MsgId="").external_id == f"{OPENID}:1795394900:text"


@pytest.mark.parametrize(
    "change",
    [
        {"FromUserName": ""}, {"FromUserName": None}, {"FromUserName": {"a": 1}}, {"FromUserName": "o" * 65},
        {"FromUserName": ["a", "b"]}, {"MsgType": ""}, {"MsgType": 5}, {"MsgType": "event"},
        {"MsgType": "event", "Event": "x" * 65}, {"MsgId": "", "CreateTime": ""},
    ],
)  # fmt: skip
def test_a_message_that_lacks_what_every_message_has_is_malformed(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read("text", **{"Content": "好", **change})


def test_fields_of_a_strange_shape_do_no_harm() -> None:
    found = read("text", Content={"a": "b"}, bizmsgmenuid=["1"])
    assert (found.text, found.touch) == ("", Touch.MESSAGE)
