"""How commands print: JSON alone on standard output, or tables that stay aligned with Chinese in them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from bot.clock import SHANGHAI

F = TypeVar("F", bound=Callable[..., Any])

_GAP = "  "


def json_option(function: F) -> F:
    """Add `--json`, which hands `as_json` to the command."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")(function)


def print_json(data: Any) -> None:
    """Print data as JSON, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def display_width(text: str) -> int:
    """Return how many columns a terminal gives a text: a Chinese character takes two, a combining mark none."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows below their headings, columns aligned; None is shown as an empty cell."""
    lines = [list(headings), *([_cell(value) for value in row] for row in rows)]
    widths = [max(display_width(line[column]) for line in lines) for column in range(len(headings))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(_line(line, widths) for line in lines)


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()


def pairs(items: Iterable[tuple[str, object]]) -> str:
    """Return names and values, one pair a line; what has no value is left out."""
    shown = [(name, _cell(value)) for name, value in items if value not in (None, "")]
    width = max((display_width(name) for name, _ in shown), default=0)
    return "\n".join(f"{name}{' ' * (width - display_width(name))}{_GAP}{value}" for name, value in shown)


def shorten(text: str, width: int) -> str:
    """Return a text in one line, cut to a number of columns with “…” at its end."""
    one_line = _cell(text)
    if display_width(one_line) <= width:
        return one_line
    kept, used = "", 0
    for sign in one_line:
        used += _width(sign)
        if used > width - 1:
            break
        kept += sign
    return kept + "…"


def moment(at: datetime | None) -> str | None:
    """Return a moment for a table, in Asia/Shanghai: 2026-11-23 08:42."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else None


def iso(at: datetime | None) -> str | None:
    """Return a moment for JSON, in Asia/Shanghai with its offset."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None
