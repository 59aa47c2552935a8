"""Linli's WeChat side as a whole: real conversations, Redis, database and HTTP; only Rasa is a fake written by hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client
from flask import Flask
from werkzeug.serving import make_server

from bot import devtools
from bot.clock import utc_now
from bot.conversations import Conversations
from bot.conversations.order import Order
from bot.database import Database
from bot.devtools.courier import Account, Courier, Mode
from bot.dialogue import Answer, DialogueUnavailable, Say, Understanding
from bot.dialogue.process import free_port
from bot.live import Live
from bot.parts import Parts
from bot.settings import Settings
from bot.wechat import views
from bot.wechat.channel import WeChatChannel
from bot.wechat.media import Downloader, MediaFetcher
from bot.wechat.menu import DEFAULT_MENU
from bot.wechat.permission import Permission
from bot.worker import Works
from tests.integration.wechat.delivery_desk import Desk

OPENID = "oLinliDemoWangXiuying0000001"
ANOTHER = "oLinliDemoZhangJianguo000002"


class FakeDialogue:
    """A Rasa that echoes, and can be slow, silent or down."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, tuple[Say, ...]] = {}
        self.seconds: dict[str, float] = {}
        self.is_down = False

    def parse(self, text: str, *, timeout: float) -> Understanding:
        if self.is_down:
            raise DialogueUnavailable("refused")
        return Understanding("dispute", 0.9)

    def answer(self, sender: str, text: str, metadata: Mapping[str, Any], *, timeout: float) -> Answer:
        self.asked.append(text)
        needed = self.seconds.get(text, 0.0)
        time.sleep(max(0.0, min(needed, timeout)))
        if self.is_down or needed > timeout:
            raise DialogueUnavailable("too slow")
        return Answer(self.answers.get(text, (Say(f"答：{text}"),)))


@dataclass
class Linli:
    """A running Linli and the ways to it."""

    settings: Settings
    database: Database
    redis: redis_client.Redis
    dialogue: FakeDialogue
    app: Flask
    works: Works
    woken: list[float] = field(default_factory=list)

    @cached_property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def account(self, **changes: Any) -> Account:
        base = Account(
            f"{self.url}/wechat",
            self.settings.wechat_token.get_secret_value(),
            self.settings.wechat_app_id,
            self.settings.wechat_aes_keys[0],
        )
        return replace(base, **changes)

    def courier(self, mode: Mode = Mode.SECURE, **changes: Any) -> Courier:
        return Courier(self.account(mode=mode, **changes))

    def say(self, text: str, openid: str = OPENID) -> str | None:
        """Send a text as WeChat does; the passive reply, or None when the account looks out of order."""
        courier = self.courier()
        return courier.deliver(courier.message(openid, "text", Content=text)).text


@pytest.fixture
def settings(tmp_path: Path, database_address: str, redis_address: str) -> Settings:
    """Settings of a Linli of its own."""
    return Settings(
        _env_file=None, port=free_port(), data_dir=tmp_path, database_url=database_address, redis_url=redis_address
    )


@pytest.fixture
def start(
    settings: Settings, database: Database, redis: redis_client.Redis, deadline_seconds: float
) -> Iterator[Callable[..., Linli]]:
    """A function that starts Linli; it may be given other settings or another Redis for conversations."""
    servers = []

    def starting(settings: Settings = settings, order_redis: redis_client.Redis = redis) -> Linli:
        dialogue, woken = FakeDialogue(), []
        conversations = Conversations(
            database,
            dialogue,
            WeChatChannel(
                customer_service=settings.wechat_customer_service,
                permission=Permission(order_redis),
                site_url=settings.site_url,
            ),
            Order(order_redis),
            Live(order_redis),
            deadline_seconds=deadline_seconds,
            wake_worker=lambda: woken.append(time.monotonic()),
            clock=utc_now,
        )
        app = Flask("linli")
        app.register_blueprint(views.blueprint(conversations, settings))
        devtools.register(app, settings, redis, menu=DEFAULT_MENU)
        server = make_server("127.0.0.1", settings.port, app, threaded=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return Linli(settings, database, redis, dialogue, app, Works(Parts(settings)), woken)

    yield starting
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def linli(start: Callable[..., Linli]) -> Linli:
    """A running Linli."""
    return start()


@pytest.fixture
def fetcher(
    database: Database,
    redis: redis_client.Redis,
    downloader: Downloader,
    tmp_path: Path,
    clock: Callable[[], datetime],
) -> MediaFetcher:
    """The worker's fetching of files; each module has a `downloader` of its own."""
    return MediaFetcher(database, downloader, redis, Live(redis), folder=tmp_path / "media", clock=clock)


@pytest.fixture
def desk(database: Database, redis: redis_client.Redis, now: datetime, tmp_path: Path) -> Desk:
    return Desk(database, redis, now, tmp_path)
