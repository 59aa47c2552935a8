"""Asking: what is still missing, and in which words it is asked for."""

from __future__ import annotations

from dataclasses import replace

from actions.intake.state import REFUSED, Intake, Move, Prompt
from actions.intake.summary import about, summary
from actions.plans import (
    CONFIRM,
    CONSENT,
    MOST_QUESTIONS,
    NO_PHONE,
    NO_PLACE,
    RESUME,
    TIMES,
    Choices,
    personal,
    question,
)
from bot.tickets.words import MATTER

MOST_MISSES = 2
_HUMAN: Choices = (("转人工", "转人工"),)


def missing(intake: Intake) -> list[str]:
    """Return the fields that are still to be asked, in order, at most three questions in all.

    Where a form has more fields than questions, the time is left to whoever rings up.
    """
    wanted = [name for name in intake.plan.fields if getattr(intake, name) is None and _may_ask(intake, name)]
    answered = [name for name in intake.trail if name in intake.plan.fields and name not in wanted]
    if len(wanted) + len(answered) > MOST_QUESTIONS and "time" in wanted:
        wanted.remove("time")
    return wanted


def _may_ask(intake: Intake, name: str) -> bool:
    return intake.consent != REFUSED or name not in intake.personal


def needs_consent(intake: Intake) -> bool:
    """Whether something personal is there, or is to be asked, that nobody has agreed to yet."""
    wanted = missing(intake)
    return intake.consent is None and any(getattr(intake, name) or name in wanted for name in intake.personal)


def ask_next(intake: Intake, *before: Prompt) -> Move:
    """Ask for what is missing; the notice comes before the first personal thing, the summary last."""
    names = sorted(missing(intake), key=lambda name: name not in intake.changed[-1:])
    if needs_consent(intake) and (not names or names[0] in intake.personal):
        return ask(intake, "consent", *before)
    return ask(intake, names[0] if names else "confirm", *before)


def ask(intake: Intake, name: str, *before: Prompt) -> Move:
    """Ask for one thing."""
    is_repeated = name in intake.trail
    trail = intake.trail if name == "confirm" or is_repeated else (*intake.trail, name)
    misses = intake.misses if name == intake.requested else 0
    state = replace(intake, requested=name, trail=trail, misses=misses, resuming=False)
    return Move(state, (*before, _prompt(state, name, is_repeated)))


def offer(intake: Intake, *before: Prompt) -> Move:
    """Offer a form that was left for later, without forcing it."""
    # Rasa takes a form that requests nothing for done.
    state = replace(intake, resuming=True, requested=intake.requested or "confirm")
    return Move(state, (*before, Prompt(f"您的{about(intake)}还没办完。接着办吗？", RESUME)))


def again(intake: Intake, *before: Prompt) -> Move:
    """Ask again what waits for an answer."""
    return offer(intake, *before) if intake.resuming else ask(intake, intake.requested or "confirm", *before)


def remind(intake: Intake, *before: Prompt) -> Move:
    """Ask again after something else was answered; the whole summary has been read and would bury that answer."""
    if intake.resuming or intake.requested not in (None, "confirm"):
        return again(intake, *before)
    state = replace(intake, requested="confirm", misses=0)
    text = f"您的{about(intake)}还没提交。对就回复 1 提交；想再看一遍，回复“再说一遍”。"
    return Move(state, (*before, Prompt(text, choices_for(state, "confirm"))))


def _prompt(intake: Intake, name: str, is_repeated: bool) -> Prompt:
    if name == "confirm":
        return Prompt(summary(intake), choices_for(intake, name))
    if name == "consent":
        return Prompt("您同意记下来吗？", CONSENT, "" if is_repeated else personal(intake.plan))
    return Prompt(question(intake.plan, name), choices_for(intake, name))


def choices_for(intake: Intake, name: str) -> Choices:
    """Return what can be tapped in answer to the question for a field."""
    labels = MATTER.get(intake.kind, {})
    if name == "matter":
        return tuple((label, label) for label in labels.values())
    if name == "details":
        return tuple((labels[key], labels[key]) for key in intake.plan.kinds)
    if name == "place":
        home = ((f"在我家（{intake.known_address}）", intake.known_address),) if intake.known_address else ()
        return (*home, *NO_PLACE)
    if name == "confirm":
        return CONFIRM + (_HUMAN if intake.misses >= MOST_MISSES else ())
    return {"time": TIMES, "phone": NO_PHONE, "consent": CONSENT}.get(name, ())
