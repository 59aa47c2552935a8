"""What is learnt from use, in Chromium: questions without an answer, golden questions, lists, ends, places, residents' votes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.clock import SHANGHAI, utc_now
from bot.faq import asked
from bot.models import AskedQuestion, Author, FaqEntry, Message, MessageKind, MessageState
from tests.browser.conftest import OFFICE, PHONE, Site, serious_faults
from tests.browser.knowledge_city import default_user, furnish, knowledge, write

__all__ = ["default_user", "furnish", "knowledge"]  # fixtures
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
BOTH = pytest.mark.parametrize("screen", [OFFICE, PHONE], ids=["office", "phone"])
WAITING = ("食堂周末开门不", "食堂周末开不开门", "公园能遛狗吗")


def residents_ask(site: Site, texts: Sequence[str] = WAITING) -> None:
    """Questions that nobody could answer."""
    now, conversation_id = utc_now(), site.city.conversations["noise"]
    with site.parts.database.session() as session:
        for text in texts:
            message = Message(
                conversation_id=conversation_id, author=Author.RESIDENT, kind=MessageKind.TEXT, text=text, payload={},
                state=MessageState.ANSWERED, created_at=now,
            )  # fmt: skip
            session.add(message)
            session.flush()
            session.add(
                AskedQuestion(
                    message_id=message.id, conversation_id=conversation_id, text=text, kind="silent", asked_at=now
                )
            )


def publish(writer: Page, reviewer: Page, site: Site) -> str:
    """An entry that residents get; out: its address."""
    address = write(writer, site)
    reviewer.goto(address)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")
    return address


def is_well(page: Page) -> None:
    """Nothing stands beyond the edge, nothing is English, nobody is shut out."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    said = set(re.findall(r"[A-Za-z]{2,}", page.locator("main").inner_text()))
    assert said <= {"zhangmy", "sunmei"}, page.url  # the audit trail names accounts
    assert serious_faults(page) == [], page.url


