"""The statistical classifier: multinomial logistic regression on sentence vectors and character n-grams together.

Learns with scikit-learn, reads with numpy alone, and is stored as an npz and a json file: no pickle, so that a model file
from elsewhere cannot run code, and a new scikit-learn can still read it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.text import ngrams

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ARRAYS = "intent_model.npz"
_WORDS = "intent_model.json"


@dataclass(frozen=True)
class Settings:
    """What config.yml may change; the defaults are the winner of nlu.compare (docs/nlu.md)."""

    grams: str = "characters"
    at_least: int = 2
    dense_weight: float = 2.0
    regularisation: float = 4.0
    temperature: float = 1.0
    iterations: int = 200


@dataclass
class IntentModel:
    """Weights of a trained classifier. `dense` are rows for sentence vectors, `sparse` rows for n-grams."""

    settings: Settings
    intents: list[str]
    vectorizer: ngrams.Vectorizer
    dense: "NDArray[np.float32]"
    sparse: "NDArray[np.float32]"
    bias: "NDArray[np.float32]"

    def probabilities(self, texts: list[str], vectors: "NDArray[np.float32]") -> "NDArray[np.float64]":
        """In: normalised texts and their sentence vectors. Out: one row of probabilities a text, columns as `intents`."""
        scores = (vectors * self.settings.dense_weight) @ self.dense + self.bias
        for row, text in enumerate(texts):
            columns, values = self.vectorizer.weights(text)
            scores[row] += values @ self.sparse[columns]
        return _softmax(scores.astype(np.float64) / self.settings.temperature)

    def save(self, folder: Path) -> None:
        """In: an existing folder. Writes two files. Errors: OSError."""
        arrays = {"dense": self.dense, "sparse": self.sparse, "bias": self.bias, "idf": self.vectorizer.idf}
        np.savez_compressed(folder / _ARRAYS, **arrays)
        words = {"intents": self.intents, "vocabulary": list(self.vectorizer.vocabulary), "settings": vars(self.settings)}
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """In: a folder written by `save`. Out: the model. Errors: FileNotFoundError, KeyError, ValueError."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        settings = Settings(**words["settings"])
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            grams = ngrams.by_name(settings.grams)
            vectorizer = ngrams.Vectorizer.restored(grams, words["vocabulary"], arrays["idf"])
            return cls(settings, words["intents"], vectorizer, arrays["dense"], arrays["sparse"], arrays["bias"])


def train(settings: Settings, texts: list[str], vectors: "NDArray[np.float32]", intents: list[str]) -> IntentModel:
    """In: normalised texts, their vectors and labels. Out: the trained model. Errors: ValueError with fewer than two labels."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    vectorizer = ngrams.Vectorizer(ngrams.by_name(settings.grams), settings.at_least).fit(texts)
    features = hstack([csr_matrix(vectors * settings.dense_weight), vectorizer.matrix(texts)], format="csr")
    # Balanced: some intents have many times fewer messages, and the safety ones must not lose by their number.
    learner = LogisticRegression(C=settings.regularisation, max_iter=settings.iterations, class_weight="balanced")
    learner.fit(features, intents)
    weights = learner.coef_.T.astype(np.float32)
    width = vectors.shape[1]
    names = [str(name) for name in learner.classes_]
    return IntentModel(settings, names, vectorizer, weights[:width], weights[width:], _bias(learner))


def _bias(learner: Any) -> "NDArray[np.float32]":
    """In: a fitted learner. Out: its intercepts."""
    bias: "NDArray[np.float32]" = learner.intercept_.astype(np.float32)
    return bias


def _softmax(scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """In: rows of scores. Out: rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: "NDArray[np.float64]" = powers / powers.sum(axis=1, keepdims=True)
    return result
