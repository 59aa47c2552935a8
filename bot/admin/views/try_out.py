"""The try box: what a resident would read, and every passage with its score and why; near-duplicates while writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from bot.admin import faq_form
from bot.admin.office import Office
from bot.admin.views.faq_page import picture_of
from bot.admin.views.pages import page
from bot.clock import SHANGHAI
from bot.faq.asked import place_of
from bot.faq.golden import answer_in_words, whole_article
from bot.hotlines import numbers
from bot.models import Area

if TYPE_CHECKING:  # the models load with the first question, not with the page
    from knowledge.answers import Answer

_TONES = {"answer": "done", "choices": "wait", "silent": "quiet"}


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the try box and the hints."""

    @admin.get("/try")
    def try_out() -> ResponseReturnValue:
        question = request.args.get("q", "").strip()[:200]
        day = _day(request.args.get("day", "")) or office.clock().astimezone(SHANGHAI).date()
        with office.database.reader() as session:
            options, hotlines = faq_form.areas(session), numbers(session)
            area = session.get(Area, request.args.get("area", 0, type=int))
            lineage = [one.id for one in area.lineage()] if area else []
        shown: dict[str, Any] = {"question": question, "day": day, "areas": options, "area": area}
        if question:
            # The models load with the first question, not with the page.
            answer = office.knowledge().ask(question, day, lineage)
            shown |= _explained(answer, hotlines)
            if answer.entry and answer.entry.picture:
                with office.database.reader() as session:
                    shown["picture"] = picture_of(session, answer.entry.picture)
        return page("admin/try_out.html", **shown)

    @admin.get("/faq/similar")
    def faq_similar() -> ResponseReturnValue:
        """Published entries that ask nearly the same as what is being written."""
        text, own = request.args.get("title", "").strip(), request.args.get("own", 0, type=int)
        found = office.knowledge().similar(text) if len(text) >= 4 else []
        return page("admin/_faq_similar.html", found=[one for one in found if one.entry and one.entry.id != own])


def _explained(answer: Answer, hotlines: Mapping[str, str]) -> dict[str, Any]:
    """What a resident would read and tap, and why."""
    from bot.admin import sureness
    from knowledge.rendering import render_chat, taps

    return {
        "answer": answer,
        "text": render_chat(answer, hotlines),
        "taps": taps(answer),
        "outcome": sureness.OUTCOMES[answer.kind],
        "tone": _TONES[answer.kind],
        "bars": [bar for bar in (sureness.of_shelf(answer), sureness.of_regulation(answer)) if bar],
        "from_": answer_in_words(answer),
        "expected": whole_article(place_of(answer) or ""),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
