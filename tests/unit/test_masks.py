import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masks import hide_id_numbers, mask_phone, mask_text


def test_a_mobile_number_keeps_three_and_four_digits():
    assert mask_phone("13812345678") == "138****5678"


def test_an_id_number_keeps_its_first_six_and_last_four():
    assert mask_text("身份证410802199001011234") == "身份证410802********1234"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_mobile_number_survives_in_a_text(phone, words):
    assert phone not in mask_text(f"电话{phone}。{words}")


def test_a_landline_keeps_its_last_two_digits():
    assert mask_phone("03913991234").endswith("34")
    assert "399" not in mask_phone("03913991234")


@pytest.mark.parametrize(
    "written",
    ["410802199001011234", "410802 19900101 123x", "410802-1990-0101-123X", "４１０８０２１９９００１０１１２３４"],
)
def test_no_identity_number_stays_in_clear_however_it_is_typed(written):
    hidden = hide_id_numbers(f"我的身份证{written}，电话13812345678")
    assert "410802********123" in hidden
    assert "1990" not in hidden
    assert "13812345678" in hidden


@pytest.mark.parametrize("number", ["621700123456789012", "20261123-0001-3", "13812345678", "4108021990010112345"])
def test_other_long_numbers_are_left_alone(number):
    assert hide_id_numbers(f"编号{number}") == f"编号{number}"
