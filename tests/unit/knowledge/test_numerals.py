from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import to_chinese, to_number


@given(st.integers(1, 999))
def test_every_number_comes_back_from_its_chinese_words(number):
    assert to_number(to_chinese(number)) == number


@given(st.integers(0, 10**6))
def test_arabic_digits_are_read_as_they_stand(number):
    assert to_number(str(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (40, "四十"),
        (100, "一百"),
        (105, "一百零五"),
        (119, "一百一十九"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number, words):
    assert to_chinese(number) == words


@pytest.mark.parametrize(("words", "number"), [("一九", 19), ("１９", 19), ("两", 2), ("四〇", 40), ("零", 0)])
def test_the_ways_residents_type_numbers_are_read(words, number):
    assert to_number(words) == number


@pytest.mark.parametrize("words", ["", "十百", "三四十", "百一百", "abc", "一十零十", "-3", "3.5"])
def test_what_is_no_numeral_is_refused(words):
    with pytest.raises(ValueError, match="numeral"):
        to_number(words)


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_numbers_no_statute_reaches_are_refused(number):
    with pytest.raises(ValueError, match="between"):
        to_chinese(number)


@given(st.text(alphabet="零一二三四五六七八九十百两〇0123456789", max_size=6))
def test_reading_gives_a_number_or_a_value_error(words):
    with suppress(ValueError):
        assert to_number(words) >= 0
