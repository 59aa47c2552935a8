"""The second factor: codes of an authenticator on the telephone (RFC 6238), each good for one login."""

from __future__ import annotations

from typing import Any

from flask_security import Totp
from sqlalchemy import update

from bot.database import Database
from bot.models import Staff


class OneUseTotp(Totp):
    """Refuses a code of a step that was used before: somebody may have looked over a shoulder."""

    database: Database

    def get_last_counter(self, user: Staff) -> int | None:
        """Return the step of the last code that was taken."""
        return user.tf_last_counter

    def set_last_counter(self, user: Staff, tmatch: Any) -> None:
        """Remember the step of a code that was taken now."""
        with self.database.session() as session:
            session.execute(update(Staff).where(Staff.id == user.id).values(tf_last_counter=tmatch.counter))
        # Flask-Security may write this object back: it must not bring the old step along.
        user.tf_last_counter = tmatch.counter


def totp_of(database: Database) -> type[OneUseTotp]:
    """Return the class for one database, as Flask-Security wants to be handed one."""
    return type("BoundTotp", (OneUseTotp,), {"database": database})
