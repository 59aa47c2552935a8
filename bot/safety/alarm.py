"""What the safety lane hands on: the kind of alarm, the danger, whose life it is about, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """The two safety labels; they are intents as well."""

    EMERGENCY = "emergency"
    PSYCH_CRISIS = "psych_crisis"


class Danger(StrEnum):
    """What is happening, which decides whom to call."""

    FIRE = "fire"
    GAS = "gas"
    MEDICAL = "medical"
    WATER = "water"
    VIOLENCE = "violence"
    TRAPPED = "trapped"
    SUICIDE = "suicide"
    HARM_OTHERS = "harm_others"
    UNKNOWN = "unknown"


class Person(StrEnum):
    """Whose life it is about, as far as the words tell."""

    SELF = "self"
    OTHER = "other"


class Sign(StrEnum):
    """What else the words tell that changes the first reply."""

    ACT_IN_PROGRESS = "act_in_progress"
    MINOR = "minor"
    HOME_VIOLENCE = "home_violence"


@dataclass(frozen=True)
class Alarm:
    """What was found: the lane, the danger, the person, the clause that says it, and signs for the reply."""

    kind: AlarmKind
    danger: Danger
    person: Person
    clause: str
    signs: frozenset[Sign] = frozenset()
