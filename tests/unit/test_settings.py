import pytest
from pydantic import ValidationError

from bot.settings import PROJECT, Environment, Settings

OWN = {
    "secret_key": "s" * 32,
    "data_key": "d" * 32,
    "wechat_token": "owntoken",
    "wechat_app_id": "wx1234567890",
    "wechat_app_secret": "a" * 32,
    "wechat_aes_key": "a" * 43,
    "rasa_token": "r" * 32,
}


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)


def test_a_fresh_clone_runs_with_demonstration_secrets():
    assert "WECHAT_TOKEN" in settings().demo_secrets()


def test_production_names_every_demonstration_secret_that_is_left():
    with pytest.raises(ValidationError) as refusal:
        settings(linli_env="production", **OWN | {"data_key": settings().data_key.get_secret_value()})
    assert "DATA_KEY" in str(refusal.value)
    assert "SECRET_KEY" not in str(refusal.value)


def test_production_starts_with_secrets_of_its_own():
    assert settings(linli_env="production", **OWN).linli_env is Environment.PRODUCTION


def test_secrets_are_not_shown_when_settings_are_printed():
    assert "owntoken" not in repr(settings(**OWN))


@pytest.mark.parametrize("key", ["short", "a" * 42, "a" * 44, "a" * 42 + "!"])
def test_an_aes_key_that_wechat_would_not_give_is_refused(key):
    with pytest.raises(ValidationError, match="43"):
        settings(wechat_aes_key=key)


@pytest.mark.parametrize("address", ["postgres://h/n", "postgresql://h/n"])
def test_a_postgresql_address_gets_the_driver_that_is_installed(address):
    assert settings(database_url=address).database_address == "postgresql+psycopg://h/n"


def test_without_addresses_everything_is_in_the_data_folder(tmp_path):
    own = settings(data_dir=tmp_path)
    assert str(tmp_path) in own.database_address
    assert own.redis_address == f"unix://{tmp_path}/redis/redis.sock"


def test_in_development_the_stand_in_is_asked_and_in_production_wechat():
    assert settings(port=8123).wechat_api_address == "http://127.0.0.1:8123/dev/wechat"
    assert settings(linli_env="production", **OWN).wechat_api_address == "https://api.weixin.qq.com"


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError):
        settings().port = 1


@pytest.mark.parametrize("wrong", [{"port": 0}, {"reply_deadline_seconds": 9}, {"rasa_url": "not an address"}])
def test_a_wrong_value_is_refused(wrong):
    with pytest.raises(ValidationError):
        settings(**wrong)


def test_the_example_file_names_every_setting_and_leaves_the_defaults():
    example = PROJECT / ".env.example"
    named = {
        line.partition("=")[0].lower() for line in example.read_text().splitlines() if "=" in line and line[0] != "#"
    }
    assert named == set(Settings.model_fields)
    assert Settings(_env_file=example) == settings()
