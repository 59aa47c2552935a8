from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import func, select

from bot.models import AuditEntry, Deed, ListItem
from tests.integration.admin.knowledge_pages import knowing_app
from tests.integration.inbox.browser import words

CELLS = {"清单": "社区工作事项", "事项": "垃圾分类", "来源": "解放区清单"}


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


@pytest.fixture
def admin(login):
    return login("zhangmy")


def add(browser, **cells):
    return browser.post("/admin/lists", part=False, **{**CELLS, **cells})


def the_item(database):
    with database.reader() as session:
        return session.scalar(select(ListItem).order_by(ListItem.id.desc()).limit(1))


def change(browser, item, **cells):
    return browser.post(f"/admin/lists/{item.id}", part=False, seen=str(item.revision), **{**CELLS, **cells})


def deeds(database):
    with database.reader() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "清单").order_by(AuditEntry.id))
        return list(rows)


def test_an_item_is_added_changed_and_answers_at_once_with_who_and_when_beside_it(admin, database, postgresql_too):
    add(admin)
    assert "可以直接找社区" in words(admin.get("/admin/try?q=垃圾分类该谁管"))
    change(admin, the_item(database), 清单="协助政府工作事项", 该去哪里办="请找城管。")
    assert "由政府部门负责" in words(admin.get("/admin/try?q=垃圾分类该谁管"))
    page = words(admin.get(f"/admin/lists/{the_item(database).id}"))
    assert "改动记录" in page and "张明远" in page and "请找城管。" in page
    created, changed = deeds(database)
    assert (created.deed, changed.deed) == (Deed.CREATE, Deed.CHANGE)
    assert (changed.before["清单"], changed.after["清单"]) == ("社区工作事项", "协助政府工作事项")


def test_a_name_that_the_list_has_is_refused_at_its_field_and_what_was_typed_stays(admin, database):
    add(admin)
    answer = add(admin, 来源="山阳区清单")
    assert answer.status_code == 422 and "已经有“垃圾分类”" in words(answer)
    assert ">山阳区清单</textarea>" in answer.text
    assert the_item(database).source == "解放区清单"


def test_two_who_change_at_once_are_told_and_lose_no_word(login, admin, database):
    add(admin)
    item = the_item(database)
    change(login("sunmei"), item, 来源="孙梅写的")
    late = change(admin, item, 来源="张明远写的")
    assert late.status_code == 422 and "刚刚有人改过" in words(late) and "孙梅写的" in words(late)
    assert ">张明远写的</textarea>" in late.text
    assert the_item(database).source == "孙梅写的"
    seen = re.search(r'name="seen" value="(\d+)"', late.text).group(1)
    admin.post(f"/admin/lists/{item.id}", part=False, seen=seen, **{**CELLS, "来源": "张明远写的"})
    assert the_item(database).source == "张明远写的"


def test_a_change_that_breaks_a_golden_question_waits_for_a_supervisors_reason(login, admin, database):
    supervisor = login("sunmei")
    add(admin)
    admin.post("/admin/golden", part=False, question="垃圾分类社区管不管", expected="清单：垃圾分类")
    item = the_item(database)
    stopped = change(admin, item, 事项="垃圾清运")
    assert stopped.status_code == 409 and "仍要这样改" not in words(stopped)
    assert the_item(database).name == "垃圾分类"
    stopped = change(supervisor, item, 事项="垃圾清运")
    fields = {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', stopped.text)
    }
    supervisor.post(f"/admin/lists/{item.id}", part=False, **(fields | {"overrule": "区里改了名字"}))
    assert the_item(database).name == "垃圾清运"
    assert "区里改了名字" in deeds(database)[-1].after["说明"]


def test_a_removed_item_comes_back_with_one_click_however_long_it_is(admin, database):
    add(admin, 别的叫法="、".join(f"别名{number}" for number in range(60)), 该去哪里办="去" * 200, 来源="源" * 200)
    item = the_item(database)
    removed = admin.post(f"/admin/lists/{item.id}/remove", part=False)
    assert len(removed.location) < 200
    page = admin.client.get(removed.location).text
    with database.reader() as session:
        assert session.scalar(select(func.count(ListItem.id))) == 0
    form = page.partition('class="notice held"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    admin.post("/admin/lists", part=False, **fields)
    back = the_item(database)
    assert (back.name, back.aliases, back.instead) == (item.name, item.aliases, item.instead)


def test_what_is_gone_is_not_found(admin):
    assert admin.get("/admin/lists/99").status_code == 404
    assert admin.post("/admin/lists/99/remove", part=False).status_code == 404
    assert admin.post("/admin/lists/99", part=False, seen="0", **CELLS).status_code == 404
