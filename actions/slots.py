"""Slots: the state of a form as Rasa keeps it between two messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.intake import Intake
from bot.models import TicketKind
from bot.residents import Known

_NOTHING = Intake(TicketKind.DISPUTE)
_FIELDS = ("matter", "details", "place", "time", "person", "phone", "consent")


def read_intake(kind: TicketKind, tracker: Tracker, known: Known) -> Intake:
    """Return the state of a form from Rasa's slots, and from what is known of the resident."""
    slots = {name: tracker.get_slot(name) for name in _FIELDS}
    progress: dict[str, Any] = tracker.get_slot("progress") or {}
    slots["consent"] = slots["consent"] or ("given" if known.has_consented else None)
    return Intake(
        kind=kind,
        **slots,
        requested=tracker.get_slot("requested_slot"),
        trail=tuple(progress.get("trail", ())),
        misses=int(progress.get("misses", 0)),
        resuming=bool(progress.get("resuming")),
        changed=tuple(progress.get("changed", ())),
        since=progress.get("since"),
        linked=tuple(progress.get("linked", ())),
        known_phone=known.phone,
        known_address=known.address,
        parked=tuple(_unpack(draft) for draft in tracker.get_slot("parked") or ()),
    )


def slot_events(state: Intake) -> list[EventType]:
    """Return the state of a form as Rasa's slots."""
    progress = {
        "trail": list(state.trail),
        "misses": state.misses,
        "resuming": state.resuming,
        "changed": list(state.changed),
        "since": state.since,
        "linked": list(state.linked),
    }
    return [
        *(SlotSet(name, getattr(state, name)) for name in _FIELDS),
        SlotSet("progress", progress),
        SlotSet("parked", [_pack(draft) for draft in state.parked] or None),
        SlotSet("requested_slot", state.requested),
    ]


def empty_slots(parked: tuple[Intake, ...], *, resuming: bool = False) -> list[EventType]:
    """Return the slots for a form that follows in the same conversation; only what is parked stays.

    Rasa would check the answers of a form twice if they stood in its slots before it starts.
    """
    return [*slot_events(replace(_NOTHING, parked=parked, resuming=resuming)), SlotSet("outcome", None)]


def _pack(draft: Intake) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _FIELDS} | {
        "kind": draft.kind.value,
        "trail": list(draft.trail),
        "since": draft.since,
        "is_wanted": draft.is_wanted,
        "linked": list(draft.linked),
    }


def _unpack(packed: Mapping[str, Any]) -> Intake:
    fields: dict[str, Any] = {name: packed.get(name) for name in _FIELDS}
    return Intake(
        TicketKind(packed["kind"]),
        **fields,
        trail=tuple(packed.get("trail", ())),
        since=packed.get("since"),
        is_wanted=bool(packed.get("is_wanted")),
        linked=tuple(packed.get("linked", ())),
    )
