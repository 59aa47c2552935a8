"""Cutting messages: nothing is lost, and the end is what carries the request."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlu.text.clauses import clauses, tail

DICTATED = (
    "五夜给俺断水断电了就因为俺没交物业费还不是俺不交是他那个房顶漏雨不给俺修俺今年八十了走不动路儿子也不在家恁说说咋弄"
)


def test_a_short_message_is_one_clause() -> None:
    assert clauses("楼上漏水了") == ["楼上漏水了"]


def test_short_pieces_join_their_neighbours() -> None:
    assert clauses("你好，在吗，我家楼上漏水了，三天了。") == ["你好,在吗,我家楼上漏水了,三天了"]
    assert clauses("我家楼上漏水了，已经三天没人管了。") == ["我家楼上漏水了", "已经三天没人管了"]


def test_dictation_without_punctuation_is_cut_into_windows() -> None:
    parts = clauses(DICTATED)
    assert len(parts) > 2
    assert parts[0].startswith("五夜") and parts[-1].endswith("咋弄")


def test_the_tail_of_a_long_message_is_its_end() -> None:
    text = "我在这儿住了二十年了，邻居都很好，院里的树也是我栽的，从来没有红过脸，就是最近楼上换了租户，能不能请人来调解一下。"
    assert tail(text).rstrip("。").endswith("能不能请人来调解一下")
    assert len(tail(text)) <= 40


def test_a_short_message_is_its_own_tail() -> None:
    assert tail("楼上漏水了，咋办") == "楼上漏水了，咋办"


@given(st.text(alphabet="我你不想活了，。！\n 3.5", max_size=120))
def test_every_word_character_is_in_some_clause(text: str) -> None:
    kept = set("".join(clauses(text)))
    assert {char for char in text if char in "我你不想活了"} <= kept
