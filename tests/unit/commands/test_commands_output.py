"""Tables stay aligned with Chinese in them."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.commands.output import display_width, iso, moment, pairs, shorten, table


def test_a_chinese_character_takes_two_columns_and_a_combining_mark_none() -> None:
    assert display_width("a幸") == 3
    assert display_width("e\u0301") == 1


def test_columns_begin_at_the_same_place_in_every_line() -> None:
    heading, rule, *rows = table(("name", "n"), [("幸福社区", 1), ("abc", 22)]).splitlines()
    assert heading == "name      n"
    assert rule == "--------  --"
    assert rows == ["幸福社区  1", "abc       22"]


def test_a_cell_is_one_line_and_nothing_is_an_empty_cell() -> None:
    shown = table(("a", "b"), [("one\ntwo", None)])
    assert shown.splitlines()[2] == "one two"


def test_pairs_leave_out_what_has_no_value() -> None:
    assert pairs([("name", "王芳"), ("area", None), ("role", "")]) == "name  王芳"
    assert pairs([]) == ""


def test_a_long_text_is_cut_to_the_columns_it_may_take() -> None:
    assert shorten("楼上天天半夜拖桌子", 9) == "楼上天天…"
    assert display_width(shorten("楼上a天天半夜拖桌子", 10)) <= 10
    assert shorten("楼上\n天天", 20) == "楼上 天天"


def test_moments_are_shown_in_jiaozuo() -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert moment(at) == "2026-11-23 07:30"
    assert iso(at) == "2026-11-23T07:30:00+08:00"
    assert moment(None) is None
    assert iso(None) is None
