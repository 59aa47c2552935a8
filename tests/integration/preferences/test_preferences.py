"""What is set counts everywhere within two seconds, and the trail keeps who, when and both values."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from bot.audit import Actor
from bot.database import Database, open_engine
from bot.models import AuditEntry, Deed, Hotline, StoredPreference
from bot.preferences import CATALOGUE, LivePreferences, Preferences, WrongPreference
from bot.preferences.live import present
from bot.preferences.storing import store

ZHANG = Actor(None, "张明远（zhangmy）", "10.0.0.7")


def set_to(database, now, name, words):
    with database.session() as session:
        return store(session, CATALOGUE[name], words, ZHANG, now)


def rows(database):
    with database.reader() as session:
        return {row.name: row.words for row in session.scalars(select(StoredPreference))}


def test_without_rows_everything_stands_at_its_default(database):
    with database.reader() as session:
        assert present(session) == Preferences()


def test_a_value_is_kept_with_who_when_and_both_values(database, now):
    assert set_to(database, now, "silent_minutes", "45")
    with database.reader() as session:
        assert present(session) == replace(Preferences(), silent_minutes=45)
        row = session.get_one(StoredPreference, "silent_minutes")
        entry = session.scalars(select(AuditEntry)).one()
    assert (row.changed_by, row.changed_at) == ("张明远（zhangmy）", now)
    assert (entry.actor, entry.address, entry.at, entry.deed) == ("张明远（zhangmy）", "10.0.0.7", now, Deed.CHANGE)
    label = CATALOGUE["silent_minutes"].label
    assert (entry.subject_kind, entry.subject_key, entry.subject) == ("通用设置", "silent_minutes", label)
    assert (entry.before, entry.after) == ({"值": "30"}, {"值": "45"})


def test_the_same_value_again_changes_nothing(database, now):
    set_to(database, now, "silent_minutes", "45")
    assert not set_to(database, now, "silent_minutes", "45")
    assert not set_to(database, now, "unmask_minutes", "5")
    with database.reader() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 1


def test_back_at_its_default_a_setting_has_no_row(database, now):
    set_to(database, now, "asks_if_settled", "否")
    assert rows(database) == {"asks_if_settled": "否"}
    assert set_to(database, now, "asks_if_settled", "是")
    assert rows(database) == {}


def test_what_is_refused_is_neither_kept_nor_told(database, now):
    with pytest.raises(WrongPreference):
        set_to(database, now, "crisis_self", "加油")
    assert rows(database) == {}
    with database.reader() as session:
        assert session.scalars(select(AuditEntry)).all() == []


def test_mandatory_numbers_are_those_of_the_register(database, now):
    with database.session() as session:
        session.add(Hotline(key="psychological_aid", number="0391-5551234", name="心理援助", source="测试"))
    written_out = CATALOGUE["crisis_self"].default.replace("{心理援助}", "12356")
    with pytest.raises(WrongPreference, match="0391-5551234"):
        set_to(database, now, "crisis_self", written_out)


def test_a_new_notice_is_a_new_version_and_the_shipped_one_has_its_own(database, now):
    new = CATALOGUE["privacy_notice"].default.replace("按规定", "按档案规定")
    set_to(database, now, "privacy_notice", new)
    with database.reader() as session:
        assert present(session).privacy_version == "2026-11-23 10:00"
    set_to(database, now, "privacy_notice", CATALOGUE["privacy_notice"].default)
    with database.reader() as session:
        assert present(session).privacy_version == "2026-11"


@pytest.mark.parametrize(("name", "words"), [("text_bytes", "9"), ("silent_minutes", "x"), ("asks_if_settled", "也许")])
def test_a_stored_value_that_no_longer_fits_gives_way_to_the_default(database, now, name, words):
    with database.session() as session:
        session.add(StoredPreference(name=name, words=words, changed_at=now, changed_by="x"))
        session.add(StoredPreference(name="of a later version", words="1", changed_at=now, changed_by="x"))
    with database.reader() as session:
        assert present(session) == Preferences()


# --- live


class Ticking:
    """A monotonic clock that is moved by hand."""

    def __init__(self):
        self.at = 100.0

    def __call__(self):
        return self.at


def test_the_table_is_read_once_a_second(database, now):
    ticking = Ticking()
    live = LivePreferences(database, monotonic=ticking)
    assert live().silent_minutes == 30
    set_to(database, now, "silent_minutes", "45")
    assert live().silent_minutes == 30
    ticking.at += 1.0
    assert live().silent_minutes == 45


def test_without_a_database_what_counted_last_goes_on(database, now, database_address):
    set_to(database, now, "silent_minutes", "45")
    other = Database(open_engine(database_address))
    ticking = Ticking()
    live = LivePreferences(other, monotonic=ticking)
    assert live().silent_minutes == 45
    with other.session() as session:
        session.execute(text("ALTER TABLE stored_preference RENAME TO gone"))
    ticking.at += 5
    assert live().silent_minutes == 45
    other.engine.dispose()


def test_another_process_has_the_new_value_within_two_seconds(database, now, database_address):
    program = (
        "import sys, time\n"
        "from bot.database import Database, open_engine\n"
        "from bot.preferences import LivePreferences\n"
        "live = LivePreferences(Database(open_engine(sys.argv[1])))\n"
        "print(live().silent_minutes, flush=True)\n"
        "while live().silent_minutes == 30: time.sleep(0.02)\n"
        "print(live().silent_minutes, flush=True)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", program, database_address], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        assert json.loads(reader.stdout.readline()) == 30
        set_to(database, now, "silent_minutes", "45")
        started = time.monotonic()
        assert json.loads(reader.stdout.readline()) == 45
        assert time.monotonic() - started < 2.0
    finally:
        reader.kill()
        reader.wait()
