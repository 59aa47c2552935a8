"""Accounts of staff: logging in, passwords, second factors, sessions. See README.md."""

from bot.accounts.views import blueprint

__all__ = ["blueprint"]
