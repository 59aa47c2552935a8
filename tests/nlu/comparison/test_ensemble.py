"""An ensemble: the mean of its members' chances, the sum of their training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from nlu.comparison import results
from nlu.comparison.candidate import Candidate, Reader
from nlu.comparison.data import ALL_GROUPS, Data
from nlu.comparison.ensemble import Mean
from nlu.comparison.results import Result
from nlu.comparison.vectors import Encode

DATA = Data([str(number) for number in range(10)], np.array(["a", "b"] * 5), np.array([*"abcdefghij"]))


@dataclass
class Sure(Reader):
    """Always says the same."""

    row: tuple[float, float]

    def chances(self, texts: list[str], encode: Encode | None = None) -> np.ndarray:
        return np.array([self.row] * len(texts))


@dataclass(frozen=True)
class Fake(Candidate):
    """A candidate that learns nothing."""

    row: tuple[float, float] = (0.5, 0.5)

    def fit(self, data: Data, rows: np.ndarray, folder: Path) -> Reader:
        return Sure(self.row)


MEMBERS = (Fake("one", "", row=(0.8, 0.2)), Fake("other", "", row=(0.2, 0.8)))
MEAN = Mean("mean", "", members=MEMBERS)


def measured(folder: Path, *members: Fake) -> None:
    for member in members:
        place = results.place(member, DATA, folder=folder)
        learnt = member.learnt(DATA, place, ALL_GROUPS)
        results.keep_reader(learnt.reader, place)
        results.keep(Result(learnt.chances, 3.0, 1, 1), place)


def test_it_says_the_mean_of_what_its_members_say(tmp_path: Path) -> None:
    measured(tmp_path, *MEMBERS)
    learnt = MEAN.learnt(DATA, results.place(MEAN, DATA, folder=tmp_path), (1, 3))
    judged = ~np.isnan(learnt.chances["groups"]).any(axis=1)
    assert judged.sum() == 4 and np.allclose(learnt.chances["groups"][judged], 0.5)
    assert learnt.training_seconds == 6
    assert np.allclose(learnt.reader.chances(["x"]), [[0.5, 0.5]])


def test_it_is_refused_before_its_members_are_measured(tmp_path: Path) -> None:
    measured(tmp_path, MEMBERS[0])
    with pytest.raises(FileNotFoundError, match="members of mean"):
        MEAN.learnt(DATA, results.place(MEAN, DATA, folder=tmp_path), (1,))
