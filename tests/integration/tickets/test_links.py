import pytest

from bot.models import LinkKind, TicketKind
from bot.tickets import TicketRequest, link, linked_to, open_ticket
from tests.people import add_areas, add_conversation


@pytest.fixture
def tickets(database, now):
    with database.session() as session:
        add_areas(session)
        conversation = add_conversation(session, now)
        yield (
            session,
            [
                open_ticket(
                    session,
                    TicketRequest(
                        f"message:{number}", kind, conversation.identity.resident_id, conversation.id, "厨房漏水"
                    ),
                    now,
                )
                for number, kind in enumerate((TicketKind.DISPUTE, TicketKind.ELDERLY_CARE, TicketKind.PUBLIC_ISSUE))
            ],
        )


def test_a_link_is_seen_from_both_ends(tickets, now):
    session, (dispute, care, lamp) = tickets
    link(session, care, dispute, LinkKind.TOLD_TOGETHER, now)
    assert linked_to(session, dispute) == [care]
    assert linked_to(session, care) == [dispute]
    assert linked_to(session, lamp) == []


def test_linking_twice_in_either_direction_is_once(tickets, now):
    session, (dispute, care, _) = tickets
    link(session, dispute, care, LinkKind.TOLD_TOGETHER, now)
    link(session, care, dispute, LinkKind.TOLD_TOGETHER, now)
    assert linked_to(session, care) == [dispute]


def test_a_ticket_is_not_linked_to_itself(tickets, now):
    session, (dispute, *_) = tickets
    link(session, dispute, dispute, LinkKind.TOLD_TOGETHER, now)
    assert linked_to(session, dispute) == []


def test_linked_tickets_come_oldest_first(tickets, now):
    session, (dispute, care, lamp) = tickets
    link(session, dispute, lamp, LinkKind.TOLD_TOGETHER, now)
    link(session, dispute, care, LinkKind.TOLD_TOGETHER, now)
    assert linked_to(session, dispute) == [care, lamp]
