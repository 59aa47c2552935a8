from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.models import Area, AuditEntry, Deed, Provider
from bot.sheets import write_sheet
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]
_AREAS = ("名称", "级别", "上级", "别名")
_ADDRESS = "/admin/registers/areas/import"


@pytest.fixture
def admin(login: Login) -> Browser:
    return login("zhangmy")


def upload(browser: Browser, rows: Sequence[Sequence[str]], headings: Sequence[str] = _AREAS, address: str = _ADDRESS):
    """Choose a file and look at what would change."""
    form = {"csrf_token": browser.token, "sheet": (io.BytesIO(write_sheet("表", headings, rows)), "a.xlsx")}
    return browser.client.post(address, data=form, content_type="multipart/form-data")


def confirm(browser: Browser, preview, address: str = _ADDRESS):
    """Confirm what was looked at."""
    found = re.search(r'name="token" value="(\w+)"', preview.text)
    assert found, words(preview)
    return browser.post(f"{address}/apply", part=False, token=found.group(1))


def _areas(database: Database) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(Area)) or 0


@pytest.mark.usefixtures("postgresql_too")
def test_preview_changes_nothing_and_confirming_does(admin: Browser, database: Database) -> None:
    before = _areas(database)
    rows = [["新街道", "街道乡镇", "山阳区", "新街"], ["新社区", "社区村", "山阳区新街道", ""]]
    preview = upload(admin, rows)
    assert "将新建 2 条" in words(preview)
    assert _areas(database) == before
    assert confirm(admin, preview).status_code == 303
    with database.reader() as session:
        community = session.scalars(select(Area).where(Area.name == "新社区")).one()
        assert community.full_name == "山阳区新街道新社区"
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.IMPORT)).one()
        assert entry.after == {"新建": 2, "修改": 0, "不变": 0}


@pytest.mark.usefixtures("postgresql_too")
def test_one_wrong_line_is_told_with_its_place_and_nothing_is_imported(admin: Browser, database: Database) -> None:
    before = _areas(database)
    rows = [["新街道", "街道乡镇", "山阳区", ""], ["新社区", "乡", "没有这个区", ""], ["", "网格", "山阳区", ""]]
    answer = upload(admin, rows)
    said = words(answer)
    assert "什么也没有改" in said
    for place in ("第 3 行 级别 没有“乡”", "第 3 行 上级 没有叫“没有这个区”的区域", "第 4 行 名称 必须填写"):
        assert place in said
    assert "确认导入" not in said
    assert _areas(database) == before


def test_own_export_imported_again_changes_nothing(admin: Browser) -> None:
    exported = admin.get("/admin/registers/areas/export.xlsx").data
    form = {"csrf_token": admin.token, "sheet": (io.BytesIO(exported), "a.xlsx")}
    answer = admin.client.post(_ADDRESS, data=form, content_type="multipart/form-data")
    assert "一模一样" in words(answer)


def test_changed_line_shows_before_and_after(admin: Browser, database: Database, city: City) -> None:
    headings, address = ("姓名", "类别", "服务区域", "最多同时办几件"), "/admin/registers/providers/import"
    preview = upload(admin, [["刘玉兰", "人民调解员", "解放区民生街道幸福社区", "9"]], headings, address)
    assert "修改 1 条" in words(preview)
    assert re.search(r"<del>20</del>\s*<ins>9</ins>", preview.text)
    confirm(admin, preview, address)
    with database.reader() as session:
        assert session.scalars(select(Provider.capacity).where(Provider.name == "刘玉兰")).one() == 9


def test_same_line_twice_in_a_sheet_is_a_fault(admin: Browser) -> None:
    row = ["新街道", "街道乡镇", "山阳区", ""]
    assert "和第 2 行重复" in words(upload(admin, [row, row]))


def test_confirming_twice_imports_once(admin: Browser, database: Database) -> None:
    preview = upload(admin, [["新街道", "街道乡镇", "山阳区", ""]])
    confirm(admin, preview)
    after = _areas(database)
    again = confirm(admin, preview)
    assert "已经导入过" in words(again)
    assert _areas(database) == after


def test_file_that_is_no_sheet_is_refused_in_words(admin: Browser) -> None:
    form = {"csrf_token": admin.token, "sheet": (io.BytesIO(b"hello"), "a.xlsx")}
    answer = admin.client.post(_ADDRESS, data=form, content_type="multipart/form-data")
    assert "打不开这个文件" in words(answer)
