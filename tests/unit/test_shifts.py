from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.shifts import is_open, next_opening, shift_words


@dataclass(frozen=True)
class Hours:
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    on_holidays: bool = False


OFFICE = Hours((0, 1, 2, 3, 4), time(8, 30), time(18))
NIGHT = Hours((4, 5), time(20), time(2))
_TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
_SHIFTS = st.lists(
    st.builds(
        Hours, st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))), _TIMES, _TIMES, st.booleans()
    ).filter(lambda one: one.starts != one.ends),
    min_size=1, max_size=3,
)  # fmt: skip
_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(lambda one: one.replace(tzinfo=SHANGHAI))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in Jiaozuo; 23 November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "is_there"),
    [(at(23, 8, 29), False), (at(23, 8, 30), True), (at(23, 17, 59), True), (at(23, 18), False), (at(28, 10), False)],
)
def test_office_is_open_on_working_days_in_its_hours(now: datetime, is_there: bool) -> None:
    assert is_open(now, [OFFICE]) is is_there


def test_night_shift_goes_on_after_midnight() -> None:
    assert is_open(at(28, 1, 59), [NIGHT])
    assert not is_open(at(28, 2), [NIGHT])
    assert not is_open(at(27, 1), [NIGHT])


def test_national_day_is_closed_unless_the_shift_says_otherwise() -> None:
    assert not is_open(at(1, 10, month=10), [OFFICE])
    assert is_open(at(1, 10, month=10), [Hours(OFFICE.weekdays, OFFICE.starts, OFFICE.ends, on_holidays=True)])


def test_weekend_day_worked_in_exchange_counts_as_a_monday() -> None:
    assert is_open(at(10, 10, month=10), [OFFICE]), "10 October 2026, a Saturday, is worked for National Day"


def test_without_shifts_somebody_is_there() -> None:
    assert is_open(at(28, 3), [])
    assert next_opening(at(28, 3), []) == at(28, 3)


def test_evening_of_friday_waits_for_monday() -> None:
    assert next_opening(at(27, 19), [OFFICE]) == at(30, 8, 30)


def test_holidays_are_waited_for_to_their_end() -> None:
    assert next_opening(at(30, 20, month=9), [OFFICE]) == at(8, 8, 30, month=10)


@given(_SHIFTS, _MOMENTS)
def test_somebody_is_there_at_the_promised_moment_and_not_before(shifts: list[Hours], now: datetime) -> None:
    opening = next_opening(now, shifts)
    if opening is None:
        return
    assert opening >= now
    assert is_open(opening, shifts)
    if opening > now:
        assert not is_open(opening - timedelta(seconds=1), shifts)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (OFFICE, "周一至周五 08:30–18:00"),
        (NIGHT, "周五、周六 20:00–次日 02:00"),
        (Hours(tuple(range(7)), time(0), time(23, 59), True), "每天 00:00–23:59，节假日照常"),
    ],
)
def test_shift_is_written_as_people_write_it(shift: Hours, words: str) -> None:
    assert shift_words(shift) == words
