"""Changes of what residents are told, made from a page: through the gate, and what is shown when it stays shut."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, request

from bot.admin import access
from bot.admin.office import Office
from bot.admin.views.pages import me, page
from bot.faq.forecast import Coming
from bot.faq.gate import Act, BreaksGolden, Result
from bot.faq.gate import change as change_knowledge

# Fields of the page that stands in the way; all others are posted once more as they were.
_OWN_FIELDS = ("csrf_token", "overrule")


def change(office: Office, act: Act[Result]) -> Result:
    """Make a change, with the reason of whoever may overrule golden questions. Errors: FaqRefusal; what `act` raises."""
    overrule = request.form.get("overrule") if access.may(me(), access.Act.OVERRULE_GOLDEN) else None
    passed = change_knowledge(office.database, office.knowledge(), act, office.clock(), overrule=overrule)
    _warn(passed.coming)
    return passed.result


def stopped(refused: BreaksGolden, what: str, back: str) -> Response:
    """The page that lists the golden questions. `what`: the change in words; `back`: where to change it."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN_FIELDS]
    may_overrule = access.may(me(), access.Act.OVERRULE_GOLDEN)
    return page(
        "admin/stopped.html", 409, broken=refused.broken, what=what, back=back, may_overrule=may_overrule, fields=fields
    )


def _warn(coming: Sequence[Coming]) -> None:
    for one in coming:
        day = one.broken.day
        flash(f"{day.year}年{day.month}月{day.day}日起，必测问题“{one.broken.question}”会答错：{one.because}。", "wait")
