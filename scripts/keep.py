"""Keeps one process running: starts it again when it ends by itself, later each time; ends with it when told to stop.

honcho stops everything as soon as one process ends. A crash of Rasa must not take the webhook with it: residents are
answered, and their messages kept, while it comes back. Only a signal that comes while Linli stops (the file
`$STOPPING` is there) ends it: whoever kills Rasa by its name hits this process as well.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
CALM_SECONDS = 60.0  # after this long without a crash the pauses begin anew


def main(command: list[str]) -> int:
    """Run the command until Linli stops; return 0."""
    stopping = False
    mark = Path(os.environ["STOPPING"])

    def stop(_number: int, _frame: FrameType | None) -> None:
        # The command is in the same process group and has got the signal itself.
        nonlocal stopping
        stopping = mark.exists()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    pause = FIRST_PAUSE
    while not stopping:
        started = time.monotonic()
        code = subprocess.Popen(command).wait()
        if stopping:
            break
        if time.monotonic() - started > CALM_SECONDS:
            pause = FIRST_PAUSE
        print(f"{command[0]} ended with {code}; starting it again in {pause:.0f} s", flush=True)
        waited = time.monotonic() + pause
        while not stopping and time.monotonic() < waited:
            time.sleep(0.1)
        pause = min(pause * 2, LONGEST_PAUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
