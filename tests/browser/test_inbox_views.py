"""Filters and saved views in Debian's Chromium: by keyboard, on a phone, live, and sent to a colleague as a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.models import Staff, Team
from bot.reference import seed_reference
from tests.browser.conftest import OFFICE, PHONE


@pytest.fixture
def seeded(site):
    with site.parts.database.session() as session:
        seed_reference(session)
        people = [session.get_one(Staff, site.city.staff[one]) for one in ("wangfang", "liqiang")]
        session.add(Team(name="幸福社区服务台", members=people))
    return site


def _home(page: Page, site, chosen: str) -> None:
    page.goto(f"{site.address}/inbox/?list={chosen}")
    page.wait_for_load_state("load")


def _rows(page: Page):
    return page.locator(".row-line")


def test_list_is_narrowed_saved_opened_and_deleted_by_keyboard(seeded, enter):
    page = enter("wangfang", OFFICE)
    _home(page, seeded, "tickets")
    expect(_rows(page)).to_have_count(4)
    page.keyboard.press("f")
    expect(page.get_by_placeholder("工单里写到的词")).to_be_focused()
    page.keyboard.type("路灯")
    page.keyboard.press("Enter")
    expect(_rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/inbox/\?list=tickets&words=%E8%B7%AF%E7%81%AF$"))
    expect(page.locator(".filter-chip")).to_have_text("“路灯” ×")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    expect(page.get_by_label("叫什么名字")).to_be_focused()
    page.keyboard.type("路灯的事")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("已存为视图“路灯的事”")
    line = page.locator(".view-line").filter(has_text="路灯的事")
    expect(line).to_have_attribute("aria-current", "page")
    expect(line.locator(".count")).to_contain_text("1")
    expect(page.locator(".views-title")).to_have_text("我的视图")
    _home(page, seeded, "waiting")
    page.keyboard.press("Control+k")
    page.keyboard.type("视图：路灯")
    page.keyboard.press("Enter")
    expect(page.locator(".rows-title")).to_contain_text("路灯的事")
    expect(_rows(page)).to_have_count(1)
    page.keyboard.press("v")
    expect(page.get_by_label("名字", exact=True)).to_be_focused()
    page.get_by_role("button", name="删除视图").focus()
    page.keyboard.press("Enter")
    expect(line).to_have_count(0)
    expect(page.locator("#toast")).to_contain_text("已删除视图“路灯的事”")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(line).to_have_count(1)


def test_view_of_a_team_is_counted_live_and_its_link_shows_a_colleague_the_same(seeded, enter):
    mine, other = enter("wangfang", OFFICE), enter("liqiang", OFFICE)
    _home(mine, seeded, "tickets")
    mine.get_by_title("筛选这个列表").click()
    mine.get_by_label("期限").select_option("late")
    expect(_rows(mine)).to_have_count(2)
    expect(mine.locator("#filter-form")).to_be_visible()  # it stays for the next choice
    mine.get_by_role("button", name="看结果").click()
    expect(mine.locator("#filter-form")).to_be_hidden()
    mine.get_by_text("存为视图", exact=True).click()
    mine.get_by_label("叫什么名字").fill("超时的")
    mine.get_by_label("给谁用").select_option(label="幸福社区服务台")
    mine.get_by_role("button", name="存下").click()
    line = other.locator(".view-line").filter(has_text="超时的")
    expect(line.locator(".count")).to_contain_text("2")
    expect(other.locator(".views-title")).to_have_text("幸福社区服务台")
    seeded_link = mine.url
    other.goto(seeded_link)
    expect(_rows(other)).to_have_count(2)
    other.goto(f"{seeded.address}/inbox/tickets/{seeded.city.tickets['lamp']}?list=tickets&due=late")
    other.get_by_label("办理说明").fill("灯换好了。")
    other.get_by_role("button", name="办结").click()
    expect(_rows(other)).to_have_count(1)  # the list beside the ticket is still the narrowed one
    expect(mine.locator(".view-line .count")).to_contain_text("1")


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
def test_filter_is_taken_off_and_the_form_follows(seeded, enter, screen):
    page = enter("zhangmy", screen)
    _home(page, seeded, "all")
    before = _rows(page).count()
    page.get_by_title("筛选这个列表").click()
    page.get_by_label("状态").select_option("held")
    expect(_rows(page)).to_have_count(2)
    page.get_by_label("事项").select_option("dispute")
    expect(_rows(page)).to_have_count(1)
    page.get_by_role("button", name="看结果").click()
    page.locator(".filter-chip").filter(has_text="有人在办").click()
    expect(page.locator(".filter-chip")).to_have_count(1)
    page.get_by_title("筛选这个列表").click()
    expect(page.get_by_label("状态")).to_have_value("")
    expect(page.get_by_label("事项")).to_have_value("dispute")
    page.get_by_text("全部清掉").click()
    expect(_rows(page)).to_have_count(before)
    expect(page).to_have_url(re.compile(r"/inbox/\?list=all$"))


def test_view_is_saved_renamed_and_opened_on_a_phone(seeded, enter):
    page = enter("wangfang", PHONE)
    _home(page, seeded, "tickets")
    page.get_by_title("筛选这个列表").click()
    page.get_by_label("事项").select_option("public_issue")
    expect(page.locator("#filter-form")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="看结果").click()
    page.get_by_text("存为视图", exact=True).click()
    page.get_by_label("叫什么名字").fill("公共问题")
    page.get_by_role("button", name="存下").click()
    page.get_by_text("改视图", exact=True).click()
    expect(page.locator(".view-card")).to_be_in_viewport(ratio=1)
    page.get_by_label("名字", exact=True).fill("路灯垃圾")
    page.get_by_role("button", name="改名").click()
    expect(page.locator(".rows-title")).to_contain_text("路灯垃圾")
    expect(page.locator("#toast .toast-line")).to_be_in_viewport(ratio=1)
    page.locator("#rail-waiting").click()
    line = page.locator(".view-line").filter(has_text="路灯垃圾")
    expect(line).not_to_have_attribute("aria-current", "page")
    line.click()
    expect(_rows(page)).to_have_count(1)
    _rows(page).first.click()
    expect(page.locator("#case")).to_be_visible()
    page.get_by_label("回到列表").click()
    expect(page.locator(".rows-title")).to_contain_text("路灯垃圾")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_many_views_do_not_break_the_rail(seeded, enter):
    for screen in (OFFICE, PHONE):
        page = enter("wangfang", screen)
        _home(page, seeded, "tickets")
        for number in range(8):
            page.request.post(
                f"{seeded.address}/inbox/views",
                headers={"X-CSRFToken": page.locator("input[name=csrf_token]").first.get_attribute("value") or ""},
                form={"name": f"名字很长很长很长的视图{number}", "list": "tickets", "due": "7d"},
            )
        page.reload()
        expect(page.locator(".view-line")).to_have_count(8)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator(".view-line").last.click()
        expect(page.locator(".rows-title")).to_contain_text("视图")
