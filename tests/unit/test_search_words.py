import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search_words import MOST_WORDS, index_words, query_words

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=1, max_size=12)


def holds(indexed: list[str], asked: list[tuple[str, bool]]) -> bool:
    """What both databases do: each word is there, or begins one that is."""
    return all(any(one.startswith(word) if begins else one == word for one in indexed) for word, begins in asked)


def test_chinese_is_cut_into_neighbours_and_its_last_character():
    assert index_words("路灯坏了") == ["路灯", "灯坏", "坏了", "了"]


@given(CHINESE, CHINESE, CHINESE)
def test_any_part_of_a_chinese_text_finds_it(before, part, after):
    assert holds(index_words(before + part + after), query_words(part))


@given(st.text(max_size=60))
def test_a_text_finds_itself_whatever_is_in_it(text):
    assert holds(index_words(text), query_words(text))


@given(st.text(max_size=400))
def test_a_question_never_grows_long(text):
    assert len(query_words(text)) <= MOST_WORDS


@pytest.mark.parametrize("number", ["13839112345", "410802194910102345", "１３８３９１１２３４５"])
def test_phone_and_identity_numbers_are_not_indexed(number):
    assert index_words(f"电话{number}") == ["电话", "话"]


def test_latin_letters_are_found_by_their_beginning_and_in_either_case():
    assert query_words("WiFi") == [("wifi", True)]
    assert index_words("ＷＩＦＩ坏了")[0] == "wifi"


@pytest.mark.parametrize("nothing", ["", "  ", "，。！", "😀", "\x00"])
def test_nothing_to_look_for_is_no_question(nothing):
    assert query_words(nothing) == []
