"""Section: one table of figures in words, and how it is best drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | int


@dataclass(frozen=True)
class Section:
    """`chart` is "line", "bar" or "" (no chart); the first column names the rows, `drawn` columns are drawn."""

    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: str = ""
    drawn: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what a weekly report keeps."""
        return {
            "title": self.title, "note": self.note, "headings": list(self.headings),
            "rows": [list(row) for row in self.rows], "chart": self.chart, "drawn": list(self.drawn),
        }  # fmt: skip


def from_json(kept: Mapping[str, Any]) -> Section:
    """Return a section that a weekly report kept."""
    rows = tuple(tuple(row) for row in kept["rows"])
    return Section(kept["title"], kept["note"], tuple(kept["headings"]), rows, kept["chart"], tuple(kept["drawn"]))


def percent(part: int, whole: int) -> str:
    """Return a share in words; a share of nothing is no zero."""
    return f"{round(100 * part / whole)}%" if whole else "—"


def sheets(sections: Sequence[Section]) -> list[tuple[str, tuple[str, ...], tuple[tuple[Cell, ...], ...]]]:
    """Return sections as sheets of a workbook."""
    return [(section.title, section.headings, section.rows) for section in sections]
