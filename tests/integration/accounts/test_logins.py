from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from bot.accounts import passwords
from bot.database import Database
from bot.models import AuditEntry, Deed, LoginSession, Staff
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import PASSWORD, City
from tests.integration.inbox.conftest import MovableClock

Login = Callable[[str], Browser]


def test_login_is_listed_with_device_and_address_and_written_to_the_trail(
    login: Login, database: Database, city: City
) -> None:
    page = words(login("wangfang").get("/account/"))
    assert "就是这台" in page
    assert "127.0.0.1" in page
    with database.reader() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == Deed.LOG_IN)).one()
        assert (entry.staff_id, entry.address) == (city.staff["wangfang"], "127.0.0.1")


def test_ended_login_opens_nothing_from_then_on(login: Login) -> None:
    here, there = login("wangfang"), login("wangfang")
    found = re.search(r"/account/logins/(\d+)/end\"", here.get("/account/").text)
    assert found
    assert here.post(f"/account/logins/{found.group(1)}/end", part=False).status_code == 303
    assert there.get("/inbox/").location.startswith("/inbox/login")
    assert there.get("/inbox/lists", part=True).status_code == 401
    assert here.get("/inbox/").status_code == 200


def test_all_other_logins_end_at_one_stroke(login: Login) -> None:
    here, others = login("wangfang"), [login("wangfang"), login("wangfang")]
    here.post("/account/logins/end-others", part=False)
    assert [one.get("/inbox/").status_code for one in others] == [302, 302]
    assert here.get("/inbox/").status_code == 200


def test_nobody_ends_anothers_login(login: Login, database: Database, city: City) -> None:
    login("wangfang")
    with database.reader() as session:
        hers = session.scalars(select(LoginSession.id)).one()
    assert login("liqiang").post(f"/account/logins/{hers}/end", part=False).status_code == 404


def test_login_not_used_for_a_working_day_is_listed_no_more(login: Login, clock: MovableClock) -> None:
    login("wangfang")
    clock.moment += timedelta(hours=13)
    here = login("wangfang")
    assert words(here.get("/account/")).count("最近使用") == 1


def test_cookie_copied_before_logging_out_is_worth_nothing(login: Login, app: Flask) -> None:
    browser = login("wangfang")
    stolen = browser.client.get_cookie("linli")
    browser.post("/inbox/logout", part=False)
    thief = Browser(app)
    assert stolen is not None
    thief.client.set_cookie("linli", stolen.value)
    assert thief.get("/inbox/").status_code == 302


def test_new_password_ends_the_other_logins_and_keeps_this_one(login: Login, app: Flask) -> None:
    here, there = login("wangfang"), login("wangfang")
    answer = here.post(
        "/inbox/password", part=False, password=PASSWORD, new_password="门口那棵槐花开了满街都香", new_password_confirm="门口那棵槐花开了满街都香"
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    assert here.get("/inbox/").status_code == 200
    assert there.get("/inbox/").status_code == 302
    assert Browser(app).log_in("wangfang", "门口那棵槐花开了满街都香").status_code == 302


def test_short_new_password_is_refused_in_chinese(login: Login) -> None:
    answer = login("wangfang").post(
        "/inbox/password", part=False, password=PASSWORD, new_password="short", new_password_confirm="short"
    )
    assert "至少要 10 个字符" in words(answer)


def test_one_time_password_must_be_changed_before_anything_else(
    login: Login, app: Flask, city: City, database: Database, clock: MovableClock
) -> None:
    before = login("wangfang")
    with app.app_context(), database.session() as session:
        once = passwords.reset_password(session, session.get_one(Staff, city.staff["wangfang"]), clock())
    assert before.get("/inbox/").status_code == 302, "all logins have ended"
    browser = Browser(app)
    assert browser.log_in("wangfang", once).status_code == 302
    for address in ("/inbox/", "/account/", "/inbox/lists"):
        assert browser.get(address).location == "/inbox/password", address
    assert browser.get("/inbox/lists", part=True).headers["HX-Redirect"] == "/inbox/password"
    page = browser.get("/inbox/password")
    assert "一次性密码" in words(page)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    browser.token = found.group(1)
    new = {"new_password": "楼下的槐树今年又开花了", "new_password_confirm": "楼下的槐树今年又开花了"}
    assert browser.post("/inbox/password", part=False, password=once, **new).status_code == 302
    assert browser.get("/inbox/").status_code == 200


def test_own_account_is_closed_to_strangers(app: Flask, city: City) -> None:
    assert app.test_client().get("/account/").location.startswith("/inbox/login")


def test_reply_is_slowed_down_after_sixty_in_a_minute(login: Login, city: City) -> None:
    browser = login("wangfang")
    address = f"/inbox/conversations/{city.conversations['noise']}/reply"
    seen = {browser.post(address, text="").status_code for _ in range(60)}
    assert 429 not in seen
    assert browser.post(address, text="").status_code == 429
