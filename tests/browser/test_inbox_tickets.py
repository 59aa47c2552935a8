"""Work on tickets in Debian's Chromium: merging, linking, ticking, splitting, each taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.clock import utc_now
from bot.models import Ticket, TicketKind
from bot.reference import seed_reference
from bot.tickets import TicketRequest, open_ticket
from tests.browser.conftest import OFFICE, PHONE


@pytest.fixture
def seeded(site):
    with site.parts.database.session() as session:
        seed_reference(session)
        first = session.scalars(select(Ticket).where(Ticket.number == site.city.tickets["lamp"])).one()
        request = TicketRequest(
            cause="second", kind=TicketKind.PUBLIC_ISSUE, matter="street_lamp", resident_id=first.resident_id,
            conversation_id=first.conversation_id, details="路灯还是不亮",
        )  # fmt: skip
        site.city.tickets["second"] = open_ticket(session, request, utc_now()).number
    return site


def _open(page: Page, site, key: str) -> None:
    page.goto(f"{site.address}/inbox/tickets/{site.city.tickets[key]}?list=tickets")
    page.wait_for_load_state("load")


def _undo(page: Page) -> None:
    page.locator("#toast").get_by_role("button", name="撤销").click()
    expect(page.locator("#toast")).to_contain_text("撤销了")


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
def test_merge_link_and_tick_are_taken_back_in_the_toast(seeded, enter, screen):
    page = enter("zhangmy", screen)
    _open(page, seeded, "second")
    page.get_by_role("button", name="套用“公共问题”清单").click()
    point = page.get_by_role("button", name="到现场看")
    point.click()
    expect(point).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#toast")).to_contain_text("已勾选“到现场看”")
    _undo(page)
    expect(point).to_have_attribute("aria-pressed", "false")
    if screen is PHONE:
        page.get_by_role("button", name="居民和期限").click()
    first = page.locator(".ticket-card").filter(has_text=seeded.city.tickets["lamp"])
    first.get_by_role("button", name="关联").click()
    expect(first).to_contain_text("已关联")
    _undo(page)
    expect(first).not_to_contain_text("已关联")
    first.get_by_role("button", name="并到这里").click()
    expect(page.locator(".case-head")).to_contain_text("已关闭")
    expect(page.locator("#case")).to_contain_text("这件事并到了工单")
    _undo(page)
    expect(page.locator("#case")).not_to_contain_text("这件事并到了工单")


def test_what_was_ticked_is_taken_back_with_z_and_the_toast_goes_by_itself(seeded, enter):
    page = enter("zhangmy", OFFICE)
    _open(page, seeded, "second")
    page.get_by_role("button", name="套用“公共问题”清单").click()
    point = page.get_by_role("button", name="到现场看")
    point.click()
    expect(page.locator("#toast")).to_contain_text("已勾选")
    page.keyboard.press("z")
    expect(point).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#toast")).to_be_empty()  # after nine seconds


def test_ticket_is_split_by_keyboard_and_taken_back(seeded, enter):
    page = enter("wangfang", OFFICE)
    _open(page, seeded, "noise")
    page.keyboard.press("d")
    first = page.locator(".piece input").first
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("老人整夜睡不着。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#split-matter")).to_be_focused()  # what is missing is pointed at
    while page.locator("#split-matter").input_value() != "psych_help/sleep":
        page.keyboard.press("ArrowDown")
    expect(page.locator("#split-matter")).to_have_value("psych_help/sleep")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("派给心理咨询师何心怡")
    expect(page).to_have_url(re.compile(f"/inbox/tickets/{seeded.city.tickets['noise']}\\?list=tickets$"))
    expect(page.locator(".details")).to_have_text("楼上天天半夜拖桌子，居民心脏不好。")
    part = page.locator("#side .ticket-card").filter(has_text="拆出")
    expect(part).to_contain_text("老人整夜睡不着")
    page.keyboard.press("z")
    expect(page.locator(".details")).to_have_text("楼上天天半夜拖桌子，影响休息，居民心脏不好。")
    expect(part).to_have_count(0)


def test_ticket_is_split_on_a_phone_and_the_resident_reads_of_it(seeded, enter):
    page = enter("wangfang", PHONE)
    _open(page, seeded, "noise")
    page.get_by_role("link", name="拆开办").click()
    page.locator(".piece").filter(has_text="影响休息").click()
    page.get_by_label("新的是什么事").select_option("psych_help/sleep")
    page.get_by_label("在哪儿").fill("山阳区政府旁边")
    expect(page.locator("#split-area")).to_have_text("会派到：山阳区")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="拆开", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("已拆出工单")
    expect(page.locator("#toast .toast-line")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="看对话").click()
    expect(page.locator(".turn-bot").last).to_contain_text("您说的里面有两件事，我们分开办")


@pytest.mark.parametrize("is_secure", [True, False], ids=["with HTTPS", "without"])
def test_address_of_a_ticket_is_copied_for_a_colleague(seeded, enter, is_secure):
    page, number = enter("wangfang", OFFICE), seeded.city.tickets["noise"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not is_secure:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    _open(page, seeded, "noise")
    page.keyboard.press("y")
    expect(page.locator("#toast")).to_contain_text("已复制")
    page.get_by_label("办理说明").focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_label("办理说明")).to_have_value(
        f"工单 {number}　矛盾调解 · 噪音\n{seeded.address}/inbox/tickets/{number}"
    )


def test_ticket_on_paper_is_whole_and_has_nothing_to_press(seeded, enter):
    page = enter("zhangmy", OFFICE)
    page.add_init_script("window.print = () => { window.isPrinted = true; }")
    _open(page, seeded, "lamp")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("isPrinted")
    page.emulate_media(media="print")
    for words in (seeded.city.tickets["lamp"], "老人夜里出门看不见", "到现场看了，线路断了，等配件。", "150****6688"):
        expect(page.locator("#work").get_by_text(words).first).to_be_visible()
    expect(page.locator("#shelf")).to_be_hidden()
    expect(page.locator("button:visible, select:visible, textarea:visible")).to_have_count(0)
    boxes = page.locator(".inbox, .panes, #work, #case, .ticket-body, #side")
    overflows = boxes.evaluate_all("boxes => boxes.map((one) => getComputedStyle(one).overflowY)")
    assert overflows == ["visible"] * 6  # what scrolls on a screen would be cut off on paper
