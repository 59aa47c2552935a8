from dataclasses import replace

import pytest

from bot.faq import editing
from bot.faq.lifecycle import ChangedMeanwhile, OwnWork, ReasonMissing, Step
from bot.models import FaqEntry, FaqState


@pytest.fixture
def entry(database, people, meal, now):
    with database.session() as session:
        return editing.create(session, meal, people[0], now)


def walk(session, entry, people, now, *steps):
    for step, person in steps:
        editing.take(session, entry, step, entry.version, people[person], now)


def test_review_by_another_person_makes_it_live(database, entry, people, meal, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        walk(session, row, people, now, (Step.SUBMIT, 0), (Step.PUBLISH, 1))
    with database.reader() as session:
        row = session.get_one(FaqEntry, entry.id)
        assert (row.state, editing.published(row), row.revision) == (FaqState.PUBLISHED, meal, 1)
        assert [change.act for change in editing.history(session, entry.id)] == ["publish", "submit", "create"]


def test_nobody_publishes_their_own_words(database, entry, people, now):
    with database.session() as session, pytest.raises(OwnWork):
        row = session.get_one(FaqEntry, entry.id)
        walk(session, row, people, now, (Step.SUBMIT, 0), (Step.PUBLISH, 0))


def test_a_new_draft_leaves_residents_what_was_published(database, entry, people, meal, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        walk(session, row, people, now, (Step.SUBMIT, 0), (Step.PUBLISH, 1))
        editing.save(session, row, replace(meal, answer="改成十二点。"), row.version, people[1], now)
        assert (row.state, editing.published(row).answer) == (FaqState.DRAFT, meal.answer)
        assert editing.working(row).answer == "改成十二点。"


def test_of_two_who_edit_at_once_the_second_is_told_and_nothing_is_lost(database, entry, people, meal, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        seen = row.version
        editing.save(session, row, replace(meal, answer="陈静写的"), seen, people[0], now)
        with pytest.raises(ChangedMeanwhile, match="陈静"):
            editing.save(session, row, replace(meal, answer="刘洋写的"), seen, people[1], now)
        assert editing.working(row).answer == "陈静写的"


def test_what_is_retired_is_gone_for_residents(database, entry, people, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        walk(session, row, people, now, (Step.SUBMIT, 0), (Step.PUBLISH, 1))
        editing.take(session, row, Step.RETIRE, row.version, people[0], now, reason="食堂关了")
        assert (row.published, row.state, row.revision) == (None, FaqState.RETIRED, 2)


def test_nobody_retires_without_a_reason(database, entry, people, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        with pytest.raises(ReasonMissing, match="为什么停用"):
            editing.take(session, row, Step.RETIRE, row.version, people[0], now, reason=" ")
        assert (row.state, row.version) == (FaqState.DRAFT, 1)


def test_every_version_can_be_read_back(database, entry, people, meal, now):
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        for words in ("一", "二", "三"):
            editing.save(session, row, replace(meal, answer=words), row.version, people[0], now)
        kept = [change.content["answer"] for change in editing.history(session, entry.id)]
    assert kept == ["三", "二", "一", meal.answer]
