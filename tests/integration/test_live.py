"""News for open pages: one subscription a process, every page hears everything."""

from __future__ import annotations

import redis as redis_client

from bot.live import Live


def _subscriptions(redis: redis_client.Redis) -> int:
    return dict(redis.pubsub_numsub("linli:live"))[b"linli:live"]


def test_every_page_hears_every_piece_of_news_once_and_in_order(redis: redis_client.Redis) -> None:
    live = Live(redis)
    pages = [live.follow(5.0) for _ in range(20)]
    assert [next(page) for page in pages] == [None] * 20
    for number in range(3):
        live.publish("message", conversation=number)
    for page in pages:
        assert [next(page) for _ in range(3)] == [{"kind": "message", "conversation": one} for one in range(3)]


def test_fifty_pages_of_a_process_cost_one_subscription(redis: redis_client.Redis) -> None:
    live = Live(redis)
    pages = [live.follow(5.0) for _ in range(50)]
    assert all(next(page) is None for page in pages)
    assert _subscriptions(redis) == 1


def test_page_that_was_closed_is_forgotten(redis: redis_client.Redis) -> None:
    live = Live(redis)
    first, second = live.follow(5.0), live.follow(5.0)
    next(first), next(second)
    first.close()  # type: ignore[attr-defined]
    live.publish("ticket", ticket="1")
    assert next(second) == {"kind": "ticket", "ticket": "1"}


def test_quiet_time_is_a_beat(redis: redis_client.Redis) -> None:
    page = Live(redis).follow(0.05)
    assert next(page) is None
    assert next(page) is None


def test_pages_hear_that_the_line_was_lost_and_is_there_again(redis: redis_client.Redis) -> None:
    live = Live(redis)
    page = live.follow(5.0)
    next(page)
    for client in redis.client_list(_type="pubsub"):
        redis.client_kill_filter(_id=client["id"])
    assert next(news for news in page if news is not None) == {"kind": "reconnected"}
    live.publish("message", conversation=1)
    assert next(news for news in page if news is not None) == {"kind": "message", "conversation": 1}
