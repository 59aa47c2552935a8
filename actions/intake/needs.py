"""Needs: several matters that one message told, dealt with one after the other."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.state import Intake
from actions.said import Said
from bot.models import TicketKind


def with_followers(intake: Intake, said: Said) -> Intake:
    """Keep for later what the resident wants dealt with besides; the next one is parked last, and so taken up first."""
    for intent, told in reversed(said.followers):
        intake = intake.park(Intake(TicketKind(intent), details=told, since=intake.since, is_wanted=True))
    return intake


def opened(intake: Intake, number: str) -> Intake:
    """Let what waits know the ticket of a matter that was told with it."""
    parked = tuple(replace(one, linked=(*intake.linked, number)) if one.is_wanted else one for one in intake.parked)
    return replace(intake, parked=parked)
