"""What operators read when something is wrong."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from bot.commands.refusals import explain, refuse_settings
from bot.settings import Settings
from bot.wechat.errors import MenuInvalid, api_error


def test_wrong_settings_are_one_line_that_names_each_variable() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None, port=0, wechat_aes_key="short")
    line = refuse_settings(caught.value).message
    assert "PORT: " in line
    assert "WECHAT_AES_KEY: " in line
    assert "\n" not in line


def test_production_with_demonstration_secrets_is_told_which() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None, linli_env="production")
    assert "set SECRET_KEY, DATA_KEY" in refuse_settings(caught.value).message


def test_a_missing_table_asks_for_the_upgrade_and_any_other_error_for_the_address() -> None:
    missing = OperationalError("SELECT", {}, Exception("no such table: ticket"))
    assert explain(missing).endswith("run `flask --app server database upgrade`")
    down = OperationalError("SELECT", {}, Exception("connection refused\nIs the server running?"))
    assert explain(down) == "the database cannot be used (connection refused); check DATABASE_URL"


def test_wechat_s_codes_come_with_advice() -> None:
    assert explain(api_error(40125, "invalid appsecret")) == "WeChat: 40125: invalid appsecret; check WECHAT_APP_SECRET"
    assert "the network" in explain(api_error(None, "timeout"))
    assert explain(MenuInvalid(["太长"])) == "太长"


def test_an_error_without_words_is_named() -> None:
    assert explain(PermissionError()) == "PermissionError"
