"""Kernel least squares: the chosen classifier (nlu.text.intent_model) and its neighbours.

Leaving parts out has a closed form: with H the inverse of the regularised kernel matrix of all messages and Y the targets,
a model that never saw the rows g gives them the scores Y[g] - H[g, g]^-1 (H Y)[g]. One inverse serves any parting. Only idf,
the mean vector and the axes have seen the left-out texts; no label has.
"""

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import numpy as np

from nlu.comparison import vectors
from nlu.comparison.candidate import Candidate, Learnt, Prepare, Reader
from nlu.comparison.data import Data, Groups, at_random, chosen_groups, each_voice
from nlu.comparison.vectors import Encode
from nlu.text.intent_model import IntentModel, Settings, likeness, softmax, targets, train
from nlu.text.ngrams import Grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The vectors of e5 all point nearly the same way: what tells them apart is half as long as that of the other encoder.
_SCALE = {"use": np.float32(1), "e5": np.float32(2)}


def _meaning(encoders: tuple[str, ...], texts: list[str], encode: Encode) -> "NDArray[np.float32]":
    """In: encoders and prepared texts. Out: their vectors side by side; without an encoder nothing that differs."""
    if not encoders:
        return np.zeros((len(texts), 1), dtype=np.float32)
    return np.hstack([encode(name, texts) * _SCALE[name] for name in encoders])


@dataclass
class _KernelReader(Reader):
    prepare: Prepare
    encoders: tuple[str, ...]
    model: IntentModel

    def chances(self, texts: list[str], encode: Encode = vectors.encode) -> "NDArray[np.float64]":
        prepared = [self.prepare(text) for text in texts]
        return self.model.probabilities(prepared, _meaning(self.encoders, prepared, encode))


@dataclass(frozen=True)
class Kernel(Candidate):
    """`encoders`: whose vectors the Gaussian compares, side by side. `grams`: other ones than those of the settings."""

    settings: Settings = field(default_factory=Settings)
    encoders: tuple[str, ...] = ("use",)
    grams: Optional[Grams] = None

    def fit(self, data: Data, rows: "NDArray[np.int64]", folder: Path) -> Reader:
        texts = [self.prepare(data.texts[row]) for row in rows]
        found = _meaning(self.encoders, texts, partial(vectors.kept, folder=folder.parent))
        model = train(self.settings, texts, found, list(data.intents[rows]), self.grams)
        return _KernelReader(self.prepare, self.encoders, model)

    def learnt(self, data: Data, folder: Path, groups: Groups) -> Learnt:
        partings = {
            "groups": chosen_groups(data.voices, groups),
            "voices": each_voice(data.voices),
            "random": at_random(data.voices),
        }
        chances = self._left_out(data, folder, partings)
        started = time.process_time()
        reader = self.fit(data, data.rows, folder)
        return Learnt(chances, reader, time.process_time() - started)

    def _left_out(
        self, data: Data, folder: Path, partings: "dict[str, list[NDArray[np.int64]]]"
    ) -> "dict[str, NDArray[np.float64]]":
        """In: messages and partings of them. Out: for each, the chances of every message by a model without its part."""
        texts = [self.prepare(text) for text in data.texts]
        found = _meaning(self.encoders, texts, partial(vectors.kept, folder=folder.parent))
        matrix = likeness(self.settings, texts, found, self.grams).matrix
        matrix[np.diag_indices(len(texts))] += np.float32(self.settings.ridge)
        inverse, wanted = invert(matrix), targets(list(data.intents), data.names)
        scores = {name: without(inverse, wanted, parts) for name, parts in partings.items()}
        return {name: softmax(score * self.settings.temperature) for name, score in scores.items()}


def without(
    inverse: "NDArray[np.float32]", wanted: "NDArray[np.float32]", parts: "list[NDArray[np.int64]]"
) -> "NDArray[np.float32]":
    """In: the inverse of the regularised matrix, targets, parts. Out: each part's scores by a model without it, else NaN."""
    weights = inverse @ wanted
    scores = np.full_like(wanted, np.nan)
    for part in parts:
        scores[part] = wanted[part] - np.linalg.solve(inverse[np.ix_(part, part)], weights[part])
    return scores


def invert(matrix: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """In: a symmetric matrix, which is used up. Out: its inverse. Errors: ValueError when it is not positive definite."""
    from scipy.linalg import lapack

    # .T: LAPACK works in place only on columns, and the matrix is symmetric.
    factor, is_wrong = lapack.spotrf(matrix.T, lower=True, overwrite_a=True)
    if is_wrong:
        raise ValueError("the kernel matrix is not positive definite")
    inverse, _ = lapack.spotri(factor, lower=True, overwrite_c=True)
    below = np.tril(inverse)
    return np.asarray(below + np.tril(inverse, -1).T)
