"""Canned replies: their gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.canned_replies import DEFAULTS, GAPS, fill, open_gaps, unknown_gaps


@pytest.mark.parametrize("row", DEFAULTS, ids=lambda row: row["shortcut"])
def test_first_ones_have_known_gaps_only(row: dict[str, str]) -> None:
    assert unknown_gaps(row["text"]) == []


def test_shortcuts_are_unique() -> None:
    assert len({row["shortcut"] for row in DEFAULTS}) == len(DEFAULTS)


def test_gap_is_filled_and_one_without_value_stays_to_be_seen() -> None:
    text = fill("{居民称呼}，工单 {工单号}", {"居民称呼": "马秀英", "工单号": ""})
    assert text == "马秀英，工单 {工单号}"
    assert open_gaps(text) == ["工单号"]


def test_gap_that_nothing_fills_is_named() -> None:
    assert unknown_gaps("{居民称呼}的{生日}") == ["生日"]


@given(st.text(), st.sampled_from(sorted(GAPS)), st.text(min_size=1).filter(lambda one: "{" not in one))
def test_words_around_a_gap_stay_as_they_are(before: str, gap: str, value: str) -> None:
    around = before.replace("{", "").replace("}", "")
    assert fill(f"{around}{{{gap}}}{around}", {gap: value}) == f"{around}{value}{around}"
