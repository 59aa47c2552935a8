from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import redis as redis_client
from sqlalchemy import func, select

from bot.conversations import records
from bot.database import Database
from bot.models import Attention, Author, Conversation, Message, OutboxItem, OutboxState, Ticket, TicketState
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City
from tests.integration.inbox.conftest import MovableClock

Login = Callable[[str], Browser]


def _page(city: City, key: str, act: str = "") -> str:
    return f"/inbox/conversations/{city.conversations[key]}{act and '/' + act}"


@pytest.mark.usefixtures("postgresql_too")
def test_taking_over_gives_the_conversation_to_one_person_and_starts_its_ticket(
    login: Login, city: City, database: Database
) -> None:
    answer = login("wangfang").post(_page(city, "counsel", "take-over"))
    assert answer.status_code == 200
    assert "我在办" in words(answer)
    assert answer.headers["HX-Trigger"] == "refresh-lists"
    with database.reader() as session:
        conversation = session.get_one(Conversation, city.conversations["counsel"])
        assert conversation.is_held
        assert conversation.assignee_id == city.staff["wangfang"]
        assert conversation.attention is None
        ticket = session.scalars(select(Ticket).where(Ticket.number == city.tickets["counsel"])).one()
        assert ticket.state is TicketState.IN_PROGRESS


def test_second_person_is_stopped_and_told_who_has_it(login: Login, city: City, database: Database) -> None:
    answer = login("liqiang").post(_page(city, "noise", "take-over"))
    assert answer.status_code == 409
    assert "王芳正在处理这个对话。" in words(answer)
    assert "接手" not in [button.strip() for button in words(answer).split()]
    with database.reader() as session:
        assert session.get_one(Conversation, city.conversations["noise"]).assignee_id == city.staff["wangfang"]


@pytest.mark.usefixtures("postgresql_too")
def test_of_two_people_at_the_same_moment_one_gets_it(login: Login, city: City, database: Database) -> None:
    both, start = [login("wangfang"), login("liqiang")], Barrier(2)

    def tap(browser: Browser) -> int:
        start.wait()
        return browser.post(_page(city, "counsel", "take-over")).status_code

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(tap, both)) == [200, 409]
    assert _count(database, city, "counsel", Author.EVENT) == 1


def test_second_tap_on_take_over_is_no_second_handover(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    for _ in range(2):
        assert browser.post(_page(city, "counsel", "take-over")).status_code == 200
    assert _count(database, city, "counsel", Author.EVENT) == 1


def test_reply_goes_into_the_outbox_and_wakes_the_worker(
    login: Login, city: City, database: Database, redis: redis_client.Redis
) -> None:
    browser, wakes = login("wangfang"), redis.pubsub(ignore_subscribe_messages=True)
    wakes.subscribe("linli:wake")
    wakes.get_message(timeout=1)
    answer = browser.post(_page(city, "noise", "reply"), text="我这就去501看看。\r\n您别着急。", once="k" * 12)
    assert answer.status_code == 200
    assert "等待发送" in words(answer)
    assert "还能发 3 条" in words(answer)
    assert wakes.get_message(timeout=2) is not None
    with database.reader() as session:
        item = session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc()).limit(1)).one()
        assert (item.text, item.state) == ("我这就去501看看。\n您别着急。", OutboxState.WAITING)
        assert item.message.staff_id == city.staff["wangfang"]


@pytest.mark.usefixtures("postgresql_too")
def test_reply_sent_twice_by_a_shaky_line_is_written_once(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    for _ in range(2):
        assert browser.post(_page(city, "noise", "reply"), text="下午到。", once="a1b2c3d4").status_code == 200
    assert browser.post(_page(city, "noise", "reply"), text="下午到。", once="e5f6a7b8").status_code == 200
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Message).where(Message.text == "下午到。")) == 2


