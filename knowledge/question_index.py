"""Which of many known texts a question is most like; texts come and go while it is used, without training.

Two cheap looks gather candidates (letter pairs in SQLite's full-text index, the mean vector of each key's texts); only their
texts are compared exactly. So 10,000 keys of ten texts each are searched in a few milliseconds.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.embeddings import Encoder, Vectors
from knowledge.wording import normalise

_CANDIDATES = 30
# Letter pairs of a question that are looked up: the rarest.
_TELLING = 8
# Texts that hold one of them, in all: beyond it the search would take longer than the answer may.
_MOST_LOOKED_AT = 12_000
_ROOM = 256
# Half precision: the scores agree to three digits in half the memory.
_Kept = NDArray[np.float16]


@dataclass(frozen=True)
class Near:
    """A key, how alike its most similar text is (0 to 1), and that text."""

    key: str
    score: float
    text: str
    meaning: float
    wording: float


class QuestionIndex:
    """Texts under keys; safe to be read and changed by several threads."""

    def __init__(self, encode: Encoder) -> None:
        self._encode = encode
        self._lock = threading.RLock()
        self._words = sqlite3.connect(":memory:", check_same_thread=False)
        self._words.execute("CREATE VIRTUAL TABLE text USING fts5(pairs)")
        self._rows: dict[str, int] = {}
        self._keys: list[str | None] = []
        self._texts: list[tuple[str, ...]] = []
        self._vectors: list[_Kept] = []
        self._means = np.zeros((_ROOM, 0), dtype=np.float32)
        self._known: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, key: str, texts: Sequence[str]) -> None:
        """Make these the texts of a key; what it had before is gone."""
        kept = tuple(dict.fromkeys(text for text in texts if letters(text)))
        vectors = self._embed(kept) if kept else None
        with self._lock:
            self.drop(key)
            if vectors is not None:
                self._add(key, kept, vectors)

    def drop(self, key: str) -> None:
        """Forget a key; one that is not there is no error."""
        with self._lock:
            row = self._rows.pop(key, None)
            if row is None:
                return
            for text in self._texts[row]:
                self._known.subtract(grams(text))
            self._count -= len(self._texts[row])
            self._words.execute("DELETE FROM text WHERE rowid = ?", (row,))
            self._keys[row], self._texts[row], self._vectors[row] = None, (), self._vectors[row][:0]
            self._means[row] = 0

    def search(self, question: str, allowed: Callable[[str], bool] = lambda key: True, most: int = 5) -> list[Near]:
        """In: a question; which keys may be found. Out: the best, each key once. A question without letters finds nothing."""
        if not letters(question) or not self._rows:
            return []
        asked = self._embed([question])[0]
        with self._lock:
            rows = self._by_wording(question) | self._by_meaning(asked)
            found = [self._compare(row, question, asked) for row in rows if allowed(self._keys[row] or "")]
        return sorted(found, key=lambda near: -near.score)[:most]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        return self._encode([normalise(text) for text in texts])

    def _add(self, key: str, texts: tuple[str, ...], vectors: Vectors) -> None:
        row = len(self._keys)
        if row >= len(self._means) or not self._means.shape[1]:
            self._grow(vectors.shape[1])
        self._rows[key] = row
        self._keys.append(key)
        self._texts.append(texts)
        self._vectors.append(vectors.astype(np.float16))
        self._means[row] = vectors.mean(axis=0)
        self._count += len(texts)
        for text in texts:
            self._known.update(grams(text))
        self._words.execute("INSERT INTO text(rowid, pairs) VALUES (?, ?)", (row, " ".join(map(_pairs, texts))))

    def _grow(self, width: int) -> None:
        grown = np.zeros((max(_ROOM, 2 * len(self._keys)), width), dtype=np.float32)
        grown[: len(self._keys)] = self._means[: len(self._keys)] if self._means.shape[1] else 0
        self._means = grown

    def _by_wording(self, question: str) -> set[int]:
        """Rows that share the question's rarest pairs: a pair that every other text has tells nothing, and costs most."""
        pairs = [pair for pair in dict.fromkeys(_pairs(question).split()) if self._known[pair] > 0]
        rarest = sorted(pairs, key=lambda pair: self._known[pair])[:_TELLING]
        seen = list(accumulate(self._known[pair] for pair in rarest))
        rarest = [pair for pair, total in zip(rarest, seen, strict=True) if total <= max(_MOST_LOOKED_AT, seen[0])]
        if not rarest:
            return set()
        best = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT ?"
        wanted = " OR ".join(f'"{pair}"' for pair in rarest)
        return {row for (row,) in self._words.execute(best, (wanted, _CANDIDATES)) if self._keys[row]}

    def _by_meaning(self, asked: Vectors) -> set[int]:
        scores = self._means[: len(self._keys)] @ asked
        order = np.argpartition(-scores, min(_CANDIDATES, len(scores) - 1))[:_CANDIDATES]
        return {int(row) for row in order if self._keys[row]}

    def _compare(self, row: int, question: str, asked: Vectors) -> Near:
        """Compare a row's texts; only the nearest in meaning and the one with most letters in common, exactly."""
        texts, meanings = self._texts[row], self._vectors[row].astype(np.float32) @ asked
        said = set(letters(question))
        likely = {int(np.argmax(meanings)), max(range(len(texts)), key=lambda one: len(said.intersection(texts[one])))}
        found = [self._near(row, one, question, float(meanings[one])) for one in likely]
        return max(found, key=lambda near: near.score)

    def _near(self, row: int, position: int, question: str, meaning: float) -> Near:
        text = self._texts[row][position]
        wording = self._overlap(question, text)
        return Near(self._keys[row] or "", (meaning + wording) / 2, text, meaning, wording)

    def _overlap(self, one: str, other: str) -> float:
        """Dice's coefficient over letters and letter pairs, rare ones weighing more."""
        ours, theirs = grams(one), grams(other)
        weight = self._weight(ours) + self._weight(theirs)
        return 2 * self._weight(ours & theirs) / weight if weight else 0.0

    def _weight(self, some: Collection[str]) -> float:
        return sum(log(1 + (1 + self._count) / max(self._known[gram], 1)) for gram in some)


def letters(text: str) -> str:
    """A text without what does not change a question: spaces, punctuation, width and dialect."""
    return "".join(sign for sign in normalise(text) if sign.isalnum())


def grams(text: str) -> set[str]:
    """The letters and letter pairs of a text."""
    plain = letters(text)
    return {*plain, *(plain[start : start + 2] for start in range(len(plain) - 1))}


def _pairs(text: str) -> str:
    plain = letters(text)
    return " ".join(plain[start : start + 2] for start in range(len(plain) - 1)) or plain
