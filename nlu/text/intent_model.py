"""The statistical classifier: regularised least squares on n-grams (linear) and sentence vectors (Gaussian kernel).

Chosen by nlu.comparison on voices never seen (docs/nlu.md): more accurate than logistic regression on the same features, its
training is one linear system (n messages, n^3 / 3 steps: 10 s for 9,000; past 20,000 take landmarks instead of all), and
leaving a voice out has a closed form, so that every change can be measured in a minute.

Stored as an npz and a json file, no pickle: a model file from elsewhere cannot run code. Reading needs numpy alone.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from nlu.text.clauses import tail
from nlu.text.ngrams import Grams, Vectorizer, characters
from nlu.text.segmentation import words_and_characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ARRAYS = "intent_model.npz"
_WORDS = "intent_model.json"
_ROWS_AT_ONCE = 1000
# A constant in the kernel is the bias: what a message without any known n-gram gets.
_BIAS = 0.1
_DROPPED = 0.5


@dataclass(frozen=True)
class Settings:
    """What config.yml may change; the defaults are the winner of nlu.comparison.

    ridge: strength of regularisation. tail: weight of the n-grams of the message's end. meaning: weight of the sentence
    vector; width: how fast likeness of two vectors falls off; dimensions: how many of the vectors' 512 directions are kept,
    those in which the messages differ most (half of them cost no accuracy and a quarter of the time). temperature: scores
    to probabilities, so that of the messages given 0.8 about 80 % are right. words: whether jieba's words stand beside the
    n-grams.
    """

    ridge: float = 0.1
    tail: float = 0.3
    meaning: float = 0.5
    width: float = 5.0
    dimensions: int = 256
    temperature: float = 16.0
    words: bool = True

    @property
    def grams(self) -> Grams:
        """What a text is cut into."""
        return words_and_characters if self.words else characters


@dataclass(frozen=True)
class Frame:
    """Where sentence vectors are looked at from: the mean of the training messages, and the axes that are kept of the rest."""

    middle: "NDArray[np.float32]"
    axes: "NDArray[np.float32]"

    @classmethod
    def fitted(cls, vectors: "NDArray[np.float32]", dimensions: int) -> "Frame":
        """In: sentence vectors and how many axes to keep. Out: the axes along which the vectors differ most."""
        middle = vectors.mean(axis=0)
        moved = centred(vectors, middle)
        _, axes = np.linalg.eigh(moved.T @ moved)  # the strongest axis comes last
        return cls(middle, np.ascontiguousarray(axes[:, ::-1][:, :dimensions], dtype=np.float32))

    def directions(self, vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """In: sentence vectors. Out: a row of `dimensions` for each; its products with others are (nearly) their cosines."""
        rows: "NDArray[np.float32]" = centred(vectors, self.middle) @ self.axes
        return rows


@dataclass
class IntentModel:
    """A trained classifier: a row of weights for each n-gram, and for each training message's sentence vector."""

    settings: Settings
    intents: list[str]
    vectorizer: Vectorizer
    whole_weights: "NDArray[np.float32]"
    end_weights: "NDArray[np.float32]"
    frame: "Frame"
    examples: "NDArray[np.float32]"
    example_weights: "NDArray[np.float32]"

    def probabilities(self, texts: list[str], vectors: "NDArray[np.float32]") -> "NDArray[np.float64]":
        """In: normalised texts and their sentence vectors. Out: one row of probabilities a text, columns as `intents`."""
        likeness = _gaussian(self.frame.directions(vectors) @ self.examples.T, self.settings)
        scores = likeness @ self.example_weights + _BIAS * self.example_weights.sum(axis=0)
        for row, text in enumerate(texts):
            columns, values = self.vectorizer.weights(text)
            scores[row] += values @ self.whole_weights[columns]
            columns, values = self.vectorizer.weights(tail(text))
            scores[row] += values @ self.end_weights[columns]
        return softmax(scores * self.settings.temperature)

    def save(self, folder: Path) -> None:
        """In: an existing folder. Writes two files. Errors: OSError."""
        np.savez_compressed(
            folder / _ARRAYS,
            idf=self.vectorizer.idf,
            whole_weights=self.whole_weights,
            end_weights=self.end_weights,
            middle=self.frame.middle,
            axes=self.frame.axes,
            examples=self.examples.astype(np.float16),  # half the file; the fourth digit of a cosine does not matter
            example_weights=self.example_weights,
        )
        words = {
            "settings": asdict(self.settings),
            "intents": self.intents,
            "vocabulary": list(self.vectorizer.vocabulary),
        }
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """In: a folder written by `save`. Out: the model. Errors: FileNotFoundError, KeyError, ValueError."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            settings = Settings(**words["settings"])
            return cls(
                settings,
                words["intents"],
                Vectorizer.restored(words["vocabulary"], arrays["idf"], settings.grams),
                arrays["whole_weights"],
                arrays["end_weights"],
                Frame(arrays["middle"], arrays["axes"]),
                arrays["examples"].astype(np.float32),
                arrays["example_weights"],
            )


@dataclass
class Likeness:
    """How alike each training message is to each other one, and what that was computed from."""

    vectorizer: Vectorizer
    whole_rows: Any
    end_rows: Any
    frame: "Frame"
    examples: "NDArray[np.float32]"
    matrix: "NDArray[np.float32]"


def likeness(
    settings: Settings, texts: list[str], vectors: "NDArray[np.float32]", grams: Optional[Grams] = None
) -> Likeness:
    """In: normalised texts and their vectors. Out: the kernel matrix (4 bytes times the square of their number) and its parts."""
    vectorizer = Vectorizer(grams or settings.grams).fit(texts)
    whole_rows, end_rows = vectorizer.matrix(texts), vectorizer.matrix([tail(text) for text in texts])
    frame = Frame.fitted(vectors, settings.dimensions)
    examples = frame.directions(vectors)
    matrix = np.empty((len(texts), len(texts)), dtype=np.float32)
    # In blocks: the sparse product of all by all would hold indices for a matrix that is nearly full.
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        block = slice(start, start + _ROWS_AT_ONCE)
        matrix[block] = _gaussian(examples[block] @ examples.T, settings) + np.float32(_BIAS)
        matrix[block] += (whole_rows[block] @ whole_rows.T).toarray()
        matrix[block] += np.float32(settings.tail) * (end_rows[block] @ end_rows.T).toarray()
    return Likeness(vectorizer, whole_rows, end_rows, frame, examples, matrix)


def train(
    settings: Settings,
    texts: list[str],
    vectors: "NDArray[np.float32]",
    intents: list[str],
    grams: Optional[Grams] = None,
) -> IntentModel:
    """In: normalised texts, their vectors and labels, other grams than those of the settings (for comparison only).

    Out: the trained model. Errors: ValueError without any text.
    """
    from scipy.linalg import cho_factor, cho_solve

    if not texts:
        raise ValueError("no messages to learn from")
    known = likeness(settings, texts, vectors, grams)
    known.matrix[np.diag_indices(len(texts))] += np.float32(settings.ridge)
    names = sorted(set(intents))
    # .T: the matrix is symmetric, and LAPACK works in place only on columns.
    factor = cho_factor(known.matrix.T, lower=True, overwrite_a=True, check_finite=False)
    weights = cho_solve(factor, targets(intents, names), check_finite=False).astype(np.float32)
    model = IntentModel(
        settings,
        names,
        known.vectorizer,
        np.asarray(known.whole_rows.T @ weights, dtype=np.float32),
        np.asarray(known.end_rows.T @ weights * settings.tail, dtype=np.float32),
        known.frame,
        known.examples,
        weights,
    )
    return _light(model)


def _light(model: IntentModel) -> IntentModel:
    """In: a trained model. Out: it without the lighter half of its n-grams: 40 MB less, no voice's accuracy changed."""
    heaviest = np.abs(model.whole_weights).max(axis=1) + np.abs(model.end_weights).max(axis=1)
    kept = np.flatnonzero(heaviest >= np.quantile(heaviest, _DROPPED))
    grams = list(model.vectorizer.vocabulary)
    return replace(
        model,
        vectorizer=Vectorizer.restored(
            [grams[column] for column in kept], model.vectorizer.idf[kept], model.vectorizer.grams
        ),
        whole_weights=model.whole_weights[kept],
        end_weights=model.end_weights[kept],
    )


