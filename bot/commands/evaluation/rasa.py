"""A Rasa to measure with: the one that runs, else one started for the time of the measurement."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.dialogue import RasaDialogue
from bot.dialogue.process import PROGRAM, RasaProcess, free_port, newest_model, start_rasa
from bot.settings import PROJECT

MODELS = PROJECT / "var" / "models"
_LONGEST_START_SECONDS = 180.0

Say = Callable[[str], None]


class NoRasa(Exception):
    """No Rasa answers, and none can be started; the text says what to do."""


@dataclass(frozen=True)
class Launch:
    """How to start a Rasa: which model, with which interpreter, and where its output goes."""

    models: Path = MODELS
    log: Path = PROJECT / "var" / "evaluation-rasa.log"
    program: Sequence[str] = PROGRAM


@contextmanager
def open_rasa(url: str, token: str, launch: Launch, say: Say) -> Iterator[RasaDialogue]:
    """Hand out the Rasa at `url`; where none answers with a model, start one and stop it afterwards.

    `say` takes progress, one line at a time. Errors: NoRasa.
    """
    model = loaded_model(url, token)
    if model is not None:
        say(f"using the Rasa at {url} ({model})")
        _warn_if_old(model, launch.models, say)
        yield RasaDialogue(lambda: url, token)
        return
    newest = newest_model(launch.models)
    if newest is None:
        raise NoRasa(f"there is no trained model in {launch.models}; run `make train` first")
    say(f"no usable Rasa at {url}; starting one with {newest.name} …")
    with started(newest, launch, say) as dialogue:
        yield dialogue


def _warn_if_old(model: str, models: Path, say: Say) -> None:
    """Say so when a newer model lies ready: a running Rasa goes on with the one it was started with."""
    newest = newest_model(models)
    if newest and newest.name != model:
        say(f"it is not the newest model, which is {newest.name}: stop that Rasa, or restart it, to measure the newest")


def loaded_model(url: str, token: str) -> str | None:
    """Return the name of the model that a Rasa has loaded, or None when there is no such Rasa, or none for us."""
    try:
        answer = httpx.get(f"{url}/status", params={"token": token}, timeout=3, trust_env=False)
        name = answer.json().get("model_file") if answer.is_success else None
    except (httpx.HTTPError, ValueError, AttributeError):
        return None
    return Path(name).name if name else None


@contextmanager
def started(model: Path, launch: Launch, say: Say) -> Iterator[RasaDialogue]:
    """Hand out a Rasa with this model for a while. Errors: NoRasa."""
    if not Path(launch.program[0]).exists():
        raise NoRasa(f"{launch.program[0]} is missing; run `make setup` first")
    begun = time.monotonic()
    launch.log.parent.mkdir(parents=True, exist_ok=True)
    with launch.log.open("w", encoding="utf-8") as output:
        rasa = start_rasa(model, free_port(), secrets.token_hex(16), program=launch.program, output=output)
    try:
        _wait_until_loaded(rasa, launch.log)
        say(f"ready after {time.monotonic() - begun:.0f} s")
        yield RasaDialogue(lambda: rasa.address, rasa.token)
    finally:
        rasa.end()


def _wait_until_loaded(rasa: RasaProcess, log: Path) -> None:
    deadline = time.monotonic() + _LONGEST_START_SECONDS
    while loaded_model(rasa.address, rasa.token) is None:
        if rasa.exit_code is not None:
            raise NoRasa(f"Rasa stopped with exit code {rasa.exit_code}; the reason is at the end of {log}")
        if time.monotonic() > deadline:
            raise NoRasa(f"Rasa was not ready after {_LONGEST_START_SECONDS:.0f} s; see {log}")
        time.sleep(0.3)
