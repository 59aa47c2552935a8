"""What a turn costs: `make bench` starts a Linli of its own, talks to it through `/wechat`, and prints a table.

Machines differ and are noisy: quote the ratios. The last line is one JSON object:
`turns_per_second` (8 residents at once), `turn_p50_ms`, `turn_p95_ms` (one resident), `turn_200_to_turn_5` (cost of late
turns of one conversation against early ones, medians of 20), `swap_longest_ms` (the longest turn while a new model takes
over), `start_seconds`, `memory_mb` by process.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from bot.dialogue.process import newest_model
from bot.settings import PROJECT, Settings
from tests.conversations.stack import Stack, start, stop
from tests.conversations.wechat_client import Account, Resident

QUESTIONS = ("社区让我开无犯罪证明合理吗", "你好", "我的工单", "明天股票会涨吗", "第十九条写的啥")
NAMES = {
    "nlu.rasa_server": "rasa",
    "actions": "actions",
    "gunicorn": "web",
    "celery": "worker",
    "redis-server": "redis",
}


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    started = time.monotonic()
    models = folder / "models"
    models.mkdir()
    shutil.copy2(newest_model(PROJECT / "var" / "models"), models / "first.tar.gz")
    (models / ".made-from").touch()
    stack = start(folder, MODELS=str(models))
    figures: dict[str, object] = {"start_seconds": round(time.monotonic() - started, 1)}
    try:
        warm = resident(stack, "oWarm")
        for question in QUESTIONS * 3:
            warm.say(question)
        figures |= one_resident(stack) | many_residents(stack)
        figures["memory_mb"] = memory(stack)
        figures |= model_replacement(stack, models)
    finally:
        stop(stack)
        shutil.rmtree(folder, ignore_errors=True)
    for name, value in figures.items():
        print(f"{name:<22} {value}")
    print(json.dumps(figures))


def resident(stack: Stack, openid: str) -> Resident:
    """Return a resident of the stack."""
    settings = Settings()
    account = Account(
        settings.wechat_app_id, settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    )
    return Resident(stack.url, account, openid)


def one_resident(stack: Stack, turns: int = 220) -> dict[str, float]:
    """Time each turn of one long conversation, in milliseconds."""
    speaker, taken = resident(stack, "oLong"), []
    for turn in range(turns):
        started = time.perf_counter()
        speaker.say(QUESTIONS[turn % len(QUESTIONS)])
        taken.append((time.perf_counter() - started) * 1000)
    return {
        "turn_p50_ms": round(statistics.median(taken), 1),
        "turn_p95_ms": round(statistics.quantiles(taken, n=20)[-1], 1),
        "turn_200_to_turn_5": round(statistics.median(taken[190:210]) / statistics.median(taken[5:25]), 2),
    }


def many_residents(stack: Stack, at_once: int = 8, turns: int = 25) -> dict[str, float]:
    """Count the turns a second of eight residents who write at once."""

    def talk(number: int) -> None:
        speaker = resident(stack, f"oMany{number}")
        for turn in range(turns):
            speaker.say(QUESTIONS[(turn + number) % len(QUESTIONS)])

    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(talk, range(at_once)))
    return {"turns_per_second": round(at_once * turns / (time.perf_counter() - started), 1)}


def model_replacement(stack: Stack, models: Path) -> dict[str, float]:
    """Time the turns of one resident while a new model starts, takes over, and the old one ends."""
    shutil.copy2(models / "first.tar.gz", models / "draft")
    os.utime(models / "draft")
    (models / "draft").rename(models / "second.tar.gz")
    speaker, taken = resident(stack, "oSwap"), []
    log, deadline = stack.folder / "linli.log", time.monotonic() + 180
    while "second.tar.gz serves" not in log.read_text(errors="replace"):
        if time.monotonic() > deadline:
            raise TimeoutError("the new model did not take over")
        started = time.perf_counter()
        speaker.say(QUESTIONS[len(taken) % len(QUESTIONS)])
        taken.append((time.perf_counter() - started) * 1000)
    return {"swap_turns": len(taken), "swap_p50_ms": round(statistics.median(taken), 1),
            "swap_longest_ms": round(max(taken), 1)}  # fmt: skip


def memory(stack: Stack) -> dict[str, int]:
    """Return the memory of each kind of process in MB (proportional set size)."""
    found: dict[str, int] = {}
    for process in psutil.Process(stack.process.pid).children(recursive=True):
        words = " ".join(process.cmdline())
        name = next((short for part, short in NAMES.items() if part in words and "keep.py" not in words), "start")
        found[name] = found.get(name, 0) + process.memory_full_info().pss // 2**20
    return found


if __name__ == "__main__":
    main()
