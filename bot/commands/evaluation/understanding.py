"""What a resident's words lead to: the safety lane first, as in `bot.conversations`, else the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot import safety
from bot.conversations import alarms
from bot.dialogue import Dialogue

# A measurement waits for a busy machine; a resident would not.
_TIMEOUT = 30.0


@dataclass(frozen=True)
class Understood:
    """The label a resident experiences, and where it comes from.

    `safety` is the alarm that the words raise, if any; `model_intent` is what the model alone would have said, None
    where the rules spoke first.
    """

    intent: str
    confidence: float
    source: Literal["rule", "model"]
    safety: str | None = None
    model_intent: str | None = None
    entities: Sequence[Mapping[str, Any]] = ()


def understand(dialogue: Dialogue, text: str) -> Understood:
    """Return what a text is understood as. Raises `DialogueUnavailable`; the rules need no server."""
    if alarm := safety.detect(text):
        return Understood(alarm.kind.value, 1.0, "rule", safety=alarm.kind.value)
    found = dialogue.parse(text, timeout=_TIMEOUT)
    raised = alarms.from_model(found, text)
    label = raised.kind.value if raised else None
    return Understood(label or found.intent, found.confidence, "model", label, found.intent, found.entities)
