"""Passwords that somebody else sets: one-time, easy to read out on the telephone, changed at the next login."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import uuid4

from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from bot.accounts import logins
from bot.models import Staff

SHORTEST = 10
# Without signs that look or sound alike: 0 and o, 1 and l and i.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


def one_time_password() -> str:
    """Return a new one-time password of about 60 bits: abcd-efgh-jkmn."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def reset_password(session: Session, staff: Staff, now: datetime) -> str:
    """Give somebody a one-time password and end all their logins; return the password, which is kept nowhere.

    Needs an application context: Flask-Security hashes.
    """
    password = one_time_password()
    staff.password = hash_password(password)
    staff.must_change_password = True
    # Cookies that were signed with the old one find nobody.
    staff.fs_uniquifier = uuid4().hex
    logins.end_all(session, staff.id, now)
    return password


def reset_second_factor(session: Session, staff: Staff, now: datetime) -> None:
    """Take somebody's second factor away, who has lost the telephone: the next login sets up a new one."""
    staff.tf_primary_method = staff.tf_totp_secret = staff.tf_last_counter = staff.mf_recovery_codes = None
    staff.fs_uniquifier = uuid4().hex
    logins.end_all(session, staff.id, now)
