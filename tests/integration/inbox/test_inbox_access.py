from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from flask import Flask

from bot.database import Database
from bot.inbox import access
from bot.models import Conversation, Role, Staff
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _addresses(app: Flask, method: str) -> list[str]:
    values: dict[str, int | str] = defaultdict(lambda: 1, number="20261123-0001-3")
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        return [
            urls.build(rule.endpoint, {name: values[name] for name in rule.arguments}, method=method)
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("inbox.")
            and method in (rule.methods or ())
            and rule.endpoint not in access.OPEN_VIEWS
        ]


def test_every_page_of_the_inbox_sends_a_stranger_to_the_login(app: Flask, city: City) -> None:
    addresses = _addresses(app, "GET")
    assert len(addresses) >= 6
    for address in addresses:
        answer = app.test_client().get(address)
        assert answer.status_code == 302, address
        assert answer.location.startswith("/inbox/login"), address


def test_no_change_can_be_made_by_a_stranger(app: Flask, city: City, database: Database) -> None:
    browser = Browser(app)
    browser.log_in("wangfang", "wrong")  # has a session and its token, but no login
    for address in _addresses(app, "POST"):
        assert browser.post(address, part=False, text="假的").status_code == 302, address
    with database.reader() as session:
        assert session.get_one(Conversation, city.conversations["counsel"]).assignee_id is None


def test_part_of_a_page_sends_the_whole_browser_to_the_login(app: Flask, city: City) -> None:
    answer = Browser(app).get("/inbox/lists", part=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/inbox/login")
    feed = app.test_client().get("/inbox/live", headers={"Accept": "text/event-stream"})
    assert feed.status_code == 401


def test_each_view_is_named_in_the_table_or_open(app: Flask) -> None:
    views = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("inbox.")}
    assert views == set(access._VIEWS) | access.OPEN_VIEWS


def test_login_without_a_role_opens_nothing(login: Login) -> None:
    browser = login("nobody")
    assert browser.get("/inbox/").status_code == 403
    assert "没有权限" in words(browser.get("/inbox/lists", part=True))


def test_unknown_role_opens_nothing(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        session.get_one(Staff, city.staff["nobody"]).roles = [Role(name="visitor")]
    assert login("nobody").get("/inbox/").status_code == 403


def test_person_whose_account_was_closed_is_out_at_once(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    with database.session() as session:
        session.get_one(Staff, city.staff["wangfang"]).active = False
    assert browser.get("/inbox/").status_code == 302


def test_change_without_the_token_of_the_page_is_refused(login: Login, city: City, database: Database) -> None:
    browser = login("wangfang")
    browser.token = ""
    answer = browser.post(f"/inbox/conversations/{city.conversations['counsel']}/take-over", part=False)
    assert answer.status_code == 400
    assert "刷新页面" in words(answer)
    with database.reader() as session:
        assert session.get_one(Conversation, city.conversations["counsel"]).assignee_id is None


@pytest.mark.usefixtures("postgresql_too")
@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("wangfang", {"noise", "lamp", "counsel", "despair", "lunch", "pictures"}),
        ("zhaolei", {"lamp"}),
        ("chenjing", {"despair", "far"}),
        ("sunmei", {"noise", "lamp", "counsel", "despair", "lunch", "pictures", "far"}),
    ],
)
def test_people_see_the_conversations_of_their_area_and_no_others(
    login: Login, city: City, username: str, seen: set[str]
) -> None:
    browser = login(username)
    page = browser.get("/inbox/?list=all").text
    assert {key for key, id_ in city.conversations.items() if f'id="row-c{id_}"' in page} == seen
    for key, id_ in city.conversations.items():
        assert browser.get(f"/inbox/conversations/{id_}").status_code == (200 if key in seen else 404), key


@pytest.mark.usefixtures("postgresql_too")
@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("wangfang", {"noise", "lamp", "counsel"}),
        ("zhaolei", {"lamp"}),
        ("chenjing", {"far"}),
        ("sunmei", {"noise", "lamp", "counsel", "far"}),
    ],
)
def test_people_see_the_tickets_of_their_area_and_no_others(
    login: Login, city: City, username: str, seen: set[str]
) -> None:
    browser = login(username)
    page = browser.get("/inbox/?list=tickets").text
    assert {key for key, number in city.tickets.items() if f'id="row-t{number}"' in page} == seen
    for key, number in city.tickets.items():
        assert browser.get(f"/inbox/tickets/{number}").status_code == (200 if key in seen else 404), key


def test_nobody_changes_what_is_not_theirs_to_see(login: Login, city: City, database: Database) -> None:
    browser = login("chenjing")
    id_ = city.conversations["counsel"]
    for act in ("take-over", "reply", "note", "hand-back", "acknowledge"):
        assert browser.post(f"/inbox/conversations/{id_}/{act}", text="越权").status_code == 404, act
    assert browser.post(f"/inbox/conversations/{id_}/phone", reason="紧急救助").status_code == 404
    assert browser.post(f"/inbox/tickets/{city.tickets['lamp']}/step", step="resolve").status_code == 404


def test_emergency_contact_sees_an_alarm_from_nowhere_though_a_specialist(
    login: Login, city: City, database: Database
) -> None:
    with database.session() as session:
        session.get_one(Staff, city.staff["zhaolei"]).emergency_contact = True
    assert login("zhaolei").get(f"/inbox/conversations/{city.conversations['despair']}").status_code == 200


def test_conversation_taken_over_stays_visible_to_its_holder(login: Login, city: City, database: Database) -> None:
    with database.session() as session:
        session.get_one(Conversation, city.conversations["far"]).assignee_id = city.staff["zhaolei"]
    browser = login("zhaolei")
    assert browser.get(f"/inbox/conversations/{city.conversations['far']}").status_code == 200
    assert browser.get(f"/inbox/tickets/{city.tickets['far']}").status_code == 200
