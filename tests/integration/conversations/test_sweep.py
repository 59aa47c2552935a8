from datetime import timedelta

from sqlalchemy import select

from bot.conversations.incoming import Incoming
from bot.conversations.records import store
from bot.conversations.sweep import sweep
from bot.models import Attention, Conversation, Message, MessageKind, MessageState


def test_a_message_whose_process_died_is_shown_to_staff(database, now):
    store(database, Incoming("wechat", "oResident", "1", MessageKind.TEXT, now, text="漏水"))
    assert sweep(database, now + timedelta(seconds=5)) == []
    assert len(sweep(database, now + timedelta(seconds=11))) == 1
    with database.reader() as session:
        assert session.scalars(select(Message)).one().state is MessageState.UNANSWERED
        assert session.scalars(select(Conversation)).one().attention is Attention.UNANSWERED


def test_a_second_sweep_finds_nothing(database, now):
    store(database, Incoming("wechat", "oResident", "1", MessageKind.TEXT, now, text="漏水"))
    later = now + timedelta(seconds=11)
    sweep(database, later)
    assert sweep(database, later) == []
