"""The database engine and the scope of one unit of work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker


def open_engine(address: str) -> Engine:
    """Return an engine for SQLite or PostgreSQL; the folder of a SQLite file is made.

    SQLite runs in WAL mode, so that readers never wait for the writer, and takes its write lock when a transaction
    begins: taken later, two requests that both read first would fail with "database is locked" at once.
    """
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=20, max_overflow=20)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


class Database:
    """Opens sessions on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        # SQLite lets waiting writers poll, and some starve past WeChat's deadline: the threads of a process queue up here.
        self._writing = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self._readers = sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One unit of work: committed at its end, rolled back when an error leaves it."""
        with self._writing, self._sessions.begin() as session:
            yield session

    @contextmanager
    def reader(self) -> Iterator[Session]:
        """A session for reading only: on SQLite it waits for no writer, and what it changed is dropped."""
        with self._readers() as session:
            yield session


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest migration; does nothing when they are."""
    from alembic import command
    from alembic.config import Config

    config = Config(str(Path(__file__).resolve().parent.parent / "alembic.ini"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
