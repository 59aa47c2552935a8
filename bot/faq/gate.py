"""The gate: everything that changes what residents are told goes through here, and golden questions are asked first.

A change is made once in a transaction that is rolled back, to read what it would change; then the golden questions are asked
with that, while no lock is held; then it is made. Where somebody else changed the knowledge meanwhile, all of it is done anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.database import Database
from bot.faq import revision
from bot.faq.forecast import AHEAD, Coming, ends_after, look_ahead, turns
from bot.faq.golden import Broken, Golden, check, newly_broken, read_golden
from bot.faq.golden_round import mark, mark_coming
from bot.faq.lifecycle import FaqRefusal, ReasonMissing
from bot.faq.live import LiveKnowledge
from bot.faq.news import News, read_news
from knowledge.entries import Entry
from knowledge.library import Library

Result = TypeVar("Result")
Act = Callable[[Session, str], Result]
"""Makes a change in a session; gets the reason to write down ("" unless somebody overrules golden questions). It runs twice."""


class BreaksGolden(FaqRefusal):
    """The change would make golden questions go wrong."""

    def __init__(self, broken: Sequence[Broken]) -> None:
        super().__init__(f"这样改以后有{len(broken)}个必测问题会答错，先停下了。")
        self.broken = list(broken)


@dataclass(frozen=True)
class Passed(Generic[Result]):
    """What the change returned, and which golden questions will go wrong when it ends by its date."""

    result: Result
    coming: Sequence[Coming]


@dataclass(frozen=True)
class _Seen:
    """What golden questions would get: wrong today, broken by the change now or when it begins, wrong when something ends."""

    wrong: list[Broken]
    breaks: list[Broken]
    coming: list[Coming]


def change(
    database: Database, live: LiveKnowledge, act: Act[Result], now: datetime, *, overrule: str | None = None
) -> Passed[Result]:
    """Change what residents are told.

    `overrule`: a supervisor's reason; None for everybody else. Errors: BreaksGolden lists questions; what `act` raises.
    """
    today = now.astimezone(SHANGHAI).date()
    while True:
        live.refresh()
        based_on, news = _try(database, live, act)
        with database.reader() as session:
            questions = read_golden(session)
        seen = _ask(live, news, questions, today)
        reason = _reason(seen.breaks, overrule)
        with database.session() as session:
            if revision.lock(session) != based_on:
                continue
            result = act(session, reason)
            ids = [one.id for one in questions]
            mark(session, ids, seen.wrong, now)
            mark_coming(session, ids, seen.coming)
        live.refresh()
        ends = {ends_after(entry) for entry in news.put}
        return Passed(result, [one for one in seen.coming if one.broken.day in ends])


def _try(database: Database, live: LiveKnowledge, act: Act[Result]) -> tuple[int, News]:
    """Make the change, read what it does, take it back. Out: the revision before it, and the news."""
    with database.session() as session, session.begin_nested() as attempt:
        based_on = revision.lock(session)
        act(session, "")
        session.flush()
        news = read_news(session, live.seen, live.base.document)
        attempt.rollback()
    return based_on, news


def _ask(live: LiveKnowledge, news: News, questions: list[Golden], today: date) -> _Seen:
    """Ask with the news and, where an answer is wrong, without: what was wrong before was not broken by it."""
    new = [entry for entry in news.put if entry != live.entry(entry.id)]
    later = sorted(set(_begins(new, live.library, news.library, today)))
    looked_at = {ends_after(entry) for entry in new} | {one.breaks_on for one in questions}
    with live.trying(news) as base:
        wrong = check(base, questions, today)
        found = [*wrong, *(one for day in later for one in check(base, questions, day))]
        ahead = turns(live.entries(), news.library, today, today + AHEAD)
        coming = look_ahead(base, questions, [one for one in ahead if one.day in looked_at], wrong)
    breaks: dict[int, Broken] = {}
    for one in _newly_broken(live, questions, found):
        breaks.setdefault(one.id, one)
    return _Seen(wrong, list(breaks.values()), [one for one in coming if one.broken.id not in breaks])


def _newly_broken(live: LiveKnowledge, questions: Sequence[Golden], found: Sequence[Broken]) -> Iterator[Broken]:
    """Of what is wrong with the change, day by day, what is right without it."""
    for day in sorted({one.day for one in found}):
        wrong = [one for one in found if one.day == day]
        ids = {one.id for one in wrong}
        yield from newly_broken(check(live.base, [one for one in questions if one.id in ids], day), wrong)


def _begins(entries: Sequence[Entry], old: Library, new: Library, today: date) -> Iterator[date]:
    """The days after today on which what the change brings begins to hold, or a document ends through it."""
    known = [edition.document for title in old.titles() for edition in old.editions(title)]
    documents = [edition.document for title in new.titles() for edition in new.editions(title)]
    changed = [document for document in documents if document not in known]
    days = [entry.valid_from for entry in entries]
    days += [day for document in changed for day in (document.in_force, document.repealed)]
    yield from (day for day in days if day and day > today)


def _reason(breaks: Sequence[Broken], overrule: str | None) -> str:
    if not breaks:
        return ""
    if overrule is None:
        raise BreaksGolden(breaks)
    if not overrule.strip():
        raise ReasonMissing("请写明为什么仍要这样改。")
    return f"{len(breaks)}个必测问题会答错，仍然这样改：{overrule.strip()}"
