"""What a candidate has to be able to do, and how most of them are judged."""

import hashlib
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, ClassVar

import numpy as np

from nlu.comparison import vectors
from nlu.comparison.data import Data, Groups, chosen_groups
from nlu.comparison.vectors import Encode
from nlu.text.normalizer import normalize

if TYPE_CHECKING:
    from numpy.typing import NDArray

Prepare = Callable[[str], str]
_ROOM = Path(__file__).resolve().parent


class Reader(ABC):
    """A trained candidate as a server would hold it; it can be pickled."""

    @abstractmethod
    def chances(self, texts: list[str], encode: Encode = vectors.encode) -> "NDArray[np.float64]":
        """In: texts as written, what makes sentence vectors. Out: a row of probabilities each, columns as `Data.names`."""


@dataclass(frozen=True)
class Learnt:
    """What learning gave: left-out chances by parting ("groups", "voices", "random"), a reader, seconds of one core."""

    chances: "dict[str, NDArray[np.float64]]"
    reader: Reader
    training_seconds: float


@dataclass(frozen=True)
class Candidate(ABC):
    """A way to classify. `key` names it on the command line, `title` in the table; the other fields decide what it does."""

    key: str
    title: str
    prepare: Prepare = normalize
    tensorflow: ClassVar[bool] = False

    @abstractmethod
    def fit(self, data: Data, rows: "NDArray[np.int64]", folder: Path) -> Reader:
        """In: messages, which of them may be learnt from, a folder to keep things in. Out: the trained candidate."""

    def learnt(self, data: Data, folder: Path, groups: Groups) -> Learnt:
        """In: messages, a folder to keep things in, which of the five groups to judge. Out: what learning gave."""
        chances = np.full((len(data.texts), len(data.names)), np.nan)
        seconds = 0.0
        for part in chosen_groups(data.voices, groups):
            started = time.process_time()
            reader = self.fit(data, np.setdiff1d(data.rows, part), folder)
            seconds += time.process_time() - started
            chances[part] = reader.chances(
                [data.texts[row] for row in part], partial(vectors.kept, folder=folder.parent)
            )
        return Learnt({"groups": chances}, reader, seconds / len(groups))

    def fingerprint(self, data: Data) -> str:
        """Out: a hash of all that its figures depend on. Errors: OSError."""
        names = [field.name for field in fields(self) if field.name not in ("key", "title")]
        settings = [f"{name}={_said(getattr(self, name))}" for name in names]
        digest = hashlib.sha256(f"{type(self).__name__} {settings} {data.digest()}".encode())
        for source in self.sources():
            digest.update(source.read_bytes())
        return digest.hexdigest()

    def sources(self) -> list[Path]:
        """Out: the files whose change makes kept figures void."""
        text = _ROOM.parent / "text"
        names = ("ngrams", "segmentation", "clauses", "encoder", "intent_model", "normalizer")
        return [*(text / f"{name}.py" for name in names), *sorted((_ROOM.parent / "dictionary").glob("*.*"))]


def _said(value: Any) -> str:
    """In: a setting. Out: it in words; a function by its name, for its address changes from process to process."""
    return f"{value.__module__}.{value.__qualname__}" if callable(value) else repr(value)
