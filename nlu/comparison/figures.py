"""What is counted of a candidate's chances: accuracy, F1, and how well danger is heard."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.comparison.data import Data
from nlu.text import safety

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADVERSARIAL = "adversarial"


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1; safety is the model alone, without the bot's rules."""

    accuracy: float
    macro_f1: float
    out_of_scope_f1: float
    safety_recall: float
    safety_false_rate: float


def figures(data: Data, chances: "NDArray[np.float64]", chosen: "NDArray[Any]") -> Figures:
    """In: messages, a row of chances each, which messages count. Out: the figures of those that have chances."""
    counted = chosen & ~np.isnan(chances).any(axis=1)
    truth, chances = data.intents[counted], chances[counted]
    guess = np.array(data.names)[chances.argmax(axis=1)]
    scores = {name: f1(truth == name, guess == name) for name in sorted(set(truth) | set(guess))}
    called, real = _called(data.names, chances, guess), np.isin(truth, safety.SAFETY_INTENTS)
    return Figures(
        _share(truth == guess),
        _share(np.array(list(scores.values()))),
        scores.get("out_of_scope", float("nan")),
        _share(called[real]),
        _share(called[~real]),
    )


def f1(truth: "NDArray[Any]", guess: "NDArray[Any]") -> float:
    """In: what is and what was said to be. Out: F1, 0 when nothing is right."""
    right = float((truth & guess).sum())
    return 2 * right / float(truth.sum() + guess.sum()) if right else 0.0


def _called(names: list[str], chances: "NDArray[np.float64]", guess: "NDArray[Any]") -> "NDArray[Any]":
    """Out: which messages raise an alarm: the two chances reach the threshold together, or one of them is the likeliest."""
    columns = [names.index(name) for name in safety.SAFETY_INTENTS]
    together = chances[:, columns].sum(axis=1) >= safety.Thresholds().whole
    return together | np.isin(guess, safety.SAFETY_INTENTS)


def _share(values: "NDArray[Any]") -> float:
    """In: yes and no, or shares. Out: their mean; NaN of nothing."""
    return float(values.mean()) if len(values) else float("nan")
