"""Measured results, kept under var/comparison until messages, settings or sources change."""

import json
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import numpy as np

from nlu.comparison.candidate import Candidate, Reader
from nlu.comparison.data import ALL_GROUPS, Data, Groups, chosen_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / "var" / "comparison"
_FIGURES = "figures.json"
_CHANCES = "chances.npz"
_READER = "reader.pickle"


@dataclass
class Result:
    """`chances` by parting: "groups" always; "voices" and "random" where they cost nothing more. The costs are of one core."""

    chances: "dict[str, NDArray[np.float64]]"
    training_seconds: float
    milliseconds: float
    megabytes: float


def place(candidate: Candidate, data: Data, groups: Groups = ALL_GROUPS, folder: Path = FOLDER) -> Path:
    """In: a candidate, messages, which groups are judged. Out: the folder of the result; another one when anything changes."""
    return folder / f"{candidate.key}.{''.join(map(str, groups))}.{candidate.fingerprint(data)[:12]}"


def forget_older(at: Path) -> None:
    """In: the folder of a new result. Removes it and those of the same candidate and groups before."""
    for older in at.parent.glob(f"{at.name.rpartition('.')[0]}.*"):
        if older.is_dir():  # a log is called like that, too
            shutil.rmtree(older)


def keep(result: Result, at: Path) -> None:
    """In: a result and its folder. Writes it, the figures last: where they stand, the rest does too. Errors: OSError."""
    at.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(at / _CHANCES, **result.chances)
    costs = {name: getattr(result, name) for name in ("training_seconds", "milliseconds", "megabytes")}
    (at / _FIGURES).write_text(json.dumps(costs, indent=1), encoding="utf-8")


def read(at: Path) -> Optional[Result]:
    """In: the folder of a result. Out: it, or None where nothing was measured."""
    if not (at / _FIGURES).exists():
        return None
    costs = json.loads((at / _FIGURES).read_text(encoding="utf-8"))
    with np.load(at / _CHANCES, allow_pickle=False) as arrays:
        return Result(dict(arrays), **costs)


def found(candidate: Candidate, data: Data, groups: Groups, folder: Path = FOLDER) -> Optional[Path]:
    """In: a candidate, messages, which groups count. Out: the folder of a result on them, else of one on all groups."""
    places = [place(candidate, data, numbers, folder) for numbers in (groups, ALL_GROUPS)]
    return next((at for at in places if read(at)), None)


def kept(candidate: Candidate, data: Data, groups: Groups, folder: Path = FOLDER) -> Optional[Result]:
    """In: a candidate, messages, which groups count. Out: its kept result, with chances for these groups only."""
    at = found(candidate, data, groups, folder)
    result = read(at) if at else None
    if result:
        others = np.setdiff1d(data.rows, np.concatenate(chosen_groups(data.voices, groups)))
        result.chances["groups"][others] = np.nan
    return result


def keep_reader(reader: Reader, at: Path) -> None:
    """In: a trained candidate and its folder. Writes it, for another process to read with it."""
    at.mkdir(parents=True, exist_ok=True)
    (at / _READER).write_bytes(pickle.dumps(reader))


def read_reader(at: Path) -> Reader:
    """In: the folder of a result. Out: the trained candidate. Errors: OSError."""
    reader: Reader = pickle.loads((at / _READER).read_bytes())  # noqa: S301 - our own file, written a minute ago
    return reader
