from __future__ import annotations

import pytest
import yaml
from sqlalchemy import select

from bot.models import AuditEntry, Author, Deed, Lesson, LessonReason, LessonState, Message
from tests.integration.inbox.browser import words


@pytest.fixture
def lesson_id(database, city, now):
    with database.session() as session:
        message = session.scalars(select(Message).where(Message.author == Author.RESIDENT)).first()
        lesson = Lesson(
            message_id=message.id, text="能不能赔我", reason=LessonReason.ASKED_BACK, guess="legal_question",
            confidence=0.45, created_at=now,
        )  # fmt: skip
        session.add(lesson)
        session.flush()
        return lesson.id


def state_of(database, id_):
    with database.reader() as session:
        return session.get_one(Lesson, id_).state


def judge(browser, id_, state="waiting"):
    return browser.post(f"/admin/lessons/{id_}/judge", part=False, state=state, intent="dispute", text="能不能赔我")


def test_the_list_shows_what_was_said_and_guessed_in_chinese(login, lesson_id):
    shown = words(login("sunmei").get("/admin/lessons"))
    assert "能不能赔我" in shown
    assert "机器人以为：问法律（把握45%）" in shown
    assert "legal_question" not in shown


def test_two_people_judge_and_the_export_is_audited(login, lesson_id, database):
    judge(login("sunmei"), lesson_id)
    second = login("zhangmy")
    judge(second, lesson_id, "proposed")
    assert state_of(database, lesson_id) is LessonState.AGREED
    answer = second.post("/admin/lessons/export", part=False)
    assert yaml.safe_load(answer.text)["nlu"][0]["intent"] == "dispute"
    assert "attachment" in answer.headers["Content-Disposition"]
    with database.reader() as session:
        assert (
            session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.EXPORT)).one().subject_kind == "训练语料"
        )


def test_one_person_alone_is_told_to_wait_for_another(login, lesson_id, database):
    browser = login("sunmei")
    judge(browser, lesson_id)
    judge(browser, lesson_id, "proposed")
    assert "另一位同事" in words(browser.get("/admin/lessons?state=proposed"))
    assert state_of(database, lesson_id) is LessonState.PROPOSED


def test_what_is_left_out_can_be_taken_back(login, lesson_id, database):
    browser = login("sunmei")
    answer = browser.post(f"/admin/lessons/{lesson_id}/dismiss", part=False, state="waiting")
    assert "撤销" in words(browser.get(answer.location))
    browser.post(f"/admin/lessons/{lesson_id}/restore", part=False, state="waiting")
    assert state_of(database, lesson_id) is LessonState.WAITING


def test_nothing_to_export_is_said(login, city):
    browser = login("sunmei")
    browser.post("/admin/lessons/export", part=False)
    assert "两个人都同意" in words(browser.get("/admin/lessons"))
