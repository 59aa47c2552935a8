"""A Rasa process: started with one model, asked whether it reads, ended."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from bot.settings import PROJECT

# Rasa lives in an environment of its own (Python 3.10).
PROGRAM = (str(PROJECT / "nlu" / ".venv" / "bin" / "python"), "-m", "nlu.rasa_server")
_END_SECONDS = 10.0


@dataclass(frozen=True)
class RasaProcess:
    """A running Rasa, its model and where it listens."""

    model: Path
    address: str
    token: str
    process: subprocess.Popen[bytes]

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll()

    def reads(self) -> bool | None:
        """Whether it understands a message, None while it does not answer; the first reading loads the encoder, too.

        Rasa also comes up with a model that it cannot load; it then refuses to read.
        """
        try:
            found = httpx.post(
                f"{self.address}/model/parse",
                params={"token": self.token},
                json={"text": "您好"},
                timeout=10,
                trust_env=False,
            )
        except httpx.HTTPError:
            return None
        return found.is_success

    def end(self) -> int:
        """Ask it to end, after ten seconds make it; return its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start_rasa(
    model: Path,
    port: int,
    token: str,
    *,
    options: Sequence[str] = (),
    program: Sequence[str] = PROGRAM,
    output: IO[str] | None = None,
) -> RasaProcess:
    """Start a Rasa that listens on loopback; what it prints goes to `output`, else where ours goes."""
    command = [
        *program, "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port),
        "--auth-token", token, "--model", str(model), *options,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=PROJECT, stdout=output, stderr=subprocess.STDOUT if output else None)
    return RasaProcess(model, f"http://127.0.0.1:{port}", token, process)


def newest_model(models: Path) -> Path | None:
    """Return the model that was trained last, or None where there is none."""
    return max(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
