"""Golden questions: what must come of a question, asked again before anything changes that residents are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq.content import read_citation
from bot.models import Area, FaqEntry, GoldenQuestion, ListItem
from knowledge.answers import Answer, KnowledgeBase

SILENCE = ""
_LISTED = "清单："
_PARAGRAPH = re.compile(r"(?<=条)第[^第]+款$")
_ENTRY = re.compile(r"(?:问答)?\s*(\d{1,9})")


class NoSuchPlace(Exception):
    """Nothing stands where the answer is expected to come from; `str()` is Chinese and says what to write."""


@dataclass(frozen=True)
class Golden:
    """A question, where its answer must come from (SILENCE: nowhere), and for whom: the smallest area first.

    `breaks_on`: the day from which it was last seen to go wrong by itself, None where it does not.
    """

    id: int
    question: str
    expected: str
    areas: tuple[int, ...] = ()
    breaks_on: date | None = None


@dataclass(frozen=True)
class Broken:
    """A golden question that does not get what it must on a day; both in Chinese words."""

    id: int
    question: str
    expected: str
    got: str
    day: date


def read_golden(session: Session) -> list[Golden]:
    """All golden questions."""
    rows = session.scalars(select(GoldenQuestion).order_by(GoldenQuestion.id))
    return [Golden(row.id, row.question, row.expected, _lineage(session, row), row.breaks_on) for row in rows]


def check(base: KnowledgeBase, questions: Iterable[Golden], day: date) -> list[Broken]:
    """Ask them all. Out: those whose answer is not what it must be on that day."""
    found = []
    for one in questions:
        answer = base.ask(one.question, day, one.areas)
        if not is_as_expected(answer, one.expected, base.document.title):
            got = answer_in_words(answer)
            found.append(Broken(one.id, one.question, expected_in_words(one.expected), got, day))
    return found


def newly_broken(before: Sequence[Broken], after: Sequence[Broken]) -> list[Broken]:
    """What a change breaks: a question that was broken before says nothing about it."""
    known = {one.id for one in before}
    return [one for one in after if one.id not in known]


def is_as_expected(answer: Answer, expected: str, title: str) -> bool:
    """Whether an answer comes from where it must."""
    if expected == SILENCE:
        return answer.kind == "silent"
    if answer.kind != "answer":
        return False
    if expected.startswith(_LISTED):
        return answer.listed is not None and expected == f"{_LISTED}{answer.listed.name}"
    if expected.startswith("问答"):
        return answer.entry is not None and answer.entry.place == expected
    wanted, quoted = read_citation(expected, title), answer.citation or ""
    return not answer.entry and read_citation(quoted, title) == wanted


def read_expected(session: Session, typed: str, citable: Mapping[str, Collection[int]]) -> str:
    """In: what somebody typed (问答12, 12, 第三十四条, 清单：…). Out: the place. Errors: NoSuchPlace where nothing stands there."""
    typed = typed.strip()
    if match := _ENTRY.fullmatch(typed):
        if session.get(FaqEntry, int(match[1])) is None:
            raise NoSuchPlace(f"没有编号{match[1]}的问答。")
        return f"问答{int(match[1])}"
    if typed.startswith(_LISTED):
        name = typed.removeprefix(_LISTED).strip()
        if session.scalar(select(ListItem.id).where(ListItem.name == name)) is None:
            raise NoSuchPlace(f"清单里没有“{name}”。")
        return f"{_LISTED}{name}"
    citation = read_citation(typed, next(iter(citable), ""))
    if citation.article not in citable.get(citation.title, ()):
        raise NoSuchPlace("请写明应该由哪条问答或条文来答，比如“问答12”或“第三十四条”。")
    return typed


def whole_article(place: str) -> str:
    """In: what answered a question. Out: what a golden question may expect of it: the article without its paragraph."""
    return _PARAGRAPH.sub("", place)


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
        return f"{_LISTED}{answer.listed.name}"
    return (answer.citation or "").partition("（")[0]


def _lineage(session: Session, row: GoldenQuestion) -> tuple[int, ...]:
    area = session.get(Area, row.area_id) if row.area_id else None
    return tuple(one.id for one in area.lineage()) if area else ()
