"""Work on tickets in Debian's Chromium: merging, linking, ticking, splitting, each taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.clock import utc_now
from bot.models import Ticket, TicketKind
from bot.reference import seed_reference
from bot.tickets import TicketRequest, open_ticket
from tests.browser.test_inbox import OFFICE, PHONE, enter, site  # noqa: F401  (fixtures)


@pytest.fixture
def seeded(site):  # noqa: F811
    with site.parts.database.session() as session:
        seed_reference(session)
        first = session.scalars(select(Ticket).where(Ticket.number == site.city.tickets["lamp"])).one()
        request = TicketRequest(
            cause="second", kind=TicketKind.PUBLIC_ISSUE, matter="street_lamp", resident_id=first.resident_id,
            conversation_id=first.conversation_id, details="路灯还是不亮",
        )  # fmt: skip
        site.city.tickets["second"] = open_ticket(session, request, utc_now()).number
    return site


def _open(page: Page, site, key: str) -> None:  # noqa: F811
    page.goto(f"{site.address}/inbox/tickets/{site.city.tickets[key]}?list=tickets")
    page.wait_for_load_state("load")


def _undo(page: Page) -> None:
    page.locator("#toast").get_by_role("button", name="撤销").click()
    expect(page.locator("#toast")).to_contain_text("撤销了")


@pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
def test_merge_link_and_tick_are_taken_back_in_the_toast(seeded, enter, screen):  # noqa: F811
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


def test_what_was_ticked_is_taken_back_with_z_and_the_toast_goes_by_itself(seeded, enter):  # noqa: F811
    page = enter("zhangmy", OFFICE)
    _open(page, seeded, "second")
    page.get_by_role("button", name="套用“公共问题”清单").click()
    point = page.get_by_role("button", name="到现场看")
    point.click()
    expect(page.locator("#toast")).to_contain_text("已勾选")
    page.keyboard.press("z")
    expect(point).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#toast")).to_be_empty()  # after nine seconds
