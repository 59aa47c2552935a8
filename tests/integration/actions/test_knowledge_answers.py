from dataclasses import replace

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import Asides
from actions.consent import WithdrawConsent
from actions.finishing import FinishForm
from actions.forms import TakeAnswer
from actions.regulation import AnswerRegulation, RateAnswer
from actions.said import read_cause, read_said
from actions.ticket_status import TicketStatus
from bot.faq import editing
from bot.faq.content import Content
from bot.models import AskedQuestion, FaqEntry, Staff, TicketKind
from knowledge.answers import Answer, Choice
from knowledge.entries import Entry
from knowledge.shelf import Found
from tests.integration.actions.runner import run, tracker_of


class Knows:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self, answer):
        self.answer, self.questions = answer, []

    def ask(self, question, today, areas=()):
        self.questions.append((question, list(areas)))
        return self.answer if self.answer.question == "*" else Answer("silent", question)


MEAL = Answer("answer", "*", entry=Entry(1, "老年食堂", (), "十一点半开饭。", form="elderly_care"))
ASKED = Answer("choices", "*", choices=(Choice("老年食堂", "问答1"), Choice("助餐补贴", "问答2")))


@pytest.fixture
def ask(database, clock, resident, write):
    def ask(answer, text, intent="regulation_question", message=None, **more):
        knows = Knows(answer)
        action = AnswerRegulation(knows, database, clock)
        message = message or write(resident, text)
        return run(action, tracker_of(message, resident, text, intent, **more)), knows

    return ask


@pytest.fixture
def meal_entry(database, now):
    with database.session() as session:
        writer = Staff(username="chen", name="陈静", fs_uniquifier="chen")
        session.add(writer)
        session.flush()
        return editing.create(session, Content("老年食堂", "十一点半开饭。"), writer, now)


def test_the_picture_of_an_entry_follows_its_words(database, clock, resident, write, meal_entry):
    answer = replace(MEAL, entry=replace(MEAL.entry, picture="/pictures/abc", link="https://example.org/meals"))
    dispatcher = CollectingDispatcher()
    action = AnswerRegulation(Knows(answer), database, clock)
    message = write(resident, "食堂几点开")
    action.run(dispatcher, tracker_of(message, resident, "食堂几点开", "regulation_question"), {})
    said = [(one["text"], one["image"]) for one in dispatcher.messages]
    assert said == [("十一点半开饭。\n查看详情：https://example.org/meals", None), (None, "/pictures/abc")]


def test_the_picture_of_an_entry_follows_it_in_the_midst_of_a_form(database, clock, resident, write, meal_entry):
    answer = replace(MEAL, entry=replace(MEAL.entry, picture="/pictures/abc"))
    dispatcher, message = CollectingDispatcher(), write(resident, "食堂几点开")
    latest = tracker_of(message, resident, "食堂几点开", "regulation_question").latest_message
    AnswerRegulation(Knows(answer), database, clock).answer_shortly(dispatcher, read_said(latest), read_cause(latest))
    assert [one["image"] for one in dispatcher.messages] == [None, "/pictures/abc"]


def test_an_entry_is_told_with_what_can_be_done_next_and_its_hit_counts(ask, database, meal_entry):
    (text, choices, _), _ = ask(MEAL, "食堂几点开")
    assert text == "十一点半开饭。"
    assert [one["title"] for one in choices] == ["现在就办", "有帮助", "没帮助"]
    with database.reader() as session:
        assert session.get_one(FaqEntry, meal_entry.id).hits == 1


def test_a_follow_up_is_asked_together_with_the_question_before(ask):
    ask(Answer("silent", "x"), "社区用房要多少平方米")
    _, knows = ask(Answer("silent", "x"), "那农村呢")
    assert knows.questions[-1][0] == "农村，社区用房要多少平方米"


