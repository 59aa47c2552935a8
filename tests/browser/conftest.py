"""What browser tests share: one Chromium, and a running Linli in which staff log in."""

from __future__ import annotations

import re
import shutil
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from bot.clock import utc_now
from bot.conversations import Incoming
from bot.faq.live import LiveKnowledge
from bot.models import MessageKind
from bot.parts import Parts
from bot.settings import PROJECT, Settings
from server import create_app
from tests.fakes import FakeDialogue
from tests.integration.inbox.city import PASSWORD, City, build

OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
AXE = PROJECT / "var" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
# Chromium's own errands would only fail on a machine without the internet.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip

# How fast a page is stands in the benchmarks; a busy machine must not fail what is right.
expect.set_options(40_000)


@dataclass
class Site:
    """A running Linli: its address, its people and stories, and a way for residents to write."""

    address: str
    city: City
    parts: Parts
    sent: int = field(default=0)

    def __str__(self) -> str:
        return self.address

    def resident_writes(self, key: str, text: str) -> None:
        """A message as the webhook hands it over."""
        self.sent += 1
        self.parts.conversations.receive(
            Incoming("wechat", f"o{key}", f"{key}-{self.sent}", MessageKind.TEXT, utc_now(), text)
        )

    def page(self, key: str, chosen: str = "all") -> str:
        """The address of a conversation."""
        return f"{self.address}/inbox/conversations/{self.city.conversations[key]}?list={chosen}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: Playwright allows no second one beside it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path, redis: object, redis_address: str) -> Settings:
    """A data folder of its own and an empty Redis."""
    shutil.copy(sqlite_template, tmp_path / "linli.db")
    return Settings(
        _env_file=None, database_url=f"sqlite:///{tmp_path / 'linli.db'}", redis_url=redis_address,
        data_dir=tmp_path, data_key="key of the tests",
    )  # fmt: skip


@pytest.fixture
def knowledge() -> LiveKnowledge | None:
    """What residents are told; a module whose pages ask for it has a fixture of this name."""
    return None


@pytest.fixture
def furnish() -> Callable[[Parts], None]:
    """What a module's city holds besides its people and stories: a fixture of this name adds it."""
    return lambda parts: None


@pytest.fixture
def site(settings: Settings, knowledge: LiveKnowledge | None, furnish: Callable[[Parts], None]) -> Iterator[Site]:
    """Linli under an address of its own."""
    parts = Parts(settings, given_dialogue=FakeDialogue(), given_knowledge=knowledge)
    app = create_app(parts=parts)
    city = build(app, parts.database, utc_now())
    furnish(parts)
    _write_voice(settings.data_dir / "media" / "voice.wav")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.server_port}", city, parts)
    server.shutdown()
    parts.database.engine.dispose()


@pytest.fixture
def default_user() -> str:
    """Who logs in where a test names nobody."""
    return "wangfang"


@pytest.fixture
def enter(chromium: Browser, site: Site, default_user: str) -> Iterator[Callable[..., Page]]:
    """Log somebody in, in a browser profile of their own; complaints of the browser fail the test."""
    contexts, complaints = [], []

    def log_in(username: str = default_user, screen: dict[str, int] = OFFICE) -> Page:
        context = chromium.new_context(viewport=screen, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.goto(f"{site.address}/inbox/login")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(re.compile(r"/inbox/$|/inbox/code"))
        if page.url.endswith("/inbox/"):
            wait_until_live(page)
        return page

    yield log_in
    for context in contexts:
        context.close()
    assert complaints == []


def wait_until_live(page: Page) -> None:
    """The inbox follows the news: its title, which scripts write, tells of the alarm, and no connection is missing."""
    expect(page).to_have_title(re.compile("【警报 1】"))
    expect(page.locator("#connection")).to_be_hidden()
    page.wait_for_load_state("load")  # keys are heard once the last script is there


def serious_faults(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious or critical on a page: the rule and the first element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def _write_voice(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as voice:
        voice.setnchannels(1)
        voice.setsampwidth(1)
        voice.setframerate(8000)
        voice.writeframes(b"\x80" * 8000)
