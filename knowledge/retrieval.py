"""From a question to ranked passages, and how far they may be trusted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge.embeddings import Encoder, sentence_encoder
from knowledge.explanations import Explanations
from knowledge.features import embed
from knowledge.findings import Findings, RankedPassage, Tier
from knowledge.index import Index, open_index
from knowledge.regulation import Document
from knowledge.wording import normalise

Numbers = NDArray[np.float64]

# Chosen on cross-validated scores of the reviewed questions alone (docs/knowledge.md): at 0.58 93 % of the unanswerable
# questions are refused and 6 % of the answerable ones.
ANSWERABLE = 0.58
"""Below this probability of being answerable: silent."""
SURELY_ANSWERABLE = 0.64
"""From here on an answer is given; between the two the resident is asked first."""
CLEAR_LEAD = 0.75
"""The first article must lead the second by this much, in deviations; else the resident is asked which was meant."""
MOST_ARTICLES = 5


class Retriever:
    """Searches a trained index."""

    def __init__(self, index: Index, encode: Encoder) -> None:
        self._index = index
        self._encode = encode
        self._passages = _rows((passage.article,) for passage in index.passages)
        self._questions = _rows(question.articles for question in index.questions)
        self._reviewed = {_letters(question.text): question for question in index.questions}

    def search(self, question: str) -> Findings:
        """In: a question. Out: the paragraphs of the best articles, article by article. Errors: none."""
        if not any(sign.isalnum() for sign in question):
            return Findings((), "silent", 0.0)
        index = self._index
        row = index.features.of([question], embed([question], self._encode))
        scores = index.ranker.score(row, [question])[0]
        answerable = float(index.abstention.answerable(row, [question])[0])
        reviewed = self._reviewed.get(_letters(question))
        if reviewed:
            # What a reviewer decided about this very question holds, whatever the models think of it.
            answerable = float(reviewed.is_answerable)
            self._put_first(reviewed.articles, scores)
        order = np.argsort(-scores)[:MOST_ARTICLES]
        nearness = self._nearness(row)
        found = [self._paragraphs(index.ranker.articles[column], float(scores[column]), nearness) for column in order]
        tier = _tier(answerable, lead=float(scores[order[0]] - scores[order[1]]))
        return Findings(tuple(ranked for article in found for ranked in article), tier, answerable)

    def _put_first(self, articles: Sequence[int], scores: Numbers) -> None:
        """Raise the scores of these articles above all others, in their order, each with a clear lead."""
        for article in reversed(articles):
            scores[self._index.ranker.articles.index(article)] = scores.max() + 2 * CLEAR_LEAD

    def _nearness(self, row: csr_matrix) -> tuple[Numbers, Numbers]:
        """How near the question is to each passage, and to each reviewed question."""
        asked = row.toarray().ravel()
        return self._index.passage_features @ asked, self._index.question_features @ asked

    def _paragraphs(self, article: int, score: float, nearness: tuple[Numbers, Numbers]) -> Iterator[RankedPassage]:
        """The paragraphs of an article, the one nearest to the question first; all share the article's score."""
        to_passages, to_questions = nearness
        why = self._why(article, to_questions)
        for row in sorted(self._passages[article], key=lambda row: -to_passages[row]):
            yield RankedPassage(self._index.passages[row], score, why)

    def _why(self, article: int, to_questions: Numbers) -> str:
        """The reviewed question about this article that is most like the one asked."""
        about = self._questions[article]
        if not about:
            return "条文用词相近"
        nearest = about[int(np.argmax(to_questions[about]))]
        return f"与已审核的问法相近：{self._index.questions[nearest].text}"


def open_retriever(document: Document, explanations: Explanations, cache_dir: Path) -> Retriever:
    """The retriever over the trained index of `cache_dir`; see `open_index`."""
    return Retriever(open_index(document, explanations, cache_dir), sentence_encoder())


def _letters(question: str) -> str:
    """A question without what does not change it: spaces, punctuation, width and dialect."""
    return "".join(sign for sign in normalise(question) if sign.isalnum())


def _rows(articles: Iterable[Sequence[int]]) -> defaultdict[int, list[int]]:
    """The rows that belong to each article."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, own in enumerate(articles):
        for article in own:
            rows[article].append(row)
    return rows


def _tier(answerable: float, lead: float) -> Tier:
    if answerable < ANSWERABLE:
        return "silent"
    return "answer" if answerable >= SURELY_ANSWERABLE and lead >= CLEAR_LEAD else "choices"
