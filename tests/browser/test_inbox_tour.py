"""The tour in Debian's Chromium: five steps, once, and again when asked for."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_inbox import OFFICE, enter, site  # noqa: F401  (fixtures)


def test_the_first_day_begins_with_five_steps_and_the_second_does_not(site, enter):  # noqa: F811
    page = enter("zhangmy", OFFICE)
    expect(page.get_by_text("第 1 步，共 5 步")).to_be_visible()
    expect(page.locator("#rail-waiting")).to_have_class("rail-line is-chosen is-pointed")
    for step in range(2, 6):
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text(f"第 {step} 步，共 5 步")).to_be_visible()
    expect(page.get_by_role("button", name="下一步")).to_be_hidden()
    page.get_by_role("button", name="知道了，开始用").click()
    expect(page.get_by_text("从列表里选一个对话或工单")).to_be_visible()
    expect(page.locator(".is-pointed")).to_have_count(0)


def test_the_tour_never_stands_in_the_way_of_work_and_can_be_seen_again(site, enter):  # noqa: F811
    page = enter("zhangmy", OFFICE)
    page.locator(".row-line").first.click()
    expect(page.locator("#transcript")).to_be_visible()
    expect(page.locator(".is-pointed")).to_have_count(0)
    page.goto(f"{site.address}/inbox/")
    page.get_by_role("button", name="跳过").click()
    expect(page.get_by_text("从列表里选一个对话或工单")).to_be_visible()
    page.wait_for_load_state("load")  # the keys come with the last script
    page.keyboard.press("?")
    page.get_by_role("button", name="再看一遍导览").click()
    expect(page.get_by_text("第 1 步，共 5 步")).to_be_visible()
