"""Fields of a register: each says in words what it holds, and reads the same words back.

The words are the one form of a value: the page's form, the xlsx sheet and the audit trail all show them, and any of them
can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.masks import mask_phone
from bot.models import Area

# What `parse` returns for a masked value: leave what is stored.
KEEP = object()
_LISTED = re.compile(r"[、,，;；\n]+")
_PHONE = re.compile(r"\+?[\d\- ]{3,20}")


class WrongValue(Exception):
    """A value that cannot be taken; `str()` says in Chinese what is wrong with it."""


class Widget(StrEnum):
    """How a form asks for a value."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECKS = "checks"
    SWITCH = "switch"


Words = str
Choices = Callable[[Session], Sequence[str]]


@dataclass(frozen=True)
class Field:
    """One column. `parse` raises `WrongValue`; `choices` are the words that may be picked."""

    name: str
    label: str
    show: Callable[[Any], Words]
    parse: Callable[[Session, Words], Any]
    widget: Widget = Widget.LINE
    hint: str = ""
    is_required: bool = False
    choices: Choices | None = None
    # Left out of the table where it would be too long.
    in_table: bool = True
    # Written once: it is what other things call the row by.
    is_fixed: bool = False
    # What a new row begins with.
    default: Words = ""

    def read(self, session: Session, words: Words) -> Any:
        """Return the value that words stand for. Raises `WrongValue`."""
        words = words.strip()
        if self.is_required and not words:
            raise WrongValue("必须填写")
        return self.parse(session, words)


def text(
    name: str, label: str, *, limit: int = 100, is_required: bool = True, is_long: bool = False, **more: Any
) -> Field:
    """A text; an empty one that is not required is kept as None."""

    def parse(_session: Session, words: Words) -> str | None:
        if len(words) > limit:
            raise WrongValue(f"最多 {limit} 个字，现在有 {len(words)} 个")
        return words or None

    widget = Widget.TEXT if is_long else Widget.LINE
    return Field(name, label, lambda value: value or "", parse, widget, is_required=is_required, **more)


def number(
    name: str, label: str, *, lowest: int = 0, highest: int = 9999, is_required: bool = False, **more: Any
) -> Field:
    """A whole number; empty is None."""

    def parse(_session: Session, words: Words) -> int | None:
        if not words:
            return None
        if not words.isdecimal() or not lowest <= int(words) <= highest:
            raise WrongValue(f"要填 {lowest} 到 {highest} 之间的整数")
        return int(words)

    return Field(name, label, lambda value: "" if value is None else str(value), parse, is_required=is_required, **more)


def switch(name: str, label: str, **more: Any) -> Field:
    """Yes or no."""
    answers = {"是": True, "否": False, "": False}

    def parse(_session: Session, words: Words) -> bool:
        if words not in answers:
            raise WrongValue("只能填“是”或“否”")
        return answers[words]

    return Field(name, label, lambda value: "是" if value else "否", parse, Widget.SWITCH, **more)


def choice(name: str, label: str, words_of: Mapping[Any, str], *, is_required: bool = True, **more: Any) -> Field:
    """One of a fixed list."""
    values = {words: value for value, words in words_of.items()}

    def parse(_session: Session, words: Words) -> Any:
        if not words:
            return None
        if words not in values:
            raise WrongValue(f"没有“{words}”，可以填：{'、'.join(values)}")
        return values[words]

    return Field(
        name, label, lambda value: words_of.get(value, ""), parse, Widget.CHOICE,
        is_required=is_required, choices=lambda _session: list(values), **more,
    )  # fmt: skip


def checks(name: str, label: str, words_of: Mapping[str, str], **more: Any) -> Field:
    """Any of a fixed list, kept as a list of keys."""
    values = {words: value for value, words in words_of.items()}

    def parse(_session: Session, words: Words) -> list[str]:
        parts = split(words)
        if unknown := [part for part in parts if part not in values]:
            raise WrongValue(f"没有“{unknown[0]}”，可以填：{'、'.join(values)}")
        return [values[part] for part in parts]

    return Field(
        name, label, lambda keys: "、".join(words_of.get(key, "") for key in keys or ()), parse, Widget.CHECKS,
        choices=lambda _session: list(values), **more,
    )  # fmt: skip


def listed(name: str, label: str, **more: Any) -> Field:
    """Words of one's own, with 、 between them."""
    return Field(name, label, lambda items: "、".join(items or ()), lambda _session, words: split(words), **more)


def lines(name: str, label: str, **more: Any) -> Field:
    """A list with one thing a line."""

    def parse(_session: Session, words: Words) -> list[str]:
        return [line.strip() for line in words.splitlines() if line.strip()]

    return Field(name, label, lambda items: "\n".join(items or ()), parse, Widget.TEXT, **more)


def phone(name: str, label: str, *, is_private: bool = False, **more: Any) -> Field:
    """A telephone number; a private one is masked everywhere, and a masked one leaves what is stored."""

    def parse(_session: Session, words: Words) -> Any:
        if is_private and "*" in words:
            return KEEP
        if words and not _PHONE.fullmatch(words):
            raise WrongValue("电话号码只能有数字和横线")
        return words or None

    def show(value: str | None) -> Words:
        return (mask_phone(value) if is_private else value) if value else ""

    return Field(name, label, show, parse, **more)


def area(name: str, label: str, *, is_required: bool = False, **more: Any) -> Field:
    """An area by its full name; empty is the whole city where that is allowed."""

    def parse(session: Session, words: Words) -> int | None:
        return find_area(session, words).id if words else None

    def choices(session: Session) -> list[str]:
        return [area_words(one) for one in session.scalars(select(Area).order_by(Area.id))]

    return Field(name, label, area_words, parse, is_required=is_required, choices=choices, **more)


def area_words(one: Area | None) -> Words:
    """Return the full name of an area; the city itself has only its own."""
    return (one.full_name or one.name) if one is not None else ""


def find_area(session: Session, words: Words) -> Area:
    """Return the area that words name, by full name or by its own where no two share it. Raises `WrongValue`."""
    # Every full name ends with the area's own name.
    endings = [one for one in session.scalars(select(Area)) if words.endswith(one.name)]
    found = [one for one in endings if area_words(one) == words] or [one for one in endings if one.name == words]
    if not found:
        raise WrongValue(f"没有叫“{words}”的区域，请先在“区域”里添加")
    if len(found) > 1:
        raise WrongValue(f"有 {len(found)} 个“{words}”，请写全名，例如“{area_words(found[0])}”")
    return found[0]


def split(words: Words) -> list[str]:
    """Return the parts of a list written with 、, commas or line breaks, each once."""
    return list(dict.fromkeys(part.strip() for part in _LISTED.split(words) if part.strip()))
