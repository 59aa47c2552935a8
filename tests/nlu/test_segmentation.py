"""Words: the terms of the dictionary are whole, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.ngrams import characters
from nlu.text.segmentation import words, words_and_characters


@pytest.mark.parametrize(("text", "word"), [("给老人助餐", "助餐"), ("住在山阳区", "山阳区"), ("找个月嫂", "月嫂")])
def test_terms_of_the_dictionary_are_words(text: str, word: str) -> None:
    assert word in words(text)


def test_a_term_across_two_words_is_none() -> None:
    assert "家政" not in words("国家政策好")


@given(st.text(alphabet="小区路灯不亮老人助餐，。 ab1", max_size=30))
def test_words_together_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_words_stand_beside_the_characters() -> None:
    assert set(characters("助餐")) < set(words_and_characters("助餐"))
    assert "\t助餐" in words_and_characters("助餐")
