"""Problems as one plain line and exit code 1: an operator reads what to do, not where in the code it happened."""

from __future__ import annotations

from typing import Any

import click
import redis
from flask.cli import AppGroup
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from bot.dialogue import DialogueUnavailable
from bot.wechat.errors import ApiError, MenuInvalid
from knowledge.questions import MalformedQuestions
from knowledge.regulation import MalformedSource

UPGRADE = "flask --app server database upgrade"

# What each of WeChat's codes most often means for whoever runs the account.
_WECHAT_ADVICE = {
    40001: "check WECHAT_APP_SECRET",
    40013: "check WECHAT_APP_ID",
    40125: "check WECHAT_APP_SECRET",
    40164: "add this server's address to the account's IP list (公众平台 → 设置与开发 → 基本配置 → IP白名单)",
    45009: "the account's calls of today are used up",
    48001: "this account may not use this interface",
}

# Not OSError: a closed pipe (`… | head`) is no failure, and click deals with it.
_MENDABLE = (
    SQLAlchemyError,
    redis.RedisError,
    DialogueUnavailable,
    ApiError,
    MenuInvalid,
    MalformedSource,
    MalformedQuestions,
    PermissionError,
)


class Refusal(click.ClickException):
    """A command that cannot do what was asked; the message is one plain line."""


def refuse_settings(error: ValidationError) -> Refusal:
    """Return wrong settings as one line that names each variable; raised by `create_app` before any command runs."""
    wrong = [f"{'.'.join(map(str, one['loc'])).upper() or 'settings'}: {one['msg']}" for one in error.errors()]
    return Refusal(f"a setting is wrong (see .env.example): {'; '.join(wrong)}")


class PlainCommand(click.Command):
    """A command that turns the failures that operators can mend into one line; a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises `Refusal`."""
        try:
            return super().invoke(ctx)
        except (
            SQLAlchemyError,
            redis.RedisError,
            DialogueUnavailable,
            ApiError,
            MenuInvalid,
            MalformedSource,
        ) as error:
            raise Refusal(explain(error)) from error


class Commands(AppGroup):
    """A group of such commands, each run inside the application's context."""

    command_class = PlainCommand


def explain(error: Exception) -> str:
    """Return in one line what is wrong and, where it is known, what to do."""
    match error:
        case SQLAlchemyError():
            return _explain_database(error)
        case redis.RedisError():
            return f"Redis does not answer ({first_line(error)}); start it with `make run`, or check REDIS_URL"
        case DialogueUnavailable():
            return f"Rasa does not answer ({first_line(error)}); start it with `make run`, or check RASA_URL and RASA_TOKEN"
        case ApiError():
            advice = _WECHAT_ADVICE.get(error.code or 0, "check WECHAT_API_BASE_URL and the network")
            return f"WeChat: {first_line(error)}; {advice}"
        case _:
            return first_line(error)


def _explain_database(error: SQLAlchemyError) -> str:
    text = first_line(getattr(error, "orig", None) or error)
    if isinstance(error, OperationalError | ProgrammingError) and any(
        sign in text for sign in ("no such table", "no such column", "does not exist")
    ):
        return f"the database is not up to date ({text}); run `{UPGRADE}`"
    return f"the database cannot be used ({text}); check DATABASE_URL"


def first_line(error: BaseException) -> str:
    """Return the first line of an error's text, or its name where it has none."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
