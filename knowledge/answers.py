"""What the knowledge room says to a question: an answer with its quotation, choices, or nothing.

Nothing here is generated: quotations come from the source word for word, explanations from the reviewed file.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowledge.amendments import follow, is_unchanged
from knowledge.entries import Entry
from knowledge.explanations import Explanations, explanation_of, read_explanations, title_of
from knowledge.findings import Findings, RankedPassage
from knowledge.lists import ListedItem, find_listed
from knowledge.numerals import read_numeral
from knowledge.places import Absent, resolve
from knowledge.references import Reference, find_references
from knowledge.regulation import Chapter, Document, Passage, read_regulation
from knowledge.shelf import SURE_SCORE, Found, Shelf

if TYPE_CHECKING:
    from knowledge.retrieval import Retriever

MOST_CHOICES = 3
# In deviations over all articles: below it, what comes next has little to do with the question.
RELATED = 1.5
NAMED = "问题里点名的条文"
# The lists of matters and of certificates a community must not issue.
_LISTS_REST_ON = (34, 1)
_ENTRY = re.compile(r"\s*问答\s*(\d{1,9})\s*")
_TITLED = re.compile(r"《(?P<title>[^》]{2,80})》\s*第\s*(?P<number>[^第条部段]{1,6})\s*(?:条|部分|段)")
Kind = Literal["answer", "choices", "silent"]


@dataclass(frozen=True)
class Choice:
    """A topic a resident can pick; asking for its `place` (第十九条第二款, 问答12, 《…》第三条) gets it exactly."""

    title: str
    place: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `passages`: ranked, best first. `quote`: verbatim, `citation`: its place with the date in force; both None unless kind
    is "answer". `choices`: for "choices" what the resident may have meant; for a chapter its articles. `related`: near
    topics. `notice`: what must be said first (not yet in force, no such article). `entry`: the published entry that answers;
    its words come first, `quote` is what it cites. `listed`: the item of a list of article 34
    that answers. `found`: what the shelf found, and `answerable`: how probable it is that the regulation answers (None where a
    place was named), both for staff.
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
    entry: Entry | None = None
    listed: ListedItem | None = None
    found: tuple[Found, ...] = ()
    answerable: float | None = None


class KnowledgeBase:
    """The regulation, its explanations, the trained retriever and the shelf beside them behind one question: `ask`."""

    def __init__(
        self, document: Document, explanations: Explanations, retriever: "Retriever", shelf: Shelf | None = None
    ) -> None:
        self.document = document
        self.explanations = explanations
        self._retriever = retriever
        self._shelf = shelf

    def with_shelf(self, shelf: Shelf) -> "KnowledgeBase":
        """The same knowledge with published entries and further documents beside it."""
        return KnowledgeBase(self.document, self.explanations, self._retriever, shelf)

    @classmethod
    def open(cls, cache_dir: Path) -> "KnowledgeBase":
        """Read the sources and load the trained retriever from the cache, or train it there first.

        In: a directory this process may write to. Errors: MalformedSource, MalformedQuestions, OSError.
        """
        # A process that only shows answers imports this file, too, and need not load what searches.
        from knowledge.retrieval import open_retriever

        document = read_regulation()
        explanations = read_explanations(document)
        return cls(document, explanations, open_retriever(document, explanations, cache_dir))

    def ask(self, question: str, today: date, areas: Collection[int] = ()) -> Answer:
        """Answer one question.

        `today` decides which editions and entries hold; `areas`: where the resident lives, the smallest area first.
        """
        named = self._named_elsewhere(question, today)
        if named:
            return named
        references = find_references(question)
        answer = self._look_up(question, references, today) if references else self._search(question, today, areas)
        if answer.kind != "silent" and answer.in_force and not answer.entry and self._notice(today):
            return replace(answer, notice="\n".join(one for one in (self._notice(today), answer.notice) if one))
        return answer

    def _named_elsewhere(self, question: str, today: date) -> Answer | None:
        """Answer what names an entry (问答12) or an article of a further document (《…》第三条)."""
        if self._shelf and (match := _ENTRY.fullmatch(question)):
            entry = self._shelf.entry(int(match[1]))
            return self._tell_entry(question, entry, today) if entry else None
        titled = _TITLED.search(question)
        if titled is None or _abbreviates(titled["title"], self.document.title):
            return None
        document = self._shelf.library.in_force(titled["title"], today) if self._shelf else None
        number = read_numeral(titled["number"])
        if document is None or number not in document.texts:
            # Another law's article of that number, or what happens to sound alike, would be a wrong answer.
            return Answer("silent", question, notice=f"《{titled['title']}》的这一条，我这里没有，或者已经不施行了。")
        return self._quote(question, document.whole(number), document)

    def _search(self, question: str, today: date, areas: Collection[int]) -> Answer:
        answer, answerable = self._search_regulation(question, today)
        return replace(self._search_shelf(question, answer, today, areas), answerable=answerable)

    def _search_shelf(self, question: str, answer: Answer, today: date, areas: Collection[int]) -> Answer:
        """The regulation's answer, or what stands beside it and knows better."""
        found = tuple(self._shelf.search(question, today, areas)) if self._shelf else ()
        listed = find_listed(question, self._shelf.listed) if self._shelf else None
        if listed and not (found and found[0].score >= SURE_SCORE):
            return self._tell_listed(replace(answer, found=found), listed, today)
        return replace(self._join(answer, found, today), found=found) if found else answer

    def _tell_listed(self, answer: Answer, listed: ListedItem, today: date) -> Answer:
        """A list's word, with the article that the list rests on."""
        edition = self._edition(today)
        passage = follow(self.document.paragraph(*_LISTS_REST_ON), self.document, edition)
        told = Answer("answer", answer.question, answer.passages, listed=listed, found=answer.found)
        if passage is None:
            return told
        quoted = self._quote(answer.question, passage, edition)
        return replace(told, quote=quoted.quote, citation=quoted.citation, in_force=quoted.in_force)

    def _join(self, answer: Answer, found: Sequence[Found], today: date) -> Answer:
        """The regulation's answer and what the shelf found, as one answer."""
        first, likely = found[0], [one for one in found if one.is_likely]
        offered = tuple(Choice(one.title, one.place) for one in likely)
        if first.is_clear and (answer.kind != "answer" or first.score >= SURE_SCORE):
            others = _distinct((*offered[1:], *answer.choices, *_quoted(answer)))
            return replace(self._tell(answer.question, first, today), passages=answer.passages, related=others)
        if answer.kind == "answer":
            return replace(answer, related=_distinct((*answer.related, *offered)))
        if not offered:
            return answer
        return replace(answer, kind="choices", choices=_distinct((*offered[:2], *answer.choices, *offered[2:])))

    def _tell(self, question: str, found: Found, today: date) -> Answer:
        if found.entry:
            return self._tell_entry(question, found.entry, today)
        if found.passage is None:
            raise ValueError("neither an entry nor a passage was found")
        document = self._edition(today, found.passage.document)
        return self._quote(question, found.passage, document)

    def _tell_entry(self, question: str, entry: Entry, today: date) -> Answer:
        """An entry's answer, with the first article it cites word for word."""
        told = Answer("answer", question, entry=entry)
        for citation in entry.cites:
            document = self._edition(today, citation.title)
            if citation.article in document.texts and document.title == citation.title:
                quoted = self._quote(question, document.whole(citation.article or 0), document)
                return replace(told, quote=quoted.quote, citation=quoted.citation, in_force=quoted.in_force)
        return told

    def _search_regulation(self, question: str, today: date) -> tuple[Answer, float]:
        """What the regulation says, and how probable it is that it answers."""
        findings = self._retriever.search(question)
        return self._read(question, findings, today), findings.answerable

    def _read(self, question: str, findings: Findings, today: date) -> Answer:
        if findings.tier == "silent":
            return Answer("silent", question, findings.passages)
        first, *others = one_per_article(findings.passages)
        if findings.tier == "choices":
            return Answer("choices", question, findings.passages, choices=self._choices([first, *others]))
        near = [other for other in others if other.score >= RELATED]
        edition = self._edition(today)
        passage = follow(first.passage, self.document, edition)
        if passage is None:
            gone = f"原来的{first.passage.name}在新修改的条例里已经没有了。"
            return Answer("silent", question, findings.passages, notice=gone)
        answer = self._explain(self._quote(question, passage, edition), first.passage, today)
        return replace(answer, passages=findings.passages, related=self._choices(near))

    def _look_up(self, question: str, references: Sequence[Reference], today: date) -> Answer:
        """Answer a question that names its place; the first place named is quoted, the others are related."""
        edition = self._edition(today)
        first, *others = (resolve(edition, reference) for reference in references)
        answer = self._show(question, first, edition, today)
        named = [RankedPassage(other, 1.0, NAMED) for other in others if isinstance(other, Passage)]
        return replace(answer, related=self._choices(named))

    def _show(self, question: str, place: Passage | Chapter | Absent, edition: Document, today: date) -> Answer:
        if isinstance(place, Passage):
            return self._explain(self._quote(question, place, edition), place, today)
        if isinstance(place, Chapter):
            return self._list(question, place, edition)
        if place.instead is None:
            return Answer("silent", question, notice=place.notice)
        return replace(self._show(question, place.instead, edition, today), notice=place.notice)

    def _list(self, question: str, chapter: Chapter, edition: Document) -> Answer:
        articles = [edition.whole(article.number) for article in chapter.articles]
        return Answer(
            "answer",
            question,
            passages=tuple(RankedPassage(article, 1.0, NAMED) for article in articles),
            quote=chapter.heading,
            citation=_citation(f"《{edition.title}》", edition),
            in_force=edition.in_force,
            choices=tuple(Choice(title_of(article, self.explanations), article.name) for article in articles),
        )

    def _quote(self, question: str, passage: Passage, document: Document) -> Answer:
        return Answer(
            "answer",
            question,
            passages=(RankedPassage(passage, 1.0, NAMED),),
            quote=passage.text,
            citation=_citation(passage.place, document),
            in_force=document.in_force,
        )

    def _explain(self, answer: Answer, passage: Passage, today: date) -> Answer:
        """Add the explanation of a passage, unless an amendment quarantines it until somebody reviewed it."""
        edition = self._edition(today)
        known = edition is self.document or (
            passage.article in self.document.texts and is_unchanged(passage.article, self.document, edition)
        )
        reviewed = self._shelf is not None and self._shelf.library.is_explained(
            self.document.title, passage.article, today
        )
        explanation = explanation_of(passage, self.explanations) if known or reviewed else None
        if explanation is None:
            return answer
        return replace(answer, explanation=explanation.explanation, next_step=explanation.next_step)

    def _edition(self, today: date, title: str | None = None) -> Document:
        """The edition of a document that is in force; the shipped one where there is none."""
        found = self._shelf.library.in_force(title or self.document.title, today) if self._shelf else None
        return found or self.document

    def _notice(self, today: date) -> str | None:
        """What must be said before an answer while the regulation is not in force."""
        document = self._edition(today)
        if document.is_in_force(today):
            return None
        if today < document.in_force:
            return f"请注意：《{document.title}》{in_words(document.in_force)}起才施行，现在还没有生效。"
        return f"请注意：《{document.title}》已经废止。"

    def _choices(self, found: Iterable[RankedPassage]) -> tuple[Choice, ...]:
        passages = [ranked.passage for ranked in found][:MOST_CHOICES]
        return tuple(Choice(title_of(passage, self.explanations), passage.name) for passage in passages)


def _abbreviates(title: str, whole: str) -> bool:
    """Whether a title is the whole one with some of it left out: 社区治理条例, 条例."""
    left = iter(whole)
    return all(character in left for character in title)


def _distinct(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The first choices of different places, as many as fit."""
    kept: dict[str, Choice] = {}
    for choice in choices:
        kept.setdefault(choice.place, choice)
    return tuple(kept.values())[:MOST_CHOICES]


def _quoted(answer: Answer) -> tuple[Choice, ...]:
    """The regulation's own answer as a choice, where an entry takes its place."""
    if answer.kind != "answer" or not answer.passages:
        return ()
    return (Choice("条例原文", answer.passages[0].passage.name),)


def _citation(place: str, document: Document) -> str:
    return f"{place}（{in_words(document.in_force)}起施行）"


def one_per_article(ranked: Iterable[RankedPassage]) -> list[RankedPassage]:
    """The best passage of each article, in order of rank."""
    best: dict[int, RankedPassage] = {}
    for found in ranked:
        best.setdefault(found.passage.article, found)
    return list(best.values())


def in_words(day: date) -> str:
    """2024年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
