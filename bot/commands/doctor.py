"""`doctor`: is everything there that Linli needs, and if not, what to do."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from bot.commands.examination import Finding, examine
from bot.commands.output import json_option, print_json
from bot.commands.refusals import PlainCommand
from bot.parts import Parts


def command(parts: Parts) -> click.Command:
    """Return the command `doctor`."""

    @click.command("doctor", cls=PlainCommand)
    @json_option
    @click.pass_context
    @with_appcontext
    def doctor(context: click.Context, as_json: bool) -> None:
        """Check every dependency and setting; exit code 1 when something that is needed fails."""
        findings = examine(parts)
        is_well = all(one.ok or not one.needed for one in findings)
        if as_json:
            print_json({"ok": is_well, "checks": [one.as_data() for one in findings]})
        else:
            click.echo("\n".join(_line(one, max(len(other.name) for other in findings)) for one in findings))
            click.echo("\nEverything needed is there." if is_well else "\nSomething that is needed fails (✗).")
        context.exit(0 if is_well else 1)

    return doctor


def _line(finding: Finding, width: int) -> str:
    sign = "✓" if finding.ok else "✗" if finding.needed else "!"
    advice = f"\n  {' ' * width}→ {finding.advice}" if not finding.ok else ""
    return f"{sign} {finding.name:<{width}}  {finding.detail}{advice}"