@BOTH
def test_a_group_of_questions_becomes_a_draft_and_leaves_the_list(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    residents_ask(site)
    page = enter(screen=screen)
    page.goto(f"{site}/admin/unanswered")
    expect(page.locator("section.card-box").first).to_contain_text("问过2次")
    is_well(page)
    page.locator("section.card-box").first.get_by_role("button", name="写答案").click()
    expect(page.get_by_label("问题", exact=True)).to_have_value(re.compile("食堂周末"))
    expect(page.get_by_label("其他问法")).to_have_value(re.compile("食堂周末"))
    page.get_by_label("答案（先说").fill("周末也开门。")
    page.get_by_role("button", name="只存草稿").click()
    expect(page.get_by_role("status")).to_contain_text("草稿已保存")
    page.goto(f"{site}/admin/unanswered")
    expect(page.locator("main")).not_to_contain_text("食堂周末")
    expect(page.locator("main")).to_contain_text("公园能遛狗吗")


@BOTH
def test_a_group_is_linked_by_keyboard_to_the_likeliest_entry_and_that_is_taken_back(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    residents_ask(site)
    page = enter(screen=screen)
    entry = write(page, site, then="只存草稿")
    page.goto(f"{site}/admin/unanswered")
    first = page.locator("section.card-box").first
    first.get_by_text("归到已有问答").focus()
    page.keyboard.press("Enter")
    field = first.get_by_label("归到哪条问答")
    expect(field).to_be_focused()
    expect(first.locator(".offer").first).to_contain_text("老年食堂几点开门")
    is_well(page)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("食堂")
    expect(first.locator(".offers")).to_contain_text("最合适的在前面")
    page.keyboard.press("ArrowDown")
    expect(first.locator(".offer").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    done = page.locator(".notice-done")
    expect(done).to_contain_text("已作为问法加进“老年食堂几点开门”的草稿")
    is_well(page)
    page.goto(entry)
    expect(page.get_by_label("其他问法")).to_have_value(re.compile("食堂周末开门不"))
    page.go_back()
    done.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("status")).to_contain_text("已放回列表")
    expect(page.locator("section.card-box").first).to_contain_text("食堂周末")
    page.goto(entry)
    expect(page.get_by_label("其他问法")).to_have_value("食堂啥时候开饭")


def test_what_does_not_belong_to_a_group_is_unticked_and_stays(enter: Callable[..., Page], site: Site) -> None:
    residents_ask(site)
    page = enter()
    page.goto(f"{site}/admin/unanswered")
    first = page.locator("section.card-box").first
    first.get_by_label("食堂周末开不开门").uncheck()
    expect(first.locator(".wording", has_text="开不开门")).to_have_css("text-decoration-line", "line-through")
    expect(first.locator(".wording", has_text="开门不")).to_have_css("text-decoration-line", "none")
    first.get_by_role("button", name="忽略").click()
    expect(page.locator(".notice-done")).to_contain_text("已忽略1个问题")
    expect(page.locator("main")).to_contain_text("食堂周末开不开门")
    expect(page.locator("main")).not_to_contain_text("食堂周末开门不")


def test_a_dismissed_group_comes_back_with_one_click(enter: Callable[..., Page], site: Site) -> None:
    residents_ask(site, ("公园能遛狗吗",))
    page = enter()
    page.goto(f"{site}/admin/unanswered")
    page.get_by_role("button", name="忽略").click()
    expect(page.locator("main")).to_contain_text("没有等着回答的问题")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("section.card-box")).to_contain_text("公园能遛狗吗")


@BOTH
def test_the_try_box_shows_the_chat_how_sure_it_is_and_what_is_tapped(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    page = enter(screen=screen)
    for question, outcome in (("彩礼太高村里管不管", "会答"), ("网格员工资多少钱", "会说没有规定")):
        page.goto(f"{site}/admin/try?q={question}")
        expect(page.locator(".version-head .tag")).to_have_text(outcome)
        expect(page.locator(".chat-asked")).to_have_text(question)
        bar = page.locator(".sureness", has_text="条例里有没有答案")
        expect(bar.locator(".is-here")).to_contain_text(outcome)
        expect(bar.locator(".sure-words")).to_contain_text(outcome)
        is_well(page)
    expect(page.locator(".bubble")).to_contain_text("没有在条例里查到规定")
    page.goto(f"{site}/admin/try?q=第十九条第二款")
    expect(page.locator("main")).to_contain_text("直接按名字找")
    page.locator(".chat-taps").get_by_role("link", name="看全文").click()
    expect(page.locator(".chat-asked")).to_have_text("第十九条")


def test_an_entry_that_answers_shows_its_own_bar_before_the_regulation(enter: Callable[..., Page], site: Site) -> None:
    publish(enter("zhangmy"), enter("sunmei"), site)
    page = enter()
    page.goto(f"{site}/admin/try?q=食堂啥时候开饭")
    expect(page.locator(".sureness").first).to_contain_text("老年食堂几点开门")
    expect(page.locator(".sureness").first.locator(".sure-words")).to_contain_text("比条例优先")
    expect(page.locator(".bubble")).to_contain_text("周一到周五十一点半。")


@BOTH
def test_an_item_of_a_list_is_added_changed_removed_and_brought_back(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    page = enter(screen=screen)
    page.goto(f"{site}/admin/lists")
    is_well(page)
    page.get_by_role("link", name="加一项：社区工作事项").click()
    expect(page.get_by_label("清单", exact=True)).to_have_value("社区工作事项")
    page.get_by_label("事项").fill("垃圾分类")
    page.get_by_label("来源（居民会看到）").fill("解放区清单")
    is_well(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("居民现在就能问到")
    page.get_by_role("link", name="修改：垃圾分类").click()
    page.get_by_label("该去哪里办").fill("请找城管。")
    page.get_by_label("清单", exact=True).select_option("协助政府工作事项")
    page.get_by_role("button", name="保存").click()
    page.goto(f"{site}/admin/try?q=垃圾分类该谁管")
    expect(page.locator(".bubble")).to_contain_text("请找城管。")
    page.goto(f"{site}/admin/lists")
    page.get_by_role("link", name="修改：垃圾分类").click()
    expect(page.locator(".changes").first).to_contain_text("请找城管。")
    expect(page.locator(".entry").first).to_contain_text("张明远")
    is_well(page)
    page.goto(f"{site}/admin/lists")
    page.get_by_role("button", name="删除：垃圾分类").click()
    expect(page.locator(".held")).to_contain_text("已删除“垃圾分类”")
    expect(page.get_by_role("link", name="修改：垃圾分类")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("link", name="修改：垃圾分类")).to_be_visible()


def test_a_change_of_a_list_that_breaks_a_golden_question_waits_for_a_supervisor(
    enter: Callable[..., Page], site: Site
) -> None:
    admin, supervisor = enter("zhangmy"), enter("sunmei")
    admin.goto(f"{site}/admin/try?q=社区该不该给我开婚姻状况证明")
    admin.get_by_role("link", name="设为必测问题").click()
    admin.get_by_role("button", name="加入").click()
    expect(admin.get_by_role("status").first).to_contain_text("已加入")
    admin.goto(f"{site}/admin/lists")
    name = admin.locator("tr", has_text="婚姻状况").first.locator("th").inner_text()
    for page in (admin, supervisor):
        page.goto(f"{site}/admin/lists")
        page.get_by_role("link", name=f"修改：{name}").click()
        page.get_by_label("事项").fill("别的证明")
        page.get_by_label("别的叫法").fill("")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("heading", name="先停下了")).to_be_visible()
        is_well(page)
    expect(admin.get_by_label("仍要这样改，原因是")).to_have_count(0)
    supervisor.get_by_label("仍要这样改，原因是").fill("市里换了名字")
    supervisor.get_by_role("button", name="仍要这样改").click()
    expect(supervisor.get_by_role("link", name="修改：别的证明")).to_be_visible()


@BOTH
def test_a_golden_question_is_made_from_a_conversation_in_one_click(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    page = enter(screen=screen)
    page.goto(site.page("noise"))
    page.get_by_role("button", name="设为必测问题").first.click()
    page.wait_for_url(re.compile("/admin/golden"))
    expect(page.get_by_role("status").first).to_contain_text("已加入")
    expect(page.get_by_role("rowheader")).to_contain_text("楼上天天半夜拖桌子")
    is_well(page)
    page.get_by_role("button", name=re.compile("^删除：")).click()
    expect(page.get_by_role("status").first).to_contain_text("已删除")
    expect(page.get_by_label("问题", exact=True)).to_have_value(re.compile("楼上天天半夜拖桌子"))


def test_a_retirement_that_breaks_a_golden_question_stops_until_a_supervisor_says_why(
    enter: Callable[..., Page], site: Site
) -> None:
    writer, supervisor = enter("zhangmy"), enter("sunmei")
    address = publish(writer, supervisor, site)
    writer.goto(f"{site}/admin/try?q=食堂啥时候开饭")
    writer.get_by_role("link", name="设为必测问题").click()
    writer.get_by_role("button", name="加入").click()
    expect(writer.get_by_role("status").first).to_contain_text("现在答对")
    _retire(writer, address)
    expect(writer.get_by_role("heading", name="先停下了")).to_be_visible()
    expect(writer.get_by_text("请督办人员来做并写明原因")).to_be_visible()
    _retire(supervisor, address)
    supervisor.get_by_label("仍要这样改，原因是").fill("食堂搬走了")
    supervisor.get_by_role("button", name="仍要这样改").click()
    expect(supervisor.get_by_role("status")).to_contain_text("已停用")
    supervisor.goto(f"{address}/history")
    expect(supervisor.locator("main")).to_contain_text(
        "停用原因：食堂不办了；1个必测问题会答错，仍然这样改：食堂搬走了"
    )


def _retire(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="停用…").click()
    page.get_by_label("为什么停用").fill("食堂不办了")
    page.get_by_role("button", name="确定停用").click()


@BOTH
def test_what_ends_soon_is_told_and_residents_do_not_get_it_afterwards(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    writer, reviewer = enter("zhangmy", screen), enter("sunmei")
    last = (utc_now().astimezone(SHANGHAI) + timedelta(days=5)).date()
    address = write(writer, site, then="只存草稿")
    writer.get_by_label("到哪天为止").fill(last.isoformat())
    writer.get_by_role("button", name="保存并提交审核").click()
    reviewer.goto(address)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")
    writer.goto(f"{site}/admin/faq?state=ending")
    expect(writer.locator("main")).to_contain_text(f"{last.year}年{last.month}月{last.day}日到期")
    is_well(writer)
    writer.goto(f"{site}/admin/try?q=食堂啥时候开饭&day={last}")
    expect(writer.locator(".bubble")).to_contain_text("周一到周五十一点半。")
    writer.goto(f"{site}/admin/try?q=食堂啥时候开饭&day={last + timedelta(days=1)}")
    expect(writer.locator(".bubble")).not_to_contain_text("周一到周五十一点半。")


def test_an_entry_of_one_community_answers_there_and_nowhere_else(enter: Callable[..., Page], site: Site) -> None:
    writer, reviewer = enter("zhangmy"), enter("sunmei")
    address = write(writer, site, then="只存草稿")
    writer.get_by_label("适用辖区").select_option(label=_option(writer, "area_id", "幸福社区"))
    writer.get_by_role("button", name="保存并提交审核").click()
    reviewer.goto(address)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已发布")
    writer.goto(f"{site}/admin/try")
    for place, said in (("幸福社区", True), ("山阳区", False), ("幸福社区", True)):
        writer.get_by_label("居民会怎么问").fill("食堂啥时候开饭")
        writer.get_by_label("住在").select_option(label=_option(writer, "area", place))
        writer.get_by_role("button", name="问", exact=True).click()
        expect(writer.locator("#area option:checked")).to_have_text(re.compile(f"{place}$"))
        expect(writer.locator(".bubble", has_text="周一到周五十一点半。")).to_have_count(int(said))


def test_residents_votes_stand_beside_the_entry_and_an_unhelpful_answer_waits(
    enter: Callable[..., Page], site: Site
) -> None:
    writer = enter("zhangmy")
    address = publish(writer, enter("sunmei"), site)
    residents_ask(site, ("食堂啥时候开饭", "食堂几点开饭呀"))
    with site.parts.database.session() as session:
        rows = session.scalars(select(AskedQuestion).order_by(AskedQuestion.id)).all()
        entry = session.get_one(FaqEntry, int(address.rsplit("/", 1)[1]))
        for row, helpful in zip(rows, (True, False), strict=True):
            row.kind, row.entry_id, row.place = "answer", entry.id, f"问答{entry.id}"
            asked.vote(session, row.id, row.conversation_id, helpful=helpful)
    writer.goto(address)
    figures = writer.locator(".figures")
    expect(figures.locator("div", has_text="有帮助")).to_contain_text("1")
    expect(figures.locator("div", has_text="没帮助")).to_contain_text("1")
    is_well(writer)
    writer.goto(f"{site}/admin/unanswered")
    expect(writer.locator("section.card-box")).to_have_count(1)
    expect(writer.locator("section.card-box")).to_contain_text("居民说没帮助")


@BOTH
def test_a_near_duplicate_is_pointed_out_and_leads_to_the_entry(
    enter: Callable[..., Page], site: Site, screen: dict[str, int]
) -> None:
    writer = enter("zhangmy", screen)
    address = publish(writer, enter("sunmei"), site)
    writer.goto(f"{site}/admin/faq/new")
    writer.get_by_label("问题", exact=True).press_sequentially("老年食堂几点开")
    expect(writer.locator("#similar")).to_contain_text("相似度")
    is_well(writer)
    writer.on("dialog", lambda dialog: dialog.accept())
    writer.locator("#similar").get_by_role("link", name="老年食堂几点开门").click()
    writer.wait_for_url(address)


def _option(page: Page, select_id: str, name: str) -> str:
    """The label of an option that ends with a name: areas stand there with what they belong to."""
    labels = page.locator(f"#{select_id} option").all_inner_texts()
    return next(label for label in labels if label.strip().endswith(name))
