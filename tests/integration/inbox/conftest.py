"""The inbox of a small city: its staff, a few conversations and tickets, over the real application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from bot.database import Database
from bot.parts import Parts
from bot.settings import Settings
from server import create_app
from tests.fakes import FakeDialogue
from tests.integration.inbox.browser import Browser
from tests.integration.inbox.city import City, build


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """SQLite for every test; PostgreSQL besides for those that use `postgresql_too`: queries, locks, uniqueness."""
    if "database_address" in metafunc.fixturenames:
        both = "postgresql_too" in metafunc.fixturenames
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.definition.add_marker(pytest.mark.parametrize("database_address", kinds, indirect=True))


@pytest.fixture
def postgresql_too() -> None:
    """Asked for by tests that run on both databases."""


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(now: datetime) -> MovableClock:
    return MovableClock(now)


@pytest.fixture
def settings(database_address: str, redis_address: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=database_address,
        redis_url=redis_address,
        data_dir=tmp_path / "var",
        data_key="key of the tests",
    )


@pytest.fixture
def app(settings: Settings, redis: object, clock: MovableClock) -> Flask:
    """The application as `flask run` has it; only the clock is ours, and the dialogue server a stand-in."""
    app = create_app(parts=Parts(settings, clock=clock, given_dialogue=FakeDialogue()))
    app.testing = True
    return app


@pytest.fixture
def city(app: Flask, database: Database, now: datetime) -> City:
    """Staff and conversations; the ids are in the result."""
    return build(app, database, now)


@pytest.fixture
def login(app: Flask, city: City) -> Callable[[str], Browser]:
    """Log somebody in, each in a browser of their own."""

    def enter(username: str) -> Browser:
        browser = Browser(app)
        browser.log_in(username)
        return browser

    return enter
