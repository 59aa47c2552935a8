"""Whatever changes what residents are told asks the golden questions first, and nothing is changed when one would go wrong."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.faq import editing, gate, revision
from bot.faq.gate import BreaksGolden, ReasonMissing
from bot.faq.importing import repeal, take_in
from bot.faq.lifecycle import Step
from bot.faq.list_workbook import plan_list, take_list
from bot.faq.live import LiveKnowledge
from bot.models import FaqChange, FaqEntry, GoldenQuestion, ListItem, SourceEdition
from knowledge.regulation import Document
from tests.people import add_areas
from tests.unit.knowledge.letters import DOCUMENT, count_letters

TODAY = date(2026, 11, 23)
ITEM = {"清单": "社区工作事项", "事项": "彩礼", "来源": "市里的清单"}


@pytest.fixture
def golden(database, people, now):
    """Add golden questions."""

    def add(question, expected):
        with database.session() as session:
            row = GoldenQuestion(question=question, expected=expected, staff_id=people[0].id, created_at=now)
            session.add(row)
            session.flush()
            return row.id

    return add


@pytest.fixture
def submit(database, people, now):
    def submit(content):
        with database.session() as session:
            row = editing.create(session, content, people[0], now)
            editing.take(session, row, Step.SUBMIT, row.version, people[0], now)
            return row.id

    return submit


@pytest.fixture
def step(database, live, people, now):
    """Take a step through the gate."""

    def step(id_, step, overrule=None):
        def act(session, reason):
            row = session.get_one(FaqEntry, id_)
            said = f"食堂搬了；{reason}" if step is Step.RETIRE else reason
            editing.take(session, row, step, row.version, people[1], now, reason=said)

        return gate.change(database, live, act, now, overrule=overrule)

    return step


def read(database, table, id_):
    with database.reader() as session:
        return session.get_one(table, id_)


def without_article(number):
    chapters = tuple(
        replace(chapter, articles=tuple(one for one in chapter.articles if one.number != number))
        for chapter in DOCUMENT.chapters
    )
    return Document(DOCUMENT.title, None, None, date(2026, 12, 1), chapters)


def test_a_publication_that_breaks_none_passes_and_each_question_is_marked_as_right(
    golden, submit, step, meal, database, now
):
    id_ = golden("彩礼太高村里管不管", "第十七条")
    assert list(step(submit(meal), Step.PUBLISH).coming) == []
    row = read(database, GoldenQuestion, id_)
    assert (row.checked_at, row.got) == (now, "")


def test_what_is_wrong_already_stops_nobody_and_is_marked(golden, submit, step, meal, database):
    id_ = golden("彩礼太高村里管不管", "第一条")
    step(submit(meal), Step.PUBLISH)
    assert "第十七条" in read(database, GoldenQuestion, id_).got


def test_retiring_the_entry_that_a_golden_question_needs_is_stopped_and_changes_nothing(
    golden, submit, step, meal, database, live
):
    id_ = submit(meal)
    step(id_, Step.PUBLISH)
    golden(meal.title, f"问答{id_}")
    with pytest.raises(BreaksGolden) as refused:
        step(id_, Step.RETIRE)
    (one,) = refused.value.broken
    assert (one.question, one.expected, one.day) == (meal.title, f"问答{id_}", TODAY)
    assert read(database, FaqEntry, id_).published is not None
    assert live.ask(meal.title, TODAY).entry.id == id_


def test_a_reason_lets_it_pass_and_is_handed_on_to_be_written_down(golden, submit, step, meal, database, live):
    id_ = submit(meal)
    step(id_, Step.PUBLISH)
    marked = golden(meal.title, f"问答{id_}")
    with pytest.raises(ReasonMissing):
        step(id_, Step.RETIRE, overrule=" ")
    step(id_, Step.RETIRE, overrule="食堂关了")
    with database.reader() as session:
        reason = session.scalar(select(FaqChange.reason).order_by(FaqChange.id.desc()).limit(1))
    assert reason == "食堂搬了；1个必测问题会答错，仍然这样改：食堂关了"
    assert live.ask(meal.title, TODAY).entry is None
    assert read(database, GoldenQuestion, marked).got == "不回答"


def test_a_reason_is_not_written_down_where_nothing_goes_wrong(submit, step, meal, database):
    step(submit(meal), Step.PUBLISH, overrule="以防万一")
    with database.reader() as session:
        assert "以防万一" not in set(session.scalars(select(FaqChange.reason)))


def test_an_amendment_is_asked_about_on_the_day_it_comes_into_force(golden, database, live, people, now):
    golden("彩礼太高村里管不管", "第十七条")

    def act(session, reason):
        take_in(session, without_article(17), "新条例.md", people[0], now)

    with pytest.raises(BreaksGolden) as refused:
        gate.change(database, live, act, now)
    assert [one.day for one in refused.value.broken] == [date(2026, 12, 1)]
    with database.reader() as session:
        assert session.scalar(select(SourceEdition)) is None
    assert live.library.in_force(DOCUMENT.title, date(2026, 12, 2)) is DOCUMENT


def test_a_repeal_is_asked_about_on_its_day(golden, database, live, people, now):
    notice = Document("供暖通知", None, None, TODAY, DOCUMENT.chapters[:1])
    taken = gate.change(
        database, live, lambda session, reason: take_in(session, notice, "a.txt", people[0], now).id, now
    ).result
    golden("《供暖通知》第一条", "《供暖通知》第一条")

    def act(session, reason):
        repeal(session, session.get_one(SourceEdition, taken), date(2027, 3, 15))

    with pytest.raises(BreaksGolden) as refused:
        gate.change(database, live, act, now)
    assert [one.day for one in refused.value.broken] == [date(2027, 3, 15)]


def test_an_item_of_a_list_that_takes_an_articles_question_over_is_stopped(golden, database, live, now):
    golden("彩礼太高村里管不管", "第十七条")
    with pytest.raises(BreaksGolden):
        gate.change(database, live, lambda session, reason: take_list(session, plan_list(session, [(1, ITEM)])), now)
    with database.reader() as session:
        assert session.scalar(select(ListItem)) is None


def test_an_entry_that_is_yet_to_begin_is_asked_about_on_its_first_day(golden, submit, step, meal):
    golden(meal.title, "")
    id_ = submit(replace(meal, valid_from=date(2027, 1, 1)))
    with pytest.raises(BreaksGolden) as refused:
        step(id_, Step.PUBLISH)
    assert [one.day for one in refused.value.broken] == [date(2027, 1, 1)]


def test_an_end_by_date_stops_nothing_but_is_told_beforehand_and_marked(golden, submit, step, meal, database):
    id_ = submit(meal)
    step(id_, Step.PUBLISH)
    marked = golden(meal.title, f"问答{id_}")
    other = submit(replace(meal, title="食堂冬天开到几点", variants=(), valid_until=date(2026, 12, 31)))
    late = golden("食堂冬天开到几点", f"问答{other}")
    (coming,) = step(other, Step.PUBLISH, overrule="冬天要答").coming
    assert (coming.broken.id, coming.broken.day) == (late, date(2027, 1, 1))
    row = read(database, GoldenQuestion, late)
    assert row.breaks_on == date(2027, 1, 1)
    assert row.breaks_because == f"问答{other}“食堂冬天开到几点”到期"
    assert read(database, GoldenQuestion, marked).breaks_on is None


def test_a_later_end_takes_the_mark_away(golden, submit, step, meal, database, people, now):
    id_ = submit(replace(meal, valid_until=date(2026, 12, 1)))
    step(id_, Step.PUBLISH)
    marked = golden(meal.title, f"问答{id_}")
    for until, expected in ((date(2026, 12, 5), date(2026, 12, 6)), (None, None)):
        with database.session() as session:
            row = session.get_one(FaqEntry, id_)
            editing.save(session, row, replace(meal, valid_until=until), row.version, people[0], now)
            editing.take(session, row, Step.SUBMIT, row.version, people[0], now)
        step(id_, Step.PUBLISH)
        assert read(database, GoldenQuestion, marked).breaks_on == expected


class Interrupted(LiveKnowledge):
    """Another process is quicker, once, while golden questions are asked."""

    def __init__(self, *parts, meanwhile):
        super().__init__(*parts)
        self.meanwhile = meanwhile

    @contextmanager
    def trying(self, news):
        with super().trying(news) as base:
            yield base
        if self.meanwhile:
            self.meanwhile, other = None, self.meanwhile
            other()


def test_what_somebody_else_changes_meanwhile_is_asked_about_too(
    golden, submit, step, meal, database, trained, people, now
):
    """The second entry alone breaks nothing while the first still answers; the first is retired at that moment."""
    first = submit(meal)
    step(first, Step.PUBLISH)
    golden(meal.title, f"问答{first}")
    second = submit(replace(meal, variants=()))

    def retire():
        with database.session() as session:
            row = session.get_one(FaqEntry, first)
            editing.take(session, row, Step.RETIRE, row.version, people[1], now, reason="食堂关了")

    tries = []

    def publish(session, reason):
        tries.append(reason)
        row = session.get_one(FaqEntry, second)
        editing.take(session, row, Step.PUBLISH, row.version, people[1], now)

    live = Interrupted(database, trained, count_letters, meanwhile=retire)
    gate.change(database, live, publish, now)
    assert len(tries) == 3, "tried, tried anew after the other's change, made"
    with database.reader() as session:
        assert session.scalar(select(GoldenQuestion.got)) == f"问答{second} {meal.title}"


def test_working_copies_change_nothing_that_residents_are_told(submit, step, meal, database, live, people, now):
    id_ = submit(meal)
    step(id_, Step.PUBLISH)
    before = live.seen
    with database.session() as session:
        row = session.get_one(FaqEntry, id_)
        old = editing.working(row)
        editing.save(session, row, replace(meal, answer="改了"), row.version, people[0], now)
        editing.take(session, row, Step.RESTORE, row.version, people[0], now, content=old, reason="恢复")
        assert revision.current(session) == before
    assert live.ask(meal.title, TODAY).entry.answer == meal.answer


def test_questions_of_a_community_are_asked_as_its_residents_ask(database, live, people, now, submit, step, meal):
    with database.session() as session:
        area_id = add_areas(session)["幸福社区"].id
    id_ = submit(replace(meal, area_id=area_id))
    step(id_, Step.PUBLISH)
    with database.session() as session:
        for area in (area_id, None):
            session.add(
                GoldenQuestion(
                    question=meal.title, expected=f"问答{id_}", area_id=area, staff_id=people[0].id, created_at=now
                )
            )
    with pytest.raises(BreaksGolden) as refused:
        step(id_, Step.RETIRE)
    assert len(refused.value.broken) == 1, "to everybody else it was no answer before"
