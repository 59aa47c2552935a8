from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.tickets.clocks import due_at, is_working_day

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


def test_hours_run_through_the_night():
    assert due_at(at(2026, 11, 23, 23, 0), hours=2) == at(2026, 11, 24, 1, 0)


def test_a_working_day_ends_at_six_in_the_evening_of_the_next_one():
    assert due_at(at(2026, 11, 23, 10, 0), working_days=1) == at(2026, 11, 24, 18, 0)


def test_a_weekend_does_not_count():
    assert due_at(at(2026, 11, 27, 10, 0), working_days=1) == at(2026, 11, 30, 18, 0)


def test_the_national_holiday_does_not_count_and_the_shifted_saturday_does():
    assert not is_working_day(at(2026, 10, 1).date())
    assert is_working_day(at(2026, 10, 10).date())
    assert due_at(at(2026, 9, 30, 10, 0), working_days=1) == at(2026, 10, 8, 18, 0)


def test_a_year_without_published_holidays_goes_by_its_weekdays():
    assert is_working_day(at(2035, 10, 1).date())
    assert not is_working_day(at(2035, 10, 6).date())


def test_without_a_promise_nothing_is_due():
    assert due_at(at(2026, 11, 23), hours=None, working_days=None) is None


@given(MOMENTS, st.integers(1, 30))
def test_a_due_time_lies_ahead_on_a_working_day_at_closing_time(start, days):
    due = due_at(start, working_days=days).astimezone(SHANGHAI)
    assert due > start
    assert is_working_day(due.date())
    assert due.hour == 18


@given(MOMENTS, st.integers(1, 20))
def test_one_more_working_day_is_always_later(start, days):
    assert due_at(start, working_days=days + 1) > due_at(start, working_days=days)


@given(MOMENTS, st.integers(0, 100), st.integers(1, 20))
def test_of_two_promises_the_earlier_counts(start, hours, days):
    assert due_at(start, hours=hours, working_days=days) <= start + timedelta(hours=hours)
