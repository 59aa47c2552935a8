"""What holds for every form, whatever is said in it."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.intake import Intake, advance, begin
from actions.plans import MOST_QUESTIONS, PLANS
from bot.models import TicketKind
from tests.unit.actions.residents import PHONE, PLACE, known_resident, said, words

TEXTS = ["同意", "不同意", "跳过", "上一步", "改地址", "改电话", "改内容", "修改", "确认", "？", "菜单", "撤回同意",
         "1", "2", "3", "9", PLACE, PHONE, f"{PLACE}，{PHONE}", "1381234", "😀", "。", "哈哈", "谢谢", "明天上午",
         "0391-3912345", "厨房也漏了", "改电话13911112222", "改地址改成和平街5号", "取消", "转人工", "重来"]  # fmt: skip
INTENTS = ["nlu_fallback", "dispute", "domestic_service", "legal_question", "psych_help", "out_of_scope",
           "smalltalk", "ticket_status", "regulation_question"]  # fmt: skip
ANSWERS = ["跳过", PLACE, PHONE, "同意", "不同意", "明天上午", "厨房也漏了", "1", "😀"]


def heard(text, intent, confidence, idle):
    control = said(text, idle_minutes=idle)
    return control if control.intent != "nlu_fallback" else said(text, intent, confidence, idle_minutes=idle)


messages = st.builds(
    heard, st.sampled_from(TEXTS), st.sampled_from(INTENTS), st.floats(0.0, 1.0), st.sampled_from([0, 0, 0, 0, 70])
)
kinds = st.sampled_from(list(PLANS))


def moves(intake: Intake, sent):
    """Every move of a form until it ends."""
    move = begin(intake, said("", intake.kind.value))
    yield move
    for message in sent:
        if move.outcome:
            return
        move = advance(move.intake, message)
        yield move


@given(kinds, st.lists(messages, max_size=12))
def test_each_turn_ends_the_form_or_asks_something(kind, sent):
    for move in moves(Intake(kind), sent):
        assert move.outcome or (move.prompts and move.intake.requested)


FITTING = {"consent": "同意", "matter": "1", "details": "1", "place": PLACE, "time": "明天上午", "phone": PHONE}


def asked_of(kind, answers):
    """What a resident is asked who gives a fitting answer (True) or skips (False), until the summary."""
    move, asked = begin(Intake(kind), said("", kind.value)), []
    for fits in answers:
        name = move.intake.requested
        if name == "confirm":
            return asked
        asked.append(name)
        move = advance(move.intake, said(FITTING[name] if fits or name == "consent" else "跳过"))
    assert move.intake.requested == "confirm", "the form does not come to its summary"
    return asked


@pytest.mark.parametrize("kind", PLANS)
def test_whoever_answers_or_skips_is_asked_at_most_three_questions_about_the_matter(kind):
    for answers in itertools.product((True, False), repeat=6):
        asked = [name for name in asked_of(kind, answers) if name != "consent"]
        assert len(asked) == len(set(asked)) <= MOST_QUESTIONS


def test_a_form_with_more_fields_than_questions_leaves_the_time_out():
    assert asked_of(TicketKind.DOMESTIC_SERVICE, [True] * 6) == ["matter", "consent", "place", "phone"]


@given(kinds, st.lists(st.sampled_from(ANSWERS), max_size=12))
def test_a_known_number_is_never_asked_for(kind, sent):
    for move in moves(known_resident(kind), [said(text) for text in sent]):
        assert move.intake.requested != "phone"


@given(kinds.filter(lambda kind: PLANS[kind].place_is_personal), st.lists(st.sampled_from(ANSWERS), max_size=12))
def test_a_known_address_is_never_asked_for(kind, sent):
    for move in moves(known_resident(kind), [said(text) for text in sent]):
        assert move.intake.requested != "place"


@given(kinds, st.lists(messages, max_size=12))
def test_nothing_personal_stays_after_a_refusal(kind, sent):
    for move in moves(Intake(kind), sent):
        if move.intake.consent == "refused":
            assert not any(getattr(move.intake, name) for name in move.intake.personal)


@given(kinds, st.lists(messages, max_size=12))
def test_a_form_is_confirmed_only_with_an_answer_to_the_notice_or_nothing_personal(kind, sent):
    *_, last = moves(Intake(kind), sent)
    if last.outcome == "confirmed" and last.intake.consent is None:
        assert not any(getattr(last.intake, name) for name in last.intake.personal)


@given(kinds, st.lists(messages, max_size=12))
def test_no_text_shows_a_number_in_full(kind, sent):
    for move in moves(Intake(kind), sent):
        assert not re.search(r"1[3-9]\d{9}|03913912345", words(move))


def test_every_question_has_choices():
    for kind in TicketKind:
        if kind in PLANS:
            for move in moves(Intake(kind), [said(text) for text in ("1", "同意", "跳过", "跳过", "跳过")]):
                assert move.prompts[-1].choices, (kind, move.intake.requested)
