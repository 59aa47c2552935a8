import pytest

from bot.conversations import records
from bot.inbox.search import Piece, pieces
from bot.models import Author, Conversation, Message, Resident, Ticket
from tests.integration.inbox.browser import words
from tests.integration.inbox.crowd import add_crowd

pytestmark = pytest.mark.usefixtures("postgresql_too")


def found(browser, text, **filters):
    address = "/inbox/search?" + "&".join(f"{name}={value}" for name, value in {"q": text, **filters}.items())
    answer = browser.client.get(address, headers={"HX-Request": "true", "HX-Target": "div#found"})
    assert answer.status_code == 200
    return words(answer)


def test_a_word_of_two_characters_finds_what_a_resident_said(login):
    assert "说过的话" in found(login("zhangmy"), "桌子")


def test_every_word_asked_for_must_be_there(login):
    browser = login("zhangmy")
    assert "说过的话" in found(browser, "楼上 桌子")
    assert "没有找到" in found(browser, "楼上 恐龙")


def test_a_ticket_is_found_by_its_number_and_by_the_part_after_the_date(login, city):
    number = city.tickets["noise"]
    browser = login("zhangmy")
    assert number in found(browser, number)
    assert number in found(browser, number.partition("-")[2])
    assert number in found(browser, number[:10])


def test_a_resident_is_found_by_the_last_four_digits_and_shown_masked(login):
    text = found(login("zhangmy"), "2345")
    assert "马秀英" in text
    assert "138****2345" in text
    assert "13839112345" not in text


def test_the_number_is_forgotten_with_the_phone(login, database, city):
    with database.session() as session:
        resident = next(one for one in session.query(Resident) if one.phone == "13839112345")
        resident.phone = None
    assert "没有找到" in found(login("zhangmy"), "2345")


def test_nobody_finds_what_the_lists_would_not_show(login, city):
    assert "说过的话" in found(login("zhangmy"), "桌子")
    assert "没有找到" in found(login("chenjing"), "桌子")


def test_words_may_be_narrowed_to_who_said_them_and_when(login):
    browser = login("zhangmy")
    assert "说过的话" not in found(browser, "桌子", by="note")
    assert "说过的话" in found(browser, "桌子", by="resident", since="week")


def test_unknown_filters_narrow_nothing(login):
    assert "说过的话" in found(login("zhangmy"), "桌子", by="nobody", since="never", kind="none")


def test_a_changed_text_is_found_by_its_new_words_only(login, database, city):
    with database.session() as session:
        message = session.query(Message).filter(Message.text.contains("桌子")).first()
        message.text = "楼上天天跳广场舞"
        ticket = session.query(Ticket).filter(Ticket.number == city.tickets["noise"]).one()
        ticket.details = "改成了排风扇"
    browser = login("zhangmy")
    assert "广场舞" in found(browser, "广场舞")
    assert "没有找到" in found(browser, "半夜拖桌")
    assert city.tickets["noise"] in found(browser, "排风扇")


@pytest.mark.parametrize("odd", ["'", '"', "%", "_", "*", "桌子'", "a OR b", "NEAR(", "\\", "桌子 -", "😀"])
def test_odd_signs_break_nothing(login, odd):
    answer = login("zhangmy").client.get("/inbox/search", query_string={"q": odd})
    assert answer.status_code == 200


def test_a_hit_leads_to_the_message_in_its_conversation(login, database, city):
    with database.session() as session:
        message = session.query(Message).filter(Message.text.contains("桌子")).first()
        address = f"/inbox/conversations/{message.conversation_id}?at={message.id}"
    assert f'data-at="turn-{message.id}"' in login("zhangmy").get(address).text


def test_the_words_asked_for_are_marked():
    assert pieces("楼上天天打桌子", "桌子") == (Piece("楼上天天打", False), Piece("桌子", True))


def test_a_long_text_is_cut_around_the_first_hit():
    found_pieces = pieces("一" * 100 + "桌子" + "二" * 200, "桌子")
    assert found_pieces[0].text.startswith("…")
    assert found_pieces[-1].text.endswith("…")
    assert sum(len(piece.text) for piece in found_pieces) < 120


def test_somebody_of_one_area_finds_its_residents_by_the_last_four_digits_and_no_others(login):
    assert "马秀英" in found(login("wangfang"), "2345")
    assert "没有找到" in found(login("chenjing"), "2345")


def test_what_few_may_see_is_found_behind_what_the_whole_city_says(login, database, now):
    add_crowd(database, "山阳区", "楼上天天半夜拖桌子", now)
    text = found(login("wangfang"), "桌子")
    assert "马秀英" in text
    assert "微信居民" not in text


def test_a_rare_sort_of_words_is_found_behind_a_crowd_by_whoever_sees_all(login, database, city, now):
    with database.session() as session:
        talk = session.get_one(Conversation, city.conversations["noise"])
        records.write(session, talk, Author.NOTE, "桌子腿已经垫了毛毡", now)
    add_crowd(database, "山阳区", "楼上天天半夜拖桌子", now)
    text = found(login("zhangmy"), "桌子", by="note")
    assert "毛毡" in text
    assert "微信居民" not in text


@pytest.mark.parametrize("number", ["20261101-0019-9", "20261101-0099-1", "20261101-9999-3", "20261109-0020-0"])
def test_a_part_of_a_number_finds_all_that_begin_with_it_and_not_the_next(login, database, city, number):
    with database.session() as session:
        session.query(Ticket).filter(Ticket.number == city.tickets["noise"]).one().number = number
    browser, serial = login("zhangmy"), number[9:]
    for part in (serial, serial[:4], number, number[:8], number[:6]):
        assert number in found(browser, part), part
    before = f"{int(serial[:4]) - 1:04d}"
    for part in (before, f"{number[:9]}{before}"):
        assert number not in found(browser, part), part
