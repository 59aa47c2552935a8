"""Golden questions: what must come of a question whatever is published."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from bot import audit
from bot.admin.office import Office
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.clock import SHANGHAI
from bot.faq.golden import SILENCE, check, expected_in_words, read_golden, whole_article
from bot.masks import mask_text
from bot.models import AskedQuestion, Deed, GoldenQuestion, Message

_KIND = "必测问题"


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list, adding, removing, and taking one from a conversation."""

    @admin.get("/golden")
    def golden() -> ResponseReturnValue:
        with office.database.reader() as session:
            rows = list(session.scalars(select(GoldenQuestion).order_by(GoldenQuestion.id.desc())))
            questions = read_golden(session)
        broken = {}
        if request.args.get("run"):
            office.knowledge().refresh()
            today = office.clock().astimezone(SHANGHAI).date()
            broken = {one.question: one.got for one in check(office.knowledge().base, questions, today)}
        question, expected = request.args.get("q", "")[:200], request.args.get("expected", "")[:80]
        return page(
            "admin/golden.html",
            rows=rows,
            broken=broken,
            ran=bool(request.args.get("run")),
            words=expected_in_words,
            question=question,
            expected=expected,
        )

    @admin.post("/golden")
    def golden_add() -> ResponseReturnValue:
        question = " ".join(request.form.get("question", "").split())[:200]
        expected = request.form.get("expected", "").strip()[:80]
        if request.form.get("kind") == "silence":
            expected = ""
        elif not expected:
            flash("请写明应该由哪条问答或条文来答，比如“问答12”或“第三十四条”。", "error")
            return redirect(url_for("admin.golden", q=question))
        if question:
            _add(office, question, expected)
            flash("已加入。以后每次发布都会先问一遍。", "success")
        return redirect(url_for("admin.golden"))

    @admin.post("/golden/<int:id_>/remove")
    def golden_remove(id_: int) -> ResponseReturnValue:
        with office.database.session() as session:
            row = session.get(GoldenQuestion, id_)
            if row is None:
                abort(404)
            question, expected = row.question, row.expected
            before = {"问题": question, "应得": expected_in_words(expected)}
            audit.record(
                session, actor(), Deed.REMOVE, Subject(_KIND, str(id_), question[:60]), office.clock(), before=before
            )
            session.delete(row)
        flash(f"已删除“{question}”。删错了的话，在下面重新加入。", "success")
        return redirect(url_for("admin.golden", q=question, expected=expected))

    @admin.post("/golden/from-message/<int:message_id>")
    def golden_from_message(message_id: int) -> ResponseReturnValue:
        """A resident's message with what answered it, taken as it is: one click from a conversation."""
        with office.database.reader() as session:
            message = session.get(Message, message_id)
            asked = session.scalar(select(AskedQuestion).where(AskedQuestion.message_id == message_id))
        if message is None or not message.text.strip():
            abort(404)
        expected = whole_article(asked.place) if asked and asked.place else SILENCE
        _add(office, mask_text(message.text.strip())[:200], expected, message_id)
        flash(f"已加入必测问题，应得：{expected_in_words(expected)}。不对的话请删掉重写。", "success")
        return redirect(url_for("admin.golden"))


def _add(office: Office, question: str, expected: str, message_id: int | None = None) -> None:
    now = office.clock()
    with office.database.session() as session:
        row = GoldenQuestion(
            question=question, expected=expected, message_id=message_id, staff_id=me().id, created_at=now
        )
        session.add(row)
        session.flush()
        after = {"问题": question, "应得": expected_in_words(expected)}
        audit.record(session, actor(), Deed.CREATE, Subject(_KIND, str(row.id), question[:60]), now, after=after)
