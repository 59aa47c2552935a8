"""What is said in the bench's city: residents speak in training messages, so that words are as frequent as in life."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from bot.search_words import index_words
from bot.settings import PROJECT

BOT_SAYS = ("您好，我是机器人邻里。", "办好了，已经派给人民调解员。", "请问在什么地方？", "收到，我帮您记下来了。")


@cache
def residents_say() -> tuple[str, ...]:
    """Return the training messages."""
    lines: list[str] = []
    for path in sorted((PROJECT / "nlu" / "data" / "messages").glob("*/*.yml")):
        lines += [one.strip() for one in _strings(yaml.safe_load(path.read_text(encoding="utf-8")))]
    return tuple(one for one in lines if one)


def _strings(node: Any) -> Iterator[str]:
    """Every line of every example in a file of training data."""
    if isinstance(node, str):
        yield from (line.removeprefix("- ") for line in node.splitlines() if line.startswith("- "))
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from ([value] if isinstance(value, str) else _strings(value))


@cache
def indexed(spoken: str, dialect: str) -> str:
    """Return the words of a text in the form that a database's index takes (bot/models/word_index.py)."""
    return " ".join(word if dialect == "sqlite" else f"'{word}'" for word in index_words(spoken))
