import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.conversations.stack import Stack, start, stop


@pytest.fixture(scope="session", params=["embedded", "postgresql and a redis of its own"])
def linli(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A running Linli: with SQLite and Redis in its data folder, then with PostgreSQL and a Redis server by address."""
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    stack = start(folder, **({} if request.param == "embedded" else outside_servers(request)))
    yield stack
    stop(stack)
    shutil.rmtree(folder, ignore_errors=True)


def outside_servers(request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the settings that name an empty PostgreSQL database and a Redis server."""
    address = request.getfixturevalue("postgresql_server")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE whole_linli"))
    admin.dispose()
    return {
        "DATABASE_URL": address.replace("/postgres?", "/whole_linli?"),
        "REDIS_URL": request.getfixturevalue("redis_address"),
    }
