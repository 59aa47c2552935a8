"""Runs one action as Rasa would: a tracker in, what is said and the slots out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.models import Conversation, Message


def tracker_of(message: Message, conversation: Conversation, text: str, intent: str, **more: Any) -> Tracker:
    """A tracker whose last message is `message`."""
    slots = {"requested_slot": None} | more.pop("slots", {})
    events = [{"event": "active_loop", "name": more.pop("form", "dispute_form")}]
    latest = {
        "text": text,
        "intent": {"name": intent, "confidence": more.pop("confidence", 1.0)},
        "entities": more.pop("entities", []),
        "metadata": {
            "message_id": message.id,
            "conversation_id": conversation.id,
            "resident_id": conversation.identity.resident_id,
        },
    }
    return Tracker("1.1", slots, latest, events, False, None, {}, "action_listen")


def run(action: Action, tracker: Tracker) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    """Return what was said, its choices, and the slots that were set."""
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, tracker, {})
    texts = [one["text"] for one in dispatcher.messages if one.get("text")]
    choices = [button for one in dispatcher.messages for button in one.get("buttons") or ()]
    slots = {one["name"]: one["value"] for one in events if one["event"] == "slot"}
    followups = [one["name"] for one in events if one["event"] == "followup"]
    return "\n".join(texts), choices, slots | ({"followup": followups[-1]} if followups else {})
