"""`intents parse`, `evaluate`, `evaluate-answers`, `compare`: how residents' words are understood, rules and model together."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.commands.evaluation import report
from bot.commands.evaluation.answers import weigh
from bot.commands.evaluation.comparison import compare
from bot.commands.evaluation.messages import ANSWER_LABELS, Labelled, MalformedMessages, read_messages
from bot.commands.evaluation.metrics import Judged
from bot.commands.evaluation.rasa import Launch, NoRasa, open_rasa, started
from bot.commands.evaluation.understanding import Understood, understand
from bot.commands.output import json_option, pairs, print_json
from bot.commands.refusals import Commands, Refusal
from bot.dialogue import Dialogue
from bot.dialogue.address import RasaAddress
from bot.parts import Parts

_PROGRESS_SECONDS = 5.0


def commands(parts: Parts, launch: Launch | None = None) -> Commands:
    """Return the group `intents`; `launch` says how a Rasa is started where none runs."""
    group = Commands("intents", help="How residents' words are understood.")
    launch = launch or Launch(log=parts.settings.data_dir / "evaluation-rasa.log")

    @group.command("parse")
    @click.argument("text")
    @json_option
    def parse(text: str, as_json: bool) -> None:
        """Show what a text is understood as: the safety rules first, then the model."""
        found = understand(parts.dialogue, text)
        if as_json:
            print_json(asdict(found))
        else:
            click.echo(_describe(found))

    @group.command("evaluate")
    @click.argument("file")
    @click.option("--json", "as_json", is_flag=True, help="Print the line of JSON only.")
    def evaluate(file: str, as_json: bool) -> None:
        """Measure on FILE (one message a line: text, tab, intent; a|b where either is right)."""
        settings = parts.settings
        try:
            messages = read_messages(Path(file))
            address = RasaAddress(parts.redis, settings.rasa_url)()
            with open_rasa(address, settings.rasa_token.get_secret_value(), launch, _say) as dialogue:
                judged, seconds = judge_all(dialogue, messages)
        except (MalformedMessages, NoRasa) as error:
            raise Refusal(str(error)) from error
        if not as_json:
            click.echo(report.text(judged) + "\n")
        click.echo(json.dumps(report.figures(judged, seconds), ensure_ascii=False))

    @group.command("evaluate-answers")
    @click.argument("file")
    def evaluate_answers(file: str) -> None:
        """Measure on FILE (text, tab, harmless or a kind of danger) which answers within a form wake people."""
        settings = parts.settings
        try:
            messages = read_messages(Path(file), ANSWER_LABELS)
            address = RasaAddress(parts.redis, settings.rasa_url)()
            with open_rasa(address, settings.rasa_token.get_secret_value(), launch, _say) as dialogue:
                print_json(weigh(dialogue, messages))
        except (MalformedMessages, NoRasa) as error:
            raise Refusal(str(error)) from error

    @group.command("compare")
    @click.argument("old", type=click.Path(exists=True, path_type=Path))
    @click.argument("new", type=click.Path(exists=True, path_type=Path))
    @click.argument("file", type=click.Path(exists=True, path_type=Path))
    def compare_models(old: Path, new: Path, file: Path) -> None:
        """Refuse the model NEW where it understands the golden messages of FILE worse than OLD."""
        try:
            messages = read_messages(file)
            before, after = (_judge_model(model, launch, messages) for model in (old, new))
        except (MalformedMessages, NoRasa) as error:
            raise Refusal(str(error)) from error
        found = compare(before, after)
        for word, rows in (("unheard danger", found.unheard), ("lost", found.lost), ("won", found.won)):
            for row in rows:
                click.echo(f"{word}: {row.text}  {'|'.join(row.accepted)} → {row.predicted}")
        click.echo(f"{len(messages)} golden messages: {len(found.lost)} lost, {len(found.won)} won")
        if not found.is_acceptable:
            raise Refusal("The new model understands them worse than the one in use.")

    return group


def _judge_model(model: Path, launch: Launch, messages: Sequence[Labelled]) -> list[Judged]:
    with started(model, launch, _say) as dialogue:
        return judge_all(dialogue, messages)[0]


def judge_all(dialogue: Dialogue, messages: Sequence[Labelled]) -> tuple[list[Judged], float]:
    """Understand all messages, one after another; return the labels and the seconds it took.

    Raises `DialogueUnavailable`: a message that was not judged must not look like a wrong one.
    """
    # The first call opens the connection and wakes the model; residents find both warm.
    dialogue.parse("你好", timeout=30)
    begun = said = time.monotonic()
    judged = []
    for count, message in enumerate(messages, start=1):
        judged.append(Judged(message.text, message.accepted, understand(dialogue, message.text).intent))
        if time.monotonic() - said > _PROGRESS_SECONDS:
            said = time.monotonic()
            _say(f"{count} of {len(messages)}")
    return judged, time.monotonic() - begun


def _say(line: str) -> None:
    click.echo(line, err=True)


def _describe(found: Understood) -> str:
    facts: list[tuple[str, object]] = [
        ("intent", found.intent),
        ("confidence", f"{found.confidence:.3f}"),
        ("source", found.source),
        ("safety", found.safety or "none"),
    ]
    if found.model_intent != found.intent:
        facts.append(("model alone", found.model_intent))
    return pairs([*facts, *(("entity", _entity(one)) for one in found.entities)])


def _entity(entity: Mapping[str, Any]) -> str:
    role = f" ({entity['role']})" if entity.get("role") else ""
    return f"{entity.get('entity')}{role}: {entity.get('value')}"
