from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from bot.faq.lists import seed_first_list
from bot.models import FaqEntry, ListItem
from tests.integration.admin.knowledge_pages import FIELDS, knowing_app, read, write
from tests.integration.inbox.browser import words


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(browser, address, content):
    form = {"file": (io.BytesIO(content), "a.xlsx"), "csrf_token": browser.token}
    return browser.client.post(address, data=form, content_type="multipart/form-data")


def count(database, table):
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(table))


def confirm(browser, shown, address="/admin/faq/import", **more):
    form = {name: shown.text.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("kept", "seen")}
    return browser.post(address, part=False, **form, **more)


def test_what_was_taken_away_comes_back_unchanged(login, database):
    browser = login("zhangmy")
    id_ = write(browser, cites="第三十四条", form="elderly_care", valid_until="2026-12-31")
    before = read(database, id_)
    preview = upload(browser, "/admin/faq/import", browser.get("/admin/faq/export").data)
    assert "没变 1 条" in words(preview) and "不用导入" in words(preview) and "确认导入" not in words(preview)
    assert read(database, id_).version == before.version


@pytest.fixture
def two_lines(login, database):
    """An entry, and a workbook that changes its answer and adds another."""
    browser = login("zhangmy")
    id_ = write(browser)
    lines = (
        ("编号", "问题", "答案", "其他问法", "分类"),
        (id_, FIELDS["title"], "周一到周五十二点半。", "食堂啥时候开饭", "养老"),
        ("", "新的一条", "新答案", "", ""),
    )
    return browser, id_, sheet(*lines)


def test_a_workbook_shows_what_it_would_do_before_it_does_anything(two_lines, database):
    browser, id_, content = two_lines
    preview = upload(browser, "/admin/faq/import", content)
    told = words(preview)
    assert "新增 1 条 修改 1 条 没变 0 条" in told and "改答案" in told
    assert "删去： 一" in told and "新增： 二" in told
    assert (read(database, id_).working["answer"], count(database, FaqEntry)) == (FIELDS["answer"], 1)


def test_a_column_that_the_file_does_not_have_stays_and_an_empty_one_is_cleared(login, database):
    browser = login("zhangmy")
    id_ = write(browser)
    lines = (("编号", "问题", "答案", "分类"), (id_, FIELDS["title"], FIELDS["answer"], None))
    told = words(upload(browser, "/admin/faq/import", sheet(*lines)))
    assert "改分类" in told and "问法" not in told.partition("第2行")[2]


def test_what_was_confirmed_is_imported_once(two_lines, database):
    browser, id_, content = two_lines
    preview = upload(browser, "/admin/faq/import", content)
    assert "新增1条，修改1条" in words(browser.client.get(confirm(browser, preview).location))
    assert read(database, id_).working["answer"] == "周一到周五十二点半。"
    assert "已经导入过" in words(confirm(browser, preview))
    assert count(database, FaqEntry) == 2


def test_an_entry_that_was_changed_meanwhile_is_shown_again_and_not_overwritten(two_lines, database):
    browser, id_, content = two_lines
    preview = upload(browser, "/admin/faq/import", content)
    browser.post(f"/admin/faq/{id_}", part=False, seen="1", **{**FIELDS, "answer": "别人改的。"})
    again = confirm(browser, preview)
    assert "有人改了其中的问答" in words(again)
    assert (read(database, id_).working["answer"], count(database, FaqEntry)) == ("别人改的。", 1)
    confirm(browser, again)
    assert (read(database, id_).working["answer"], count(database, FaqEntry)) == ("周一到周五十二点半。", 2)


def test_one_wrong_line_is_named_and_nothing_is_changed(login, database):
    browser = login("zhangmy")
    content = sheet(
        ("问题", "答案", "开始日期", "适用辖区"),
        ("好的一条", "答案", "", ""),
        ("没有答案", "", "", ""),
        ("日期不对", "答案", "明年", ""),
        ("辖区不对", "答案", "", "月球"),
    )
    page = upload(browser, "/admin/faq/import", content)
    assert page.status_code == 422
    told = words(page)
    assert "什么都没有导入" in told
    for line, said in (("3", "请写上答案"), ("4", "2026-01-31"), ("5", "没有“月球”")):
        assert f"第{line}行" in told and said in told
    assert "新增 1 条 修改 0 条 没变 0 条 有错 3 条" in told
    assert count(database, FaqEntry) == 0


def test_a_file_that_is_no_workbook_is_refused(login):
    assert "打不开" in words(upload(login("zhangmy"), "/admin/faq/import", b"no"))


