"""Labelled messages: a file of rows `text⇥intent`, `a|b` where either label is right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

SAFETY_LABELS = frozenset({"emergency", "psych_crisis"})
LABELS = (
    "emergency", "psych_crisis", "dispute", "legal_question", "elderly_care", "domestic_service", "psych_help",
    "public_issue", "regulation_question", "volunteer_signup", "ticket_status", "human_agent", "smalltalk",
    "out_of_scope",
)  # fmt: skip

# Of answers to the bot's own questions nothing matters but whether people are woken.
ANSWER_LABELS = ("harmless", "emergency", "psych_crisis")

_HEADING = ("text", "intent")


class MalformedMessages(ValueError):
    """The file cannot be read as labelled messages; the text names file and line."""


@dataclass(frozen=True)
class Labelled:
    """A message and the labels of which each is right, the first one first."""

    text: str
    accepted: tuple[str, ...]


def read_messages(path: Path, labels: Collection[str] = LABELS) -> list[Labelled]:
    """Read a file of messages that bear some of `labels`.

    In: UTF-8, one message a line; empty lines and a first line "text⇥intent" are skipped. Errors: MalformedMessages.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MalformedMessages(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MalformedMessages(f"{path}, line {line}: not UTF-8 (byte 0x{error.object[error.start]:02x})") from error
    try:
        messages = list(parse_messages(text, labels))
    except MalformedMessages as error:
        raise MalformedMessages(f"{path}, {error}") from error
    if not messages:
        raise MalformedMessages(f"{path} holds no messages")
    return messages


def parse_messages(text: str, labels: Collection[str] = LABELS) -> Iterator[Labelled]:
    """Return the messages of a text. Raises `MalformedMessages`, which names the line."""
    # Not splitlines(): a message may hold a form feed or a line separator of its own.
    for number, line in enumerate(text.split("\n"), start=1):
        row = line.removesuffix("\r")
        if row.strip() and not (number == 1 and tuple(row.split("\t")) == _HEADING):
            yield _parse_row(row, number, labels)


def _parse_row(row: str, number: int, known: Collection[str]) -> Labelled:
    columns = row.split("\t")
    if len(columns) != 2:
        raise MalformedMessages(f"line {number}: expected 2 columns (text, tab, intent), found {len(columns)}")
    text, labels = columns[0].strip(), columns[1].strip()
    if not text:
        raise MalformedMessages(f"line {number}: the text is empty")
    accepted = tuple(label.strip() for label in labels.split("|"))
    for label in accepted:
        if label not in known:
            raise MalformedMessages(f"line {number}: unknown label {label!r}; labels are {', '.join(known)}")
    return Labelled(text, tuple(dict.fromkeys(accepted)))
