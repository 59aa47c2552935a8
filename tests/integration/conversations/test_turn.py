import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.conversations import Incoming, Touch
from bot.conversations.handoff import hand_back, take_over
from bot.dialogue import Answer, Choice, Say, Understanding
from bot.models import (
    Attention,
    Author,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageState,
    OutboxItem,
    Priority,
    QuotaGrant,
    Ticket,
    TicketKind,
)
from tests.people import add_staff


@pytest.fixture
def incoming(now):
    return Incoming("wechat", "oResident", "1", MessageKind.TEXT, now, text="你好")


def say(conversations, incoming, text, number, **fields):
    return conversations.receive(replace(incoming, text=text, external_id=str(number), **fields))


def conversation_in(database):
    with database.reader() as session:
        return session.scalars(select(Conversation)).one()


def messages_in(database, author):
    with database.reader() as session:
        return session.scalars(select(Message).where(Message.author == author).order_by(Message.id)).all()


def test_a_message_is_stored_understood_and_answered(conversations, incoming, database):
    assert conversations.receive(incoming) == "答：你好"
    (message,) = messages_in(database, Author.RESIDENT)
    assert (message.state, message.intent, message.passive_reply) == (MessageState.ANSWERED, "smalltalk", "答：你好")


def test_an_identity_number_is_neither_stored_nor_sent_to_the_model(conversations, incoming, database, dialogue):
    say(conversations, incoming, "我的身份证410802199001011234", 1)
    (message,) = messages_in(database, Author.RESIDENT)
    assert message.text == "我的身份证410802********1234"
    assert [text for _, text, _ in dialogue.turns] == [message.text]


def test_a_question_back_is_remembered_for_the_next_message_only(conversations, incoming, dialogue):
    dialogue.answers["漏水要赔吗"] = Answer((Say("您是想："),), data={"asked_back": True})
    for number, text in enumerate(("漏水要赔吗", "那个", "还有"), start=1):
        say(conversations, incoming, text, number)
    assert [metadata["asked_before"] for _, _, metadata in dialogue.turns] == [False, True, False]


def test_three_deliveries_at_once_are_stored_once_and_answered_alike(conversations, incoming, database, dialogue):
    dialogue.takes_seconds = 0.2
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda _: conversations.receive(incoming), range(3)))
    assert replies == ["答：你好"] * 3
    assert len(messages_in(database, Author.RESIDENT)) == 1
    assert len(messages_in(database, Author.BOT)) == 1
    assert len(dialogue.turns) == 1


def test_two_messages_a_moment_apart_are_answered_in_order(conversations, incoming, dialogue, database):
    dialogue.takes_seconds = 0.3
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(say, conversations, incoming, "第一句", 1)
        while not messages_in(database, Author.RESIDENT):  # the first one has come in, and is not answered yet
            time.sleep(0.005)
        second = pool.submit(say, conversations, incoming, "第二句", 2)
        assert (first.result(), second.result()) == ("答：第一句", "答：第二句")
    assert [text for _, text, _ in dialogue.turns] == ["第一句", "第二句"]


def test_residents_do_not_wait_for_one_another(conversations, incoming, dialogue):
    together = threading.Barrier(3, timeout=4)  # breaks unless all three are in their turn at the same time

    def meet(_text: str) -> Answer:
        together.wait()
        return Answer((Say("好"),))

    dialogue.answers["你好"] = meet
    with ThreadPoolExecutor(3) as pool:
        senders = [replace(incoming, sender=f"o{n}", external_id=str(n)) for n in range(3)]
        assert list(pool.map(conversations.receive, senders)) == ["好"] * 3


def test_when_rasa_is_down_the_resident_is_told_and_staff_see_the_message(conversations, incoming, database, dialogue):
    dialogue.is_down = True
    reply = say(conversations, incoming, "楼上漏水", 1)
    assert "工作人员" in reply
    assert "12345" in reply
    assert conversation_in(database).attention is Attention.UNANSWERED
    assert messages_in(database, Author.RESIDENT)[0].state is MessageState.UNANSWERED


@pytest.mark.parametrize("deadline_seconds", [4.5])
def test_when_rasa_is_slow_the_answer_comes_before_the_deadline(conversations, incoming, dialogue):
    dialogue.takes_seconds = 30
    started = time.monotonic()
    assert "工作人员" in say(conversations, incoming, "楼上漏水", 1)
    assert time.monotonic() - started < 5  # WeChat gives up then


