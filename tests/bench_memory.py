"""Whether Rasa's memory grows: `python -m tests.bench_memory` sends 10,000 turns of 500 residents through `/wechat`.

The turns are questions, small talk and whole forms, so that trackers come and go. Prints the memory of the Rasa process (MB,
proportional set size) every 1,000 turns; the last line is one JSON object with `memory_mb_at_1000`, `memory_mb_at_10000` and
`growth`. It takes about ten minutes; `--turns` makes it shorter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.bench import memory, resident
from tests.conversations.stack import Stack, start, stop

RESIDENTS = 500
AT_ONCE = 4
STEP = 1000
SAYINGS = (
    "社区让我开无犯罪证明合理吗", "你好", "楼上天天半夜拖桌子", "不同意", "跳过", "算了", "明天股票会涨吗", "找个钟点工打扫",
    "取消", "我的工单", "路灯坏了三天没人修，另外我想报名当志愿者", "都不是", "第十九条写的啥", "能不能赔我",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure whether the Rasa process grows.")
    parser.add_argument("--turns", type=int, default=10_000)
    turns = parser.parse_args().turns
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    stack = start(folder)
    try:
        measured = {done: measure(stack, done - STEP) for done in range(STEP, turns + 1, STEP)}
    finally:
        stop(stack)
        shutil.rmtree(folder, ignore_errors=True)
    first, last = measured[STEP], measured[max(measured)]
    figures = {f"memory_mb_at_{STEP}": first, f"memory_mb_at_{max(measured)}": last, "growth": round(last / first, 3)}
    print(json.dumps(figures))


def measure(stack: Stack, begin: int) -> int:
    """Send the next turns and return the memory of the Rasa process."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        late = sum(pool.map(lambda turn: say(stack, turn), range(begin, begin + STEP)))
    rasa = memory(stack)["rasa"]
    print(f"{begin + STEP:>6} turns  {rasa} MB  {late} answered late", flush=True)
    return rasa


def say(stack: Stack, turn: int) -> bool:
    """Let one of the residents say the next thing; return whether no answer came within WeChat's five seconds."""
    speaker = resident(stack, f"oMemory{turn % RESIDENTS}")
    try:
        speaker.say(SAYINGS[(turn // RESIDENTS + turn) % len(SAYINGS)])
    except httpx.TimeoutException:
        return True
    return False


if __name__ == "__main__":
    main()
