"""Kept vectors: a text is encoded once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nlu.comparison.vectors import kept


class Encoder:
    """Counts what it is asked; a text's vector is its length."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, name: str, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    encoder = Encoder()
    assert kept("e5", ["你好", "路灯坏了", "你好"], tmp_path, encoder).tolist() == [[2], [4], [2]]
    assert kept("e5", ["路灯坏了", "停水"], tmp_path, encoder).tolist() == [[4], [2]]
    assert encoder.asked == ["你好", "路灯坏了", "停水"]


def test_encoders_are_kept_apart(tmp_path: Path) -> None:
    encoder = Encoder()
    for name in ("use", "e5"):
        kept(name, ["你好"], tmp_path, encoder)
    assert encoder.asked == ["你好", "你好"]
