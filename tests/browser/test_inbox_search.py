"""Searching in Debian's Chromium: by keyboard, while typing, and from a hit to the message."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE


def test_a_message_is_found_and_opened_without_a_mouse(site, enter):
    page = enter("zhangmy", OFFICE)
    page.wait_for_load_state("load")  # the keys come with the last script
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("桌子")
    hit = page.locator("#found a.hit").filter(has_text="居民：")
    expect(hit.locator("mark").first).to_have_text("桌子")
    hit.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".turn.is-found")).to_be_in_viewport()
    expect(page.locator(".turn.is-found")).to_contain_text("拖桌子")
    expect(page).to_have_url(re.compile(r"at=\d+"))


def test_search_fits_a_phone(site, enter):
    page = enter("zhangmy", PHONE)
    page.locator("#rail-search").click()
    page.locator("#q").fill("路灯")
    expect(page.locator("#found a.hit").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
