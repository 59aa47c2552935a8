"""Runs Rasa, and replaces its model without a pause; ends when its Rasa ends.

Rasa's own way (`PUT /model`) blocks: a resident waited 20 seconds for an answer. When training has put a new model in
`$MODELS`, a second Rasa starts on a free port; once it reads a message, every turn goes to it (`RasaAddress`), and the
first one ends after the turns that it has begun. A model that does not start is left alone, and the old one goes on.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import redis

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from bot.dialogue.address import RasaAddress  # noqa: E402
from bot.dialogue.process import RasaProcess, free_port, newest_model, start_rasa  # noqa: E402
from bot.redis_client import connect  # noqa: E402
from bot.settings import Settings  # noqa: E402

LOOK_SECONDS = 1.0
START_SECONDS = 120.0
DRAIN_SECONDS = 6.0  # longer than any turn: the deadline of a reply is below five seconds
OPTIONS = ("--endpoints", "bot/dialogue/endpoints.yml", "--credentials", "bot/dialogue/credentials.yml")


def main() -> int:
    """Serve the newest model until Rasa ends; return its exit code."""
    settings, models = Settings(), Path(os.environ["MODELS"])
    address = RasaAddress(connect(settings.redis_address), settings.rasa_url)
    model = newest_model(models)
    if model is None:
        print(f"no model in {models}; run: make train", flush=True)
        return 1
    end_with_signals()
    token = settings.rasa_token.get_secret_value()
    serving = start_rasa(model, wanted_port(settings.rasa_url), token, options=OPTIONS)
    refused: set[Path] = set()
    try:
        while serving.exit_code is None:
            # Each time: Redis starts beside Rasa, and may come back empty.
            with suppress(redis.RedisError):
                address.publish(serving.address)
            time.sleep(LOOK_SECONDS)
            found = trained_model(models)
            if found is None or found == serving.model or found in refused:
                continue
            successor = replace(serving, found, address)
            if successor is None:
                refused.add(found)
            else:
                serving = successor
    finally:
        with suppress(redis.RedisError):
            address.withdraw()
        code = serving.end()
    return code


def trained_model(models: Path) -> Path | None:
    """Return the newest model when training has ended: it writes its mark last."""
    return newest_model(models) if (models / ".made-from").exists() else None


def replace(serving: RasaProcess, model: Path, address: RasaAddress) -> RasaProcess | None:
    """Start a model beside the one that serves and switch to it; return it, or None when it does not come up."""
    print(f"a new model: {model.name}", flush=True)
    successor = start_rasa(model, free_port(), serving.token, options=OPTIONS)
    deadline = time.monotonic() + START_SECONDS
    while (reads := successor.reads()) is None and successor.exit_code is None and time.monotonic() < deadline:
        time.sleep(0.5)
    if not reads:
        print(f"{model.name} does not start; {serving.model.name} goes on", flush=True)
        successor.end()
        return None
    address.publish(successor.address)
    time.sleep(DRAIN_SECONDS)
    serving.end()
    print(f"{model.name} serves", flush=True)
    return successor


def wanted_port(address: str) -> int:
    """Return the port of `RASA_URL`, or a free one where something listens there (a Rasa that outlived its keeper)."""
    port = urlsplit(address).port or 5005
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return free_port()
    return port


def end_with_signals() -> None:
    """Leave through `finally` when told to stop."""

    def stop(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


if __name__ == "__main__":
    sys.exit(main())
