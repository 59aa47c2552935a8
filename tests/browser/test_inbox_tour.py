"""The tour in Debian's Chromium: five steps, once, and again when asked for."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE


def test_the_first_day_begins_with_five_steps_and_the_second_does_not(site, enter):
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


def test_the_tour_never_stands_in_the_way_of_work_and_can_be_seen_again(site, enter):
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


def test_on_a_phone_the_steps_lie_below_the_list_and_point_at_what_can_be_seen(site, enter):
    page = enter("zhangmy", PHONE)
    tour = page.locator("[data-tour]")
    expect(tour).to_be_in_viewport(ratio=1)
    expect(page.locator("#rail-waiting")).to_have_class("rail-line is-chosen is-pointed")
    for step in range(1, 6):
        expect(page.get_by_text(f"第 {step} 步，共 5 步")).to_be_visible()
        expect(page.locator(".is-pointed")).to_be_in_viewport()
        expect(tour).not_to_contain_text("快捷键", use_inner_text=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if step < 5:
            page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="知道了，开始用").click()
    expect(page.locator("[data-tour]")).to_have_count(0)
    expect(page.locator("#work")).to_be_hidden()
    page.reload()
    expect(page.locator(".row-line").first).to_be_visible()
    expect(page.locator("[data-tour]")).to_have_count(0)


def test_on_a_phone_the_last_row_can_be_opened_though_the_tour_lies_there(site, enter):
    page = enter("zhangmy", PHONE)
    page.goto(f"{site.address}/inbox/?list=all")
    page.wait_for_load_state("load")
    last = page.locator(".row-line").last
    page.locator("#rows").evaluate("box => { box.scrollTop = box.scrollHeight; }")
    box, above = last.bounding_box(), page.locator("[data-tour]").bounding_box()
    assert box["y"] + box["height"] <= above["y"] + 1
    last.click()
    expect(page.locator("#transcript")).to_be_visible()
    expect(page.locator("[data-tour]")).to_have_count(0)
    page.get_by_label("回到列表").click()
    expect(page.locator("[data-tour]")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="跳过").click()
    expect(page.locator("[data-tour]")).to_have_count(0)
