"""Golden questions: what must come of a question whatever is published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import access, faq_form
from bot.admin.office import Office
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.faq.golden import SILENCE, NoSuchPlace, expected_in_words, read_expected, whole_article
from bot.faq.golden_round import go_round, standing
from bot.faq.sources import citable, read_library
from bot.masks import mask_text
from bot.models import AskedQuestion, Deed, GoldenQuestion, Message
from knowledge.regulation import read_regulation

_KIND = "必测问题"
# A slip may be taken back by whoever made it; later a question guards against the one who wrote it, too.
_OWN_SLIP = timedelta(hours=1)


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list, asking all, adding, removing, and taking one from a conversation."""
    _add_list(admin, office)
    _add_changes(admin, office)


def _add_list(admin: Blueprint, office: Office) -> None:
    @admin.get("/golden")
    def golden() -> ResponseReturnValue:
        with office.database.reader() as session:
            rows = list(session.scalars(select(GoldenQuestion).order_by(GoldenQuestion.id.desc())))
            rows.sort(key=lambda row: (row.got == "", row.breaks_on is None))
            shown: dict[str, Any] = {"areas": faq_form.areas(session), "standing": standing(session)}
        typed = {name: request.args.get(name, "")[:200] for name in ("q", "expected", "area", "silent")}
        removable = {row.id for row in rows if _may_remove(office, row)}
        return page("admin/golden.html", rows=rows, words=expected_in_words, typed=typed, removable=removable, **shown)

    @admin.post("/golden/run")
    def golden_run() -> ResponseReturnValue:
        broken, coming = go_round(office.database, office.knowledge(), office.clock())
        if broken:
            flash(f"有{len(broken)}个答错了，排在最前面。", "error")
        else:
            flash("全部答对。" + (f"但有{len(coming)}个以后会答错。" if coming else ""), "success")
        return redirect(url_for("admin.golden"))


def _add_changes(admin: Blueprint, office: Office) -> None:
    @admin.post("/golden")
    def golden_add() -> ResponseReturnValue:
        question = " ".join(request.form.get("question", "").split())[:200]
        silent = request.form.get("kind") == "silence"
        typed = request.form.get("expected", "").strip()[:80]
        area_id = request.form.get("area", 0, type=int) or None
        again = {"q": question, "expected": typed, "area": area_id, "silent": "1" if silent else None}
        try:
            with office.database.reader() as session:
                known = citable(read_library(session, read_regulation()))
                expected = SILENCE if silent else read_expected(session, typed, known)
                if not question:
                    raise NoSuchPlace("请写上问题。")
                if _has(session, question, area_id):
                    raise NoSuchPlace(f"必测问题里已经有“{question}”了。")
        except NoSuchPlace as refused:
            flash(str(refused), "error")
            return redirect(url_for("admin.golden", **again))  # type: ignore[arg-type]
        _add(office, GoldenQuestion(question=question, expected=expected, area_id=area_id))
        return redirect(url_for("admin.golden"))

    @admin.post("/golden/<int:id_>/remove")
    def golden_remove(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            row = session.get(GoldenQuestion, id_)
            if row is None:
                abort(404)
            if not _may_remove(office, row):
                abort(403)
            subject, before = Subject(_KIND, str(id_), row.question[:60]), _described(row)
            audit.record(session, actor(), Deed.REMOVE, subject, office.clock(), before=before)
            session.delete(row)
        flash(f"已删除“{row.question}”。删错了的话，在下面重新加入。", "success")
        silent = None if row.expected else "1"
        return redirect(url_for("admin.golden", q=row.question, expected=row.expected, area=row.area_id, silent=silent))

    @admin.post("/golden/from-message/<int:message_id>")
    def golden_from_message(message_id: int) -> ResponseReturnValue:
        """A resident's message with what answered it, taken as it is: one click from a conversation."""
        with office.database.reader() as session:
            message = session.get(Message, message_id)
            asked = session.scalar(select(AskedQuestion).where(AskedQuestion.message_id == message_id))
            if message is None or not message.text.strip():
                abort(404)
            question = mask_text(message.text.strip())[:200]
            known = _has(session, question, None)
        if known:
            flash("必测问题里已经有这一句了。", "success")
            return redirect(url_for("admin.golden"))
        expected = whole_article(asked.place) if asked and asked.place else SILENCE
        _add(office, GoldenQuestion(question=question, expected=expected, message_id=message_id))
        return redirect(url_for("admin.golden"))


def _add(office: Office, row: GoldenQuestion) -> None:
    """Write it down, ask it at once, and say how it stands."""
    now = office.clock()
    with office.database.session() as session:
        row.staff_id, row.created_at = me().id, now
        session.add(row)
        session.flush()
        subject = Subject(_KIND, str(row.id), row.question[:60])
        audit.record(session, actor(), Deed.CREATE, subject, now, after=_described(row))
    broken, coming = go_round(office.database, office.knowledge(), now, only=row.id)
    must = f"应得：{expected_in_words(row.expected)}"
    if broken:
        flash(f"已加入，{must}。但现在得到的是：{broken[0].got}。不对的话请删掉重写。", "error")
    elif coming:
        flash(f"已加入，{must}。现在答对，以后会答错：{coming[0].because}。", "wait")
    else:
        flash(f"已加入，{must}，现在答对。以后每次要改居民看到的内容，都会先问一遍。", "success")


def _described(row: GoldenQuestion) -> dict[str, str]:
    return {"问题": row.question, "应得": expected_in_words(row.expected)}


def _has(session: Session, question: str, area_id: int | None) -> bool:
    same = select(GoldenQuestion.id).where(
        GoldenQuestion.question == question, GoldenQuestion.area_id.is_not_distinct_from(area_id)
    )
    return session.scalar(same.limit(1)) is not None


def _may_remove(office: Office, row: GoldenQuestion) -> bool:
    """Whoever maintains the knowledge does not also decide that a golden question no longer counts."""
    is_own_slip = row.staff_id == me().id and office.clock() - row.created_at < _OWN_SLIP
    return is_own_slip or access.may(me(), access.Act.OVERRULE_GOLDEN)