@pytest.mark.parametrize(("key", "said"), [("counsel", "请先接手"), ("lunch", "李强正在处理这个对话")])
def test_reply_to_what_one_does_not_hold_is_refused_by_the_server(
    login: Login, city: City, database: Database, key: str, said: str
) -> None:
    answer = login("wangfang").post(_page(city, key, "reply"), text="抢着答")
    assert answer.status_code == 409
    assert said in words(answer)
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(Message.text == "抢着答")) == 0


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 3001])
def test_empty_and_endless_replies_are_refused_with_words(login: Login, city: City, text: str) -> None:
    answer = login("wangfang").post(_page(city, "noise", "reply"), text=text)
    assert answer.status_code == 422
    assert "请先写内容" in words(answer) or "内容太长" in words(answer)


def test_note_can_be_written_by_anybody_who_sees_it_and_never_leaves(
    login: Login, city: City, database: Database
) -> None:
    before = _count_outbox(database)
    answer = login("liqiang").post(_page(city, "noise", "note"), text="房东姓田，周末才在。", once="n" * 10)
    assert answer.status_code == 200
    assert "备注（居民看不到） 李强" in words(answer).replace("\u3000", " ")
    assert _count_outbox(database) == before
    with database.reader() as session:
        assert session.get_one(Conversation, city.conversations["noise"]).assignee_id == city.staff["wangfang"]


@pytest.mark.usefixtures("postgresql_too")
def test_handing_back_tells_the_resident_with_the_summary(login: Login, city: City, database: Database) -> None:
    answer = login("wangfang").post(_page(city, "noise", "hand-back"), summary="501 答应晚上十点后不挪桌子。")
    assert answer.status_code == 200
    assert "机器人在办" in words(answer)
    with database.reader() as session:
        assert not session.get_one(Conversation, city.conversations["noise"]).is_held
        sent = session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc()).limit(1)).one().text
        assert sent.startswith("501 答应晚上十点后不挪桌子。")
        assert "转人工" in sent


def test_handing_back_what_another_person_has_is_refused(login: Login, city: City) -> None:
    answer = login("wangfang").post(_page(city, "lunch", "hand-back"))
    assert answer.status_code == 409
    assert "李强正在处理这个对话" in words(answer)


def test_alarm_is_acknowledged_by_name_and_the_first_name_stays(login: Login, city: City, database: Database) -> None:
    assert "4 分钟没有人确认" in words(login("wangfang").get("/inbox/"))
    answer = login("wangfang").post(_page(city, "despair", "acknowledge"))
    assert "王芳 10:00 已确认" in words(answer)
    login("liqiang").post(_page(city, "despair", "acknowledge"))
    with database.reader() as session:
        conversation = session.get_one(Conversation, city.conversations["despair"])
        assert conversation.acknowledged_by_id == city.staff["wangfang"]
        assert conversation.attention is Attention.PSYCH_CRISIS
    page = words(login("liqiang").get("/inbox/?list=alarms"))
    assert "没有人确认" not in page
    assert "心理危机·已确认" in page


