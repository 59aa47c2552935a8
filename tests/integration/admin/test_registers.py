from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.admin.registers import REGISTERS
from bot.database import Database
from bot.models import Area, AuditEntry, Deed, DueTime, Hotline, Label, Provider, Staff, Team, TicketKind
from bot.reference import seed_reference
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


@pytest.fixture
def admin(login: Login, city: City, database: Database, now: datetime) -> Browser:
    """An administrator, in a city that has its reference data."""
    with database.session() as session:
        seed_reference(session)
    return login("zhangmy")


def save(browser: Browser, address: str, **fields: object):
    """Save a row as the page does: with the mark of what was seen."""
    found = re.search(r'name="version" value="([^"]*)"', browser.get(address).text)
    assert found
    return browser.post(address, part=False, version=found.group(1), **fields)


@pytest.mark.parametrize("slug", sorted(REGISTERS))
@pytest.mark.usefixtures("postgresql_too")
def test_every_register_shows_its_table_its_forms_and_its_sheet(admin: Browser, slug: str) -> None:
    page = admin.get(f"/admin/registers/{slug}")
    assert page.status_code == 200
    row = re.search(rf'href="(/admin/registers/{slug}/rows/[^"]+)"', page.text)
    if row:
        assert admin.get(row.group(1)).status_code == 200
    assert admin.get(f"/admin/registers/{slug}/new").status_code == (200 if REGISTERS[slug].can_add else 404)
    assert admin.get(f"/admin/registers/{slug}/export.xlsx").data.startswith(b"PK")


def test_hotline_is_changed_and_the_trail_tells_before_and_after(
    admin: Browser, city: City, database: Database
) -> None:
    answer = save(admin, "/admin/registers/hotlines/rows/labour", name="劳动热线", number="12333", source="人社局")
    assert answer.status_code == 303
    with database.reader() as session:
        assert session.get_one(Hotline, "labour").name == "劳动热线"
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.CHANGE)).one()
        assert (entry.staff_id, entry.subject_kind, entry.subject_key) == (city.staff["zhangmy"], "热线", "labour")
        assert entry.after["名称"] == "劳动热线"
        assert "号码" not in entry.after, "what stayed is not told"


def test_wrong_value_is_told_beside_its_field_and_nothing_is_saved(admin: Browser, database: Database) -> None:
    answer = save(admin, "/admin/registers/hotlines/rows/labour", name="劳动热线", number="打不通", source="")
    assert answer.status_code == 422
    assert "电话号码只能有数字" in words(answer)
    assert "必须填写" in words(answer)
    with database.reader() as session:
        assert session.get_one(Hotline, "labour").name != "劳动热线"
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.deed == Deed.CHANGE)) is None


def test_second_of_two_who_save_at_once_is_stopped(admin: Browser, login: Login) -> None:
    address = "/admin/registers/hotlines/rows/labour"
    mine = re.search(r'name="version" value="([^"]*)"', admin.get(address).text)
    assert mine
    save(login("zhangmy"), address, name="先改的", number="12333", source="人社局")
    answer = admin.post(address, part=False, version=mine.group(1), name="后改的", number="12333", source="人社局")
    assert answer.status_code == 422
    assert "别人改过这一条" in words(answer)
    assert "后改的" in answer.text, "what somebody typed is not lost"


def test_deleted_row_comes_back_by_one_tap(admin: Browser, database: Database) -> None:
    with database.reader() as session:
        label = session.scalars(select(Label).order_by(Label.id).limit(1)).one()
    gone = admin.post(f"/admin/registers/labels/rows/{label.id}/remove", part=False)
    entry = re.search(r"undo=(\d+)", gone.location or "")
    assert entry
    assert admin.post(f"/admin/audit/{entry.group(1)}/restore", part=False).status_code == 303
    with database.reader() as session:
        assert session.scalars(select(Label).where(Label.name == label.name)).one().position == label.position


def test_area_in_use_is_not_deleted(admin: Browser, database: Database) -> None:
    with database.reader() as session:
        area = session.scalars(select(Area).where(Area.name == "幸福社区")).one()
    answer = admin.post(f"/admin/registers/areas/rows/{area.id}/remove", part=False)
    assert "还有别的资料在用" in words(admin.get(answer.location))


def test_area_cannot_lie_below_a_smaller_one(admin: Browser) -> None:
    answer = admin.post(
        "/admin/registers/areas/new", part=False, name="大街道", level="街道乡镇", parent_id="解放区民生街道幸福社区"
    )
    assert "不能放在“社区村”下面" in words(answer)


