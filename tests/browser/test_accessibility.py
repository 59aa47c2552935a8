"""Every page of staff in Chromium, on an office screen and on a phone: axe-core, sideways scrolling, English, raw ids.

A walk leads somebody from page to page and stops wherever there is something to look at, also at what only opens there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import time

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import canned_replies
from bot.admin.registers import REGISTERS
from bot.audit import Actor
from bot.clock import utc_now
from bot.faq import editing
from bot.faq.content import Content
from bot.faq.importing import take_in
from bot.faq.lists import seed_first_list
from bot.faq.live import LiveKnowledge
from bot.figures import weekly
from bot.inbox.lists import ListName
from bot.models import AskedQuestion, Lesson, LessonReason, Message, Shift, Staff, Team
from bot.parts import Parts
from bot.preferences import CATALOGUE
from bot.preferences.storing import store
from bot.reference import seed_reference
from bot.settings import Settings
from server import create_app
from tests.browser.conftest import AXE, OFFICE, PHONE, Site, serious_faults
from tests.browser.knowledge_city import knowledge
from tests.unit.knowledge.letters import DOCUMENT

__all__ = ["knowledge"]  # a fixture
pytestmark = [
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with the front-end packages (make setup)"),
]
Walk = Callable[[Page, Site], Iterator[str]]

# Names of products, files and keys, accounts of the city, one-time passwords, and the letters by which staff type canned
# replies: not English left over.
_SHORTCUTS = "|".join(str(one["shortcut"]) for one in canned_replies.DEFAULTS)
_ALLOWED = re.compile(
    rf"\b(?:{_SHORTCUTS})\b|"
    r"Word|Markdown|docx|xlsx|Excel|WPS|Linux|Chrome|Microsoft|Authenticator|https?|JPG|PNG|MB|Ctrl|Esc|zhaolei|sunmei"
    r"|wangfang|liqiang|chenjing|zhangmy|nobody|\b[a-z2-9]{4}(?:-[a-z2-9]{4}){2}\b"
)
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
# What a database calls a row, and what nobody should read: staff:7, #12, a row's key of hexadecimal letters.
_RAW = re.compile(r"#\d+|\w:\d+\b(?<!\d:\d\d)|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,}\b")
_READ = """() => {
  const shown = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility());
  const said = ["aria-label", "title", "placeholder", "alt"].flatMap((name) => shown.map((one) => one.getAttribute(name)));
  return [document.title, document.body.innerText, ...said.filter(Boolean)].join("\\n");
}"""
_OWN = ("/account/", "/inbox/two-factor", "/inbox/password", "/inbox/verify", "/inbox/recovery-codes")
_OFFICE = (
    "/admin/", "/admin/figures", "/admin/reports", "/admin/reports/1", "/admin/menu", "/admin/settings",
    "/admin/settings/welcome", "/admin/settings/crisis_self", "/admin/settings/silent_minutes",
    "/admin/settings/asks_if_settled", "/admin/audit",
)  # fmt: skip
_REGISTERS = (
    *(f"/admin/registers/{slug}" for slug in REGISTERS),
    *(f"/admin/registers/{slug}/new" for slug, one in REGISTERS.items() if one.can_add),
    *(f"/admin/registers/{slug}/import" for slug, one in REGISTERS.items() if one.has_sheet),
    *(f"/admin/registers/{slug}/rows/1" for slug in REGISTERS if slug not in ("hotlines", "due-times")),
    "/admin/registers/hotlines/rows/police", "/admin/registers/due-times/rows/dispute",
)  # fmt: skip
_KNOWLEDGE = (
    "/admin/faq", "/admin/faq/new", "/admin/faq/1", "/admin/faq/1/history", "/admin/faq/1/retire", "/admin/faq/import", "/admin/unanswered",
    "/admin/try", "/admin/try?q=社区该不该给我开单身证明", "/admin/golden", "/admin/sources", "/admin/sources/1",
    "/admin/sources/shipped", "/admin/sources/import", "/admin/lists", "/admin/lists/new", "/admin/lists/1", "/admin/lists/import", "/admin/lessons",
)  # fmt: skip
# Parts of pages, streams, and files to take away.
_NO_PAGES = re.compile(
    r"\.static$|_export$|inbox\.(lists|live|views|filter_form|bulk|canned_replies|mentionable|knowledge|media|sound"
    r"|masked_phone|split_area|style|script)$|admin\.(home_board|faq_similar|faq_picture|reports_word|unanswered_entries)$"
)
_INBOX = ("/inbox/", "/inbox/conversations/1", "/inbox/tickets/1", "/inbox/tickets/1/split", "/inbox/search")


@pytest.fixture
def furnish() -> Callable[[Parts], None]:
    """So that no page is empty."""

    def add(parts: Parts) -> None:
        with parts.database.session() as session:
            seed_reference(session)
            seed_first_list(session)
            people = {one.username: one for one in session.scalars(select(Staff))}
            people["wangfang"].toured_at = people["zhangmy"].toured_at = utc_now()
            shift = Shift(weekdays=[0, 1, 2], starts=time(8, 30), ends=time(18))
            session.add(Team(name="幸福社区服务台", members=[people["wangfang"], people["liqiang"]], shifts=[shift]))
            weekly.make(session, utc_now())
            who = Actor(people["zhangmy"].id, "张明远（zhangmy）", "10.0.0.7")
            store(session, CATALOGUE["silent_minutes"], "45", who, utc_now())
            _add_knowledge(session, people["zhangmy"])

    return add


def _add_knowledge(session: Session, writer: Staff) -> None:
    now = utc_now()
    editing.create(session, Content("老年食堂几点开门", "周一到周五十一点半。", ("食堂啥时候开饭",)), writer, now)
    take_in(session, replace(DOCUMENT, title="关于冬季供暖的通知"), "通知.docx", writer, now)
    asked, unclear = session.scalars(select(Message).where(Message.author == "resident").limit(2))
    session.add(
        AskedQuestion(
            message_id=asked.id, conversation_id=asked.conversation_id, text="食堂能送饭不", kind="silent", asked_at=now
        )
    )
    session.add(
        Lesson(
            message_id=unclear.id,
            text="阿巴阿巴这个咋说",
            reason=LessonReason.NOT_UNDERSTOOD,
            guess="dispute",
            confidence=0.31,
            created_at=now,
        )
    )


def _visit(page: Page, site: Site, address: str) -> str:
    page.goto(f"{site}{address}")
    page.wait_for_load_state("load")
    return address


def _show_side(page: Page) -> None:
    """What stands beside a conversation or ticket is behind a button on a phone."""
    button = page.locator(".side-toggle")
    if button.is_visible():
        button.click()


def _lists(page: Page, site: Site) -> Iterator[str]:
    for name in ListName:
        yield _visit(page, site, f"/inbox/?list={name}")


def _narrowed_lists(page: Page, site: Site) -> Iterator[str]:
    yield _visit(page, site, "/inbox/?list=tickets&due=7d&words=路灯")
    page.get_by_title("筛选这个列表").click()
    expect(page.get_by_label("受理了多久")).to_be_visible()
    yield "the open filter"
    page.get_by_role("button", name="看结果").click()
    page.get_by_text("存为视图", exact=True).click()
    page.get_by_label("叫什么名字").fill("路灯的事")
    yield "saving a view"
    page.get_by_role("button", name="存下").click()
    expect(page.locator("#toast")).to_contain_text("已存为视图")
    yield "the toast"
    page.get_by_text("改视图", exact=True).click()
    expect(page.get_by_label("名字", exact=True)).to_be_visible()
    yield "changing a view"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk-count")).to_have_text("已选 1 个")
    yield "what is done with many"


def _conversations(page: Page, site: Site) -> Iterator[str]:
    for key in ("noise", "despair", "pictures", "counsel", "lunch"):
        yield _visit(page, site, f"/inbox/conversations/{site.city.conversations[key]}?list=all")


def _conversation_opened(page: Page, site: Site) -> Iterator[str]:
    address = f"/inbox/conversations/{site.city.conversations['noise']}?list=mine"
    for opened, key, seen in (
        ("handing back", "b", "#hand-back .drop-card"), ("the labels", "l", ".label-card"),
        ("the regulation", "q", ".quote-card"), ("the note", "n", ".write-note"), ("the keys", "?", "#key-sheet"),
        ("the palette", "Control+k", ".palette-row"), ("a choice", "p", ".palette-row"),
    ):  # fmt: skip
        _visit(page, site, address)
        page.keyboard.press(key)
        expect(page.locator(seen).first).to_be_visible()
        yield opened
    _visit(page, site, address)
    page.get_by_label("回复居民", exact=True).press_sequentially("/")
    expect(page.locator(".suggestion").first).to_be_visible()
    yield "the canned replies"
    _visit(page, site, address)
    _show_side(page)
    page.locator("#see-phone summary").click()
    yield "the reasons for a look at a number"


def _tickets(page: Page, site: Site) -> Iterator[str]:
    for key in ("lamp", "noise", "counsel"):
        yield _visit(page, site, f"/inbox/tickets/{site.city.tickets[key]}?list=tickets")
    _show_side(page)
    yield "beside the ticket"
    yield _visit(page, site, f"/inbox/tickets/{site.city.tickets['noise']}/split?list=tickets")
    yield _visit(page, site, "/inbox/tickets/20260101-0001-0")


def _search(page: Page, site: Site) -> Iterator[str]:
    for words in ("", "路灯", "5667", "没有这样的词"):
        yield _visit(page, site, f"/inbox/search?q={words}")


def _own_account(page: Page, site: Site) -> Iterator[str]:
    yield from _each(page, site, _OWN)
    page.context.clear_cookies()
    yield _visit(page, site, "/inbox/login")
    page.get_by_label("账号").fill("wangfang")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a login that failed"


def _each(page: Page, site: Site, addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        yield _visit(page, site, address)


def _office(page: Page, site: Site) -> Iterator[str]:
    return _each(page, site, _OFFICE)


def _registers(page: Page, site: Site) -> Iterator[str]:
    yield from _each(page, site, _REGISTERS)
    _visit(page, site, f"/admin/registers/staff/rows/{site.city.staff['liqiang']}")
    page.get_by_text("重设密码", exact=True).click()
    expect(page.get_by_text("会马上从所有设备退出")).to_be_visible()
    yield "before a password is reset"
    page.get_by_role("button", name="确定重设").click()
    expect(page.locator(".once-password")).to_be_visible()
    yield "a one-time password"


def _knowledge(page: Page, site: Site) -> Iterator[str]:
    return _each(page, site, _KNOWLEDGE)


def _first_day(page: Page, site: Site) -> Iterator[str]:
    yield _visit(page, site, "/inbox/?list=waiting")
    for step in range(2, 6):
        page.get_by_role("button", name="下一步").click()
        yield f"step {step}"


_WALKS: dict[Walk, str] = {
    _lists: "wangfang", _narrowed_lists: "wangfang", _conversations: "wangfang", _conversation_opened: "wangfang",
    _tickets: "zhangmy", _search: "wangfang", _own_account: "wangfang", _first_day: "liqiang",
    _office: "zhangmy", _registers: "zhangmy", _knowledge: "zhangmy",
}  # fmt: skip


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
@pytest.mark.parametrize("walk", _WALKS, ids=lambda walk: walk.__name__.strip("_"))
def test_every_page_is_for_everybody_fits_and_speaks_chinese(
    enter: Callable[..., Page], site: Site, walk: Walk, screen: dict[str, int]
) -> None:
    page = enter(_WALKS[walk], screen)
    faults = {stop: found for stop in walk(page, site) if (found := _faults(page))}
    assert faults == {}


def _faults(page: Page) -> list[object]:
    found: list[object] = [*serious_faults(page)]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found += [f"{wide} px too wide"] if wide > 0 else []
    said = _ALLOWED.sub("", page.evaluate(_READ))
    return found + _ENGLISH.findall(said) + _RAW.findall(said)


@pytest.mark.parametrize(
    ("said", "caught"),
    [("承办人 staff:7", ["staff", "f:7"]), ("第 #12 条", ["#12"]), ("8:30 到 18:00，工单 20261126-0001-3", [])],
)
def test_what_nobody_should_read_is_caught(said: str, caught: list[str]) -> None:
    assert _ENGLISH.findall(said) + _RAW.findall(said) == caught


def test_axe_finds_a_picture_without_words(enter: Callable[..., Page]) -> None:
    page = enter("wangfang")
    page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {src: '/inbox/static/none.png'}))")
    assert [rule for rule, _ in serious_faults(page)] == ["image-alt"]


def test_no_page_is_left_out(settings: Settings, knowledge: LiveKnowledge) -> None:
    app: Flask = create_app(parts=Parts(settings, given_knowledge=knowledge))
    urls = app.url_map.bind("localhost")
    walked = {urls.match(one.partition("?")[0])[0] for one in (*_INBOX, *_OWN, *_OFFICE, *_REGISTERS, *_KNOWLEDGE)}
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("inbox.", "admin.", "accounts."))
        and "GET" in (rule.methods or ())
        and not _NO_PAGES.search(rule.endpoint)
    }
    assert pages - walked == set()
