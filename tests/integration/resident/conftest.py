"""Pages of residents over the real application."""

from tests.integration.inbox.conftest import app, city, clock, login, pytest_generate_tests, settings

__all__ = ["app", "city", "clock", "login", "pytest_generate_tests", "settings"]