def targets(intents: list[str], names: list[str]) -> "NDArray[np.float32]":
    """In: labels and their order. Out: a row for each with 1 at its label."""
    columns = {name: column for column, name in enumerate(names)}
    rows = np.zeros((len(intents), len(names)), dtype=np.float32)
    rows[np.arange(len(intents)), [columns[intent] for intent in intents]] = 1
    return rows


def softmax(scores: "NDArray[Any]") -> "NDArray[np.float64]":
    """In: rows of scores. Out: rows of probabilities."""
    shifted = scores.astype(np.float64)
    powers = np.exp(shifted - shifted.max(axis=1, keepdims=True))
    result: "NDArray[np.float64]" = powers / powers.sum(axis=1, keepdims=True)
    return result


def centred(vectors: "NDArray[np.float32]", middle: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """In: sentence vectors and the mean one. Out: their directions from it: all sentences share a large common part."""
    moved = vectors - middle
    result: "NDArray[np.float32]" = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
    return result


def _gaussian(cosines: "NDArray[np.float32]", settings: Settings) -> "NDArray[np.float32]":
    """In: cosines of vectors. Out: their likeness, `meaning` for equal ones."""
    result: "NDArray[np.float32]" = np.float32(settings.meaning) * np.exp(np.float32(settings.width) * (cosines - 1))
    return result
