"""The pictures of the manuals (docs/manual/), taken from the running inbox and administration.

`UPDATE_MANUAL=1 .venv/bin/pytest tests/browser/test_manual_pictures.py` writes them anew; otherwise they are only taken.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.reference import seed_reference
from bot.sheets import write_sheet
from tests.browser.conftest import OFFICE, PHONE
from tests.browser.knowledge_city import furnish, knowledge
from tests.browser.knowledge_in_use import put_on_shelf

__all__ = ["furnish", "knowledge"]  # fixtures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path("docs/manual/images") if os.environ.get("UPDATE_MANUAL") else tmp_path


def _take(page: Page, folder: Path, name: str) -> None:
    path = folder / f"{name}.png"
    page.wait_for_timeout(400)
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000


def test_every_picture_of_the_manual_can_be_taken(site, enter, folder: Path) -> None:
    with site.parts.database.session() as session:
        seed_reference(session)
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
