"""Which migration the database is at, and which one the code brings."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.settings import PROJECT


def current(session: Session) -> str:
    """Return the database's migration. Raises `SQLAlchemyError` when it has no tables."""
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def newest() -> str | None:
    """Return the newest migration of the code."""
    return ScriptDirectory.from_config(Config(str(PROJECT / "alembic.ini"))).get_current_head()
