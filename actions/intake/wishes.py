"""Wishes: what a message in the middle of a form wants that is not an answer to the form's question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.bare import is_bare
from actions.intake.asking import again, remind
from actions.intake.filling import fill_first, other_kinds
from actions.intake.state import Aside, Intake, Move, Outcome, Prompt
from actions.intake.summary import about
from actions.plans import role
from actions.said import Said
from bot.models import TicketKind
from bot.tickets.words import KIND

# How sure the model must be before a message in a form is taken for something else than an answer.
SURE_OF_ASIDE = 0.6
SURE_OF_OTHER_SERVICE = 0.7
SURE_OF_MORE_THAN_A_VALUE = 0.9
# Of an answer that was asked for in free words the model must be surer still.
SURE_BESIDE_DETAILS = 0.85
# Nobody is sent away from a dispute because it keeps them awake, or because they ask what the law says.
_AFTERWARDS = frozenset({TicketKind.LEGAL_QUESTION, TicketKind.PSYCH_HELP})
_TALK = re.compile(
    r"谢|感谢|辛苦|再见|拜拜|晚安|机器人|真人|是人|你是谁|你叫|恁是谁|^(?:你|您|恁)好|在吗|在不在|^哈喽|^hi\b|^hello\b|早上好|下午好|晚上好|^[哈呵嘿嘻]+$"
    # Said to an answer in the midst of the form: it adds nothing to the matter.
    r"|^(?:嗯|哦|噢)?[，,]?(?:很|挺)?(?:有用|没用|有帮助|没帮助|明白|懂|晓得|清楚|了解)了?[啊呀嘞啦吧。！!]*$",
    re.IGNORECASE,
)
_ADDS = re.compile(r"^(?:再)?补充|^还有|^另外|^对了|加一(?:句|条)|^再加|忘了说")
_AND = re.compile(r"还(?:想|有|要|得|需要)|另外|顺便|再(?:帮|给|找)|同时|还能不能")
_SECOND_NEED = 0.12
_SHORTEST_WISH = 4
_ASIDES: Mapping[str, Aside] = {
    "regulation_question": Aside.REGULATION,
    "ticket_status": Aside.TICKETS,
    "out_of_scope": Aside.OUT_OF_SCOPE,
}


def other_wish(intake: Intake, said: Said, *, sure: float = 0.0) -> Move | None:
    """Return the move for a wish of another kind, or None; `sure` raises what the model must be sure of."""
    service = other_service(intake, said, max(sure, SURE_OF_OTHER_SERVICE))
    if service in _AFTERWARDS and not is_bare(said.text):
        return _afterwards(intake, said, service)
    if service is not None:
        return Move(intake, outcome=Outcome.SWITCHED)
    if said.intent == "menu":
        return again(intake, Prompt(f"咱们正在办{about(intake)}。想办别的，直接说；不办了，回复“取消”。"))
    aside = aside_in(said, max(sure, SURE_OF_ASIDE))
    return replace(remind(intake), aside=aside) if aside else None


def other_service(intake: Intake, said: Said, sure: float) -> TicketKind | None:
    """Return the other form that the message asks for."""
    if said.intent not in other_kinds() - {intake.kind.value} or said.confidence < sure:
        return None
    # 那就说说: so few words name another service, or say nothing of one.
    names_it = len(said.text) > _SHORTEST_WISH or said.entity("matter") is not None or is_bare(said.text)
    return TicketKind(said.intent) if names_it and len(said.text) != 1 else None


def aside_in(said: Said, sure: float = SURE_OF_ASIDE) -> Aside | None:
    """Return what is to be answered before the form goes on, or None."""
    if is_talk(said):
        return Aside.SMALL_TALK
    if adds(said) or is_empty(said):
        return None
    return _ASIDES.get(said.intent) if said.confidence >= sure else None


def is_empty(said: Said) -> bool:
    """Whether a message has no word in it: dots, a smiley."""
    return bool(said.text) and not re.search(r"\w", said.text)


def is_talk(said: Said) -> bool:
    """Whether a message is small talk; the model alone takes addresses for it, so its words decide."""
    return len(said.text) <= 15 and said.entity("phone") is None and bool(_TALK.search(said.text))


def adds(said: Said) -> bool:
    """Whether a message says of itself that it adds something."""
    return bool(_ADDS.search(said.text))


def _afterwards(intake: Intake, said: Said, kind: TicketKind) -> Move:
    noted = intake.park(fill_first(Intake(kind), said))
    if kind is TicketKind.LEGAL_QUESTION:
        return replace(again(noted), aside=Aside.LEGAL)
    return again(noted, Prompt("听得出来您心里不好受。等这件办完，我帮您约心理咨询师。"))


def note_second_need(intake: Intake, said: Said) -> tuple[Intake, tuple[Prompt, ...]]:
    """Keep a second need that the first message tells for later, and say so in one line."""
    kind = _second_need(intake, said)
    if kind is None:
        return intake, ()
    draft = Intake(kind, details=said.text, matter=said.entity("matter", role(kind)))
    return intake.park(draft), (Prompt(f"您还说到{KIND[kind]}，这件办完我接着帮您办。"),)


def _second_need(intake: Intake, said: Said) -> TicketKind | None:
    if not _AND.search(said.text):
        return None
    for name, confidence in said.ranking:
        if name in other_kinds() - {intake.kind.value} and confidence >= _SECOND_NEED:
            kind = TicketKind(name)
            if said.tells_apart(role(kind), role(intake.kind)):
                return kind
    return None
