"""The picture of an answer reaches the resident: through the encrypted webhook, the outbox and the stand-in for WeChat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.clock import utc_now
from bot.devtools.chats import Chats
from bot.devtools.store import Store
from bot.dialogue import Choice, Say
from bot.faq import pictures
from bot.media_folder import MediaFolder
from bot.models import Author, Media, Message, MessageKind, OutboxItem, OutboxState
from bot.settings import Settings
from bot.wechat.download import Download
from bot.wechat.media import MediaFetcher
from tests.integration.wechat.conftest import OPENID, Linli

PNG = b"\x89PNG\r\n\x1a\n" + b"menu" * 20
ANSWER = Say("十一点半开饭。\n查看详情：https://example.org/meals", (Choice("现在就办", "/elderly_care"),))


@dataclass
class Phone:
    """A resident who asks for the canteen, and what their screen shows."""

    linli: Linli

    def __post_init__(self) -> None:
        with self.linli.database.session() as session:
            folder = MediaFolder(self.linli.settings.data_dir / "media")
            self.picture = pictures.keep(session, PNG, folder, utc_now())
        self.answer_with(self.picture)

    def answer_with(self, picture: str) -> None:
        self.linli.dialogue.answers["食堂几点开"] = (ANSWER, Say("", picture=picture))

    def act(self, text: str) -> str | None:
        wish = {"openid": OPENID, "kind": "text", "text": text}
        answer = httpx.post(f"{self.linli.url}/dev/phone/act", json=wish, timeout=30, trust_env=False)
        return answer.json()["reply"]  # type: ignore[no-any-return]

    def shows(self) -> list[dict[str, Any]]:
        return Chats(Store(self.linli.redis)).since(OPENID)

    def file(self, media_id: str) -> tuple[bytes, str] | None:
        return Chats(Store(self.linli.redis)).file(media_id)


@pytest.fixture
def phone(linli: Linli) -> Phone:
    return Phone(linli)


def states(linli: Linli) -> list[OutboxState]:
    with linli.database.reader() as session:
        return list(session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))


def test_the_picture_comes_after_the_words(phone: Phone, linli: Linli) -> None:
    reply = phone.act("食堂几点开")
    assert reply
    assert reply.startswith('十一点半开饭。\n<a href="https://example.org/meals">查看详情</a>')
    assert linli.works.deliver_outbox() == 0, "the passive reply goes first"
    _wait_for_the_reply(linli)
    asked, words, picture = phone.shows()
    assert [one["kind"] for one in (asked, words, picture)] == ["text", "text", "image"]
    assert phone.file(picture["media_id"]) == (PNG, "image/png")


def _wait_for_the_reply(linli: Linli) -> None:
    """What follows a passive reply is due half a second later."""
    with linli.database.session() as session:
        for item in session.scalars(select(OutboxItem)):
            item.next_try_at = utc_now()
    assert linli.works.deliver_outbox() == 1


def test_staff_see_the_picture_as_the_bots(phone: Phone, linli: Linli) -> None:
    phone.act("食堂几点开")
    with linli.database.reader() as session:
        said = session.scalars(select(Message).where(Message.author == Author.BOT).order_by(Message.id)).all()
    assert [one.kind for one in said] == [MessageKind.TEXT, MessageKind.IMAGE]
    assert said[1].media
    assert said[1].media.content_type == "image/png"
    assert said[1].cause_id == said[0].cause_id


def test_a_choice_above_the_picture_can_still_be_picked(phone: Phone) -> None:
    phone.act("食堂几点开")
    assert phone.act("1") == "答：/elderly_care"


def test_the_second_resident_gets_it_without_another_upload(phone: Phone, linli: Linli) -> None:
    for _ in range(2):
        phone.act("食堂几点开")
        _wait_for_the_reply(linli)
    first, second = [one["media_id"] for one in phone.shows() if one["kind"] == "image"]
    assert first == second


def test_a_picture_that_wechat_forgot_is_uploaded_again(phone: Phone, linli: Linli) -> None:
    phone.act("食堂几点开")
    _wait_for_the_reply(linli)
    linli.redis.delete(*linli.redis.keys("linli:dev:wechat:media:*"))
    phone.act("食堂几点开")
    _wait_for_the_reply(linli)
    last = phone.shows()[-1]
    assert phone.file(last["media_id"]) == (PNG, "image/png")


def test_a_picture_beyond_the_quota_waits_for_the_next_touch(phone: Phone, linli: Linli) -> None:
    phone.act("食堂几点开")
    httpx.post(f"{linli.url}/dev/wechat/faults", json={"faults": [{"path": "/custom/send", "errcode": 45047}]})
    with linli.database.session() as session:
        session.scalars(select(OutboxItem)).one().next_try_at = utc_now()
    assert linli.works.deliver_outbox() == 0
    assert states(linli) == [OutboxState.KEPT]
    httpx.post(f"{linli.url}/dev/wechat/faults", json={"faults": []})
    phone.act("谢谢")
    assert linli.works.deliver_outbox() == 1
    assert phone.shows()[-1]["kind"] == "image"


def test_a_picture_with_an_address_is_fetched_and_sent(phone: Phone, linli: Linli) -> None:
    class Web:
        def download(self, name: str) -> Download:
            assert name == "https://example.org/menu.png"
            return Download(PNG, "image/png")

    phone.answer_with("https://example.org/menu.png")
    phone.act("食堂几点开")
    parts = linli.works.parts
    folder = linli.settings.data_dir / "media"
    MediaFetcher(linli.database, Web(), linli.redis, parts.live, folder=folder, clock=utc_now).fetch_waiting()
    _wait_for_the_reply(linli)
    assert phone.file(phone.shows()[-1]["media_id"]) == (PNG, "image/png")


def test_a_picture_that_is_gone_from_our_folder_leaves_the_answer_whole(phone: Phone, linli: Linli) -> None:
    with linli.database.session() as session:
        session.scalars(select(Media)).one().path = "2026/11/gone.png"
    assert phone.act("食堂几点开")
    with linli.database.session() as session:
        session.scalars(select(OutboxItem)).one().next_try_at = utc_now()
    assert linli.works.deliver_outbox() == 0
    assert states(linli) == [OutboxState.FAILED]


def test_an_unknown_picture_is_left_out(phone: Phone, linli: Linli) -> None:
    phone.answer_with("/pictures/unknown")
    assert phone.act("食堂几点开")
    assert states(linli) == []


# --- accounts that may only answer passively


@pytest.fixture
def passive(start: Callable[..., Linli], settings: Settings) -> Phone:
    return Phone(start(settings=settings.model_copy(update={"wechat_customer_service": False})))


def test_without_customer_service_the_answer_leads_to_a_page_with_the_picture(passive: Phone) -> None:
    reply = passive.act("食堂几点开")
    link = f'<a href="{passive.linli.settings.site_url}{passive.picture}">点这里看图片</a>'
    assert reply
    lines = reply.splitlines()
    assert lines[:3] == ["十一点半开饭。", '<a href="https://example.org/meals">查看详情</a>', link]
    assert "现在就办" in lines[3]
    assert states(passive.linli) == []
    assert passive.act("1") == "答：/elderly_care"


def test_a_picture_that_an_account_turns_out_not_to_be_allowed_to_send_becomes_a_line(
    phone: Phone, linli: Linli
) -> None:
    phone.act("食堂几点开")
    httpx.post(f"{linli.url}/dev/wechat/faults", json={"faults": [{"path": "/custom/send", "errcode": 48001}]})
    with linli.database.session() as session:
        session.scalars(select(OutboxItem)).one().next_try_at = utc_now()
    linli.works.deliver_outbox()
    assert states(linli) == [OutboxState.KEPT]
    assert "点这里看图片" in str(phone.act("谢谢"))
    assert states(linli) == [OutboxState.SENT]
