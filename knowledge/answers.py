"""What the knowledge room says to a question: an answer with its quotation, choices, or nothing.

Nothing here is generated: quotations come from the source word for word, explanations from the reviewed file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from knowledge.explanations import Explanations, explanation_of, read_explanations, title_of
from knowledge.numerals import to_chinese
from knowledge.references import LAST, Reference, find_references
from knowledge.regulation import Document, Passage, read_regulation
from knowledge.retrieval import RankedPassage, Retriever, open_retriever

MOST_CHOICES = 3
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
            return replace(answer, notice=_not_yet_in_force(self.document))
        return answer

    def _search(self, question: str) -> Answer:
        findings = self._retriever.search(question)
        if findings.tier == "silent":
            return Answer("silent", question, findings.passages)
        first, *others = one_per_article(findings.passages)
        if findings.tier == "choices":
            return Answer("choices", question, findings.passages, choices=self._choices([first, *others]))
        answer = self._quote(question, first.passage)
        return replace(answer, passages=findings.passages, related=self._choices(others))

    def _look_up(self, question: str, references: Sequence[Reference]) -> Answer:
        """Answer a question that names its place; the first place named is quoted, the others are related."""
        first, *others = references
        answer = self._look_up_chapter(question, first) if first.chapter else self._look_up_article(question, first)
        known = [other.article for other in others if other.article and other.article <= len(self.document.articles)]
        passages = [self.document.whole(number) for number in known if number != first.article]
        return replace(answer, related=self._choices(RankedPassage(passage, 1.0, "named") for passage in passages))

    def _look_up_chapter(self, question: str, reference: Reference) -> Answer:
        chapters = self.document.chapters
        if reference.chapter is None or reference.chapter > len(chapters):
            return Answer("silent", question, notice=f"《{self.document.title}》一共只有{len(chapters)}章。")
        chapter = chapters[reference.chapter - 1]
        articles = [self.document.whole(article.number) for article in chapter.articles]
        return Answer(
            "answer",
            question,
            passages=tuple(RankedPassage(article, 1.0, "its chapter was named") for article in articles),
            quote=chapter.heading,
            citation=_citation(self.document, f"《{self.document.title}》"),
            in_force=self.document.in_force,
            choices=tuple(Choice(title_of(article, self.explanations), article.name) for article in articles),
        )

    def _look_up_article(self, question: str, reference: Reference) -> Answer:
        count = len(self.document.articles)
        number = count if reference == LAST else reference.article or 0
        if number > count:
            return Answer("silent", question, notice=f"《{self.document.title}》一共只有{count}条（到第{to_chinese(count)}条为止）。")
        paragraphs = len(self.document.article(number).paragraphs)
        if reference.paragraph is None:
            return self._quote(question, self.document.whole(number))
        if reference.paragraph > paragraphs:
            answer = self._quote(question, self.document.whole(number))
            return replace(answer, notice=f"第{to_chinese(number)}条一共只有{paragraphs}款，全文在下面。")
        return self._quote(question, self.document.paragraph(number, reference.paragraph))

    def _quote(self, question: str, passage: Passage) -> Answer:
        explanation = explanation_of(passage, self.explanations)
        return Answer(
            "answer",
            question,
            passages=(RankedPassage(passage, 1.0, "named"),),
            quote=passage.text,
            citation=_citation(self.document, passage.place),
            in_force=self.document.in_force,
            explanation=explanation and explanation.explanation,
            next_step=explanation and explanation.next_step,
        )

    def _choices(self, found: Iterable[RankedPassage]) -> tuple[Choice, ...]:
        passages = [ranked.passage for ranked in found][:MOST_CHOICES]
        return tuple(Choice(title_of(passage, self.explanations), passage.name) for passage in passages)


def one_per_article(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    """The best passage of each article, in order of rank."""
    best: dict[int, RankedPassage] = {}
    for found in ranked:
        best.setdefault(found.passage.article, found)
    return list(best.values())


def _citation(document: Document, place: str) -> str:
    return f"{place}（{in_words(document.in_force)}起施行）"


def in_words(day: date) -> str:
    """2024年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _not_yet_in_force(document: Document) -> str:
    return f"请注意：《{document.title}》{in_words(document.in_force)}起才施行，现在还没有生效。"
