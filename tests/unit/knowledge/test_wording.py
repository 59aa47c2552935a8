import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.wording import normalise, terms


@pytest.mark.parametrize(
    ("said", "common"),
    [("恁弄啥嘞", "你做什么呢"), ("俺们咋办", "我们怎么办"), ("中不中", "行不行"), ("ＡＢ１２？", "ab12?")],
)
def test_dialect_and_full_width_letters_become_common_ones(said, common):
    assert normalise(said) == common


@given(st.text())
def test_normalising_twice_changes_nothing_more_in_width_and_case(text):
    assert normalise(text).lower() == normalise(text)


def test_terms_are_words_and_letter_pairs():
    assert {"网格", "格员"} <= set(terms("网格员"))
