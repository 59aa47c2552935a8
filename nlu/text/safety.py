"""Danger inside a long message: each clause is judged by itself, because a story of 200 characters drowns one cry."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from nlu.text.clauses import clauses

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nlu.text.intent_model import IntentModel

SAFETY_INTENTS = ("psych_crisis", "emergency")
# A message of 300 characters has about 12 clauses; more than 24 would let one message take 50 ms.
_MOST_CLAUSES = 24


@dataclass(frozen=True)
class Judgement:
    """The strongest safety reading of a message: `intent` is None when it stays under its threshold."""

    intent: Optional[str]
    confidence: float
    sentence: str


def sentences(text: str) -> list[str]:
    """In: a normalised message. Out: the whole, then its clauses when there are several; the last ones where too many."""
    parts = clauses(text)
    return [text] if len(parts) < 2 else [text, *parts[-_MOST_CLAUSES:]]


def judge(
    parts: list[str], probabilities: "NDArray[np.float64]", model: "IntentModel", whole: float, clause: float
) -> Judgement:
    """In: `sentences` and a row of probabilities for each; the threshold for the whole and, higher, for one clause.

    Out: the part that is furthest above (or least below) its threshold.
    """
    best = Judgement(None, 0.0, "")
    margin = -1.0
    for row, part in enumerate(parts):
        for intent in SAFETY_INTENTS:
            if intent not in model.intents:
                continue
            confidence = float(probabilities[row, model.intents.index(intent)])
            over = confidence - (whole if row == 0 else clause)
            if over > margin:
                margin = over
                best = Judgement(intent if over >= 0 else None, confidence, part)
    return best
