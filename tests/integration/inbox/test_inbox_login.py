from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from bot.database import Database
from bot.models import Staff
from bot.parts import Parts
from bot.settings import Settings
from server import create_app
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import PASSWORD, City

Login = Callable[[str], Browser]
WRONG = "账号或密码不对"


def test_login_goes_to_the_inbox_whatever_the_case_of_the_account(app: Flask, city: City) -> None:
    answer = Browser(app).log_in(" WangFang ")
    assert (answer.status_code, answer.location) == (302, "/inbox/")


def test_login_page_is_chinese(app: Flask) -> None:
    page = app.test_client().get("/inbox/login")
    assert page.status_code == 200
    for text in ("账号", "密码", "登录"):
        assert text in words(page)
    for text in ("Login", "Password", "Email", "Remember"):
        assert text not in words(page)


@pytest.mark.parametrize(("username", "password"), [("wangfang", "wrong"), ("nosuchperson", PASSWORD)])
def test_wrong_account_and_wrong_password_are_told_in_the_same_words(
    app: Flask, city: City, username: str, password: str
) -> None:
    answer = Browser(app).log_in(username, password)
    assert answer.status_code == 200
    assert WRONG in words(answer)


def test_closed_account_is_told_nothing_more(app: Flask, city: City, database: Database) -> None:
    with database.session() as session:
        session.get_one(Staff, city.staff["wangfang"]).active = False
    assert WRONG in words(Browser(app).log_in("wangfang"))


@pytest.mark.parametrize(
    ("username", "password", "said"), [("", PASSWORD, "请填写账号"), ("wangfang", "", "请填写密码")]
)
def test_missing_field_is_named(app: Flask, city: City, username: str, password: str, said: str) -> None:
    assert said in words(Browser(app).log_in(username, password))


def test_passwords_are_kept_as_argon2(city: City, database: Database) -> None:
    with database.reader() as session:
        assert (session.get_one(Staff, city.staff["wangfang"]).password or "").startswith("$argon2id$")


def test_password_outlives_a_new_secret_key(city: City, settings: Settings) -> None:
    renewed = settings.model_copy(update={"secret_key": type(settings.secret_key)("renewed")})
    assert Browser(create_app(parts=Parts(renewed))).log_in("wangfang").status_code == 302


def test_guessing_is_stopped_even_with_the_right_password_afterwards(app: Flask, city: City) -> None:
    for _ in range(10):
        assert Browser(app).log_in("wangfang", "guess").status_code == 200
    answer = Browser(app).log_in("wangfang")
    assert answer.status_code == 429
    assert "15 分钟后" in words(answer)
    assert Browser(app).log_in("liqiang").status_code == 302


def test_logging_in_often_is_no_guessing(app: Flask, city: City) -> None:
    for _ in range(12):
        assert Browser(app).log_in("wangfang").status_code == 302


def test_login_without_redis_is_limited_by_the_process_itself(city: City, settings: Settings) -> None:
    lonely = settings.model_copy(update={"redis_url": "unix:///tmp/no-such-redis.sock"})
    app = create_app(parts=Parts(lonely))
    for _ in range(10):
        assert Browser(app).log_in("wangfang", "guess").status_code == 200
    assert Browser(app).log_in("wangfang").status_code == 429


def test_logging_out_takes_a_form_and_ends_the_session(login: Login) -> None:
    browser = login("wangfang")
    assert browser.get("/inbox/logout").status_code == 405
    assert browser.get("/inbox/").status_code == 200
    browser.post("/inbox/logout", part=False)
    assert browser.get("/inbox/").status_code == 302


@pytest.mark.parametrize(
    "page", ["register", "reset", "recover-username", "confirm", "change", "tf-rescue", "tf-select"]
)
def test_nobody_registers_or_resets_a_password_alone(app: Flask, page: str) -> None:
    assert app.test_client().get(f"/inbox/{page}").status_code == 404


def test_login_leads_nowhere_else(app: Flask, city: City) -> None:
    browser = Browser(app)
    browser.get("/inbox/login?next=https://evil.example/")
    answer = browser.client.post(
        "/inbox/login?next=https://evil.example/",
        data={"username": "wangfang", "password": PASSWORD, "csrf_token": _token(browser)},
    )
    assert "evil" not in answer.headers.get("Location", "")


def _token(browser: Browser) -> str:
    browser.log_in("wangfang", "wrong")
    return browser.token


def test_pages_forbid_inline_scripts_frames_and_caches(login: Login) -> None:
    answer = login("wangfang").get("/inbox/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert all("src=" in script for script in answer.text.split("<script")[1:])


def test_session_cookie_is_closed_to_scripts_and_on_https_to_plain_http(settings: Settings, city: City) -> None:
    real = settings.model_copy(update={"public_url": "https://linli.example"})
    for choice, is_secure in ((settings, False), (real, True)):
        app = create_app(parts=Parts(choice))
        cookie = app.test_client().get("/inbox/login").headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Secure" in cookie) is is_secure
