from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from bot.database import Database
from bot.live import Live
from bot.models import Staff
from tests.integration.inbox.browser import Browser
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _events(browser: Browser) -> Iterator[str]:
    answer = browser.client.get("/inbox/live", headers={"Accept": "text/event-stream"})
    assert answer.content_type == "text/event-stream; charset=utf-8"
    for piece in answer.response:
        yield piece if isinstance(piece, str) else piece.decode()


def _news(events: Iterator[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        next(piece for piece in events if piece.startswith("data:")).removeprefix("data:")
    )
    return found


def test_feed_greets_once_it_follows_so_that_nothing_falls_between(login: Login, redis: object) -> None:
    events = _events(login("wangfang"))
    assert next(events).startswith("retry:")
    assert next(events) == "event: hello\ndata: {}\n\n"


def test_each_change_is_news_with_ids_only(login: Login, city: City) -> None:
    events = _events(login("liqiang"))
    next(events), next(events)
    browser, id_ = login("wangfang"), city.conversations["noise"]
    browser.post(f"/inbox/conversations/{id_}/reply", text="秘密的话")
    assert _news(events) == {"kind": "conversation", "conversation": id_}
    browser.post(f"/inbox/conversations/{id_}/note", text="备注")
    assert _news(events) == {"kind": "conversation", "conversation": id_}
    browser.post(f"/inbox/tickets/{city.tickets['noise']}/step", step="start")
    assert _news(events) == {"kind": "ticket", "ticket": city.tickets["noise"]}


def test_refused_change_is_no_news(login: Login, city: City, redis: object) -> None:
    events = _events(login("wangfang"))
    next(events), next(events)
    login("wangfang").post(f"/inbox/conversations/{city.conversations['lunch']}/reply", text="抢答")
    Live(redis).publish("marker")  # type: ignore[arg-type]
    assert _news(events) == {"kind": "marker"}


def test_open_page_tells_when_somebody_was_last_seen(
    login: Login, city: City, database: Database, now: datetime
) -> None:
    next(_events(login("wangfang")))
    with database.reader() as session:
        assert session.get_one(Staff, city.staff["wangfang"]).last_seen_at == now
        assert session.get_one(Staff, city.staff["liqiang"]).last_seen_at is None
