"""General settings on their pages: seen, changed, refused in words, restored; for administrators only."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.conversations import Incoming
from bot.conversations.incoming import Touch
from bot.models import AuditEntry, MessageKind, StoredPreference
from bot.parts import Parts
from bot.preferences import CATALOGUE
from tests.fakes import FakeDialogue
from tests.integration.inbox.browser import words


@pytest.fixture
def admin(login):
    return login("zhangmy")


def seen(browser, name):
    """The mark of the value that the page shows."""
    return re.search(r'name="version" value="([^"]+)"', browser.get(f"/admin/settings/{name}").text).group(1)


def change(browser, name, value, **more):
    more.setdefault("version", seen(browser, name))
    return browser.post(f"/admin/settings/{name}", part=False, **{name: value}, **more)


def stored(database):
    with database.reader() as session:
        return {row.name: row.words for row in session.scalars(select(StoredPreference))}


def test_the_list_tells_each_value_and_where_its_default_comes_from(admin):
    page = words(admin.get("/admin/settings"))
    for one in CATALOGUE.values():
        assert one.label in page
        assert one.source in page
    assert "30 分钟" in page


def test_a_change_is_kept_and_the_list_says_who_made_it(admin, database):
    assert change(admin, "silent_minutes", "45").status_code == 303
    page = words(admin.get("/admin/settings"))
    assert "45 分钟" in page
    assert "已改 张明远（zhangmy），10:00" in page
    assert stored(database) == {"silent_minutes": "45"}


def test_a_wrong_value_is_refused_at_its_field_and_stays_typed(admin, database):
    answer = change(admin, "silent_minutes", "1")
    assert answer.status_code == 422
    assert "要填 5 到 1440 之间的整数" in words(answer)
    assert 'value="1"' in answer.text
    assert stored(database) == {}


@pytest.mark.parametrize("number", ["110", "120", "12356"])
def test_a_crisis_text_without_a_number_is_refused(admin, database, number):
    text = CATALOGUE["crisis_self"].default
    for gap, told in (("{报警}", "110"), ("{急救}", "120"), ("{心理援助}", "12356")):
        text = text.replace(gap, "" if told == number else told)
    answer = change(admin, "crisis_self", text)
    assert answer.status_code == 422
    assert f"不能少了 {number}" in words(answer)
    assert stored(database) == {}


def test_history_tells_who_when_and_both_values_and_the_former_one_comes_back(admin, database):
    change(admin, "silent_minutes", "45")
    change(admin, "silent_minutes", "60")
    page = admin.get("/admin/settings/silent_minutes")
    assert re.search(r"<del>45</del>\s*<ins>60</ins>", page.text)
    assert "张明远（zhangmy）" in words(page)
    with database.reader() as session:
        newest = session.scalars(select(AuditEntry.id).where(AuditEntry.subject_kind == "通用设置")).all()[-1]
    assert f"/admin/audit/{newest}/restore" in page.text
    answer = admin.post(f"/admin/audit/{newest}/restore", part=False)
    assert answer.location.endswith("/admin/settings/silent_minutes")
    assert stored(database) == {"silent_minutes": "45"}
    with database.reader() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert list(last.before.values()) == ["60"]


def test_what_may_no_longer_be_said_is_not_restored(admin, database):
    """It was allowed once; meanwhile the register has another number."""
    written_out = CATALOGUE["crisis_self"].default.replace("{心理援助}", "12356")
    change(admin, "crisis_self", written_out)
    admin.post("/admin/settings/crisis_self/default", part=False, version=seen(admin, "crisis_self"))
    with database.session() as session:
        from bot.models import Hotline

        session.add(Hotline(key="psychological_aid", number="0391-5551234", name="心理援助", source="测试"))
    with database.reader() as session:
        newest = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    admin.post(f"/admin/audit/{newest}/restore", part=False)
    assert "不能恢复" in words(admin.get("/admin/settings/crisis_self"))
    assert stored(database) == {}


def test_one_tap_leads_back_to_the_default(admin, database):
    change(admin, "asks_if_settled", "")
    assert stored(database) == {"asks_if_settled": "否"}
    page = admin.get("/admin/settings/asks_if_settled")
    assert "用回默认" in words(page)
    admin.post("/admin/settings/asks_if_settled/default", part=False, version=seen(admin, "asks_if_settled"))
    assert stored(database) == {}
    assert "现在用的就是默认" in words(admin.get("/admin/settings/asks_if_settled"))


def test_nobody_overwrites_what_they_have_not_seen(admin, database):
    before = seen(admin, "silent_minutes")
    change(admin, "silent_minutes", "45")
    answer = change(admin, "silent_minutes", "60", version=before)
    assert answer.status_code == 422
    assert "别人改过这一项" in words(answer)
    assert stored(database) == {"silent_minutes": "45"}


def test_an_unknown_setting_is_not_found(admin):
    assert admin.get("/admin/settings/secret_key").status_code == 404
    assert admin.post("/admin/settings/secret_key", part=False).status_code == 404
    assert admin.post("/admin/settings/secret_key/default", part=False).status_code == 404


@pytest.mark.parametrize("username", ["sunmei", "wangfang", "zhaolei"])
def test_only_administrators_see_or_change_settings(login, database, username):
    browser = login(username)
    assert browser.get("/admin/settings").status_code == 403
    assert browser.get("/admin/settings/silent_minutes").status_code == 403
    form = {"silent_minutes": "45", "version": "x"}
    assert browser.post("/admin/settings/silent_minutes", part=False, **form).status_code == 403
    assert browser.post("/admin/settings/silent_minutes/default", part=False, version="x").status_code == 403
    assert stored(database) == {}
    assert "通用设置" not in words(browser.get("/inbox/"))


def test_a_supervisor_reads_the_trail_of_a_setting_and_restores_nothing(admin, login, database):
    change(admin, "silent_minutes", "45")
    supervisor = login("sunmei")
    assert CATALOGUE["silent_minutes"].label in words(supervisor.get("/admin/audit"))
    with database.reader() as session:
        newest = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    assert supervisor.post(f"/admin/audit/{newest}/restore", part=False).status_code == 403
    assert stored(database) == {"silent_minutes": "45"}


def test_what_is_saved_on_a_page_is_said_by_another_process_within_two_seconds(admin, settings, database, redis, clock):
    other = Parts(settings, clock=clock, given_dialogue=FakeDialogue())
    follow = Incoming("wechat", "oNew", "e1", MessageKind.EVENT, clock(), touch=Touch.TAP, event="subscribe")
    assert "您想办哪样" in other.conversations.receive(follow)
    text = "欢迎来焦作！我是机器人邻里。想找真人，回复“转人工”。有危险打 110 或 120。"
    change(admin, "welcome", text)
    time.sleep(1.0)
    said = other.conversations.receive(replace(follow, external_id="e2"))
    assert html.unescape(said).startswith(text)
    other.database.engine.dispose()
