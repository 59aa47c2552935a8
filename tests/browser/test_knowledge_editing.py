"""What administrators do with entries in Chromium: on a phone, after an amendment, with workbooks, when an entry ends."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.sheets import write_sheet
from knowledge.regulation import REGULATION
from tests.browser.conftest import OFFICE, PHONE, Site, serious_faults
from tests.browser.knowledge_city import default_user, furnish, knowledge, write

__all__ = ["default_user", "furnish", "knowledge"]  # fixtures
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
_TITLE_FIRST = "row => row.querySelector('th').getBoundingClientRect().bottom <= row.querySelector('td').getBoundingClientRect().top + 1"
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
        assert facts(row) == headings, address
        assert row.evaluate(_TITLE_FIRST), address
        assert all(cell.is_visible() for cell in row.locator("td:not(:empty)").all()), address
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
    page, file = enter(), tmp_path / "一份很长名字的表格.xlsx"
    file.write_bytes(b"")
    # Heard from before the page is opened: the browser needs a moment until it hands its dialog over.
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    page.goto(f"{site}/admin/{address}")
    field, told = page.locator("input[type=file]"), page.locator("[data-file-name]")
    expect(told).to_contain_text("还没有选")
    for _ in range(80):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    assert page.locator(".file-pick .btn").evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(told).to_have_text(file.name)


def test_who_chose_no_file_is_told_so_in_chinese(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site}/admin/faq/import")
    page.get_by_role("button", name="看看会改什么").click()
    assert page.locator("#file").evaluate("field => field.validationMessage") == "请先选一个文件。"


def test_the_list_is_sorted_by_a_heading_or_by_a_field_and_says_so_in_its_address(
    enter: Callable[..., Page], site: Site
) -> None:
    page, phone = enter(), enter(screen=PHONE)
    write(page, site, then="只存草稿")
    page.goto(f"{site}/admin/faq?q=食堂")
    page.get_by_role("link", name="没帮助").click()
    expect(page.get_by_role("columnheader", name="没帮助")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_label("排在前面")).to_have_value("unhelpful")
    assert "sort=unhelpful" in page.url and "q=" in page.url
    phone.goto(f"{site}/admin/faq")
    phone.get_by_label("排在前面").select_option(label="被问到最多")
    phone.get_by_role("button", name="查找").click()
    phone.wait_for_url(re.compile("sort=hits"))


def publish(reviewer: Page, address: str) -> None:
    reviewer.goto(address)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")


def test_an_entry_is_retired_with_a_reason_after_reading_what_residents_will_hear(
    enter: Callable[..., Page], site: Site
) -> None:
    for screen in (OFFICE, PHONE):
        page = enter(screen=screen)
        address = write(page, site)
        publish(enter("sunmei"), address)
        page.goto(f"{address}/history")
        expect(page.locator(".is-live .tag")).to_have_text("现在生效")
        expect(page.locator(".is-live")).to_contain_text("审核人：孙梅")
        page.goto(address)
        page.get_by_role("link", name="停用…").click()
        expect(page.locator(".bubble").first).to_be_visible()
        assert "周一到周五十一点半" not in page.locator("main").inner_text()
        assert is_whole(page)
        page.get_by_role("button", name="确定停用").click()
        assert page.url.endswith("/retire"), "without a reason nothing is sent"
        page.get_by_label("为什么停用").fill("食堂搬了")
        page.get_by_role("button", name="确定停用").click()
        expect(page.get_by_role("status")).to_contain_text("已停用")
        page.get_by_role("link", name="历史").click()
        expect(page.get_by_text("停用原因：食堂搬了")).to_be_visible()
        expect(page.get_by_text("现在生效")).to_have_count(0)


AMENDED = REGULATION.read_text(encoding="utf-8").replace("摒弃高额彩礼、大操大办等陈规陋习", "反对高额彩礼")


def amend(page: Page, site: Site, tmp_path: Path) -> None:
    """Import an edition of the regulation in which one article says something else."""
    (tmp_path / "条例.md").write_text(AMENDED, encoding="utf-8")
    page.goto(f"{site}/admin/sources/import")
    page.set_input_files("#file", tmp_path / "条例.md")
    page.get_by_role("button", name="读取").click()
    page.get_by_label("施行日期").fill("2026-11-01")
    page.get_by_role("button", name="看看会改变什么").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="法规文件")).to_be_visible()


def test_a_held_entry_shows_what_changed_and_a_reviewer_lets_it_go_on(
    enter: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    page, phone = enter(), enter(screen=PHONE)
    address = write(page, site, cites="第十七条")
    publish(enter("sunmei"), address)
    amend(page, site, tmp_path)
    for one in (page, phone):
        one.goto(address)
        held = one.get_by_role("region", name="条文改了，居民暂时问不到这一条")
        expect(held.locator(".diff del").first).to_contain_text("摒弃")
        expect(held.locator(".diff ins").first).to_contain_text("反对")
        expect(held).to_contain_text("周一到周五十一点半。")
        assert is_whole(one) and serious_faults(one) == []
    phone.get_by_role("button", name="复核无误").click()
    expect(phone.get_by_role("status")).to_contain_text("居民又能问到了")
    expect(phone.get_by_text("条文改了，居民暂时问不到")).to_have_count(0)


def test_a_workbook_shows_each_change_folded_and_is_confirmed(
    enter: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    for screen in (OFFICE, PHONE):
        page = enter(screen=screen)
        number = write(page, site, then="只存草稿").rpartition("/")[2]
        lines = [[number, "老年食堂几点开门", "周一到周五十二点半。"], ["", "食堂在哪里", "东门。"]]
        (tmp_path / "问答.xlsx").write_bytes(write_sheet("问答", ["编号", "问题", "答案"], lines))
        page.goto(f"{site}/admin/faq/import")
        page.set_input_files("#file", tmp_path / "问答.xlsx")
        page.get_by_role("button", name="看看会改什么").click()
        expect(page.locator(".line-counts")).to_have_text("新增 1条修改 1条没变 0条")
        changed = page.locator("details.planned").first
        expect(changed.locator(".diff")).to_be_hidden()
        changed.locator("summary").click()
        expect(changed.locator(".diff del").first).to_have_text(re.compile("一"))
        assert is_whole(page) and serious_faults(page) == []
        page.get_by_role("button", name="确认导入").click()
        expect(page.get_by_role("status")).to_contain_text("新增1条，修改1条")
