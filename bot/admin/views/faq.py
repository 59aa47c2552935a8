"""Entries: the list, writing one, its steps from draft to published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bot import audit
from bot.admin import faq_form
from bot.admin.office import Office
from bot.admin.views import gate
from bot.admin.views.faq_page import ALL_ENTRIES, audited, entry_page, names, subject
from bot.admin.views.pages import actor, me, page
from bot.clock import SHANGHAI
from bot.faq import editing, first_entries, pictures
from bot.faq.content import EMPTY, Content, ContentRefused, check
from bot.faq.differences import differences
from bot.faq.gate import BreaksGolden
from bot.faq.golden_round import standing
from bot.faq.lifecycle import STATE_WORDS, STEP_WORDS, ChangedMeanwhile, FaqRefusal, Step
from bot.faq.quarantine import is_quarantined
from bot.faq.shelf_list import SORT_WORDS, Filters, Sort, categories, count_by_state, count_ending, find
from bot.faq.sources import citable, read_library
from bot.faq.unanswered import settle
from bot.faq.validity import SOON, validity
from bot.media_folder import MOST_PICTURE_BYTES, PictureRefused
from bot.models import Deed, FaqEntry, FaqState, Message
from knowledge.regulation import read_regulation

_DEEDS = {Step.PUBLISH: Deed.PUBLISH, Step.RETIRE: Deed.RETIRE}
# All other steps only move the working copy: residents are told the same as before.
_TOLD = (Step.PUBLISH, Step.RETIRE)
_LONGEST_REASON = 200
_DONE = {
    Step.SUBMIT: "已提交，请另一位同事审核。",
    Step.SEND_BACK: "已退回，作者可以接着改。",
    Step.PUBLISH: "已发布，居民现在就能问到。",
    Step.RETIRE: "已停用，居民不会再看到。原因记在历史里，也可以从那里恢复。",
}


def add_views(admin: Blueprint, office: Office) -> None:
    """Add the list, the form and the steps."""

    @admin.get("/faq")
    def faq() -> ResponseReturnValue:
        today = office.clock().astimezone(SHANGHAI).date()
        filters = _filters(today)
        with office.database.reader() as session:
            listing = find(session, filters)
            shown: dict[str, Any] = {"categories": categories(session), "counts": count_by_state(session)}
            shown |= {"ending": count_ending(session, today + SOON), "standing": standing(session)}
            library = read_library(session, read_regulation())
            shown["held"] = {entry.id for entry in listing.entries if is_quarantined(entry, library, today)}
        shown["validity"] = {
            entry.id: validity(editing.published(entry) or editing.working(entry), today) for entry in listing.entries
        }
        shown |= {"states": STATE_WORDS, "sorts": SORT_WORDS, "address": _address(filters)}
        shown["first"] = len(first_entries.read())
        return page("admin/faq.html", listing=listing, filters=filters, **shown)

    @admin.post("/faq/first")
    def faq_first() -> ResponseReturnValue:
        """Take in the first entries as drafts; asked twice it adds nothing twice."""
        now = office.clock()
        with office.database.session() as session:
            added = len(first_entries.draft(session, me(), now))
            if added:
                audit.record(session, actor(), Deed.IMPORT, ALL_ENTRIES, now, after={"常见问答": added})
        flash(f"放好了{added}条，都是草稿。对照本地的办法改一改，提交审核后居民才看得到。", "success")
        return redirect(url_for("admin.faq"))

    @admin.get("/faq/new")
    def faq_new() -> ResponseReturnValue:
        content, asked = _prefilled(office), request.args.get("asked", "")
        return entry_page(office, None, content, asked=asked)

    @admin.post("/faq/new")
    def faq_create() -> ResponseReturnValue:
        return _write(office, None)

    @admin.get("/faq/<int:id_>")
    def faq_edit(id_: int) -> ResponseReturnValue:
        with office.database.reader() as session:
            entry = _found(session, id_)
        return entry_page(office, entry, editing.working(entry))

    @admin.post("/faq/<int:id_>")
    def faq_save(id_: int) -> ResponseReturnValue:
        return _write(office, id_)

    @admin.post("/faq/<int:id_>/merge")
    def faq_merge(id_: int) -> ResponseReturnValue:
        """Save after a conflict: of each field the version that was picked."""
        with office.database.reader() as session:
            theirs = editing.working(_found(session, id_))
        picked = {name.removeprefix("pick_"): value for name, value in request.form.items()}
        return _save(office, id_, faq_form.merge(faq_form.unpack(request.form.get("mine", "")), theirs, picked))

    @admin.post("/faq/<int:id_>/step")
    def faq_step(id_: int) -> ResponseReturnValue:
        try:
            step = Step(request.form.get("step", ""))
        except ValueError:
            abort(400)
        return _take(office, id_, step)


def _filters(today: date) -> Filters:
    state, sort = request.args.get("state", ""), request.args.get("sort", "")
    return Filters(
        words=request.args.get("q", "").strip()[:60],
        state=FaqState(state) if state in set(FaqState) else None,
        ends_by=today + SOON if state == "ending" else None,
        category=request.args.get("category", ""),
        sort=Sort(sort) if sort in set(Sort) else Sort.CHANGED,
        page=request.args.get("page", 1, type=int),
    )


def _address(filters: Filters) -> dict[str, str]:
    """What the list is asked for, as its address says it; what is as always stands in none."""
    state = "ending" if filters.ends_by else filters.state.value if filters.state else ""
    sort = "" if filters.sort is Sort.CHANGED else filters.sort.value
    asked = {"q": filters.words, "state": state, "category": filters.category, "sort": sort}
    return {name: value for name, value in asked.items() if value}


def _found(session: Session, id_: int) -> FaqEntry:
    entry = session.get(FaqEntry, id_)
    if entry is None:
        abort(404)
    return entry


def _prefilled(office: Office) -> Content:
    """A new entry may begin with questions that wait, or with what a member of staff answered."""
    message_id = request.args.get("message", type=int)
    texts = tuple(text.strip() for text in request.args.getlist("q") if text.strip())
    answer = ""
    if message_id:
        with office.database.reader() as session:
            said = session.get(Message, message_id)
            asked = session.get(Message, said.cause_id) if said and said.cause_id else None
            answer = said.text if said else ""
            texts = (asked.text,) if asked else texts
    return Content(texts[0] if texts else "", answer, texts[1:])


def _write(office: Office, id_: int | None) -> ResponseReturnValue:
    form = request.form.to_dict()
    try:
        # First of all: whatever else is wrong, nobody has to choose the file again.
        form |= _keep_picture(office)
        content = faq_form.read_content(form)
    except ContentRefused as refused:
        return entry_page(office, _entry(office, id_), EMPTY, faults=refused.faults, typed=form)
    return _save(office, id_, content)


def _keep_picture(office: Office) -> dict[str, str]:
    """Keep an uploaded picture and return the fields that name it; nothing when none was uploaded."""
    file = request.files.get("picture_file")
    if not file or not file.filename:
        return {}
    try:
        with office.database.session() as session:
            data = file.stream.read(MOST_PICTURE_BYTES + 1)
            kept = pictures.keep(session, data, office.media, office.clock())
    except PictureRefused as refused:
        raise ContentRefused({"picture": str(refused)}) from refused
    return {"picture": kept, "picture_address": "", "picture_remove": ""}


def _save(office: Office, id_: int | None, content: Content) -> ResponseReturnValue:
    now, seen = office.clock(), request.form.get("seen", 0, type=int)
    try:
        with office.database.session() as session:
            check(content, citable(read_library(session, read_regulation())))
            if id_ is None:
                entry = editing.create(session, content, me(), now)
                settle(session, _asked_ids(), now)
                before = None
            else:
                entry = _found(session, id_)
                before = editing.working(entry)
                editing.save(session, entry, content, seen, me(), now)
            if request.form.get("then") == "submit":
                editing.take(session, entry, Step.SUBMIT, entry.version, me(), now)
            deed = Deed.CREATE if id_ is None else Deed.CHANGE
            changes = audited(session, before, content)
            audit.record(session, actor(), deed, subject(entry), now, before=changes[0], after=changes[1])
    except ContentRefused as refused:
        return entry_page(office, _entry(office, id_), content, faults=refused.faults, status=422)
    except ChangedMeanwhile:
        return _conflict(office, id_ or 0, content)
    except FaqRefusal as refused:
        flash(str(refused), "error")
        return redirect(url_for("admin.faq_edit", id_=id_))
    flash("已保存，并提交审核。" if request.form.get("then") == "submit" else "草稿已保存。", "success")
    return redirect(url_for("admin.faq_edit", id_=entry.id))


def _asked_ids() -> list[int]:
    return [int(one) for one in request.form.get("asked", "").split(",") if one.isdigit()]


def _entry(office: Office, id_: int | None) -> FaqEntry | None:
    if id_ is None:
        return None
    with office.database.reader() as session:
        return _found(session, id_)


def _conflict(office: Office, id_: int, mine: Content) -> ResponseReturnValue:
    """Two people edited at once: both versions side by side, field by field; nothing is lost."""
    with office.database.reader() as session:
        entry = _found(session, id_)
        theirs = editing.working(entry)
        values = names(session)
    sides = [(name, differences(theirs, faq_form.merge(theirs, mine, {name: "theirs"}), values)) for name in vars(mine)]
    fields = [(name, found[0]) for name, found in sides if found]
    return page("admin/faq_conflict.html", 409, entry=entry, fields=fields, mine=faq_form.pack(mine))


def _take(office: Office, id_: int, step: Step) -> ResponseReturnValue:
    now, seen = office.clock(), request.form.get("seen", 0, type=int)

    def act(session: Session, reason: str) -> FaqEntry:
        entry = _found(session, id_)
        # Who retires against golden questions gave two reasons: why it ends, and why it may.
        said = "；".join(one for one in (request.form.get("reason", "").strip()[:_LONGEST_REASON], reason) if one)
        editing.take(session, entry, step, seen, me(), now, reason=said)
        _audit_step(session, entry, step, now, said)
        return entry

    try:
        if step in _TOLD:
            gate.change(office, act)
        else:
            with office.database.session() as session:
                act(session, "")
        flash(_DONE[step], "success")
    except BreaksGolden as refused:
        title = entry.title if (entry := _entry(office, id_)) else ""
        return gate.stopped(refused, f"{STEP_WORDS[step]}“{title}”", url_for("admin.faq_edit", id_=id_))
    except FaqRefusal as refused:
        flash(str(refused), "error")
    return redirect(url_for("admin.faq_edit", id_=id_))


def _audit_step(session: Session, entry: FaqEntry, step: Step, now: datetime, reason: str) -> None:
    after = {"状态": STATE_WORDS[entry.state]} | ({"说明": reason} if reason else {})
    audit.record(session, actor(), _DEEDS.get(step, Deed.CHANGE), subject(entry), now, after=after)
