"""What `doctor` looks at, one check a function: it returns what it saw, or raises why it fails."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import health
from bot.commands import migrations
from bot.commands.refusals import UPGRADE, first_line
from bot.models import Area, Base, Hotline, Provider, Role, Staff
from bot.parts import Parts
from bot.settings import PROJECT, Settings
from bot.wechat.client import WeChatApi

_NEEDED_GIB = 1.0
_VENDOR = PROJECT / "bot" / "static" / "vendor"
_RUN = "start Linli: `make run`; its log is linli.log in the data folder"


class Unwell(Exception):
    """Why a check fails."""


@dataclass(frozen=True)
class Check:
    """One thing to look at; `advice` is what to do when it fails, `needed` whether Linli can do without."""

    name: str
    look: Callable[[], str]
    advice: str
    needed: bool = True


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    name: str
    ok: bool
    detail: str
    advice: str
    needed: bool

    def as_data(self) -> dict[str, Any]:
        """Return the finding for JSON; a check that passed needs no advice."""
        return asdict(self) | {"advice": None if self.ok else self.advice}


def examine(parts: Parts) -> list[Finding]:
    """Run all checks; what else they would log is in the findings already."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        return [_run(check) for check in (*_of_machine(parts.settings), *_of_services(parts), *_of_wechat(parts))]
    finally:
        logging.disable(before)


def _run(check: Check) -> Finding:
    try:
        return Finding(check.name, True, check.look(), check.advice, check.needed)
    except Exception as error:
        return Finding(check.name, False, first_line(error), check.advice, check.needed)


def _of_machine(settings: Settings) -> list[Check]:
    data = settings.data_dir
    return [
        Check("python", _python, "install Python 3.11 or newer and run `make setup`"),
        Check(
            "rasa python", _rasa_python, "run `make setup`: Rasa 3.6 needs an environment of its own, with Python 3.10"
        ),
        Check("settings", lambda: f"{settings.linli_env.value}, {settings.site_url}", "see .env.example"),
        Check("secrets", lambda: _secrets(settings), "set them before residents come; see .env.example", needed=False),
        Check("public url", lambda: _public_url(settings), "set PUBLIC_URL to https://…", settings.is_production),
        Check("data folder", lambda: _writable(data), "give this user the folder, or set DATA_DIR"),
        Check("disk space", lambda: _space(data), f"free some space: at least {_NEEDED_GIB:.0f} GiB"),
        Check("front end", _front_end, "run `make setup`"),
    ]


def _of_services(parts: Parts) -> list[Check]:
    looks = health.checks(parts.database, parts.redis, parts.settings)
    database = "check DATABASE_URL" if parts.settings.database_url else "check the data folder"
    return [
        Check("database", looks["database"], f"{database}; a new database needs `{UPGRADE}`"),
        Check("migrations", lambda: _migrations(parts), f"run `{UPGRADE}`"),
        Check("reference data", lambda: _reference(parts), f"run `{UPGRADE}`"),
        Check("data key", lambda: _data_key(parts), "set DATA_KEY to the one with which the data were written"),
        Check("people", lambda: _people(parts), "create logins with `users create`; to try: `seed-demo`", needed=False),
        Check("redis", looks["redis"], f"check REDIS_URL, or {_RUN}"),
        Check("rasa", looks["rasa"], f"check RASA_URL and RASA_TOKEN, or {_RUN}"),
        Check("actions", looks["actions"], f"check ACTIONS_URL, or {_RUN}"),
        Check("worker", looks["worker"], _RUN),
    ]


def _of_wechat(parts: Parts) -> list[Check]:
    address = parts.settings.wechat_api_address
    return [
        Check("wechat address", lambda: _reach(address), "check WECHAT_API_BASE_URL, the firewall and the proxy"),
        Check("wechat account", lambda: _account(parts), "see 公众平台 → 设置与开发 → 基本配置"),
    ]


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _rasa_python() -> str:
    program = PROJECT / "nlu" / ".venv" / "bin" / "python"
    if not program.exists():
        raise Unwell("nlu/.venv is missing")
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True)
    version = answer.stdout.strip().removeprefix("Python ")
    if not version.startswith("3.10."):
        raise Unwell(f"{version}, but Rasa 3.6 needs 3.10")
    return version


def _secrets(settings: Settings) -> str:
    if names := settings.demo_secrets():
        raise Unwell(f"demonstration values, which everybody can read: {', '.join(names)}")
    return "all of your own"


def _public_url(settings: Settings) -> str:
    if not settings.public_url.startswith("https://") and settings.is_production:
        raise Unwell(f"{settings.public_url or 'not set'}; staff log in and residents open pages through it")
    return settings.site_url


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        return str(folder)


def _space(folder: Path) -> str:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free / 2**30
    if free < _NEEDED_GIB:
        raise Unwell(f"{free:.1f} GiB free")
    return f"{free:.1f} GiB free"


def _front_end() -> str:
    names = json.loads((PROJECT / "bot" / "static" / "vendor.json").read_text(encoding="utf-8")).values()
    if missing := [name for name in names if not (_VENDOR / name).exists()]:
        raise Unwell(f"missing: {', '.join(missing)}")
    return f"{len(names)} files"


def _migrations(parts: Parts) -> str:
    with parts.database.reader() as session:
        current, newest = migrations.current(session), migrations.newest()
    if current != newest:
        raise Unwell(f"the database is at {current}, the code at {newest}")
    return f"{current}, the newest"


def _reference(parts: Parts) -> str:
    with parts.database.reader() as session:
        hotlines, roles = _count(session, Hotline), _count(session, Role)
    if not hotlines or not roles:
        raise Unwell(f"{hotlines} hotlines, {roles} roles")
    return f"{hotlines} hotlines, {roles} roles"


def _people(parts: Parts) -> str:
    with parts.database.reader() as session:
        areas, providers, staff = (_count(session, kind) for kind in (Area, Provider, Staff))
    counted = f"{areas} areas, {providers} providers, {staff} logins"
    if not areas or not staff:
        raise Unwell(counted)
    return counted


def _count(session: Session, kind: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def _data_key(parts: Parts) -> str:
    """Read something that was written encrypted: with another key it stays unreadable."""
    with parts.database.reader() as session:
        stored = session.scalar(select(Provider.phone).where(Provider.phone.is_not(None)).limit(1))
    return "reads what is stored" if stored else "nothing is encrypted yet"


def _reach(address: str) -> str:
    # Any answer will do: there is no page at the address itself.
    status = httpx.get(address, timeout=5, trust_env="127.0.0.1" not in address).status_code
    return f"{address} answers" if status < 500 else f"{address} answers with HTTP {status}"


def _account(parts: Parts) -> str:
    WeChatApi(parts.settings, parts.redis).check_token()
    return f"{parts.settings.wechat_app_id} has an access token"
