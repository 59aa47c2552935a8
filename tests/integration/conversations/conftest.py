from collections.abc import Callable
from datetime import datetime

import pytest
import redis as redis_client

from bot.conversations import Conversations
from bot.conversations.order import Order
from bot.database import Database
from bot.live import Live
from bot.wechat.channel import WeChatChannel
from tests.fakes import FakeDialogue


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def channel() -> WeChatChannel:
    return WeChatChannel()


@pytest.fixture
def live(redis: redis_client.Redis) -> Live:
    return Live(redis)


@pytest.fixture
def conversations(
    database: Database,
    dialogue: FakeDialogue,
    channel: WeChatChannel,
    live: Live,
    redis: redis_client.Redis,
    clock: Callable[[], datetime],
    deadline_seconds: float,
) -> Conversations:
    return Conversations(
        database,
        dialogue,
        channel,
        Order(redis),
        live,
        deadline_seconds=deadline_seconds,
        wake_worker=lambda: None,
        clock=clock,
    )
