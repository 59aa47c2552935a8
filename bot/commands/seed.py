"""`seed-demo`: people and places to try Linli with; never in production."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from bot.commands.output import json_option, print_json, table
from bot.commands.refusals import PlainCommand, Refusal
from bot.parts import Parts


def command(parts: Parts) -> click.Command:
    """Return the command `seed-demo`."""

    @click.command("seed-demo", cls=PlainCommand)
    @json_option
    @with_appcontext
    def seed_demo(as_json: bool) -> None:
        """Add the demonstration's areas, desks, people and logins that are missing; safe to repeat."""
        if parts.settings.is_production:
            raise Refusal("seed-demo is refused in production: it adds logins whose password everybody can read")
        # Imported here, so that production does not even load it.
        from bot.devtools import demo

        with parts.database.session() as session:
            added = demo.seed_demo(session)
        if as_json:
            print_json({"added": added, "logins": demo.logins(), "password": demo.password()})
            return
        click.echo(table(("added", "rows"), list(added.items())))
        click.echo(f"\nLogins (password {demo.password()}):")
        click.echo(
            table(("username", "name", "role"), [(one["username"], one["name"], one["role"]) for one in demo.logins()])
        )

    return seed_demo
