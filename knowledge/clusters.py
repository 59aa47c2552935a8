"""Questions that mean the same, put together: what many ask and nobody answers comes first."""

from collections.abc import Sequence

import numpy as np

from knowledge.question_index import letters

# Cosine distance of letters and pairs; farther apart is another matter. Few false unions matter more than few clusters.
_FARTHEST = 0.65


def cluster(texts: Sequence[str]) -> list[list[int]]:
    """In: questions. Out: groups of their positions, the largest first; in each, the most typical one first."""
    # A second to load, and only this page needs it.
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    plain = [letters(text) or "？" for text in texts]
    if len(plain) < 2:
        return [[position] for position in range(len(plain))]
    rows = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit_transform(plain).toarray()
    labels = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=_FARTHEST
    ).fit_predict(rows)
    groups = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    ordered = [sorted((int(one) for one in group), key=lambda one: -_closeness(rows, group, one)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), group[0]))


def _closeness(rows: np.ndarray, group: np.ndarray, one: int) -> float:
    return float((rows[group] @ rows[one]).sum())
