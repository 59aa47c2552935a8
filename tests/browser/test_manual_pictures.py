"""The pictures of the manual for staff (docs/manual/), taken from the running inbox.

`UPDATE_MANUAL=1 .venv/bin/pytest tests/browser/test_manual_pictures.py` writes them anew; otherwise they are only taken.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.reference import seed_reference
from tests.browser.conftest import OFFICE, PHONE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path("docs/manual/images") if os.environ.get("UPDATE_MANUAL") else tmp_path


def _take(page: Page, folder: Path, name: str) -> None:
    path = folder / f"{name}.png"
    page.wait_for_timeout(400)
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000


def test_every_picture_of_the_manual_can_be_taken(site, enter, folder: Path) -> None:
    with site.parts.database.session() as session:
        seed_reference(session)
    page = enter("wangfang", OFFICE)
    page.goto(f"{site.address}/inbox/?list=waiting")
    page.wait_for_load_state("load")
    _take(page, folder, "lists")
    page.goto(site.page("noise", "mine"))
    page.wait_for_load_state("load")
    page.get_by_label("回复居民", exact=True).focus()
    page.keyboard.type("/")
    expect(page.locator(".suggestion").first).to_be_visible()
    _take(page, folder, "canned")
    page.keyboard.press("Escape")
    page.goto(f"{site.address}/inbox/tickets/{site.city.tickets['lamp']}?list=due")
    expect(page.locator("#case")).to_be_visible()
    _take(page, folder, "ticket")
    page.keyboard.press("?")
    expect(page.locator("#key-sheet")).to_be_visible()
    _take(page, folder, "keys")
    phone = enter("wangfang", PHONE)
    phone.goto(site.page("noise", "mine"))
    expect(phone.locator("#case")).to_be_visible()
    _take(phone, folder, "phone")
