"""Texts are cut by bytes, where a reader would pause."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat.text import clean, pack, size, split

SENTENCE = "调解不收一分钱，双方自愿才行。"
LINK = '<a href="weixin://bizmsgmenu?msgmenucontent=调解纠纷&msgmenuid=1">调解纠纷</a>'


def test_a_short_text_stays_one_piece() -> None:
    assert split(SENTENCE) == [SENTENCE]


def test_an_empty_text_makes_no_piece() -> None:
    assert split("") == split(" \n\x00") == []


def test_a_text_of_exactly_the_limit_stays_one_piece() -> None:
    text = "字" * 682 + "a"
    assert size(text) == 2047
    assert split(text) == [text]


def test_one_byte_more_makes_two_pieces() -> None:
    assert len(split("字" * 682 + "ab")) == 2


def test_long_texts_are_cut_at_sentence_ends() -> None:
    pieces = split(SENTENCE * 100)
    assert all(piece.endswith("。") and size(piece) <= 2047 for piece in pieces)
    assert "".join(pieces) == SENTENCE * 100


def test_a_closing_quote_stays_with_its_sentence() -> None:
    text = "他说：“" + "好" * 90 + "。”" + "然后走了。" * 10
    pieces = split(text, 300)
    assert pieces[0].endswith("。”")


def test_a_line_end_counts_as_a_sentence_end() -> None:
    assert split("甲" * 90 + "\n" + "乙" * 90, 300) == ["甲" * 90, "乙" * 90]


def test_a_sentence_without_an_end_is_cut_at_a_comma() -> None:
    assert split("甲" * 80 + "，" + "乙" * 80, 300)[0] == "甲" * 80 + "，"


def test_a_text_without_any_pause_is_cut_between_characters() -> None:
    pieces = split("字" * 1000, 301)
    assert "".join(pieces) == "字" * 1000
    assert all(size(piece) <= 301 for piece in pieces)


@pytest.mark.parametrize("sign", ["👨‍👩‍👧", "👍🏽", "é" + "\u0301", "❤\ufe0f"])
def test_signs_of_several_characters_are_not_torn(sign: str) -> None:
    for piece in split("字" * 99 + sign * 40, 300):
        assert re.sub("字", "", piece).replace(sign, "") == ""


def test_a_link_is_never_cut() -> None:
    for filler in range(280, 330):
        for piece in split("a" * filler + LINK + "。" + "b" * 200, 330):
            assert piece.count("<a ") == piece.count("</a>")


def test_a_link_longer_than_any_message_is_kept_as_plain_words() -> None:
    pieces = split(f'<a href="https://example.org/{"x" * 400}">看这里</a>', 300)
    assert pieces == ["看这里"]


def test_control_characters_and_lone_surrogates_are_left_out() -> None:
    assert clean("甲\x00乙\x0b\x1b[31m\ud800丙\ufffe\r\n丁\r戊\t己") == "甲乙[31m丙\n丁\n戊\t己"


def test_what_looks_like_the_end_of_cdata_is_left_alone() -> None:
    assert clean("a]]>b") == "a]]>b"


def test_neighbours_are_joined_by_a_blank_line_while_they_fit() -> None:
    assert pack(["甲", "乙"]) == ["甲\n\n乙"]
    assert pack(["甲" * 90, "乙" * 90], 300) == ["甲" * 90, "乙" * 90]


@given(st.text(max_size=600), st.integers(40, 400))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < size(piece) <= limit for piece in pieces)

    def bare(whole: str) -> str:
        return re.sub(r"\s|</?a\b[^>]*>", "", whole)

    assert bare("".join(pieces)) == bare(clean(text))


@given(st.text(alphabet=["<", "a", " ", ">", "/", "好", "。", "\u0301", "👍"], max_size=300))
def test_broken_tags_break_nothing(text: str) -> None:
    assert all(size(piece) <= 60 for piece in split(text, 60))
