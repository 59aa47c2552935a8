"""A city of work: 100,000 residents in 2,000 communities, 200,000 visits of five messages with a ticket each, 50 staff.

All that happens has its place in time: numbers count up with it, as they do in life, and what belongs to one resident lies
scattered among everybody else's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from bot.clock import utc_now
from bot.database import Database, migrate, open_engine
from bot.digests import digest_last_four
from bot.models import (
    MESSAGE_WORDS,
    TICKET_WORDS,
    Area,
    Attention,
    Author,
    Base,
    Conversation,
    ConversationStatus,
    Department,
    EncryptedText,
    Identity,
    Label,
    Mention,
    Message,
    MessageKind,
    MessageState,
    Priority,
    Provider,
    Resident,
    Staff,
    Team,
    Ticket,
    TicketKind,
    TicketState,
)
from bot.reference import seed_reference
from bot.tickets.numbers import compose
from tests.inbox_bench import staff
from tests.inbox_bench.areas import DEPARTMENT, write_areas
from tests.inbox_bench.said import BOT_SAYS, indexed, residents_say
from tests.inbox_bench.writing import Row, count_on, in_bulk, write

RESIDENTS, VISITS_EACH, MESSAGES_EACH = 100_000, 2, 5
_DAYS = 700
_PIECE = 5_000
_SERVICES = [kind for kind in TicketKind if kind not in (TicketKind.EMERGENCY, TicketKind.PSYCH_CRISIS)]
_AUTHORS = (Author.RESIDENT, Author.BOT, Author.RESIDENT, Author.BOT, Author.STAFF)
_COUNTED = (Area, Conversation, Department, Identity, Mention, Message, Provider, Resident, Staff, Team, Ticket)
_WAITS = (Attention.REQUESTED, Attention.UNANSWERED, Attention.UNREADABLE)
_BEING_DONE = (TicketState.ASSIGNED, TicketState.IN_PROGRESS)


def build(address: str, hashed_password: str, say: Callable[[str], None], residents: int = RESIDENTS) -> None:
    """Fill an empty database. `say` takes progress."""
    engine = open_engine(address)
    migrate(engine)
    with Database(engine).session() as session:
        seed_reference(session)
        labels = list(session.scalars(select(Label.id)))
    engine.dispose()
    with in_bulk(address) as connection:
        communities, providers = staff.write_staff(connection, write_areas(connection), hashed_password)
        chance = Random(20261123)
        City(connection, chance, _plan(chance, residents, communities, providers), utc_now()).write(labels, say)
        count_on(connection, (Base.metadata.tables[model.__tablename__] for model in _COUNTED))
        say("the indexes")


@dataclass(frozen=True)
class Plan:
    """Who lives where (not everybody has said so), who comes at each of the visits, and when each comes."""

    homes: Sequence[int | None]
    guests: Sequence[int]
    visits: dict[int, list[int]]
    communities: Sequence[int]
    providers: Sequence[int]


def _plan(chance: Random, residents: int, communities: Sequence[int], providers: Sequence[int]) -> Plan:
    guests = [resident for resident in range(1, residents + 1) for _ in range(VISITS_EACH)]
    chance.shuffle(guests)
    visits: dict[int, list[int]] = {}
    for visit, resident in enumerate(guests):
        visits.setdefault(resident, []).append(visit)
    homes = [chance.choice(communities) if chance.random() < 0.6 else None for _ in range(residents)]
    return Plan(homes, guests, visits, communities, providers)


@dataclass(frozen=True)
class City:
    """Writes residents, then what happened in the order of time."""

    connection: Connection
    chance: Random
    plan: Plan
    now: datetime
    opened: Counter[str] = field(default_factory=Counter)

    def write(self, labels: Sequence[int], say: Callable[[str], None]) -> None:
        """Write all of it."""
        residents, total = len(self.plan.homes), len(self.plan.guests)
        self._write_residents(range(1, residents + 1))
        say(f"{residents:,} residents")
        for start in range(0, total, _PIECE):
            visits = range(start, min(start + _PIECE, total))
            self._write_messages(visits)
            self._write_tickets(visits)
            if visits.stop % (10 * _PIECE) == 0:
                say(f"{visits.stop * MESSAGES_EACH:,} messages, {visits.stop:,} tickets")
        self._write_marks(labels)

    def _write(self, table: str, rows: Iterable[Row]) -> None:
        write(self.connection, Base.metadata.tables[table], rows)

    def _at(self, visit: int, minutes: int = 0) -> datetime:
        """The moment of a visit: they come evenly over two years."""
        share = (visit + 1) / (len(self.plan.guests) + 1)
        return self.now - timedelta(days=_DAYS) * (1 - share) + timedelta(minutes=minutes)

    def _write_residents(self, ids: range) -> None:
        self._write("resident", (self._resident(id_) for id_ in ids))
        self._write("identity", (self._identity(id_) for id_ in ids))
        self._write("conversation", (self._conversation(id_) for id_ in ids))

    def _resident(self, id_: int) -> Row:
        phone = f"138{self.chance.randrange(10**8):08d}" if self.chance.random() < 0.5 else None
        return {
            "id": id_, "created_at": self._at(self.plan.visits[id_][0]), "area_id": self.plan.homes[id_ - 1],
            "phone": phone, "phone_digest": digest_last_four(phone, EncryptedText.digest_key()) if phone else None,
        }  # fmt: skip

    def _identity(self, id_: int) -> Row:
        return {
            "id": id_, "resident_id": id_, "channel": "wechat", "external_id": f"oBench{id_}", "subscribed": True,
            "created_at": self._at(self.plan.visits[id_][0]),
        }  # fmt: skip

    def _conversation(self, id_: int) -> Row:
        """97 of 100 are with the bot; the rest waits for somebody, or is held by somebody, who put off some."""
        first, last = self._at(self.plan.visits[id_][0]), self._at(self.plan.visits[id_][-1], MESSAGES_EACH)
        row: Row = {
            "id": id_, "identity_id": id_, "area_id": self.plan.homes[id_ - 1], "status": ConversationStatus.PENDING,
            "assignee_id": None, "attention": None, "attention_since": None, "acknowledged_at": None,
            "snoozed_until": None, "episode": 1, "priority": Priority.NORMAL, "last_inbound_at": last,
            "last_activity_at": last, "created_at": first,
        }  # fmt: skip
        return row | self._touch(last)

    def _touch(self, at: datetime) -> Row:
        lot, is_open = self.chance.random(), {"status": ConversationStatus.OPEN}
        if lot < 0.0002:
            seen = self.now if self.chance.random() < 0.7 else None
            return is_open | {"attention": Attention.EMERGENCY, "attention_since": at, "acknowledged_at": seen}
        if lot < 0.02:
            return is_open | {"attention": self.chance.choice(_WAITS), "attention_since": at}
        if lot < 0.03:
            held = is_open | {"assignee_id": self.chance.choice(staff.IDS)}
            waits = {"attention": Attention.REQUESTED, "attention_since": at} if self.chance.random() < 0.3 else {}
            put_off = {"snoozed_until": self.now + timedelta(days=2)} if self.chance.random() < 0.2 else {}
            return held | waits | put_off
        return {}

    def _write_messages(self, visits: range) -> None:
        messages = [one for visit in visits for one in self._messages(visit)]
        self._write("message", messages)
        self._index(MESSAGE_WORDS, ((one["id"], one["text"]) for one in messages if one["author"] is not Author.BOT))

    def _messages(self, visit: int) -> Iterator[Row]:
        for turn, author in enumerate(_AUTHORS):
            yield {
                "id": visit * MESSAGES_EACH + turn + 1, "conversation_id": self.plan.guests[visit], "author": author,
                "kind": MessageKind.TEXT, "payload": {},
                "text": self.chance.choice(BOT_SAYS if author is Author.BOT else residents_say()),
                "state": MessageState.ANSWERED if author is Author.RESIDENT else None,
                "staff_id": self.chance.choice(staff.IDS) if author is Author.STAFF else None,
                "created_at": self._at(visit, turn),
            }  # fmt: skip

    def _index(self, words_table: Any, texts: Iterable[tuple[int, str]]) -> None:
        dialect = self.connection.dialect.name
        rows = ({"rowid": id_, "words": indexed(spoken, dialect)} for id_, spoken in texts)
        write(self.connection, words_table, (one for one in rows if one["words"]))

    def _write_tickets(self, visits: range) -> None:
        tickets = [self._ticket(visit) for visit in visits]
        self._write("ticket", tickets)
        self._write("ticket_event", (_opened(one) for one in tickets))
        self._index(TICKET_WORDS, ((one["id"], one["details"]) for one in tickets))

    def _ticket(self, visit: int) -> Row:
        guest, at, day = self.plan.guests[visit], self._at(visit, MESSAGES_EACH), f"{self._at(visit):%Y%m%d}"
        self.opened[day] += 1
        home = self.plan.homes[guest - 1]
        return {
            "id": visit + 1, "number": compose(day, self.opened[day]), "cause": f"bench:{visit}",
            "kind": self.chance.choice(_SERVICES), "priority": Priority.NORMAL, "resident_id": guest,
            "conversation_id": guest, "details": self.chance.choice(residents_say()), "department_id": DEPARTMENT,
            "area_id": home if self.chance.random() < 0.95 else self.chance.choice(self.plan.communities),
            "provider_id": self.chance.choice(self.plan.providers) if self.chance.random() < 0.01 else None,
            "confidential": self.chance.random() < 0.02, "first_response_due_at": at + timedelta(days=1),
            "first_responded_at": at + timedelta(hours=3), "created_at": at,
        } | self._progress(visit, at)  # fmt: skip

    def _progress(self, visit: int, at: datetime) -> Row:
        """Of the last tenth of all tickets some are not done; a few of these are late or due soon."""
        if visit < 0.9 * len(self.plan.guests) or self.chance.random() < 0.6:
            kept = at + timedelta(days=2)
            return {"state": TicketState.RESOLVED, "handling_due_at": kept, "next_due_at": None, "closed_at": kept}
        due = self.now + timedelta(hours=self.chance.randrange(-48, 24 * 30))
        return {
            "state": self.chance.choice(_BEING_DONE), "handling_due_at": due, "next_due_at": due, "closed_at": None,
        }  # fmt: skip

    def _write_marks(self, labels: Sequence[int]) -> None:
        """Labels, and notes that name each of the staff."""
        some = self.chance.sample(range(1, len(self.plan.homes) + 1), len(self.plan.homes) // 50)
        for name in ("conversation", "ticket"):
            rows = ({f"{name}_id": one, "label_id": self.chance.choice(labels)} for one in some)
            self._write(f"{name}_label", rows)
        count = VISITS_EACH * len(self.plan.homes) * MESSAGES_EACH
        self._write("mention", (self._mention(one, count) for one in range(1, 5 * len(staff.IDS) + 1)))

    def _mention(self, id_: int, messages: int) -> Row:
        message = messages - 5 * id_
        return {
            "id": id_, "message_id": message, "conversation_id": self.plan.guests[(message - 1) // MESSAGES_EACH],
            "staff_id": staff.IDS[id_ % len(staff.IDS)], "created_at": self.now, "read_at": None,
        }  # fmt: skip


def _opened(ticket: Row) -> Row:
    return {"ticket_id": ticket["id"], "kind": "open", "actor": "resident", "at": ticket["created_at"], "data": {}}
