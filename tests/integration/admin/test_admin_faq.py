from __future__ import annotations

import html
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from bot.models import AskedQuestion, AuditEntry, FaqEntry, FaqState, GoldenQuestion, Message
from tests.integration.admin.knowledge_pages import FIELDS, knowing_app, read, step, write
from tests.integration.inbox.browser import words


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


@pytest.fixture
def pair(login):
    """A writer and a reviewer."""
    return login("zhangmy"), login("sunmei")


def test_an_entry_goes_from_draft_by_another_persons_review_to_residents(pair, database, app):
    writer, reviewer = pair
    id_ = write(writer, "submit")
    assert "等另一位同事审核" in words(writer.get(f"/admin/faq/{id_}"))
    assert "自己写的要请另一位同事" in words(writer.client.get(step(writer, database, id_, "publish").location))
    step(reviewer, database, id_, "publish")
    assert read(database, id_).state is FaqState.PUBLISHED
    assert "居民会看到 会答" in words(writer.get("/admin/try?q=食堂啥时候开饭"))
    with database.reader() as session:
        deeds = [one.deed.value for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert deeds[-2:] == ["create", "publish"]


def test_an_empty_list_offers_first_entries_which_start_as_drafts(pair, database):
    writer, _ = pair
    assert "放入30条常见问答（草稿）" in words(writer.get("/admin/faq"))
    for _ in range(2):
        writer.post("/admin/faq/first", part=False)
    assert "低保怎么申请" in words(writer.get("/admin/faq?q=低保"))
    with database.reader() as session:
        assert [one.state for one in session.scalars(select(FaqEntry))] == [FaqState.DRAFT] * 30
        assert [one.deed.value for one in session.scalars(select(AuditEntry))].count("import") == 1


def test_two_who_edit_at_once_lose_nothing(pair, database):
    first, second = pair
    id_ = write(first)
    seen = str(read(database, id_).version)
    first.post(f"/admin/faq/{id_}", part=False, seen=seen, **{**FIELDS, "answer": "十二点开门。"})
    answer = second.post(
        f"/admin/faq/{id_}", part=False, seen=seen, **{**FIELDS, "answer": "下午一点开门。", "category": "助餐"}
    )
    assert answer.status_code == 409
    assert "张明远" in words(answer)
    both = words(answer).replace(" ", "")
    assert "用我的下午一点开门。用张明远的十二点开门。" in both and "用我的助餐用张明远的养老" in both
    mine = answer.text.partition('name="mine" value="')[2].partition('"')[0]
    form = {"mine": html.unescape(mine), "seen": str(read(database, id_).version)}
    second.post(f"/admin/faq/{id_}/merge", part=False, pick_answer="theirs", pick_category="mine", **form)
    kept = read(database, id_).working
    assert (kept["answer"], kept["category"]) == ("十二点开门。", "助餐")


def test_a_third_change_during_the_merge_shows_the_conflict_again(pair, database):
    first, second = pair
    id_ = write(first)
    answer = second.post(f"/admin/faq/{id_}", part=False, seen="0", **{**FIELDS, "answer": "一"})
    mine = answer.text.partition('name="mine" value="')[2].partition('"')[0].replace("&#34;", '"')
    assert second.post(f"/admin/faq/{id_}/merge", part=False, mine=mine, seen="0").status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "请写上问题"),
        ("link", "http://x.cn", "https://"),
        ("cites", "第九十九条", "找不到"),
        ("valid_from", "明天", "2026-11-23"),
    ],
)
def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(pair, database, field, value, said):
    answer = pair[0].post("/admin/faq/new", part=False, **{**FIELDS, field: value})
    assert answer.status_code == 422
    assert said in words(answer)
    assert FIELDS["answer"] in answer.text
    with database.reader() as session:
        assert session.scalar(select(FaqEntry)) is None


def test_history_shows_red_and_green_and_an_old_version_comes_back(pair, database):
    writer, _ = pair
    id_ = write(writer)
    writer.post(f"/admin/faq/{id_}", part=False, seen="1", **{**FIELDS, "answer": "周一到周五十二点半。"})
    page = writer.get(f"/admin/faq/{id_}/history").text
    assert "<del>" in page and "<ins>" in page
    writer.post(f"/admin/faq/{id_}/restore/1", part=False, seen="2")
    assert read(database, id_).working["answer"] == FIELDS["answer"]


