"""Reviewing: one person says what a message means, another agrees or says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lessons.labels import LABELS
from bot.models import Lesson, LessonState, Staff

_MOST = 60


class LessonRefusal(Exception):
    """A judgement that cannot be taken; the text is shown to the person."""


class UnknownIntent(LessonRefusal):
    """No intent was chosen."""


class SamePerson(LessonRefusal):
    """Two people have to agree; one cannot agree with oneself."""


def listed(session: Session, state: LessonState) -> Sequence[Lesson]:
    """Return the lessons in a state, the newest first; of the agreed only what was not exported yet."""
    found = select(Lesson).where(Lesson.state == state).order_by(Lesson.id.desc()).limit(_MOST)
    if state is LessonState.AGREED:
        found = found.where(Lesson.exported_at.is_(None))
    return session.scalars(found).all()


def counts(session: Session) -> dict[LessonState, int]:
    """Return how many lessons stand in each state, without those that were exported."""
    grouped = select(Lesson.state, func.count()).where(Lesson.exported_at.is_(None)).group_by(Lesson.state)
    return dict.fromkeys(LessonState, 0) | dict(session.execute(grouped).tuples().all())


def propose(lesson: Lesson, intent: str, text: str, staff: Staff) -> None:
    """Say what a message means. The second person who says the same agrees; another meaning begins anew.

    `text` may have been edited to leave out a name: whoever agrees, agrees with that wording.
    """
    if intent not in LABELS:
        raise UnknownIntent("请先选这句话是什么意思。")
    wording = " ".join(text.split()) or lesson.text
    is_same = lesson.state is LessonState.PROPOSED and (lesson.intent, lesson.text) == (intent, wording)
    if is_same and lesson.proposed_by_id == staff.id:
        raise SamePerson("这句是您判断的，要等另一位同事也这样认为。")
    if is_same:
        lesson.state, lesson.agreed_by_id = LessonState.AGREED, staff.id
        return
    lesson.state, lesson.intent, lesson.text = LessonState.PROPOSED, intent, wording
    lesson.proposed_by_id, lesson.agreed_by_id = staff.id, None


def dismiss(lesson: Lesson) -> None:
    """Leave a message out: it teaches nothing."""
    lesson.state = LessonState.DISMISSED


def restore(lesson: Lesson) -> None:
    """Take a message back that was left out."""
    lesson.state = LessonState.PROPOSED if lesson.intent else LessonState.WAITING
