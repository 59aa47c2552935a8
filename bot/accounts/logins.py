"""Logins: which browsers somebody is logged in with, and ending them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import LoginSession

# How exact "last seen" is: a write per request would cost more than it tells.
_SEEN_EVERY = timedelta(minutes=1)
# A cookie lives for a working day after its last use (`configuration.py`).
LIFETIME = timedelta(hours=12)


def begin(session: Session, staff_id: int, *, address: str | None, device: str, now: datetime) -> int:
    """Write a new login; return its id for the cookie."""
    login = LoginSession(staff_id=staff_id, began_at=now, seen_at=now, address=address, device=device)
    session.add(login)
    session.flush()
    return login.id


def is_open(login: LoginSession | None, staff_id: int) -> bool:
    """Whether a cookie that names this login still opens pages for this person; its age is in the cookie itself."""
    return login is not None and login.staff_id == staff_id and login.ended_at is None


def is_stale(login: LoginSession, address: str | None, now: datetime) -> bool:
    """Whether what is known of a login should be written anew."""
    return login.address != address or now - login.seen_at >= _SEEN_EVERY


def see(session: Session, login_id: int, address: str | None, now: datetime) -> None:
    """Note that a login is in use."""
    session.execute(update(LoginSession).where(LoginSession.id == login_id).values(seen_at=now, address=address))


def open_logins(session: Session, staff_id: int, now: datetime) -> Sequence[LoginSession]:
    """Return somebody's open logins, the one used last first."""
    return session.scalars(
        select(LoginSession)
        .where(
            LoginSession.staff_id == staff_id, LoginSession.ended_at.is_(None), LoginSession.seen_at >= now - LIFETIME
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()


def end(session: Session, staff_id: int, login_id: int, now: datetime) -> bool:
    """End one of somebody's logins; False when it is not theirs or has ended before."""
    return _end(session, now, LoginSession.staff_id == staff_id, LoginSession.id == login_id) == 1


def end_all(session: Session, staff_id: int, now: datetime, *, but: int | None = None) -> int:
    """End all of somebody's logins, but the one named; return how many."""
    return _end(session, now, LoginSession.staff_id == staff_id, LoginSession.id != (but or 0))


def _end(session: Session, now: datetime, *which: object) -> int:
    ended = session.execute(
        update(LoginSession).where(LoginSession.ended_at.is_(None), *which).values(ended_at=now)  # type: ignore[arg-type]
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
