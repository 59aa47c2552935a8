"""Ensembles: the mean of what several candidates say, each trained by itself."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlu.comparison import results, vectors
from nlu.comparison.candidate import Candidate, Learnt, Reader
from nlu.comparison.data import Data, Groups
from nlu.comparison.vectors import Encode

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class _MeanReader(Reader):
    readers: list[Reader]

    def chances(self, texts: list[str], encode: Encode = vectors.encode) -> "NDArray[np.float64]":
        return np.asarray(np.mean([reader.chances(texts, encode) for reader in self.readers], axis=0))


@dataclass(frozen=True)
class Mean(Candidate):
    """`members`: the candidates whose chances are averaged; they have to be measured before it."""

    members: tuple[Candidate, ...] = ()

    @property
    def tensorflow(self) -> bool:  # type: ignore[override]
        """Whether a member needs it."""
        return any(member.tensorflow for member in self.members)

    def fit(self, data: Data, rows: "NDArray[np.int64]", folder: Path) -> Reader:
        return _MeanReader([member.fit(data, rows, folder) for member in self.members])

    def learnt(self, data: Data, folder: Path, groups: Groups) -> Learnt:
        places = [at for member in self.members if (at := results.found(member, data, groups, folder.parent))]
        measured = [result for member in self.members if (result := results.kept(member, data, groups, folder.parent))]
        if len(measured) < len(self.members):
            raise FileNotFoundError(f"measure the members of {self.key} first")
        reader = _MeanReader([results.read_reader(place) for place in places])
        chances = np.mean([result.chances["groups"] for result in measured], axis=0)
        return Learnt({"groups": chances}, reader, sum(result.training_seconds for result in measured))

    def fingerprint(self, data: Data) -> str:
        return hashlib.sha256(" ".join(member.fingerprint(data) for member in self.members).encode()).hexdigest()
