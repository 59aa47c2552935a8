"""Until when something can be put off."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.inbox import snoozes

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda one: one.replace(tzinfo=SHANGHAI))


@given(MOMENTS)
def test_everything_offered_lies_ahead_in_order_and_within_eight_days(now: datetime) -> None:
    moments = [one.until for one in snoozes.choices(now)]
    assert moments == sorted(moments)
    assert all(now < one <= now + timedelta(days=8) for one in moments)


@given(MOMENTS)
def test_what_is_offered_can_be_read_back(now: datetime) -> None:
    assert all(snoozes.read(one.key, now) == one.until for one in snoozes.choices(now))


def test_next_monday_is_never_today() -> None:
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
    assert snoozes.read("monday", monday) == datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI)


def test_afternoon_is_not_offered_in_the_evening() -> None:
    assert snoozes.read("afternoon", datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI)) is None
