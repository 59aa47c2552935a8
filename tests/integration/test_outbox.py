from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import outbox
from bot.conversations import records
from bot.models import Author, OutboxItem, OutboxState
from tests.people import add_conversation


@pytest.mark.parametrize(
    ("state", "next_try", "is_back"),
    [
        (OutboxState.WAITING, timedelta(), True),
        (OutboxState.KEPT, timedelta(hours=1), True),
        (OutboxState.WAITING, timedelta(seconds=60), False),  # a worker has it in hand
        (OutboxState.SENT, timedelta(), False),
        (OutboxState.FAILED, timedelta(), False),
    ],
)
def test_only_what_nobody_has_sent_is_taken_back(database, now, state, next_try, is_back):
    with database.session() as session:
        talk = add_conversation(session, now)
        message = records.write(session, talk, Author.BOT, "您好", now)
        outbox.enqueue(session, talk.identity_id, message.id, ["您好"], now)
        item = session.scalars(select(OutboxItem)).one()
        item.state, item.next_try_at = state, now + next_try
        session.flush()
        assert outbox.take_back(session, message.id, now) is is_back
        session.refresh(item)
        assert (item.state is OutboxState.WITHDRAWN) is is_back
