"""The first entries: valid as if written by hand, drafts until a person of the town has read them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.database import Database
from bot.faq import content, first_entries
from bot.models import FaqEntry, FaqState
from tests.people import add_staff


def test_each_of_them_may_be_saved_and_no_question_stands_twice() -> None:
    questions = [text for one in first_entries.read() for text in (one.title, *one.variants)]
    for one in first_entries.read():
        content.check(one, {})
    assert len(questions) == len(set(questions))
    assert len(first_entries.read()) >= 25


def test_they_start_as_drafts_and_are_added_once(database: Database, now: datetime) -> None:
    with database.session() as session:
        staff = add_staff(session)
        assert len(first_entries.draft(session, staff, now)) == len(first_entries.read())
        assert first_entries.draft(session, staff, now) == []
        entries = session.scalars(select(FaqEntry)).all()
        assert {one.state for one in entries} == {FaqState.DRAFT}
        assert all(one.published is None for one in entries)


def test_published_for_the_demonstration_they_name_who_wrote_and_who_reviewed(
    database: Database, now: datetime
) -> None:
    with database.session() as session:
        editor, reviewer = add_staff(session), add_staff(session, "王芳", "desk2")
        assert first_entries.publish(session, editor, reviewer, now) == len(first_entries.read())
        entries = session.scalars(select(FaqEntry)).all()
        assert {one.state for one in entries} == {FaqState.PUBLISHED}
        assert all(one.revision for one in entries)
