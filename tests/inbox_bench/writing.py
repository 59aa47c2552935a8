"""Writing: rows by the hundred thousand, as fast as each database takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, TableClause, create_engine, event, insert, make_url, text

Row = dict[str, Any]
_BATCH = 5_000
# Names and definitions of the indexes that may be made afterwards.
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ),
}


@contextmanager
def in_bulk(address: str) -> Iterator[Connection]:
    """One transaction that checks no reference and keeps no index until its end; a machine that dies loses all of it."""
    engine = _engine(address)
    with engine.begin() as connection:
        indexes = connection.execute(text(_INDEXES[engine.dialect.name])).all()
        for name, _definition in indexes:
            connection.execute(text(f'DROP INDEX "{name}"'))
        yield connection
        for _name, definition in indexes:
            connection.exec_driver_sql(definition)
    _tidy(engine)
    engine.dispose()


def _engine(address: str) -> Engine:
    engine = create_engine(make_url(address))
    if engine.dialect.name == "sqlite":
        settings = ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -262144")
    else:
        settings = (
            "SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '256MB'",
        )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for setting in settings:
            connection.execute(setting)
        connection.commit()

    return engine


def _tidy(engine: Engine) -> None:
    """What PostgreSQL's autovacuum does within minutes, at once; SQLite has no statistics in production, either."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def write(connection: Connection, table: Table | TableClause, rows: Iterable[Row]) -> None:
    """Write rows that all have the same columns."""
    left = iter(rows)
    while part := list(islice(left, _BATCH)):
        if connection.dialect.name == "postgresql":
            _copy(connection, table, part)
        else:
            connection.execute(insert(table), part)


def _copy(connection: Connection, table: Table | TableClause, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    prepare = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names]
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([make(value) if make else value for make, value in zip(prepare, row.values(), strict=True)])


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL counts its keys on from what was written by hand."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))
