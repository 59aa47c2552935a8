"""A small knowledge base for tests: real regulation, few questions, and an encoder that only counts letters."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from knowledge.embeddings import Vectors
from knowledge.explanations import read_explanations
from knowledge.index import Index, train
from knowledge.questions import Question
from knowledge.regulation import read_regulation

TODAY = date(2026, 11, 23)
DOCUMENT = read_regulation()
EXPLANATIONS = read_explanations(DOCUMENT)
QUESTIONS = [
    Question("社区不给开证明合理吗", (34,)),
    Question("彩礼太高村里管不管", (17,)),
    Question("邻居吵架谁来调解", (19,)),
    Question("街道把活推给社区行吗", (34, 38)),
    Question("网格员是谁安排的", (20,)),
    Question("网格员工资多少钱", ()),
    Question("今天下雨吗", ()),
    Question("离婚要几天", ()),
]


def count_letters(sentences: Sequence[str]) -> Vectors:
    """Unit vectors of letter counts."""
    rows = np.zeros((len(sentences), 64), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        for letter in f"{sentence}。":
            rows[row, ord(letter) % 64] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def small_index() -> Index:
    """Train on the few questions; under a second."""
    return train(DOCUMENT, EXPLANATIONS, QUESTIONS, count_letters)