def test_search_finds_words_of_question_variant_and_answer(pair):
    write(pair[0])
    write(pair[0], title="电动车在哪充电", variants="", answer="东门车棚。")
    for asked, hit, miss in (("食堂 开饭", "老年食堂", "电动车"), ("东门", "电动车", "老年食堂")):
        table = words(pair[0].get(f"/admin/faq?q={asked}")).partition("最后修改")[2]
        assert hit in table and miss not in table
    assert "没有找到" in words(pair[0].get("/admin/faq?q=100%"))


def test_the_order_of_the_list_stands_in_its_address_and_is_kept(pair, database):
    writer, _ = pair
    ids = [write(writer, title=title, variants="") for title in ("常被问的", "新写的")]
    with database.session() as session:
        session.get_one(FaqEntry, ids[0]).hits = 7
    for address, first, second in (
        ("", "新写的", "常被问的"),
        ("?sort=hits", "常被问的", "新写的"),
        ("?sort=x", "新写的", "常被问的"),
    ):
        table = writer.get(f"/admin/faq{address}").text.partition("<tbody>")[2]
        assert table.index(first) < table.index(second)
    page = writer.get("/admin/faq?sort=hits&category=养老").text
    assert 'value="hits" selected' in page and 'aria-sort="descending"' in page
    assert html.escape("/admin/faq?category=养老&sort=unhelpful") in unquote(page)


def test_a_publication_that_breaks_a_golden_question_is_stopped_unless_a_supervisor_says_why(login, database):
    admin, supervisor = login("zhangmy"), login("sunmei")
    admin.post("/admin/golden", part=False, question="今天下雨吗", kind="silence")
    id_ = write(supervisor, "submit", title="今天下雨吗", variants="", answer="看天气预报。")
    stopped = step(admin, database, id_, "publish", overrule="我想发")
    assert stopped.status_code == 409 and "今天下雨吗" in words(stopped) and "仍要这样改" not in words(stopped)
    other = write(admin, "submit", title="今天下雨吗", variants="", answer="看天气预报。")
    assert step(supervisor, database, other, "publish").status_code == 409
    assert read(database, other).state is FaqState.REVIEW
    step(supervisor, database, other, "publish", overrule="市里要求回答天气")
    assert read(database, other).state is FaqState.PUBLISHED
    assert "市里要求回答天气" in words(supervisor.get(f"/admin/faq/{other}/history"))
    with database.reader() as session:
        logged = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert "市里要求回答天气" in logged.after["说明"]


def test_retiring_what_a_golden_question_needs_is_stopped_too_and_the_page_says_so_beforehand(login, database):
    admin, supervisor = login("zhangmy"), login("sunmei")
    id_ = write(admin, "submit")
    step(supervisor, database, id_, "publish")
    admin.post("/admin/golden", part=False, question=FIELDS["title"], kind="answer", expected=f"{id_}")
    assert "下面的必测问题要由它来答" in words(admin.get(f"/admin/faq/{id_}"))
    stopped = step(admin, database, id_, "retire", reason="食堂关了")
    assert stopped.status_code == 409 and "停用“老年食堂几点开门”以后" in words(stopped)
    assert read(database, id_).published is not None
    step(supervisor, database, id_, "retire", reason="食堂关了", overrule="街道已经公告")
    assert read(database, id_).published is None
    kept = words(admin.get(f"/admin/faq/{id_}/history"))
    assert "停用原因：食堂关了；1个必测问题会答错，仍然这样改：街道已经公告" in kept
    assert "有1个必测问题现在答错了" in words(admin.get("/admin/faq"))


