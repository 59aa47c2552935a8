from dataclasses import replace
from datetime import date

import pytest

from bot.faq import editing, revision
from bot.faq.content import to_entry
from bot.faq.lifecycle import Step
from bot.faq.lists import seed_first_list
from bot.faq.live import LiveKnowledge
from bot.faq.news import News
from bot.faq.sources import pack
from bot.models import FaqEntry, ListItem, SentenceVector, SourceEdition
from knowledge.lists import ListedItem
from tests.unit.knowledge.letters import DOCUMENT, count_letters

TODAY = date(2026, 11, 23)
DIVORCE = ListedItem("not_to_certify", "离婚证明", (), "请找民政部门。", "市里的清单")


@pytest.fixture
def publish(database, people, now):
    def publish(content):
        with database.session() as session:
            row = editing.create(session, content, people[0], now)
            editing.take(session, row, Step.SUBMIT, row.version, people[0], now)
            editing.take(session, row, Step.PUBLISH, row.version, people[1], now)
            return row.id

    return publish


def test_what_is_published_answers_the_next_question_in_every_process(database, trained, live, publish, meal):
    other = LiveKnowledge(database, trained, count_letters)
    assert live.ask("食堂啥时候开饭", TODAY).entry is None and other.ask("食堂啥时候开饭", TODAY).entry is None
    id_ = publish(meal)
    assert live.ask("食堂啥时候开饭", TODAY).entry.id == other.ask("食堂啥时候开饭", TODAY).entry.id == id_


def test_what_is_retired_answers_no_more(database, live, publish, people, meal, now):
    id_ = publish(meal)
    assert live.ask(meal.title, TODAY).entry
    with database.session() as session:
        row = session.get_one(FaqEntry, id_)
        editing.take(session, row, Step.RETIRE, row.version, people[0], now, reason="食堂关了")
    assert live.ask(meal.title, TODAY).entry is None


def test_a_candidate_is_tried_without_anybody_else_seeing_it(live, publish, meal):
    id_ = publish(meal)
    candidate = to_entry(id_, replace(meal, answer="新答案"), None, DOCUMENT.title)
    live.refresh()
    with live.trying(News(9, (candidate,), (), live.library, (DIVORCE,))) as base:
        assert base.ask(meal.title, TODAY).entry.answer == "新答案"
        assert base.ask("离婚证明找谁开", TODAY).listed == DIVORCE
    assert live.ask(meal.title, TODAY).entry.answer == meal.answer
    assert live.ask("离婚证明找谁开", TODAY).listed is None


def test_trying_to_go_without_an_entry_leaves_it_where_it_was(live, publish, meal):
    id_ = publish(meal)
    live.refresh()
    with live.trying(News(9, (), (id_,), live.library, ())) as base:
        assert base.ask(meal.title, TODAY).entry is None
    assert live.ask(meal.title, TODAY).entry.id == id_


def test_asking_without_an_entry_leaves_it_where_it_was(live, publish, meal):
    first, second = publish(meal), publish(replace(meal, answer="另一条", variants=()))
    assert live.ask_without(first, meal.title, TODAY).entry.id == second
    assert live.ask_without(second, meal.title, TODAY).entry.id == first
    assert {entry.id for entry in live.entries()} == {first, second}


def test_an_amendment_quarantines_the_entry_that_cites_it_until_it_is_reviewed(
    database, live, publish, people, now, meal
):
    id_ = publish(replace(meal, cites=("第十七条",)))
    chapters = pack(DOCUMENT)
    for chapter in chapters:
        for article in chapter["articles"]:
            if article["number"] == 17:
                article["paragraphs"] = ["改过的第十七条。"]
    later = now.replace(hour=now.hour + 1)
    with database.session() as session:
        session.add(
            SourceEdition(
                title=DOCUMENT.title,
                in_force=date(2026, 12, 1),
                chapters=chapters,
                staff_id=people[0].id,
                created_at=later,
            )
        )
        revision.advance(session)
    assert live.ask(meal.title, TODAY).entry.id == id_
    assert live.ask(meal.title, date(2026, 12, 1)).entry is None
    with database.session() as session:
        row = session.get_one(FaqEntry, id_)
        editing.review(session, row, row.version, people[1], later, "没有影响")
    answer = live.ask(meal.title, date(2026, 12, 1))
    assert (answer.entry.id, answer.quote) == (id_, "改过的第十七条。")


def test_the_national_list_answers_once_it_is_there(database, live):
    with database.session() as session:
        assert seed_first_list(session) == 20
        assert seed_first_list(session) == 0
        assert {one.name for one in session.query(ListItem)} >= {"亲属关系证明", "无犯罪记录证明", "证件遗失证明"}
    answer = live.ask("社区该不该给我开单身证明", TODAY)
    assert answer.listed.name == "婚姻状况证明"
    assert "民发〔2020〕20号" in answer.listed.source


def test_a_text_is_encoded_once_for_all_processes(database, trained, live, publish, meal):
    publish(meal)
    live.ask(meal.title, TODAY)
    counted: list[int] = []

    def counting(sentences):
        counted.append(len(sentences))
        return count_letters(sentences)

    second = LiveKnowledge(database, trained, counting)
    second.refresh()
    assert counted == []
    with database.reader() as session:
        assert session.query(SentenceVector).count() == 2


def test_revisions_count_up_by_one(database):
    with database.session() as session:
        assert [revision.advance(session) for _ in range(3)] == [1, 2, 3]
    with database.reader() as session:
        assert revision.current(session) == 3
