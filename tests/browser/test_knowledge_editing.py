"""What administrators do with entries in Chromium: on a phone, after an amendment, with workbooks, when an entry ends."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OFFICE, PHONE, Site
from tests.browser.knowledge_city import default_user, furnish, knowledge, write

__all__ = ["default_user", "furnish", "knowledge"]  # fixtures
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
_LABEL = "cell => getComputedStyle(cell, '::before').content.replaceAll('\"', '')"


def facts(row: Locator) -> list[str]:
    """The words that stand before the cells of a row."""
    return [cell.evaluate(_LABEL) for cell in row.locator("td[data-label]").all()]


def is_whole(page: Page) -> bool:
    """Whether nothing on the page is cut off at the right, neither by the screen nor by a box that scrolls."""
    return page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.table-box')].every(one => one.scrollWidth <= one.clientWidth)"
    )


def test_on_a_phone_each_row_is_a_card_with_all_its_facts(enter: Callable[..., Page], site: Site) -> None:
    page = enter(screen=PHONE)
    write(page, site, then="只存草稿")
    for address, headings in (
        ("faq", ["状态", "分类", "适用", "被问到", "有帮助", "没帮助", "最后修改"]),
        ("sources", ["状态", "施行", "废止", "通过", "批准", "条数"]),
        ("lists", ["别的叫法", "该去哪里办", "来源"]),
        ("try?q=彩礼太高村里管不管", ["分数", "理由"]),
    ):
        page.goto(f"{site}/admin/{address}")
        row = page.locator(".stacked tbody tr").first
        title, last = row.locator("th").bounding_box(), row.locator("td").last.bounding_box()
        assert title is not None and last is not None
        assert facts(row) == headings, address
        assert title["y"] < last["y"] and all(cell.is_visible() for cell in row.locator("td:not(:empty)").all()), (
            address
        )
        assert is_whole(page), address


def test_on_an_office_screen_rows_stay_rows(enter: Callable[..., Page], site: Site) -> None:
    page = enter(screen=OFFICE)
    write(page, site, then="只存草稿")
    page.goto(f"{site}/admin/faq")
    row = page.locator(".stacked tbody tr").first
    assert len({round(cell.bounding_box()["y"]) for cell in row.locator("td").all()}) == 1  # type: ignore[index]
    assert set(facts(row)) == {"none"} and is_whole(page)


@pytest.mark.parametrize(
    "address", ["faq/import", "lists/import", "sources/import", "registers/areas/import", "faq/new"]
)
def test_a_file_is_chosen_by_keyboard_and_its_name_is_told_in_chinese(
    enter: Callable[..., Page], site: Site, tmp_path: Path, address: str
) -> None:
    page = enter()
    page.goto(f"{site}/admin/{address}")
    field, told = page.locator("input[type=file]"), page.locator("[data-file-name]")
    expect(told).to_contain_text("还没有选")
    for _ in range(80):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    ring = page.locator(".file-pick .btn").evaluate("button => getComputedStyle(button).outlineStyle")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    file = tmp_path / "一份很长名字的表格.xlsx"
    file.write_bytes(b"")
    chooser.value.set_files(file)
    expect(told).to_have_text(file.name)
    assert ring == "solid"


def test_who_chose_no_file_is_told_so_in_chinese(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site}/admin/faq/import")
    page.get_by_role("button", name="看看会改什么").click()
    assert page.locator("#file").evaluate("field => field.validationMessage") == "请先选一个文件。"