def test_nothing_is_answered_twice_when_rasa_comes_back(conversations, incoming, dialogue, database):
    dialogue.is_down = True
    late = say(conversations, incoming, "楼上漏水", 1)
    dialogue.is_down = False
    assert say(conversations, incoming, "楼上漏水", 1) == late
    assert say(conversations, incoming, "还在吗", 2) == "答：还在吗"
    assert len(messages_in(database, Author.BOT)) == 2


def test_a_slash_command_of_rasa_reaches_it_as_plain_words(conversations, incoming, dialogue):
    say(conversations, incoming, "/restart", 1)
    assert dialogue.turns[0][1] == "／restart"


def test_a_number_picks_the_choice_that_was_offered(conversations, incoming, dialogue):
    dialogue.answers["你好"] = Answer((Say("哪样？", (Choice("调解", "我要调解"), Choice("养老", "/elderly_care"))),))
    conversations.receive(incoming)
    say(conversations, incoming, "2", 2)
    say(conversations, incoming, "2", 3)
    assert [text for _, text, _ in dialogue.turns[1:]] == ["/elderly_care", "2"]


def test_outside_a_form_each_turn_has_a_tracker_of_its_own_and_within_one_it_is_kept(conversations, incoming, dialogue):
    dialogue.answers["漏水"] = Answer((Say("在哪儿？"),), in_form=True)
    for number, text in enumerate(["你好", "漏水", "三号楼", "谢谢"]):
        say(conversations, incoming, text, number)
    senders = [sender for sender, _, _ in dialogue.turns]
    assert senders[1] == senders[2]
    assert len(set(senders)) == 3


def test_what_is_too_long_for_one_reply_goes_to_the_outbox_in_order(conversations, incoming, dialogue, database):
    dialogue.answers["你好"] = Answer((Say("一" * 600 + "。"), Say("二" * 600 + "。"), Say("三" * 600 + "。")))
    first = conversations.receive(incoming)
    with database.reader() as session:
        rest = [item.text for item in session.scalars(select(OutboxItem).order_by(OutboxItem.id))]
    assert first.startswith("一")
    assert [piece[0] for piece in rest] == ["二", "三"]
    assert all(len(piece.encode()) <= 2047 for piece in [first, *rest])


def test_plain_words_of_despair_are_answered_at_once_and_wake_people(conversations, incoming, database, dialogue):
    dialogue.is_down = True
    reply = say(conversations, incoming, "我不想活了", 1)
    assert "12356" in reply
    assert "110" in reply
    conversation = conversation_in(database)
    assert (conversation.status, conversation.attention) == (ConversationStatus.OPEN, Attention.PSYCH_CRISIS)
    with database.reader() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.kind, ticket.priority) == (TicketKind.PSYCH_CRISIS, Priority.URGENT)


def test_veiled_words_that_only_the_model_sees_raise_the_alarm_too(conversations, incoming, database, dialogue):
    veiled = "把猫托付给你了，以后不用惦记我"
    dialogue.intents[veiled] = Understanding("smalltalk", 0.5, safety="psych_crisis")
    assert "12356" in say(conversations, incoming, veiled, 1)
    assert conversation_in(database).attention is Attention.PSYCH_CRISIS


def test_words_that_only_the_rules_take_for_danger_are_answered_and_shown_to_staff(
    conversations, incoming, database, dialogue
):
    asks = "楼道里堆满纸箱，着火了咋跑"
    dialogue.intents[asks] = Understanding("public_issue", 0.98, danger=0.001)
    assert say(conversations, incoming, asks, 1) == f"答：{asks}"
    assert conversation_in(database).attention is Attention.DOUBTFUL
    assert not conversation_in(database).is_held


def test_a_running_alarm_keeps_company_and_opens_no_second_ticket(conversations, incoming, database, dialogue):
    say(conversations, incoming, "我不想活了", 1)
    again = say(conversations, incoming, "真的不想活了", 2)
    other = say(conversations, incoming, "嗯", 3)
    assert "12356" in again
    assert other != again
    assert dialogue.turns == []
    with database.reader() as session:
        assert len(session.scalars(select(Ticket)).all()) == 1


