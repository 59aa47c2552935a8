"""What reading costs: `python -m nlu.comparison.reading FOLDER` in a process of its own, because memory once taken stays taken.

It starts as the server does (Rasa imported, TensorFlow only for those who need it), then loads a candidate and reads 200
messages one at a time on one core. Prints {"milliseconds": …, "peak": …}; without a folder the peak of Rasa alone.
"""

import json
import sys
import time
from pathlib import Path

from nlu import rasa_server

_MESSAGES = 200
_WARM_UP = 5


def main(arguments: list[str]) -> None:
    """In: the folder of a result, or nothing. Prints what reading with it costs."""
    rasa_server.prepare()
    import rasa.core.agent
    import rasa.engine.recipes.default_components  # noqa: F401 - what the server imports anyway

    milliseconds = _read(Path(arguments[0])) if arguments else 0.0
    print(json.dumps({"milliseconds": milliseconds, "peak": peak()}))


def _read(place: Path) -> float:
    """In: the folder of a result. Out: the milliseconds of one core that a message takes."""
    from nlu.comparison import data, results

    reader = results.read_reader(place)
    texts = data.load().texts
    for text in texts[:_WARM_UP]:
        reader.chances([text])
    chosen = texts[_WARM_UP :: max(1, len(texts) // _MESSAGES)][:_MESSAGES]
    started = time.process_time()
    for text in chosen:
        reader.chances([text])
    return 1000 * (time.process_time() - started) / len(chosen)


def peak() -> float:
    """Out: the most megabytes that this process has held at once."""
    import resource

    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss begins with what the parent held
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main(sys.argv[1:])
