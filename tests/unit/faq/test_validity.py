from datetime import date

import pytest

from bot.faq.content import Content
from bot.faq.validity import validity

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("begins", "ends", "words", "tone"),
    [
        (None, date(2026, 11, 22), "2026年11月22日已到期", "alarm"),
        (None, date(2026, 11, 23), "2026年11月23日到期", "wait"),
        (None, date(2026, 12, 23), "2026年12月23日到期", "wait"),
        (None, date(2026, 12, 24), "2026年12月24日到期", "quiet"),
        (date(2026, 12, 1), date(2026, 12, 5), "2026年12月1日起有效", "quiet"),
        (date(2026, 1, 1), date(2026, 1, 2), "2026年1月2日已到期", "alarm"),
    ],
)
def test_dates_that_matter_are_said(begins, ends, words, tone):
    found = validity(Content("甲", "乙", valid_from=begins, valid_until=ends), TODAY)
    assert (found.words, found.tone) == (words, tone)


@pytest.mark.parametrize("begins", [None, date(2026, 1, 1), TODAY])
def test_an_entry_without_an_end_that_has_begun_says_nothing(begins):
    assert validity(Content("甲", "乙", valid_from=begins), TODAY) is None
