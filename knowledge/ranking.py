"""Which article answers: a linear classifier over wording and meaning, joined with BM25 over each article's own words."""

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import RidgeClassifier

from knowledge.wording import normalise, terms

Scores = NDArray[np.float64]


class ArticleRanker:
    """Learns from texts (questions, passages, explanations) and the article each belongs to."""

    def __init__(self, features: csr_matrix, texts: Sequence[str], articles: Sequence[int]) -> None:
        self.articles: list[int] = sorted(set(articles))
        self._classifier = RidgeClassifier(alpha=1.0).fit(features, articles)
        # scikit-learn multiplies by the transpose and would copy all of it for every question otherwise.
        self._classifier.coef_ = np.asfortranarray(self._classifier.coef_)
        self._words = bm25s.BM25()
        self._words.index([_document(article, texts, articles) for article in self.articles], show_progress=False)

    def score(self, features: csr_matrix, questions: Sequence[str]) -> Scores:
        """Scores by question (rows) and article (columns as in `articles`).

        Each half is put on the question's own scale first (mean 0, deviation 1 over the articles), so that they weigh the same.
        """
        learned = self._classifier.decision_function(features)
        matched = np.stack([self._words.get_scores(terms(normalise(question))) for question in questions])
        return (_standardise(learned) + _standardise(matched)) / 2


def _document(article: int, texts: Sequence[str], articles: Sequence[int]) -> list[str]:
    return [
        term for text, own in zip(texts, articles, strict=True) if own == article for term in terms(normalise(text))
    ]


def _standardise(scores: Scores) -> Scores:
    deviation = scores.std(axis=1, keepdims=True)
    # A question without one known word scores 0 everywhere.
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / np.where(deviation > 0, deviation, 1))
