"""Turns: how a form begins, goes on, and is offered again after it was left alone."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.intake.answers import answer
from actions.intake.asking import MOST_MISSES, again, ask_next, choices_for, offer
from actions.intake.besides import besides
from actions.intake.control import control, skip
from actions.intake.corrections import corrected
from actions.intake.filling import carry_over, fill, fill_first, found_in, use_known
from actions.intake.needs import with_followers
from actions.intake.state import Intake, Move, Outcome, Prompt
from actions.intake.summary import about
from actions.intake.wishes import SURE_OF_OTHER_SERVICE, aside_in, note_second_need, other_service, other_wish
from actions.said import Said, chosen

IDLE_MINUTES = 60
_GO_ON = re.compile(r"^(?:接着|继续|那就)?(?:接着|继续|办)(?:办|弄|填|来|说)?(?:吧|呗|啊)?$")


def begin(intake: Intake, said: Said) -> Move:
    """Start a form with the message that called for it, or take up one that was left for later."""
    draft = next((one for one in intake.parked if one.kind is intake.kind), None)
    parked = tuple(one for one in intake.parked if one is not draft)
    for other in parked:
        intake = carry_over(intake, other)
    if draft is not None:
        intake = _taken_up(intake, draft)
    intake = use_known(replace(intake, parked=parked))
    if intake.resuming:
        return offer(intake)
    if intake.is_wanted:
        return ask_next(replace(intake, is_wanted=False), Prompt(f"接着办您说的另一件：{about(intake)}。"))
    if said.needs:
        return Move(intake, outcome=Outcome.SEVERAL)
    intake = with_followers(intake, said)
    filled, remark = note_second_need(fill_first(intake, said), said)
    return ask_next(filled, Prompt(filled.plan.opening), *remark)


def _taken_up(intake: Intake, draft: Intake) -> Intake:
    """Return the draft with what has become known of the resident since."""
    return replace(
        draft,
        consent=intake.consent or draft.consent,
        phone=intake.phone if draft.phone is None else draft.phone,
        place=intake.place if draft.place is None else draft.place,
        known_phone=intake.known_phone,
        known_address=intake.known_address,
        resuming=intake.resuming,
        requested=None,
        misses=0,
    )


def advance(intake: Intake, said: Said) -> Move:
    """Take the next message of a resident who is in a form."""
    said = _resolved(intake, said)
    if intake.resuming:
        return _resume(intake, said)
    if said.idle_minutes >= IDLE_MINUTES:
        return _offer_after_idling(intake, said)
    return (
        control(intake, said)
        or corrected(intake, said)
        or besides(intake, said)
        or answer(intake, said)
        or other_wish(intake, said)
        or _missed(intake, said)
    )


def _resolved(intake: Intake, said: Said) -> Said:
    """Return the choice that a bare number picks, as if its words had been said; "3号" may be a date or a house."""
    number = said.number
    if number is None or (intake.requested in ("time", "place") and not said.text.strip("第个。. ").isdigit()):
        return said if number is None else replace(said, intent="nlu_fallback", entities=())
    choices = choices_for(intake, intake.requested or "confirm")
    return chosen(said, choices[number - 1][1]) if not intake.resuming and 1 <= number <= len(choices) else said


def _offer_after_idling(intake: Intake, said: Said) -> Move:
    """Offer a form that was left alone; what the message tells is kept, a question in it is answered."""
    if said.intent in ("cancel", "human_agent", "start_over"):
        return control(intake, said) or offer(intake)
    if other_service(intake, said, SURE_OF_OTHER_SERVICE):
        return Move(intake, outcome=Outcome.SWITCHED)
    return replace(offer(fill(intake, said)), aside=aside_in(said))


def _resume(intake: Intake, said: Said) -> Move:
    if said.intent == "deny" or said.number == 2:
        return Move(intake, outcome=Outcome.CANCELLED)
    if said.intent == "affirm" or said.number == 1 or _GO_ON.match(said.text):
        # After an hour the whole notice is read out again.
        return ask_next(replace(intake, trail=tuple(name for name in intake.trail if name != "consent")))
    if said.intent in ("cancel", "human_agent", "start_over"):
        return control(intake, said) or again(intake)
    if found_in(intake.kind, said).keys() & {"place", "phone"}:
        return ask_next(fill(intake, said))
    return other_wish(intake, said) or _missed(intake, said)


def _missed(intake: Intake, said: Said) -> Move:
    """Ask again; after the second miss go on without the answer, so that nobody is caught in a question."""
    missed = replace(intake, misses=intake.misses + 1)
    if missed.misses < MOST_MISSES or (intake.requested == "confirm" and not intake.resuming):
        return again(missed, Prompt(_not_understood(missed, said)))
    if intake.resuming:
        return Move(intake, outcome=Outcome.CANCELLED)
    words = {"consent": "那先不记您的电话和地址，我们在微信里找您。"}.get(
        intake.requested or "", "没关系，这个先不填。"
    )
    return skip(missed, Prompt(words + "想找真人，回复“转人工”。"))


def _not_understood(intake: Intake, said: Said) -> str:
    if intake.misses >= MOST_MISSES:
        return "还是没听明白，怪我。想找真人，回复“转人工”。"
    return f"没有第{said.number}个，您再选一下。" if said.number is not None else "我没听明白。"
