"""Person: a member of staff with a browser: logged in, with the inbox open, which follows the news as its scripts do."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import suppress

import httpx

from tests.inbox_bench import staff

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_ROW = re.compile(r'href="(/inbox/(?:conversations/\d+|tickets/[\d-]+))')
# As live.js has it.
_LISTS_SECONDS = 0.8


class Person:
    """One login; `heard` keeps when this person's page heard of each conversation."""

    def __init__(self, url: str, id_: int) -> None:
        self.id, self.role = id_, " of ".join(staff.role_of(id_))
        self.heard: dict[int, float] = {}
        self.listening = threading.Event()
        self._news = threading.Event()
        # A connection kept may be closed by the server just when it is used again: browsers then ask once more.
        self._browser = httpx.Client(
            base_url=url, trust_env=False, timeout=60, headers={"HX-Request": "true"},
            limits=httpx.Limits(max_keepalive_connections=0),
        )  # fmt: skip
        self._log_in()

    def _log_in(self) -> None:
        token = _TOKEN.search(self._browser.get("/inbox/login", headers={"HX-Request": ""}).text)
        form = {"username": staff.username(self.id), "password": staff.PASSWORD}
        answer = self._browser.post("/inbox/login", data=form | {"csrf_token": token.group(1) if token else ""})
        if answer.status_code != 302:
            raise RuntimeError(f"{staff.username(self.id)} cannot log in: {answer.status_code}")

    def open_page(self) -> None:
        """Follow the news until the process ends, and fetch the lists anew after them."""
        threading.Thread(target=self._follow, daemon=True).start()
        threading.Thread(target=self._refresh, daemon=True).start()
        if not self.listening.wait(60):
            raise TimeoutError(f"the page of {staff.username(self.id)} hears no news")

    def _follow(self) -> None:
        # The server ends when everything is measured.
        with suppress(httpx.HTTPError), self._browser.stream("GET", "/inbox/live") as stream:
            for line in stream.iter_lines():
                self._hear(line)

    def _hear(self, line: str) -> None:
        self.listening.set()
        if line.startswith("data:") and '"conversation"' in line:
            self.heard.setdefault(int(json.loads(line[5:])["conversation"]), time.perf_counter())
            self._news.set()

    def _refresh(self) -> None:
        with suppress(httpx.HTTPError):
            while self._news.wait():
                self._news.clear()
                self._browser.get("/inbox/lists")
                time.sleep(_LISTS_SECONDS)

    def ask(self, address: str) -> tuple[float, str]:
        """Return how many milliseconds a page took, and the page; raises when it is none."""
        started = time.perf_counter()
        answer = self._browser.get(address)
        taken = (time.perf_counter() - started) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{staff.username(self.id)} asked for {address}: {answer.status_code}")
        return taken, answer.text

    def rows(self, name: str) -> list[str]:
        """Return the addresses of the rows of a list."""
        return list(dict.fromkeys(_ROW.findall(self.ask(f"/inbox/lists?list={name}")[1])))

    def note(self, conversation: int) -> float:
        """Write a note, which is news for everybody; return when it was sent."""
        address = f"/inbox/conversations/{conversation}"
        token = _TOKEN.search(self.ask(address)[1])
        form = {"text": "基准测试的备注", "csrf_token": token.group(1) if token else ""}
        sent = time.perf_counter()
        answer = self._browser.post(f"{address}/note", data=form)
        if answer.status_code != 200:
            raise RuntimeError(f"no note in {address}: {answer.status_code}")
        return sent
