from datetime import timedelta

from sqlalchemy import select

from bot.conversations.incoming import Incoming
from bot.conversations.records import store
from bot.conversations.sweep import sweep
from bot.models import Attention, Conversation, ConversationStatus, Message, MessageKind, MessageState
from tests.people import add_conversation, add_staff


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


def held(database, now, **fields):
    with database.session() as session:
        conversation = add_conversation(session, now)
        conversation.status, conversation.assignee = ConversationStatus.OPEN, add_staff(session)
        for name, value in fields.items():
            setattr(conversation, name, value)
        return conversation.id


def test_what_was_put_off_comes_back_at_its_time_and_not_before(database, now):
    id_ = held(database, now, snoozed_until=now + timedelta(hours=1))
    assert sweep(database, now + timedelta(minutes=59)) == []
    assert sweep(database, now + timedelta(hours=1)) == [id_]
    with database.reader() as session:
        conversation = session.get_one(Conversation, id_)
        assert conversation.snoozed_until is None
        assert conversation.attention is Attention.REQUESTED
        assert conversation.attention_since == now + timedelta(hours=1)


def test_resident_who_waits_too_long_for_one_person_is_offered_to_the_others(database, now):
    id_ = held(database, now, attention=Attention.REQUESTED, attention_since=now)
    assert sweep(database, now + timedelta(minutes=29)) == []
    assert sweep(database, now + timedelta(minutes=30)) == [id_]
    with database.reader() as session:
        assert session.get_one(Conversation, id_).assignee_id is None
        assert session.scalars(select(Message)).one().text == "居民等了 30 分钟，李敏没有回复，对话放回“等人接手”"
    assert sweep(database, now + timedelta(minutes=31)) == []


def test_alarm_stays_with_the_one_who_took_it(database, now):
    held(database, now, attention=Attention.EMERGENCY, attention_since=now)
    assert sweep(database, now + timedelta(hours=5)) == []
