"""`make compare-pipelines`: prints the table, each row as soon as it is there. CANDIDATES="diet svm" asks for some only."""

import argparse
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from nlu.comparison import data, results, table
from nlu.comparison.candidate import Candidate
from nlu.comparison.candidates import CANDIDATES, CHOSEN, asked_for
from nlu.comparison.measuring import costs, environment


def main() -> int:
    """Prints the rows of the candidates asked for. Out: the exit code: 1 where one could not be measured."""
    options = _options()
    if options.list:
        print("\n".join(f"{key:20} {candidate.title}" for key, candidate in CANDIDATES.items()))
        return 0
    read = data.load()
    print(f"{len(read.texts)} messages, {len(set(read.voices))} voices\n\n{table.HEADER}", flush=True)
    candidates = asked_for(options.candidates)
    rows = [_row(candidate, read, options) for candidate in candidates]
    if CHOSEN in candidates and (chosen := results.kept(CHOSEN, read, options.groups)):
        print(table.row("chosen, one voice left out at a time", read, chosen, "voices"))
        print(table.row("chosen, five random parts left out: in domain", read, chosen, "random"))
        print("\n".join(["", *table.voices(read, chosen)]))
    return 0 if all(rows) else 1


def _row(candidate: Candidate, read: data.Data, options: argparse.Namespace) -> bool:
    """In: a candidate. Prints its row, measured now or before. Out: whether there is one."""
    result = None if options.again else results.kept(candidate, read, options.groups)
    if result is None:
        _measure(candidate, options.groups)
        result = results.kept(candidate, read, options.groups)
    failed = f"| {candidate.title} | failed: see {_log(candidate)} |"
    print(table.row(candidate.title, read, result) if result else failed, flush=True)
    return result is not None


def _measure(candidate: Candidate, groups: data.Groups) -> None:
    """In: a candidate, which groups. Measures it in a process of its own; what libraries say there goes to a log."""
    results.FOLDER.mkdir(parents=True, exist_ok=True)
    numbers = "".join(map(str, groups))
    command = [sys.executable, "-m", "nlu.comparison.measuring", candidate.key, numbers, str(_alone())]
    with _log(candidate).open("w", encoding="utf-8") as log:
        subprocess.run(command, env=environment(tensorflow=candidate.tensorflow), stdout=log, stderr=log)


@lru_cache(maxsize=1)
def _alone() -> float:
    """Out: the megabytes of a Rasa that has loaded no candidate and no TensorFlow."""
    return costs(None, tensorflow=False)[1]


def _log(candidate: Candidate) -> Path:
    """In: a candidate. Out: where its measuring process writes."""
    return results.FOLDER / f"{candidate.key}.log"


def _groups(said: str) -> data.Groups:
    """In: numbers of groups as they were typed. Out: them. Errors: ValueError."""
    groups = tuple(sorted({int(number) for number in said}))
    if not groups or not set(groups) <= set(data.ALL_GROUPS):
        raise ValueError(said)
    return groups


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nlu.comparison", description="Compare classifiers on voices not seen.")
    parser.add_argument("candidates", nargs="*", help="which (default: all)")
    parser.add_argument("--list", action="store_true", help="name the candidates and end")
    parser.add_argument("--again", action="store_true", help="measure also what has been measured")
    parser.add_argument("--groups", type=_groups, default=data.ALL_GROUPS, help="e.g. 3: judge only that one of five")
    options = parser.parse_args()
    if unknown := set(options.candidates) - set(CANDIDATES):
        parser.error(f"no such candidate: {', '.join(sorted(unknown))}; --list names them")
    return options


if __name__ == "__main__":
    sys.exit(main())
