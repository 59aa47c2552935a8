import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import Choice
from bot.dialogue.choices import pick

OFFERED = [Choice("同意", "/affirm"), Choice("不同意", "/deny"), Choice("再想想", "再想想")]


@pytest.mark.parametrize(
    ("said", "number"),
    [("1", 1), ("２", 2), ("③", 3), ("二", 2), ("第一个", 1), ("选2", 2), ("第3项", 3), ("1。", 1), ("1、", 1), ("要二", 2),
     ("回复1", 1), ("同意", 1), ("不同意。", 2), ("两", 2)],
)  # fmt: skip
def test_a_number_or_the_words_of_a_choice_pick_it(said, number):
    assert pick(said, OFFERED) == OFFERED[number - 1]


@pytest.mark.parametrize("said", ["4", "0", "100", "一楼漏水", "3号楼", "十一", "", "我不同意这么办"])
def test_anything_else_picks_nothing(said):
    assert pick(said, OFFERED) is None


@given(st.text(max_size=30))
def test_where_nothing_was_offered_nothing_is_picked(said):
    assert pick(said, []) is None


@given(st.text(max_size=30))
def test_what_is_picked_was_offered(said):
    assert pick(said, OFFERED) in (None, *OFFERED)
