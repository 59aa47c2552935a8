"""One frozen settings object, read from the environment (and `.env` in the project's folder)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import AnyHttpUrl, Field, SecretStr, TypeAdapter, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent

# Well-known values that let a fresh clone run at once. Production refuses each of them.
DEMO_SECRET = "linli-demo-secret-do-not-use-in-production"
DEMO_AES_KEY = "LinliDemoKeyLinliDemoKeyLinliDemoKeyLinli12"
DEMO_TOKEN = "linlidemotoken"
DEMO_APP_ID = "wxlinlidemo000000"


class Environment(StrEnum):
    """Where Linli runs: what is for demonstrations only is refused in production."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """All settings of every process.

    Raises `pydantic.ValidationError` (whose text names each wrong variable) when a value is malformed, or when
    production would start with a demonstration secret.
    """

    model_config = SettingsConfigDict(
        env_file=PROJECT / ".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        # A refused value may be a secret.
        hide_input_in_errors=True,
    )

    linli_env: Environment = Environment.DEVELOPMENT
    port: int = Field(8000, ge=1, le=65535)
    public_url: str = ""
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    data_key: SecretStr = SecretStr(DEMO_SECRET)
    data_dir: Path = PROJECT / "var"

    # Left out: asked for in production, offered elsewhere.
    require_two_factor: bool | None = None

    database_url: str = ""
    redis_url: str = ""

    wechat_token: SecretStr = SecretStr(DEMO_TOKEN)
    wechat_app_id: str = DEMO_APP_ID
    wechat_app_secret: SecretStr = SecretStr(DEMO_SECRET)
    wechat_aes_key: SecretStr = SecretStr(DEMO_AES_KEY)
    wechat_aes_key_previous: SecretStr = SecretStr("")
    wechat_api_base_url: str = ""
    wechat_stale_seconds: int = Field(600, ge=30)
    wechat_customer_service: bool = True
    # An account in secure mode gets no plain message: whoever sends one is not WeChat.
    wechat_secure_only: bool = False

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: SecretStr = SecretStr(DEMO_SECRET)
    actions_url: str = "http://127.0.0.1:5055"
    reply_deadline_seconds: float = Field(4.5, gt=0.5, le=4.8)

    @field_validator("database_url", mode="after")
    @classmethod
    def _use_psycopg(cls, value: str) -> str:
        """Name the driver that is installed: a plain postgres address would look for psycopg2."""
        for prefix in ("postgres://", "postgresql://"):
            if value.startswith(prefix):
                return "postgresql+psycopg://" + value.removeprefix(prefix)
        return value

    @field_validator("rasa_url", "actions_url", "public_url", "wechat_api_base_url", mode="after")
    @classmethod
    def _check_address(cls, value: str) -> str:
        if value:
            TypeAdapter(AnyHttpUrl).validate_python(value)
        return value.rstrip("/")

    @field_validator("wechat_aes_key", "wechat_aes_key_previous", mode="after")
    @classmethod
    def _check_aes_key(cls, value: SecretStr) -> SecretStr:
        """WeChat's EncodingAESKey is 43 letters and digits (a 32-byte key in base64 without its last sign)."""
        text = value.get_secret_value()
        if text and not (len(text) == 43 and text.isascii() and text.isalnum()):
            raise ValueError("an EncodingAESKey has exactly 43 letters and digits")
        return value

    @model_validator(mode="after")
    def _refuse_demo_secrets(self) -> Self:
        if self.linli_env is Environment.PRODUCTION and (names := self.demo_secrets()):
            raise ValueError(f"production needs secrets of its own; set {', '.join(names)}")
        return self

    def demo_secrets(self) -> list[str]:
        """Names of the variables that still hold a value everybody can read in this file."""
        values = {
            "SECRET_KEY": self.secret_key.get_secret_value(),
            "DATA_KEY": self.data_key.get_secret_value(),
            "WECHAT_TOKEN": self.wechat_token.get_secret_value(),
            "WECHAT_APP_ID": self.wechat_app_id,
            "WECHAT_APP_SECRET": self.wechat_app_secret.get_secret_value(),
            "WECHAT_AES_KEY": self.wechat_aes_key.get_secret_value(),
            "RASA_TOKEN": self.rasa_token.get_secret_value(),
        }
        return [name for name, value in values.items() if value in (DEMO_SECRET, DEMO_AES_KEY, DEMO_TOKEN, DEMO_APP_ID)]

    @property
    def is_production(self) -> bool:
        """Whether demonstrations (the stand-in for WeChat, the phone page, demo logins) are refused."""
        return self.linli_env is Environment.PRODUCTION

    @property
    def two_factor_required(self) -> bool:
        """Whether staff must set up a second factor before their first page."""
        return self.is_production if self.require_two_factor is None else self.require_two_factor

    @property
    def database_address(self) -> str:
        """SQLAlchemy's address of the database: `DATABASE_URL`, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'linli.db'}"

    @property
    def redis_address(self) -> str:
        """Address of Redis: `REDIS_URL`, or the socket of the server that `make run` starts in the data folder."""
        return self.redis_url or f"unix://{self.data_dir / 'redis' / 'redis.sock'}"

    @property
    def site_url(self) -> str:
        """Where people reach Linli: `PUBLIC_URL`, or this machine."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def wechat_api_address(self) -> str:
        """WeChat's API server: the configured one, in development the stand-in, else the real one."""
        if self.wechat_api_base_url:
            return self.wechat_api_base_url
        return "https://api.weixin.qq.com" if self.is_production else f"http://127.0.0.1:{self.port}/dev/wechat"

    @property
    def wechat_aes_keys(self) -> tuple[str, ...]:
        """The current EncodingAESKey, then the previous one while messages may still use it."""
        keys = (self.wechat_aes_key.get_secret_value(), self.wechat_aes_key_previous.get_secret_value())
        return tuple(key for key in keys if key)
