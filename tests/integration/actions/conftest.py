import pytest

from bot.models import Author, Message
from tests.people import add_areas, add_conversation


@pytest.fixture
def city(database):
    with database.session() as session:
        return add_areas(session)


@pytest.fixture
def resident(database, now, city):
    with database.session() as session:
        return add_conversation(session, now)


@pytest.fixture
def stranger(database, now, city):
    with database.session() as session:
        return add_conversation(session, now, "oStranger")


@pytest.fixture
def write(database, now):
    def write(conversation, text="", **fields):
        with database.session() as session:
            message = Message(
                conversation_id=conversation.id, author=Author.RESIDENT, text=text, created_at=now, payload={}, **fields
            )
            session.add(message)
            session.flush()
            return message

    return write
