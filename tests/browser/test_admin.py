"""The administration in Debian's Chromium: its paths, two screens, the keyboard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from bot.parts import Parts
from bot.reference import seed_reference
from bot.sheets import write_sheet
from tests.browser.conftest import OFFICE, PHONE, Site

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")


@pytest.fixture
def default_user() -> str:
    return "zhangmy"


@pytest.fixture
def furnish() -> Callable[[Parts], None]:
    def add(parts: Parts) -> None:
        with parts.database.session() as session:
            seed_reference(session)

    return add


def test_hotline_is_changed_seen_in_red_and_green_and_taken_back(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site.address}/admin/registers/hotlines")
    page.get_by_role("link", name="心理援助热线").click()
    page.get_by_label("服务时间").fill("全天")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已保存“心理援助热线”")
    page.get_by_role("link", name="操作记录").click()
    entry = page.locator(".entry", has_text="心理援助热线").first
    expect(entry.locator("del")).to_have_text("每天不少于18小时")
    expect(entry.locator("ins")).to_have_text("全天")
    entry.get_by_role("button", name="恢复到改之前").click()
    expect(page.get_by_role("row", name="心理援助热线")).to_contain_text("每天不少于18小时")


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
def test_crisis_text_keeps_its_numbers_and_its_former_words_come_back(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    page = enter(screen=screen)
    page.goto(f"{site.address}/admin/settings")
    page.get_by_role("link", name="有人想轻生时的第一次回复").click()
    text = page.get_by_label("有人想轻生时的第一次回复")
    shipped = text.input_value()
    text.fill(shipped.replace("{心理援助}", ""))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("不能少了 12356（心理援助）")
    text.fill(shipped.replace("您不是一个人", "您身边有我们"))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("马上生效")
    expect(page.locator(".settings li", has_text="有人想轻生时的第一次回复")).to_contain_text("已改")
    page.get_by_role("link", name="有人想轻生时的第一次回复").click()
    entry = page.locator(".entry").first
    expect(entry.locator("ins")).to_contain_text("您身边有我们")
    entry.get_by_role("button", name="恢复到改之前").click()
    expect(text).to_have_value(shipped)
    expect(page.get_by_text("现在用的就是默认。")).to_be_visible()


def test_areas_are_imported_after_a_look_at_what_will_change(
    enter: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    headings = ("名称", "级别", "上级", "别名")
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(write_sheet("区域", headings, [["新街道", "街道乡镇", "山阳区", "新街"]]))
    bad.write_bytes(write_sheet("区域", headings, [["新街道", "乡", "山阳区", ""]]))
    page = enter()
    page.goto(f"{site.address}/admin/registers/areas/import")
    page.locator("#sheet").set_input_files(bad)
    page.get_by_role("button", name="先看看会改什么").click()
    expect(page.get_by_role("alert")).to_contain_text("什么也没有改")
    page.locator("#sheet").set_input_files(good)
    expect(page.locator("[data-file-name]")).to_have_text("good.xlsx")
    page.get_by_role("button", name="先看看会改什么").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status").first).to_contain_text("新建 1 条")


def test_menu_is_drawn_and_checked_while_typing(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site.address}/admin/menu")
    name = page.get_by_label("第 2 个按钮的名字")
    name.fill("问一问条例")
    expect(page.get_by_role("alert")).to_contain_text("超过4个汉字")
    name.fill("问条例吧")
    expect(page.locator(".menu-phone-tops")).to_contain_text("问条例吧")
    page.get_by_role("button", name="只保存").click()
    expect(page.get_by_role("status").first).to_contain_text("菜单已保存")


def test_figures_are_drawn_beside_their_tables(enter: Callable[..., Page], site: Site) -> None:
    page = enter("sunmei")
    page.goto(f"{site.address}/admin/figures")
    expect(page.locator(".chart canvas")).to_have_count(4)
    expect(page.get_by_role("region", name="每天的来往的表格").get_by_role("row")).to_have_count(8)


def test_second_factor_is_set_up_and_asked_for(enter: Callable[..., Page], site: Site) -> None:
    page = enter("wangfang")
    page.goto(f"{site.address}/account/")
    page.get_by_role("link", name="开启").click()
    page.get_by_role("button", name="显示二维码").click()
    expect(page.get_by_role("img", name=re.compile("二维码"))).to_be_visible()
    telephone = pyotp.TOTP((page.locator(".key").text_content() or "").replace("-", "").replace(" ", ""))
    page.get_by_label("验证器里的 6 位数字").fill(telephone.now())
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_role("status").first).to_contain_text("两步验证设置好了")
    again = enter("wangfang")
    expect(again.get_by_label("6 位验证码")).to_be_visible()


def test_label_is_added_by_keyboard_alone(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(f"{site.address}/admin/registers/labels/new")
    page.get_by_label("名称").focus()
    page.keyboard.type("重点关注")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已添加标签“重点关注”")
