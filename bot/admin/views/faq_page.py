"""The page of one entry, and how the audit trail speaks of entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from bot.admin import faq_form
from bot.admin.office import Office
from bot.admin.views.pages import me, page
from bot.audit import Subject
from bot.clock import SHANGHAI
from bot.faq import editing, pictures
from bot.faq.content import EMPTY, LONGEST_ANSWER, Content
from bot.faq.differences import Difference, differences
from bot.faq.golden_round import resting_on
from bot.faq.lifecycle import STATE_WORDS, STEP_WORDS, possible
from bot.faq.quarantine import why_quarantined
from bot.faq.shelf_list import categories
from bot.faq.sources import citable, read_library
from bot.faq.validity import validity
from bot.models import FaqEntry, MediaState
from knowledge.regulation import read_regulation

ALL_ENTRIES = Subject("问答", "all", "全部问答")


def entry_page(
    office: Office,
    entry: FaqEntry | None,
    content: Content,
    *,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    asked: str = "",
    status: int = 200,
) -> Response:
    """Show the form; `faults` stand at their fields, `typed` is what cannot even be read as content."""
    with office.database.reader() as session:
        values = names(session)
        library = read_library(session, read_regulation())
        shown: dict[str, Any] = {
            "areas": values["area_id"],
            "categories": categories(session),
            "titles": sorted(citable(library)),
        }
        today = office.clock().astimezone(SHANGHAI).date()
        shown["picture"] = picture_of(session, (typed or {}).get("picture") or content.picture)
        shown["changed"] = why_quarantined(entry, library, today) if entry else []
        shown["golden"] = resting_on(session, f"问答{entry.id}") if entry else []
        shown["validity"] = validity(content, today)
    shown |= _of_entry(entry, values) if entry else {"steps": [], "live": None, "unpublished": []}
    return page(
        "admin/faq_entry.html",
        422 if typed else status,
        entry=entry,
        content=content,
        faults=faults or {},
        typed=typed or {},
        asked=asked,
        forms=faq_form.FORMS,
        states=STATE_WORDS,
        step_words=STEP_WORDS,
        longest=LONGEST_ANSWER,
        **shown,
    )


def _of_entry(entry: FaqEntry, values: dict[str, dict[str, str]]) -> dict[str, Any]:
    by_editor = me().id == entry.editor_id
    live = editing.published(entry)
    unpublished: list[Difference] = differences(live, editing.working(entry), values) if live else []
    return {
        "steps": possible(entry.state, by_editor=by_editor),
        "live": live,
        "unpublished": unpublished,
        "by_editor": by_editor,
    }


@dataclass(frozen=True)
class Picture:
    """An entry's picture as its page shows it: `key` once there is a file; `words` say why there is none."""

    held: str
    is_uploaded: bool
    key: str = ""
    words: str = ""


_NOT_THERE = {
    MediaState.WAITING: "正在从这个地址取图片，取到以后这里能看到。",
    MediaState.FAILED: "这个地址取不到图片，请换一个，或者直接上传。",
}


def picture_of(session: Session, held: str) -> Picture:
    """Return the picture that an entry holds."""
    media = pictures.find(session, held) if held else None
    is_uploaded = held.startswith(pictures.OWN)
    if media is None:
        return Picture(held, is_uploaded)
    key = (media.public_key or "") if media.state is MediaState.STORED else ""
    return Picture(held, is_uploaded, key, _NOT_THERE.get(media.state, ""))


def names(session: Session) -> dict[str, dict[str, str]]:
    """Words for the values that are kept as keys."""
    return {"area_id": faq_form.areas(session), "form": faq_form.FORMS}


def subject(entry: FaqEntry) -> Subject:
    """An entry as the audit trail names it."""
    return Subject("问答", str(entry.id), entry.title)


def audited(session: Session, before: Content | None, after: Content) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that changed, before and after, in Chinese words."""
    found = differences(before or EMPTY, after, names(session))
    old = {one.label: "".join(piece.text for piece in one.pieces if piece.mark != "new") for one in found}
    new = {one.label: "".join(piece.text for piece in one.pieces if piece.mark != "gone") for one in found}
    return old, new
