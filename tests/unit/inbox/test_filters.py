from datetime import timedelta

import pytest

from bot.inbox.filters import Due, Filters, Waits, read
from bot.inbox.lists import ListName
from tests.conftest import NOW


def test_address_names_only_what_narrows_and_is_read_back():
    words = {
        "matter": "public_issue/street_lamp",
        "area": "7",
        "who": "t3",
        "due": "today",
        "words": "路灯",
        "state": "open",
    }
    filters = read(words, ListName.TICKETS)
    assert filters.address() == words
    assert read(filters.address(), ListName.TICKETS) == filters
    assert filters


@pytest.mark.parametrize(
    "words",
    [
        {"matter": "nonsense"}, {"matter": "dispute/street_lamp"}, {"area": "x"}, {"area": "-1"}, {"label": "1 OR 1"},
        {"label": "９"}, {"priority": "top"}, {"who": "s"}, {"who": "everybody"}, {"state": "held"}, {"waits": "2h"},
        {"due": "yesterday"}, {"words": "  "}, {"colour": "red"}, {"area": "9" * 30},
    ],
)  # fmt: skip
def test_what_has_no_meaning_narrows_nothing(words):
    assert not read(words, ListName.TICKETS)


def test_states_are_those_of_the_list():
    assert read({"state": "held"}, ListName.ALL) == Filters(state="held")
    assert not read({"state": "held"}, ListName.MINE)
    assert read({"state": "waiting"}, ListName.TICKETS) == Filters(state="waiting")
    assert not read({"state": "waiting"}, ListName.ALL)


def test_words_are_as_long_as_somebody_would_type():
    assert read({"words": f"  路灯   坏了 {'长' * 90}"}, ListName.ALL).words.startswith("路灯 坏了 长")
    assert len(read({"words": "长" * 90}, ListName.ALL).words) == 60


@pytest.mark.parametrize(("word", "minutes"), [("30m", 30), ("4h", 240), ("7d", 7 * 24 * 60)])
def test_waiting_times_are_read(word, minutes):
    assert Waits(word).span == timedelta(minutes=minutes)


def test_due_times_end_with_days_in_shanghai():
    midnight = NOW.replace(hour=0, minute=0)
    assert Due.LATE.until(NOW) == NOW
    assert Due.TODAY.until(NOW) == midnight + timedelta(days=1)
    assert Due.WEEK.until(NOW) == midnight + timedelta(days=7)
    assert Due.TODAY.until(midnight + timedelta(hours=23, minutes=59)) == midnight + timedelta(days=1)
