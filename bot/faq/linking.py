"""Which entry a question belongs to: what is offered, the likeliest first, and adding questions to it as variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from bot.faq import editing
from bot.faq.content import MOST_VARIANTS
from bot.faq.live import LiveKnowledge
from bot.models import FaqEntry, FaqState, Staff
from knowledge.question_index import QuestionIndex

MOST = 8
# Far below what a resident would be offered: whoever looks at the list sees at once what does not fit.
_LEAST = 0.2
# Some of a group's questions are enough to find its like.
_EXAMPLES = 3
# What is not published yet stands in no index; the latest are compared one by one.
_DRAFTS, _TEXTS_OF_DRAFT = 50, 3


@dataclass(frozen=True)
class Linked:
    """The questions that became variants, and those for which the entry has no room."""

    added: tuple[str, ...]
    left_out: tuple[str, ...]


def offers(session: Session, live: LiveKnowledge, words: str, texts: Sequence[str]) -> list[FaqEntry]:
    """Entries to choose from, at most MOST, none retired.

    In: what somebody typed, and the questions that look for an entry. Out: without words the likeliest first; with words those
    that hold them, then those that mean nearly the same as the words.
    """
    if not words:
        return _in_order(session, _likeliest(session, live, texts[:_EXAMPLES]))
    return _in_order(session, dict.fromkeys([*_holding(session, words), *_likeliest(session, live, [words])]))


def link(session: Session, entry: FaqEntry, texts: Sequence[str], staff: Staff, now: datetime) -> Linked:
    """Add questions to an entry's working copy as variants; those that it has already stay as they are."""
    content = editing.working(entry)
    new = [text for text in dict.fromkeys(texts) if text not in (content.title, *content.variants)]
    room = max(0, MOST_VARIANTS - len(content.variants))
    linked = Linked(tuple(new[:room]), tuple(new[room:]))
    if linked.added:
        changed = replace(content, variants=(*content.variants, *linked.added))
        editing.save(session, entry, changed, entry.version, staff, now)
    return linked


def unlink(session: Session, entry: FaqEntry, texts: Sequence[str], staff: Staff, now: datetime) -> None:
    """Take variants out of an entry's working copy again."""
    content = editing.working(entry)
    kept = tuple(text for text in content.variants if text not in texts)
    if kept != content.variants:
        editing.save(session, entry, replace(content, variants=kept), entry.version, staff, now)


def _holding(session: Session, words: str) -> Iterator[int]:
    """Entries that hold every word; those with the first word in their question go first."""
    typed = words.lower().split()
    held = [FaqEntry.search_text.contains(word, autoescape=True) for word in typed]
    in_title = case((FaqEntry.title.contains(typed[0], autoescape=True), 0), else_=1)
    rows = select(FaqEntry.id).where(FaqEntry.state != FaqState.RETIRED, *held)
    yield from session.scalars(rows.order_by(in_title, FaqEntry.updated_at.desc(), FaqEntry.id.desc()).limit(MOST))


def _likeliest(session: Session, live: LiveKnowledge, texts: Sequence[str]) -> Mapping[int, float]:
    """Ids with their scores, the best first: of what is published, and of the latest drafts."""
    scores: dict[int, float] = {}
    for id_, score in (*_published(live, texts), *_drafts(session, live, texts)):
        scores[id_] = max(score, scores.get(id_, 0.0))
    return dict(sorted(scores.items(), key=lambda one: -one[1]))


def _published(live: LiveKnowledge, texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    for text in texts:
        yield from ((one.entry.id, one.score) for one in live.similar(text, _LEAST) if one.entry)


def _drafts(session: Session, live: LiveKnowledge, texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    never = FaqEntry.published.is_(None), FaqEntry.state != FaqState.RETIRED
    rows = session.scalars(select(FaqEntry).where(*never).order_by(FaqEntry.updated_at.desc()).limit(_DRAFTS))
    index = QuestionIndex(live.meanings)
    for row in rows:
        index.put(str(row.id), (row.title, *editing.working(row).variants)[:_TEXTS_OF_DRAFT])
    for text in texts:
        yield from ((int(near.key), near.score) for near in index.search(text) if near.score >= _LEAST)


def _in_order(session: Session, ids: Mapping[int, object]) -> list[FaqEntry]:
    wanted = list(ids)[: 2 * MOST]
    rows = session.scalars(select(FaqEntry).where(FaqEntry.id.in_(wanted), FaqEntry.state != FaqState.RETIRED))
    return sorted(rows, key=lambda row: wanted.index(row.id))[:MOST]
