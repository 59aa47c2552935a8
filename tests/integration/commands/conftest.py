"""An application with nothing but the commands, on a real database and a real Redis."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client
from click.testing import Result
from flask import Flask

from bot.accounts.security import init_security
from bot.commands import register_commands
from bot.database import Database
from bot.dialogue import Dialogue
from bot.faq.live import LiveKnowledge
from bot.settings import Settings
from tests.fakes import FakeDialogue


@dataclass(frozen=True)
class TestParts:
    """Parts as the server has them."""

    __test__ = False

    settings: Settings
    clock: Callable[[], datetime]
    database: Database
    redis: redis_client.Redis
    dialogue: Dialogue
    knowledge: LiveKnowledge | None = None


class Commands:
    """Runs commands as an operator does."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, *arguments: str, stdin: str | None = None) -> Result:
        return self.app.test_cli_runner().invoke(args=arguments, input=stdin)

    def text(self, *arguments: str, stdin: str | None = None) -> str:
        """Standard output of a command that must work."""
        result = self(*arguments, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *arguments: str, stdin: str | None = None) -> Any:
        """The JSON that is all a command printed on standard output."""
        return json.loads(self.text(*arguments, "--json", stdin=stdin))

    def refusal(self, *arguments: str, stdin: str | None = None) -> str:
        """The one line with which a command ended in exit code 1."""
        result = self(*arguments, stdin=stdin)
        assert result.exit_code == 1, result.output
        assert result.stdout == ""
        *_, line = result.stderr.strip().splitlines()
        assert line.startswith("Error: ")
        return line.removeprefix("Error: ")


@pytest.fixture
def settings(tmp_path: Path, redis_address: str, database_address: str) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path / "var", redis_url=redis_address, database_url=database_address)


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def parts(
    settings: Settings,
    clock: Callable[[], datetime],
    database: Database,
    redis: redis_client.Redis,
    dialogue: FakeDialogue,
) -> TestParts:
    return TestParts(settings, clock, database, redis, dialogue)


def make_app(parts: TestParts) -> Flask:
    """An application as `server.create_app` makes it, without its pages."""
    app = Flask("commands")
    app.secret_key = parts.settings.secret_key.get_secret_value()
    init_security(app, parts.database, parts.settings)
    register_commands(app, parts)
    return app


@pytest.fixture
def run(parts: TestParts) -> Commands:
    return Commands(make_app(parts))