def test_alarm_goes_back_to_the_bot_only_when_acknowledged(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    browser.post(_page(city, "despair", "take-over"))
    with database.session() as session:
        session.get_one(Conversation, city.conversations["despair"]).acknowledged_at = None
    answer = browser.post(_page(city, "despair", "hand-back"))
    assert answer.status_code == 409
    assert "请先确认警报" in words(answer)
    browser.post(_page(city, "despair", "acknowledge"))
    assert browser.post(_page(city, "despair", "hand-back")).status_code == 200


def test_what_needs_no_person_is_taken_off_the_list(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    assert "已看过" in words(browser.get(_page(city, "pictures")))
    browser.post(_page(city, "pictures", "acknowledge"))
    assert f'id="row-c{city.conversations["pictures"]}"' not in browser.get("/inbox/?list=waiting").text


@pytest.mark.usefixtures("postgresql_too")
def test_transcript_shows_intents_choices_places_and_what_stayed_unanswered(login: Login, city: City) -> None:
    browser = login("wangfang")
    noise = words(browser.get(_page(city, "noise")))
    assert "矛盾纠纷 93%" in noise
    assert "补充情况" in noise
    assert "王芳接手了对话" in noise
    pictures = words(browser.get(_page(city, "pictures")))
    assert "未识别 31%" in pictures
    assert "没有答复" in pictures
    assert "北纬 35.21588，东经 113.24182" in pictures
    assert "下载语音" in pictures


def test_numbers_in_the_transcript_are_masked(login: Login, city: City) -> None:
    page = login("wangfang").get(_page(city, "noise")).text
    assert "13839112345" not in page
    assert "我电话138****2345" in page


def test_whole_phone_number_is_shown_for_a_reason_that_is_written_down(login: Login, city: City) -> None:
    browser = login("wangfang")
    answer = browser.post(_page(city, "noise", "phone"), reason="居民要求回电")
    assert "13839112345" in words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "王芳查看了居民电话：居民要求回电" in words(browser.get(_page(city, "noise")))


def test_phone_number_is_not_shown_without_a_known_reason(login: Login, city: City) -> None:
    browser = login("wangfang")
    assert browser.post(_page(city, "noise", "phone"), reason="好奇").status_code == 400
    assert browser.post(_page(city, "despair", "phone"), reason="紧急救助").status_code == 404


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("noise", "还能发 4 条，窗口到 11月25日 09:40"),
        ("counsel", "可发条数已用完"),
        ("lunch", "窗口已关，留到居民下次来时"),
    ],
)
def test_composer_knows_what_wechat_still_allows(login: Login, city: City, key: str, said: str) -> None:
    assert said in words(login("wangfang").get(_page(city, key)))


def test_composer_says_when_the_window_has_closed_or_the_resident_left(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    browser = login("wangfang")
    clock.moment += timedelta(hours=47, minutes=41)
    assert "窗口已关" in words(browser.get(_page(city, "noise")))
    with database.session() as session:
        session.get_one(Conversation, city.conversations["noise"]).identity.subscribed = False
    assert "居民已取消关注" in words(browser.get(_page(city, "noise")))


def test_account_that_may_only_answer_says_so(login: Login, city: City, redis: redis_client.Redis) -> None:
    redis.set("linli:wechat:may-not-send", "1")
    assert "只能在居民发消息时回复" in words(login("wangfang").get(_page(city, "noise")))


def test_delivery_of_each_answer_is_told_with_the_reason(login: Login, city: City) -> None:
    browser = login("wangfang")
    assert "已送达" in words(browser.get(_page(city, "noise")))
    lunch = words(browser.get(_page(city, "lunch")))
    assert "发送失败：超过 48 小时，微信不让发" in lunch
    assert "留到居民下次来时" in lunch


def test_long_conversation_opens_at_its_end_and_earlier_messages_on_demand(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    with database.session() as session:
        conversation = session.get_one(Conversation, city.conversations["lamp"])
        for number in range(70):
            records.write(session, conversation, Author.BOT, f"第{number}句", clock())
    browser = login("wangfang")
    page = browser.get(_page(city, "lamp"))
    assert "第69句" in words(page)
    assert "第5句" not in words(page)
    assert "更早的消息" in words(page)
    earlier = words(browser.get(_page(city, "lamp") + "?limit=120", part=True))
    assert "第5句" in earlier
    assert "更早的消息" not in earlier


def test_what_a_resident_writes_is_never_markup(
    login: Login, city: City, database: Database, clock: MovableClock
) -> None:
    with database.session() as session:
        conversation = session.get_one(Conversation, city.conversations["lamp"])
        records.write(session, conversation, Author.NOTE, "<script>alert(1)</script>", clock())
    page = login("wangfang").get(_page(city, "lamp")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_browser_without_scripts_is_led_back_to_the_page(login: Login, city: City) -> None:
    answer = login("wangfang").post(_page(city, "counsel", "take-over"), part=False)
    assert (answer.status_code, answer.location) == (303, _page(city, "counsel"))


def _count(database: Database, city: City, key: str, author: Author) -> int:
    with database.reader() as session:
        mine = (Message.conversation_id == city.conversations[key], Message.author == author)
        return session.scalar(select(func.count()).where(*mine)) or 0


def _count_outbox(database: Database) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(OutboxItem)) or 0