def test_a_formula_in_an_answer_stays_text(login):
    browser = login("zhangmy")
    write(browser, answer="=1+1")
    cells = [cell for row in load_workbook(io.BytesIO(browser.get("/admin/faq/export").data)).active for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_the_lists_come_and_go_as_a_workbook_and_answer_at_once(login, database):
    with database.session() as session:
        seed_first_list(session)
    browser = login("zhangmy")
    exported = browser.get("/admin/lists/export").data
    assert "一模一样，不用导入" in words(upload(browser, "/admin/lists/import", exported))
    content = sheet(
        ("清单", "事项", "别的叫法", "该去哪里办", "来源"),
        ("协助政府工作事项", "高龄补贴认定", "高龄补贴", "请找民政部门。", "解放区清单"),
    )
    preview = upload(browser, "/admin/lists/import", content)
    assert "新增 1 条" in words(preview) and count(database, ListItem) == 20
    confirm(browser, preview, "/admin/lists/import")
    assert "由政府部门负责" in words(browser.get("/admin/try?q=高龄补贴该谁管"))


def test_an_import_shows_what_it_would_change_of_an_item_and_leaves_what_the_file_does_not_have(login, database):
    browser = login("zhangmy")
    item = {"清单": "社区工作事项", "事项": "垃圾分类", "该去哪里办": "找楼长。", "来源": "解放区清单"}
    browser.post("/admin/lists", part=False, **item)
    content = sheet(("清单", "事项", "来源"), ("社区工作事项", "垃圾分类", "解放区2026年清单"))
    preview = upload(browser, "/admin/lists/import", content)
    assert "改来源" in words(preview) and "解放区 新增： 2026年 清单" in words(preview)
    confirm(browser, preview, "/admin/lists/import")
    with database.reader() as session:
        kept = session.scalars(select(ListItem)).one()
    assert (kept.source, kept.instead) == ("解放区2026年清单", "找楼长。")


def test_an_item_that_somebody_changed_while_it_was_looked_at_is_shown_again(login, database):
    browser = login("zhangmy")
    item = {"清单": "社区工作事项", "事项": "垃圾分类", "来源": "解放区清单"}
    content = sheet(tuple(item), tuple(item.values()))
    preview = upload(browser, "/admin/lists/import", content)
    browser.post("/admin/lists", part=False, **{**item, "来源": "另一份清单"})
    again = confirm(browser, preview, "/admin/lists/import")
    assert "有人改了其中的清单" in words(again)
    with database.reader() as session:
        assert session.scalars(select(ListItem)).one().source == "另一份清单"


def test_two_lines_for_one_item_are_refused(login, database):
    rows = [("社区工作事项", "垃圾分类", source) for source in ("甲", "乙")]
    page = upload(login("zhangmy"), "/admin/lists/import", sheet(("清单", "事项", "来源"), *rows))
    assert page.status_code == 422 and "第3行 这个清单里的“垃圾分类”在第2行已经有了" in words(page)
    assert count(database, ListItem) == 0


def test_a_list_with_a_wrong_line_changes_nothing(login, database):
    page = upload(login("zhangmy"), "/admin/lists/import", sheet(("清单", "事项", "来源"), ("没有的清单", "甲", "")))
    assert "来源不能空着" in words(page) and "清单请填" in words(page)
    assert count(database, ListItem) == 0


def test_an_item_that_was_taken_out_by_mistake_comes_back_with_one_click(login, database):
    with database.session() as session:
        seed_first_list(session)
    browser = login("zhangmy")
    with database.reader() as session:
        item = session.scalar(select(ListItem).limit(1))
    page = browser.client.get(browser.post(f"/admin/lists/{item.id}/remove", part=False).location)
    assert count(database, ListItem) == 19 and "撤销" in words(page)
    browser.post(
        "/admin/lists", part=False,
        **{"清单": "不应由社区出具的证明", "事项": item.name, "别的叫法": "、".join(item.aliases), "来源": item.source},
    )  # fmt: skip
    assert count(database, ListItem) == 20


def test_a_list_that_breaks_a_golden_question_waits_for_a_supervisors_reason_and_needs_no_second_upload(
    login, database
):
    admin, supervisor = login("zhangmy"), login("sunmei")
    admin.post("/admin/golden", part=False, question="彩礼太高村里管不管", expected="第十七条")
    content = sheet(("清单", "事项", "来源"), ("社区工作事项", "彩礼", "解放区清单"))
    address = "/admin/lists/import"
    assert "仍要这样改" not in words(confirm(admin, upload(admin, address, content), address))
    stopped = confirm(supervisor, upload(supervisor, address, content), address)
    assert stopped.status_code == 409 and "彩礼太高村里管不管" in words(stopped)
    assert count(database, ListItem) == 0
    confirm(supervisor, stopped, address, overrule="清单优先")
    assert count(database, ListItem) == 1
    logged = words(supervisor.get("/admin/audit"))
    assert "清单优先" in logged


def test_adding_and_taking_out_one_item_ask_the_golden_questions_too(login, database):
    browser = login("zhangmy")
    browser.post("/admin/golden", part=False, question="彩礼太高村里管不管", expected="第十七条")
    item = {"清单": "社区工作事项", "事项": "彩礼", "来源": "解放区清单"}
    assert browser.post("/admin/lists", part=False, **item).status_code == 409
    browser.post("/admin/lists", part=False, **{**item, "事项": "垃圾分类"})
    with database.reader() as session:
        id_ = session.scalar(select(ListItem.id))
    browser.post("/admin/golden", part=False, question="垃圾分类社区管不管", expected="清单：垃圾分类")
    assert browser.post(f"/admin/lists/{id_}/remove", part=False).status_code == 409
    assert count(database, ListItem) == 1
