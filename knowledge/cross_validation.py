"""The figures to expect on questions nobody has seen: `python -m knowledge.cross_validation`.

Three splits of the reviewed questions, each harder than the one before:
- folds: five folds, near-identical questions kept together;
- topics: clusters of like questions left out whole, answerable and unanswerable;
- kinds: every kind left out in turn, unanswerable ones too: questions written in a way the models have never met.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import KMeans
from sklearn.model_selection import StratifiedGroupKFold

from knowledge.embeddings import Vectors, sentence_encoder
from knowledge.evaluation import Asked, Outcome, evaluate, table
from knowledge.explanations import Explanations, read_explanations
from knowledge.features import embed
from knowledge.index import train
from knowledge.questions import Question, read_reviewed_questions
from knowledge.regulation import Document, read_regulation
from knowledge.retrieval import Retriever
from knowledge.wording import normalise

FOLDS = 5
TOPICS = 12
# Above either, two questions are one question asked twice.
SAME_MEANING = 0.82
SAME_LETTERS = 0.5

Rows = NDArray[np.int64]


def folds(questions: Sequence[Question], vectors: Vectors) -> Iterator[Rows]:
    """The rows tested on, fold by fold; paraphrases of one question are never on both sides."""
    answerable = [question.is_answerable for question in questions]
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for _, tested in splitter.split(vectors, answerable, paraphrases(questions, vectors)):
        yield tested


def topics(questions: Sequence[Question], vectors: Vectors) -> Iterator[Rows]:
    """Rows tested on: one cluster of answerable and one of unanswerable questions at a time."""
    answerable = np.array([question.is_answerable for question in questions])
    cluster = np.zeros(len(questions), dtype=np.int64)
    for side in (answerable, ~answerable):
        cluster[side] = KMeans(TOPICS, random_state=0, n_init=3).fit_predict(vectors[side])
    for number in range(TOPICS):
        yield np.flatnonzero(cluster == number)


def kinds(questions: Sequence[Question], vectors: Vectors) -> Iterator[Rows]:
    """Rows tested on: one kind at a time, answerable or not; each kind was written in a way of its own."""
    for kind in sorted({question.kind for question in questions}):
        yield np.array([row for row, question in enumerate(questions) if question.kind == kind])


def paraphrases(questions: Sequence[Question], vectors: Vectors) -> NDArray[np.int32]:
    """A group number for each question; questions alike in meaning or letters share one."""
    pairs = [_letter_pairs(question.text) for question in questions]
    alike = vectors @ vectors.T > SAME_MEANING
    for row, own in enumerate(pairs):
        for other in range(row):
            shared = len(own & pairs[other])
            if shared and shared / len(own | pairs[other]) > SAME_LETTERS:
                alike[row, other] = True
    return np.asarray(connected_components(alike)[1])


def validate(
    questions: Sequence[Question], splits: Iterator[Rows], document: Document, explanations: Explanations
) -> list[Outcome]:
    """Train without the rows of each split, ask them, and judge."""
    outcomes = []
    for tested in splits:
        left_out = set(tested.tolist())
        known = [question for row, question in enumerate(questions) if row not in left_out]
        retriever = Retriever(train(document, explanations, known, sentence_encoder()), sentence_encoder())
        outcomes += evaluate([questions[row] for row in tested], partial(_ask, retriever))
    return outcomes


def main() -> None:
    """Print one table for each way to split."""
    document = read_regulation()
    explanations = read_explanations(document)
    questions = read_reviewed_questions()
    vectors = embed([question.text for question in questions], sentence_encoder())
    for split in (folds, topics, kinds):
        print(f"{split.__name__}:\n{table(validate(questions, split(questions, vectors), document, explanations))}\n")


def _ask(retriever: Retriever, text: str) -> Asked:
    findings = retriever.search(text)
    return findings.passages, findings.tier == "silent"


def _letter_pairs(text: str) -> set[str]:
    plain = normalise(text)
    return {plain[start : start + 2] for start in range(len(plain) - 1)}


if __name__ == "__main__":
    main()
