"""Quarantine: what is held back because an article it rests on was amended, until somebody has compared the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq.content import from_json, to_entry
from bot.faq.differences import Difference, article_differences
from bot.models import FaqEntry
from knowledge.entries import Entry
from knowledge.explanations import Explanations
from knowledge.library import Amendment, Library, changed_articles
from knowledge.regulation import Document, read_regulation


@dataclass(frozen=True)
class HeldExplanation:
    """A plain explanation that waits for a review, with the article's old and new text."""

    article: int
    title: str
    explanation: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedDocument:
    """Why an entry is held back: a document that it rests on, article by article what went and what came.

    `in_force`: from when the new text holds; None: the document was repealed, on `repealed`.
    """

    title: str
    in_force: date | None
    repealed: date | None
    articles: list[Difference]


def is_quarantined(entry: FaqEntry, library: Library, today: date) -> bool:
    """Whether residents do not get a published entry because of an amendment."""
    return bool((known := as_published(entry)) and library.is_quarantined(known, today))


def why_quarantined(entry: FaqEntry, library: Library, today: date) -> list[ChangedDocument]:
    """What to compare a held entry with; nothing where it is not held."""
    known = as_published(entry)
    return [_changed(one) for one in library.amendments(known, today)] if known else []


def as_published(entry: FaqEntry) -> Entry | None:
    """An entry as the knowledge room has it; None where nothing is published."""
    if entry.published is None:
        return None
    return to_entry(entry.id, from_json(entry.published), entry.reviewed_at, read_regulation().title)


def _changed(amendment: Amendment) -> ChangedDocument:
    old, new = amendment.old, amendment.new
    if new is None:
        return ChangedDocument(old.title, None, old.repealed, [])
    return ChangedDocument(new.title, new.in_force, None, article_differences(amendment.articles, old, new))


def held_entries(session: Session, library: Library, today: date) -> list[FaqEntry]:
    """Published entries that are held back on a day."""
    live = session.scalars(select(FaqEntry).where(FaqEntry.published.is_not(None)).order_by(FaqEntry.id))
    return [entry for entry in live if is_quarantined(entry, library, today)]


def held_explanations(
    library: Library, shipped: Document, explanations: Explanations, today: date
) -> Sequence[HeldExplanation]:
    """Explanations of the shipped regulation that are held back on a day."""
    present = library.in_force(shipped.title, today)
    if present is None or present is shipped:
        return []
    changed = [
        number
        for number in changed_articles(shipped, present)
        if number in shipped.texts and not library.is_explained(shipped.title, number, today)
    ]
    return [
        HeldExplanation(
            article=one.article,
            title=one.title,
            explanation=one.explanation,
            old="\n".join(shipped.texts[one.article]),
            new="\n".join(present.texts.get(one.article, ("（已删去）",))),
        )
        for one in explanations.values()
        if one.article in changed and one.paragraph is None
    ]
