"""Changing entries: each change is one version with its content kept, and stops when somebody else was quicker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import pictures, revision
from bot.faq.content import Content, from_json, to_json
from bot.faq.lifecycle import ChangedMeanwhile, Step, after, check_reason
from bot.models import FaqChange, FaqEntry, FaqState, Staff


def create(session: Session, content: Content, staff: Staff, now: datetime, reason: str = "") -> FaqEntry:
    """Add a draft."""
    entry = FaqEntry(editor_id=staff.id, created_at=now, updated_at=now, working={}, title="")
    _write(entry, content)
    # Fetched while the entry is being reviewed: no resident waits for it.
    pictures.order(session, content.picture, now)
    session.add(entry)
    session.flush()
    _note(session, entry, "create", staff, now, reason)
    return entry


def save(session: Session, entry: FaqEntry, content: Content, seen: int, staff: Staff, now: datetime) -> None:
    """Put new content into the working copy. Errors: ChangedMeanwhile when `seen` is not the present version."""
    take(session, entry, Step.SAVE, seen, staff, now, content=content)


def take(
    session: Session,
    entry: FaqEntry,
    step: Step,
    seen: int,
    staff: Staff,
    now: datetime,
    *,
    content: Content | None = None,
    reason: str = "",
) -> None:
    """Take a step with an entry. Errors: FaqRefusal (its kinds say why)."""
    if seen != entry.version:
        raise ChangedMeanwhile(f"{entry.editor.name}刚刚改过这条问答。")
    check_reason(step, reason)
    entry.state = after(entry.state, step, by_editor=staff.id == entry.editor_id)
    entry.version += 1
    entry.updated_at = now
    if content is not None:
        _write(entry, content)
        pictures.order(session, content.picture, now)
        entry.editor_id = staff.id
    if step is Step.PUBLISH:
        _go_live(session, entry, now)
    if step is Step.RETIRE and entry.published is not None:
        entry.published, entry.revision = None, revision.advance(session)
    _note(session, entry, step.value, staff, now, reason)


def review(session: Session, entry: FaqEntry, seen: int, staff: Staff, now: datetime, reason: str) -> None:
    """Somebody compared a published entry with the amended article and found that it still holds."""
    if seen != entry.version:
        raise ChangedMeanwhile(f"{entry.editor.name}刚刚改过这条问答。")
    entry.version += 1
    entry.reviewed_at, entry.revision = now, revision.advance(session)
    _note(session, entry, "review", staff, now, reason)


def history(session: Session, entry_id: int) -> list[FaqChange]:
    """All versions of an entry, newest first."""
    newest = FaqChange.version.desc()
    return list(session.scalars(select(FaqChange).where(FaqChange.entry_id == entry_id).order_by(newest)))


def working(entry: FaqEntry) -> Content:
    """What people edit."""
    return from_json(entry.working)


def published(entry: FaqEntry) -> Content | None:
    """What residents get."""
    return from_json(entry.published) if entry.published else None


def _go_live(session: Session, entry: FaqEntry, now: datetime) -> None:
    entry.published = dict(entry.working)
    entry.reviewed_at, entry.revision = now, revision.advance(session)


def _write(entry: FaqEntry, content: Content) -> None:
    entry.working = to_json(content)
    entry.title, entry.category, entry.area_id = content.title, content.category, content.area_id
    entry.search_text = content.search_text


def _note(session: Session, entry: FaqEntry, act: str, staff: Staff, now: datetime, reason: str) -> None:
    session.add(
        FaqChange(
            entry_id=entry.id,
            version=entry.version,
            act=act,
            content=dict(entry.working),
            reason=reason,
            staff_id=staff.id,
            at=now,
        )
    )


def is_live(entry: FaqEntry) -> bool:
    """Whether residents get it (its dates and amendments aside)."""
    return entry.published is not None and entry.state is not FaqState.RETIRED
