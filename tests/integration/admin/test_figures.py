from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from bot.database import Database
from bot.figures import Period, Section
from bot.figures.board import board
from bot.figures.period import last_week
from bot.figures.sections import all_sections
from bot.models import Conversation, Ticket
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


@pytest.fixture
def sections(database: Database, city: City, now: datetime) -> dict[str, Section]:
    """The figures of the ten days in which the city's stories happened."""
    with database.reader() as session:
        return {one.title: one for one in all_sections(session, Period(date(2026, 11, 14), date(2026, 11, 23)), now)}


@pytest.mark.usefixtures("postgresql_too")
def test_each_day_is_a_day_in_jiaozuo(sections: dict[str, Section]) -> None:
    days = {row[0]: row[1:] for row in sections["每天的来往"].rows}
    assert next(iter(days)) == "11月14日"
    assert days["11月14日"] == (1, 1, 1), "the lamp was reported nine days ago"
    said = sum(row[0] for row in days.values())
    assert said > sections["机器人答得怎么样"].rows[0][1], (
        "voices without words are messages, and nothing to understand"
    )


@pytest.mark.usefixtures("postgresql_too")
def test_bots_share_is_of_what_residents_said(sections: dict[str, Section]) -> None:
    rows = {row[0]: row[1:] for row in sections["机器人答得怎么样"].rows}
    assert rows["转人工的"][0] == 1
    assert 0 < rows["机器人自己办好、没有转人的"][0] < rows["来过的居民"][0]
    assert rows["听懂了的"][0] <= rows["居民说的话（有文字的）"][0]


@pytest.mark.usefixtures("postgresql_too")
def test_tickets_are_counted_by_kind_with_what_is_late(sections: dict[str, Section]) -> None:
    rows = {row[0]: row[1:] for row in sections["各类工单"].rows}
    assert rows["公共问题"][0] == 2
    assert rows["公共问题"][4] == 1, "the lamp should have been mended by now"
    assert rows["合计"][0] == sum(row[0] for kind, row in rows.items() if kind != "合计")
    assert sum(row[1] for row in sections["各县区工单"].rows) == rows["合计"][0]


@pytest.mark.usefixtures("postgresql_too")
def test_workload_names_who_holds_what(sections: dict[str, Section]) -> None:
    rows = {row[0]: row[1:] for row in sections["每个人的工作量"].rows}
    assert rows["王芳（wangfang）"][0] == 1
    assert rows["赵磊（zhaolei）"][1] == 1
    assert rows["周新（nobody）"] == (0, 0, 0, 0, 0)


@pytest.mark.usefixtures("postgresql_too")
def test_board_counts_who_waits_and_what_is_late(database: Database, city: City, now: datetime) -> None:
    with database.reader() as session:
        shown = board(session, now)
    tiles = {tile.label: tile for tile in shown.tiles}
    assert (tiles["警报"].value, tiles["警报"].tone) == ("1", "alarm")
    assert "没有人确认" in tiles["警报"].words
    assert tiles["超时的工单"].value == "2"
    assert shown.waiting[0].why == "心理危机"
    assert shown.late[0].number == city.tickets["lamp"]
    assert [one.tone for one in shown.late] == ["alarm", "alarm", "wait"], "a crisis is owed an answer at once"


def test_board_begins_with_the_promise_that_was_broken_first(database: Database, city: City, now: datetime) -> None:
    with database.session() as session:
        noise = session.scalars(select(Ticket).where(Ticket.number == city.tickets["noise"])).one()
        noise.first_response_due_at = now - timedelta(days=5)  # its handling is promised for next month
    with database.reader() as session:
        assert [one.number for one in board(session, now).late[:2]] == [city.tickets["noise"], city.tickets["lamp"]]


def test_board_that_is_empty_says_so_in_green(database: Database, city: City, now: datetime) -> None:
    with database.session() as session:
        session.query(Conversation).update({"attention": None})
    with database.reader() as session:
        tiles = {tile.label: tile for tile in board(session, now).tiles}
    assert (tiles["等人接手"].value, tiles["等人接手"].tone) == ("0", "done")


def test_board_renews_itself_without_a_reload(login: Login) -> None:
    browser = login("sunmei")
    page = browser.get("/admin/").text
    assert 'hx-get="/admin/board" hx-trigger="every 10s"' in page
    assert "<html" not in browser.get("/admin/board", part=True).text


def test_figures_are_taken_away_as_a_workbook(login: Login) -> None:
    answer = login("sunmei").get("/admin/figures/export.xlsx?first=2026-11-14&last=2026-11-23")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["每天的来往", "机器人答得怎么样", "各类工单", "各县区工单", "每个人的工作量"]
    assert book["各类工单"]["A1"].value == "事项"


@pytest.mark.parametrize(
    "query", ["", "?first=x&last=y", "?first=2026-11-23&last=2026-11-01", "?first=2000-01-01&last=2026-11-01"]
)
def test_period_that_cannot_be_is_the_last_week(login: Login, query: str) -> None:
    page = login("sunmei").get(f"/admin/figures{query}")
    assert 'value="2026-11-17"' in page.text
    assert 'value="2026-11-23"' in page.text


def test_weekly_report_is_made_once_and_stays(login: Login, database: Database, city: City) -> None:
    browser = login("sunmei")
    made = browser.post("/admin/reports", part=False)
    page = browser.get(made.location)
    assert "2026年11月16日—11月22日" in words(page)
    with database.session() as session:
        session.query(Conversation).update({"assignee_id": None})
    assert browser.post("/admin/reports", part=False).location == made.location
    before, after = words(page), words(browser.get(made.location))
    assert before == after, "what was reported is not counted anew"


def test_weekly_report_is_a_word_document_too(login: Login) -> None:
    browser = login("sunmei")
    address = browser.post("/admin/reports", part=False).location
    document = Document(io.BytesIO(browser.get(f"{address}/report.docx").data))
    assert "邻里工作周报（2026年11月16日—11月22日）" in document.paragraphs[0].text
    assert {table.rows[0].cells[0].text for table in document.tables} >= {"日期", "项目", "人员"}


@pytest.mark.parametrize(("day", "monday"), [(23, 16), (29, 16), (30, 23)])
def test_last_week_runs_from_monday_to_sunday(now: datetime, day: int, monday: int) -> None:
    period = last_week(now.replace(day=day))
    assert (period.first, period.last) == (date(2026, 11, monday), date(2026, 11, monday) + timedelta(days=6))


def test_figures_are_closed_to_the_desk(login: Login) -> None:
    browser = login("wangfang")
    for address in ("", "board", "figures", "figures/export.xlsx", "reports"):
        assert browser.get(f"/admin/{address}").status_code == 403, address
