"""Questions that mean the same, put together: what many ask and nobody answers comes first.

Letters alone miss who says it in other words (狗证去哪办, 犬只登记怎么办理), meaning alone knows no names of places, so both
count. Measured in docs/knowledge.md with `python -m knowledge.cluster_evaluation`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings import Encoder
from knowledge.question_index import letters
from knowledge.wording import normalise

Likeness = NDArray[np.float64]
"""Cosines between all questions, row by row."""

FARTHEST = 0.56
"""Mean distance of two groups; farther apart is another matter. Few false unions matter more than few groups."""
_WORDING = 0.3


def cluster(texts: Sequence[str], encode: Encoder) -> list[list[int]]:
    """In: questions. Out: groups of their positions, the largest first; in each, the most typical one first."""
    if len(texts) < 2:
        return [[position] for position in range(len(texts))]
    likeness = blend(wording(texts), meaning(texts, encode))
    groups = join(likeness, FARTHEST)
    ordered = [sorted(group, key=lambda one: -likeness[one, group].sum()) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), group[0]))


def wording(texts: Sequence[str]) -> Likeness:
    """How alike questions are in letters and pairs, rare ones weighing more."""
    # A second to load, and only this needs it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain = [letters(text) or "？" for text in texts]
    rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit_transform(plain)
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float64)


def meaning(texts: Sequence[str], encode: Encoder) -> Likeness:
    """How alike questions are in meaning."""
    vectors = encode([normalise(text) for text in texts])
    return np.asarray(vectors @ vectors.T, dtype=np.float64)


def blend(by_wording: Likeness, by_meaning: Likeness) -> Likeness:
    """Both as one."""
    return _WORDING * by_wording + (1 - _WORDING) * by_meaning


def join(likeness: Likeness, farthest: float) -> list[list[int]]:
    """Join the nearest two groups again and again (average linkage), until the next ones are too far apart."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.clip(1 - likeness, 0, None)
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), farthest, "distance")
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
