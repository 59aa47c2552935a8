"""The shifts of a team: weekdays and hours, added and removed one at a time."""

from __future__ import annotations

from datetime import time

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.office import Office
from bot.admin.registers import TEAMS, saving
from bot.admin.views.pages import actor
from bot.models import Deed, Shift, Team
from bot.shifts import WEEKDAYS, shift_words


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the views of shifts."""

    @admin.post("/teams/<int:team_id>/shifts")
    def shift_add(team_id: int) -> ResponseReturnValue:
        weekdays = sorted({day for day in request.form.getlist("weekday", type=int) if 0 <= day <= 6})
        starts, ends = _time("starts"), _time("ends")
        if not weekdays or starts is None or ends is None or starts == ends:
            flash("班次没有添加：请至少勾一天，并填好开始和结束的时间（不能相同）。", "error")
            return _back(team_id)
        with office.database.session() as session:
            team = session.get(Team, team_id) or abort(404)
            before = _words(team)
            team.shifts.append(
                Shift(weekdays=weekdays, starts=starts, ends=ends, on_holidays="on_holidays" in request.form)
            )
            _record(session, team, before, office)
        flash("班次已添加。", "success")
        return _back(team_id)

    @admin.post("/teams/<int:team_id>/shifts/<int:id_>/remove")
    def shift_remove(team_id: int, id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            team = session.get(Team, team_id) or abort(404)
            shift = next((one for one in team.shifts if one.id == id_), None) or abort(404)
            before = _words(team)
            team.shifts.remove(shift)
            _record(session, team, before, office)
        flash("班次已删除。", "success")
        return _back(team_id)


def more(team: Team) -> dict[str, object]:
    """Return what the page of a team shows besides the fields."""
    return {"shifts": [(one.id, shift_words(one)) for one in team.shifts], "weekdays": list(enumerate(WEEKDAYS))}


def _record(session: Session, team: Team, before: str, office: Office) -> None:
    session.flush()
    subject = saving.subject(TEAMS, team)
    after = {"排班": _words(team)}
    audit.record(session, actor(), Deed.CHANGE, subject, office.clock(), before={"排班": before}, after=after)


def _words(team: Team) -> str:
    return "\n".join(shift_words(one) for one in sorted(team.shifts, key=lambda one: one.starts))


def _time(name: str) -> time | None:
    try:
        return time.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def _back(team_id: int) -> ResponseReturnValue:
    return redirect(url_for("admin.register_row", slug=TEAMS.slug, id_=team_id), 303)
