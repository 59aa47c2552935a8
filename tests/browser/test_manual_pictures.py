"""The pictures of the manuals (docs/manual/), taken from the running inbox and administration.

`UPDATE_MANUAL=1 .venv/bin/pytest tests/browser/test_manual_pictures.py` writes them anew; otherwise they are only taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from bot.audit import Actor
from bot.clock import utc_now
from bot.models import Staff
from bot.parts import Parts
from bot.preferences import CATALOGUE
from bot.preferences.storing import store
from bot.reference import seed_reference
from bot.sheets import write_sheet
from tests.browser.conftest import OFFICE, PHONE
from tests.browser.knowledge_city import knowledge
from tests.browser.knowledge_in_use import put_on_shelf
from tests.browser.test_inbox_voices import fetch, speak

__all__ = ["knowledge"]  # a fixture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path("docs/manual/images") if os.environ.get("UPDATE_MANUAL") else tmp_path


def _take(page: Page, folder: Path, name: str) -> None:
    path = folder / f"{name}.png"
    page.wait_for_timeout(400)
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000


@pytest.fixture
def furnish() -> Callable[[Parts], None]:
    def add(parts: Parts) -> None:
        with parts.database.session() as session:
            seed_reference(session)
            session.execute(update(Staff).values(toured_at=utc_now()))  # the first day is over
            store(session, CATALOGUE["silent_minutes"], "45", Actor(None, "张明远（zhangmy）"), utc_now())

    return add


def test_every_picture_of_the_manual_can_be_taken(site, enter, folder: Path) -> None:
    page = enter("wangfang", OFFICE)
    page.goto(f"{site.address}/inbox/?list=waiting")
    page.wait_for_load_state("load")
    _take(page, folder, "lists")
    page.goto(site.page("noise", "mine"))
    page.wait_for_load_state("load")
    page.get_by_label("回复居民", exact=True).focus()
    page.keyboard.type("/")
    expect(page.locator(".suggestion").first).to_be_visible()
    _take(page, folder, "canned")
    page.keyboard.press("Escape")
    page.goto(f"{site.address}/inbox/tickets/{site.city.tickets['lamp']}?list=due")
    expect(page.locator("#case")).to_be_visible()
    _take(page, folder, "ticket")
    page.keyboard.press("?")
    expect(page.locator("#key-sheet")).to_be_visible()
    _take(page, folder, "keys")
    _take_splitting_and_undoing(page, site, folder)
    _take_a_narrowed_list(page, site, folder)
    speak(site)
    fetch(site)
    page.goto(site.page("noise", "mine"))
    page.wait_for_load_state("load")
    voice = page.locator(".turn:has(audio)")
    page.wait_for_function("document.querySelector('.turn audio').readyState > 0")  # its length is told
    page.screenshot(path=folder / "voice.png", clip=voice.bounding_box())
    administrator = enter("zhangmy", OFFICE)
    administrator.goto(f"{site.address}/admin/settings/silent_minutes")
    _take(administrator, folder, "settings")
    phone = enter("wangfang", PHONE)
    phone.goto(site.page("noise", "mine"))
    expect(phone.locator("#case")).to_be_visible()
    _take(phone, folder, "phone")


def test_every_picture_of_the_manual_for_administrators_can_be_taken(site, enter, folder: Path, tmp_path: Path) -> None:
    shelf, page = put_on_shelf(site), enter("zhangmy", OFFICE)
    entry, held = (f"{site}/admin/faq/{id_}" for id_ in (shelf.canteen, shelf.held))
    for name, address, shown in (
        ("admin-entries", f"{site}/admin/faq?sort=unhelpful", "排在前面"),
        ("admin-entry", entry, "其他问法"),
        ("admin-held", held, "停下以前，居民看到的答案"),
        ("admin-retire", f"{entry}/retire", "停用以后，居民这样问会听到"),
        ("admin-unanswered", f"{site}/admin/unanswered", "食堂周末"),
        ("admin-golden", f"{site}/admin/golden", "今天下雨吗"),
    ):
        page.goto(address)
        expect(page.get_by_text(shown).first).to_be_visible()
        _take(page, folder, name)
    (tmp_path / "问答.xlsx").write_bytes(
        write_sheet("问答", ["编号", "问题", "答案"], [
            [shelf.canteen, "老年食堂几点开门", "周一到周六中午十一点半开饭，十二点半收。带身份证或老年证，先在门口登记。"],
            ["", "社区食堂周末开不开", "周六中午开，周日不开。"],
        ])
    )  # fmt: skip
    page.goto(f"{site}/admin/faq/import")
    page.set_input_files("#file", tmp_path / "问答.xlsx")
    page.get_by_role("button", name="看看会改什么").click()
    page.locator("details.planned summary").first.click()
    _take(page, folder, "admin-import")
    phone = enter("zhangmy", PHONE)
    phone.goto(f"{site}/admin/faq?sort=unhelpful")
    phone.locator(".stacked tbody tr").first.scroll_into_view_if_needed()
    _take(phone, folder, "admin-phone")


def _fill_splitting(page: Page, site) -> None:
    page.goto(f"{site.address}/inbox/tickets/{site.city.tickets['noise']}/split?list=tickets")
    page.wait_for_load_state("load")
    page.locator(".piece").filter(has_text="影响休息").click()
    page.get_by_label("新的是什么事").select_option("psych_help/sleep")


def _take_splitting_and_undoing(page: Page, site, folder: Path) -> None:
    _fill_splitting(page, site)
    _take(page, folder, "split")
    # Anew: what a picture leaves in the page is an inline style to the next swap.
    _fill_splitting(page, site)
    page.get_by_role("button", name="拆开", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("已拆出工单")
    page.wait_for_timeout(1500)  # the page is drawn anew once more by the news of it
    _take(page, folder, "undo")


def _take_a_narrowed_list(page: Page, site, folder: Path) -> None:
    page.goto(f"{site.address}/inbox/?list=tickets&due=7d")
    page.wait_for_load_state("load")
    page.keyboard.press("v")
    page.get_by_label("叫什么名字").fill("一周内到期")
    page.keyboard.press("Enter")
    expect(page.locator(".view-line")).to_have_count(1)
    page.goto(f"{site.address}/inbox/?list=tickets&due=7d&words=路灯")
    page.wait_for_load_state("load")
    page.keyboard.press("f")
    expect(page.get_by_label("受理了多久")).to_be_visible()
    _take(page, folder, "filters")
