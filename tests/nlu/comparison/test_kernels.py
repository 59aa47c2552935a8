"""The closed form for leaving parts out says what a model trained without them says."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.comparison.kernels import invert, without

RANDOM = np.random.RandomState(1)


def kernel(count: int) -> np.ndarray:
    rows = RANDOM.standard_normal((count, 6)).astype(np.float32)
    return np.exp(-((rows[:, None] - rows[None]) ** 2).sum(axis=2) / 6).astype(np.float32)


def test_a_part_left_out_is_judged_as_by_a_model_without_it() -> None:
    matrix, wanted = kernel(30), RANDOM.standard_normal((30, 3)).astype(np.float32)
    parts = [np.arange(0, 11), np.arange(11, 30)]
    scores = without(invert(matrix + 0.2 * np.eye(30, dtype=np.float32)), wanted, parts)
    for part in parts:
        rest = np.setdiff1d(np.arange(30), part)
        known = matrix[np.ix_(rest, rest)] + 0.2 * np.eye(len(rest))
        assert np.allclose(scores[part], matrix[np.ix_(part, rest)] @ np.linalg.solve(known, wanted[rest]), atol=1e-3)


def test_what_no_part_holds_has_no_scores() -> None:
    scores = without(np.eye(4, dtype=np.float32), np.ones((4, 2), dtype=np.float32), [np.array([0, 1])])
    assert np.isnan(scores[2:]).all() and not np.isnan(scores[:2]).any()


def test_a_matrix_that_is_no_kernel_is_refused() -> None:
    with pytest.raises(ValueError, match="positive definite"):
        invert(np.array([[0, 1], [1, 0]], dtype=np.float32))
