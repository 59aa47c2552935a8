"""Said: what a resident said in this turn, as Rasa understood it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """One message: its words, its intent with confidence, the entities in it, and how it came.

    `ranking` lists (intent, confidence), best first. `idle_minutes` counts from the turn before.
    """

    text: str
    intent: str = "nlu_fallback"
    confidence: float = 1.0
    entities: Sequence[Mapping[str, Any]] = ()
    ranking: Sequence[tuple[str, float]] = ()
    kind: str = "text"
    idle_minutes: int = 0

    def entity(self, name: str, role: str | None = None) -> str | None:
        """Return the longest value of an entity, or None."""
        values = [
            str(one["value"])
            for one in self.entities
            if one.get("entity") == name and (role is None or one.get("role") == role)
        ]
        return max(values, key=len, default=None)


@dataclass(frozen=True)
class Cause:
    """Where a turn comes from, by the ids of our database; sent along by `bot.conversations` as metadata."""

    message_id: int
    conversation_id: int
    resident_id: int
    misunderstood_before: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def read_said(latest_message: Mapping[str, Any]) -> Said:
    """Read Rasa's latest message."""
    metadata = latest_message.get("metadata") or {}
    intent = latest_message.get("intent") or {}
    ranking = latest_message.get("intent_ranking") or ()
    return Said(
        text=str(latest_message.get("text") or "").strip(),
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        entities=tuple(latest_message.get("entities") or ()),
        ranking=tuple((one["name"], float(one["confidence"])) for one in ranking),
        kind=str(metadata.get("kind", "text")),
        idle_minutes=int(metadata.get("idle_minutes", 0)),
    )


def read_cause(latest_message: Mapping[str, Any]) -> Cause:
    """Read the ids that came with Rasa's latest message; raises `KeyError` when a caller sent none."""
    metadata = latest_message.get("metadata") or {}
    return Cause(
        message_id=int(metadata["message_id"]),
        conversation_id=int(metadata["conversation_id"]),
        resident_id=int(metadata["resident_id"]),
        misunderstood_before=bool(metadata.get("misunderstood_before")),
    )
