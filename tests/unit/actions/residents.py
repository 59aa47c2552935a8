"""What residents say, as Rasa would hand it over; and a form played from its first message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.intake import Intake, Move, advance, begin
from actions.said import Said
from bot.models import TicketKind

_CONTROL = {
    "同意": "affirm", "确认": "affirm", "继续": "affirm", "不同意": "deny", "取消": "cancel", "跳过": "skip",
    "上一步": "go_back", "重来": "start_over", "转人工": "human_agent", "？": "repeat", "菜单": "menu",
    "撤回同意": "withdraw_consent", "修改": "change_answer",
}  # fmt: skip
PHONE = "13812345678"
PLACE = "幸福社区3号楼"


def said(text: str, intent: str | None = None, confidence: float = 1.0, **more: Any) -> Said:
    """A message; control words get their intent, digits are a choice, known places and numbers are found."""
    found: list[dict[str, Any]] = list(more.pop("entities", ()))
    if PLACE in text:
        found.append(
            {"entity": "place", "value": PLACE, "start": text.index(PLACE), "end": text.index(PLACE) + len(PLACE)}
        )
    if text.isdigit() and len(text) <= 2:
        found.append({"entity": "number", "value": int(text)})
        intent = intent or "choose"
    found += [{"entity": "need", "value": intent_, "told": told} for intent_, told in more.pop("needs", ())]
    if correction := more.pop("correction", None):
        found.append({"entity": "correction", "value": correction})
    default = _CONTROL.get(text, "nlu_fallback")
    return Said(text, intent or default, confidence, tuple(found), **more)


def matter(role: str, value: str, start: int = 0, end: int = 2) -> dict[str, Any]:
    """The entity `matter` of one kind."""
    return {"entity": "matter", "role": role, "value": value, "start": start, "end": end}


def dispute(text: str = "楼上漏水", **more: Any) -> Said:
    """A message that begins a dispute."""
    return said(text, "dispute", entities=[matter("dispute", "leak"), *more.pop("entities", ())], **more)


def play(first: Said, *later: Said | str, known: Intake | None = None) -> Move:
    """Play a form; the last move is returned."""
    move = begin(known or Intake(TicketKind(first.intent)), first)
    return play_on(move, later)


def play_on(move: Move, later: Sequence[Said | str]) -> Move:
    """Go on with a form."""
    for message in later:
        assert move.outcome is None, f"the form ended as {move.outcome} before {message}"
        move = advance(move.intake, said(message) if isinstance(message, str) else message)
    return move


def known_resident(kind: TicketKind, **more: Any) -> Intake:
    """A form of somebody whose number and address are known."""
    return replace(Intake(kind, consent="given", known_phone=PHONE, known_address=PLACE), **more)


def words(move: Move) -> str:
    """All that is said."""
    return "\n".join(prompt.text for prompt in move.prompts)
