"""Figures: what is counted, on cases that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nlu.comparison.data import Data
from nlu.comparison.figures import f1, figures

NAMES = ["emergency", "out_of_scope", "psych_crisis"]


def data(*intents: str) -> Data:
    """Out: messages with these labels, and one of each label that the tests do not count."""
    labels = np.array([*intents, *NAMES])
    return Data([str(number) for number in range(len(labels))], labels, np.array(["a"] * len(labels)))


def judged(rows: list[list[float]], *intents: str) -> dict[str, float]:
    chances = np.array([*rows, *[[math.nan] * 3] * 3])
    return vars(figures(data(*intents), chances, np.ones(len(chances), dtype=bool)))


def test_only_messages_with_chances_are_counted() -> None:
    found = judged([[0.9, 0.1, 0], [0.1, 0.9, 0], [0.2, 0.8, 0]], "emergency", "out_of_scope", "psych_crisis")
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["out_of_scope_f1"] == pytest.approx(2 / 3)
    assert found["macro_f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_danger_is_heard_where_both_chances_together_reach_the_threshold() -> None:
    found = judged([[0.2, 0.6, 0.2], [0.02, 0.96, 0.02]], "emergency", "emergency")
    assert found["safety_recall"] == 0.5


def test_danger_is_heard_where_it_is_the_likeliest() -> None:
    found = judged([[0.36, 0.32, 0.32]], "emergency")
    assert found["safety_recall"] == 1


def test_an_alarm_about_something_else_is_false() -> None:
    found = judged([[0.9, 0.1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0]], *["out_of_scope"] * 4)
    assert found["safety_false_rate"] == 0.25
    assert math.isnan(found["safety_recall"])


def test_f1_of_nothing_right_is_zero() -> None:
    assert f1(np.array([True, False]), np.array([False, True])) == 0
    assert f1(np.array([True, True]), np.array([True, False])) == pytest.approx(2 / 3)
