from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pyotp
import pytest
from flask import Flask

from bot.database import Database
from bot.models import Staff
from bot.settings import Settings
from server import Parts, create_app
from tests.fakes import FakeDialogue
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import PASSWORD, City

Login = Callable[[str], Browser]


@pytest.fixture
def strict(settings: Settings, city: City, clock: Callable[[], datetime]) -> Flask:
    """The application where everybody needs a second factor."""
    asking = settings.model_copy(update={"require_two_factor": True})
    return create_app(parts=Parts(asking, clock=clock, given_dialogue=FakeDialogue()))


def enrol(browser: Browser) -> SimpleNamespace:
    """Scan the code and type the first number; return the authenticator."""
    shown = browser.post("/inbox/two-factor", part=False, setup="authenticator")
    key = re.search(r'class="number key">([^<]+)<', shown.text)
    assert key, shown.text
    action = re.search(r'action="(/inbox/(?:code|two-factor/[^"]+))"', shown.text)
    assert action
    telephone = pyotp.TOTP(key.group(1).replace("-", "").replace(" ", ""))
    answer = browser.post(action.group(1), part=False, code=telephone.now())
    return SimpleNamespace(telephone=telephone, answer=answer)


def half_way(app: Flask, username: str = "wangfang") -> Browser:
    """Password given, code not yet."""
    browser = Browser(app)
    answer = browser.log_in(username)
    assert answer.status_code == 302
    browser.token = _token(browser.get(answer.location).text)
    return browser


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found.group(1) if found else ""


def test_first_login_leads_to_setting_up_and_then_to_the_recovery_codes(strict: Flask, city: City) -> None:
    browser = half_way(strict)
    assert browser.get("/inbox/").status_code == 302, "no page opens before the code"
    done = enrol(browser).answer
    assert (done.status_code, done.location) == (302, "/inbox/")
    assert browser.get("/inbox/").location == "/inbox/recovery-codes"
    assert browser.get("/inbox/").status_code == 200


def test_password_alone_opens_nothing_once_there_is_a_second_factor(login: Login, app: Flask) -> None:
    enrol(login("wangfang"))
    browser = half_way(app)
    assert browser.get("/inbox/").status_code == 302
    assert browser.get("/account/").status_code == 302


def test_code_of_the_telephone_completes_the_login_and_works_once(
    login: Login, app: Flask, city: City, database: Database
) -> None:
    telephone = enrol(login("wangfang")).telephone
    with database.session() as session:  # as if the number from setting up were older
        session.get_one(Staff, city.staff["wangfang"]).tf_last_counter = None
    code = telephone.now()
    first = half_way(app)
    assert first.post("/inbox/code", part=False, code=code).status_code == 302
    assert first.get("/account/").status_code in (200, 302)
    second = half_way(app)
    again = second.post("/inbox/code", part=False, code=code)
    assert again.status_code == 200
    assert "验证码不对" in words(again)


def test_guessing_codes_is_stopped(login: Login, app: Flask) -> None:
    enrol(login("wangfang"))
    browser = half_way(app)
    for _ in range(10):
        assert browser.post("/inbox/code", part=False, code="000000").status_code == 200
    answer = browser.post("/inbox/code", part=False, code="000000")
    assert answer.status_code == 429
    assert "15 分钟后" in words(answer)


def test_recovery_code_replaces_the_telephone_once(login: Login, app: Flask) -> None:
    browser = login("wangfang")
    enrol(browser)
    page = browser.post("/inbox/recovery-codes", part=False, generate_new_codes="1")
    codes = re.findall(r"<li>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</li>", page.text)
    assert len(codes) == 8
    lost = half_way(app)
    assert lost.post("/inbox/recovery", part=False, code=codes[0]).status_code == 302
    assert lost.get("/account/").status_code == 200
    again = half_way(app).post("/inbox/recovery", part=False, code=codes[0])
    assert "恢复码不对" in words(again)


def test_secrets_of_second_factors_are_not_readable_in_the_database(
    login: Login, city: City, database: Database
) -> None:
    browser = login("wangfang")
    telephone = enrol(browser).telephone
    browser.post("/inbox/recovery-codes", part=False, generate_new_codes="1")
    with database.reader() as session:
        staff = session.get_one(Staff, city.staff["wangfang"])
        assert telephone.secret not in (staff.tf_totp_secret or "")
        assert all(len(code) > 40 for code in staff.mf_recovery_codes or [""])


def test_second_factor_is_asked_for_in_production_and_offered_elsewhere() -> None:
    own = {
        "secret_key": "s" * 32, "data_key": "d" * 32, "wechat_token": "owntoken", "wechat_app_id": "wx1",
        "wechat_app_secret": "a" * 32, "wechat_aes_key": "a" * 43, "rasa_token": "r" * 32,
    }  # fmt: skip
    assert Settings(_env_file=None, linli_env="production", **own).two_factor_required
    assert not Settings(_env_file=None).two_factor_required
    assert not Settings(_env_file=None, linli_env="production", require_two_factor=False, **own).two_factor_required


def test_pages_of_the_second_factor_are_chinese(strict: Flask, login: Login) -> None:
    start = Browser(strict)
    start.log_in("liqiang")
    for page in (words(start.get("/inbox/two-factor")), words(login("wangfang").get("/inbox/recovery-codes"))):
        for english in ("Two-Factor", "Recovery", "Code", "Submit", "Setup"):
            assert english not in page
    assert PASSWORD not in words(start.get("/inbox/two-factor"))
