"""The daily work in Debian's Chromium: canned replies, what two people see of each other, many at once, undo, keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.reference import seed_reference


@pytest.fixture
def seeded(site):
    with site.parts.database.session() as session:
        seed_reference(session)
    return site


def _reply(page: Page):
    return page.get_by_label("回复居民", exact=True)


def test_canned_reply_is_found_by_typing_and_put_in_with_the_residents_name(seeded, enter):
    page = enter()
    page.goto(seeded.page("noise", "mine"))
    _reply(page).focus()
    page.keyboard.type("/问好")
    expect(page.locator(".suggestion[aria-selected]")).to_contain_text("问好")
    page.keyboard.press("Enter")
    expect(_reply(page)).to_have_value(re.compile("^马秀英，您好！我是王芳"))
    expect(page.locator(".suggest")).to_have_count(0)


def test_two_people_see_each_other_write_and_the_draft_stays_for_the_other(seeded, enter):
    mine, other = enter("wangfang"), enter("liqiang")
    mine.goto(seeded.page("noise", "mine"))
    other.goto(seeded.page("noise"))
    expect(mine.locator("#here-words")).to_contain_text("李强也在看")
    _reply(mine).fill("马阿姨，我下午去。")
    expect(other.locator("#here-words")).to_contain_text("王芳正在写")
    mine.reload()
    expect(_reply(mine)).to_have_value("马阿姨，我下午去。")


def test_two_windows_answer_at_once_and_the_second_is_shown_the_first(seeded, enter):
    first, second = enter("wangfang"), enter("wangfang")
    first.goto(seeded.page("noise", "mine"))
    # The second window does not hear of it, as when both press in the same moment.
    second.route("**/inbox/live", lambda route: route.abort())
    second.goto(seeded.page("noise", "mine"))
    _reply(second).fill("我明天到。")
    _reply(first).fill("我下午到。")
    first.get_by_role("button", name="发送").click()
    expect(first.locator(".turn-staff").last).to_contain_text("我下午到。")
    second.get_by_role("button", name="发送").click()
    expect(second.locator(".banner")).to_contain_text("王芳已经回复了：“我下午到。”")
    expect(_reply(second)).to_have_value("我明天到。")


def test_many_are_dealt_with_at_once_by_keyboard_and_taken_back(seeded, enter):
    page = enter()
    page.goto(f"{seeded.address}/inbox/?list=bot")
    page.wait_for_load_state("load")
    row = page.locator(f"#wrap-c{seeded.city.conversations['lamp']}")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk-count")).to_have_text("已选 1 个")
    page.get_by_label("优先级", exact=True).select_option("urgent")
    expect(page.locator("#toast")).to_contain_text("优先级改为“紧急”")
    expect(row).to_contain_text("紧急")
    page.locator("#toast").get_by_role("button", name="撤销").click()
    expect(page.locator("#toast")).to_contain_text("撤销了")
    expect(row).not_to_contain_text("紧急")


def test_what_is_put_off_is_off_the_list_and_z_brings_it_back(seeded, enter):
    page = enter()
    page.goto(seeded.page("noise", "mine"))
    page.wait_for_load_state("load")
    page.get_by_label("什么时候办").select_option("tomorrow")
    expect(page.locator("#toast")).to_contain_text("已放到明早九点再办")
    expect(page.locator(".row-line")).to_have_count(0)
    page.locator("#transcript").focus()
    page.keyboard.press("z")
    expect(page.locator(".row-line")).to_have_count(1)
    expect(page.get_by_label("什么时候办")).to_have_value("")


def test_every_act_is_found_by_typing_and_every_key_stands_on_the_sheet(seeded, enter):
    page = enter()
    page.goto(seeded.page("counsel", "waiting"))
    page.wait_for_load_state("load")
    page.keyboard.press("?")
    expect(page.locator("#key-sheet")).to_contain_text("交还机器人")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("接手")
    expect(page.locator(".palette-row").first).to_contain_text("接手")
    page.keyboard.press("Enter")
    expect(page.locator(".case-head")).to_contain_text("我在办")