def test_an_entry_is_retired_only_with_a_reason_that_stands_in_its_history(pair, database):
    writer, reviewer = pair
    id_ = write(writer, "submit")
    step(reviewer, database, id_, "publish")
    refused = step(writer, database, id_, "retire", reason=" ")
    assert "为什么停用" in words(writer.client.get(refused.location))
    assert read(database, id_).state is FaqState.PUBLISHED
    step(writer, database, id_, "retire", reason="食堂搬了")
    history = words(writer.get(f"/admin/faq/{id_}/history"))
    assert "停用原因：食堂搬了" in history and "居民现在看不到这条问答" in history and "现在生效" not in history


def test_before_an_entry_is_retired_it_is_said_what_residents_will_hear_instead(pair, database):
    writer, reviewer = pair
    id_ = write(writer, "submit")
    assert "本来就问不到" in words(writer.get(f"/admin/faq/{id_}/retire"))
    step(reviewer, database, id_, "publish")
    for question in (FIELDS["title"], FIELDS["variants"]):
        assert FIELDS["answer"] in words(writer.get(f"/admin/try?q={question}"))
    told = words(writer.get(f"/admin/faq/{id_}/retire"))
    assert f"“{FIELDS['title']}”" in told and f"“{FIELDS['variants']}”" in told and FIELDS["answer"] not in told
    # Looking at it has changed nothing.
    assert FIELDS["answer"] in words(writer.get(f"/admin/try?q={FIELDS['title']}"))


def test_what_takes_a_retired_entrys_place_is_what_residents_will_hear(pair, database):
    writer, reviewer = pair
    for title, answer in (("食堂几点开门", "十一点半。"), ("食堂几点开门啊", "新食堂十二点。")):
        id_ = write(writer, "submit", title=title, answer=answer, variants="")
        step(reviewer, database, id_, "publish")
    assert "新食堂十二点。" in words(writer.get(f"/admin/faq/{id_ - 1}/retire"))


def test_the_history_says_which_version_residents_have_who_wrote_and_who_reviewed_it(pair, database):
    writer, reviewer = pair
    id_ = write(writer, "submit")
    step(reviewer, database, id_, "publish")
    seen = str(read(database, id_).version)
    writer.post(f"/admin/faq/{id_}", part=False, seen=seen, **{**FIELDS, "answer": "还没有发布的。"})
    history = words(writer.get(f"/admin/faq/{id_}/history"))
    assert "居民现在看到的是第3版：张明远写，孙梅审核" in history
    assert "第3版 · 发布 现在生效 审核人：孙梅" in history and history.count("现在生效") == 1


def test_a_published_version_that_residents_do_not_get_yet_is_not_called_live(pair, database):
    writer, reviewer = pair
    id_ = write(writer, "submit", valid_from="2027-01-01")
    step(reviewer, database, id_, "publish")
    history = words(writer.get(f"/admin/faq/{id_}/history"))
    assert "居民暂时问不到" in history and "现在生效" not in history


def test_an_end_by_date_is_told_on_the_lists_the_entry_and_beside_the_golden_question(login, database):
    admin, supervisor = login("zhangmy"), login("sunmei")
    id_ = write(admin, "submit", valid_until="2026-12-01")
    step(supervisor, database, id_, "publish")
    admin.post("/admin/golden", part=False, question=FIELDS["title"], expected=f"问答{id_}")
    told = words(admin.get("/admin/golden"))
    assert "2026年12月2日起会答错" in told and f"问答{id_}“{FIELDS['title']}”到期" in told
    assert "到期后就没有别的问答" in words(admin.get(f"/admin/faq/{id_}"))
    listed = words(admin.get("/admin/faq?state=ending"))
    assert "2026年12月1日到期" in listed and "从2026年12月2日起会答错" in listed
    write(admin, title="没有期限的", variants="")
    assert "没有期限的" not in words(admin.get("/admin/faq?state=ending"))


def test_a_golden_question_that_holds_lets_a_publication_pass(login, database):
    admin, supervisor = login("zhangmy"), login("sunmei")
    admin.post("/admin/golden", part=False, question="彩礼太高村里管不管", kind="answer", expected="第十七条")
    id_ = write(admin, "submit")
    step(supervisor, database, id_, "publish")
    assert read(database, id_).state is FaqState.PUBLISHED
    assert "全部答对" in words(admin.client.get(admin.post("/admin/golden/run", part=False).location))


