from dataclasses import replace

import pytest

from bot.faq import editing
from bot.faq.content import MOST_VARIANTS, Content
from bot.faq.lifecycle import Step
from bot.faq.linking import MOST, link, offers, unlink
from bot.models import FaqEntry, FaqState

BUS = Content("老年公交卡去哪办", "去公交公司。", ("坐车的卡咋办",), "养老")


@pytest.fixture
def write(database, people, now):
    """Write an entry and take it so far."""

    def write(content, *steps):
        with database.session() as session:
            row = editing.create(session, content, people[0], now)
            for number, step in enumerate(steps):
                editing.take(session, row, step, row.version, people[number % 2], now, reason="过时了")
            return row.id

    return write


@pytest.fixture
def offered(database, live):
    def offered(words, *texts):
        with database.reader() as session:
            return [row.id for row in offers(session, live, words, texts)]

    return offered


def test_before_anything_is_typed_the_likeliest_come_first_published_or_not(write, offered, meal):
    published, draft = write(meal, Step.SUBMIT, Step.PUBLISH), write(BUS)
    assert offered("", "食堂几点开饭")[0] == published
    assert offered("", "公交卡在哪办")[0] == draft


def test_what_holds_the_typed_words_comes_before_what_only_means_the_same(write, offered, meal):
    published, draft = write(meal, Step.SUBMIT, Step.PUBLISH), write(BUS)
    assert offered("公交 卡", "食堂几点开饭")[0] == draft
    assert offered("十一点半")[0] == published
    assert offered("食堂几点开饭")[0] == published


def test_a_word_in_the_question_goes_before_the_same_word_in_the_answer(write, offered):
    in_title = write(Content("食堂在哪", "东门。"))
    in_answer = write(Content("老人去哪吃饭", "去食堂。"))
    assert offered("食堂")[:2] == [in_title, in_answer]


def test_what_is_retired_is_not_offered(write, offered, meal):
    write(meal, Step.SUBMIT, Step.PUBLISH, Step.RETIRE)
    assert offered("食堂") == [] and offered("", "食堂几点开饭") == []


def test_signs_of_the_database_find_only_themselves(write, offered):
    write(Content("食堂在哪", "东门。"))
    assert offered("%") == [] and offered("_") == []


def test_no_more_are_offered_than_can_be_looked_through(write, offered):
    for number in range(MOST + 3):
        write(Content(f"食堂{number}号窗口几点开", "十一点。"))
    assert len(offered("食堂")) == MOST


def test_questions_become_variants_of_the_working_copy_only_once_each(database, live, write, people, meal, now):
    id_ = write(meal, Step.SUBMIT, Step.PUBLISH)
    with database.session() as session:
        entry = session.get_one(FaqEntry, id_)
        linked = link(session, entry, ["几点能去吃", meal.title, *meal.variants, "几点能去吃"], people[1], now)
    assert (linked.added, linked.left_out) == (("几点能去吃",), ())
    with database.session() as session:
        entry = session.get_one(FaqEntry, id_)
        assert editing.working(entry).variants == (*meal.variants, "几点能去吃")
        assert editing.published(entry) == meal and entry.state is FaqState.DRAFT
        unlink(session, entry, linked.added, people[1], now)
        assert editing.working(entry) == meal


def test_what_has_no_room_is_left_out_and_told(database, write, people, meal, now):
    id_ = write(replace(meal, variants=tuple(f"问法{number}" for number in range(MOST_VARIANTS - 1))))
    with database.session() as session:
        linked = link(session, session.get_one(FaqEntry, id_), ["甲", "乙"], people[1], now)
    assert (linked.added, linked.left_out) == (("甲",), ("乙",))


def test_linking_what_is_there_already_changes_no_version(database, write, people, meal, now):
    id_ = write(meal)
    with database.session() as session:
        entry = session.get_one(FaqEntry, id_)
        assert link(session, entry, [meal.title], people[1], now).added == ()
        assert entry.version == 1
