"""Registers: the tables that administrators keep, by the word in their address."""

from __future__ import annotations

from bot.admin.registers.people import STAFF, TEAMS
from bot.admin.registers.places import AREAS, DEPARTMENTS, HOTLINES
from bot.admin.registers.promises import DUE_TIMES
from bot.admin.registers.providers import PROVIDERS
from bot.admin.registers.register import Refused, Register
from bot.admin.registers.texts import CANNED_REPLIES, CHECKLISTS, LABELS

__all__ = ["REGISTERS", "STAFF", "TEAMS", "Refused", "Register", "of_noun"]

_ALL = (
    STAFF, TEAMS, PROVIDERS, AREAS, DEPARTMENTS, HOTLINES, DUE_TIMES, CANNED_REPLIES, LABELS, CHECKLISTS,
)  # fmt: skip
REGISTERS: dict[str, Register] = {register.slug: register for register in _ALL}


def of_noun(noun: str) -> Register | None:
    """Return the register whose rows the audit trail calls so."""
    return next((register for register in _ALL if register.noun == noun), None)
