from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.faq.content import MOST_VARIANTS
from bot.models import AskedQuestion, AuditEntry, Message
from tests.integration.admin.knowledge_pages import FIELDS, knowing_app, read, step, write
from tests.integration.inbox.browser import words


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


@pytest.fixture
def waits(database, city, clock):
    """Questions that nobody could answer; out: their ids."""

    def waits(*texts):
        with database.session() as session:
            message = session.scalar(select(Message).limit(1))
            more = [
                Message(
                    conversation_id=message.conversation_id, author=message.author, text=text, payload={},
                    state=message.state, created_at=clock(),
                )
                for text in texts
            ]  # fmt: skip
            session.add_all(more)
            session.flush()
            asked = [
                AskedQuestion(
                    message_id=one.id, conversation_id=one.conversation_id, text=one.text, kind="silent", asked_at=clock()
                )
                for one in more
            ]  # fmt: skip
            session.add_all(asked)
            session.flush()
            return ",".join(str(one.id) for one in asked)

    return waits


def open_texts(database):
    with database.reader() as session:
        return set(session.scalars(select(AskedQuestion.text).where(AskedQuestion.settled_at.is_(None))))


def last_deed(database):
    with database.reader() as session:
        return session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))


def undo(browser, answer):
    """Press what the page offers after something was done."""
    page = browser.client.get(answer.location)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text).group(1)
    browser.post("/admin/unanswered/reopen", part=False, ticket=ticket)
    return page


def test_a_group_becomes_the_form_of_a_new_entry_and_is_settled_when_that_is_saved(login, waits, database):
    browser = login("zhangmy")
    ids = waits("食堂周末开不开", "食堂周末开门不", "很长的" * 30)
    page = browser.post("/admin/unanswered/answer", part=False, ids=ids).text
    assert 'value="食堂周末开不开"' in page and "食堂周末开门不" in page and f'value="{ids}"' in page
    write(browser, asked=ids)
    assert open_texts(database) == set()
    assert "刚刚有人处理过" in words(
        browser.client.get(browser.post("/admin/unanswered/answer", part=False, ids=ids).location)
    )


def test_the_same_words_are_one_line_and_only_what_is_ticked_is_settled(login, waits, database):
    browser = login("zhangmy")
    waits("食堂周末开门不", "食堂周末开门不", "食堂周末开不开门")
    page = browser.get("/admin/unanswered").text
    ticked = re.findall(r'type="checkbox" name="ids" value="([^"]+)"', page)
    assert sorted(len(one.split(",")) for one in ticked) == [1, 2] and "2次" in words(browser.get("/admin/unanswered"))
    browser.post("/admin/unanswered/settle", part=False, ids=max(ticked, key=len))
    assert open_texts(database) == {"食堂周末开不开门"}
    assert "没有勾选" in words(browser.client.get(browser.post("/admin/unanswered/settle", part=False).location))


def test_hundreds_of_questions_of_one_group_fit(login, waits, database):
    browser = login("zhangmy")
    ids = waits(*(f"食堂周末开不开{number}" for number in range(300)))
    assert browser.post("/admin/unanswered/answer", part=False, ids=ids).text.count("食堂周末开不开") >= MOST_VARIANTS
    answer = browser.post("/admin/unanswered/settle", part=False, ids=ids)
    assert len(answer.location) < 200 and open_texts(database) == set()
    undo(browser, answer)
    assert len(open_texts(database)) == 300


def test_what_is_offered_has_question_answer_and_state_the_likeliest_first(login, waits, database):
    writer, reviewer = login("zhangmy"), login("sunmei")
    id_ = write(writer, "submit")
    step(reviewer, database, id_, "publish")
    write(writer, title="电动车在哪充电", variants="", answer="东门车棚。")
    ids = waits("食堂几点开饭呀")
    likely = writer.get(f"/admin/unanswered/entries?like={ids}").text
    assert f'name="entry" value="{id_}"' in likely.partition("</li>")[0]
    assert "周一到周五十一点半。" in likely and "已发布" in likely
    typed = writer.get(f"/admin/unanswered/entries?like={ids}&q=充电").text.partition("</li>")[0]
    assert "电动车在哪充电" in typed and "草稿" in typed


def test_where_nothing_can_be_offered_the_page_says_what_to_do(login):
    browser = login("zhangmy")
    assert "没有找到“月球”" in words(browser.get("/admin/unanswered/entries?q=月球"))
    assert "没有相近的" in words(browser.get("/admin/unanswered/entries"))


def test_linked_questions_are_variants_of_a_draft_until_it_is_taken_back(login, waits, database, postgresql_too):
    browser = login("zhangmy")
    id_ = write(browser)
    ids = waits("食堂周末开不开", "食堂周末开门不")
    linked = browser.post("/admin/unanswered/settle", part=False, ids=ids, entry=str(id_))
    assert set(read(database, id_).working["variants"]) == {FIELDS["variants"], "食堂周末开不开", "食堂周末开门不"}
    deed = last_deed(database)
    assert deed.subject_key == str(id_) and "食堂周末开不开" in deed.after["其他问法"]
    assert "已作为问法加进“ 老年食堂几点开门 ”的草稿" in words(undo(browser, linked))
    assert read(database, id_).working["variants"] == [FIELDS["variants"]]
    assert open_texts(database) == {"食堂周末开不开", "食堂周末开门不"}


def test_what_was_dismissed_is_in_the_audit_trail_and_comes_back(login, waits, database, postgresql_too):
    browser = login("zhangmy")
    dismissed = browser.post("/admin/unanswered/settle", part=False, ids=waits("公园能遛狗吗"))
    deed = last_deed(database)
    assert (deed.subject_kind, deed.subject, deed.after["处理"]) == ("没答上的问题", "公园能遛狗吗", "忽略")
    assert "已忽略1个问题" in words(undo(browser, dismissed))
    assert open_texts(database) == {"公园能遛狗吗"}


def test_who_comes_second_changes_nothing_and_is_told(login, waits, database):
    first, second = login("zhangmy"), login("sunmei")
    id_ = write(first)
    ids = waits("公园能遛狗吗")
    first.post("/admin/unanswered/settle", part=False, ids=ids)
    late = second.post("/admin/unanswered/settle", part=False, ids=ids, entry=str(id_))
    assert "刚刚有人处理过" in words(second.client.get(late.location))
    assert read(database, id_).version == 1


def test_what_is_retired_or_unknown_takes_no_questions(login, waits, database):
    browser = login("zhangmy")
    id_ = write(browser)
    step(browser, database, id_, "retire", reason="过时了")
    ids = waits("公园能遛狗吗")
    for entry in (str(id_), "999"):
        assert browser.post("/admin/unanswered/settle", part=False, ids=ids, entry=entry).status_code == 404
    assert open_texts(database) == {"公园能遛狗吗"}


def test_after_an_hour_nothing_is_taken_back(login, waits, database):
    browser = login("zhangmy")
    browser.post("/admin/unanswered/settle", part=False, ids=waits("公园能遛狗吗"))
    page = browser.client.get(browser.post("/admin/unanswered/reopen", part=False, ticket="0" * 32).location)
    assert "不能撤销" in words(page) and open_texts(database) == set()
