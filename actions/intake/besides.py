"""Besides: "对了，路灯也坏了" in the midst of a form is no answer to its question; it is kept, and the question stays."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.asking import again
from actions.intake.filling import fill_first, found_in, joined
from actions.intake.state import Intake, Move, Prompt
from actions.intake.wishes import SURE_OF_OTHER_SERVICE, adds, other_service
from actions.plans import role
from actions.said import Said
from bot.tickets.words import KIND

# Where the story itself is asked, or shown, whatever is added belongs to it.
_PART_OF_THE_STORY = frozenset({None, "details", "matter", "confirm"})


def besides(intake: Intake, said: Said) -> Move | None:
    """Return the move of a message that adds something which was not asked, or None."""
    if not adds(said) or intake.requested in _PART_OF_THE_STORY:
        return None
    answers = found_in(intake.kind, said).keys() & {"place", "time", "phone"}
    kind = other_service(intake, said, SURE_OF_OTHER_SERVICE)
    # An address without a matter of its own answers the question, however it begins.
    if kind and (said.entity("matter", role(kind)) or not answers):
        noted = intake.park(replace(fill_first(Intake(kind), said), is_wanted=True))
        return again(noted, Prompt(f"好，{KIND[kind]}也记下了，这件办完接着办。"))
    if answers:
        return None
    return again(replace(intake, details=joined(intake.details, said.text)), Prompt("好，补充的记下了。"))
