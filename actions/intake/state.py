"""State: all that a form knows, and what a turn makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from actions.plans import PLANS, Plan
from bot.models import TicketKind

SKIPPED = ""
GIVEN, REFUSED = "given", "refused"
# Matters left for later; more than this nobody wants to be offered.
_MOST_PARKED = 3


class Outcome(StrEnum):
    """How a form ended."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"
    SWITCHED = "switched"
    # The resident said that something else was meant; what was told so far still holds.
    CORRECTED = "corrected"
    # "还是上次那个事": a ticket that is there already is meant.
    REFERRED = "referred"
    # The first message told several needs; which of them are meant is asked before anything begins.
    SEVERAL = "several"
    # What sounded like a wish is a question that administrators have answered: no form begins.
    PUBLISHED = "published"


class Aside(StrEnum):
    """What is to be answered before the form goes on."""

    REGULATION = "regulation"
    LEGAL = "legal"
    TICKETS = "tickets"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"
    CONSENT_WITHDRAWN = "consent_withdrawn"


@dataclass(frozen=True)
class Prompt:
    """One text with its choices as (title, what is sent when it is picked).

    `notice_about`: the text is the notice about keeping something personal, and what that is; administrators word it.
    """

    text: str
    choices: tuple[tuple[str, str], ...] = ()
    notice_about: str = ""


@dataclass(frozen=True)
class Intake:
    """All that a form knows. A field is None until it is filled, "" when the resident would rather not say.

    `trail` lists what was asked so far; `changed` what the resident corrected; `known_*` come from earlier tickets and
    are never asked again; `parked` holds other matters that were left for later, the newest last;
    `since` is the id of the message with which it began: pictures sent since belong to it; `is_wanted`: a matter left for
    later that the resident asked for together with others, and `linked` the numbers of those others' tickets.
    """

    kind: TicketKind
    matter: str | None = None
    details: str | None = None
    place: str | None = None
    time: str | None = None
    person: str | None = None
    phone: str | None = None
    consent: str | None = None
    requested: str | None = None
    trail: tuple[str, ...] = ()
    misses: int = 0
    resuming: bool = False
    changed: tuple[str, ...] = ()
    known_phone: str | None = None
    known_address: str | None = None
    parked: tuple[Intake, ...] = ()
    since: int | None = None
    is_wanted: bool = False
    linked: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of this kind."""
        return PLANS[self.kind]

    @property
    def personal(self) -> tuple[str, ...]:
        """The fields that need consent; where a street lamp is broken is nobody's personal data."""
        return ("place", "phone") if self.plan.place_is_personal else ("phone",)

    def with_value(self, name: str, value: str | None) -> Self:
        """Return the state with one field filled, or emptied by None.

        Who refused and then gives a number or an address after all is asked for consent again.
        """
        again = self.consent == REFUSED and name in self.personal and value
        consent = None if again else self.consent
        return replace(self, **{"consent": consent, name: value})  # type: ignore[arg-type]

    def with_consent(self, consent: str) -> Self:
        """Return the state after the answer to the notice; refused, nothing personal stays, nor in the story."""
        if consent != REFUSED:
            return replace(self, consent=consent)
        story = self.details
        if story and self.place and "place" in self.personal:
            story = story.replace(self.place, "（地址不记）")
        emptied = dict.fromkeys(self.personal, None)
        return replace(self, **{"consent": consent, "details": story, **emptied})  # type: ignore[arg-type]

    def park(self, other: Intake) -> Self:
        """Keep another matter for later; of one kind only the newest."""
        others = [one for one in self.parked if one.kind is not other.kind]
        return replace(self, parked=(*others, replace(other, parked=()))[-_MOST_PARKED:])


@dataclass(frozen=True)
class Move:
    """What a turn leads to: the new state, what is said, and perhaps an end or something to answer first."""

    intake: Intake
    prompts: tuple[Prompt, ...] = ()
    outcome: Outcome | None = None
    aside: Aside | None = None
