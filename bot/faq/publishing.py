"""Publishing: golden questions first, then the step, then this process knows it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import SHANGHAI
from bot.database import Database
from bot.faq import editing
from bot.faq.content import to_entry
from bot.faq.golden import Broken, check, newly_broken, read_golden
from bot.faq.lifecycle import FaqRefusal, Step
from bot.faq.live import LiveKnowledge
from bot.models import FaqEntry, Staff


class BreaksGolden(FaqRefusal):
    """Publishing would change what golden questions get."""

    def __init__(self, broken: Sequence[Broken]) -> None:
        super().__init__(f"发布后有{len(broken)}个必测问题会答错，先停下了。")
        self.broken = list(broken)


class ReasonMissing(FaqRefusal):
    """Only a supervisor may publish against golden questions, and must say why."""


def publish(
    database: Database,
    live: LiveKnowledge,
    entry_id: int,
    seen: int,
    staff: Staff,
    now: datetime,
    *,
    overrule: str | None = None,
) -> FaqEntry:
    """Publish an entry's working copy. `overrule`: a supervisor's reason. Errors: FaqRefusal; BreaksGolden lists questions."""
    broken = breaks(database, live, entry_id, now)
    if broken and overrule is None:
        raise BreaksGolden(broken)
    if broken and not (overrule or "").strip():
        raise ReasonMissing("请写明为什么仍要发布。")
    with database.session() as session:
        entry = session.get_one(FaqEntry, entry_id)
        reason = f"仍然发布：{overrule}" if broken else ""
        editing.take(session, entry, Step.PUBLISH, seen, staff, now, reason=reason)
    live.refresh()
    return entry


def breaks(database: Database, live: LiveKnowledge, entry_id: int, now: datetime) -> list[Broken]:
    """The golden questions that publishing would break."""
    today = now.astimezone(SHANGHAI).date()
    with database.reader() as session:
        entry, questions = session.get_one(FaqEntry, entry_id), read_golden(session)
        content = editing.working(entry)
    candidate = to_entry(entry_id, content, now, live.base.document.title)
    with live.trying(candidate) as base:
        after = check(base, questions, today)
    if not after:
        return []
    wrong = {one.question for one in after}
    before = check(live.base, [one for one in questions if one.question in wrong], today)
    return newly_broken(before, after)
