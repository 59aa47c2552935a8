"""Corrections: "不对，我说的是我妈要人照顾". The course changes at once, and what was told goes along."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.asking import ask_next
from actions.intake.filling import joined, other_kinds
from actions.intake.state import Intake, Move, Outcome, Prompt
from actions.said import Said
from bot.models import TicketKind

_SURE = 0.5
_HALF_CONVINCED = 0.1
_BEYOND_DOUBT = 0.9
# What is answered without a form.
ANSWERED = frozenset({"regulation_question", "ticket_status", "human_agent"})


def corrected(intake: Intake, said: Said) -> Move | None:
    """Return the move of a message that says what was meant instead, or None."""
    if said.correction is None:
        return None
    if meant_instead(intake.kind, said):
        return Move(intake, outcome=Outcome.CORRECTED)
    if said.intent != intake.kind.value or said.confidence < _SURE:
        return None
    retold = replace(intake, details=joined(intake.details, said.told))
    return ask_next(retold, Prompt("好，按您说的记下了。"))


def meant_instead(kind: TicketKind, said: Said) -> str | None:
    """Return the intent that a correction means, or None: it is about the form's own matter, or about nothing we know."""
    ranking = said.ranking or ((said.intent, said.confidence),)
    top, chance = ranking[0]
    if top == kind.value and chance >= _BEYOND_DOUBT:
        return None
    known = (other_kinds() | ANSWERED) - {kind.value}
    best = next((one for one in ranking if one[0] in known), ("", 0.0))
    # Of what was just denied the model may still be half convinced.
    return best[0] if best[1] >= (_HALF_CONVINCED if top == kind.value else _SURE) else None


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
