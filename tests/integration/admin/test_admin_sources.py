from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from bot.models import FaqEntry, SourceEdition
from knowledge.regulation import REGULATION
from tests.integration.admin.knowledge_pages import knowing_app, step, write
from tests.integration.inbox.browser import words

NOTICE = "关于冬季供暖的通知\n一、供暖时间\n十一月十五日开始。\n二、投诉\n请打12345。\n2026年10月8日"


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


def upload(browser, name, text):
    files = {"file": (io.BytesIO(text.encode()), name), "csrf_token": browser.token}
    return browser.client.post("/admin/sources/import", data=files, content_type="multipart/form-data")


def confirm(browser, page, **changes):
    names = ("title", "in_force", "passed", "approved", "repealed", "chapters", "file_name")
    found = {
        name: unescape(match[1]) if (match := re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)) else ""
        for name in names
    }
    return browser.post("/admin/sources/import/confirm", part=False, **{**found, **changes})


def test_a_notice_is_read_shown_and_then_answers_with_its_name_and_date(login, database):
    browser = login("zhangmy")
    page = upload(browser, "通知.txt", NOTICE)
    assert "读到2条：第一部分到第二部分" in words(page)
    seen = confirm(browser, page)
    assert "这是一个新文件" in words(seen)
    with database.reader() as session:
        assert session.scalar(select(SourceEdition)) is None
    confirm(browser, seen, seen="1")
    text = words(browser.get("/admin/try?q=《关于冬季供暖的通知》第一部分"))
    assert "《关于冬季供暖的通知》第一部分（2026年10月8日起施行）" in text
    assert "十一月十五日开始" in text
    assert "正在施行" in words(browser.get("/admin/sources"))


def test_an_amendment_says_what_changes_and_what_waits_and_a_review_lets_it_go_on(login, database, clock):
    admin, supervisor = login("zhangmy"), login("sunmei")
    id_ = write(admin, "submit", cites="第十七条")
    step(supervisor, database, id_, "publish")
    clock.moment += timedelta(hours=1)
    text = REGULATION.read_text(encoding="utf-8").replace("摒弃高额彩礼、大操大办等陈规陋习", "反对高额彩礼")
    page = upload(admin, "条例.md", text)
    seen = confirm(admin, page, in_force="2026-11-01")
    assert "改动了第17条" in words(seen) and "老年食堂几点开门" in words(seen)
    assert "删去： 摒弃" in words(seen)
    confirm(admin, seen, seen="1")
    listed = words(admin.get("/admin/sources"))
    assert "等待复核" in listed and "老年食堂几点开门" in listed and "已有新版" in listed
    assert "反对高额彩礼" in words(admin.get("/admin/try?q=第十七条"))
    assert "条文改了，等复核" in words(admin.get("/admin/faq"))
    held = admin.get(f"/admin/faq/{id_}")
    assert "删去： 摒弃" in words(held) and "新增： 反对" in words(held) and "停下以前，居民看到的答案" in words(held)
    version = str(_read(database, id_).version)
    admin.post(f"/admin/faq/{id_}/reviewed", part=False, seen=version)
    admin.post("/admin/sources/reviewed/17", part=False)
    assert "等待复核" not in words(admin.get("/admin/sources"))
    assert "居民暂时问不到" not in words(admin.get(f"/admin/faq/{id_}"))


def test_an_amendment_that_breaks_a_golden_question_waits_for_a_supervisors_reason(login, database, clock):
    admin, supervisor = login("zhangmy"), login("sunmei")
    id_ = write(admin, "submit", cites="第十七条")
    step(supervisor, database, id_, "publish")
    admin.post("/admin/golden", part=False, question="老年食堂几点开门", expected=f"问答{id_}")
    clock.moment += timedelta(hours=1)
    text = REGULATION.read_text(encoding="utf-8").replace("摒弃高额彩礼、大操大办等陈规陋习", "反对高额彩礼")
    seen = confirm(supervisor, upload(supervisor, "条例.md", text), in_force="2027-01-01")
    stopped = confirm(supervisor, seen, seen="1")
    assert stopped.status_code == 409 and "2027年1月1日" in words(stopped)
    with database.reader() as session:
        assert session.scalar(select(SourceEdition)) is None
    confirm(supervisor, stopped, seen="1", overrule="条例改了，随后复核")
    with database.reader() as session:
        assert session.scalar(select(SourceEdition)).in_force.year == 2027
    assert "条例改了，随后复核" in words(supervisor.get("/admin/audit"))


def test_the_same_edition_is_not_taken_in_twice(login):
    browser = login("zhangmy")
    for _ in range(2):
        page = upload(browser, "通知.txt", NOTICE)
        last = confirm(browser, page, seen="1")
    assert last.status_code == 422
    assert "已经有了" in words(last)


def test_a_repealed_notice_answers_no_more(login, database):
    browser = login("zhangmy")
    confirm(browser, upload(browser, "通知.txt", NOTICE), seen="1")
    with database.reader() as session:
        id_ = session.scalar(select(SourceEdition.id))
    browser.post(f"/admin/sources/{id_}/repeal", part=False, repealed="2026-11-01")
    assert "已废止" in words(browser.get("/admin/sources"))
    assert "起施行" not in words(browser.get("/admin/try?q=《关于冬季供暖的通知》第一部分"))


@pytest.mark.parametrize(
    ("name", "text", "said"), [("a.pdf", "x", "只能导入"), ("a.txt", "办法\n第一条 甲\n第三条 乙", "应该是第2条")]
)
def test_a_file_that_is_wrong_is_refused_with_what_to_do(login, name, text, said):
    page = upload(login("zhangmy"), name, text)
    assert page.status_code == 422
    assert said in words(page)


def test_a_day_of_effect_is_asked_for(login):
    browser = login("zhangmy")
    page = upload(browser, "a.txt", "办法\n第一条 甲")
    assert "请写上施行日期" in words(confirm(browser, page))


def _read(database, id_):
    with database.reader() as session:
        return session.get_one(FaqEntry, id_)
