import pytest
from sqlalchemy import select

from bot.conversations import handoff
from bot.conversations.attention import call_staff
from bot.models import Attention, Author, ConversationStatus, Message, OutboxItem
from tests.people import add_conversation, add_staff


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def conversation(session, now):
    return add_conversation(session, now)


@pytest.fixture
def staff(session):
    return add_staff(session)


@pytest.fixture
def colleague(session):
    return add_staff(session, "王芳", "desk2")


def test_a_reply_goes_out_through_the_outbox(session, conversation, staff, channel, now):
    handoff.take_over(session, conversation, staff, now)
    message = handoff.reply(session, conversation, staff, "明天上午来看", channel, now)
    assert session.scalars(select(OutboxItem)).one().message_id == message.id


def test_while_the_bot_has_it_only_notes_can_be_written(session, conversation, staff, channel, now):
    with pytest.raises(handoff.BotHasIt):
        handoff.reply(session, conversation, staff, "你好", channel, now)
    assert handoff.add_note(session, conversation, staff, "打过电话", now).author is Author.NOTE


def test_a_second_person_cannot_take_or_answer_or_hand_back(session, conversation, staff, colleague, channel, now):
    handoff.take_over(session, conversation, staff, now)
    with pytest.raises(handoff.HeldByAnother):
        handoff.take_over(session, conversation, colleague, now)
    with pytest.raises(handoff.HeldByAnother):
        handoff.reply(session, conversation, colleague, "你好", channel, now)
    with pytest.raises(handoff.HeldByAnother):
        handoff.hand_back(session, conversation, colleague, channel, now)


def test_taking_over_an_alarm_acknowledges_it_by_name_and_the_alarm_stays_visible(session, conversation, staff, now):
    call_staff(conversation, Attention.PSYCH_CRISIS, now)
    handoff.take_over(session, conversation, staff, now)
    assert conversation.acknowledged_by_id == staff.id
    assert conversation.attention is Attention.PSYCH_CRISIS
    notes = session.scalars(select(Message.text).where(Message.author == Author.EVENT)).all()
    assert "李敏确认了警报" in notes


def test_the_first_who_acknowledges_an_alarm_stays_named_and_it_is_told_once(
    session, conversation, staff, colleague, now
):
    call_staff(conversation, Attention.PSYCH_CRISIS, now)
    handoff.acknowledge(session, conversation, colleague, now)
    handoff.take_over(session, conversation, staff, now)
    assert conversation.acknowledged_by_id == colleague.id
    notes = session.scalars(select(Message.text).where(Message.author == Author.EVENT)).all()
    assert [note for note in notes if "确认了警报" in note] == ["王芳确认了警报"]


def test_handing_back_gives_the_bot_the_conversation(session, conversation, staff, channel, now):
    handoff.take_over(session, conversation, staff, now)
    handoff.hand_back(session, conversation, staff, channel, now)
    assert (conversation.status, conversation.assignee_id) == (ConversationStatus.PENDING, None)


def test_a_lesser_reason_never_hides_an_alarm(conversation, now):
    call_staff(conversation, Attention.EMERGENCY, now)
    call_staff(conversation, Attention.UNANSWERED, now)
    assert conversation.attention is Attention.EMERGENCY
