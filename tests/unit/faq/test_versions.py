from datetime import date, timedelta

import pytest

from bot.faq.content import Content, to_json
from bot.faq.versions import live_version, reaches_residents
from bot.models import FaqChange, FaqEntry
from knowledge.library import Library

TODAY, DAY = date(2026, 11, 23), timedelta(days=1)


def history(*acts):
    """Changes in the order in which they were made, as a history has them: newest first."""
    return [FaqChange(version=number, act=act) for number, act in enumerate(acts, start=1)][::-1]


def versions(*acts):
    live = live_version(history(*acts))
    return live and tuple(one and one.version for one in (live.published, live.written, live.compared))


def test_nothing_is_live_before_it_is_published_or_after_it_was_retired():
    assert versions("create", "submit") is None
    assert versions("create", "submit", "publish", "retire") is None
    assert versions("create", "submit", "publish", "retire", "restore", "submit") is None


def test_the_last_publication_is_live_whatever_was_drafted_since():
    assert versions("create", "submit", "publish") == (3, 1, None)
    assert versions("create", "submit", "publish", "save", "submit", "publish", "save", "submit", "send_back") == (
        6,
        4,
        None,
    )
    assert versions("create", "submit", "publish", "retire", "restore", "submit", "publish") == (7, 5, None)


def test_a_review_after_an_amendment_belongs_to_what_was_live_then():
    assert versions("create", "submit", "publish", "review", "review") == (3, 1, 5)
    assert versions("create", "submit", "publish", "review", "save", "submit", "publish") == (7, 5, None)


@pytest.mark.parametrize(
    ("begins", "ends", "reached"),
    [(None, None, True), (TODAY, TODAY, True), (TODAY + DAY, None, False), (None, TODAY - DAY, False)],
)
def test_what_is_published_reaches_residents_from_its_first_day_to_its_last(begins, ends, reached):
    published = to_json(Content("食堂几点开", "十一点", valid_from=begins, valid_until=ends))
    assert reaches_residents(FaqEntry(id=1, published=published), Library([]), TODAY) is reached


def test_what_is_not_published_reaches_nobody():
    assert not reaches_residents(FaqEntry(id=1, published=None), Library([]), TODAY)
