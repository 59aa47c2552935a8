"""Said: what a resident said in this turn, as Rasa understood it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

# What our own choices send, and the intent of it (nlu/dictionary/control_words.yml says the same).
_CHOSEN: Mapping[str, str] = {
    "同意": "affirm",
    "确认": "affirm",
    "继续": "affirm",
    "不同意": "deny",
    "跳过": "skip",
    "取消": "cancel",
    "修改": "change_answer",
    "转人工": "human_agent",
}


@dataclass(frozen=True)
class Said:
    """One message: its words, its intent with confidence, the entities in it, and how it came.

    `ranking` lists (intent, confidence), best first. `idle_minutes` counts from the turn before. `is_picked`: a choice
    stands in its place.
    """

    text: str
    intent: str = "nlu_fallback"
    confidence: float = 1.0
    entities: Sequence[Mapping[str, Any]] = ()
    ranking: Sequence[tuple[str, float]] = ()
    kind: str = "text"
    idle_minutes: int = 0
    is_picked: bool = False

    def entity(self, name: str, role: str | None = None) -> str | None:
        """Return the longest value of an entity, or None."""
        values = [
            str(one["value"])
            for one in self.entities
            if one.get("entity") == name and (role is None or one.get("role") == role)
        ]
        return max(values, key=len, default=None)

    @property
    def correction(self) -> str | None:
        """What is wanted instead of what was understood ("不对，我说的是……"), or None."""
        return self.entity("correction")

    @property
    def told(self) -> str:
        """The words that tell something: behind a correction only what is wanted instead."""
        return self.correction or self.text

    @property
    def needs(self) -> tuple[tuple[str, str], ...]:
        """The needs of a message that tells several, as (intent, words); else nothing."""
        return tuple((str(one["value"]), str(one["told"])) for one in self.entities if one.get("entity") == "need")

    @property
    def followers(self) -> tuple[tuple[str, str], ...]:
        """The needs that a choice among several wants dealt with after its own (actions.several.payload)."""
        packed = self.entity("together")
        return tuple((str(intent), str(told)) for intent, told in json.loads(packed)) if packed else ()

    def tells_apart(self, role: str, other: str) -> bool:
        """Whether the matters of two roles stand in different words of the message."""
        spans = {one.get("role"): (one["start"], one["end"]) for one in self.entities if one.get("entity") == "matter"}
        if role not in spans:
            return False
        return other not in spans or spans[role][0] >= spans[other][1] or spans[other][0] >= spans[role][1]

    @property
    def number(self) -> int | None:
        """The number of a choice, when the message is nothing else."""
        value = self.entity("number") if self.intent == "choose" else None
        return int(value) if value and value.isdigit() else None


@dataclass(frozen=True)
class Cause:
    """Where a turn comes from, by the ids of our database; sent along by `bot.conversations` as metadata."""

    message_id: int
    conversation_id: int
    resident_id: int
    misunderstood_before: bool = False
    asked_before: bool = False
    # The message before this one was answered from the knowledge base, a moment ago.
    follows_answer: bool = False

    @property
    def key(self) -> str:
        """What makes writing idempotent on this message."""
        return f"message:{self.message_id}"


def chosen(said: Said, payload: str) -> Said:
    """Return the message as if the words of a choice had been said in its place."""
    return replace(
        said, text=payload, intent=_CHOSEN.get(payload, "nlu_fallback"), confidence=1.0, entities=(), ranking=()
    )


def carrying(intent: str, said: Said) -> str:
    """Return what a choice sends so that the resident need not say again what was said: an intent with the words.

    Only our own choices can send it: what residents type never begins with a slash (bot.dialogue.plain).
    """
    words = {name: said.entity(name) for name in ("place", "time", "person")}
    told = {"details": said.text} | {name: value for name, value in words.items() if value}
    return f"/{intent}{json.dumps(told, ensure_ascii=False)}"


def read_said(latest_message: Mapping[str, Any]) -> Said:
    """Read Rasa's latest message."""
    metadata = latest_message.get("metadata") or {}
    intent = latest_message.get("intent") or {}
    ranking = latest_message.get("intent_ranking") or ()
    entities = tuple(latest_message.get("entities") or ())
    text = str(latest_message.get("text") or "").strip()
    is_picked = text.startswith("/")
    if is_picked:
        text = next((str(one["value"]) for one in entities if one.get("entity") == "details"), "")
    # "第十九条" is no nineteenth choice.
    names_article = intent.get("name") == "choose" and "条" in text
    return Said(
        text=text,
        intent="regulation_question" if names_article else intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
        ranking=tuple((one["name"], float(one["confidence"])) for one in ranking if one["name"] != "nlu_fallback"),
        kind=str(metadata.get("kind", "text")),
        idle_minutes=int(metadata.get("idle_minutes", 0)),
        is_picked=is_picked,
    )


def read_cause(latest_message: Mapping[str, Any]) -> Cause:
    """Read the ids that came with Rasa's latest message; raises `KeyError` when a caller sent none."""
    metadata = latest_message.get("metadata") or {}
    return Cause(
        message_id=int(metadata["message_id"]),
        conversation_id=int(metadata["conversation_id"]),
        resident_id=int(metadata["resident_id"]),
        misunderstood_before=bool(metadata.get("misunderstood_before")),
        asked_before=bool(metadata.get("asked_before")),
        follows_answer=bool(metadata.get("follows_answer")),
    )
