"""An entry's history: every version with what it changed; an old one comes back as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit
from bot.admin.office import Office
from bot.admin.views import gate
from bot.admin.views.faq_page import names, subject
from bot.admin.views.pages import actor, me, page
from bot.clock import SHANGHAI
from bot.faq import editing
from bot.faq.content import EMPTY, from_json
from bot.faq.differences import Difference, differences
from bot.faq.gate import BreaksGolden
from bot.faq.lifecycle import FaqRefusal, Step
from bot.faq.sources import read_library
from bot.faq.versions import live_version, reaches_residents
from bot.models import Deed, FaqChange, FaqEntry
from knowledge.regulation import read_regulation

_ACTS = {
    "create": "新建",
    "save": "修改",
    "submit": "提交审核",
    "send_back": "退回",
    "publish": "发布",
    "retire": "停用",
    "restore": "恢复旧版本",
    "review": "条文修改后复核",
}


@dataclass(frozen=True)
class Version:
    """One line of the history."""

    change: FaqChange
    act: str
    changed: list[Difference]


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the history, restoring, and the review after an amendment."""

    @admin.get("/faq/<int:id_>/history")
    def faq_history(id_: int) -> ResponseReturnValue:
        with office.database.reader() as session:
            entry, changes, values = session.get(FaqEntry, id_), editing.history(session, id_), names(session)
            if entry is None:
                abort(404)
            library, today = read_library(session, read_regulation()), office.clock().astimezone(SHANGHAI).date()
        older = [from_json(change.content) for change in changes[1:]] + [EMPTY]
        versions = [
            Version(change, _ACTS.get(change.act, change.act), differences(before, from_json(change.content), values))
            for change, before in zip(changes, older, strict=True)
        ]
        live, is_reached = live_version(changes), reaches_residents(entry, library, today)
        return page("admin/faq_history.html", entry=entry, versions=versions, live=live, is_reached=is_reached)

    @admin.post("/faq/<int:id_>/restore/<int:version>")
    def faq_restore(id_: int, version: int) -> ResponseReturnValue:
        now = office.clock()
        try:
            with office.database.session() as session:
                entry = session.get(FaqEntry, id_)
                old = next((one for one in editing.history(session, id_) if one.version == version), None)
                if entry is None or old is None:
                    abort(404)
                seen, words = request.form.get("seen", 0, type=int), f"恢复到第{version}版"
                content = from_json(old.content)
                editing.take(session, entry, Step.RESTORE, seen, me(), now, content=content, reason=words)
                audit.record(session, actor(), Deed.RESTORE, subject(entry), now, after={"说明": words})
            flash(f"{words}，现在是草稿；要让居民看到，请提交审核。", "success")
        except FaqRefusal as refused:
            flash(str(refused), "error")
        return redirect(url_for("admin.faq_edit", id_=id_))

    @admin.post("/faq/<int:id_>/reviewed")
    def faq_reviewed(id_: int) -> ResponseReturnValue:
        """Somebody compared a held entry with the amended article: it still holds."""
        now, seen = office.clock(), request.form.get("seen", 0, type=int)

        def act(session: Session, reason: str) -> None:
            entry = session.get(FaqEntry, id_)
            if entry is None:
                abort(404)
            editing.review(session, entry, seen, me(), now, reason or "对照新条文看过，答案仍然正确")
            after = {"说明": f"条文修改后复核。{reason}" if reason else "条文修改后复核"}
            audit.record(session, actor(), Deed.PUBLISH, subject(entry), now, after=after)

        try:
            gate.change(office, act)
            flash("已复核，居民又能问到了。", "success")
        except BreaksGolden as refused:
            return gate.stopped(refused, "让这条问答重新给居民看", url_for("admin.faq_edit", id_=id_))
        except FaqRefusal as refused:
            flash(str(refused), "error")
        return redirect(url_for("admin.faq_edit", id_=id_))
