"""Preference: one value that administrators may set: its words, its bounds, and what is wrong with others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Words = str
# In: the words, the number of each hotline. Out: in Chinese what is wrong; "" for nothing.
Check = Callable[[Words, Mapping[str, str]], str]
_YES, _NO = "是", "否"


class WrongPreference(Exception):
    """A value that is not taken; `str()` says in Chinese what is wrong with it."""


class Widget(StrEnum):
    """How a form asks for a value; the words are those of the registers' forms."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"


def _fine(_words: Words, _hotlines: Mapping[str, str]) -> str:
    return ""


@dataclass(frozen=True)
class Preference:
    """`source` says where the default comes from; `lowest` and `highest` bound a number, `limit` the letters of a text."""

    label: str
    section: str
    source: str
    widget: Widget = Widget.LINE
    hint: str = ""
    unit: str = ""
    limit: int = 60
    lowest: int = 0
    highest: int = 0
    is_required: bool = True
    check: Check = _fine
    name: str = ""
    default: Any = None
    is_fixed: bool = field(default=False, init=False)

    def show(self, value: Any) -> Words:
        """Return a value in words."""
        if self.widget is Widget.SWITCH:
            return _YES if value else _NO
        return str(value)

    def told(self, value: Any) -> Words:
        """Return a value as a page tells it, with its unit."""
        words = self.show(value)
        return f"{words} {self.unit}" if self.unit else words or "（空着）"

    def parse(self, words: Words) -> Any:
        """Return the value that words stand for. Raises `WrongPreference`."""
        # PostgreSQL keeps no NUL, and nobody sees what cannot be printed.
        words = "".join(sign for sign in words.replace("\r\n", "\n") if sign == "\n" or sign.isprintable()).strip()
        if self.is_required and not words:
            raise WrongPreference("必须填写")
        if self.widget is Widget.SWITCH:
            return self._parse_switch(words)
        return self._parse_number(words) if self.widget is Widget.NUMBER else self._parse_text(words)

    def read(self, words: Words, hotlines: Mapping[str, str]) -> Any:
        """Return the value that words stand for, checked. Raises `WrongPreference`."""
        value = self.parse(words)
        if fault := self.check(self.show(value), hotlines):
            raise WrongPreference(fault)
        return value

    def _parse_number(self, words: Words) -> int:
        if not re.fullmatch("[0-9]{1,6}", words) or not self.lowest <= int(words) <= self.highest:
            raise WrongPreference(f"要填 {self.lowest} 到 {self.highest} 之间的整数")
        return int(words)

    def _parse_switch(self, words: Words) -> bool:
        if words not in (_YES, _NO):
            raise WrongPreference("只能填“是”或“否”")
        return words == _YES

    def _parse_text(self, words: Words) -> str:
        if len(words) > self.limit:
            raise WrongPreference(f"最多 {self.limit} 个字，现在有 {len(words)} 个")
        if self.widget is Widget.LINE and "\n" in words:
            raise WrongPreference("只能写一行")
        return words


def preference(default: Any, label: str, section: str, source: str, **more: Any) -> Any:
    """Return a field of the catalogue."""
    return field(default=default, metadata={"preference": Preference(label, section, source, **more)})
