from dataclasses import replace
from datetime import timedelta

import pytest

from bot.faq import editing
from bot.faq.shelf_list import PAGE, Filters, Sort, find


@pytest.fixture
def shelf(database, people, meal, now):
    """Entries with their hits and unhelpful votes, each changed an hour after the one before it."""
    numbers = {"甲": (5, 0), "乙": (1, 3), "丙": (9, 3)}
    with database.session() as session:
        for hour, (title, (hits, unhelpful)) in enumerate(numbers.items()):
            row = editing.create(session, replace(meal, title=title), people[0], now + timedelta(hours=hour))
            row.hits, row.unhelpful = hits, unhelpful


@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.CHANGED, "丙乙甲"), (Sort.HITS, "丙甲乙"), (Sort.UNHELPFUL, "丙乙甲")]
)
def test_the_most_stands_first_and_of_equals_the_latest_change(database, shelf, sort, order):
    with database.reader() as session:
        assert "".join(one.title for one in find(session, Filters(sort=sort)).entries) == order


def test_filters_and_pages_keep_the_order(database, people, meal, now):
    with database.session() as session:
        for number in range(PAGE + 2):
            row = editing.create(session, replace(meal, title=f"{number}"), people[0], now)
            row.hits = number
    with database.reader() as session:
        found = find(session, Filters(words="食堂", sort=Sort.HITS, page=2))
        assert [one.title for one in found.entries] == ["1", "0"]
