"""Operators see tickets and conversations, and nobody's telephone number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.conversations.records import write
from bot.database import Database, open_engine
from bot.devtools import demo
from bot.dialogue import Choice
from bot.models import Attention, Author, Conversation, Message, MessageState, Ticket, TicketKind
from bot.tickets import TicketRequest, add_note, open_ticket
from tests.conftest import NOW
from tests.integration.commands.conftest import Commands, TestParts, make_app
from tests.people import add_conversation


@pytest.fixture
def dispute(database: Database) -> Ticket:
    """A dispute of a resident who told a telephone number, and another resident's street lamp."""
    with database.session() as session:
        demo.seed_demo(session)
        first, second = (add_conversation(session, NOW, openid) for openid in ("oFirst", "oSecond"))
        ticket = open_ticket(session, request(first, TicketKind.DISPUTE, "noise", "解放区幸福小区3号楼501"), NOW)
        add_note(session, ticket, "打我爱人电话13912345678", "resident", NOW)
        open_ticket(session, request(second, TicketKind.PUBLIC_ISSUE, "street_lamp", "和美路"), NOW)
        return ticket


def request(conversation: Conversation, kind: TicketKind, matter: str, place: str) -> TicketRequest:
    return TicketRequest(
        cause=f"{conversation.id}", kind=kind, resident_id=conversation.identity.resident_id,
        conversation_id=conversation.id, details="楼上天天半夜拖桌子，我电话13812345678", matter=matter, place=place,
        phone="13812345678",
    )  # fmt: skip


def test_tickets_are_listed_newest_first_with_whoever_has_them(run: Commands, dispute: Ticket) -> None:
    newest, oldest = run.json("tickets", "list")
    assert (newest["kind"], oldest["kind"]) == ("public_issue", "dispute")
    assert oldest["provider"] == "孙桂英"
    assert oldest["area"] == "解放区七百间街道幸福社区"
    assert dispute.number in run.text("tickets", "list")


def test_lists_are_narrowed_by_state_kind_and_count(run: Commands, dispute: Ticket) -> None:
    assert [one["kind"] for one in run.json("tickets", "list", "--kind", "dispute")] == ["dispute"]
    assert run.json("tickets", "list", "--state", "closed") == []
    assert len(run.json("tickets", "list", "--limit", "1")) == 1
    assert run.text("tickets", "list", "--state", "closed") == "No tickets.\n"


def test_a_ticket_is_shown_with_its_history_and_without_telephone_and_door(run: Commands, dispute: Ticket) -> None:
    for shown in (run.text("tickets", "show", dispute.number), str(run.json("tickets", "show", dispute.number))):
        assert "138****5678" in shown
        assert "139****5678" in shown
        assert "1381234" not in shown
        assert "幸福小区*号楼***" in shown
        assert "孙桂英" in shown
    assert "noise (噪音)" in run.text("tickets", "show", dispute.number)
    steps = [event["kind"] for event in run.json("tickets", "show", dispute.number)["events"]]
    assert steps == ["open", "assign", "add"]


def test_a_number_may_be_written_without_its_hyphens(run: Commands, dispute: Ticket) -> None:
    assert run.json("tickets", "show", dispute.number.replace("-", " "))["number"] == dispute.number


def test_an_unknown_number_is_one_line(run: Commands, dispute: Ticket) -> None:
    assert run.refusal("tickets", "show", "20261123-9999-0") == "no ticket has the number 20261123-9999-0"


@pytest.fixture
def talk(database: Database) -> Iterator[int]:
    """Three conversations: a quiet one, an alarm, and one nobody answered; the id of the last."""
    with database.session() as session:
        add_conversation(session, NOW + timedelta(hours=1), "oQuiet")
        unanswered = add_conversation(session, NOW, "oUnanswered")
        unanswered.attention, unanswered.attention_since = Attention.UNANSWERED, NOW
        alarm = add_conversation(session, NOW, "oAlarm")
        alarm.attention, alarm.attention_since = Attention.PSYCH_CRISIS, NOW
        session.add(
            Message(
                conversation_id=unanswered.id, channel="wechat", external_id="1", author=Author.RESIDENT,
                text="我身份证410802196001011234，帮我看看", state=MessageState.UNANSWERED, intent="legal_question",
                confidence=0.71, created_at=NOW,
            )
        )  # fmt: skip
        choices = (Choice("继续", "继续"), Choice("转人工", "转人工"))
        write(session, unanswered, Author.BOT, "我慢了些。\n您看：", NOW, choices=choices)
    yield unanswered.id


def test_conversations_that_wait_for_a_person_come_first_alarms_before_all(run: Commands, talk: int) -> None:
    listed = run.json("conversations", "list")
    assert [one["attention"] for one in listed] == ["psych_crisis", "unanswered", None]
    assert len(run.json("conversations", "list", "--attention")) == 2
    assert "psych_crisis" in run.text("conversations", "list")


def test_no_conversation_is_said_in_words(run: Commands) -> None:
    assert run.text("conversations", "list") == "No conversations.\n"


def test_a_transcript_is_masked_and_tells_what_was_understood(run: Commands, talk: int) -> None:
    shown = run.text("conversations", "show", str(talk))
    assert "410802********1234" in shown
    assert "19600101" not in shown
    assert "[legal_question 0.71]  UNANSWERED" in shown
    assert "2. 转人工" in shown
    resident, bot = run.json("conversations", "show", str(talk))["messages"]
    assert (resident["author"], resident["state"]) == ("resident", "unanswered")
    assert bot["choices"] == ["继续", "转人工"]


def test_an_unknown_conversation_is_one_line(run: Commands) -> None:
    assert run.refusal("conversations", "show", "99") == "there is no conversation 99"


def test_a_database_without_tables_is_told_with_what_to_do(parts: TestParts, tmp_path: object) -> None:
    empty = Database(open_engine(f"sqlite:///{tmp_path}/empty.db"))
    run = Commands(make_app(TestParts(parts.settings, parts.clock, empty, parts.redis, parts.dialogue)))
    refusal = run.refusal("tickets", "list")
    assert "flask --app server database upgrade" in refusal
    assert "\n" not in refusal
