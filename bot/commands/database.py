"""`database upgrade`: tables of the newest migration, and the reference data that every installation needs."""

from __future__ import annotations

import click

from bot.commands import migrations
from bot.commands.output import json_option, pairs, print_json
from bot.commands.refusals import Commands
from bot.database import migrate
from bot.parts import Parts
from bot.reference import seed_reference


def commands(parts: Parts) -> Commands:
    """Return the group `database`."""
    group = Commands("database", help="Tables and reference data.")

    @group.command("upgrade")
    @json_option
    def upgrade(as_json: bool) -> None:
        """Bring the tables to the newest migration and add missing reference data; safe to repeat."""
        migrate(parts.database.engine)
        with parts.database.session() as session:
            added = seed_reference(session)
            result = {"migration": migrations.current(session), "added": added}
        if as_json:
            print_json(result)
        else:
            click.echo(
                pairs([("migration", result["migration"]), *((f"added {name}", n) for name, n in added.items())])
            )

    return group
