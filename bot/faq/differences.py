"""What changed between two contents of an entry, letter by letter, for people to see in red and green."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from bot.faq.content import Content
from bot.faq.pictures import OWN
from knowledge.regulation import Document

LABELS = {
    "title": "问题",
    "variants": "其他问法",
    "answer": "答案",
    "category": "分类",
    "picture": "图片",
    "link": "链接",
    "form": "附带服务",
    "area_id": "适用辖区",
    "valid_from": "开始日期",
    "valid_until": "结束日期",
    "cites": "依据条文",
}
Mark = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Difference:
    """A field that changed, in pieces."""

    label: str
    pieces: tuple[Piece, ...]


def differences(old: Content, new: Content, names: dict[str, dict[str, str]] | None = None) -> list[Difference]:
    """In: two contents; words for the values of some fields. Out: the fields that differ."""
    found = []
    for name, label in LABELS.items():
        before, after = (_in_words(name, getattr(one, name), names or {}) for one in (old, new))
        if before != after:
            found.append(Difference(label, tuple(pieces(before, after))))
    return found


def article_differences(numbers: Iterable[int], old: Document, new: Document) -> list[Difference]:
    """In: numbers of articles, two editions. Out: each article that one of them has, with what went and what came."""
    names = {one.number: one.name for one in (*old.articles, *new.articles)}
    before, after, found = old.texts, new.texts, []
    for number in numbers:
        texts = "\n".join(before.get(number, ())), "\n".join(after.get(number, ()))
        if any(texts):
            found.append(Difference(names[number], tuple(pieces(*texts))))
    return found


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The letters of both texts in order: what stayed, went, came."""
    for kind, start, end, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", before[start:end])
            continue
        if start < end:
            yield Piece("gone", before[start:end])
        if from_ < to:
            yield Piece("new", after[from_:to])


def _in_words(name: str, value: object, names: dict[str, dict[str, str]]) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    text = "" if value is None else str(value)
    if name == "picture" and text.startswith(OWN):
        # A key tells nobody anything; its end tells one upload from the next.
        return f"上传的图片（{text[-4:]}）"
    return names.get(name, {}).get(text, text)
