"""The phone page in a real browser: a resident chats, and everything arrives as in WeChat."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot import outbox
from bot.conversations import records
from bot.dialogue import Choice, Say
from bot.dialogue.process import free_port
from bot.faq import pictures
from bot.media_folder import MediaFolder
from bot.models import Author, Conversation, Media, Message, MessageKind
from bot.settings import Settings
from tests.integration.wechat.conftest import OPENID, Linli, start

__all__ = ["start"]  # a fixture that other fixtures here ask for

CHROMIUM = shutil.which("chromium")
PHONE = {"width": 375, "height": 812}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(params=["sqlite"])
def database_address(sqlite_template: Path, tmp_path: Path) -> str:
    """What the phone shows does not depend on the database: one is enough."""
    shutil.copy(sqlite_template, tmp_path / "linli.db")
    return f"sqlite:///{tmp_path / 'linli.db'}"


@pytest.fixture
def settings(tmp_path: Path, database_address: str, redis_address: str) -> Settings:
    return Settings(
        _env_file=None, port=free_port(), data_dir=tmp_path, database_url=database_address, redis_url=redis_address
    )


@pytest.fixture
def linli(start: Callable[..., Linli]) -> Linli:
    linli = start()

    @linli.app.after_request
    def forbid_inline(response):  # type: ignore[no-untyped-def]
        response.headers["Content-Security-Policy"] = "default-src 'self'; img-src 'self' data:"
        return response

    return linli


@pytest.fixture
def page(chromium: Browser, linli: Linli) -> Iterator[Page]:
    """The phone, on a phone; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    page = chromium.new_page(viewport=PHONE)
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{linli.url}/dev/phone")
    yield page
    page.close()
    assert complaints == []


def write(page: Page, text: str) -> None:
    if page.get_by_role("button", name="切换到键盘").is_visible():
        page.get_by_role("button", name="切换到键盘").click()
    page.get_by_label("输入消息").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def from_account(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".line:not(.mine) .bubble")


def mine(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".line.mine .bubble")


def test_a_text_is_sent_and_answered(page: Page) -> None:
    write(page, "楼上漏水")
    expect(mine(page)).to_have_text("楼上漏水")
    expect(from_account(page)).to_have_text("答：楼上漏水")


def test_enter_sends_and_an_empty_line_does_not(page: Page) -> None:
    page.get_by_role("button", name="切换到键盘").click()
    page.get_by_label("输入消息").press("Enter")
    page.get_by_label("输入消息").fill("好")
    page.get_by_label("输入消息").press("Enter")
    expect(from_account(page)).to_have_count(1)


def test_a_choice_is_tapped(page: Page, linli: Linli) -> None:
    linli.dialogue.answers["漏水"] = (
        Say("是哪一类的事？", (Choice("噪音扰民", "/noise"), Choice("漏水渗水", "/leak"))),
    )
    write(page, "漏水")
    page.get_by_role("button", name="漏水渗水").click()
    expect(mine(page).last).to_have_text("漏水渗水")
    expect(from_account(page).last).to_have_text("答：/leak")
    with linli.database.reader() as session:
        tapped = session.scalars(select(Message).where(Message.text == "漏水渗水")).one()
    assert tapped.payload["menu_id"] == "2"


def test_the_menu_is_tapped(page: Page) -> None:
    page.get_by_role("button", name="找人办事").click()
    page.get_by_role("button", name="调解纠纷").click()
    expect(from_account(page)).to_have_text("答：/dispute")
    expect(page.get_by_role("button", name="调解纠纷")).to_be_hidden()


def test_only_one_submenu_is_open_and_a_tap_beside_it_closes_it(page: Page) -> None:
    page.get_by_role("button", name="找人办事").click()
    page.get_by_role("button", name="我的", exact=True).click()
    expect(page.locator(".submenu:visible")).to_have_count(1)
    page.locator("#chat").click(position={"x": 20, "y": 60})
    expect(page.locator(".submenu:visible")).to_have_count(0)


def test_late_messages_appear_by_themselves(page: Page, linli: Linli) -> None:
    write(page, "你好")
    expect(from_account(page)).to_have_count(1)
    with linli.database.session() as session:
        conversation = session.scalars(select(Conversation)).one()
        now = linli.works.parts.clock()
        message = records.write(session, conversation, Author.STAFF, "我是李敏", now)
        outbox.enqueue(session, conversation.identity_id, message.id, ["我是李敏，社区的。"], now)
    linli.works.deliver_outbox()
    expect(from_account(page).last).to_have_text("我是李敏，社区的。")


@pytest.mark.parametrize("recognised", [True, False])
def test_a_voice_is_spoken(page: Page, linli: Linli, recognised: bool) -> None:
    page.get_by_role("button", name="切换到键盘").click()
    page.locator("#input-row").get_by_role("button", name="语音").click()
    page.get_by_label("说了什么").fill("楼道灯坏了")
    page.get_by_label("微信识别出文字").set_checked(recognised)
    page.get_by_role("button", name="松开 发送").click()
    expect(from_account(page)).to_contain_text("答：楼道灯坏了" if recognised else "听不懂语音")
    with linli.database.reader() as session:
        assert session.scalars(select(Message).where(Message.kind == MessageKind.VOICE)).one().media_id


