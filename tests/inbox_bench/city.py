"""A city of work: 1,000,000 messages, 200,000 tickets, 100,000 residents in 2,000 communities, 50 staff.

What residents say is drawn from the training messages, so that words are as frequent as they are in life.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

import yaml
from sqlalchemy import Engine, Table, insert, select, text

from bot.clock import utc_now
from bot.database import Database, migrate
from bot.models import (
    ADMINISTRATOR,
    MESSAGE_WORDS,
    RESIDENT_DESK,
    SPECIALIST,
    SUPERVISOR,
    TICKET_WORDS,
    Area,
    AreaLevel,
    Attention,
    Author,
    Conversation,
    ConversationStatus,
    Department,
    Identity,
    Message,
    MessageKind,
    MessageState,
    Priority,
    Resident,
    Role,
    Staff,
    Ticket,
    TicketEvent,
    TicketKind,
    TicketState,
)
from bot.models.word_index import add_words
from bot.reference import seed_reference
from bot.settings import PROJECT

RESIDENTS, MESSAGES_EACH, TICKETS_EACH, STAFF = 100_000, 10, 2, 50
PASSWORD = "linli-demo-2026"
_BATCH = 5_000
_SERVICES = [kind for kind in TicketKind if kind not in (TicketKind.EMERGENCY, TicketKind.PSYCH_CRISIS)]
_BOT_SAYS = ("您好，我是机器人邻里。", "办好了，已经派给人民调解员。", "请问在什么地方？", "收到，我帮您记下来了。")


def build(engine: Engine, hashed_password: str, say: Any = print) -> None:
    """Fill a database; does nothing when it is full already. `say` takes progress."""
    migrate(engine)
    with Database(engine).session() as session:
        seed_reference(session)
        if session.scalar(select(Resident.id).limit(1)):
            say(f"{engine.dialect.name}: the city is there")
            return
    chance, now, said = random.Random(20261123), utc_now(), _corpus()
    with engine.begin() as connection:
        communities = _areas(connection)
        _staff(connection, communities, hashed_password)
        for start in range(1, RESIDENTS + 1, _BATCH):
            ids = range(start, min(start + _BATCH, RESIDENTS + 1))
            _residents(connection, ids, communities, chance, now)
            _messages(connection, ids, said, chance, now)
            _tickets(connection, ids, communities, said, chance, now)
            say(f"{engine.dialect.name}: {ids[-1]:,} of {RESIDENTS:,} residents")
        _after(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def frequent_and_rare_words() -> list[str]:
    """What staff look for: words of every frequency."""
    return ["漏水", "路灯", "楼上", "老人", "物业费", "电动车", "养老", "工资", "噪音", "孩子", "狗", "暖气", "下水道堵",
            "半夜", "低保", "离婚", "彩礼", "停水", "垃圾", "电梯坏了", "你好", "谢谢", "社区", "打麻将", "遗产"]  # fmt: skip


def _batched(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while part := list(islice(left, _BATCH)):
        yield part


def _corpus() -> list[str]:
    said: list[str] = []
    for path in sorted((PROJECT / "nlu" / "data" / "messages").glob("*/*.yml")):
        said += [str(one).strip() for one in _strings(yaml.safe_load(path.read_text(encoding="utf-8")))]
    return [one for one in said if one]


def _strings(node: Any) -> Iterator[str]:
    """Every line of every example in a file of training data."""
    if isinstance(node, str):
        yield from (line.removeprefix("- ") for line in node.splitlines() if line.startswith("- "))
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from ([value] if isinstance(value, str) else _strings(value))


def _write(connection: Any, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    target: Table = table.__table__
    for part in _batched(rows):
        connection.execute(insert(target), part)


def _areas(connection: Any) -> list[int]:
    """10 districts of 10 streets of 20 communities; return the ids of the communities."""
    ids = count(1_000_000)
    city = next(ids)
    rows = [_area(city, None, AreaLevel.CITY, "基准市")]
    communities = []
    for district in range(10):
        rows.append(_area(district_id := next(ids), city, AreaLevel.DISTRICT, f"第{district + 1}区"))
        for street in range(10):
            rows.append(_area(street_id := next(ids), district_id, AreaLevel.STREET, f"第{street + 1}街道"))
            for community in range(20):
                communities.append(next(ids))
                rows.append(_area(communities[-1], street_id, AreaLevel.COMMUNITY, f"第{community + 1}社区"))
    _write(connection, Area, rows)
    _write(connection, Department, [{"id": 1_000_000, "name": "基准服务台", "area_id": city, "duties": []}])
    return communities


def _area(id_: int, parent: int | None, level: AreaLevel, name: str) -> dict[str, Any]:
    return {"id": id_, "parent_id": parent, "level": level, "name": name, "aliases": []}


def _staff(connection: Any, communities: list[int], hashed_password: str) -> None:
    """Desks of communities, specialists, supervisors and administrators."""
    roles = {name: id_ for id_, name in connection.execute(select(Role.id, Role.name))}
    people, held = [], []
    for number in range(1, STAFF + 1):
        role = {0: SUPERVISOR, 1: SPECIALIST, 2: SPECIALIST}.get(number % 8, RESIDENT_DESK)
        role = ADMINISTRATOR if number == STAFF else role
        sees_all = role in (SUPERVISOR, ADMINISTRATOR)
        people.append({
            "id": 1_000_000 + number, "username": f"bench{number}", "name": f"同事{number}", "password": hashed_password,
            "active": True, "fs_uniquifier": f"bench{number}", "area_id": None if sees_all else communities[number * 37],
            "emergency_contact": number % 10 == 0,
        })  # fmt: skip
        held.append({"staff_id": 1_000_000 + number, "role_id": roles[role]})
    _write(connection, Staff, people)
    connection.execute(insert(Staff.metadata.tables["staff_role"]), held)


def _residents(connection: Any, ids: range, communities: list[int], chance: random.Random, now: datetime) -> None:
    residents, identities, conversations = [], [], []
    for id_ in ids:
        at = now - timedelta(minutes=chance.randrange(60 * 24 * 700))
        area = communities[id_ % len(communities)] if chance.random() < 0.9 else None
        residents.append({"id": id_, "created_at": at, "area_id": area, "phone_digest": None})
        identities.append({"id": id_, "resident_id": id_, "channel": "wechat", "external_id": f"oBench{id_}",
                           "subscribed": True, "created_at": at})  # fmt: skip
        conversations.append(_conversation(id_, at, chance, now))
    _write(connection, Resident, residents)
    _write(connection, Identity, identities)
    _write(connection, Conversation, conversations)


def _conversation(id_: int, at: datetime, chance: random.Random, now: datetime) -> dict[str, Any]:
    """97 of 100 are with the bot, two wait for somebody, one is held."""
    lot = chance.random()
    waits, held = lot < 0.02, 0.02 <= lot < 0.03
    attention = chance.choice([Attention.REQUESTED, Attention.UNANSWERED]) if waits else None
    return {
        "id": id_, "identity_id": id_, "status": ConversationStatus.OPEN if waits or held else ConversationStatus.PENDING,
        "assignee_id": 1_000_001 + chance.randrange(STAFF) if held else None, "attention": attention,
        "attention_since": at if waits else None, "episode": 1, "priority": Priority.NORMAL,
        "last_inbound_at": at, "last_activity_at": min(at + timedelta(hours=1), now), "created_at": at,
    }  # fmt: skip


def _messages(connection: Any, ids: range, said: list[str], chance: random.Random, now: datetime) -> None:
    rows, words = [], []
    for resident in ids:
        at = now - timedelta(minutes=chance.randrange(60 * 24 * 700))
        for turn in range(MESSAGES_EACH):
            id_ = (resident - 1) * MESSAGES_EACH + turn + 1
            author = (Author.RESIDENT, Author.BOT)[turn % 2] if turn < MESSAGES_EACH - 1 else Author.STAFF
            spoken = chance.choice(_BOT_SAYS if author is Author.BOT else said)
            is_resident = author is Author.RESIDENT
            rows.append({
                "id": id_, "conversation_id": resident, "author": author, "kind": MessageKind.TEXT, "text": spoken,
                "payload": {}, "state": MessageState.ANSWERED if is_resident else None,
                "staff_id": 1_000_001 + resident % STAFF if author is Author.STAFF else None,
                "created_at": at + timedelta(minutes=turn),
            })  # fmt: skip
            if author is not Author.BOT:
                words.append((id_, spoken))
    _write(connection, Message, rows)
    for part in _batched(words):
        add_words(connection, MESSAGE_WORDS, part)


def _tickets(
    connection: Any, ids: range, communities: list[int], said: list[str], chance: random.Random, now: datetime
) -> None:
    rows, events, words = [], [], []
    for resident in ids:
        for turn in range(TICKETS_EACH):
            id_ = (resident - 1) * TICKETS_EACH + turn + 1
            at = now - timedelta(minutes=chance.randrange(60 * 24 * 700))
            state = (
                TicketState.RESOLVED
                if chance.random() < 0.9
                else chance.choice([TicketState.ASSIGNED, TicketState.IN_PROGRESS])
            )
            details, is_done = chance.choice(said), state is TicketState.RESOLVED
            rows.append({
                "id": id_, "number": f"{at:%Y%m%d}-{id_:06d}-0", "cause": f"bench:{id_}", "kind": chance.choice(_SERVICES),
                "state": state, "priority": Priority.NORMAL, "resident_id": resident, "conversation_id": resident,
                "area_id": communities[resident % len(communities)], "details": details, "department_id": 1_000_000,
                "first_response_due_at": at + timedelta(days=1), "handling_due_at": at + timedelta(days=720),
                "first_responded_at": at + timedelta(hours=3), "created_at": at,
                "next_due_at": None if is_done else at + timedelta(days=720),
                "closed_at": at + timedelta(days=2) if is_done else None,
            })  # fmt: skip
            events.append({"ticket_id": id_, "kind": "opened", "actor": "resident", "at": at, "data": {}})
            words.append((id_, details))
    _write(connection, Ticket, rows)
    _write(connection, TicketEvent, events)
    for part in _batched(words):
        add_words(connection, TICKET_WORDS, part)


def _after(connection: Any) -> None:
    """PostgreSQL counts its keys on from what was written by hand."""
    if connection.dialect.name != "postgresql":
        return
    for model in (Area, Conversation, Department, Identity, Message, Resident, Staff, Ticket):
        name = model.__tablename__
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
