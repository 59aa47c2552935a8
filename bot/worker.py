"""The worker: outbox delivery, media downloads, and the sweep of what was left behind (Celery, with its beat)."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import redis
from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

from bot.clock import SHANGHAI
from bot.conversations.sweep import sweep
from bot.faq.golden_round import standing
from bot.figures import weekly
from bot.health import HEARTBEAT
from bot.parts import WAKE_CHANNEL, Parts
from bot.redis_client import connect
from bot.settings import PROJECT, Settings

_logger = logging.getLogger(__name__)

DELIVER, FETCH, SWEEP = "linli.deliver_outbox", "linli.fetch_media", "linli.sweep"
REPORT, GOLDEN = "linli.weekly_report", "linli.golden_round"
_DELIVER_SECONDS, _SWEEP_SECONDS = 5.0, 10.0
_WAKE_DELAY_SECONDS = 0.6


def _run(command: Sequence[str]) -> int:
    return subprocess.run([sys.executable, *command], cwd=PROJECT, stdout=subprocess.DEVNULL).returncode


@dataclass(frozen=True)
class Works:
    """The tasks, done with the parts. `run`: runs Python with arguments and returns its exit code."""

    parts: Parts
    run: Callable[[Sequence[str]], int] = _run

    def beat(self) -> None:
        """Show that a worker is at work (`/readyz`)."""
        self.parts.redis.set(HEARTBEAT, str(time.time()), ex=600)

    def deliver_outbox(self) -> int:
        """Send what is due; return how many messages."""
        self.beat()
        return self.parts.delivery.deliver_due()

    def fetch_media(self) -> int:
        """Fetch what residents sent and make voices playable; return how many files were fetched."""
        fetched = self.parts.media.fetch_waiting()
        self.parts.voices.convert_waiting()
        return fetched

    def sweep(self) -> int:
        """Hand messages without an answer to staff; return how many conversations."""
        patience = timedelta(minutes=self.parts.preferences().silent_minutes)
        left = sweep(self.parts.database, self.parts.clock(), patience)
        for conversation_id in left:
            self.parts.live.publish("conversation", conversation=conversation_id)
        return len(left)

    def weekly_report(self) -> str:
        """Make last week's report unless there is one; return its title."""
        with self.parts.database.session() as session:
            return weekly.title(weekly.make(session, self.parts.clock()))

    def golden_round(self) -> int:
        """Ask golden questions, of which some go wrong by date alone; return how many there are.

        A process of its own does it and takes the models' 300 MB with it when it ends.
        """
        with self.parts.database.reader() as session:
            asked = standing(session).asked
        if asked:
            self.run(["-m", "flask", "--app", "server", "knowledge", "golden"])
        return asked


def make_celery(settings: Settings, works: Works | None = None) -> Celery:
    """Return the Celery application: its tasks and their beat."""
    works = works or Works(Parts(settings))
    celery = Celery("linli", broker=broker_address(settings.redis_address))
    celery.conf.update(
        task_ignore_result=True,
        broker_connection_retry_on_startup=True,
        # A task that a dead worker held is taken up again after this long, not after Celery's hour.
        broker_transport_options={"visibility_timeout": 600},
        worker_hijack_root_logger=False,
        timezone=SHANGHAI.key,
        beat_schedule={
            # A beat that found no free worker is dropped: the next one does the same.
            "outbox": {"task": DELIVER, "schedule": _DELIVER_SECONDS, "options": {"expires": _DELIVER_SECONDS}},
            "media": {"task": FETCH, "schedule": _DELIVER_SECONDS, "options": {"expires": _DELIVER_SECONDS}},
            "sweep": {"task": SWEEP, "schedule": _SWEEP_SECONDS, "options": {"expires": _SWEEP_SECONDS}},
            # On Monday at eight; a worker that was down then makes it on the next morning.
            "report": {"task": REPORT, "schedule": crontab(hour=8, minute=0)},
            # Before the office opens, so that what ended at midnight is seen first thing.
            "golden": {"task": GOLDEN, "schedule": crontab(hour=6, minute=30)},
        },
    )

    # Functions with a name: Celery takes the first parameter of a bound method for an argument of the task.
    @celery.task(name=DELIVER, shared=False)
    def deliver_outbox() -> int:
        return works.deliver_outbox()

    @celery.task(name=FETCH, shared=False)
    def fetch_media() -> int:
        return works.fetch_media()

    @celery.task(name=SWEEP, shared=False)
    def sweep_messages() -> int:
        return works.sweep()

    @celery.task(name=REPORT, shared=False)
    def weekly_report() -> str:
        return works.weekly_report()

    @celery.task(name=GOLDEN, shared=False)
    def golden_round() -> int:
        return works.golden_round()

    return celery


def broker_address(redis_address: str) -> str:
    """Return Redis's address as Celery's transport wants it: a socket is `redis+socket://`."""
    return redis_address.replace("unix://", "redis+socket://", 1)


def listen(client: redis.Redis, wake: Callable[[], None], stop: threading.Event) -> None:
    """Call `wake` for each piece of news on the wake channel, until told to stop; survives Redis's restarts."""
    while not stop.is_set():
        try:
            with client.pubsub(ignore_subscribe_messages=True) as subscription:
                subscription.subscribe(WAKE_CHANNEL)
                while not stop.is_set():
                    if subscription.get_message(timeout=1.0):
                        # The passive reply is still on its way to WeChat; what follows must not overtake it.
                        stop.wait(_WAKE_DELAY_SECONDS)
                        while subscription.get_message(timeout=0):
                            pass
                        wake()
        except redis.RedisError:
            _logger.warning("the wake channel broke; the beat goes on", exc_info=True)
            stop.wait(2.0)


app = make_celery(Settings())


@worker_ready.connect
def _listen_for_news(**_: Any) -> None:
    """Let web processes wake this worker."""

    def wake() -> None:
        for name in (DELIVER, FETCH):
            app.send_task(name, expires=_DELIVER_SECONDS)

    client = connect(Settings().redis_address)
    threading.Thread(target=listen, args=(client, wake, threading.Event()), daemon=True, name="wake").start()
