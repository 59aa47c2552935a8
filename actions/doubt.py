"""Doubt: what to do when the model is not sure; pure.

Two likely wishes are offered in one short question, once; after that the likelier one is believed. What nobody could guess is
said to be so, and the second time a person is offered. The model's own doubt comes as `nlu_fallback` (config.yml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from actions.said import Cause, Said

# Where the likeliest wish stays below, its name is no better than a throw of dice (docs/nlu.md).
_LEAST = 0.3
# What is offered beside it must not be absurd.
_PLAUSIBLE = 0.12
# What an answer can be given to at once; picking among these and wishes costs a question, a greeting costs none.
_TALK = frozenset({"smalltalk", "out_of_scope"})
_SAFETY = frozenset({"emergency", "psych_crisis"})
# What may be offered; words of control stand in the ranking, too.
WISHES = frozenset(
    {
        "dispute", "legal_question", "elderly_care", "domestic_service", "psych_help", "public_issue",
        "regulation_question", "ticket_status", "volunteer_signup", "human_agent",
    }
)  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STAMMER = re.compile(r"^(.{1,2}?)\1{3,}$|^[啊嗯额呃哈嘿哦噢呵唉哎]{5,}$")


class Way(StrEnum):
    """How the conversation goes on."""

    ASK = "ask"
    GUESS = "guess"
    SAY_SO = "say_so"
    OFFER_PERSON = "offer_person"


@dataclass(frozen=True)
class Course:
    """The way, and the intents it is about, the likeliest first."""

    way: Way
    intents: tuple[str, ...] = ()


def course(said: Said, cause: Cause) -> Course:
    """Return how to go on after a message that the model is not sure of; never asks twice in a row."""
    wishes = plausible(said)
    known = [one for one in said.ranking if one[0] in WISHES | _TALK | _SAFETY]
    top, chance = known[0] if known else ("", 0.0)
    if chance < _LEAST or not (wishes or top in _TALK) or is_gibberish(said.text):
        return Course(Way.OFFER_PERSON if cause.misunderstood_before else Way.SAY_SO, wishes)
    if not wishes:
        return Course(Way.GUESS, (top,))
    if cause.asked_before or cause.misunderstood_before:
        return Course(Way.GUESS, (top if top not in _SAFETY else wishes[0],))
    return Course(Way.ASK, wishes)


def plausible(said: Said, least: float = _PLAUSIBLE) -> tuple[str, ...]:
    """Return the wishes that a message may mean, two at most; danger is never a choice among others."""
    return tuple(name for name, chance in said.ranking if name in WISHES and chance >= least)[:2]


def is_gibberish(text: str) -> bool:
    """Whether a text is letters without a Chinese word, or one sound over and over."""
    bare = re.sub(r"[\W_]+", "", text)
    return bool(bare) and (not _HAN.search(bare) or bool(_STAMMER.match(bare)))
