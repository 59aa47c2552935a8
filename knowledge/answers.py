"""What the knowledge room says to a question: an answer with its quotation, choices, or nothing.

Nothing here is generated: quotations come from the source word for word, explanations from the reviewed file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from knowledge.explanations import Explanations, explanation_of, read_explanations, title_of
from knowledge.places import Absent, resolve
from knowledge.references import Reference, find_references
from knowledge.regulation import Chapter, Document, Passage, read_regulation
from knowledge.retrieval import RankedPassage, Retriever, open_retriever

MOST_CHOICES = 3
# In deviations over all articles: below it, what comes next has little to do with the question.
RELATED = 1.5
NAMED = "问题里点名的条文"
Kind = Literal["answer", "choices", "silent"]


@dataclass(frozen=True)
class Choice:
    """A topic a resident can pick; asking for its `place` (第十九条第二款) gets it exactly."""

    title: str
    place: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `passages`: ranked, best first. `quote`: verbatim, `citation`: its place with the date in force; both None unless kind
    is "answer". `choices`: for "choices" what the resident may have meant; for a chapter its articles. `related`: near
    topics. `notice`: what must be said first (not yet in force, no such article).
    """

    kind: Kind
    question: str
    passages: tuple[RankedPassage, ...] = ()
    quote: str | None = None
    citation: str | None = None
    in_force: date | None = None
    explanation: str | None = None
    next_step: str | None = None
    choices: tuple[Choice, ...] = ()
    related: tuple[Choice, ...] = ()
    notice: str | None = None


class KnowledgeBase:
    """The regulation, its explanations and the trained retriever behind one question: `ask`."""

    def __init__(self, document: Document, explanations: Explanations, retriever: Retriever) -> None:
        self.document = document
        self.explanations = explanations
        self._retriever = retriever

    @classmethod
    def open(cls, cache_dir: Path) -> "KnowledgeBase":
        """Read the sources and load the trained retriever from the cache, or train it there first.

        In: a directory this process may write to. Errors: MalformedSource, MalformedQuestions, OSError.
        """
        document = read_regulation()
        explanations = read_explanations(document)
        return cls(document, explanations, open_retriever(document, explanations, cache_dir))

    def ask(self, question: str, today: date) -> Answer:
        """Answer one question. `today` decides whether the regulation is in force yet."""
        references = find_references(question)
        answer = self._look_up(question, references) if references else self._search(question)
        if answer.kind != "silent" and not self.document.is_in_force(today):
            notices = (_not_yet_in_force(self.document), answer.notice)
            return replace(answer, notice="\n".join(notice for notice in notices if notice))
        return answer

    def _search(self, question: str) -> Answer:
        findings = self._retriever.search(question)
        if findings.tier == "silent":
            return Answer("silent", question, findings.passages)
        first, *others = one_per_article(findings.passages)
        if findings.tier == "choices":
            return Answer("choices", question, findings.passages, choices=self._choices([first, *others]))
        answer = self._quote(question, first.passage)
        near = [other for other in others if other.score >= RELATED]
        return replace(answer, passages=findings.passages, related=self._choices(near))

    def _look_up(self, question: str, references: Sequence[Reference]) -> Answer:
        """Answer a question that names its place; the first place named is quoted, the others are related."""
        first, *others = (resolve(self.document, reference) for reference in references)
        answer = self._tell(question, first)
        named = [RankedPassage(other, 1.0, NAMED) for other in others if isinstance(other, Passage)]
        return replace(answer, related=self._choices(named))

    def _tell(self, question: str, place: Passage | Chapter | Absent) -> Answer:
        if isinstance(place, Passage):
            return self._quote(question, place)
        if isinstance(place, Chapter):
            return self._list(question, place)
        answer = self._quote(question, place.instead) if place.instead else Answer("silent", question)
        return replace(answer, notice=place.notice)

    def _list(self, question: str, chapter: Chapter) -> Answer:
        articles = [self.document.whole(article.number) for article in chapter.articles]
        return Answer(
            "answer",
            question,
            passages=tuple(RankedPassage(article, 1.0, NAMED) for article in articles),
            quote=chapter.heading,
            citation=self._citation(f"《{self.document.title}》"),
            in_force=self.document.in_force,
            choices=tuple(Choice(title_of(article, self.explanations), article.name) for article in articles),
        )

    def _quote(self, question: str, passage: Passage) -> Answer:
        explanation = explanation_of(passage, self.explanations)
        return Answer(
            "answer",
            question,
            passages=(RankedPassage(passage, 1.0, NAMED),),
            quote=passage.text,
            citation=self._citation(passage.place),
            in_force=self.document.in_force,
            explanation=explanation.explanation if explanation else None,
            next_step=explanation.next_step if explanation else None,
        )

    def _choices(self, found: Iterable[RankedPassage]) -> tuple[Choice, ...]:
        passages = [ranked.passage for ranked in found][:MOST_CHOICES]
        return tuple(Choice(title_of(passage, self.explanations), passage.name) for passage in passages)

    def _citation(self, place: str) -> str:
        return f"{place}（{in_words(self.document.in_force)}起施行）"


def one_per_article(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    """The best passage of each article, in order of rank."""
    best: dict[int, RankedPassage] = {}
    for found in ranked:
        best.setdefault(found.passage.article, found)
    return list(best.values())


def in_words(day: date) -> str:
    """2024年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _not_yet_in_force(document: Document) -> str:
    return f"请注意：《{document.title}》{in_words(document.in_force)}起才施行，现在还没有生效。"
