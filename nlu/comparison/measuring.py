"""Measures one candidate: `python -m nlu.comparison.measuring KEY 12345 ALONE`, in a process of its own; the result is kept."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Optional

from nlu import rasa_server

# One core, so that seconds and milliseconds mean the same on every machine with enough of them.
_ONE_CORE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"),
    "1",
)
_PROJECT = Path(__file__).resolve().parents[2]


def environment(*, tensorflow: bool) -> dict[str, str]:
    """In: whether the real TensorFlow is needed. Out: the environment of a measuring or reading process."""
    return {**os.environ, **_ONE_CORE, "LINLI_RASA_TENSORFLOW": "1" if tensorflow else "0"}


def costs(place: Optional[Path], *, tensorflow: bool) -> tuple[float, float]:
    """In: the folder of a kept reader, or None. Out: milliseconds a message, peak in MB. Errors: CalledProcessError."""
    command = [sys.executable, "-m", "nlu.comparison.reading", *([str(place)] if place else [])]
    done = subprocess.run(
        command, cwd=_PROJECT, env=environment(tensorflow=tensorflow), stdout=subprocess.PIPE, check=True, text=True
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return said["milliseconds"], said["peak"]


def main(key: str, groups: tuple[int, ...], alone: float) -> None:
    """In: a candidate's key, which of the five groups to judge, the MB of Rasa alone. Keeps the candidate's result."""
    from nlu.comparison import data, results
    from nlu.comparison.candidates import CANDIDATES

    candidate, read = CANDIDATES[key], data.load()
    place = results.place(candidate, read, groups)
    results.forget_older(place)
    learnt = candidate.learnt(read, place, groups)
    results.keep_reader(learnt.reader, place)
    milliseconds, peak = costs(place, tensorflow=candidate.tensorflow)
    result = results.Result(learnt.chances, learnt.training_seconds, milliseconds, peak - alone)
    results.keep(result, place)


if __name__ == "__main__":
    rasa_server.prepare()
    main(sys.argv[1], tuple(map(int, sys.argv[2])), float(sys.argv[3]))
