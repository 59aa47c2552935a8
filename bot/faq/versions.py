"""Which version of an entry residents have, who wrote it and who reviewed it; read from its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.faq.quarantine import as_published
from bot.models import FaqChange, FaqEntry
from knowledge.library import Library

_WRITES = ("create", "save", "restore")


@dataclass(frozen=True)
class LiveVersion:
    """The publication that counts; `written` is None where its history begins later; `compared`: the last review after an amendment."""

    published: FaqChange
    written: FaqChange | None
    compared: FaqChange | None


def live_version(changes: Sequence[FaqChange]) -> LiveVersion | None:
    """In: an entry's history, newest first. Out: what residents have of it; None when they have nothing."""
    for position, change in enumerate(changes):
        if change.act == "retire":
            return None
        if change.act == "publish":
            compared = (one for one in changes[:position] if one.act == "review")
            written = (one for one in changes[position:] if one.act in _WRITES)
            return LiveVersion(change, next(written, None), next(compared, None))
    return None


def reaches_residents(entry: FaqEntry, library: Library, today: date) -> bool:
    """Whether residents get what is published on a day: neither its dates nor an amendment hold it back."""
    known = as_published(entry)
    if known is None or not known.is_for(today, [known.area] if known.area else []):
        return False
    return not library.is_quarantined(known, today)
