"""A resident's voice in the inbox: it appears by itself, and Chromium really plays it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.clock import utc_now
from bot.conversations import Incoming
from bot.devtools.speech import hum
from bot.models import MessageKind
from bot.wechat.download import Download
from bot.wechat.media import MediaFetcher
from tests.browser.conftest import PHONE, Site, wait_until_live

pytestmark = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="Chromium is not installed (apt-get install chromium)"
)
SECONDS = 6


class FakeDownloader:
    """WeChat's files: every one is a voice of six seconds."""

    def download(self, media_id: str) -> Download:
        return Download(hum(SECONDS), "audio/amr")


def speak(site: Site, key: str = "noise") -> None:
    """A resident speaks; nothing is fetched yet."""
    site.sent += 1
    told = {"media_id": f"voice-{site.sent}"}
    site.parts.conversations.receive(
        Incoming("wechat", f"o{key}", f"{key}-{site.sent}", MessageKind.VOICE, utc_now(), payload=told)
    )


def fetch(site: Site) -> None:
    """What the worker does at its next beat."""
    parts = site.parts
    folder: Path = parts.settings.data_dir / "media"
    MediaFetcher(
        parts.database, FakeDownloader(), parts.redis, parts.live, folder=folder, clock=utc_now
    ).fetch_waiting()
    parts.voices.convert_waiting()


def position(voice: Locator) -> float:
    return float(voice.evaluate("voice => voice.currentTime"))


def wait_until_played(page: Page, voice: Locator, seconds: float) -> None:
    page.wait_for_function("([voice, least]) => voice.currentTime > least", arg=[voice.element_handle(), seconds])


def test_voice_appears_by_itself_and_plays(enter: Callable[..., Page], site: Site) -> None:
    page = enter()
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    speak(site)
    expect(page.locator("#transcript")).to_contain_text("语音正在从微信取回，到了自动出现")
    fetch(site)
    voice = page.locator(".voice audio")
    expect(page.locator("#transcript")).not_to_contain_text("正在从微信取回")
    expect(voice).to_have_attribute("aria-label", "居民的语音，6 秒")
    page.wait_for_function("voice => Math.round(voice.duration) === 6", arg=voice.element_handle())
    voice.evaluate("voice => voice.play()")
    wait_until_played(page, voice, 0.5)
    # News of the conversation must not start it anew.
    before = position(voice)
    site.resident_writes("noise", "听到了吗")
    expect(page.locator("#transcript")).to_contain_text("听到了吗")
    assert position(voice) >= before
    assert voice.evaluate("voice => !voice.paused || voice.ended")


def test_voice_is_played_faster_by_keyboard_alone(enter: Callable[..., Page], site: Site) -> None:
    speak(site)
    fetch(site)
    page = enter()
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    voice = page.locator(".voice audio")
    voice.focus()
    page.keyboard.press("Space")
    wait_until_played(page, voice, 0.2)
    speed = page.get_by_role("button", name="倍速")
    expect(speed).to_have_text("1 倍速")
    for _ in range(12):
        if speed.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(speed).to_have_text("1.5 倍速")
    assert voice.evaluate("voice => voice.playbackRate") == 1.5
    page.keyboard.press("Enter")
    expect(speed).to_have_text("2 倍速")
    page.keyboard.press("Enter")
    expect(speed).to_have_text("1 倍速")


def test_one_voice_is_played_at_a_time_and_the_speed_lasts(enter: Callable[..., Page], site: Site) -> None:
    speak(site), speak(site)
    fetch(site)
    page = enter()
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    first, second = page.locator(".voice audio").first, page.locator(".voice audio").last
    page.get_by_role("button", name="倍速").first.click()
    first.evaluate("voice => voice.play()")
    wait_until_played(page, first, 0.2)
    second.evaluate("voice => voice.play()")
    wait_until_played(page, second, 0.2)
    assert first.evaluate("voice => voice.paused")
    assert second.evaluate("voice => voice.playbackRate") == 1.5


def test_voice_fits_on_a_phone_and_is_written_down_beside_the_player(enter: Callable[..., Page], site: Site) -> None:
    speak(site)
    fetch(site)
    page = enter(screen=PHONE)
    page.goto(site.page("noise", "mine"))
    wait_until_live(page)
    expect(page.locator(".voice")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box, bubble = (
        page.locator(".voice").bounding_box(),
        page.locator(".bubble", has=page.locator(".voice")).bounding_box(),
    )
    assert box and bubble
    assert box["x"] + box["width"] <= bubble["x"] + bubble["width"]
    page.locator("#transcript").get_by_text("写下听到的话").click()
    page.get_by_label("听到的话", exact=True).fill("楼上又拖桌子了")
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("#transcript")).to_contain_text("楼上又拖桌子了")
    expect(page.locator("#transcript")).to_contain_text("王芳听写")
    expect(page.locator(".voice audio")).to_be_visible()
