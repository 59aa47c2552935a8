"""The worker with a real broker: it is woken, beats, and hands over what was left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
import redis as redis_client
from celery.contrib.testing.worker import start_worker
from sqlalchemy import select

from bot.clock import utc_now
from bot.conversations import Incoming, records
from bot.health import HEARTBEAT
from bot.models import Attention, Conversation, GoldenQuestion, MessageKind, Staff
from bot.parts import WAKE_CHANNEL
from bot.worker import DELIVER, FETCH, GOLDEN, REPORT, SWEEP, Works, broker_address, listen, make_celery
from tests.integration.wechat.conftest import Linli


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("unix:///var/redis.sock", "redis+socket:///var/redis.sock"),
        ("redis://:secret@cache:6379/2", "redis://:secret@cache:6379/2"),
        ("rediss://cache:6380", "rediss://cache:6380"),
    ],
)
def test_celery_gets_redis_by_its_own_name(address: str, expected: str) -> None:
    assert broker_address(address) == expected


def test_every_task_has_its_beat_and_a_late_beat_is_dropped(linli: Linli) -> None:
    schedule = make_celery(linli.settings).conf.beat_schedule
    report = schedule.pop("report")
    assert report["task"] == REPORT
    assert (report["schedule"].hour, report["schedule"].minute) == ({8}, {0}), "at eight in Asia/Shanghai"
    golden = schedule.pop("golden")
    assert golden["task"] == GOLDEN
    assert (golden["schedule"].hour, golden["schedule"].minute) == ({6}, {30}), "before the office opens"
    assert {one["task"]: one["schedule"] for one in schedule.values()} == {DELIVER: 5.0, FETCH: 5.0, SWEEP: 10.0}
    assert all(one["options"]["expires"] == one["schedule"] for one in schedule.values())


def test_golden_questions_are_asked_by_a_process_of_its_own_where_there_are_any(linli: Linli) -> None:
    ran: list[Sequence[str]] = []
    works = Works(linli.works.parts, run=lambda command: len(ran.append(command) or ran))
    assert works.golden_round() == 0 and ran == []
    with linli.database.session() as session:
        person = Staff(username="chen", name="陈静", fs_uniquifier="chen")
        session.add(person)
        session.flush()
        session.add(GoldenQuestion(question="今天下雨吗", expected="", staff_id=person.id, created_at=utc_now()))
    assert works.golden_round() == 1
    assert ran == [["-m", "flask", "--app", "server", "knowledge", "golden"]]


def test_a_task_runs_in_a_real_worker_and_shows_that_it_lives(linli: Linli) -> None:
    celery = make_celery(linli.settings, linli.works)
    with start_worker(celery, perform_ping_check=False, pool="threads", concurrency=2):
        celery.send_task(DELIVER)
        for _ in range(100):
            if beat := linli.redis.get(HEARTBEAT):
                break
            time.sleep(0.1)
    assert beat
    assert abs(time.time() - float(beat)) < 15


def test_web_processes_wake_the_worker(redis: redis_client.Redis) -> None:
    woken, stop = threading.Event(), threading.Event()
    listener = threading.Thread(target=listen, args=(redis, woken.set, stop))
    listener.start()
    try:
        while not redis.pubsub_numsub(WAKE_CHANNEL)[0][1]:
            time.sleep(0.01)
        redis.publish(WAKE_CHANNEL, "outbox")
        assert woken.wait(5)
    finally:
        stop.set()
        listener.join(5)
    assert not listener.is_alive()


def test_a_burst_of_news_wakes_the_worker_once(redis: redis_client.Redis) -> None:
    wakes, stop = [], threading.Event()
    listener = threading.Thread(target=listen, args=(redis, lambda: wakes.append(1), stop))
    listener.start()
    while not redis.pubsub_numsub(WAKE_CHANNEL)[0][1]:
        time.sleep(0.01)
    for _ in range(20):
        redis.publish(WAKE_CHANNEL, "outbox")
    time.sleep(1.5)
    stop.set()
    listener.join(5)
    assert len(wakes) == 1


def test_a_message_without_an_answer_is_put_before_staff(linli: Linli) -> None:
    left = Incoming("wechat", "o1", "1", MessageKind.TEXT, utc_now() - timedelta(seconds=30), "楼上漏水")
    records.store(linli.database, left)
    assert linli.works.sweep() == 1
    with linli.database.reader() as session:
        assert session.scalars(select(Conversation)).one().attention is Attention.UNANSWERED
    assert linli.works.sweep() == 0
