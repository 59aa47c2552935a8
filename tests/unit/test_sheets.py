from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.sheets import SheetRefused, read_sheet, write_sheet

_HEADINGS = ("名称", "号码")
# What a cell can hold: no control characters, and people's spaces around words do not count.
_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=40).filter(str.strip)


@given(st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=8))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    read = read_sheet(write_sheet("热线", _HEADINGS, rows), _HEADINGS, _HEADINGS)
    assert [(line["名称"], line["号码"]) for _number, line in read] == [(a.strip(), b.strip()) for a, b in rows]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example","x")'])
def test_words_that_look_like_a_formula_stay_words(evil: str) -> None:
    cell = load_workbook(io.BytesIO(write_sheet("热线", _HEADINGS, [(evil, "110")]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_columns_may_stand_in_any_order_and_empty_lines_are_left_out() -> None:
    book = Workbook()
    for row in (["号码", "名称"], [110, "报警"], [None, None], [120.0, "急救"]):
        book.active.append(row)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    assert read_sheet(file.getvalue(), _HEADINGS, ("名称",)) == [
        (2, {"号码": "110", "名称": "报警"}),
        (4, {"号码": "120", "名称": "急救"}),
    ]


@pytest.mark.parametrize(
    ("headings", "said"), [(("名称", "颜色"), "不认识“颜色”"), (("号码",), "少了“名称”"), (("名称",), "没有内容")]
)
def test_sheet_of_another_shape_is_refused_with_what_to_do(headings: tuple[str, ...], said: str) -> None:
    rows = [] if said == "没有内容" else [["x"] * len(headings)]
    with pytest.raises(SheetRefused, match=said):
        read_sheet(write_sheet("热线", headings, rows), _HEADINGS, ("名称",))


@pytest.mark.parametrize("content", [b"", b"not a sheet", b"PK\x03\x04 broken"])
def test_file_that_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(SheetRefused, match="xlsx"):
        read_sheet(content, _HEADINGS, _HEADINGS)


def test_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(SheetRefused, match="太大"):
        read_sheet(b"0" * (5 * 1024 * 1024 + 1), _HEADINGS, _HEADINGS)
