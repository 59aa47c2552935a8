"""General settings: what there is, changing one, its history, and back to the default."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.admin import trail
from bot.admin.office import Office
from bot.admin.views.pages import actor, page
from bot.admin.views.rows import version
from bot.models import StoredPreference
from bot.moments import when
from bot.preferences import CATALOGUE, Preference, WrongPreference
from bot.preferences.live import present
from bot.preferences.preference import Widget
from bot.preferences.storing import store, subject, words_of

_OVERTAKEN = "您打开以后，别人改过这一项。上面是您填的，右边的记录里有别人的改动，核对后再保存一次。"


@dataclass(frozen=True)
class Line:
    """A setting in the list; `changed` says who set it and when, "" where it stands at its default."""

    definition: Preference
    told: str
    changed: str


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list and the forms."""

    @admin.get("/settings")
    def preferences() -> ResponseReturnValue:
        with office.database.reader() as session:
            lines = _lines(session, office)
        sections = list(dict.fromkeys(line.definition.section for line in lines))
        return page("admin/preferences.html", sections=sections, lines=lines)

    @admin.get("/settings/<name>")
    def preferences_edit(name: str) -> ResponseReturnValue:
        with office.database.reader() as session:
            return _form(session, office, _find(name))

    @admin.post("/settings/<name>")
    def preferences_save(name: str) -> ResponseReturnValue:
        definition = _find(name)
        return _save(office, definition, _typed(definition))

    @admin.post("/settings/<name>/default")
    def preferences_default(name: str) -> ResponseReturnValue:
        definition = _find(name)
        return _save(office, definition, definition.show(definition.default))


def _find(name: str) -> Preference:
    return CATALOGUE.get(name) or abort(404)


def _typed(definition: Preference) -> str:
    if definition.widget is Widget.SWITCH:
        return "是" if request.form.get(definition.name) else "否"
    return request.form.get(definition.name, "")


def _save(office: Office, definition: Preference, words: str) -> ResponseReturnValue:
    try:
        with office.database.session() as session:
            if request.form.get("version") != _version(session, definition):
                raise WrongPreference(_OVERTAKEN)
            changed = store(session, definition, words, actor(), office.clock())
    except WrongPreference as wrong:
        with office.database.reader() as session:
            return _form(session, office, definition, words, str(wrong))
    flash(f"“{definition.label}”已保存，马上生效。" if changed else "没有改动。", "success")
    return redirect(url_for("admin.preferences"), 303)


def _version(session: Session, definition: Preference) -> str:
    return version({definition.label: words_of(session, definition)})


def _form(
    session: Session, office: Office, definition: Preference, typed: str | None = None, error: str = ""
) -> Response:
    words = words_of(session, definition)
    field = replace(definition, label=f"{definition.label}（{definition.unit}）") if definition.unit else definition
    return page(
        "admin/preference.html", 422 if error else 200, definition=definition, field=field,
        value=words if typed is None else typed, error=error, version=_version(session, definition),
        default=definition.told(definition.default), is_default=words == definition.show(definition.default),
        history=trail.of_subject(session, subject(definition), office.clock()),
    )  # fmt: skip


def _lines(session: Session, office: Office) -> list[Line]:
    values, rows = present(session), {row.name: row for row in session.scalars(select(StoredPreference))}
    return [
        Line(one, one.told(getattr(values, name)), _changed(rows.get(name), office)) for name, one in CATALOGUE.items()
    ]


def _changed(row: StoredPreference | None, office: Office) -> str:
    return f"{row.changed_by}，{when(row.changed_at, office.clock())}" if row else ""
