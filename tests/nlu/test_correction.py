"""Corrections: what is wanted instead is found, and nothing is found where nobody corrects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import correction


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("不是投诉，我是想问法律", "我是想问法律"),
        ("不对，我说的是我妈要人照顾", "我妈要人照顾"),
        ("俺不是找家政，俺是给俺娘找人照顾", "俺是给俺娘找人照顾"),
        ("你理解错了，我要报路灯坏了", "我要报路灯坏了"),
        ("不是不是，我是来当志愿者的", "我是来当志愿者的"),
        ("我的意思是楼上漏水谁赔", "楼上漏水谁赔"),
    ],
)
def test_what_is_wanted_instead_is_what_stands_behind_the_denial(text: str, wanted: str) -> None:
    found = correction.find(text)
    assert found is not None
    assert found.text == wanted
    assert text[found.start :].startswith(wanted)


@pytest.mark.parametrize(
    "text", ["不对", "楼上漏水，不是我家的问题", "物业不是东西", "不用了", "我不知道怎么办", "不是业主能报名吗"]
)
def test_other_denials_correct_nothing(text: str) -> None:
    assert correction.find(text) is None


@given(st.text(alphabet="不是对我想问，。 的要说法律", max_size=40))
def test_the_start_always_points_at_the_words(text: str) -> None:
    found = correction.find(text)
    assert found is None or text[found.start :].startswith(found.text)


@pytest.mark.parametrize("text", ["不是要调解", "我不是来投诉的", "俺不找家政"])
def test_a_denial_alone_says_what_is_not_meant(text: str) -> None:
    assert correction.only_denies(text)


@pytest.mark.parametrize("text", ["不想见人", "不想活了", "不是投诉，我是想问法律", "不要保姆", "不找家政，找护工"])
def test_feelings_wishes_and_corrections_are_no_bare_denial(text: str) -> None:
    assert not correction.only_denies(text)
