"""The knowledge pages in Chromium: from a draft to what residents read, two people at once, on an office screen and a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OFFICE, PHONE, Site, serious_faults
from tests.browser.knowledge_city import default_user, furnish, knowledge, write

__all__ = ["default_user", "furnish", "knowledge"]  # fixtures
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
NOTICE = "关于冬季供暖的通知\n一、供暖时间\n十一月十五日开始供暖。\n二、投诉\n请打12345。\n2026年10月8日"


def test_a_picture_is_uploaded_and_seen_beside_its_form(enter: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    for screen in (OFFICE, PHONE):
        page = enter(screen=screen)
        page.screenshot(path=tmp_path / "菜单.png")
        page.goto(f"{site}/admin/faq/new")
        page.get_by_label("问题", exact=True).fill("老年食堂几点开门")
        page.get_by_label("答案（先说").fill("周一到周五十一点半。")
        page.locator("input[name=picture_file]").set_input_files(tmp_path / "菜单.png")
        expect(page.locator(".faq-picture [data-file-name]")).to_have_text("菜单.png")
        page.get_by_role("button", name="只存草稿").click()
        shown = page.get_by_alt_text("现在的图片")
        expect(shown).to_be_visible()
        assert shown.evaluate("image => image.naturalWidth") == screen["width"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("不要图片了").check()
        page.get_by_role("button", name="只存草稿").click()
        expect(page.locator(".notice-done")).to_be_visible()
        expect(page.get_by_alt_text("现在的图片")).to_have_count(0)


def test_an_entry_is_written_reviewed_published_tried_changed_and_brought_back(
    enter: Callable[..., Page], site: Site
) -> None:
    writer, reviewer = enter("zhangmy"), enter("sunmei")
    address = write(writer, site)
    expect(writer.get_by_text("等另一位同事审核")).to_be_visible()
    expect(writer.get_by_role("button", name="发布")).to_have_count(0)
    reviewer.goto(address)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")
    writer.goto(f"{site}/admin/try")
    writer.get_by_label("居民会怎么问").fill("食堂啥时候开饭")
    writer.get_by_role("button", name="问", exact=True).click()
    expect(writer.locator(".bubble")).to_contain_text("周一到周五十一点半。")
    writer.goto(address)
    writer.get_by_label("答案（先说").fill("周一到周五十二点。")
    writer.get_by_role("button", name="只存草稿").click()
    expect(writer.locator(".diff ins").first).to_contain_text("二")
    writer.get_by_role("link", name="历史").click()
    writer.get_by_role("button", name="恢复这一版").last.click()
    expect(writer.get_by_label("答案（先说")).to_have_value("周一到周五十一点半。")


def test_two_who_edit_at_once_see_both_versions_and_lose_nothing(enter: Callable[..., Page], site: Site) -> None:
    first, second = enter("zhangmy"), enter("sunmei")
    address = write(first, site, then="只存草稿")
    first.goto(address)
    second.goto(address)
    first.get_by_label("答案（先说").fill("十二点开门。")
    second.get_by_label("答案（先说").fill("一点开门。")
    second.get_by_label("分类").fill("助餐")
    first.get_by_role("button", name="只存草稿").click()
    expect(first.get_by_role("status")).to_contain_text("草稿已保存")
    second.get_by_role("button", name="只存草稿").click()
    expect(second.get_by_role("heading", name="两个人同时改了这条问答")).to_be_visible()
    second.get_by_role("group", name="答案").get_by_label("用张明远的").check()
    second.get_by_role("button", name="按上面的选择存草稿").click()
    expect(second.get_by_label("答案（先说")).to_have_value("十二点开门。")
    expect(second.get_by_label("分类")).to_have_value("助餐")


def test_half_written_words_are_not_left_without_a_question(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site}/admin/faq/new")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("答案（先说").press_sequentially("写到一半")
    page.get_by_role("link", name="试一试").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("答案（先说")).to_have_value("写到一半")


def test_a_near_duplicate_is_pointed_out_while_somebody_writes(enter: Callable[..., Page], site: Site) -> None:
    writer, reviewer = enter("zhangmy"), enter("sunmei")
    reviewer.goto(write(writer, site))
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")
    writer.goto(f"{site}/admin/faq/new")
    writer.get_by_label("问题", exact=True).press_sequentially("老年食堂几点开")
    expect(writer.locator("#similar")).to_contain_text("老年食堂几点开门")


def test_a_publication_that_breaks_a_golden_question_stops_until_a_supervisor_says_why(
    enter: Callable[..., Page], site: Site
) -> None:
    writer, supervisor = enter("zhangmy"), enter("sunmei")
    writer.goto(f"{site}/admin/golden")
    writer.get_by_label("问题", exact=True).fill("老年食堂几点开门")
    writer.get_by_label("不回答").check()
    writer.get_by_role("button", name="加入").click()
    expect(writer.get_by_role("status").first).to_contain_text("已加入")
    supervisor.goto(write(writer, site))
    supervisor.get_by_role("button", name="发布").click()
    expect(supervisor.get_by_role("heading", name="先停下了")).to_be_visible()
    supervisor.get_by_label("仍要这样改，原因是").fill("食堂开了，应该回答")
    supervisor.get_by_role("button", name="仍要这样改").click()
    expect(supervisor.get_by_role("status")).to_contain_text("已发布")


def test_a_notice_is_imported_by_hand_and_then_answers(enter: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    page = enter()
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    page.goto(f"{site}/admin/sources")
    page.get_by_role("link", name="导入文件").click()
    page.set_input_files("#file", tmp_path / "通知.txt")
    page.get_by_role("button", name="读取").click()
    expect(page.get_by_label("文件名称")).to_have_value("关于冬季供暖的通知")
    page.get_by_role("button", name="看看会改变什么").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("table")).to_contain_text("关于冬季供暖的通知")
    page.goto(f"{site}/admin/try?q=《关于冬季供暖的通知》第一部分")
    expect(page.locator(".bubble")).to_contain_text("十一月十五日开始供暖。")


_ADDRESSES = (
    "faq", "faq/new", "faq/import", "try?q=社区该不该给我开单身证明", "golden", "unanswered", "sources", "sources/import",
    "sources/shipped", "lists", "lists/import",
)  # fmt: skip


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
def test_no_page_scrolls_sideways_speaks_english_or_shuts_anybody_out(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    page = enter(screen=screen)
    entry = write(page, site, then="只存草稿")
    addresses = [entry, f"{entry}/history", *(f"{site}/admin/{one}" for one in _ADDRESSES)]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        said = set(re.findall(r"[A-Za-z]{2,}", page.locator("main").inner_text()))
        assert said <= {"Word", "Markdown", "xlsx", "https"}, address
        assert serious_faults(page) == [], address
