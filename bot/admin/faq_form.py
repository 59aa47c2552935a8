"""The form of an entry: what was typed as content, and the words of its choices."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.faq.content import Content, ContentRefused, from_json, to_json
from bot.models import Area, AreaLevel, TicketKind

FORMS = {
    "": "不附带",
    TicketKind.DISPUTE.value: "请人调解",
    TicketKind.ELDERLY_CARE.value: "养老帮扶",
    TicketKind.DOMESTIC_SERVICE.value: "家政服务",
    TicketKind.PSYCH_HELP.value: "心理关爱",
    TicketKind.LEGAL_QUESTION.value: "法律咨询",
    TicketKind.PUBLIC_ISSUE.value: "反映公共问题",
    TicketKind.VOLUNTEER_SIGNUP.value: "当志愿者",
}


def read_content(form: Mapping[str, str]) -> Content:
    """In: a posted form. Out: its content. Errors: ContentRefused for a date that is none."""
    return Content(
        title=_line(form, "title"),
        answer=form.get("answer", "").replace("\r\n", "\n").strip(),
        variants=_lines(form, "variants"),
        category=_line(form, "category"),
        picture=read_picture(form),
        link=_line(form, "link"),
        form=_line(form, "form"),
        area_id=int(form["area_id"]) if form.get("area_id", "").isdigit() else None,
        valid_from=_day(form, "valid_from"),
        valid_until=_day(form, "valid_until"),
        cites=_lines(form, "cites"),
    )


def read_picture(form: Mapping[str, str]) -> str:
    """In: a posted form, without the file in it. Out: the address that was typed, else what was there unless it is to go."""
    kept = "" if form.get("picture_remove") else _line(form, "picture")
    return _line(form, "picture_address") or kept


def merge(mine: Content, theirs: Content, picked: Mapping[str, str]) -> Content:
    """Two versions of an entry as one: of each field the version that somebody picked, `mine` where nobody did."""
    values = {name: theirs if picked.get(name) == "theirs" else mine for name in vars(mine)}
    return Content(**{name: getattr(source, name) for name, source in values.items()})


def pack(content: Content) -> str:
    """A content for a hidden field."""
    return json.dumps(to_json(content), ensure_ascii=False)


def unpack(text: str) -> Content:
    """What `pack` wrote. Errors: ContentRefused when somebody changed it into something else."""
    try:
        return from_json(json.loads(text))
    except (ValueError, TypeError) as error:
        raise ContentRefused({"title": "页面内容不完整，请返回重新打开。"}) from error


def areas(session: Session) -> dict[str, str]:
    """The areas an answer may be for, from the city down to the community, by id."""
    wanted = select(Area).where(Area.level.not_in((AreaLevel.GRID, AreaLevel.CITY))).order_by(Area.id)
    return {str(area.id): area.full_name for area in session.scalars(wanted)}


def _line(form: Mapping[str, str], name: str) -> str:
    return " ".join(form.get(name, "").split())


def _lines(form: Mapping[str, str], name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in form.get(name, "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _day(form: Mapping[str, str], name: str) -> date | None:
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ContentRefused({name: "日期写成 2026-11-23 这样。"}) from error
