"""`users create`, `users list`, `users reset-…`: who may log in to the inbox."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import click
from flask_security.utils import hash_password
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import audit
from bot.accounts import passwords
from bot.commands.output import iso, json_option, moment, pairs, print_json, table
from bot.commands.refusals import Commands, Refusal
from bot.models import ROLES, Area, Deed, Role, Staff
from bot.parts import Parts
from bot.reference import seed_reference

_HEADINGS = ("username", "name", "role", "area", "active", "emergency contact", "last seen")


def commands(parts: Parts) -> Commands:
    """Return the group `users`."""
    group = Commands("users", help="Members of staff who log in to the inbox.")

    @group.command("create")
    @click.argument("username")
    @click.option("--name", required=True, help="The person's name, as residents and colleagues read it.")
    @click.option("--role", required=True, type=click.Choice(ROLES))
    @click.option("--area", "area_name", help="Name of the area served, such as 幸福社区; without one: all areas.")
    @click.option("--emergency-contact", is_flag=True, help="Is told about every crisis alarm of the area.")
    @click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else it is asked for.")
    @json_option
    def create_user(
        *,
        username: str,
        name: str,
        role: str,
        area_name: str | None,
        emergency_contact: bool,
        password_stdin: bool,
        as_json: bool,
    ) -> None:
        """Create a login."""
        password = read_password(password_stdin)
        with parts.database.session() as session:
            if session.scalar(select(Staff.id).where(Staff.username == username)) is not None:
                raise Refusal(f"the username {username} is taken")
            area = find_area(session, area_name) if area_name else None
            staff = Staff(
                username=username,
                name=name,
                password=hash_password(password),
                fs_uniquifier=uuid4().hex,
                roles=[role_of(session, role)],
                area=area,
                emergency_contact=emergency_contact,
            )
            session.add(staff)
            session.flush()
            created = summary(staff)
        if as_json:
            print_json(created)
        else:
            click.echo(
                "Created.\n" + pairs((heading, created[heading]) for heading in ("username", "name", "role", "area"))
            )

    @group.command("list")
    @json_option
    def list_users(as_json: bool) -> None:
        """List the members of staff."""
        with parts.database.reader() as session:
            found = session.scalars(select(Staff).order_by(Staff.username)).all()
            if as_json:
                print_json([summary(staff) for staff in found])
            else:
                click.echo(table(_HEADINGS, [_row(staff) for staff in found]) if found else "Nobody can log in yet.")

    _add_resets(group, parts)
    return group


def _add_resets(group: Commands, parts: Parts) -> None:
    """For the administrator who is locked out; the others are helped on the administrators' pages."""

    @group.command("reset-password")
    @click.argument("username")
    @json_option
    def reset(username: str, as_json: bool) -> None:
        """Print a one-time password that must be changed at the next login; ends all logins of that person."""
        with parts.database.session() as session:
            staff = find_staff(session, username)
            password = passwords.reset_password(session, staff, parts.clock())
            audit.record(
                session, audit.OPERATOR, Deed.RESET, _subject(staff), parts.clock(), after={"密码": "一次性密码"}
            )
        if as_json:
            print_json({"username": staff.username, "one_time_password": password})
        else:
            click.echo(f"One-time password of {staff.username} ({staff.name}): {password}")

    @group.command("reset-second-factor")
    @click.argument("username")
    @json_option
    def reset_factor(username: str, as_json: bool) -> None:
        """Forget the telephone of somebody who has lost it; the next login sets up another."""
        with parts.database.session() as session:
            staff = find_staff(session, username)
            passwords.reset_second_factor(session, staff, parts.clock())
            audit.record(
                session, audit.OPERATOR, Deed.RESET, _subject(staff), parts.clock(), after={"两步验证": "已清除"}
            )
        if as_json:
            print_json({"username": staff.username, "second_factor": None})
        else:
            click.echo(f"{staff.username} ({staff.name}) has no second factor now.")


def find_staff(session: Session, username: str) -> Staff:
    """Return a member of staff by username. Raises `Refusal`."""
    staff = session.scalar(select(Staff).where(func.lower(Staff.username) == username.lower()))
    if staff is None:
        raise Refusal(f"nobody has the username {username}; see: flask --app server users list")
    return staff


def _subject(staff: Staff) -> audit.Subject:
    return audit.Subject("账号", str(staff.id), f"{staff.name}（{staff.username}）")


def read_password(from_stdin: bool) -> str:
    """Return the password: a line of standard input, or what is typed twice. Raises `Refusal` when it is too short."""
    password = sys.stdin.readline().rstrip("\r\n") if from_stdin else _ask_for_password()
    if len(password) < passwords.SHORTEST:
        raise Refusal(f"the password needs at least {passwords.SHORTEST} characters")
    return password


def _ask_for_password() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def find_area(session: Session, name: str) -> Area:
    """Return the area of that name, or of that full name where several share it. Raises `Refusal`."""
    areas = session.scalars(select(Area)).all()
    found = [area for area in areas if name in (area.name, area.full_name)]
    if not found:
        raise Refusal(f"no area is called {name}")
    if len(found) > 1:
        raise Refusal(f"several areas are called {name}; give one of {', '.join(area.full_name for area in found)}")
    return found[0]


def role_of(session: Session, name: str) -> Role:
    """Return a role; the first login of a fresh installation brings the roles with it."""
    role = session.scalar(select(Role).where(Role.name == name))
    if role is None:
        seed_reference(session)
        role = session.scalars(select(Role).where(Role.name == name)).one()
    return role


def summary(staff: Staff) -> dict[str, Any]:
    """Return what is shown of a member of staff."""
    return {
        "username": staff.username,
        "name": staff.name,
        "role": ", ".join(role.name for role in staff.roles),
        "area": staff.area.full_name or staff.area.name if staff.area else None,
        "active": staff.active,
        "emergency_contact": staff.emergency_contact,
        "last_seen_at": iso(staff.last_seen_at),
    }


def _row(staff: Staff) -> Sequence[object]:
    one = summary(staff)
    yes = {True: "yes", False: "no"}
    return (
        one["username"], one["name"], one["role"], one["area"], yes[one["active"]], yes[one["emergency_contact"]],
        moment(staff.last_seen_at),
    )  # fmt: skip
