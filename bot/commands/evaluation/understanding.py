"""What a resident's words lead to: the safety lane first, as in `bot.conversations`, else the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot import safety
from bot.commands.evaluation.messages import LABELS
from bot.conversations import alarms
from bot.dialogue import Dialogue, DialogueUnavailable, Understanding

# A measurement waits for a busy machine; a resident would not.
TIMEOUT = 30.0


@dataclass(frozen=True)
class Understood:
    """The label of a message, and where it comes from.

    `safety` is the alarm that the words raise, if any; `model_intent` is what the model alone would have said, None
    where it was not there.
    """

    intent: str
    confidence: float
    source: Literal["rule", "model"]
    safety: str | None = None
    model_intent: str | None = None
    entities: Sequence[Mapping[str, Any]] = ()


def understand(dialogue: Dialogue, text: str) -> Understood:
    """Return what a text is understood as. Raises `DialogueUnavailable` where only the model could tell."""
    by_rule = safety.detect(text)
    try:
        found = dialogue.parse(text, timeout=TIMEOUT)
    except DialogueUnavailable:
        if by_rule is None:
            raise
        return Understood(by_rule.kind.value, 1.0, "rule", safety=by_rule.kind.value)
    raised = alarms.hear(text, found).alarm
    intent, confidence = _labelled(found)
    if raised is None:
        return Understood(intent, confidence, "model", None, intent, found.entities)
    source: Literal["rule", "model"] = "rule" if by_rule else "model"
    return Understood(raised.kind.value, confidence, source, raised.kind.value, intent, found.entities)


def _labelled(found: Understanding) -> tuple[str, float]:
    """Return the likeliest label: where a word of control or the question in between won, what stands behind it."""
    if found.intent in LABELS:
        return found.intent, found.confidence
    return next(((name, chance) for name, chance in found.ranking if name in LABELS), (found.intent, found.confidence))
