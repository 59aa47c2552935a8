"""What residents asked without a good answer: answer it, link it to an entry, or dismiss it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.admin.office import Office
from bot.admin.views.pages import me, page
from bot.faq import editing
from bot.faq.content import MOST_VARIANTS
from bot.faq.unanswered import groups, reopen, settle
from bot.models import FaqEntry, FaqState


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list and what can be done with a group."""

    @admin.get("/unanswered")
    def unanswered() -> ResponseReturnValue:
        with office.database.reader() as session:
            found = groups(session)
            entries = list(session.execute(_linkable()))
        return page("admin/unanswered.html", groups=found, entries=entries, undo=request.args.get("undo", ""))

    @admin.post("/unanswered/settle")
    def unanswered_settle() -> ResponseReturnValue:
        """Dismiss a group, or link it to an entry: its questions become variants of that entry's draft."""
        ids = [int(one) for one in request.form.get("ids", "").split(",") if one.isdigit()]
        entry_id = request.form.get("entry", 0, type=int)
        with office.database.session() as session:
            texts = settle(session, ids, office.clock())
            entry = session.get(FaqEntry, entry_id) if entry_id else None
            if entry is not None:
                _link(session, office, entry, texts)
        if entry is not None:
            flash("已作为问法加进这条问答的草稿，请检查后提交审核。", "success")
            return redirect(url_for("admin.faq_edit", id_=entry.id))
        return redirect(url_for("admin.unanswered", undo=",".join(map(str, ids))))

    @admin.post("/unanswered/reopen")
    def unanswered_reopen() -> ResponseReturnValue:
        ids = [int(one) for one in request.form.get("ids", "").split(",") if one.isdigit()]
        with office.database.session() as session:
            reopen(session, ids)
        flash("已放回列表。", "success")
        return redirect(url_for("admin.unanswered"))


def _linkable() -> Select[int, str]:
    live = select(FaqEntry.id, FaqEntry.title).where(FaqEntry.state != FaqState.RETIRED)
    return live.order_by(FaqEntry.title).limit(2000)


def _link(session: Session, office: Office, entry: FaqEntry, texts: list[str]) -> None:
    content = editing.working(entry)
    variants = tuple(dict.fromkeys((*content.variants, *texts)))[:MOST_VARIANTS]
    editing.save(session, entry, replace(content, variants=variants), entry.version, me(), office.clock())
