"""Accounts are tried on the same small city as the inbox."""

from tests.integration.inbox.conftest import app, city, clock, login, postgresql_too, pytest_generate_tests, settings

__all__ = ["app", "city", "clock", "login", "postgresql_too", "pytest_generate_tests", "settings"]
