"""One whole case on an office screen in Debian's Chromium, with the keyboard alone; and that keys do nothing by accident."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.clock import utc_now
from bot.models import Conversation, Ticket, TicketState
from bot.reference import seed_reference
from tests.browser.conftest import OFFICE
from tests.integration.inbox.city import PASSWORD


@pytest.fixture
def seeded(site):
    with site.parts.database.session() as session:
        seed_reference(session)
        # The first day is over.
        for id_ in site.city.staff.values():
            session.connection().exec_driver_sql(f"UPDATE staff SET toured_at = '{utc_now()}' WHERE id = {id_}")
    return site


@pytest.fixture
def page(chromium: Browser, seeded):
    """A page whose mouse is never used."""
    context = chromium.new_context(viewport=OFFICE, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(40_000)
    page.goto(f"{seeded.address}/inbox/login")
    yield page
    context.close()


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def _log_in(page: Page) -> None:
    expect(page.get_by_label("账号")).to_be_focused()
    page.keyboard.type("wangfang")
    _press(page, "Tab")
    page.keyboard.type(PASSWORD)
    _press(page, "Enter")
    expect(page).to_have_title(re.compile("【警报 1】"))
    page.wait_for_load_state("load")


def _focus_is_seen(page: Page) -> None:
    """What has the focus is outlined, and on the screen."""
    # An outline may fade in, and what has the focus may still be scrolling into view.
    page.wait_for_function("""() => {
      const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
      const isOutlined = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
      return isOutlined && box.top >= 0 && box.bottom <= innerHeight && box.width > 0;
    }""")


def test_what_has_just_arrived_answers_to_keys_at_once(page: Page, seeded) -> None:
    _log_in(page)
    page.evaluate("""() => {
      const work = document.getElementById("work");
      window.unready = [];
      new MutationObserver(() => {
        for (const form of work.querySelectorAll("form[hx-post]")) if (!form._htmx) window.unready.push(form.action);
      }).observe(work, { childList: true });
    }""")
    _press(page, "j", "Enter")
    expect(page.locator("#transcript")).to_contain_text("我不想活了")
    assert page.evaluate("window.unready") == []


def test_alarm_is_dealt_with_from_login_to_handing_back_without_a_mouse(page: Page, seeded) -> None:
    _log_in(page)
    _press(page, "j")
    expect(page.locator(f"#row-c{seeded.city.conversations['despair']}")).to_be_focused()
    _focus_is_seen(page)
    _press(page, "Enter")
    expect(page.locator("#transcript")).to_contain_text("我不想活了")
    _press(page, "a")
    expect(page.locator(".banner-alarm")).to_contain_text("王芳")
    _press(page, "t")
    expect(page.locator(".case-head")).to_contain_text("我在办")
    _press(page, "r")
    _focus_is_seen(page)
    page.keyboard.type("/问好")
    expect(page.locator(".suggestion[aria-selected]")).to_contain_text("问好")
    _press(page, "Enter")
    expect(page.get_by_label("回复居民", exact=True)).to_have_value(re.compile("我是王芳"))
    _press(page, "Control+Enter")
    expect(page.locator(".turn-staff").last).to_contain_text("我是王芳")
    _press(page, "Escape", "n")
    page.keyboard.type("已打电话，家人在身边。")
    _press(page, "Control+Enter")
    expect(page.locator(".turn-note").last).to_contain_text("家人在身边")
    _press(page, "Escape", "l")
    _focus_is_seen(page)
    label = page.evaluate("document.activeElement.textContent.trim()")
    _press(page, "Enter")
    expect(page.locator(".label-row .label-chip.is-on")).to_contain_text(label)
    _press(page, "Escape", "o")
    expect(page.locator("#case h1")).to_have_text("心理危机")
    _ticket_is_settled(page)
    _press(page, "o")
    expect(page.locator("#transcript")).to_contain_text("家人在身边")
    _press(page, "b")
    page.keyboard.type("我们约好了明天再说话。")
    _press(page, "Control+Enter")
    expect(page.locator("#transcript")).to_contain_text("王芳把对话交还给机器人")
    expect(page.locator(".case-head")).to_contain_text("机器人在办")


def _ticket_is_settled(page: Page) -> None:
    """Accepted, worked through by its checklist, resolved."""
    expect(page.locator(".case-head")).to_contain_text("办理中")  # whoever takes over has accepted it
    _press(page, "Control+k")
    page.keyboard.type("清单再加")
    _press(page, "Enter")
    page.keyboard.type("给家人打电话")
    _press(page, "Enter")
    point = page.locator(".point-tick")
    expect(point).to_have_text("给家人打电话")
    _press(page, "Escape", "c")
    expect(point).to_be_focused()
    _focus_is_seen(page)
    _press(page, "Space")
    expect(point).to_have_attribute("aria-pressed", "true")
    expect(point).to_be_focused()  # where it was, for the next one
    _press(page, "n")
    page.keyboard.type("家人陪着去了医院。")
    _press(page, "Escape", "e")
    expect(page.locator("#step-resolve")).to_be_focused()
    expect(page.locator(".case-head")).to_contain_text("办理中")  # a letter alone tells the resident nothing
    _press(page, "Enter")
    expect(page.locator(".case-head")).to_contain_text("已办结")
    expect(page.locator(".history li").first).to_contain_text("家人陪着去了医院")


def test_waiting_one_is_put_off_by_typing_and_comes_back_with_z(page: Page, seeded) -> None:
    _log_in(page)
    _press(page, "j", "j", "Enter")
    expect(page.locator("#transcript")).to_contain_text("有没有人能当面给俺说说")
    _press(page, "t")
    expect(page.locator(".case-head")).to_contain_text("我在办")
    _press(page, "s")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("明早")
    expect(page.locator(".palette-row")).to_have_count(1)
    _press(page, "Enter")
    expect(page.locator("#toast")).to_contain_text("已放到明早九点再办")
    expect(page.locator(".case-head")).to_contain_text("回来")
    _press(page, "z")
    expect(page.locator("#toast")).to_contain_text("撤销了")
    expect(page.locator(".case-head")).not_to_contain_text("回来")
    _press(page, "p")
    page.keyboard.type("较急")
    _press(page, "Enter")
    expect(page.locator("#toast")).to_contain_text("优先级改为“较急”")
    _press(page, "g")
    page.keyboard.type("李强")
    _press(page, "Enter")
    expect(page.locator("#toast")).to_contain_text("已交给李强")
    expect(page.locator(".case-head")).to_contain_text("李强在办")


def test_list_is_gone_through_with_one_key_a_row(page: Page, seeded) -> None:
    _log_in(page)
    rows = page.locator(".row-line")
    for key, place in (("]", 0), ("]", 1), ("[", 0), ("[", 0)):
        _press(page, key)
        expect(rows.nth(place)).to_have_attribute("aria-current", "true")
        expect(page.locator("#case h1")).to_have_text(rows.nth(place).locator(".row-name").inner_text())


def test_choice_that_is_left_with_escape_changes_nothing(page: Page, seeded) -> None:
    _log_in(page)
    page.goto(seeded.page("counsel", "waiting"))
    page.wait_for_load_state("load")
    _press(page, "s", "ArrowDown", "Escape")
    expect(page.locator("#palette")).to_be_hidden()
    # An arrow on the closed choice opens it instead of taking its neighbour at once.
    page.get_by_label("什么时候办").focus()
    _press(page, "ArrowDown")
    page.wait_for_timeout(300)
    assert page.get_by_label("什么时候办").input_value() == ""
    with seeded.parts.database.reader() as session:
        assert session.get_one(Conversation, seeded.city.conversations["counsel"]).snoozed_until is None


def test_ticket_is_given_linked_merged_and_kept_secret_by_keyboard(page: Page, seeded) -> None:
    _log_in(page)
    page.goto(f"{seeded.address}/inbox/tickets/{seeded.city.tickets['noise']}?list=tickets")
    page.wait_for_load_state("load")
    _press(page, "g")
    page.keyboard.type("何心怡")
    _press(page, "Enter")
    expect(page.get_by_role("button", name="派单", exact=True)).to_be_focused()
    _focus_is_seen(page)
    _press(page, "Enter")
    expect(page.locator(".facts").first).to_contain_text("何心怡（心理咨询师）")
    _press(page, "h")
    expect(page.locator("#step-start")).to_be_focused()
    _press(page, "Enter")
    expect(page.locator(".case-head")).to_contain_text("办理中")
    _press(page, "Control+k")
    page.keyboard.type("设为保密")
    _press(page, "Enter")
    expect(page.locator(".case-head")).to_contain_text("保密")
    with seeded.parts.database.reader() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == seeded.city.tickets["noise"])).one()
        assert (ticket.state, ticket.confidential) == (TicketState.IN_PROGRESS, True)


def test_what_was_done_on_a_ticket_is_written_down_without_a_step(page: Page, seeded) -> None:
    _log_in(page)
    page.goto(f"{seeded.address}/inbox/tickets/{seeded.city.tickets['noise']}?list=tickets")
    page.wait_for_load_state("load")
    _press(page, "n")
    page.keyboard.type("房东没接电话，下午再打。")
    _press(page, "Control+Enter")
    expect(page.locator("#toast")).to_contain_text("已记下，居民看不到")
    expect(page.locator(".history li").first).to_contain_text("房东没接电话，下午再打。")
    expect(page.get_by_label("办理说明")).to_have_value("")
    expect(page.get_by_label("办理说明")).to_be_focused()  # for the next one
    expect(page.locator(".case-head")).to_contain_text("已派单")
    _press(page, "Escape", "?")
    assert "发送、记下" in page.locator("#key-sheet").inner_text()


def test_every_key_of_the_page_stands_on_the_sheet_and_every_act_is_found(page: Page, seeded) -> None:
    _log_in(page)
    addresses = [
        seeded.page("despair", "alarms"), seeded.page("noise", "mine"),
        f"{seeded.address}/inbox/tickets/{seeded.city.tickets['noise']}?list=tickets&due=7d",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("load")
        keys = set(
            page.evaluate("[...document.querySelectorAll('[data-key]')].map((one) => one.dataset.key.toUpperCase())")
        )
        assert len(keys) == page.locator("[data-key]").count(), address  # no letter has two meanings on a page
        _press(page, "?")
        assert keys <= set(page.locator("#key-sheet kbd").all_inner_texts()), address
        _press(page, "Escape", "Control+k")
        found = page.locator(".palette-row").all_inner_texts()
        _press(page, "Escape")
        assert not [one for one in found if not one.strip()], address
    for words in ("拆成两件办", "存为视图", "筛选这个列表", "办结", "设为保密", "贴标签：高龄老人", "套用清单：矛盾调解", "优先级：紧急",
                  "写办理说明", "去掉条件：一周内到期", "列表：警报"):  # fmt: skip
        assert any(words in one for one in found), words
