"""The operator's commands: `flask --app server <noun> <verb>`, one file a noun.

Messages are English and plain; data are shown as stored, personal data masked. A problem is one line and exit code 1.
"""

from __future__ import annotations

from flask import Flask

from bot.commands import conversations, database, doctor, intents, knowledge, reports, seed, tickets, users, wechat
from bot.parts import Parts

_NOUNS = (conversations, database, intents, knowledge, reports, tickets, users, wechat)

__all__ = ["Parts", "register_commands"]


def register_commands(app: Flask, parts: Parts) -> None:
    """Add all commands to the application. Called after Flask-Security, whose own `users` ours takes the place of."""
    for noun in _NOUNS:
        app.cli.add_command(noun.commands(parts))
    app.cli.add_command(seed.command(parts))
    app.cli.add_command(doctor.command(parts))
