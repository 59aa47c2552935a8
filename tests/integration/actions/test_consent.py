from sqlalchemy import select

from actions.asides import Asides
from actions.consent import WithdrawConsent
from actions.forms import TakeAnswer
from actions.ticket_status import TicketStatus
from bot.models import Consent, TicketKind
from bot.residents import give_consent, known_of, remember
from tests.integration.actions.runner import run, tracker_of


class NoRegulation:
    """Nobody asks for it here."""

    def is_surely_published(self, said, cause):
        return False


def form(database, clock):
    consent = WithdrawConsent(database, clock)
    asides = Asides(NoRegulation(), TicketStatus(database, clock), consent)
    return TakeAnswer(TicketKind.DISPUTE, database, asides, clock)


def answers(database):
    with database.reader() as session:
        return [one.given for one in session.scalars(select(Consent).order_by(Consent.id))]


def asked(**more):
    return {
        "details": "楼上漏水",
        "matter": "leak",
        "requested_slot": "consent",
        "progress": {"trail": ["consent"]},
    } | more


def test_a_yes_is_written_down_once_in_the_moment_it_is_said(database, clock, resident, write):
    tracker = tracker_of(write(resident), resident, "同意", "affirm", slots=asked())
    run(form(database, clock), tracker)
    run(form(database, clock), tracker)
    assert answers(database) == [True]


def test_a_no_is_written_down_and_the_number_is_dropped(database, clock, resident, write):
    tracker = tracker_of(write(resident), resident, "不同意", "deny", slots=asked(phone="13812345678"))
    _, _, slots = run(form(database, clock), tracker)
    assert answers(database) == [False]
    assert slots["phone"] is None


def test_a_known_resident_is_not_asked_again(database, clock, now, resident, write):
    with database.session() as session:
        give_consent(session, resident.identity.resident_id, now)
        remember(session, resident.identity.resident_id, phone="13812345678", address="幸福社区3号楼", area=None)
    entities = [{"entity": "matter", "role": "dispute", "value": "leak", "start": 2, "end": 4}]
    text, _, slots = run(
        form(database, clock), tracker_of(write(resident), resident, "楼上漏水", "dispute", entities=entities)
    )
    assert slots["requested_slot"] == "confirm"
    assert "138****5678" in text and "13812345678" not in text


def test_withdrawing_forgets_number_and_address(database, clock, now, resident, write):
    with database.session() as session:
        give_consent(session, resident.identity.resident_id, now)
        remember(session, resident.identity.resident_id, phone="13812345678", address="幸福社区3号楼", area=None)
    tracker = tracker_of(write(resident), resident, "撤回同意", "withdraw_consent")
    run(WithdrawConsent(database, clock), tracker)
    with database.reader() as session:
        known = known_of(session, resident.identity.resident_id)
    assert (known.phone, known.address, known.has_consented) == (None, None, False)
