"""Hearing: how well a message was understood, as far as the turn shows."""

from __future__ import annotations

from bot.dialogue import Answer, Understanding
from bot.lessons import Heard


def heard(understood: Understanding | None, answer: Answer) -> Heard:
    """Return what may be learnt from a turn; a tapped choice has no understanding and teaches nothing."""
    if understood is None:
        return Heard("", 0.0, handed_over=bool(answer.handoff))
    guess, confidence = understood.likeliest
    return Heard(
        guess,
        confidence,
        asked_back=bool(answer.data.get("asked_back")),
        not_understood=not answer.understood,
        corrects=any(one.get("entity") == "correction" for one in understood.entities),
        handed_over=bool(answer.handoff),
    )
