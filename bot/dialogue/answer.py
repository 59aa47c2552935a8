"""What Rasa understood, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One thing to tap or to pick by its number; `payload` is what is then sent to Rasa in its place."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One message for the resident; the channel decides how choices look.

    `picture` goes by itself, without text: what an entry holds for it (bot.faq.pictures).
    """

    text: str
    choices: tuple[Choice, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Understanding:
    """What the model makes of a text; `safety` is the safety label that one of its clauses earns, if any.

    `danger` is the chance (0 to 1) that the text tells of danger to life, None where the model does not say.
    `ranking` lists (intent, confidence), best first; `intent` may stand outside of it: a word of control, `nlu_fallback`.
    """

    intent: str
    confidence: float
    safety: str | None = None
    entities: Sequence[Mapping[str, Any]] = ()
    ranking: Sequence[tuple[str, float]] = ()
    danger: float | None = None

    @property
    def likeliest(self) -> tuple[str, float]:
        """The intent that the model would have guessed, also where it asks instead, and how sure it was."""
        guesses = (one for one in self.ranking if one[0] != "nlu_fallback")
        return next(guesses, (self.intent, self.confidence))


@dataclass(frozen=True)
class Answer:
    """What is to be said, and what the conversation must do besides.

    `in_form`: a form waits for the next message. `handoff`: why a person is to take over, or None.
    """

    says: tuple[Say, ...]
    in_form: bool = False
    handoff: str | None = None
    understood: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)
