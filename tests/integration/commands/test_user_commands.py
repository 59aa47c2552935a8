"""Logins are made by operators; passwords never stand on a command line."""

from __future__ import annotations

from datetime import datetime

from flask_security.utils import verify_password
from sqlalchemy import select

from bot.accounts import logins
from bot.audit import OPERATOR
from bot.database import Database
from bot.models import AuditEntry, Deed, Staff
from tests.integration.commands.conftest import Commands

GOOD = "correct-horse-battery\n"
FANG = ("users", "create", "fang", "--name", "王芳", "--role", "resident-desk")


def test_a_login_is_created_with_a_hashed_password(run: Commands, database: Database) -> None:
    created = run.json(*FANG, "--password-stdin", stdin=GOOD)
    assert created["username"] == "fang"
    assert created["role"] == "resident-desk"
    with database.reader() as session:
        staff = session.scalars(select(Staff)).one()
        assert str(staff.password).startswith("$argon2")
        with run.app.app_context():
            assert verify_password(GOOD.strip(), staff.password)


def test_the_password_is_asked_for_twice_where_none_comes_in(run: Commands) -> None:
    shown = run.text(*FANG, stdin=GOOD + GOOD)
    assert "王芳" in shown
    assert GOOD.strip() not in shown


def test_users_are_listed_with_role_and_area(run: Commands) -> None:
    assert run.text("users", "list") == "Nobody can log in yet.\n"
    run("seed-demo")
    listed = {one["username"]: one for one in run.json("users", "list")}
    assert listed["grid"]["area"] == "解放区七百间街道幸福社区"
    assert listed["admin"]["role"] == "administrator"
    assert "林静安" in run.text("users", "list")


def test_what_cannot_be_is_told_in_one_line(run: Commands) -> None:
    run("seed-demo")
    assert run.refusal(
        "users", "create", "desk", "--name", "王芳", "--role", "specialist", "--password-stdin", stdin=GOOD
    ) == ("the username desk is taken")
    assert "at least 10 characters" in run.refusal(*FANG, "--password-stdin", stdin="short\n")
    assert run.refusal(*FANG, "--area", "火星社区", "--password-stdin", stdin=GOOD) == "no area is called 火星社区"
    assert "山阳区太行街道, 沁阳市太行街道" in run.refusal(*FANG, "--area", "太行街道", "--password-stdin", stdin=GOOD)
    assert run.json(*FANG, "--area", "沁阳市太行街道", "--password-stdin", stdin=GOOD)["area"] == "沁阳市太行街道"


def test_an_unknown_role_is_refused(run: Commands) -> None:
    result = run("users", "create", "fang", "--name", "王芳", "--role", "king", "--password-stdin", stdin=GOOD)
    assert result.exit_code != 0
    assert "'king' is not one of" in result.stderr


def test_a_reset_prints_a_one_time_password_that_must_be_changed(run: Commands, database: Database) -> None:
    run.json(*FANG, "--password-stdin", stdin=GOOD)
    once = run.json("users", "reset-password", "FANG")["one_time_password"]
    with database.reader() as session:
        staff = session.scalars(select(Staff)).one()
        assert staff.must_change_password
        with run.app.app_context():
            assert verify_password(once, staff.password)
            assert not verify_password(GOOD.strip(), staff.password)


def test_a_reset_ends_what_is_open_and_stands_in_the_trail_without_the_password(
    run: Commands, database: Database, now: datetime
) -> None:
    run.json(*FANG, "--password-stdin", stdin=GOOD)
    with database.session() as session:
        staff = session.scalars(select(Staff)).one()
        before = staff.fs_uniquifier
        logins.begin(session, staff.id, address="10.0.0.9", device="手机", now=now)
    once = run.json("users", "reset-password", "fang")["one_time_password"]
    with database.reader() as session:
        assert logins.open_logins(session, staff.id, now) == []
        assert session.scalars(select(Staff)).one().fs_uniquifier != before  # cookies find nobody
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.RESET)).one()
        assert (entry.actor, entry.subject) == (OPERATOR.name, "王芳（fang）")
        assert once not in f"{entry.before}{entry.after}"


def test_a_lost_telephone_is_forgotten(run: Commands, database: Database) -> None:
    run.json(*FANG, "--password-stdin", stdin=GOOD)
    with database.session() as session:
        staff = session.scalars(select(Staff)).one()
        staff.tf_primary_method, staff.tf_totp_secret = "authenticator", "secret"
    run("users", "reset-second-factor", "fang")
    with database.reader() as session:
        assert session.scalars(select(Staff)).one().tf_totp_secret is None


def test_a_reset_of_nobody_says_where_to_look(run: Commands) -> None:
    assert "users list" in run.refusal("users", "reset-password", "nobody")
