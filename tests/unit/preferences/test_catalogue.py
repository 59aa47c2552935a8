"""Every setting has a default that is itself allowed, a source and bounds that hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hotlines import default_numbers
from bot.preferences import CATALOGUE, Preference, Preferences, WrongPreference
from bot.preferences.preference import Widget

HOTLINES = default_numbers()
ALL = list(CATALOGUE.values())
NUMBERS = [one for one in ALL if one.widget is Widget.NUMBER]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_the_default_is_allowed_and_comes_back_from_its_words(one: Preference) -> None:
    words = one.show(one.default)
    assert one.read(words, HOTLINES) == one.default
    assert getattr(Preferences(), one.name) == one.default


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_says_where_its_default_comes_from_and_what_it_does(one: Preference) -> None:
    assert one.source
    assert one.hint
    assert one.label


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
@pytest.mark.parametrize("words", ["-1", "1.5", "五", "", "１２", " ", "999999999", "0x10"])
def test_a_number_is_a_whole_one_within_its_bounds(one: Preference, words: str) -> None:
    with pytest.raises(WrongPreference, match=r"整数|必须填写"):
        one.read(words, HOTLINES)


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)
def test_the_bounds_themselves_are_allowed_and_nothing_beyond(one: Preference) -> None:
    assert one.read(f" {one.lowest} ", HOTLINES) == one.lowest
    assert one.read(str(one.highest), HOTLINES) == one.highest
    for beyond in (one.lowest - 1, one.highest + 1):
        with pytest.raises(WrongPreference, match=f"{one.lowest} 到 {one.highest}"):
            one.read(str(beyond), HOTLINES)


@given(st.text(max_size=500))
def test_whatever_is_typed_is_taken_or_refused_in_words(words: str) -> None:
    for one in ALL:
        try:
            value = one.read(words, HOTLINES)
        except WrongPreference as wrong:
            assert str(wrong)
        else:
            assert one.parse(one.show(value)) == value


@pytest.mark.parametrize(
    ("name", "cut", "why"),
    [
        ("welcome", "机器人", "不是真人在回"),
        ("welcome", "转人工", "怎么找到真人"),
        ("welcome", "120", "不能少了 120"),
        ("welcome", "110", "不能少了 110"),
        ("privacy_notice", "{信息}", "记下的是什么"),
        ("privacy_notice", "撤回同意", "收回同意"),
        ("privacy_notice", "不同意", "不同意也要能办"),
        ("crisis_self", "{报警}", "不能少了 110"),
        ("crisis_self", "{急救}", "不能少了 120"),
        ("crisis_self", "{心理援助}", "不能少了 12356"),
        ("crisis_company", "{心理援助}", "不能少了 12356"),
    ],
)
def test_a_text_without_what_must_stay_in_it_is_refused_with_the_reason(name: str, cut: str, why: str) -> None:
    one = CATALOGUE[name]
    with pytest.raises(WrongPreference, match=why):
        one.read(str(one.default).replace(cut, ""), HOTLINES)


@pytest.mark.parametrize("name", ["welcome", "privacy_notice", "service_hours", "on_call"])
def test_a_gap_that_nothing_fills_is_refused(name: str) -> None:
    one = CATALOGUE[name]
    with pytest.raises(WrongPreference, match=r"不认识 \{姓名\}"):
        one.read(f"{one.default}{{姓名}}", HOTLINES)


def test_a_text_is_refused_that_is_too_long_or_has_a_second_line_where_one_is_meant() -> None:
    with pytest.raises(WrongPreference, match="最多 60 个字，现在有 61 个"):
        CATALOGUE["service_hours"].read("长" * 61, HOTLINES)
    with pytest.raises(WrongPreference, match="一行"):
        CATALOGUE["on_call"].read("一\n二", HOTLINES)


def test_the_notice_names_what_is_kept() -> None:
    assert "要记下您的电话和地址，" in Preferences().notice_about("电话和地址")
