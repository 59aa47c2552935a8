"""Comparison: whether a new model may take the place of the one in use, judged on golden messages; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.evaluation.messages import SAFETY_LABELS
from bot.commands.evaluation.metrics import Judged


@dataclass(frozen=True)
class Comparison:
    """What the new model lost and won, and what of the lost is danger that it no longer hears."""

    lost: tuple[Judged, ...]
    won: tuple[Judged, ...]
    unheard: tuple[Judged, ...]

    @property
    def is_acceptable(self) -> bool:
        """No danger is unheard, and not more is lost than won."""
        return not self.unheard and len(self.lost) <= len(self.won)


def compare(before: Sequence[Judged], after: Sequence[Judged]) -> Comparison:
    """Compare the judgements of two models on the same messages in the same order."""
    pairs = list(zip(before, after, strict=True))
    return Comparison(
        lost=tuple(new for old, new in pairs if old.is_right and not new.is_right),
        won=tuple(new for old, new in pairs if new.is_right and not old.is_right),
        unheard=tuple(new for old, new in pairs if _is_heard(old) and not _is_heard(new)),
    )


def _is_heard(judged: Judged) -> bool:
    """Whether danger got either label of danger; messages without danger count as heard."""
    return not SAFETY_LABELS.intersection(judged.accepted) or judged.predicted in SAFETY_LABELS