def test_what_leans_on_the_question_before_is_a_question_where_it_gets_another_answer(
    ask, database, clock, resident, write, meal_entry
):
    ask(Answer("silent", "x"), "食堂几点开")
    message = write(resident, "那五保户呢")
    latest = tracker_of(message, resident, "那五保户呢", "elderly_care").latest_message
    said, cause = read_said(latest), replace(read_cause(latest), follows_answer=True)
    action = AnswerRegulation(Knows(MEAL), database, clock)
    assert action.is_surely_published(said, cause)
    assert not action.is_surely_published(said, replace(cause, follows_answer=False))
    ask(MEAL, "食堂几点开")
    assert not action.is_surely_published(said, cause)


def test_what_was_picked_settles_the_question_before(ask, database, resident):
    ask(ASKED, "食堂")
    (_, choices, _), knows = ask(
        Answer("answer", "*", quote="条文", citation="《某》第一条"), "/regulation_question",
        entities=[{"entity": "article", "value": "问答1"}],
    )  # fmt: skip
    assert knows.questions[-1][0] == "问答1"
    with database.reader() as session:
        (only,) = session.query(AskedQuestion)
        assert only.kind == "answer"
    assert [one["title"] for one in choices] == ["有帮助", "没帮助"]


def test_silence_offers_a_person(ask):
    (text, choices, _), _ = ask(Answer("silent", "x"), "网格员工资多少")
    assert "不能乱说" in text
    assert [one["title"] for one in choices] == ["转人工"]


def test_personal_data_is_masked_before_a_question_is_kept(ask, database):
    ask(Answer("silent", "x"), "我电话13839112345能领补贴吗")
    with database.reader() as session:
        assert "138****2345" in session.query(AskedQuestion).one().text


@pytest.mark.parametrize(("vote", "kept"), [("yes", True), ("no", False)])
def test_one_tap_votes(ask, database, resident, write, vote, kept):
    ask(Answer("silent", "x"), "社区用房")
    with database.reader() as session:
        id_ = session.query(AskedQuestion).one().id
    tap = write(resident, "有帮助")
    entities = [{"entity": "asked", "value": str(id_)}, {"entity": "vote", "value": vote}]
    run(RateAnswer(database), tracker_of(tap, resident, "/rate_answer", "rate_answer", entities=entities))
    with database.reader() as session:
        assert session.query(AskedQuestion).one().helpful is kept


def test_a_strangers_vote_counts_nothing(ask, database, stranger, write):
    ask(Answer("silent", "x"), "社区用房")
    tap = write(stranger, "有帮助")
    entities = [{"entity": "asked", "value": "1"}, {"entity": "vote", "value": "yes"}]
    run(RateAnswer(database), tracker_of(tap, stranger, "/rate_answer", "rate_answer", entities=entities))
    with database.reader() as session:
        assert session.query(AskedQuestion).one().helpful is None


@pytest.mark.parametrize(("text", "outcome"), [("老年食堂几点开", "published"), ("老年食堂", None)])
def test_a_question_that_an_entry_answers_starts_no_form_but_a_wish_does(
    database, clock, resident, write, text, outcome
):
    sure = replace(MEAL, found=(Found(0.9, "", MEAL.entry, is_clear=True),))
    regulation = AnswerRegulation(Knows(sure), database, clock)
    asides = Asides(regulation, TicketStatus(database, clock), WithdrawConsent(database, clock))
    action = TakeAnswer(TicketKind.ELDERLY_CARE, database, asides, clock)
    tracker = tracker_of(write(resident, text), resident, text, "elderly_care", form="elderly_care_form")
    _, _, slots = run(action, tracker)
    assert slots.get("outcome") == outcome


def test_a_published_question_is_handed_to_the_answering_action(database, clock, resident, write):
    tracker = tracker_of(
        write(resident, "食堂几点开"), resident, "食堂几点开", "elderly_care", slots={"outcome": "published"}
    )
    _, _, slots = run(FinishForm(database, clock), tracker)
    assert slots["followup"] == "action_answer_regulation"
