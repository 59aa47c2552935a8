"""Measuring: what staff wait for, with 50 of them logged in and their pages open."""

from __future__ import annotations

import shutil
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

import psutil
from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine, text

from bot.inbox.lists import ListName
from bot.models import SUPERVISOR
from tests.inbox_bench import staff
from tests.inbox_bench.person import Person

ASKED_EACH, NEWS, PAINTS = 11, 40, 11
_NEWS_SECONDS = 0.5
_FREQUENT = ("社区", "老人", "邻居", "楼上", "电话", "你好", "谢谢", "孩子", "垃圾", "狗")
_RARE = ("漏水", "路灯", "物业费", "电动车", "暖气", "下水道堵", "低保", "彩礼", "打麻将", "遗产", "电梯坏了", "独角兽")
Figures = dict[str, float]
Ask = tuple[Person, str, str]


@dataclass
class Answers:
    """How long answers took, by what was asked for by whom, and how long processors worked for each."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    work: float = 0.0

    @property
    def p95(self) -> float:
        """The 95th of 100."""
        return p95([one for some in self.milliseconds.values() for one in some])

    def slowest(self) -> list[tuple[str, float]]:
        """Return the three sorts with the longest medians."""
        medians = {name: round(statistics.median(some), 1) for name, some in self.milliseconds.items()}
        return sorted(medians.items(), key=lambda one: -one[1])[:3]


def measure(url: str, address: str, servers: Sequence[int], say: Callable[[str], None]) -> Figures:
    """Return all figures of one database. `servers` are the process ids of those whose work is counted."""
    people = [Person(url, id_) for id_ in staff.IDS]
    say(f"{len(people)} people have logged in")
    for person in people:
        person.open_page()
    say(f"{len(people)} pages are open")
    chance, figures = Random(1), {}
    for name, asked in (
        ("list", _lists(people)), ("open", _opens(people, chance)), ("search", _searches(people, address, chance)),
    ):  # fmt: skip
        answers = _ask_all(asked, chance, servers)
        figures[f"{name}_p95_ms"] = answers.p95
        slowest = ", ".join(f"{what} {median} ms" for what, median in answers.slowest())
        say(f"{name}: {len(asked)} asked, {answers.work:.1f} ms of work each; slowest medians: {slowest}")
    figures["live_p95_ms"] = _live(people)
    say(f"live: {NEWS} notes written, heard at {len(people)} pages")
    figures["first_paint_ms"] = _first_paint(url)
    return figures


def _lists(people: Sequence[Person]) -> list[Ask]:
    """Every list of everybody."""
    return [(one, f"/inbox/lists?list={name}", f"{name} for {one.role}") for one in people for name in ListName]


def _opens(people: Sequence[Person], chance: Random) -> list[Ask]:
    """Conversations and tickets that stand in somebody's lists."""
    asked = []
    for one in people:
        rows = [row for name in ListName for row in one.rows(name)]
        for row in chance.choices(rows, k=ASKED_EACH):
            asked.append((one, row, f"{row.split('/')[2]} for {one.role}"))
    return asked


def _searches(people: Sequence[Person], address: str, chance: Random) -> list[Ask]:
    """Frequent words, rare ones, numbers of tickets whole and in part, ends of telephone numbers."""
    sorts = {"a frequent word": _FREQUENT, "a rare word": _RARE} | _numbers(address, chance)
    _check_words(people)
    asked = []
    for one in people:
        for turn in range(ASKED_EACH):
            sort = list(sorts)[turn % len(sorts)]
            word = chance.choice(sorts[sort])
            asked.append((one, f"/inbox/search?q={word}", f"{sort} for {one.role}"))
    return asked


def _numbers(address: str, chance: Random) -> dict[str, Sequence[str]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        last = connection.scalar(text("SELECT max(id) FROM ticket"))
        ids = ", ".join(str(chance.randrange(1, last)) for _ in range(50))
        numbers = list(connection.scalars(text(f"SELECT number FROM ticket WHERE id IN ({ids})")))
    engine.dispose()
    return {
        "a number": numbers, "a part of a number": [one[9:13] for one in numbers],
        "an end of a phone": [f"{chance.randrange(10_000):04d}" for _ in range(50)],
    }  # fmt: skip


def _check_words(people: Sequence[Person]) -> None:
    """A search that finds nothing is no measure."""
    supervisor = next(one for one in people if one.role.startswith(SUPERVISOR))
    for word in _FREQUENT:
        if "/inbox/conversations/" not in supervisor.ask(f"/inbox/search?q={word}")[1]:
            raise RuntimeError(f"nobody says {word}")


def _ask_all(asked: Sequence[Ask], chance: Random, servers: Sequence[int]) -> Answers:
    """Ask one after another, in any order, each person for what is theirs."""
    answers, before = Answers(), _work(servers)
    for person, address, name in chance.sample(asked, len(asked)):
        answers.milliseconds[name].append(person.ask(address)[0])
    answers.work = (_work(servers) - before) / len(asked)
    return answers


def _work(servers: Sequence[int]) -> float:
    """Milliseconds that processors have worked for some processes and their children."""
    return sum(sum(one.cpu_times()[:2]) for one in _family(servers)) * 1000


def _family(servers: Sequence[int]) -> Iterator[psutil.Process]:
    for id_ in servers:
        parent = psutil.Process(id_)
        yield from (parent, *parent.children(recursive=True))


def _live(people: Sequence[Person]) -> float:
    """Return how long a note takes from its writer's click to everybody's page; pages fetch their lists meanwhile."""
    writer, sent = next(one for one in people if one.role.startswith(SUPERVISOR)), {}
    for row in writer.rows(f"{ListName.ALL}&rows={NEWS}"):
        conversation = int(row.split("/")[-1])
        sent[conversation] = writer.note(conversation)
        time.sleep(_NEWS_SECONDS)
    time.sleep(2.0)
    heard = [(one.heard[id_] - at) * 1000 for one in people for id_, at in sent.items() if id_ in one.heard]
    if len(heard) < len(people) * NEWS:
        raise RuntimeError(f"only {len(heard)} of {len(people) * NEWS} pieces of news were heard")
    return p95(heard)


def _first_paint(url: str) -> float:
    """Return the median time to the first contentful paint of the inbox, nothing of it in the browser's cache."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{url}/inbox/login")
        page.get_by_label("账号").fill(staff.username(staff.FIRST))
        page.get_by_label("密码").fill(staff.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/inbox/**")
        login, taken = page.context.storage_state(), []
        for _ in range(PAINTS):
            context = browser.new_context(storage_state=login, viewport={"width": 1366, "height": 768})
            page = context.new_page()
            page.goto(f"{url}/inbox/", wait_until="load")
            page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
            taken.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            context.close()
        browser.close()
    return round(statistics.median(taken), 1)


def p95(values: Sequence[float]) -> float:
    """Return the 95th of 100."""
    return round(statistics.quantiles(values, n=20)[-1], 1)
