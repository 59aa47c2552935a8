"""English: the plain cries of somebody who writes no Chinese, so that they do not wait for somebody who reads it."""

from __future__ import annotations

import re

from bot.safety.alarm import Alarm, AlarmKind, Danger, Person

_CRIES = tuple(
    (kind, danger, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, danger, words in (
        (
            AlarmKind.PSYCH_CRISIS, Danger.SUICIDE,
            r"kill(?:ing)? (?:myself|himself|herself)|suicidal|(?:commit(?:ting)?|thinking (?:of|about)) suicide"
            r"|end(?:ing)? my life|wants? to die|overdos\w+|(?:hurt|cut)(?:ting)? myself|(?:do not|don['’]?t) want to live",
        ),
        (
            AlarmKind.EMERGENCY, Danger.GAS,
            r"gas (?:is )?leak\w*|smells?(?: of| like)? gas",
        ),
        (
            AlarmKind.EMERGENCY, Danger.FIRE,
            r"(?:is|are) on fire|(?:house|flat|room|kitchen|building) on fire|fire in (?:the|my|our)|there is a fire",
        ),
        (
            AlarmKind.EMERGENCY, Danger.WATER,
            r"drowning|(?:fell|fallen) in(?:to)? (?:the|a) (?:river|lake|water|well|pond)",
        ),
        (
            AlarmKind.EMERGENCY, Danger.VIOLENCE,
            r"(?:beating|attacking|hitting|stabbing|choking) (?:me|us|him|her|his wife|my \w+)|has a knife|with a knife"
            r"|(?:been|was|got) stabbed|going to kill (?:me|us|him|her)",
        ),
        (
            AlarmKind.EMERGENCY, Danger.MEDICAL,
            r"(?:not|stopped|can['’]?t|cannot) breath(?:e|ing)|unconscious|collapsed|heart attack|chest pain|having a stroke"
            r"|bleeding (?:a lot|badly|heavily)|won['’]?t wake up|ambulance",
        ),
    )
)  # fmt: skip
_SELF = re.compile(r"\b(?:i|i['’]m|me|my life|myself)\b", re.IGNORECASE)


def cry(text: str) -> Alarm | None:
    """Return the alarm that English words in a message raise, or None."""
    words = " ".join(text.split())
    for kind, danger, pattern in _CRIES:
        if found := pattern.search(words):
            person = Person.SELF if _SELF.search(words) else Person.OTHER
            return Alarm(kind, danger, person, found.group())
    return None
