"""Alembic's environment: the database is the one in the settings, or the one handed over by the caller."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from bot.database import open_engine
from bot.models import Base, EncryptedText
from bot.models.base import UtcDateTime
from bot.models.word_index import is_of_the_word_index
from bot.settings import Settings


def _render_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our own types as the plain ones below them: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EncryptedText):
        return "sa.Text()"
    return False


def _is_a_models_table(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and is_of_the_word_index(name or ""))


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite alters a table by copying it.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_render_type,
        include_name=_is_a_models_table,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Migrate on the caller's connection, or on one of our own."""
    if (given := context.config.attributes.get("connection")) is not None:
        _migrate(given)
        return
    engine = open_engine(Settings().database_address)
    with engine.connect() as connection:
        _migrate(connection)
        connection.commit()
    engine.dispose()


run()
