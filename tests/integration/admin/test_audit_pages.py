from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from bot import audit
from bot.audit import Subject
from bot.database import Database
from bot.models import Deed, Staff
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


@pytest.fixture
def written(database: Database, city: City, now: datetime) -> None:
    """Two changes: one of today, one of last week by the command line."""
    with database.session() as session:
        by = audit.by_staff(session.get_one(Staff, city.staff["zhangmy"]), "10.0.0.8")
        police = Subject("热线", "police", "报警")
        audit.record(session, by, Deed.CHANGE, police, now, before={"名称": "报警台"}, after={"名称": "报警"})
        past = now - timedelta(days=7)
        audit.record(
            session, audit.OPERATOR, Deed.RESET, Subject("账号", "9", "老账号"), past, after={"密码": "一次性密码"}
        )


@pytest.mark.usefixtures("written", "postgresql_too")
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"报警", "老账号"}),
        ("?kind=热线", {"报警"}),
        ("?deed=重设", {"老账号"}),
        ("?actor=命令行", {"老账号"}),
        ("?q=老账号", {"老账号"}),
        ("?since=2026-11-23", {"报警"}),
        ("?until=2026-11-20", {"老账号"}),
        ("?since=no-day", {"报警", "老账号"}),
    ],
)
def test_trail_is_filtered(login: Login, query: str, seen: set[str]) -> None:
    page = login("sunmei").get(f"/admin/audit{query}").text
    assert {name for name in ("报警", "老账号") if f"</b> {name}</p>" in page} == seen


@pytest.mark.usefixtures("written")
def test_change_is_shown_in_red_and_green_with_its_author_and_address(login: Login) -> None:
    page = login("sunmei").get("/admin/audit?kind=热线")
    assert "<del>报警台</del><ins>报警</ins>" in page.text
    assert "张明远（zhangmy） · 10.0.0.8" in words(page)


@pytest.mark.usefixtures("written")
def test_trail_is_taken_away_as_a_sheet_and_that_is_written_down(login: Login) -> None:
    browser = login("sunmei")
    book = load_workbook(io.BytesIO(browser.get("/admin/audit/export.xlsx?kind=热线").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][1:] == ("张明远（zhangmy）", "10.0.0.8", "修改", "热线", "报警", "名称：报警台", "名称：报警")
    assert "操作记录表格" in words(browser.get("/admin/audit?deed=导出"))


@pytest.mark.usefixtures("written")
def test_supervisor_reads_the_trail_and_undoes_nothing(login: Login) -> None:
    browser = login("sunmei")
    assert "恢复到改之前" not in words(browser.get("/admin/audit"))
    assert browser.post("/admin/audit/1/restore", part=False).status_code == 403
