from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import day_in_words
from bot.models import Priority, ProviderRole, TicketKind, TicketState
from bot.tickets import (
    InvalidTransition,
    NotTheOwner,
    Step,
    TicketRequest,
    UnknownTicket,
    active_tickets,
    move,
    open_ticket,
    ticket_of,
    tickets_of,
    urge,
)
from tests.people import add_areas, add_conversation, add_desk, add_provider


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def areas(session):
    return add_areas(session)


@pytest.fixture
def request_(session, now):
    conversation = add_conversation(session, now)
    return TicketRequest(
        cause="message:1",
        kind=TicketKind.DISPUTE,
        resident_id=conversation.identity.resident_id,
        conversation_id=conversation.id,
        details="楼上天天半夜拖桌子",
        place="解放区和平小区3号楼",
        phone="13812345678",
    )


def test_a_dispute_goes_to_the_mediator_of_the_community(session, areas, request_, now):
    mediator = add_provider(session, areas["幸福社区"], ProviderRole.MEDIATOR)
    ticket = open_ticket(session, request_, now)
    assert ticket.area.name == "幸福社区"
    assert (ticket.provider, ticket.state) == (mediator, TicketState.ASSIGNED)
    assert [event.kind for event in ticket.events] == ["open", "assign"]


def test_where_nobody_is_suitable_the_nearest_desk_has_it(session, areas, request_, now):
    add_desk(session, areas["解放区"])
    desk = add_desk(session, areas["幸福社区"])
    ticket = open_ticket(session, request_, now)
    assert (ticket.provider, ticket.department, ticket.state) == (None, desk, TicketState.OPEN)


def test_the_same_cause_opens_one_ticket_only(session, areas, request_, now):
    first = open_ticket(session, request_, now)
    assert open_ticket(session, replace(request_, details="别的话"), now) is first
    assert len(tickets_of(session, request_.resident_id)) == 1


def test_numbers_count_up_within_a_day(session, areas, request_, now):
    tickets = [open_ticket(session, replace(request_, cause=f"message:{n}"), now) for n in range(1, 4)]
    assert [ticket.number[:13] for ticket in tickets] == ["20261123-0001", "20261123-0002", "20261123-0003"]


def test_the_promised_times_follow_working_days(session, areas, request_, now):
    ticket = open_ticket(session, request_, now)
    assert day_in_words(ticket.first_response_due_at) == "11月24日（周二）18:00"
    assert ticket.handling_due_at > ticket.first_response_due_at


def test_broken_water_pipes_are_due_within_a_day(session, areas, request_, now):
    broken = replace(request_, kind=TicketKind.PUBLIC_ISSUE, matter="water")
    assert open_ticket(session, broken, now).handling_due_at == now + timedelta(hours=24)


def test_urging_makes_it_pressing_and_is_written_once_a_message(session, areas, request_, now):
    ticket = open_ticket(session, request_, now)
    urge(session, ticket, now, "message:2")
    urge(session, ticket, now, "message:2")
    assert ticket.priority is Priority.HIGH
    session.refresh(ticket)
    assert [event.kind for event in ticket.events].count("urge") == 1


def test_a_withdrawn_ticket_is_no_longer_owed_and_cannot_be_withdrawn_again(session, areas, request_, now):
    ticket = open_ticket(session, request_, now)
    move(session, ticket, Step.WITHDRAW, "resident", now, cause="message:3")
    move(session, ticket, Step.WITHDRAW, "resident", now, cause="message:3")
    assert active_tickets(session, request_.resident_id) == []
    assert ticket.closed_at == now
    with pytest.raises(InvalidTransition):
        move(session, ticket, Step.WITHDRAW, "resident", now, cause="message:4")


def test_nobody_sees_anothers_ticket(session, areas, request_, now):
    ticket = open_ticket(session, request_, now)
    stranger = add_conversation(session, now, "oStranger").identity.resident_id
    assert ticket_of(session, ticket.number, request_.resident_id) is ticket
    with pytest.raises(NotTheOwner):
        ticket_of(session, ticket.number, stranger)
    with pytest.raises(UnknownTicket):
        ticket_of(session, "20260101-0001-0", request_.resident_id)
    assert tickets_of(session, stranger) == []


def test_phone_and_place_cannot_be_read_in_the_database_file(session, areas, request_, now):
    ticket = open_ticket(session, request_, now)
    session.flush()
    row = session.connection().exec_driver_sql("SELECT phone, place FROM ticket").one()
    assert "138" not in row[0]
    assert "和平小区" not in row[1]
    session.expire(ticket)
    assert ticket.phone == "13812345678"
