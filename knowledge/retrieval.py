"""First version."""
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from functools import partial
import numpy as np
from knowledge.embeddings import sentence_encoder
from knowledge.explanations import Explanations, explanation_of
from knowledge.regulation import Document, Passage

Tier = Literal["answer", "choices", "silent"]


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score and, for staff, why it was found."""

    passage: Passage
    score: float
    why: str


@dataclass(frozen=True)
class Findings:
    """Ranked passages and how far they may be trusted."""

    passages: tuple[RankedPassage, ...]
    tier: Tier
    confidence: float


class Retriever:
    def __init__(self, passages, vectors, encode):
        self.passages, self.vectors, self.encode = passages, vectors, encode

    def search(self, question: str) -> Findings:
        scores = self.vectors @ self.encode([question])[0]
        order = np.argsort(-scores)
        found = tuple(RankedPassage(self.passages[i], float(scores[i]), "similar") for i in order[:10])
        best = found[0].score
        return Findings(found, "answer" if best > 0.4 else "choices" if best > 0.3 else "silent", best)


def open_retriever(document: Document, explanations: Explanations, cache_dir: Path) -> Retriever:
    encode = sentence_encoder()
    passages = document.passages()
    texts = [explanation_of(p, explanations).explanation for p in passages]
    v = encode([p.text for p in passages]) + encode(texts)
    return Retriever(passages, v / np.linalg.norm(v, axis=1, keepdims=True), encode)
