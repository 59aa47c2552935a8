"""Corrections: "不对，我说的是我妈要人照顾". The course changes at once, and what was told goes along."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.asking import ask_next
from actions.intake.filling import joined, other_kinds
from actions.intake.state import Intake, Move, Outcome, Prompt
from actions.said import Said
from bot.models import TicketKind

_SURE = 0.5
# What is answered without a form.
ANSWERED = frozenset({"regulation_question", "ticket_status", "human_agent"})


def corrected(intake: Intake, said: Said) -> Move | None:
    """Return the move of a message that says what was meant instead, or None."""
    if said.correction is None or said.confidence < _SURE:
        return None
    if said.intent == intake.kind.value:
        retold = replace(intake, details=joined(intake.details, said.told))
        return ask_next(retold, Prompt("好，按您说的记下了。"))
    is_other = said.intent in other_kinds() or said.intent in ANSWERED
    return Move(intake, outcome=Outcome.CORRECTED) if is_other else None


def carried_into(intake: Intake, kind: TicketKind) -> Intake:
    """Return the other form with what still fits: the story, place, time, person, number and the answer to the notice."""
    at_home = intake.plan.place_is_personal and Intake(kind).plan.place_is_personal
    return Intake(
        kind,
        details=intake.details,
        place=intake.place if at_home or not intake.place else None,
        time=intake.time or None,
        person=intake.person,
        phone=intake.phone,
        consent=intake.consent,
        since=intake.since,
        linked=intake.linked,
    )
