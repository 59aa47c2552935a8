"""Linear candidates of scikit-learn: n-grams or words as tf-idf, sentence vectors, or several side by side."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from nlu.comparison import vectors
from nlu.comparison.candidate import Candidate, Prepare, Reader
from nlu.comparison.data import Data
from nlu.comparison.vectors import Encode
from nlu.text.intent_model import centred
from nlu.text.ngrams import Grams, Vectorizer

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class _LinearReader(Reader):
    prepare: Prepare
    vectorizer: Optional[Vectorizer]
    meaning: float
    middles: "dict[str, NDArray[np.float32]]"
    learner: Any = None

    def chances(self, texts: list[str], encode: Encode = vectors.encode) -> "NDArray[np.float64]":
        return np.asarray(self.learner.predict_proba(self.features([self.prepare(text) for text in texts], encode)))

    def features(self, texts: list[str], encode: Encode) -> Any:
        """In: prepared texts. Out: a sparse row each; vectors as directions from the mean one."""
        from scipy.sparse import csr_matrix, hstack

        dense = [
            csr_matrix(centred(encode(name, texts), middle) * self.meaning) for name, middle in self.middles.items()
        ]
        return hstack([*dense, *([self.vectorizer.matrix(texts)] if self.vectorizer else [])], format="csr")


@dataclass(frozen=True)
class Linear(Candidate):
    """`grams`: what a text is cut into, if anything. `encoders`: whose vectors stand beside. `meaning`: their weight."""

    grams: Optional[Grams] = None
    encoders: tuple[str, ...] = ()
    meaning: float = 1.0
    is_margin: bool = False

    def fit(self, data: Data, rows: "NDArray[np.int64]", folder: Path) -> Reader:
        texts = [self.prepare(data.texts[row]) for row in rows]
        encode = partial(vectors.kept, folder=folder.parent)
        vectorizer = Vectorizer(self.grams).fit(texts) if self.grams else None
        middles = {name: encode(name, texts).mean(axis=0) for name in self.encoders}
        reader = _LinearReader(self.prepare, vectorizer, self.meaning, middles)
        reader.learner = self._learner().fit(reader.features(texts, encode), data.intents[rows])
        return reader

    def _learner(self) -> Any:
        """Out: what learns; a support vector machine has no probabilities of its own and is calibrated on thirds."""
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC

        if self.is_margin:
            return CalibratedClassifierCV(LinearSVC(class_weight="balanced"), cv=3)
        return LogisticRegression(C=20, solver="liblinear", class_weight="balanced")
