"""Whether Linli is alive (`/healthz`) and all it needs is there (`/readyz`); also what `doctor` prints."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import redis
from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from bot.database import Database
from bot.dialogue.address import RasaAddress
from bot.settings import Settings

HEARTBEAT = "linli:worker:heartbeat"
_HEARTBEAT_SECONDS = 60.0


def checks(database: Database, client: redis.Redis, settings: Settings) -> Mapping[str, Callable[[], str]]:
    """Return a check for each dependency; a check returns what it saw, or raises."""
    return {
        "database": lambda: _database(database),
        "redis": lambda: f"PING {client.ping()}",
        "rasa": lambda: _rasa(RasaAddress(client, settings.rasa_url)(), settings.rasa_token.get_secret_value()),
        "actions": lambda: _get(f"{settings.actions_url}/health"),
        "worker": lambda: _worker(client),
    }


def run(database: Database, client: redis.Redis, settings: Settings) -> dict[str, dict[str, Any]]:
    """Run all checks; a failed one says why."""
    results: dict[str, dict[str, Any]] = {}
    for name, check in checks(database, client, settings).items():
        try:
            results[name] = {"ok": True, "detail": check()}
        except Exception as error:  # a check may fail in any way; the reason is the result
            results[name] = {"ok": False, "detail": f"{type(error).__name__}: {error}"}
    return results


def blueprint(database: Database, client: redis.Redis, settings: Settings) -> Blueprint:
    """Return the blueprint of the two addresses; they tell nothing but names and yes or no."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @pages.get("/readyz")
    def readyz() -> tuple[Response, int]:
        results = run(database, client, settings)
        ready = all(result["ok"] for result in results.values())
        words = {name: "ok" if result["ok"] else "failed" for name, result in results.items()}
        return jsonify(status="ready" if ready else "not ready", checks=words), 200 if ready else 503

    return pages


def _database(database: Database) -> str:
    with database.reader() as session:
        version = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        return f"{database.engine.dialect.name}, migration {version}"


def _rasa(address: str, token: str) -> str:
    status = httpx.get(f"{address}/status", params={"token": token}, timeout=2, trust_env=False)
    status.raise_for_status()
    model = status.json().get("model_file")
    if not model:
        raise RuntimeError("no model is loaded; run `make train`")
    # A real reading: it proves more than the status, and the first one loads the encoder before a resident waits for it.
    read = httpx.post(
        f"{address}/model/parse", params={"token": token}, json={"text": "您好"}, timeout=8, trust_env=False
    )
    read.raise_for_status()
    return str(model).rpartition("/")[2]


def _get(address: str) -> str:
    response = httpx.get(address, timeout=2, trust_env=False)
    response.raise_for_status()
    return f"HTTP {response.status_code}"


def _worker(client: redis.Redis) -> str:
    beat = client.get(HEARTBEAT)
    if beat is None:
        raise RuntimeError("the worker has not been seen")
    age = time.time() - float(beat)
    if age > _HEARTBEAT_SECONDS:
        raise RuntimeError(f"the worker was last seen {age:.0f} s ago")
    return f"seen {age:.0f} s ago"
