"""The safety lane: emergencies and crises, by rules that run before any model and in every state."""

from bot.safety.alarm import Alarm, AlarmKind, Danger, Person, Sign
from bot.safety.replies import keep_company, reply_to, reply_without_staff
from bot.safety.rules import describe, detect, person_of
from bot.safety.wording import Wording

__all__ = [
    "Alarm",
    "AlarmKind",
    "Danger",
    "Person",
    "Sign",
    "Wording",
    "describe",
    "detect",
    "keep_company",
    "person_of",
    "reply_to",
    "reply_without_staff",
]
