"""Kept results: found again while nothing has changed, forgotten as soon as anything does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.comparison import results
from nlu.comparison.candidates import CANDIDATES, CHOSEN, asked_for
from nlu.comparison.data import Data, five_groups
from nlu.comparison.results import Result
from nlu.text.intent_model import Settings
from nlu.text.normalizer import fold

DATA = Data(["路灯不亮", "你好"], np.array(["public_issue", "smalltalk"]), np.array(["a", "b"]))
RESULT = Result({"groups": np.array([[0.5, 0.5], [0.1, 0.9]])}, 12.0, 3.5, 80.0)


def test_a_result_is_read_as_it_was_kept(tmp_path: Path) -> None:
    place = results.place(CHOSEN, DATA, folder=tmp_path)
    assert results.read(place) is None
    results.keep(RESULT, place)
    found = results.read(place)
    assert found and found.training_seconds == 12 and (found.chances["groups"] == RESULT.chances["groups"]).all()


@pytest.mark.parametrize(
    "other",
    [replace(CHOSEN, settings=Settings(ridge=0.2)), replace(CHOSEN, prepare=fold), replace(CHOSEN, encoders=())],
)
def test_other_settings_are_another_result(other: object) -> None:
    assert other.fingerprint(DATA) != CHOSEN.fingerprint(DATA)  # type: ignore[attr-defined]


def test_other_messages_are_another_result_and_the_old_one_goes(tmp_path: Path) -> None:
    old, new = (
        results.place(CHOSEN, data, folder=tmp_path) for data in (DATA, replace(DATA, texts=["路灯亮", "你好"]))
    )
    neighbour = results.place(CANDIDATES["characters"], DATA, folder=tmp_path)
    for place in (old, neighbour):
        results.keep(RESULT, place)
    results.forget_older(new)
    assert results.read(old) is None and results.read(neighbour)


def test_an_ensemble_is_measured_after_its_members() -> None:
    keys = [candidate.key for candidate in asked_for(["mean-e5"])]
    assert keys == ["chosen", "kernel-e5", "mean-e5"]
    assert [candidate.key for candidate in asked_for([])] == list(CANDIDATES)


def test_an_ensemble_changes_with_its_members() -> None:
    mean = CANDIDATES["mean-e5"]
    other = replace(mean, members=(CHOSEN, CANDIDATES["svm"]))  # type: ignore[call-arg]
    assert mean.fingerprint(DATA) != other.fingerprint(DATA)


def test_a_trial_on_some_groups_is_no_result_on_all(tmp_path: Path) -> None:
    trial, whole = (results.place(CHOSEN, DATA, groups, tmp_path) for groups in ((3,), (1, 2, 3, 4, 5)))
    results.keep(RESULT, trial)
    assert results.read(whole) is None
    results.forget_older(whole)
    assert results.read(trial)


def test_a_result_on_all_groups_serves_for_some(tmp_path: Path) -> None:
    texts = [str(number) for number in range(10)]
    data = Data(texts, np.array(["dispute"] * 10), np.array([f"voice {number}" for number in range(10)]))
    results.keep(Result({"groups": np.ones((10, 1))}, 1, 1, 1), results.place(CHOSEN, data, folder=tmp_path))
    found = results.kept(CHOSEN, data, (2,), tmp_path)
    assert (
        found
        and np.flatnonzero(~np.isnan(found.chances["groups"][:, 0])).tolist() == five_groups(data.voices)[1].tolist()
    )
    assert results.kept(CANDIDATES["svm"], data, (2,), tmp_path) is None
