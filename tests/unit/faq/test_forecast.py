from datetime import date

from bot.faq.forecast import Turn, ends_after, turns
from knowledge.entries import Entry
from knowledge.library import Edition, Library
from knowledge.regulation import Document

TODAY, UNTIL = date(2026, 11, 23), date(2027, 1, 22)
MEAL = Entry(12, "老年食堂几点开门", (), "十一点半。", valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31))
NONE = Library(())


def test_an_entry_turns_on_its_first_day_and_on_the_day_after_its_last():
    assert turns([MEAL], NONE, TODAY, UNTIL) == [
        Turn(date(2026, 12, 1), "问答12“老年食堂几点开门”开始有效"),
        Turn(date(2027, 1, 1), "问答12“老年食堂几点开门”到期"),
    ]


def test_what_has_been_and_what_is_far_away_is_left_out():
    assert turns([MEAL], NONE, date(2026, 12, 31), date(2026, 12, 31)) == []
    assert [one.day for one in turns([MEAL], NONE, date(2026, 12, 31), UNTIL)] == [date(2027, 1, 1)]


def test_an_edition_turns_when_it_comes_into_force_and_when_it_is_repealed():
    document = Document("供暖通知", None, None, date(2026, 12, 15), (), date(2027, 1, 15))
    found = turns([], Library([Edition(document)]), TODAY, UNTIL)
    assert found == [Turn(date(2026, 12, 15), "《供暖通知》新的一版施行"), Turn(date(2027, 1, 15), "《供暖通知》废止")]


def test_an_entry_without_an_end_never_ends():
    assert ends_after(Entry(1, "甲", (), "乙")) is None
