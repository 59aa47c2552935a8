"""A text as numbers: letter n-grams for its wording beside a sentence embedding for its meaning."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.embeddings import Encoder, Vectors
from knowledge.wording import normalise

# Letters, pairs and triples: measured better than words, and robust to misheard letters.
_GRAMS = (1, 3)


class Features:
    """Letter n-grams weighted by rarity, learned from `texts`."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._grams = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, dtype=np.float32)
        self._grams.fit([normalise(text) for text in texts])

    def of(self, texts: Sequence[str], vectors: Vectors) -> csr_matrix:
        """In: texts and their embeddings, row by row. Out: both as one sparse matrix; each half has length one."""
        grams = self._grams.transform([normalise(text) for text in texts])
        return hstack([grams, csr_matrix(vectors)]).tocsr()


def embed(texts: Sequence[str], encode: Encoder) -> Vectors:
    """The embeddings of normalised texts."""
    return encode([normalise(text) for text in texts])
