"""Before an entry is retired: what residents will hear instead, and why it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from bot.admin.office import Office
from bot.admin.views.pages import page
from bot.clock import SHANGHAI
from bot.faq import editing
from bot.faq.content import Content
from bot.faq.golden_round import resting_on
from bot.hotlines import numbers
from bot.models import FaqEntry, FaqState

_MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Heard:
    """What a resident will read who asks as before."""

    question: str
    outcome: str
    text: str
    is_silent: bool


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the page; its form takes the step that every other step takes, too."""

    @admin.get("/faq/<int:id_>/retire")
    def faq_retire(id_: int) -> ResponseReturnValue:
        with office.database.reader() as session:
            entry = session.get(FaqEntry, id_)
            if entry is None:
                abort(404)
            golden = resting_on(session, f"问答{entry.id}")
            areas = [one.id for one in entry.area.lineage()] if entry.area else []
            hotlines = numbers(session)
        if entry.state is FaqState.RETIRED:
            flash("这条问答已经停用了。", "success")
            return redirect(url_for("admin.faq_edit", id_=id_))
        live = editing.published(entry)
        heard = list(_heard(office, entry.id, live, areas, hotlines)) if live else []
        return page("admin/faq_retire.html", entry=entry, heard=heard, golden=golden)


def _heard(office: Office, id_: int, live: Content, areas: list[int], hotlines: Mapping[str, str]) -> Iterator[Heard]:
    # The models load with the first question, not with the page.
    from bot.admin.sureness import OUTCOMES
    from knowledge.rendering import render_body

    today = office.clock().astimezone(SHANGHAI).date()
    for question in (live.title, *live.variants)[:_MOST_QUESTIONS]:
        answer = office.knowledge().ask_without(id_, question, today, areas)
        yield Heard(question, OUTCOMES[answer.kind], render_body(answer, hotlines), answer.kind == "silent")
