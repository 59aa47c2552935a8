import pytest

from bot.models import Author, Lesson, LessonReason, Message
from tests.people import add_conversation, add_staff


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def people(session):
    return add_staff(session, "李敏", "one"), add_staff(session, "张强", "two")


@pytest.fixture
def write(session, now):
    conversation = add_conversation(session, now)

    def write(text, at=now, intent=None, confidence=None):
        message = Message(
            conversation_id=conversation.id, author=Author.RESIDENT, text=text, created_at=at, payload={},
            intent=intent, confidence=confidence,
        )  # fmt: skip
        session.add(message)
        session.flush()
        return message

    return write


@pytest.fixture
def lesson(session, now, write):
    def lesson(text="能不能赔我"):
        one = Lesson(
            message_id=write(text).id, text=text, reason=LessonReason.ASKED_BACK, guess="legal_question",
            confidence=0.45, created_at=now,
        )  # fmt: skip
        session.add(one)
        session.flush()
        return one

    return lesson
