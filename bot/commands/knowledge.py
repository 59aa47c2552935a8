"""`knowledge ask`: what a resident would read, and from which article; `knowledge golden`: whether golden questions hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from bot.clock import SHANGHAI
from bot.commands.output import json_option, print_json
from bot.commands.refusals import Commands
from bot.faq.asked import place_of
from bot.faq.forecast import Coming
from bot.faq.golden import Broken
from bot.faq.golden_round import go_round
from bot.hotlines import numbers
from bot.parts import Parts
from knowledge.answers import Answer
from knowledge.findings import RankedPassage
from knowledge.rendering import entry_text, render_answer


def commands(parts: Parts) -> Commands:
    """Return the group `knowledge`."""
    group = Commands("knowledge", help="The regulation and what it answers.")

    @group.command("ask")
    @click.argument("question")
    @json_option
    def ask(question: str, as_json: bool) -> None:
        """Answer a question as the chat would: from entries, lists and sources as they are published now."""
        answer = parts.knowledge.ask(question, parts.clock().astimezone(SHANGHAI).date())
        if as_json:
            print_json(describe(answer))
        else:
            click.echo(render_answer(answer, _hotlines(parts, answer)))

    @group.command("golden")
    @json_option
    def golden(as_json: bool) -> None:
        """Ask all golden questions, today and on the days to come; exit code 1 where one is wrong today."""
        broken, coming = go_round(parts.database, parts.knowledge, parts.clock())
        if as_json:
            print_json({"wrong": [_broken(one) for one in broken], "coming": [_coming(one) for one in coming]})
        else:
            for one in broken:
                click.echo(f"wrong: {one.question} must get {one.expected}, gets {one.got}")
            for later in coming:
                click.echo(f"wrong from {later.broken.day}: {later.broken.question} ({later.because})")
            click.echo(f"{len(broken)} wrong today, {len(coming)} later")
        if broken:
            raise SystemExit(1)

    return group


def _broken(one: Broken) -> dict[str, str]:
    return {"question": one.question, "expected": one.expected, "got": one.got, "day": one.day.isoformat()}


def _coming(one: Coming) -> dict[str, str]:
    return _broken(one.broken) | {"because": one.because}


def _hotlines(parts: Parts, answer: Answer) -> Mapping[str, str]:
    """Return the telephone numbers; only a question without an answer needs them, and the database."""
    if answer.kind != "silent":
        return {}
    with parts.database.reader() as session:
        return numbers(session)


def describe(answer: Answer) -> dict[str, Any]:
    """Return an answer as data.

    `place` is what answers (问答12, 清单：…, 《…》第十九条); `article` the regulation's article where that answers, `score` that of
    the best passage; `text` an entry's own words.
    """
    best = answer.passages[0] if answer.passages else None
    # A chapter's answer quotes its heading, an entry's what it cites: not the article that was found best.
    is_quoted = answer.kind == "answer" and not (answer.choices or answer.entry or answer.listed)
    return {
        "question": answer.question,
        "kind": answer.kind,
        "place": place_of(answer),
        "entry": answer.entry.id if answer.entry else None,
        "text": entry_text(answer) or None,
        "citation": answer.citation,
        "quote": answer.quote,
        "article": best.passage.article if best and is_quoted else None,
        "paragraph": best.passage.paragraph if best and is_quoted else None,
        "score": round(best.score, 4) if best else None,
        "notice": answer.notice,
        "explanation": answer.explanation,
        "choices": [{"title": choice.title, "place": choice.place} for choice in answer.choices],
        "passages": [_passage(found) for found in answer.passages],
    }


def _passage(found: RankedPassage) -> dict[str, Any]:
    return {
        "article": found.passage.article,
        "paragraph": found.passage.paragraph,
        "place": found.passage.name,
        "score": round(found.score, 4),
        "why": found.why,
        "text": found.passage.text,
    }
