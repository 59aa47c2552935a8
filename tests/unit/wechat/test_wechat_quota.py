"""What a touch allows, by the table of WeChat's documentation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.conversations.incoming import Touch
from bot.wechat.delivery import backoff
from bot.wechat.quota import QUOTAS, Quota, usable

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Granted:
    """A grant as the table keeps it."""

    expires_at: datetime
    allowed: int
    used: int


def test_a_message_allows_five_in_two_days_and_a_tap_three_in_a_minute() -> None:
    assert QUOTAS[Touch.MESSAGE] == Quota(5, timedelta(hours=48))
    assert QUOTAS[Touch.TAP] == Quota(3, timedelta(minutes=1))
    assert Touch.NONE not in QUOTAS


def test_nothing_may_be_sent_without_a_touch() -> None:
    assert usable([], NOW) is None


def test_a_closed_window_allows_nothing() -> None:
    assert usable([Granted(NOW, 5, 0)], NOW) is None


def test_a_grant_that_is_used_up_allows_nothing() -> None:
    assert usable([Granted(NOW + timedelta(hours=1), 5, 5)], NOW) is None


def test_the_grant_that_ends_first_is_used_first() -> None:
    tap, message = Granted(NOW + timedelta(seconds=30), 3, 2), Granted(NOW + timedelta(hours=40), 5, 0)
    assert usable([message, tap], NOW) is tap
    tap.used = 3
    assert usable([message, tap], NOW) is message


def test_pauses_double_from_five_seconds_to_an_hour() -> None:
    assert [backoff(tries).total_seconds() for tries in (1, 2, 3, 9, 10, 11, 500)] == [
        5,
        10,
        20,
        1280,
        2560,
        3600,
        3600,
    ]
