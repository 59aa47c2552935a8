import pytest

from bot.commands.refusals import Refusal
from bot.parts import Parts
from bot.settings import Settings
from server import create_app
from tests.fakes import FakeDialogue


@pytest.fixture
def app(database_address, redis_address, tmp_path):
    settings = Settings(
        _env_file=None,
        database_url=database_address,
        redis_url=redis_address,
        data_dir=tmp_path,
        rasa_url="http://127.0.0.1:9",
    )
    return create_app(parts=Parts(settings, given_dialogue=FakeDialogue()))


def test_a_page_that_is_not_there_says_so_in_chinese(app):
    answer = app.test_client().get("/nothing")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_a_process_that_lives_says_so_and_one_that_is_not_ready_names_what_is_missing(app):
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["checks"]["database"] == "ok"
    assert ready.json["checks"]["redis"] == "ok"
    assert ready.json["checks"]["rasa"] == "failed"


def test_nobody_gets_into_the_inbox_without_logging_in(app):
    answer = app.test_client().get("/inbox/")
    assert answer.status_code == 302
    assert "/inbox/login" in answer.location


def test_wrong_settings_are_named_and_their_values_are_not(monkeypatch):
    monkeypatch.setenv("WECHAT_AES_KEY", "verysecret")
    with pytest.raises(Refusal) as refusal:
        create_app()
    assert "WECHAT_AES_KEY" in refusal.value.message
    assert "verysecret" not in refusal.value.message


def test_production_has_no_phone_page_and_no_stand_in(database_address, redis_address, tmp_path):
    own = {
        "secret_key": "s" * 32, "data_key": "key of the tests", "wechat_token": "owntoken", "wechat_app_id": "wx1",
        "wechat_app_secret": "a" * 32, "wechat_aes_key": "a" * 43, "rasa_token": "r" * 32,
    }  # fmt: skip
    settings = Settings(
        _env_file=None, linli_env="production", database_url=database_address, redis_url=redis_address,
        data_dir=tmp_path, **own,
    )  # fmt: skip
    client = create_app(parts=Parts(settings, given_dialogue=FakeDialogue())).test_client()
    assert client.get("/dev/phone").status_code == 404
    assert client.post("/dev/wechat/cgi-bin/stable_token").status_code in (404, 405)
