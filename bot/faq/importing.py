"""Bringing a document in: what it would change is shown first, then it is written in one piece."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq import revision
from bot.faq.quarantine import is_quarantined
from bot.faq.sources import is_known, pack, read_library, unpack_chapters
from bot.models import FaqEntry, SourceEdition, Staff
from knowledge.importing import Draft, ImportRefused
from knowledge.library import Edition, Library, changed_articles
from knowledge.regulation import Document

_DATES = {"passed": "通过日期", "approved": "批准日期", "in_force": "施行日期", "repealed": "废止日期"}


@dataclass(frozen=True)
class Preview:
    """What an import would do: the document, the edition it follows, the articles that change, the entries held back."""

    document: Document
    follows: Document | None
    changed: Sequence[int]
    held: Sequence[str]


def pack_draft(draft: Draft) -> str:
    """A draft's chapters for a hidden field, between the look at it and the word to go on."""
    return json.dumps(pack(Document(draft.title, None, None, date.min, draft.chapters)), ensure_ascii=False)


def read_document(form: Mapping[str, str]) -> Document:
    """In: title, dates and packed chapters as posted. Errors: ImportRefused says what is missing or wrong."""
    title = form.get("title", "").strip().strip("《》")[:120]
    if not title:
        raise ImportRefused("请写上文件名称。")
    days = {name: _day(form.get(name, ""), words) for name, words in _DATES.items()}
    in_force = days["in_force"]
    if in_force is None:
        raise ImportRefused("请写上施行日期（通知写发布日期），回答居民时要说明。")
    if days["repealed"] and days["repealed"] <= in_force:
        raise ImportRefused("废止日期要晚于施行日期。")
    try:
        chapters = unpack_chapters(json.loads(form.get("chapters", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise ImportRefused("页面内容不完整，请重新上传文件。") from error
    return Document(title, days["passed"], days["approved"], in_force, chapters, days["repealed"])


def preview(session: Session, document: Document, shipped: Document, now: datetime) -> Preview:
    """What would change if the document were taken in. Errors: ImportRefused when this edition is there already."""
    library = read_library(session, shipped)
    if is_known(session, document.title, document.in_force) or _is_shipped(document, shipped):
        raise ImportRefused(f"《{document.title}》{document.in_force}施行的这一版已经有了。")
    follows = library.in_force(document.title, document.in_force)
    after = Library([*_all(library), Edition(document, now)])
    day = document.in_force
    published = session.scalars(select(FaqEntry).where(FaqEntry.published.is_not(None)))
    held = [
        entry.title
        for entry in published
        if is_quarantined(entry, after, day) and not is_quarantined(entry, library, day)
    ]
    return Preview(document, follows, changed_articles(follows, document) if follows else [], held)


def take_in(session: Session, document: Document, file_name: str, staff: Staff, now: datetime) -> SourceEdition:
    """Write the edition; from its day on it is what residents are told."""
    row = SourceEdition(
        title=document.title,
        passed=document.passed,
        approved=document.approved,
        in_force=document.in_force,
        repealed=document.repealed,
        chapters=pack(document),
        file_name=file_name[:255],
        staff_id=staff.id,
        created_at=now,
    )
    session.add(row)
    revision.advance(session)
    session.flush()
    return row


def repeal(session: Session, row: SourceEdition, day: date | None) -> None:
    """Set the day from which an edition no longer holds, or take it back. Errors: ImportRefused."""
    if day and day <= row.in_force:
        raise ImportRefused("废止日期要晚于施行日期。")
    row.repealed = day
    revision.advance(session)


def _all(library: Library) -> list[Edition]:
    return [edition for title in library.titles() for edition in library.editions(title)]


def _is_shipped(document: Document, shipped: Document) -> bool:
    return (document.title, document.in_force) == (shipped.title, shipped.in_force)


def _day(text: str, what: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise ImportRefused(f"{what}写成 2026-01-31 这样。") from error