def test_a_new_golden_question_is_asked_at_once(login):
    admin = login("zhangmy")
    admin.post("/admin/golden", part=False, question="今天下雨吗", kind="silence")
    assert "现在答对" in words(admin.get("/admin/golden"))
    admin.post("/admin/golden", part=False, question="彩礼太高村里管不管", kind="silence")
    page = words(admin.get("/admin/golden"))
    assert "但现在得到的是：《焦作市城乡社区治理促进条例》第十七条" in page and "有1个现在答错了" in page


@pytest.mark.parametrize(
    ("expected", "said"),
    [("问答99", "没有编号99"), ("第九十九条", "比如“问答12”"), ("清单：月球证明", "清单里没有"), ("", "比如“问答12”")],
)
def test_a_golden_question_cannot_expect_what_does_not_exist(login, database, expected, said):
    admin = login("zhangmy")
    page = admin.client.get(admin.post("/admin/golden", part=False, question="甲", expected=expected).location)
    assert said in words(page) and 'value="甲"' in page.text
    with database.reader() as session:
        assert session.scalar(select(GoldenQuestion)) is None


def test_the_same_golden_question_is_kept_once(login, database):
    admin = login("zhangmy")
    for _ in range(2):
        admin.post("/admin/golden", part=False, question="今天下雨吗", kind="silence")
    with database.reader() as session:
        assert len(list(session.scalars(select(GoldenQuestion)))) == 1


def test_only_a_supervisor_takes_a_golden_question_away_but_a_slip_is_taken_back(login, database, clock):
    admin, supervisor = login("zhangmy"), login("sunmei")
    ids = []
    for question in ("今天下雨吗", "离婚要几天"):
        admin.post("/admin/golden", part=False, question=question, kind="silence")
        with database.reader() as session:
            ids.append(session.scalar(select(GoldenQuestion.id).order_by(GoldenQuestion.id.desc()).limit(1)))
    assert admin.post(f"/admin/golden/{ids[0]}/remove", part=False).status_code == 302
    clock.moment += timedelta(hours=2)
    assert admin.post(f"/admin/golden/{ids[1]}/remove", part=False).status_code == 403
    assert supervisor.post(f"/admin/golden/{ids[1]}/remove", part=False).status_code == 302


def test_unanswered_questions_are_grouped(pair, database, city, clock):
    writer, _ = pair
    with database.session() as session:
        messages = list(session.scalars(select(Message).order_by(Message.id).limit(3)))
        asked = [
            AskedQuestion(
                message_id=message.id,
                conversation_id=message.conversation_id,
                text=text,
                kind="silent",
                asked_at=clock(),
            )
            for message, text in zip(messages, ("食堂周末开不开", "食堂周末开门不", "公园能遛狗吗"), strict=True)
        ]
        session.add_all(asked)
    page = words(writer.get("/admin/unanswered"))
    assert "问过2次" in page and "公园能遛狗吗" in page


def test_a_reply_of_staff_becomes_a_draft_and_a_message_a_golden_question(pair, database, city):
    writer, _ = pair
    with database.reader() as session:
        reply = session.scalar(select(Message).where(Message.text != "").limit(1))
    assert reply.text in words(writer.get(f"/admin/faq/new?message={reply.id}")) or reply.text in writer.get(
        f"/admin/faq/new?message={reply.id}"
    ).text.replace("&#39;", "'")
    writer.post(f"/admin/golden/from-message/{reply.id}", part=False)
    with database.reader() as session:
        assert session.scalar(select(GoldenQuestion)).message_id == reply.id


def test_near_duplicates_are_pointed_out_while_writing(pair, database):
    writer, reviewer = pair
    id_ = write(writer, "submit")
    step(reviewer, database, id_, "publish")
    assert FIELDS["title"] in words(writer.get("/admin/faq/similar?title=老年食堂几点开&own=0"))
    assert FIELDS["title"] not in words(writer.get(f"/admin/faq/similar?title=老年食堂几点开&own={id_}"))


def test_people_of_the_desk_cannot_open_the_knowledge(login):
    assert login("wangfang").get("/admin/faq").status_code == 403
