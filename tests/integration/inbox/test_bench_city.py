"""The city that `make bench-inbox` measures, small: what it says of itself is so, and its staff see something."""

from __future__ import annotations

import pytest
from flask_security.utils import hash_password
from sqlalchemy import func, select

from bot.database import Database
from bot.inbox import lists, search
from bot.inbox.lists import ListName
from bot.models import Conversation, Message, Staff, Ticket
from tests.inbox_bench import city, staff

pytestmark = pytest.mark.usefixtures("postgresql_too", "small_city")
RESIDENTS = 300


@pytest.fixture
def small_city(app, database_address: str) -> None:
    with app.app_context():
        city.build(database_address, hash_password("irrelevant"), lambda _line: None, RESIDENTS)


def test_it_holds_as_much_as_it_says(database: Database) -> None:
    with database.reader() as session:
        counts = [session.scalar(select(func.count(one.id))) for one in (Conversation, Ticket, Message, Staff)]
        assert counts == [RESIDENTS, RESIDENTS * 2, RESIDENTS * 10, staff.STAFF]


def test_what_was_written_by_hand_is_found_by_its_words_and_its_numbers_go_on(database: Database, clock) -> None:
    with database.session() as session:
        boss = session.scalars(select(Staff).where(Staff.username == staff.username(staff.FIRST))).one()
        for word in ("社区", "楼上"):
            found = search.find(session, boss, search.Question(word), clock())
            assert found.messages
            assert found.tickets
        last = session.scalar(select(func.max(Message.id)))
        message = session.get_one(Message, last)
        session.add(Message(conversation_id=message.conversation_id, author=message.author, created_at=clock()))
        session.flush()
        assert session.scalar(select(func.max(Message.id))) == last + 1


def test_everybody_sees_some_of_it_and_the_rail_counts_what_the_lists_hold(database: Database, clock) -> None:
    with database.reader() as session:
        for person in session.scalars(select(Staff)):
            counts = {one.name: one.count for one in lists.entries(session, person, clock())}
            for name in (ListName.WAITING, ListName.MINE, ListName.TEAM, ListName.SNOOZED, ListName.BOT):
                assert counts[name] == len(lists.conversations(session, person, name, clock(), 500)), name
            assert counts[ListName.DUE] == len(lists.tickets(session, person, ListName.DUE, clock(), lists.MANY + 1))
            assert staff.role_of(person.id)[1] == "communities" or lists.conversations(
                session, person, ListName.ALL, clock()
            )
