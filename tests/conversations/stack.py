"""A whole Linli, started as an operator starts it, with data and ports of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.dialogue.process import free_port
from bot.settings import PROJECT

START_SECONDS = 150


@dataclass(frozen=True)
class Stack:
    """A running Linli: where it listens, and the environment in which its commands find it."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    folder: Path


def start(folder: Path, **settings: str) -> Stack:
    """Start every process as `make run` does, and wait until all are ready."""
    web, rasa, actions = free_port(), free_port(), free_port()
    environment = os.environ | {
        "DATA_DIR": str(folder),
        "PORT": str(web),
        "RASA_URL": f"http://127.0.0.1:{rasa}",
        "ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "WEB_WORKERS": "2",
        **settings,
    }
    log = (folder / "start.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "scripts/run.py"],
        cwd=PROJECT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    stack = Stack(f"http://127.0.0.1:{web}", environment, process, folder)
    try:
        wait_until_ready(stack)
    except BaseException:
        stop(stack)
        raise
    return stack


def wait_until_ready(stack: Stack) -> None:
    """Wait for `/readyz`; fail with what the processes said."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and stack.process.poll() is None:
        try:
            if httpx.get(f"{stack.url}/readyz", timeout=10, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    said = "".join(
        path.read_text(errors="replace")[-3000:]
        for name in ("start.log", "linli.log")
        if (path := stack.folder / name).exists()
    )
    pytest.fail(f"Linli did not become ready:\n{said}")


def stop(stack: Stack) -> int:
    """Press Ctrl-C and wait for the end; return the exit code."""
    if stack.process.poll() is None:
        os.killpg(stack.process.pid, signal.SIGINT)
    try:
        return stack.process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(stack.process.pid, signal.SIGKILL)
        raise