def test_a_picture_is_sent_and_shown(page: Page, linli: Linli, tmp_path: Path) -> None:
    picture = tmp_path / "灯.png"
    page.screenshot(path=picture, clip={"x": 0, "y": 0, "width": 40, "height": 30})
    page.set_input_files("#file", picture)
    expect(page.locator(".line.mine img[alt=图片]")).to_be_visible()
    expect(from_account(page)).to_contain_text("图片收到了")
    assert linli.works.fetch_media() == 1
    with linli.database.reader() as session:
        assert session.scalars(select(Media)).one().content_type == "image/png"


def test_the_picture_of_an_answer_stands_under_its_words(page: Page, linli: Linli, tmp_path: Path) -> None:
    file = tmp_path / "menu.png"
    page.screenshot(path=file)
    with linli.database.session() as session:
        folder = MediaFolder(linli.settings.data_dir / "media")
        held = pictures.keep(session, file.read_bytes(), folder, linli.works.parts.clock())
    words = Say("十一点半开饭。\n查看详情：https://example.org/meals", (Choice("有帮助", "/yes"),))
    linli.dialogue.answers["食堂几点开"] = (words, Say("", picture=held))
    write(page, "食堂几点开")
    expect(from_account(page)).to_contain_text("十一点半开饭。")
    expect(from_account(page).get_by_role("link", name="查看详情")).to_have_attribute(
        "href", "https://example.org/meals"
    )
    page.wait_for_timeout(600)  # what follows a passive reply is due half a second later
    assert linli.works.deliver_outbox() == 1
    picture = page.locator(".line:not(.mine) img[alt=图片]")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == PHONE["width"]
    above, below = from_account(page).first.bounding_box(), picture.bounding_box()
    assert above and below
    assert above["y"] + above["height"] <= below["y"]


def test_a_place_is_sent(page: Page) -> None:
    page.get_by_role("button", name="切换到键盘").click()
    page.get_by_role("button", name="更多功能").click()
    page.get_by_role("button", name="位置").click()
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(page.locator(".line.mine .place-label")).to_contain_text("焦作市")
    expect(from_account(page)).to_have_count(1)


def test_who_unfollowed_must_follow_to_write(page: Page) -> None:
    page.get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("button", name="取消关注").click()
    page.get_by_role("button", name="完成").click()
    expect(page.locator("#foot")).to_be_hidden()
    page.get_by_role("button", name="关注公众号").click()
    expect(from_account(page)).to_contain_text("我是邻里")
    expect(page.locator("#foot")).to_be_visible()


def test_a_broken_account_looks_out_of_order(page: Page, linli: Linli) -> None:
    linli.app.view_functions["wechat.receive"] = lambda: ("<h1>oops</h1>", 500)
    write(page, "你好")
    expect(page.locator(".notice")).to_have_text("该公众号暂时无法提供服务，请稍后再试")


def test_what_residents_write_is_never_html(page: Page) -> None:
    write(page, '<img src=x onerror="document.title=1"><a href="javascript:document.title=2">点</a>')
    expect(from_account(page)).to_contain_text("<img src=x")
    assert page.locator(".bubble img").count() == 0
    assert page.locator('.bubble a[href^="javascript"]').count() == 0
    assert page.title() not in ("1", "2")


def test_each_resident_has_a_chat_of_their_own(page: Page, linli: Linli) -> None:
    write(page, "我是王秀英")
    expect(from_account(page)).to_have_count(1)
    page.get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("link", name="张建国").click()
    expect(page).to_have_url(re.compile("ZhangJianguo"))
    expect(page.locator("#menu button").first).to_be_visible()
    expect(page.locator(".bubble")).to_have_count(0)
    page.goto(f"{linli.url}/dev/phone?openid={OPENID}")
    expect(from_account(page)).to_have_count(1)


def test_faults_of_wechat_are_switched_on_the_page(page: Page, linli: Linli) -> None:
    page.get_by_role("button", name="更多", exact=True).click()
    page.get_by_label("微信出什么故障").select_option(label="客服消息：没有权限（48001）")
    expect(page.get_by_role("status")).to_contain_text("48001")
    page.reload()
    expect(page.locator("#fault")).to_have_value(re.compile("48001"))


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 568}, {"width": 1280, "height": 860}])
def test_nothing_sticks_out_at_any_width(chromium: Browser, linli: Linli, size: dict[str, int]) -> None:
    linli.dialogue.answers["长"] = (Say("字" * 200 + "https://example.org/" + "x" * 200, (Choice("很长" * 20, "/x"),)),)
    page = chromium.new_page(viewport=size)  # type: ignore[arg-type]
    page.goto(f"{linli.url}/dev/phone")
    write(page, "长")
    expect(from_account(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator("#foot").bounding_box()
    assert box
    assert box["y"] + box["height"] <= size["height"]
    page.close()
