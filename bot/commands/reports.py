"""`reports weekly`: last week's report, made now if the worker has not made it yet."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.output import json_option, print_json
from bot.commands.refusals import Commands
from bot.figures import weekly
from bot.parts import Parts


def commands(parts: Parts) -> Commands:
    """Return the group `reports`."""
    group = Commands("reports", help="Reports for supervisors.")

    @group.command("weekly")
    @click.option(
        "--word", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a Word document."
    )
    @json_option
    def weekly_report(file: Path | None, as_json: bool) -> None:
        """Make last week's report, or find it; the administration's pages show it."""
        with parts.database.session() as session:
            report = weekly.make(session, parts.clock())
            title, sections, content = weekly.title(report), report.sections, weekly.word_document(report)
        if file is not None:
            file.write_bytes(content)
        if as_json:
            print_json({"title": title, "sections": sections, "file": str(file) if file else None})
        else:
            click.echo(f"{title}{f' → {file}' if file else ''}")

    return group
