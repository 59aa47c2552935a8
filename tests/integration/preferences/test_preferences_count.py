"""Each setting does what its page says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select

from actions.__main__ import all_actions
from actions.handing_over import HandOver
from bot.conversations import Conversations, Incoming, handoff, notices
from bot.conversations.order import Order
from bot.live import Live
from bot.models import (
    Attention,
    Consent,
    Conversation,
    Message,
    MessageKind,
    Ticket,
    TicketKind,
)
from bot.preferences import Preferences
from bot.tickets import Step, TicketRequest, open_ticket
from bot.wechat.channel import WeChatChannel
from tests.fakes import FakeDialogue
from tests.integration.actions.runner import run, tracker_of
from tests.people import add_areas, add_conversation, add_staff

CRISIS = "我在听您说。值班的同事马上就来。\n有危险请打 {报警}、{急救} 或 {心理援助}。\n您在哪儿？"


@pytest.fixture
def say(database, redis, now):
    """A function that takes a resident's words with some preferences, and returns the reply."""

    def say(text, number, **values):
        conversations = Conversations(
            database, FakeDialogue(), WeChatChannel(), Order(redis), Live(redis),
            deadline_seconds=4.5, wake_worker=lambda: None, clock=lambda: now,
            preferences=lambda: replace(Preferences(), **values),
        )  # fmt: skip
        return conversations.receive(Incoming("wechat", "oResident", number, MessageKind.TEXT, now, text))

    return say


@pytest.fixture
def ticket(database, now):
    """A resident's ticket, that somebody works on."""

    def opened(kind):
        with database.session() as session:
            add_areas(session)
            talk = add_conversation(session, now, f"o{kind}")
            staff = add_staff(session)
            request = TicketRequest(
                cause=f"x:{kind}",
                kind=kind,
                resident_id=talk.identity.resident_id,
                conversation_id=talk.id,
                details="x",
            )
            return open_ticket(session, request, now), staff

    return opened


def test_a_crisis_is_answered_in_the_words_that_were_set(say):
    said = say("我不想活了", "1", crisis_self=CRISIS, on_call="电话 0391-1234567")
    assert said.splitlines()[:2] == ["我在听您说。值班的同事马上就来。", "有危险请打 110、120 或 12356。"]
    assert "也可以直接联系值班同事：电话 0391-1234567。" in said


def test_company_is_kept_in_the_words_that_were_set(say):
    say("我不想活了", "1", crisis_company=CRISIS)
    assert say("没人管我", "2", crisis_company=CRISIS).startswith("我在听您说。")


def test_texts_are_cut_at_the_ceiling_that_was_set():
    long = "字。" * 400
    from bot.dialogue import Say

    assert len(WeChatChannel(limit=lambda: 300).pieces([Say(long)])) > len(WeChatChannel().pieces([Say(long)]))


@pytest.mark.parametrize(
    ("kind", "asks", "asked"),
    [
        (TicketKind.PUBLIC_ISSUE, True, True),
        (TicketKind.PUBLIC_ISSUE, False, False),
        (TicketKind.PSYCH_CRISIS, True, False),
    ],
)
def test_whether_residents_are_asked_if_it_is_settled(database, ticket, now, kind, asks, asked):
    found, staff = ticket(kind)
    with database.session() as session:
        told = notices.tell_step(
            session, session.get_one(Ticket, found.id), Step.RESOLVE, staff, "修好了", WeChatChannel(), now, asks=asks
        )
        assert ("解决了吗" in told.text) is asked
        assert bool(told.payload.get("choices")) is asked
        assert "修好了" in told.text


def test_the_hours_of_the_staff_are_told_to_whoever_asks_for_them(database, now):
    with database.session() as session:
        talk = add_conversation(session, now)
        message = Message(conversation_id=talk.id, author="resident", text="转人工", created_at=now, payload={})
        session.add(message)
    hours = replace(Preferences(), service_hours="周一至周五 8:30–18:00")
    tracker = tracker_of(message, talk, "转人工", "human_agent")
    said, _, _ = run(HandOver(database, lambda: now, lambda: hours), tracker)
    assert "人工服务时间：周一至周五 8:30–18:00。" in said
    said, _, _ = run(HandOver(database, lambda: now), tracker)
    assert "人工服务时间" not in said


def test_the_notice_is_asked_as_it_was_set_and_the_answer_kept_under_its_version(database, now):
    notice = "【告知】只记{信息}，办完就删。不同意也能办，随时可以“撤回同意”。好吗？"
    values = replace(Preferences(), privacy_notice=notice, privacy_version="2026-12-01 09:00")
    actions = {one.name(): one for one in all_actions(database, _Silent(), lambda: now, lambda: values)}
    form = actions["validate_dispute_form"]
    with database.session() as session:
        talk = add_conversation(session, now)
        first, second = (
            Message(conversation_id=talk.id, author="resident", text=words, created_at=now, payload={})
            for words in ("楼上漏水", "同意")
        )
        session.add_all([first, second])
    said, _, slots = run(form, tracker_of(first, talk, "楼上漏水把我家泡了", "dispute"))
    assert "【告知】只记电话和地址，办完就删。" in said
    agreed = tracker_of(second, talk, "同意", "affirm", slots=slots | {"requested_slot": slots["requested_slot"]})
    form.run(CollectingDispatcher(), agreed, {})
    with database.reader() as session:
        kept = session.scalars(select(Consent)).one()
    assert (kept.given, kept.notice_version) == (True, "2026-12-01 09:00")


class _Silent:
    """A knowledge that knows nothing."""

    def ask(self, question, today, areas=()):
        from knowledge.answers import Answer

        return Answer("silent", question)


@pytest.mark.parametrize(("hours", "due"), [(24, 24), (6, 6), (200, None)])
def test_water_and_power_are_promised_as_soon_as_was_set(database, now, hours, due):
    with database.session() as session:
        add_areas(session)
        talk = add_conversation(session, now)
        request = TicketRequest(
            cause="x", kind=TicketKind.PUBLIC_ISSUE, matter="water", resident_id=talk.identity.resident_id,
            conversation_id=talk.id, details="停水了", soon_hours=hours,
        )  # fmt: skip
        promised = open_ticket(session, request, now).handling_due_at
    # Five working days are promised in any case: what is set later than that changes nothing.
    assert promised - now == timedelta(hours=due) if due else promised - now > timedelta(days=5)


@pytest.mark.parametrize(("minutes", "freed"), [(30, True), (45, False)])
def test_a_silent_colleague_keeps_a_conversation_as_long_as_was_set(parts, database, now, minutes, freed):
    with database.session() as session:
        talk = add_conversation(session, now - timedelta(hours=1))
        handoff.take_over(session, talk, add_staff(session), now - timedelta(hours=1))
        talk.attention, talk.attention_since = Attention.REQUESTED, now - timedelta(minutes=40)
    parts.__dict__["preferences"] = lambda: replace(Preferences(), silent_minutes=minutes)
    from bot.worker import Works

    assert bool(Works(parts).sweep()) is freed
    with database.reader() as session:
        assert (session.get_one(Conversation, talk.id).assignee_id is None) is freed


@pytest.fixture
def parts(database_address, redis, redis_address, tmp_path, now):
    from bot.parts import Parts
    from bot.settings import Settings

    settings = Settings(
        _env_file=None, database_url=database_address, redis_url=redis_address, data_dir=tmp_path,
        data_key="key of the tests",
    )  # fmt: skip
    made = Parts(settings, clock=lambda: now)
    yield made
    made.database.engine.dispose()
