"""Golden questions: what must come of a question, asked again before anything is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq.content import read_citation
from bot.models import GoldenQuestion

if TYPE_CHECKING:  # heavy; whoever calls this has loaded it
    from knowledge.answers import Answer, KnowledgeBase

SILENCE = ""
_PARAGRAPH = re.compile(r"(?<=条)第[^第]+款$")


@dataclass(frozen=True)
class Golden:
    """A question, where its answer must come from (SILENCE: nowhere), and for whom."""

    question: str
    expected: str
    area: int | None = None


@dataclass(frozen=True)
class Broken:
    """A golden question that no longer gets what it must; both in Chinese words."""

    question: str
    expected: str
    got: str


def read_golden(session: Session) -> list[Golden]:
    """All golden questions."""
    rows = session.scalars(select(GoldenQuestion).order_by(GoldenQuestion.id))
    return [Golden(row.question, row.expected, row.area_id) for row in rows]


def check(base: KnowledgeBase, questions: Iterable[Golden], today: date) -> list[Broken]:
    """Ask them all. Out: those whose answer is not what it must be."""
    found = []
    for one in questions:
        answer = base.ask(one.question, today, (one.area,) if one.area else ())
        if not is_as_expected(answer, one.expected, base.document.title):
            found.append(Broken(one.question, expected_in_words(one.expected), answer_in_words(answer)))
    return found


def newly_broken(before: Sequence[Broken], after: Sequence[Broken]) -> list[Broken]:
    """What a change breaks: a question that was broken before says nothing about it."""
    known = {one.question for one in before}
    return [one for one in after if one.question not in known]


def is_as_expected(answer: Answer, expected: str, title: str) -> bool:
    """Whether an answer comes from where it must."""
    if expected == SILENCE:
        return answer.kind == "silent"
    if answer.kind != "answer":
        return False
    if expected.startswith("问答"):
        return answer.entry is not None and answer.entry.place == expected
    wanted, quoted = read_citation(expected, title), answer.citation or ""
    return not answer.entry and read_citation(quoted, title) == wanted


def whole_article(place: str) -> str:
    """In: what answered a question. Out: what a golden question may expect of it: the article without its paragraph."""
    return SILENCE if place.startswith("清单") else _PARAGRAPH.sub("", place)


def expected_in_words(expected: str) -> str:
    """What a list says that a golden question must get."""
    return expected or "不回答"


def answer_in_words(answer: Answer) -> str:
    """What a list says that a question got."""
    if answer.kind == "silent":
        return "不回答"
    if answer.kind == "choices":
        return "反问：" + "、".join(choice.title for choice in answer.choices)
    if answer.entry:
        return f"{answer.entry.place} {answer.entry.title}"
    if answer.listed:
        return f"清单：{answer.listed.name}"
    return (answer.citation or "").partition("（")[0]
