"""The inbox in Debian's Chromium: live, by keyboard, two people at once, on a phone and on an old office screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OFFICE, PHONE, Site, wait_until_live
from tests.integration.inbox.city import PASSWORD

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")
_WORDS_ALLOWED = {"Ctrl"}


def test_whole_case_is_done_by_keyboard_alone(chromium: Browser, site: Site) -> None:
    page = chromium.new_context(viewport=OFFICE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto(f"{site.address}/inbox/login")
    expect(page.get_by_label("账号")).to_be_focused()
    page.keyboard.type("wangfang")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    wait_until_live(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(f"#row-c{site.city.conversations['counsel']}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#transcript")).to_contain_text("有没有人能当面给俺说说")
    page.keyboard.press("t")
    expect(page.locator(".case-head")).to_contain_text("我在办")
    page.keyboard.press("r")
    page.keyboard.type("周师傅，下午三点来社区，我陪您去找法律顾问。")
    expect(page.locator("[data-counter]")).to_contain_text("分 1 条发")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".turn-staff").last).to_contain_text("等待发送")
    expect(page.get_by_label("回复居民", exact=True)).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("工资条他拍了照。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".turn-note").last).to_contain_text("工资条他拍了照。")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.type("三点见。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#transcript")).to_contain_text("王芳把对话交还给机器人")
    expect(page.locator(".case-head")).to_contain_text("机器人在办")
    page.context.close()


def test_residents_message_is_on_every_screen_without_reload(enter: Callable[..., Page], site: Site) -> None:
    mine, other = enter("wangfang"), enter("liqiang")
    mine.goto(site.page("noise", "mine"))
    other.goto(f"{site.address}/inbox/?list=all")
    wait_until_live(mine), wait_until_live(other)
    site.resident_writes("noise", "闺女，又开始响了")
    expect(mine.locator("#transcript")).to_contain_text("闺女，又开始响了")
    expect(other.locator(f"#row-c{site.city.conversations['noise']}")).to_contain_text("又开始响了")


def test_half_written_words_survive_what_others_do(enter: Callable[..., Page], site: Site) -> None:
    mine, other = enter("wangfang"), enter("liqiang")
    mine.goto(site.page("noise", "mine"))
    other.goto(site.page("noise"))
    wait_until_live(mine), wait_until_live(other)
    mine.get_by_label("回复居民", exact=True).fill("写到一半")
    other.get_by_label("内部备注", exact=True).fill("我认识房东。")
    other.get_by_role("button", name="记下备注").click()
    expect(mine.locator("#transcript")).to_contain_text("我认识房东。")
    expect(mine.get_by_label("回复居民", exact=True)).to_have_value("写到一半")
    mine.reload()
    expect(mine.get_by_label("回复居民", exact=True)).to_have_value("写到一半")


def test_of_two_people_the_second_is_stopped_and_told_who_has_it(enter: Callable[..., Page], site: Site) -> None:
    first, second = enter("wangfang"), enter("liqiang")
    first.goto(site.page("counsel"))
    second.goto(site.page("counsel"))
    # The second page does not hear of it, as when two people tap in the same moment.
    second.route("**/inbox/conversations/*?list=all&*", lambda route: route.abort())
    first.get_by_role("button", name="接手").click()
    expect(first.locator(".case-head")).to_contain_text("我在办")
    second.get_by_role("button", name="接手").click()
    expect(second.locator(".banner")).to_contain_text("王芳正在处理这个对话。")
    expect(second.get_by_label("回复居民", exact=True)).to_have_count(0)


def test_nothing_is_missed_while_the_connection_was_lost(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.route("**/inbox/live", lambda route: route.abort())
    page.goto(site.page("noise", "mine"))
    expect(page.locator("#connection")).to_contain_text("正在重连")
    site.resident_writes("noise", "断线时说的话")
    page.unroute("**/inbox/live")
    expect(page.locator("#transcript")).to_contain_text("断线时说的话")
    expect(page.locator("#connection")).to_be_hidden()
    assert page.locator("#transcript").get_by_text("断线时说的话").count() == 1


def test_new_alarm_turns_every_screen_red_and_rings_until_somebody_acknowledges_it(
    enter: Callable[..., Page], site: Site
) -> None:
    mine, other = enter("wangfang"), enter("liqiang")
    rung: list[str] = []
    other.on("request", lambda request: rung.append(request.url) if "alarm.wav" in request.url else None)
    mine.goto(site.page("despair", "alarms"))
    mine.keyboard.press("a")
    expect(mine.locator(".banner-alarm")).to_contain_text("王芳")
    expect(other.locator(".alarm-line")).to_have_count(0)
    expect(other).to_have_title(re.compile("^（"))
    other.reload()
    rung.clear()
    site.resident_writes("lamp", "着火了！楼道里冒烟，快来人")
    expect(other.locator(".alarm-line")).to_contain_text("紧急情况")
    expect(other).to_have_title(re.compile("【警报 1】"))
    other.locator(".alarm-line").click()
    expect(other.locator(".banner-alarm")).to_contain_text("没有人确认")
    other.get_by_role("button", name="确认警报").click()
    expect(other.locator(".banner-alarm")).to_contain_text("李强")
    expect(mine.locator(".alarm-line")).to_have_count(0)
    assert rung


def test_reader_of_older_messages_is_not_pulled_away(enter: Callable[..., Page], site: Site) -> None:
    page = enter(screen={"width": 1366, "height": 600})
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    page.locator("#transcript").evaluate("box => { box.scrollTop = 0; }")
    site.resident_writes("noise", "最新的一句")
    expect(page.locator("#to-end")).to_be_visible()
    assert page.locator("#transcript").evaluate("box => box.scrollTop") == 0
    page.locator("#to-end").click()
    expect(page.get_by_text("最新的一句").last).to_be_in_viewport()


def test_whole_phone_number_stays_on_the_screen_of_the_one_who_asked(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    page.locator("#see-phone summary").click()
    page.get_by_label("为什么要看").select_option("居民要求回电")
    page.get_by_role("button", name="查看完整号码").click()
    expect(page.locator("#phone")).to_contain_text("13839112345")
    expect(page.locator("#transcript")).to_contain_text("王芳查看了居民电话：居民要求回电")
    site.resident_writes("noise", "喂")
    expect(page.locator("#transcript")).to_contain_text("喂")
    expect(page.locator("#phone")).to_contain_text("13839112345")


def test_ticket_goes_on_with_a_note(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.locator("#rail-tickets").click()
    page.locator(f"#row-t{site.city.tickets['lamp']}").click()
    page.get_by_label("办理说明").fill("灯换好了。")
    page.get_by_role("button", name="办结").click()
    expect(page.locator(".case-head")).to_contain_text("已办结")
    expect(page.locator(".history li").first).to_contain_text("灯换好了。")
    expect(page.get_by_label("办理说明")).to_have_value("")
    expect(page.locator(f"#row-t{site.city.tickets['lamp']}")).to_have_count(0)


def test_back_leads_to_what_was_open_before(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.locator(f"#row-c{site.city.conversations['counsel']}").click()
    expect(page.locator("#case")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/conversations/{site.city.conversations['counsel']}"))
    page.locator(f"#row-c{site.city.conversations['pictures']}").click()
    expect(page.locator("#transcript")).to_contain_text("阿巴阿巴")
    page.go_back()
    expect(page.locator("#transcript")).to_contain_text("有没有人能当面给俺说说")


def test_phone_shows_one_pane_at_a_time_and_nothing_is_cut_off(enter: Callable[..., Page], site: Site) -> None:
    page = enter(screen=PHONE)
    expect(page.locator("#shelf")).to_be_visible()
    page.get_by_role("button", name="跳过").click()
    expect(page.locator("#work")).to_be_hidden()
    page.locator(f"#row-c{site.city.conversations['counsel']}").click()
    expect(page.locator("#work")).to_be_visible()
    expect(page.locator("#shelf")).to_be_hidden()
    page.get_by_role("button", name="居民和工单").click()
    expect(page.locator("#side")).to_contain_text("188****5667")
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="接手").click()
    page.locator("#hand-back summary").click()
    expect(page.locator("#hand-back .drop-card")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.get_by_label("回到列表").click()
    expect(page.locator("#shelf")).to_be_visible()


@pytest.mark.parametrize("screen", [OFFICE, PHONE, {"width": 1024, "height": 768}], ids=["office", "phone", "tablet"])
def test_no_page_scrolls_sideways_or_speaks_english(
    enter: Callable[..., Page], site: Site, screen: dict[str, int], tmp_path: Path
) -> None:
    page = enter(screen=screen)
    pages = [f"{site.address}/inbox/?list={name}" for name in ("alarms", "waiting", "mine", "snoozed", "all", "due")]
    pages += [site.page(key) for key in site.city.conversations if key != "far"]
    pages += [f"{site.address}/inbox/tickets/{site.city.tickets[key]}?list=tickets" for key in ("lamp", "noise")]
    for address in pages:
        page.goto(address)
        wait_until_live(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.evaluate(_CUT_OFF) == [], address
        said = set(re.findall(r"[A-Za-z]{2,}", page.locator("body").inner_text()))
        assert said <= _WORDS_ALLOWED, address


# Buttons and tags whose words do not fit into them, or which stick out of the window.
_CUT_OFF = """() => [...document.querySelectorAll('.btn, .tag, .count, .rail-line, .clock, .window')]
  .filter((one) => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'
    || one.getBoundingClientRect().right > innerWidth + 1))
  .map((one) => one.textContent.trim())"""
