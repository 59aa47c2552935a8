import pytest
from sqlalchemy import func, select

from actions.finishing import FinishForm
from bot.models import MessageKind, Resident, Ticket, TicketEvent
from tests.integration.actions.runner import run, tracker_of

PHONE = "13812345678"
FILLED = {"details": f"楼上漏水，电话{PHONE}", "matter": "leak", "place": "幸福社区3号楼", "phone": PHONE, "consent": "given",
          "outcome": "confirmed"}  # fmt: skip


@pytest.fixture
def finish(database, clock):
    return FinishForm(database, clock)


def only_ticket(database):
    with database.reader() as session:
        return session.scalars(select(Ticket)).one()


def test_a_confirmed_form_opens_a_ticket_and_tells_its_number(finish, database, resident, write):
    text, _, _ = run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=FILLED))
    ticket = only_ticket(database)
    assert ticket.number in text
    assert (ticket.place, ticket.phone) == ("幸福社区3号楼", PHONE)


def test_the_same_message_opens_one_ticket_only(finish, database, resident, write):
    tracker = tracker_of(write(resident), resident, "确认", "affirm", slots=FILLED)
    assert run(finish, tracker)[0] == run(finish, tracker)[0]
    only_ticket(database)


@pytest.mark.parametrize("consent", ["refused", None])
def test_without_a_yes_nothing_personal_is_stored(finish, database, resident, write, consent):
    slots = FILLED | {"consent": consent}
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=slots))
    ticket = only_ticket(database)
    assert (ticket.phone, ticket.place) == (None, None)
    assert PHONE not in ticket.details
    with database.reader() as session:
        known = session.get_one(Resident, resident.identity.resident_id)
        assert (known.phone, known.address) == (None, None)


def test_the_story_keeps_no_number_even_with_consent(finish, database, resident, write):
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=FILLED))
    assert PHONE not in only_ticket(database).details


def test_a_known_address_stays_unless_it_was_changed_by_name(finish, database, resident, write):
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=FILLED))
    shop = FILLED | {"place": "丹尼斯超市"}
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=shop))
    with database.reader() as session:
        assert session.get_one(Resident, resident.identity.resident_id).address == "幸福社区3号楼"
    moved = shop | {"place": "山阳区和美社区", "progress": {"changed": ["place"]}}
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=moved))
    with database.reader() as session:
        assert session.get_one(Resident, resident.identity.resident_id).address == "山阳区和美社区"


def test_a_picture_sent_in_the_form_joins_its_ticket(finish, database, resident, write):
    begun = write(resident)
    write(resident, kind=MessageKind.IMAGE)
    slots = FILLED | {"progress": {"since": begun.id}}
    run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=slots))
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(TicketEvent.kind == "attach")) == 1


def test_a_cancelled_form_opens_nothing(finish, database, resident, write):
    run(finish, tracker_of(write(resident), resident, "取消", "cancel", slots=FILLED | {"outcome": "cancelled"}))
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_a_switch_keeps_what_was_told_and_begins_the_other_form(finish, resident, write):
    tracker = tracker_of(write(resident), resident, "路灯坏了", "public_issue", slots=FILLED | {"outcome": "switched"})
    _, _, slots = run(finish, tracker)
    assert slots["followup"] == "public_issue_form"
    assert (slots["parked"][0]["kind"], slots["parked"][0]["matter"]) == ("dispute", "leak")
    assert slots["details"] is None


def test_what_was_parked_is_offered_when_the_other_form_has_ended(finish, resident, write):
    slots = FILLED | {"parked": [{"kind": "domestic_service", "matter": "cleaning"}]}
    _, _, after = run(finish, tracker_of(write(resident), resident, "确认", "affirm", slots=slots))
    assert after["followup"] == "domestic_service_form"
    assert after["progress"]["resuming"] is True
