"""The table: a row has a cell for every column."""

from __future__ import annotations

import numpy as np

from nlu.comparison import table
from nlu.comparison.data import Data
from nlu.comparison.results import Result

NAMES = ["emergency", "out_of_scope", "psych_crisis"]
DATA = Data(["救命", "股票", "不想活"], np.array(NAMES), np.array(["adversarial", "adversarial", "student"]))
PERFECT = Result({"groups": np.eye(3), "voices": np.eye(3)[::-1]}, 12.4, 3.21, 80.6)


def test_a_row_fits_the_header() -> None:
    row = table.row("a candidate", DATA, PERFECT)
    assert row.count("|") == table.HEADER.splitlines()[0].count("|")
    assert row == "| a candidate | 1.000 | 1.000 | 1.000 | 1.000 | 0.000 | 1.000 | 3.2 | 81 | 12 |"


def test_the_weakest_voice_stands_first() -> None:
    swapped = Result({"voices": np.eye(3)[[1, 0, 2]]}, 0, 0, 0)
    assert [line.split()[0] for line in table.voices(DATA, swapped)] == ["adversarial", "student"]
