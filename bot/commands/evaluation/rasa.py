"""A Rasa to measure with: the one that runs, else one started for the time of the measurement."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.dialogue import RasaDialogue
from bot.settings import PROJECT

MODELS = PROJECT / "var" / "models"
_PYTHON = PROJECT / "nlu" / ".venv" / "bin" / "python"
_LONGEST_START_SECONDS = 180.0

Say = Callable[[str], None]


class NoRasa(Exception):
    """No Rasa answers, and none can be started; the text says what to do."""


@dataclass(frozen=True)
class Launch:
    """How to start a Rasa: which model, with which interpreter, and where its output goes."""

    models: Path = MODELS
    log: Path = PROJECT / "var" / "evaluation-rasa.log"
    program: Sequence[str] = (str(_PYTHON), "-m", "nlu.rasa_server")

    def command(self, model: Path, port: int, token: str) -> list[str]:
        """Return the command line of a Rasa that listens on loopback."""
        options = ["--enable-api", "-i", "127.0.0.1", "--port", str(port), "--auth-token", token, "--model", str(model)]
        return [*self.program, "run", *options]


@contextmanager
def open_rasa(url: str, token: str, launch: Launch, say: Say) -> Iterator[RasaDialogue]:
    """Hand out the Rasa at `url`; where none answers with a model, start one and stop it afterwards.

    `say` takes progress, one line at a time. Errors: NoRasa.
    """
    model = loaded_model(url, token)
    if model is not None:
        say(f"using the Rasa at {url} ({model})")
        _warn_if_old(model, launch.models, say)
        yield RasaDialogue(url, token)
        return
    newest = newest_model(launch.models)
    say(f"no usable Rasa at {url}; starting one with {newest.name} …")
    with _started(newest, launch, say) as dialogue:
        yield dialogue


def _warn_if_old(model: str, models: Path, say: Say) -> None:
    """Say so when a newer model lies ready: a running Rasa goes on with the one it was started with."""
    try:
        newest = newest_model(models).name
    except NoRasa:
        return
    if newest != model:
        say(f"it is not the newest model, which is {newest}: stop that Rasa, or restart it, to measure the newest")


def loaded_model(url: str, token: str) -> str | None:
    """Return the name of the model that a Rasa has loaded, or None when there is no such Rasa, or none for us."""
    try:
        answer = httpx.get(f"{url}/status", params={"token": token}, timeout=3, trust_env=False)
        name = answer.json().get("model_file") if answer.is_success else None
    except (httpx.HTTPError, ValueError, AttributeError):
        return None
    return Path(name).name if name else None


def newest_model(models: Path) -> Path:
    """Return the model that was trained last. Raises `NoRasa`."""
    found = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise NoRasa(f"there is no trained model in {models}; run `make train` first")
    return found[-1]


@contextmanager
def _started(model: Path, launch: Launch, say: Say) -> Iterator[RasaDialogue]:
    if not Path(launch.program[0]).exists():
        raise NoRasa(f"{launch.program[0]} is missing; run `make setup` first")
    port, token = free_port(), secrets.token_hex(16)
    url, started = f"http://127.0.0.1:{port}", time.monotonic()
    launch.log.parent.mkdir(parents=True, exist_ok=True)
    with launch.log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            launch.command(model, port, token), cwd=PROJECT, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_loaded(process, url, token, launch.log)
        say(f"ready after {time.monotonic() - started:.0f} s")
        yield RasaDialogue(url, token)
    finally:
        stop(process)


def _wait_until_loaded(process: subprocess.Popen[bytes], url: str, token: str, log: Path) -> None:
    deadline = time.monotonic() + _LONGEST_START_SECONDS
    while loaded_model(url, token) is None:
        if process.poll() is not None:
            raise NoRasa(f"Rasa stopped with exit code {process.returncode}; the reason is at the end of {log}")
        if time.monotonic() > deadline:
            raise NoRasa(f"Rasa was not ready after {_LONGEST_START_SECONDS:.0f} s; see {log}")
        time.sleep(0.3)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours: asked first, after ten seconds made."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
