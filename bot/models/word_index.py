"""Word index: under which words a message or a ticket is found, written in the same transaction as the row itself.

SQLite keeps it in an FTS5 table without contents, PostgreSQL in a `tsvector` column with a GIN index; both have the
columns `rowid` and `words`. The tables are made by migration 0007 and are no models: nothing reads them but a search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, TableClause, column, event, select, table, text
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import get_history

from bot.models.message import Author, Message
from bot.models.ticket import Ticket
from bot.search_words import index_words

MESSAGE_WORDS = table("message_words", column("rowid"), column("words"))
TICKET_WORDS = table("ticket_words", column("rowid"), column("words"))

# What the bot says is the same to everybody, and events are no words.
_SAID = (Author.RESIDENT, Author.STAFF, Author.NOTE)

_ADD = {
    "sqlite": "INSERT INTO {table} (rowid, words) VALUES (:id, :words)",
    "postgresql": (
        "INSERT INTO {table} (rowid, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
        " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
    ),
}
# A table without contents has to be told what it is to forget.
_FORGET = {
    "sqlite": "INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', :id, :words)",
    "postgresql": "DELETE FROM {table} WHERE rowid = :id",
}


def add_words(connection: Connection, words_table: TableClause, rows: Sequence[tuple[int, str]]) -> None:
    """Index texts by the ids of their rows; for many rows at once, too."""
    dialect = connection.dialect.name
    values = [(id_, words) for id_, said in rows if (words := index_words(said))]
    if values:
        statement = text(_ADD[dialect].format(table=words_table.name))
        connection.execute(statement, [{"id": id_, "words": _bound(dialect, words)} for id_, words in values])


def rows_with(words_table: TableClause, words: Sequence[tuple[str, bool]], dialect: str) -> Select[Any]:
    """Return a query for the ids of the rows that hold all words; a word may be only a beginning."""
    return select(words_table.c.rowid).where(holds(words_table, words, dialect))


def holds(words_table: TableClause, words: Sequence[tuple[str, bool]], dialect: str) -> ColumnElement[bool]:
    """Return the condition that a row of the index holds all words."""
    name = words_table.name
    if dialect == "sqlite":
        asked = " AND ".join(f'"{word}"{"*" if is_beginning else ""}' for word, is_beginning in words)
        return text(f"{name} MATCH :{name}_asked").bindparams(**{f"{name}_asked": asked})  # type: ignore[return-value]
    asked = " & ".join(f"'{word}'{':*' if is_beginning else ''}" for word, is_beginning in words)
    condition = text(f"{name}.words @@ CAST(:{name}_asked AS tsquery)")
    return condition.bindparams(**{f"{name}_asked": asked})  # type: ignore[return-value]


def is_of_the_word_index(table_name: str) -> bool:
    """Whether a table belongs to the index; FTS5 keeps each of its tables in several."""
    return table_name.startswith((f"{MESSAGE_WORDS.name}", f"{TICKET_WORDS.name}"))


def _bound(dialect: str, words: list[str]) -> str | list[str]:
    return " ".join(words) if dialect == "sqlite" else words


def _said(message: Message) -> bool:
    return message.author in _SAID and message.kind.value != "event"


@event.listens_for(Message, "after_insert")
def _index_message(_mapper: Mapper[Message], connection: Connection, message: Message) -> None:
    if _said(message):
        add_words(connection, MESSAGE_WORDS, [(message.id, message.text)])


@event.listens_for(Message, "after_update")
def _reindex_message(_mapper: Mapper[Message], connection: Connection, message: Message) -> None:
    if _said(message):
        _reindex(connection, MESSAGE_WORDS, message, "text")


@event.listens_for(Ticket, "after_insert")
def _index_ticket(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    add_words(connection, TICKET_WORDS, [(ticket.id, ticket.details)])


@event.listens_for(Ticket, "after_update")
def _reindex_ticket(_mapper: Mapper[Ticket], connection: Connection, ticket: Ticket) -> None:
    _reindex(connection, TICKET_WORDS, ticket, "details")


def _reindex(connection: Connection, words_table: TableClause, row: Message | Ticket, attribute: str) -> None:
    history = get_history(row, attribute)
    if not history.has_changes():
        return
    dialect = connection.dialect.name
    before = index_words(str(history.deleted[0] or "")) if history.deleted else []
    if before:
        statement = text(_FORGET[dialect].format(table=words_table.name))
        values: dict[str, Any] = {"id": row.id}
        if dialect == "sqlite":
            values["words"] = _bound(dialect, before)
        connection.execute(statement, values)
    add_words(connection, words_table, [(row.id, getattr(row, attribute))])
