from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from bot.admin import access
from bot.admin.menu import menu_of
from bot.database import Database
from bot.models import Staff
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def test_each_view_is_named_in_the_table_or_open(app: Flask) -> None:
    views = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")}
    assert views == set(access._VIEWS) | access.OPEN_VIEWS


def test_stranger_is_sent_to_the_login(app: Flask, city: City) -> None:
    answer = app.test_client().get("/admin/")
    assert answer.status_code == 302
    assert answer.location.startswith("/inbox/login")


@pytest.mark.parametrize("username", ["wangfang", "zhaolei", "nobody"])
def test_people_without_a_page_here_are_turned_away_and_see_no_door(login: Login, username: str) -> None:
    browser = login(username)
    answer = browser.get("/admin/")
    assert answer.status_code == 403
    assert "没有权限" in words(answer)
    assert 'href="/admin/"' not in browser.get("/inbox/").text


@pytest.mark.parametrize("username", ["sunmei", "zhangmy"])
def test_supervisors_and_administrators_come_in_by_the_top_bar(login: Login, username: str) -> None:
    browser = login(username)
    assert 'href="/admin/"' in browser.get("/inbox/").text
    assert browser.get("/admin/").status_code == 200


def test_menu_shows_only_what_somebody_may_open(city: City, database: Database) -> None:
    with database.reader() as session:
        people = {name: session.get_one(Staff, city.staff[name]) for name in ("zhangmy", "sunmei", "wangfang")}
        endpoints = {
            name: {line.endpoint for section in menu_of(one) for line in section.lines} for name, one in people.items()
        }
    assert endpoints["wangfang"] == set()
    assert "admin.home" in endpoints["sunmei"] <= endpoints["zhangmy"]


def test_every_line_of_the_menu_opens(login: Login, city: City, database: Database, app: Flask) -> None:
    browser = login("zhangmy")
    with database.reader() as session:
        sections = menu_of(session.get_one(Staff, city.staff["zhangmy"]))
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        addresses = [urls.build(line.endpoint, line.values) for section in sections for line in section.lines]
    assert addresses
    for address in addresses:
        assert browser.get(address).status_code == 200, address
