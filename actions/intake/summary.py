"""Summary: what a ticket would say; no telephone number is ever shown in full."""

from __future__ import annotations

from collections.abc import Iterator

from actions.intake.state import REFUSED, Intake
from actions.phone_number import hide_phones
from bot.masks import mask_phone
from bot.tickets.words import KIND, matter_label

_LONGEST = 120


def summary(intake: Intake) -> str:
    """Return what the ticket would say, for the resident to confirm."""
    return "\n".join(("请您看看对不对：", *_lines(intake), "对就回复 1 提交；要改就说“改地址”“改电话”“改内容”。"))


def brief(intake: Intake) -> str:
    """Return what was told so far, for whoever takes over in the middle of a form."""
    return "；".join(_lines(intake))


def about(intake: Intake) -> str:
    """Return a few words that call the matter to mind."""
    told = intake.details or matter_label(intake.kind, intake.matter)
    return f"{KIND[intake.kind]}（“{_shortened(told, 20)}”）" if told else KIND[intake.kind]


def _lines(intake: Intake) -> Iterator[str]:
    yield f"要办：{KIND[intake.kind]}"
    label = matter_label(intake.kind, intake.matter)
    if label and label != intake.details:
        yield f"类别：{label}"
    if intake.details:
        yield f"事情：{_shortened(intake.details, _LONGEST)}"
    if intake.person:
        yield f"有关的人：{intake.person}"
    if intake.place and not (intake.consent == REFUSED and "place" in intake.personal):
        yield f"地方：{intake.place}"
    if intake.time:
        yield f"时间：{intake.time}"
    if intake.consent != REFUSED:
        yield f"电话：{mask_phone(intake.phone) if intake.phone else '不留，在微信里联系'}"
    else:
        yield "联系：在微信里找您"


def _shortened(text: str, longest: int) -> str:
    hidden = hide_phones(text)
    return hidden if len(hidden) <= longest else hidden[:longest] + "……"
