"""Sheets: xlsx files that people fill in and take away; what they hold is data, never a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST = 5 * 1024 * 1024
# A small file may unpack to a large one: a "zip bomb" is refused before it is read.
_LARGEST_UNPACKED = 60 * 1024 * 1024
_MOST_LINES = 20_000
_HEAD = PatternFill("solid", fgColor="E5EFFD")
# Excel would calculate what begins like this.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class SheetRefused(Exception):
    """A file that cannot be read; `str()` says in Chinese what to do."""


def write_sheet(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return an xlsx file with one sheet."""
    return write_sheets([(title, headings, rows)])


def write_sheets(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """Return an xlsx file; each sheet has a title, headings and rows."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, headings, rows in sheets:
        _write(book, title, headings, rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.append(list(headings))
    widths = [len(heading) for heading in headings]
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet.cell(number, column), value)
            widths[column - 1] = max(widths[column - 1], *(len(line) for line in str(value or "").split("\n")))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(8, width * 2 + 2))
    sheet.freeze_panes = "A2"


def _put(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)


def read_sheet(content: bytes, headings: Sequence[str], needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the filled lines of the first sheet with their numbers, each by heading.

    Columns may stand in any order, and those not `needed` may be missing; a line has each column that is there. Raises `SheetRefused`.
    """
    rows = _rows(content)
    found = [_words(value) for value in next(rows, ())]
    if missing := [heading for heading in needed if heading not in found]:
        raise SheetRefused(f"第 1 行少了“{'、'.join(missing)}”这一列。请先导出一份，照它的样子填。")
    if unknown := [heading for heading in found if heading and heading not in headings]:
        raise SheetRefused(f"不认识“{'、'.join(unknown)}”这一列，请删掉或改名。可以有：{'、'.join(headings)}。")
    lines = []
    for number, row in enumerate(rows, start=2):
        values = {heading: _words(value) for heading, value in zip_longest(found, row) if heading}
        if any(values.values()):
            lines.append((number, values))
        if number > _MOST_LINES:
            raise SheetRefused(f"一次最多导入 {_MOST_LINES} 行，请分成几个文件。")
    if not lines:
        raise SheetRefused("表格里没有内容，请从第 2 行开始填。")
    return lines


def _rows(content: bytes) -> Any:
    if len(content) > _LARGEST:
        raise SheetRefused("文件太大，最多 5 MB，请分成几个文件。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _LARGEST_UNPACKED:
                raise SheetRefused("文件太大，请分成几个文件。")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return book.worksheets[0].iter_rows(values_only=True)
    except SheetRefused:
        raise
    except Exception:  # whatever is wrong inside a file that somebody uploads
        raise SheetRefused("打不开这个文件。请用 Excel 或 WPS 存成 xlsx 格式再上传。") from None


def _words(value: Any) -> str:
    """Return a cell's words: numbers that people typed come back as 22.0 and mean 22."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
