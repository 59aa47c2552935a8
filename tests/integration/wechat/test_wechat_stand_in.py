"""The stand-in refuses what WeChat refuses, and Linli and the stand-in understand each other over real HTTP."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

from bot import devtools, outbox
from bot.conversations import handoff, records
from bot.dialogue import Say
from bot.media_folder import MediaFolder
from bot.models import Author, Conversation, Media, MediaState, OutboxItem, OutboxState
from bot.settings import DEMO_APP_ID, DEMO_SECRET, Environment, Settings
from bot.wechat import menu
from bot.wechat.client import WeChatApi
from bot.wechat.errors import CodeRefused
from tests.integration.wechat.conftest import ANOTHER, OPENID, Linli
from tests.people import add_staff


@pytest.fixture
def database_address(sqlite_template: Path, tmp_path: Path) -> str:
    """The stand-in keeps nothing in the database: one is enough."""
    shutil.copy(sqlite_template, tmp_path / "linli.db")
    return f"sqlite:///{tmp_path / 'linli.db'}"


def call(linli: Linli, path: str, body: Any = None, token: str | None = None) -> dict[str, Any]:
    """Call the stand-in as any program would."""
    query = {} if token is None else {"access_token": token}
    address = f"{linli.url}/dev/wechat{path}"
    with httpx.Client(trust_env=False, timeout=20) as http:
        answer = http.get(address, params=query) if body is None else http.post(address, params=query, json=body)
    return dict(answer.json()) if isinstance(answer.json(), dict) else {"list": answer.json()}


def token(linli: Linli, **more: Any) -> str:
    body = {"grant_type": "client_credential", "appid": DEMO_APP_ID, "secret": DEMO_SECRET} | more
    return str(call(linli, "/cgi-bin/stable_token", body)["access_token"])


def send(linli: Linli, text: str = "好", openid: str = OPENID, access: str | None = None) -> int:
    body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
    return int(call(linli, "/cgi-bin/message/custom/send", body, access or token(linli))["errcode"])


def act(linli: Linli, kind: str, openid: str = OPENID, **more: Any) -> Any:
    wish = {"openid": openid, "kind": kind} | more
    return httpx.post(f"{linli.url}/dev/phone/act", json=wish, timeout=30, trust_env=False).json()["reply"]


def bubbles(linli: Linli, openid: str = OPENID) -> list[dict[str, Any]]:
    query = {"openid": openid}
    return list(httpx.get(f"{linli.url}/dev/phone/chat", params=query, trust_env=False).json()["bubbles"])


# --- WeChat's rules


def test_the_stable_token_stays_the_same_until_it_is_forced(linli: Linli) -> None:
    first = token(linli)
    assert token(linli) == first
    forced = token(linli, force_refresh=True)
    assert forced != first
    assert token(linli, force_refresh=True) == forced, "forcing again within 30 s changes nothing"


def test_the_token_before_lives_on_for_a_while(linli: Linli) -> None:
    first = token(linli)
    act(linli, "text", text="好")
    token(linli, force_refresh=True)
    assert send(linli, access=first) == 0


@pytest.mark.parametrize(("change", "code"), [({"appid": "wx-other"}, 40013), ({"secret": "wrong"}, 40125)])
def test_a_wrong_account_gets_no_token(linli: Linli, change: dict[str, str], code: int) -> None:
    body = {"grant_type": "client_credential", "appid": DEMO_APP_ID, "secret": DEMO_SECRET} | change
    assert call(linli, "/cgi-bin/stable_token", body)["errcode"] == code


def test_a_missing_or_wrong_token_is_refused(linli: Linli) -> None:
    assert call(linli, "/cgi-bin/menu/get")["errcode"] == 41001
    assert call(linli, "/cgi-bin/menu/get", token="nonsense")["errcode"] == 40001


def test_the_sixth_message_after_one_of_the_resident_is_refused(linli: Linli) -> None:
    act(linli, "text", text="好")
    assert [send(linli) for _ in range(6)] == [0] * 5 + [45047]


def test_the_fourth_message_after_a_tap_is_refused_and_the_window_is_a_minute(linli: Linli) -> None:
    act(linli, "click", key="dispute")
    assert [send(linli) for _ in range(4)] == [0] * 3 + [45047]
    act(linli, "click", key="help")
    call(linli, "/time", {"openid": OPENID, "seconds": 61})
    assert send(linli) == 45015


def test_strangers_and_those_who_unfollowed_get_nothing(linli: Linli) -> None:
    assert send(linli, openid="oNobody") == 40003
    act(linli, "text", text="好")
    act(linli, "unfollow")
    assert send(linli) == 45015


def test_texts_that_are_too_long_or_empty_are_refused(linli: Linli) -> None:
    act(linli, "text", text="好")
    assert send(linli, "字" * 682 + "ab") == 0
    assert send(linli, "字" * 683) == 45002
    assert send(linli, "") == 44004


def test_typing_is_shown_only_to_who_wrote_lately(linli: Linli) -> None:
    body = {"touser": OPENID, "command": "Typing"}
    assert call(linli, "/cgi-bin/message/custom/typing", body, token(linli))["errcode"] == 45080
    act(linli, "text", text="好")
    assert call(linli, "/cgi-bin/message/custom/typing", body, token(linli))["errcode"] == 0


@pytest.mark.parametrize(
    ("button", "code"),
    [
        ([], 40016), ([{}] * 4, 40016), ([{"type": "click", "name": "找人办事吧啊", "key": "a"}], 40018),
        ([{"type": "click", "name": "好", "key": ""}], 40019), ([{"type": "view", "name": "好", "url": ""}], 40020),
        ([{"type": "no", "name": "好"}], 40017), ([{"name": "好", "sub_button": [{}] * 6}], 40023),
    ],
)  # fmt: skip
def test_menus_beyond_the_limits_are_refused(linli: Linli, button: list[Any], code: int) -> None:
    assert call(linli, "/cgi-bin/menu/create", {"button": button}, token(linli))["errcode"] == code


def test_faults_can_be_switched_on_and_count_down(linli: Linli) -> None:
    act(linli, "text", text="好")
    call(linli, "/faults", {"faults": [{"path": "/custom/send", "errcode": -1, "times": 1}]})
    assert [send(linli), send(linli)] == [-1, 0]


def test_production_refuses_the_stand_in(redis: Any) -> None:
    secrets = {
        name: f"{name}-of-our-own"
        for name in ("secret_key", "data_key", "wechat_token", "wechat_app_secret", "rasa_token")
    }
    settings = Settings(
        _env_file=None, linli_env=Environment.PRODUCTION, wechat_app_id="wx1", wechat_aes_key="P" * 43, **secrets
    )
    app = Flask("production")
    with pytest.raises(devtools.RefusedInProduction):
        devtools.register(app, settings, redis)
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")]


# --- Linli with the stand-in


def test_late_news_arrive_by_themselves(linli: Linli) -> None:
    act(linli, "text", text="你好")
    with linli.database.session() as session:
        conversation = session.scalars(select(Conversation)).one()
        now = linli.works.parts.clock()
        message = records.write(session, conversation, Author.STAFF, "您好，我是李敏。", now)
        outbox.enqueue(session, conversation.identity_id, message.id, ["您好，我是李敏。"], now)
    assert linli.works.deliver_outbox() == 1
    assert [(one["author"], one["text"]) for one in bubbles(linli)] == [
        ("resident", "你好"), ("account", "答：你好"), ("account", "您好，我是李敏。"),
    ]  # fmt: skip


def test_a_picture_of_staff_arrives_on_the_phone(linli: Linli) -> None:
    act(linli, "text", text="你好")
    with linli.database.session() as session:
        conversation, now = session.scalars(select(Conversation)).one(), linli.works.parts.clock()
        picture = b"\x89PNG\r\n\x1a\nbench"
        media = Media(
            external_id="staff:1", kind="image", state=MediaState.STORED, content_type="image/png", created_at=now,
            path=MediaFolder(linli.settings.data_dir / "media").write(picture, "png", now),
        )  # fmt: skip
        staff = add_staff(session)
        handoff.take_over(session, conversation, staff, now)
        handoff.reply_with_picture(session, conversation, staff, media, now)
    assert linli.works.deliver_outbox() == 1
    shown = bubbles(linli)[-1]
    assert shown["kind"] == "image"
    assert httpx.get(f"{linli.url}/dev/phone/media/{shown['media_id']}", trust_env=False).content == picture


def test_a_long_answer_arrives_whole_and_in_order(linli: Linli) -> None:
    text = "".join(f"第{number}句，说的是人民调解的规矩。" for number in range(220))
    linli.dialogue.answers["长"] = (Say(text),)
    act(linli, "text", text="长")
    time.sleep(0.6)  # what follows a passive reply waits half a second, so as not to overtake it
    linli.works.deliver_outbox()
    assert "".join(one["text"] for one in bubbles(linli) if one["author"] == "account") == text


def test_a_token_that_became_invalid_is_replaced_on_the_way(linli: Linli) -> None:
    act(linli, "text", text="你好")
    linli.works.parts.api.send_text(OPENID, "一")
    call(linli, "/faults", {"invalidate_token": True})
    linli.works.parts.api.send_text(OPENID, "二")
    assert [one["text"] for one in bubbles(linli)][-2:] == ["一", "二"]


def test_a_wechat_without_permission_turns_linli_to_passive_replies(linli: Linli) -> None:
    linli.dialogue.answers["长"] = (Say("甲。" * 600),)
    call(linli, "/faults", {"faults": [{"path": "/custom/send", "errcode": 48001}]})
    act(linli, "text", text="长")
    time.sleep(0.6)  # what follows a passive reply waits half a second, so as not to overtake it
    linli.works.deliver_outbox()
    with linli.database.reader() as session:
        assert session.scalars(select(OutboxItem.state)).all() == [OutboxState.KEPT]
    assert "甲。" in act(linli, "text", text="还有吗")
    with linli.database.reader() as session:
        assert OutboxState.KEPT not in session.scalars(select(OutboxItem.state)).all()


def test_a_picture_of_a_resident_is_fetched(linli: Linli) -> None:
    act(linli, "image", data="data:image/png;base64,iVBORw0KGgo=")
    assert linli.works.fetch_media() == 1
    with linli.database.reader() as session:
        media = session.scalars(select(Media)).one()
    assert (media.state, media.content_type) == (MediaState.STORED, "image/png")
    assert (linli.settings.data_dir / "media" / str(media.path)).read_bytes() == b"\x89PNG\r\n\x1a\n"


def test_the_menu_is_pushed_and_shown_on_the_phone(linli: Linli) -> None:
    assert menu.differs(linli.works.parts.api)
    menu.push(linli.works.parts.api)
    assert not menu.differs(linli.works.parts.api)
    shown = httpx.get(f"{linli.url}/dev/phone/menu", trust_env=False).json()
    assert [button["name"] for button in shown["button"]] == ["找人办事", "问条例", "我的"]


def test_a_page_learns_who_opens_it(linli: Linli) -> None:
    api = WeChatApi(linli.settings, linli.redis)
    address = api.authorize_url("http://linli.example/me", "s1")
    answer = httpx.get(address, cookies={"linli_dev_openid": ANOTHER}, trust_env=False)
    target = httpx.URL(answer.headers["Location"])
    assert target.params["state"] == "s1"
    assert api.openid_of(target.params["code"]) == ANOTHER
    with pytest.raises(CodeRefused):
        api.openid_of(target.params["code"])


def test_a_server_that_does_not_answer_looks_out_of_order(linli: Linli) -> None:
    courier = linli.courier(url="http://127.0.0.1:9/wechat")
    outcome = courier.deliver(courier.message(OPENID, "text", Content="好"))
    assert (outcome.text, outcome.tries) == (None, 3)


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_the_phone_does_only_what_phones_do(linli: Linli, kind: str) -> None:
    answer = httpx.post(f"{linli.url}/dev/phone/act", json={"openid": OPENID, "kind": kind}, trust_env=False)
    assert answer.status_code == 400


def test_wechats_three_tries_lead_to_one_answer(linli: Linli) -> None:
    """The account's server is slower than five seconds once; the same MsgId comes again and finds its answer."""
    courier = linli.courier()
    courier._http.timeout = httpx.Timeout(1.0)
    linli.dialogue.seconds["楼上漏水"] = 1.4
    outcome = courier.deliver(courier.message(OPENID, "text", Content="楼上漏水"))
    assert outcome.text == "答：楼上漏水"
    assert outcome.tries > 1
    assert linli.dialogue.asked == ["楼上漏水"]
