import pytest
from sqlalchemy import select

from actions.handing_over import HandOver
from actions.ticket_status import TicketStatus, WithdrawTicket
from bot.models import Author, Message, Ticket, TicketEvent, TicketKind, TicketState
from bot.residents import give_consent
from bot.tickets import TicketRequest, open_ticket
from tests.integration.actions.runner import run, tracker_of
from tests.people import add_staff


@pytest.fixture
def opened(database, now, resident):
    def opened(cause="message:900", conversation=resident, kind=TicketKind.DISPUTE):
        request = TicketRequest(cause, kind, conversation.identity.resident_id, conversation.id, "楼上漏水")
        with database.session() as session:
            return open_ticket(session, request, now)

    return opened


@pytest.fixture
def ask(database, clock, resident, write):
    def ask(text, intent="ticket_status", conversation=resident, **more):
        return run(TicketStatus(database, clock), tracker_of(write(conversation), conversation, text, intent, **more))

    return ask


def events(database, kind):
    with database.reader() as session:
        return session.scalars(select(TicketEvent).where(TicketEvent.kind == kind)).all()


def test_a_resident_sees_state_and_promise_of_the_own_ticket(ask, opened):
    ticket = opened()
    text, _, _ = ask("我的工单")
    assert ticket.number in text and "状态" in text and "最晚" in text


def test_a_resident_reads_who_looked_at_the_phone_number_and_why(ask, opened, database, resident, now):
    opened()
    with database.session() as session:
        looked = Message(
            conversation_id=resident.id, author=Author.EVENT, text="", created_at=now, staff=add_staff(session),
            payload={"event": "phone_seen", "reason": "居民要求回电"},
        )  # fmt: skip
        session.add(looked)
    text, _, _ = ask("我的工单")
    assert "工作人员李敏在11月23日（周一）10:00查看过您的电话，理由：居民要求回电。" in text


@pytest.mark.parametrize("wish", ["进度", "催一下", "撤回", "补充一下，厨房也漏了"])
def test_anothers_ticket_is_told_apart_from_none_by_nothing(ask, opened, stranger, database, wish):
    ticket = opened()
    foreign, _, _ = ask(f"{wish} {ticket.number}", conversation=stranger)
    missing, _, _ = ask(f"{wish} 20260101-0001-1", conversation=stranger)
    assert foreign.replace(ticket.number, "") == missing.replace("20260101-0001-1", "")
    assert not events(database, "urge") and not events(database, "add")


def test_a_number_typed_with_spaces_is_found(ask, opened):
    ticket = opened()
    assert ticket.number in ask(f"{ticket.number.replace('-', ' ')} 到哪了")[0]


def test_urging_and_adding_are_written_once_a_message(database, clock, opened, resident, write):
    opened()
    action = TicketStatus(database, clock)
    for text in ("催一下", "补充一下，厨房也漏了"):
        tracker = tracker_of(write(resident), resident, text, "ticket_status")
        run(action, tracker)
        run(action, tracker)
    assert (len(events(database, "urge")), len(events(database, "add"))) == (1, 1)


def test_how_to_find_the_door_joins_the_ticket_that_waits_for_it_and_is_no_wish_where_there_is_none(
    ask, opened, database
):
    assert ask("俺娘耳朵背，敲门大声点", "form_answer")[2] == {"followup": "action_not_understood"}
    opened()
    assert "记进工单" in ask("俺娘耳朵背，敲门大声点", "form_answer")[0]
    assert len(events(database, "add")) == 1


def test_with_several_tickets_it_asks_which_one(ask, opened, database):
    opened()
    opened("message:901", kind=TicketKind.PUBLIC_ISSUE)
    _, choices, _ = ask("催一下")
    assert len(choices) == 2
    assert not events(database, "urge")


def test_a_new_number_reaches_the_ticket_only_with_consent(ask, opened, database, now, resident):
    opened()
    ask("电话改成13812345678", "change_answer")
    with database.session() as session:
        assert session.scalars(select(Ticket)).one().phone is None
        give_consent(session, resident.identity.resident_id, now)
    ask("电话改成13812345678", "change_answer")
    with database.reader() as session:
        assert session.scalars(select(Ticket)).one().phone == "13812345678"


def test_withdrawing_twice_withdraws_once_and_nobody_withdraws_anothers(
    database, clock, opened, resident, stranger, write
):
    ticket, action = opened(), WithdrawTicket(database, clock)
    entities = [{"entity": "ticket", "value": ticket.number}]

    def withdraw(who):
        return run(action, tracker_of(write(who), who, "/confirm_withdrawal", "confirm_withdrawal", entities=entities))[
            0
        ]

    assert "没找到" in withdraw(stranger)
    assert "撤回了" in withdraw(resident)
    assert "已经结束" in withdraw(resident)
    with database.reader() as session:
        assert session.get_one(Ticket, ticket.id).state is TicketState.WITHDRAWN


def test_asking_for_a_person_twice_opens_one_ticket(database, clock, resident, write):
    for _ in range(2):
        run(HandOver(database, clock), tracker_of(write(resident), resident, "转人工", "human_agent"))
    with database.reader() as session:
        assert len(session.scalars(select(Ticket)).all()) == 1


def test_a_merged_ticket_is_not_over_for_its_resident(ask, opened, stranger, database):
    mine, other = opened(), opened("message:901")
    neighbours = opened("message:902", conversation=stranger)
    for into, words in ((other, f"并到工单 {other.number} 一起办"), (neighbours, "和邻居反映的同一件事一起办")):
        with database.session() as session:
            ticket = session.get_one(Ticket, mine.id)
            ticket.state, ticket.merged_into_id = TicketState.CLOSED, into.id
        text, _, _ = ask(f"催一下 {mine.number}")
        assert "还在办" in text and words in text
        assert neighbours.number not in text
