import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.numbers import compose, find

COUNTS = st.integers(1, 9999)


def test_a_number_holds_the_day_the_count_and_a_check_digit():
    assert compose("20261123", 42).startswith("20261123-0042-")


@given(COUNTS)
def test_a_number_is_found_however_it_is_spaced(count):
    number = compose("20261123", count)
    for typed in (number, number.replace("-", ""), number.replace("-", " "), f"工单{number}咋样了"):
        assert find(typed) == number


@given(COUNTS, st.integers(8, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(count, position, change):
    digits = compose("20261123", count).replace("-", "")
    wrong = digits[:position] + str((int(digits[position]) + change) % 10) + digits[position + 1 :]
    assert find(wrong) is None


@pytest.mark.parametrize("text", ["", "13812345678", "20261123", "没有号"])
def test_other_texts_hold_no_number(text):
    assert find(text) is None
