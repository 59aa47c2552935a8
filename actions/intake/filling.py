"""Filling: what a message holds besides the answer to the question: who, what, where, when, telephone number."""

from __future__ import annotations

from dataclasses import replace

from actions.bare import is_bare
from actions.intake.state import Intake
from actions.phone_number import find_phone
from actions.plans import PLANS, role
from actions.said import Said
from bot.models import TicketKind

_LONGEST_PLACE = 60
# Values of nlu/dictionary/persons.yml.
_OLD_PEOPLE = frozenset({"母亲", "父亲", "父母", "老人", "爷爷奶奶", "公婆", "岳父母", "丈夫", "妻子", "亲戚"})


def found_in(kind: TicketKind, said: Said) -> dict[str, str]:
    """Return the fields that a message tells, by name."""
    found = {
        "matter": said.entity("matter", role(kind)),
        "place": place_in(said),
        "time": (said.entity("time") or "").rstrip("的"),
        "person": _person(kind, said),
        "phone": find_phone(said.text),
    }
    return {name: value for name, value in found.items() if value}


def _person(kind: TicketKind, said: Said) -> str | None:
    """Return who is meant: the other side of a dispute, the old person who needs care."""
    persons = [str(one["value"]) for one in said.entities if one.get("entity") == "person"]
    if kind is TicketKind.ELDERLY_CARE:
        persons = [one for one in persons if one in _OLD_PEOPLE]
    return persons[0] if persons and kind in (TicketKind.DISPUTE, TicketKind.ELDERLY_CARE) else None


def place_in(said: Said) -> str | None:
    """Return the place that a message names, or that was sent as a pin."""
    place = said.text if said.kind == "location" else said.entity("place")
    return place[:_LONGEST_PLACE] if place else None


def fill(intake: Intake, said: Said, *, except_for: str | None = None) -> Intake:
    """Fill what is still empty."""
    for name, value in found_in(intake.kind, said).items():
        if name != except_for and not getattr(intake, name):
            intake = intake.with_value(name, value)
    return intake


def fill_first(intake: Intake, said: Said) -> Intake:
    """Fill from the message that calls for the form: what is said now counts more than what was said last month."""
    found = found_in(intake.kind, said)
    for name, value in found.items():
        intake = intake.with_value(name, value)
    tells = "matter" in found or not is_bare(said.told)
    return replace(intake, details=joined(intake.details, said.told)) if tells and said.told else intake


def use_known(intake: Intake) -> Intake:
    """Use what is known of the resident, so that it is not asked again."""
    place = intake.known_address if intake.plan.place_is_personal else None
    return replace(intake, phone=intake.phone or intake.known_phone, place=intake.place or place)


def joined(before: str | None, more: str) -> str:
    """Return what was told so far with what is told now."""
    if not before:
        return more
    return before if more in before else f"{before}；{more}"


def carry_over(intake: Intake, other: Intake) -> Intake:
    """Take from a matter that was left what holds for the resident in this one, too."""
    at_home = intake.plan.place_is_personal and other.plan.place_is_personal
    return replace(
        intake,
        consent=intake.consent or other.consent,
        phone=other.phone if intake.phone is None else intake.phone,
        place=other.place if intake.place is None and at_home else intake.place,
    )


def other_kinds() -> frozenset[str]:
    """Return the intents that start a form."""
    return frozenset(kind.value for kind in PLANS)
