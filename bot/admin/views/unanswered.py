"""What residents asked without a good answer: answer it, link it to an entry, dismiss it, take that back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import stash
from bot.admin.office import Office
from bot.admin.stash import Kind
from bot.admin.views.faq_page import audited, entry_page, subject
from bot.admin.views.pages import actor, me, page
from bot.audit import Subject
from bot.faq import editing
from bot.faq.content import LONGEST_TITLE, MOST_VARIANTS, Content
from bot.faq.lifecycle import STATE_WORDS
from bot.faq.linking import Linked, link, offers, unlink
from bot.faq.unanswered import among, groups, reopen, settle, waiting
from bot.models import AskedQuestion, Deed, FaqEntry, FaqState


@dataclass(frozen=True)
class _Settled:
    """What somebody just did, so that one click takes it back: which questions, into which entry they went, as what."""

    ids: list[int]
    entry_id: int = 0
    title: str = ""
    added: tuple[str, ...] = ()


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list and what can be done with a group."""
    _add_list(admin, office)
    _add_deeds(admin, office)


def _add_list(admin: Blueprint, office: Office) -> None:
    @admin.get("/unanswered")
    def unanswered() -> ResponseReturnValue:
        with office.database.reader() as session:
            rows = waiting(session)
        # The models load with the first two questions that may be alike, not with an empty page.
        found = groups(rows, lambda texts: office.knowledge().meanings(texts))
        ticket = request.args.get("done", "")
        return page("admin/unanswered.html", groups=found, done=_kept(office, ticket), ticket=ticket)

    @admin.get("/unanswered/entries")
    def unanswered_entries() -> ResponseReturnValue:
        """What a group may be linked to, while somebody types."""
        words = request.args.get("q", "").strip()[:60]
        with office.database.reader() as session:
            texts = _texts(among(session, _ids(request.args.get("like", ""))))
            entries = offers(session, office.knowledge(), words, texts)
        answers = {entry.id: editing.working(entry).answer for entry in entries}
        return page("admin/_offers.html", entries=entries, answers=answers, words=words, states=STATE_WORDS)


def _add_deeds(admin: Blueprint, office: Office) -> None:
    @admin.post("/unanswered/answer")
    def unanswered_answer() -> ResponseReturnValue:
        """The form of a new entry that begins with a group's questions; they are too many for an address."""
        with office.database.reader() as session:
            rows = among(session, _chosen())
        asked = ",".join(str(row.id) for row in rows)
        return entry_page(office, None, _begun(_texts(rows)), asked=asked) if rows else _too_late()

    @admin.post("/unanswered/settle")
    def unanswered_settle() -> ResponseReturnValue:
        """Dismiss a group, or link it to an entry: its questions become variants of that entry's draft."""
        entry_id = request.form.get("entry", 0, type=int)
        with office.database.session() as session:
            rows = settle(session, _chosen(), office.clock())
            if not rows:
                return _too_late()
            done = _link(session, office, entry_id, rows) if entry_id else _dismiss(session, office, rows)
        return redirect(url_for("admin.unanswered", done=_keep(office, done)))

    @admin.post("/unanswered/reopen")
    def unanswered_reopen() -> ResponseReturnValue:
        done = _kept(office, request.form.get("ticket", ""))
        if done is None:
            flash("过了一小时，不能撤销了。", "error")
            return redirect(url_for("admin.unanswered"))
        with office.database.session() as session:
            reopen(session, done.ids)
            entry = session.get(FaqEntry, done.entry_id) if done.entry_id else None
            if entry is not None:
                _unlink(session, office, entry, done.added)
        flash("已放回列表。", "success")
        return redirect(url_for("admin.unanswered"))


def _dismiss(session: Session, office: Office, rows: Sequence[AskedQuestion]) -> _Settled:
    about = Subject("没答上的问题", str(rows[0].id), rows[0].text[:60])
    after = {"处理": "忽略", "问题": "\n".join(_texts(rows)[:MOST_VARIANTS])}
    audit.record(session, actor(), Deed.CHANGE, about, office.clock(), after=after)
    return _Settled([row.id for row in rows])


def _link(session: Session, office: Office, entry_id: int, rows: Sequence[AskedQuestion]) -> _Settled:
    entry = session.get(FaqEntry, entry_id)
    if entry is None or entry.state is FaqState.RETIRED:
        abort(404)
    before = editing.working(entry)
    linked = link(session, entry, _texts(rows), me(), office.clock())
    _record(session, office, entry, before)
    _say_left_out(linked)
    return _Settled([row.id for row in rows], entry.id, entry.title, linked.added)


def _unlink(session: Session, office: Office, entry: FaqEntry, added: Sequence[str]) -> None:
    before = editing.working(entry)
    unlink(session, entry, added, me(), office.clock())
    _record(session, office, entry, before)


def _record(session: Session, office: Office, entry: FaqEntry, before: Content) -> None:
    old, new = audited(session, before, editing.working(entry))
    if old or new:
        audit.record(session, actor(), Deed.CHANGE, subject(entry), office.clock(), before=old, after=new)


def _say_left_out(linked: Linked) -> None:
    if linked.left_out:
        flash(f"一条问答最多{MOST_VARIANTS}种问法，有{len(linked.left_out)}句没有放进去。", "wait")


def _begun(texts: Sequence[str]) -> Content:
    """A new entry: the first question that is short enough is its title, the others are variants."""
    title = next((text for text in texts if len(text) <= LONGEST_TITLE), texts[0][:LONGEST_TITLE])
    return Content(title, "", tuple(text for text in texts if text != title)[:MOST_VARIANTS])


def _texts(rows: Sequence[AskedQuestion]) -> list[str]:
    return list(dict.fromkeys(row.text for row in rows))


def _chosen() -> list[int]:
    """The questions of the wordings that are ticked: what does not belong to a group is left out by hand."""
    return _ids(",".join(request.form.getlist("ids")))


def _ids(joined: str) -> list[int]:
    return [int(one) for one in joined.split(",") if one.isdecimal()]


def _too_late() -> ResponseReturnValue:
    flash("没有勾选问题，或者刚刚有人处理过了。", "error")
    return redirect(url_for("admin.unanswered"))


def _keep(office: Office, done: _Settled) -> str:
    return stash.keep(office, Kind.SETTLED, json.dumps(asdict(done)).encode())


def _kept(office: Office, ticket: str) -> _Settled | None:
    kept = stash.find(office, Kind.SETTLED, ticket)
    return _Settled(**json.loads(kept)) if kept else None