def test_in_an_alarm_being_well_is_believed_only_where_nothing_else_is_said(conversations, incoming, dialogue):
    say(conversations, incoming, "我不想活了", 1)
    taken = "我没事，药已经吃了"
    dialogue.intents[taken] = Understanding("psych_crisis", 0.9, safety="psych_crisis")
    assert "不催您" not in say(conversations, incoming, taken, 2)
    assert "不催您" in say(conversations, incoming, "我没事了", 3)


def test_in_the_midst_of_a_form_an_emergency_ends_the_form(conversations, incoming, database, dialogue):
    dialogue.answers["漏水"] = Answer((Say("在哪儿？"),), in_form=True)
    say(conversations, incoming, "漏水", 1)
    episode = conversation_in(database).episode
    assert "119" in say(conversations, incoming, "家里着火了", 2)
    conversation = conversation_in(database)
    assert conversation.episode > episode
    assert conversation.episode_at is None


def test_while_a_person_has_the_conversation_the_bot_is_silent_but_safety_is_not(
    conversations, incoming, database, dialogue, now
):
    conversations.receive(incoming)
    with database.session() as session:
        take_over(session, session.scalars(select(Conversation)).one(), add_staff(session), now)
    assert say(conversations, incoming, "那我等着", 2) == ""
    assert messages_in(database, Author.RESIDENT)[-1].state is MessageState.JOINED
    assert "119" in say(conversations, incoming, "家里着火了", 3)
    assert conversation_in(database).assignee_id is not None


def test_after_handing_back_the_bot_answers_again(conversations, incoming, database, now, channel):
    conversations.receive(incoming)
    with database.session() as session:
        conversation = session.scalars(select(Conversation)).one()
        staff = add_staff(session)
        take_over(session, conversation, staff, now)
        hand_back(session, conversation, staff, channel, now, "已约好明天上门")
    assert say(conversations, incoming, "谢谢", 2) == "答：谢谢"
    with database.reader() as session:
        assert "已约好明天上门" in session.scalars(select(OutboxItem)).one().text


def test_asking_for_a_person_puts_the_conversation_in_front_of_staff(conversations, incoming, database, dialogue):
    dialogue.answers["转人工"] = Answer((Say("好，已经请工作人员来接"),), handoff="asked")
    say(conversations, incoming, "转人工", 1)
    conversation = conversation_in(database)
    assert (conversation.status, conversation.attention) == (ConversationStatus.OPEN, Attention.REQUESTED)
    assert not conversation.is_held


@pytest.mark.parametrize("kind", [MessageKind.IMAGE, MessageKind.VOICE, MessageKind.VIDEO])
def test_what_is_not_words_is_kept_and_shown_to_staff(conversations, incoming, database, kind):
    reply = say(conversations, incoming, "", 1, kind=kind, payload={"media_id": "m1"})
    assert "收到" in reply
    assert conversation_in(database).attention is Attention.UNREADABLE
    assert messages_in(database, Author.RESIDENT)[0].media.external_id == "m1"


def test_voice_that_was_recognised_counts_as_words(conversations, incoming):
    assert say(conversations, incoming, "楼上漏水", 1, kind=MessageKind.VOICE) == "答：楼上漏水"


def test_a_follower_is_welcomed_told_of_personal_data_and_that_it_is_a_bot(conversations, incoming):
    welcome = say(conversations, incoming, "", 1, kind=MessageKind.EVENT, event="subscribe", touch=Touch.TAP)
    assert "机器人" in welcome
    assert "同意" in welcome


def test_events_without_a_touch_are_stored_and_not_answered(conversations, incoming, database):
    assert say(conversations, incoming, "", 1, kind=MessageKind.EVENT, event="unsubscribe", touch=Touch.NONE) == ""
    with database.reader() as session:
        assert session.scalars(select(QuotaGrant)).all() == []
        assert session.scalars(select(Conversation)).one().identity.subscribed is False


def test_a_touch_grants_what_wechat_grants(conversations, incoming, database):
    conversations.receive(incoming)
    say(conversations, incoming, "我的工单", 2, kind=MessageKind.MENU, touch=Touch.TAP, event="click")
    with database.reader() as session:
        grants = {grant.touch: grant.allowed for grant in session.scalars(select(QuotaGrant))}
    assert grants == {"message": 5, "tap": 3}
