from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.lessons import Heard, collect
from bot.lessons.collecting import hidden
from bot.models import Lesson, LessonReason


def kept(session):
    return [(one.text, one.reason) for one in session.scalars(select(Lesson).order_by(Lesson.id))]


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (Heard("dispute", 0.4, asked_back=True), LessonReason.ASKED_BACK),
        (Heard("out_of_scope", 0.4, not_understood=True), LessonReason.NOT_UNDERSTOOD),
    ],
)
def test_what_was_not_understood_is_kept_once(session, write, now, heard, reason):
    message = write("能不能赔我")
    collect(session, message, heard, now)
    collect(session, message, heard, now)
    assert kept(session) == [("能不能赔我", reason)]


def test_what_was_understood_is_not_kept(session, write, now):
    collect(session, write("楼上漏水"), Heard("dispute", 0.99), now)
    assert kept(session) == []


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (Heard("elderly_care", 0.9, corrects=True), LessonReason.CORRECTED),
        (Heard("human_agent", 1.0, handed_over=True), LessonReason.HANDED_OVER),
    ],
)
def test_a_correction_and_a_call_for_a_person_tell_of_the_message_before(session, write, now, heard, reason):
    write("俺妈没人做饭", now - timedelta(minutes=1), "domestic_service", 0.7)
    collect(session, write("不对，是要人照顾"), heard, now)
    assert kept(session) == [("俺妈没人做饭", reason)]


def test_an_answer_to_a_form_was_understood_and_an_old_message_has_nothing_to_do_with_it(session, write, now):
    write("俺妈没人做饭", now - timedelta(hours=1), "domestic_service", 0.7)
    write("同意", now - timedelta(minutes=1), "affirm", 1.0)
    collect(session, write("转人工"), Heard("human_agent", 1.0, handed_over=True), now)
    assert kept(session) == []


def test_numbers_and_houses_are_hidden():
    assert hidden("我住3号楼2单元501室，电话13812345678") == "我住某号楼某单元某室，电话138****5678"
