"""Matters as one choice: the kind of a ticket together with what it is about, written `public_issue/street_lamp`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import TicketKind
from bot.tickets.words import KIND, MATTER

# Danger is no matter that somebody files: it raises an alarm.
_LANES = (TicketKind.EMERGENCY, TicketKind.PSYCH_CRISIS)


@dataclass(frozen=True)
class MatterGroup:
    """A kind, and its matters as pairs of value and label; the first one is the kind without a matter."""

    label: str
    options: tuple[tuple[str, str], ...]


def groups(*, with_danger: bool = False, first: str = "{} · 其他") -> tuple[MatterGroup, ...]:
    """Return what is offered; `first` is how the kind without a matter is called.

    Each label names its kind as well: once chosen, it stands alone, and 婚姻家庭 is a quarrel or a question of law.
    """
    kinds = [kind for kind in TicketKind if with_danger or kind not in _LANES]
    return tuple(
        MatterGroup(
            KIND[kind],
            (
                (kind.value, first.format(KIND[kind])),
                *((f"{kind.value}/{key}", f"{KIND[kind]} · {label}") for key, label in MATTER.get(kind, {}).items()),
            ),
        )
        for kind in kinds
    )


def read(word: str) -> tuple[TicketKind, str | None] | None:
    """Return the kind and the matter that a word names, None for one that nothing is called."""
    name, _, matter = word.partition("/")
    if name not in set(TicketKind):
        return None
    kind = TicketKind(name)
    if matter and matter not in MATTER.get(kind, {}):
        return None
    return kind, matter or None


def is_filed(kind: TicketKind) -> bool:
    """Whether staff can open a ticket of a kind."""
    return kind not in _LANES
