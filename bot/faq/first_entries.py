"""The first entries: what residents ask every day about matters of other offices, as a beginning for administrators.

They start as drafts of whoever takes them in, because somebody of the town has to read each one before a resident does.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import editing
from bot.faq.content import Content
from bot.faq.lifecycle import Step
from bot.models import FaqEntry, Staff

_FILE = Path(__file__).with_name("first_entries.yml")


@cache
def read() -> tuple[Content, ...]:
    """What `first_entries.yml` holds."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(Content(**{**row, "variants": tuple(row["variants"])}) for row in rows)


def draft(session: Session, staff: Staff, now: datetime) -> list[FaqEntry]:
    """Add those whose title no entry has, as drafts of `staff`; return them."""
    known = set(session.scalars(select(FaqEntry.title)))
    return [
        editing.create(session, content, staff, now, reason="常见问答")
        for content in read()
        if content.title not in known
    ]


def publish(session: Session, editor: Staff, reviewer: Staff, now: datetime) -> int:
    """Add them published, for the demonstration alone; return how many. Whoever reviewed them must not be their editor."""
    entries = draft(session, editor, now)
    for entry in entries:
        editing.take(session, entry, Step.SUBMIT, entry.version, editor, now)
        editing.take(session, entry, Step.PUBLISH, entry.version, reviewer, now)
    return len(entries)