def test_due_time_needs_both_promises(admin: Browser, database: Database) -> None:
    fields = {
        "first_response_hours": "", "first_response_working_days": "2", "handling_hours": "",
        "handling_working_days": "", "source": "市里的规定",
    }  # fmt: skip
    answer = save(admin, "/admin/registers/due-times/rows/dispute", **fields)
    assert "至少填一个" in words(answer)
    assert save(admin, "/admin/registers/due-times/rows/dispute", **fields | {"handling_working_days": "15"})
    with database.reader() as session:
        assert session.get_one(DueTime, TicketKind.DISPUTE).handling_working_days == 15


def test_masked_phone_that_is_left_alone_stays_what_it_is(admin: Browser, database: Database, city: City) -> None:
    with database.session() as session:
        provider = session.scalars(select(Provider).order_by(Provider.id).limit(1)).one()
        provider.phone = "13839112345"
        address = f"/admin/registers/providers/rows/{provider.id}"
    page = admin.get(address).text
    assert "138****2345" in page
    assert "13839112345" not in page
    answer = save(
        admin, address, name="刘玉兰", role="人民调解员", area_id="解放区民生街道幸福社区", phone="138****2345",
        capacity="7", active="是",
    )  # fmt: skip
    assert answer.status_code == 303, words(answer)
    with database.reader() as session:
        kept = session.get_one(Provider, provider.id)
        assert (kept.phone, kept.capacity) == ("13839112345", 7)
        for entry in session.scalars(select(AuditEntry)):
            assert "13839112345" not in f"{entry.before}{entry.after}"


def test_new_member_of_staff_gets_a_one_time_password_and_a_team(
    admin: Browser, database: Database, login: Login
) -> None:
    admin.post("/admin/registers/teams/new", part=False, name="调解组", active="是")
    fields = {"username": "hanmei", "name": "韩梅", "roles": "专业人员", "teams": "调解组", "active": "是"}
    answer = admin.post("/admin/registers/staff/new", part=False, **fields)
    assert answer.status_code == 303, words(answer)
    with database.reader() as session:
        staff = session.scalars(select(Staff).where(Staff.username == "hanmei")).one()
        assert [team.name for team in staff.teams] == ["调解组"]
        assert [role.name for role in staff.roles] == ["specialist"]
    page = admin.post(f"/admin/staff/{staff.id}/password", part=False)
    once = re.search(r'once-password number">([^<]+)<', page.text)
    assert once
    with database.reader() as session:
        for entry in session.scalars(select(AuditEntry)):
            assert once.group(1) not in f"{entry.before}{entry.after}"


def test_administrator_cannot_lock_the_door_from_outside(admin: Browser, city: City) -> None:
    address = f"/admin/registers/staff/rows/{city.staff['zhangmy']}"
    answer = save(admin, address, name="张明远", roles="居民服务台", active="是")
    assert "不能停用自己" in words(answer)


def test_person_who_is_closed_is_out_at_once(admin: Browser, login: Login, city: City) -> None:
    browser = login("wangfang")
    address = f"/admin/registers/staff/rows/{city.staff['wangfang']}"
    assert save(admin, address, name="王芳", roles="居民服务台", area_id="解放区民生街道幸福社区").status_code == 303
    assert browser.get("/inbox/").status_code == 302


def test_shifts_are_added_and_removed_with_a_trace(admin: Browser, database: Database) -> None:
    admin.post("/admin/registers/teams/new", part=False, name="服务台", active="是")
    with database.reader() as session:
        team = session.scalars(select(Team)).one()
    admin.post(f"/admin/teams/{team.id}/shifts", part=False, weekday="0", starts="08:30", ends="18:00")
    page = admin.get(f"/admin/registers/teams/rows/{team.id}")
    assert "周一 08:30–18:00" in words(page)
    remove = re.search(r'action="(/admin/teams/\d+/shifts/\d+/remove)"', page.text)
    assert remove
    assert "恢复到改之前" not in words(page), "shifts are no field: nothing is offered that would not happen"
    admin.post(remove.group(1), part=False)
    with database.reader() as session:
        assert session.get_one(Team, team.id).shifts == []
        traces = session.scalars(select(AuditEntry.after).where(AuditEntry.deed == Deed.CHANGE)).all()
        assert [trace["排班"] for trace in traces] == ["周一 08:30–18:00", ""]


@pytest.mark.parametrize("username", ["sunmei", "wangfang"])
def test_registers_are_the_administrators_alone(login: Login, username: str) -> None:
    browser = login(username)
    for address in ("staff", "areas/export.xlsx", "hotlines/rows/police", "areas/import"):
        assert browser.get(f"/admin/registers/{address}").status_code == 403, address
    assert browser.post("/admin/registers/labels/new", part=False, name="越权").status_code == 403


def test_exporting_is_slowed_down_after_twenty_in_an_hour(admin: Browser) -> None:
    address = "/admin/registers/labels/export.xlsx"
    assert {admin.get(address).status_code for _ in range(20)} == {200}
    answer = admin.get(address)
    assert answer.status_code == 429
    assert "次数太多了" in words(answer)
