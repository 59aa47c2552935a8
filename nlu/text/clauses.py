"""Cutting a message into clauses: real messages tell a story first and carry the request, or the cry, in one place."""

import re

# Long enough that the point may hide in one part of it.
LONG_MESSAGE = 36
_BREAKS = re.compile(r"[。！？!?；;\n\r]+|[,，、\s…~～.]+(?![0-9])")
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])")
# Dictated messages have no punctuation: a window is then the only clause there is.
_WINDOW = 28
_STEP = 14


def clauses(text: str, shortest: int = 6, longest: int = 48) -> list[str]:
    """In: a message. Out: its clauses in order, neighbours joined until they hold `shortest` characters.

    A run longer than `longest` without punctuation is cut into overlapping windows. A short message is one clause.
    """
    parts: list[str] = []
    pending = ""
    for piece in _BREAKS.split(text):
        pending = f"{pending},{piece}" if pending and piece else pending + piece
        if len(pending) >= shortest:
            parts.extend(_windows(pending, longest))
            pending = ""
    if pending:
        if parts:
            parts[-1] = f"{parts[-1]},{pending}"
        else:
            parts.append(pending)
    return parts


def tail(text: str, length: int = 40) -> str:
    """In: a message. Out: its last clauses, together at least half of `length` where there is that much, at most `length`.

    Source: residents' messages of up to 300 characters carry the request at the end.
    """
    if len(text) <= length:
        return text
    collected = ""
    for part in reversed(clauses(text)):
        if collected and len(collected) + len(part) + 1 > length:
            break
        collected = f"{part},{collected}" if collected else part
        if len(collected) >= length // 2:
            break
    return collected[-length:]


def _windows(text: str, longest: int) -> list[str]:
    """In: a run without punctuation. Out: itself, or overlapping windows when it is longer than `longest`."""
    if len(text) <= longest:
        return [text]
    starts = range(0, len(text) - _WINDOW + _STEP, _STEP)
    return [text[start : start + _WINDOW] for start in starts]
