from datetime import datetime

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from bot import audit
from bot.audit import Subject
from bot.database import Database
from bot.models import AuditEntry, Deed
from tests.people import add_staff


@pytest.fixture
def entry(database: Database, now: datetime) -> int:
    with database.session() as session:
        actor = audit.by_staff(add_staff(session), "10.1.2.3")
        subject = Subject("热线", "police", "报警")
        written = audit.record(
            session, actor, Deed.CHANGE, subject, now, before={"号码": "110"}, after={"号码": "12110"}
        )
        return written.id


def test_entry_says_who_did_what_when_and_from_where(database: Database, entry: int, now: datetime) -> None:
    with database.reader() as session:
        found = session.get_one(AuditEntry, entry)
        assert (found.actor, found.address, found.at) == ("李敏（desk）", "10.1.2.3", now)
        assert (found.deed, found.subject_kind, found.subject) == (Deed.CHANGE, "热线", "报警")
        assert (found.before, found.after) == ({"号码": "110"}, {"号码": "12110"})


@pytest.mark.parametrize("statement", [update(AuditEntry).values(actor="别人"), delete(AuditEntry)])
def test_database_refuses_to_change_or_delete_an_entry(database: Database, entry: int, statement) -> None:
    with pytest.raises(DatabaseError, match="append only"), database.session() as session:
        session.execute(statement)
    with database.reader() as session:
        assert session.scalars(select(AuditEntry.actor)).one() == "李敏（desk）"


def test_trail_cannot_be_emptied_at_one_stroke(database: Database, entry: int) -> None:
    is_sqlite = database.engine.dialect.name == "sqlite"  # which has no TRUNCATE
    with pytest.raises(DatabaseError, match="append only"), database.session() as session:
        session.execute(text("DELETE FROM audit_entry" if is_sqlite else "TRUNCATE audit_entry"))


def test_entry_is_gone_with_the_change_that_was_rolled_back(database: Database, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), database.session() as session:
        audit.record(session, audit.OPERATOR, Deed.CREATE, Subject("热线", "x", "x"), now)
        raise ZeroDivisionError
    with database.reader() as session:
        assert session.scalar(select(AuditEntry.id)) is None


def test_every_deed_has_a_word() -> None:
    assert set(audit.DEEDS) == set(Deed)
