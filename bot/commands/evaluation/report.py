"""The report of an evaluation: a table and the commonest confusions for people, one line of JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.commands.evaluation import metrics
from bot.commands.evaluation.metrics import Confusion, IntentScore, Judged
from bot.commands.output import shorten, table

_MOST_CONFUSIONS = 20
_EXAMPLE_WIDTH = 60


def figures(judged: Sequence[Judged], seconds: float) -> dict[str, Any]:
    """Return all figures; `seconds` is what understanding all messages took, one after another."""
    scores = metrics.per_intent(judged)
    return {
        "n": len(judged),
        "accuracy": _rounded(metrics.accuracy(judged)),
        "macro_f1": _rounded(metrics.macro_f1(scores)),
        "safety_recall": _rounded(metrics.safety_recall(judged)),
        "safety_false_rate": _rounded(metrics.safety_false_rate(judged)),
        "per_intent": {label: _rounded_score(score) for label, score in scores.items()},
        "ms_per_message": round(1000 * seconds / len(judged), 2) if judged else None,
    }


def text(judged: Sequence[Judged]) -> str:
    """Return the table of intents, and below it what was taken for what."""
    scores = metrics.per_intent(judged)
    shown = table(("intent", "n", "precision", "recall", "f1"), [_row(label, score) for label, score in scores.items()])
    found = metrics.confusions(judged)
    if not found:
        return f"{shown}\n\nEvery message was understood."
    rows = [_confusion_row(one) for one in found[:_MOST_CONFUSIONS]]
    return f"{shown}\n\n{table(('count', 'true', 'understood as', 'for example'), rows)}"


def _row(label: str, score: IntentScore) -> Sequence[object]:
    return (label, score.n, *(_percent(value) for value in (score.precision, score.recall, score.f1)))


def _confusion_row(one: Confusion) -> Sequence[object]:
    return (one.count, one.true, one.predicted, shorten(one.example, _EXAMPLE_WIDTH))


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _rounded_score(score: IntentScore) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(score).items()}
