"""Answers to the bot's own questions: which of them wake people, and which a person is asked to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.commands.evaluation.messages import Labelled
from bot.commands.evaluation.understanding import TIMEOUT
from bot.conversations import alarms
from bot.dialogue import Dialogue


def weigh(dialogue: Dialogue, answers: Sequence[Labelled]) -> dict[str, dict[str, Any]]:
    """Return for each label how many answers there are, and the shares that wake people or are looked at.

    As within a form (`bot.conversations.alarms.hear`). Errors: `DialogueUnavailable`.
    """
    counts: dict[str, Counter[str]] = {}
    for answer in answers:
        heard = alarms.hear(answer.text, dialogue.parse(answer.text, timeout=TIMEOUT), in_form=True)
        outcome = "alarm" if heard.alarm else "look" if heard.doubt else "none"
        counts.setdefault(answer.accepted[0], Counter())[outcome] += 1
    return {label: _shares(count) for label, count in counts.items()}


def _shares(count: Counter[str]) -> dict[str, Any]:
    return {"n": count.total()} | {outcome: round(count[outcome] / count.total(), 4) for outcome in ("alarm", "look")}
