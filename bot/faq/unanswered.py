"""What residents asked without a good answer, like questions together, until somebody settles them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from bot.models import AskedQuestion
from knowledge.clusters import cluster
from knowledge.embeddings import Encoder

# The latest are enough to see what is missing, and are put together while somebody waits for the page.
_MOST = 1000
WHY = {"silent": "没有答案", "choices": "反问后没选", "answer": "居民说没帮助"}


@dataclass(frozen=True)
class Wording:
    """A question, and the ids under which it was asked in just these words."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Questions that mean the same: each wording with who asked it so, the most typical first; when last, why they are here."""

    wordings: tuple[Wording, ...]
    last_asked: datetime
    why: tuple[str, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """All its questions."""
        return tuple(id_ for wording in self.wordings for id_ in wording.ids)

    @property
    def count(self) -> int:
        """How many times it was asked."""
        return len(self.ids)


def waiting(session: Session) -> Sequence[AskedQuestion]:
    """What nobody has settled yet, the latest first."""
    return session.scalars(_open().order_by(AskedQuestion.id.desc()).limit(_MOST)).all()


def groups(rows: Sequence[AskedQuestion], encode: Encoder) -> list[Group]:
    """In: questions that wait, and what makes vectors of them. Out: like ones together, what is asked most first."""
    return [_group([rows[position] for position in one]) for one in cluster([row.text for row in rows], encode)]


def among(session: Session, ids: Collection[int]) -> Sequence[AskedQuestion]:
    """Those of some questions that still wait."""
    return session.scalars(_open().where(AskedQuestion.id.in_(ids)).order_by(AskedQuestion.id)).all()


def settle(session: Session, ids: Collection[int], now: datetime) -> Sequence[AskedQuestion]:
    """Take questions off the list. Out: those that somebody else had not settled before."""
    rows = among(session, ids)
    session.execute(update(AskedQuestion).where(AskedQuestion.id.in_([row.id for row in rows])).values(settled_at=now))
    return rows


def reopen(session: Session, ids: Collection[int]) -> None:
    """Put questions back on the list: somebody settled them by mistake."""
    session.execute(update(AskedQuestion).where(AskedQuestion.id.in_(list(ids))).values(settled_at=None))


def _open() -> Select[AskedQuestion]:
    unhelpful = or_(AskedQuestion.kind.in_(("silent", "choices")), AskedQuestion.helpful.is_(False))
    return select(AskedQuestion).where(unhelpful, AskedQuestion.settled_at.is_(None))


def _group(rows: Sequence[AskedQuestion]) -> Group:
    asked: dict[str, list[int]] = {}
    for row in rows:
        asked.setdefault(row.text, []).append(row.id)
    return Group(
        wordings=tuple(Wording(text, tuple(ids)) for text, ids in asked.items()),
        last_asked=max(row.asked_at for row in rows),
        why=tuple(dict.fromkeys(WHY[row.kind] for row in rows)),
    )
