"""How well like questions are put together: `python -m knowledge.cluster_evaluation FILE.tsv …`.

A file has lines of group⇥question; "-" instead of a group is a question like no other. Several files count as one list.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from knowledge.clusters import FARTHEST, Likeness, blend, cluster, join, meaning, wording
from knowledge.embeddings import Encoder, sentence_encoder
from knowledge.features import embed
from knowledge.questions import read_reviewed_questions

ALONE = "-"
_MANY = 1000
_TRIED = (0.44, 0.46, 0.50, 0.54, 0.56, 0.58, 0.60, 0.62, 0.65, 0.70, 0.75)


@dataclass(frozen=True)
class Pairs:
    """Pairs of questions: how many mean the same, were put together, and both."""

    same: int
    joined: int
    both: int

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that means the same."""
        return self.both / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that mean the same, the share put together."""
        return self.both / self.same if self.same else 1.0


def read_groups(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """In: lines of group⇥question. Out: for each question its group, a name of its own where it is alone; the questions."""
    rows = [line.rstrip("\n").split("\t") for line in lines if line.strip()]
    names = [f"{ALONE}{number}" if group == ALONE else group for number, (group, _) in enumerate(rows)]
    return names, [question for _, question in rows]


def count_pairs(names: Sequence[str], groups: Sequence[Sequence[int]]) -> Pairs:
    """Compare groups of positions with the names that they should have."""
    same = {pair for pair in combinations(range(len(names)), 2) if names[pair[0]] == names[pair[1]]}
    joined = {pair for group in groups for pair in combinations(sorted(group), 2)}
    return Pairs(len(same), len(joined), len(same & joined))


def _lines(names: Sequence[str], likeness: Likeness, title: str) -> Iterator[str]:
    for farthest in _TRIED:
        pairs = count_pairs(names, join(likeness, farthest))
        shipped = "  shipped" if title == "both" and np.isclose(farthest, FARTHEST) else ""
        yield f"{title:8} {farthest:.2f}  precision {pairs.precision:.3f}  recall {pairs.recall:.3f}{shipped}"


def main() -> None:
    """Print precision and recall at several distances: by letters alone, by meaning alone, by halves, as shipped."""
    names, texts = read_groups([line for path in sys.argv[1:] for line in Path(path).read_text("utf-8").splitlines()])
    encode = sentence_encoder()
    by_wording, by_meaning = wording(texts), meaning(texts, encode)
    for title, likeness in (
        ("letters", by_wording),
        ("meaning", by_meaning),
        ("halves", (by_wording + by_meaning) / 2),
        ("both", blend(by_wording, by_meaning)),
    ):
        print(*_lines(names, likeness, title), sep="\n")
    print(_timed(encode))


def _timed(encode: Encoder) -> str:
    """How long the most that a page puts together takes, the vectors made first or known."""
    texts = [question.text for question in read_reviewed_questions()][:_MANY]
    started = time.perf_counter()
    vectors = embed(texts, encode)
    made = time.perf_counter() - started
    started = time.perf_counter()
    cluster(texts, lambda _: vectors)
    return f"{len(texts)} questions: {time.perf_counter() - started:.2f} s, and {made:.2f} s once to make their vectors"


if __name__ == "__main__":
    main()
