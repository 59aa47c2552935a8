"""Sources as they are stored, and the library the knowledge room gets of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import ArticleReview, SourceEdition
from knowledge.library import Edition, Library
from knowledge.regulation import Article, Chapter, Document


def pack(document: Document) -> list[dict[str, Any]]:
    """The chapters of a document as they are stored."""
    return [
        {
            "title": chapter.title,
            "articles": [
                {"number": one.number, "paragraphs": list(one.paragraphs), "unit": one.unit} for one in chapter.articles
            ],
        }
        for chapter in document.chapters
    ]


def unpack_chapters(stored: Iterable[dict[str, Any]]) -> tuple[Chapter, ...]:
    """What `pack` wrote. Errors: KeyError or TypeError for anything else."""
    return tuple(
        Chapter(
            number,
            one["title"],
            tuple(
                Article(int(article["number"]), number, tuple(map(str, article["paragraphs"])), str(article["unit"]))
                for article in one["articles"]
            ),
        )
        for number, one in enumerate(stored, start=1)
    )


def unpack(row: SourceEdition) -> Document:
    """The document of a stored edition."""
    return Document(row.title, row.passed, row.approved, row.in_force, unpack_chapters(row.chapters), row.repealed)


def read_library(session: Session, shipped: Document) -> Library:
    """All editions: the one shipped with the program and the imported ones."""
    rows = session.scalars(select(SourceEdition).order_by(SourceEdition.id))
    editions = [Edition(unpack(row), row.created_at) for row in rows]
    latest = select(ArticleReview.title, ArticleReview.article, func.max(ArticleReview.at))
    reviews = session.execute(latest.group_by(ArticleReview.title, ArticleReview.article))
    explained = {(title, article): at for title, article, at in reviews}
    return Library([Edition(shipped), *editions], explained)


def imported(library: Library, shipped: Document) -> Iterable[Document]:
    """The documents of a library that are not shipped, and so not trained."""
    return (
        one.document for title in library.titles() for one in library.editions(title) if one.document is not shipped
    )


def citable(library: Library) -> dict[str, set[int]]:
    """The articles of each source, in any of its editions, by title."""
    return {
        title: {number for one in library.editions(title) for number in one.document.texts}
        for title in library.titles()
    }


def review_article(session: Session, title: str, article: int, staff_id: int, now: datetime, note: str) -> None:
    """Write down that the plain explanation of an article still holds for its present text."""
    session.add(ArticleReview(title=title, article=article, staff_id=staff_id, at=now, note=note))


def is_known(session: Session, title: str, in_force: date) -> bool:
    """Whether this edition was imported before."""
    same = select(SourceEdition.id).where(SourceEdition.title == title, SourceEdition.in_force == in_force)
    return session.scalar(same) is not None
