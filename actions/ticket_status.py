"""A resident's own tickets: look, urge, add, withdraw. Nobody sees another's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.clock import Clock
from actions.doubt import plausible
from actions.phone_number import find_phone, hide_phones
from actions.said import Cause, Said, read_cause, read_said
from actions.talk import LISTEN, ask_back, not_understood, say, wishes
from actions.ticket_wishes import Wish, is_about_tickets, number_in, only_names_it, refers_back, wish_in
from bot.clock import day_in_words
from bot.database import Database
from bot.models import Ticket, TicketState
from bot.residents import Look, known_of, looks_at_phone
from bot.tickets import (
    InvalidTransition,
    Step,
    TicketRefusal,
    active_tickets,
    add_note,
    is_active,
    move,
    ticket_of,
    tickets_of,
    urge,
)
from bot.tickets.words import KIND, PROVIDER_ROLE, STATE

_SURE = 0.5
_LOOKS_WITHIN, _MOST_LOOKS = timedelta(days=90), 3
_CERTAIN = 0.9
_NONE_YET = "您还没有工单。有什么事要办，直接跟我说就行。"
_CAN_DO = (("催一催", "催一下我的工单"), ("撤回", "撤回我的工单"))


class TicketStatus(Action):
    """`action_ticket_status`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """For `ticket_status`, and for corrections and further particulars outside of a form (改地址)."""
        return "action_ticket_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Show, urge, add to or withdraw the resident's own tickets; what is written is written once a message."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        number = said.entity("ticket") or number_in(said.text)
        with self._database.session() as session:
            try:
                named = ticket_of(session, number, cause.resident_id) if number else None
            except TicketRefusal:
                # The same words for another's ticket and for none: whether it exists is nobody's business.
                say(dispatcher, f"您名下没有工单 {number}。号码再核对一下，或者回复“我的工单”看全部。")
                return list(LISTEN)
            if said.intent == "form_answer" and not (named or active_tickets(session, cause.resident_id)):
                return [FollowupAction("action_not_understood")]
            self._do(session, dispatcher, said, cause, named)
        return list(LISTEN)

    def show(self, dispatcher: CollectingDispatcher, cause: Cause) -> None:
        """List the tickets and nothing more: a form waits."""
        with self._database.reader() as session:
            tickets = tickets_of(session, cause.resident_id, limit=3)
            say(dispatcher, "您的工单：\n\n" + _listed(tickets) if tickets else _NONE_YET)

    def _do(
        self, session: Session, dispatcher: CollectingDispatcher, said: Said, cause: Cause, named: Ticket | None
    ) -> None:
        wish = wish_in(said)
        own = [named] if named else list(tickets_of(session, cause.resident_id))
        if wish is Wish.LOOK and not named and _is_unlikely(said, cause, own):
            _ask_instead(dispatcher, said, cause)
            return
        if not own or (wish is Wish.LOOK and not (named or refers_back(said.text))):
            _show_all(dispatcher, own)
            _show_looks(dispatcher, looks_at_phone(session, cause.resident_id, self._clock() - _LOOKS_WITHIN))
            return
        meant = [named] if named else _meant(active_tickets(session, cause.resident_id), said) or own[:1]
        if len(meant) > 1:
            _ask_which(dispatcher, meant, said)
        elif wish is Wish.LOOK:
            _show_all(dispatcher, meant)
        elif meant[0].merged_into is not None:
            say(dispatcher, "这件事没有停，还在办。\n" + describe(meant[0]))
        elif not is_active(meant[0].state):
            say(dispatcher, "这个工单已经结束了。没解决的话，跟我说一声，我再给您报。\n" + describe(meant[0]))
        elif wish is Wish.WITHDRAW:
            _offer_withdrawal(dispatcher, meant[0])
        elif wish is Wish.URGE:
            urge(session, meant[0], self._clock(), cause.key)
            say(dispatcher, "已经替您催了，承办的人会看到。\n" + describe(meant[0]))
        else:
            self._add(session, dispatcher, said, cause, meant[0])

    def _add(
        self, session: Session, dispatcher: CollectingDispatcher, said: Said, cause: Cause, ticket: Ticket
    ) -> None:
        if only_names_it(said.text):
            say(dispatcher, "好，请连着说，比如“补充：厨房也漏了”“地址改成3号楼”。照片直接发给我就行。")
            return
        add_note(session, ticket, hide_phones(said.text), "resident", self._clock(), cause.key)
        if phone := find_phone(said.text):
            if not known_of(session, cause.resident_id).has_consented:
                say(dispatcher, "话记下了。您没同意留电话，号码我就没记；办事的人在微信里找您。")
                return
            ticket.phone = phone
        if ticket.state is TicketState.WAITING:
            move(session, ticket, Step.CONTINUE, "resident", self._clock(), cause=f"{cause.key}:continue")
        say(dispatcher, f"记进工单 {ticket.number} 了，承办的人看得到。")


class WithdrawTicket(Action):
    """`action_withdraw_ticket`: the resident tapped 撤回."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """For the intent `confirm_withdrawal`, which only our own choice sends."""
        return "action_withdraw_ticket"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Withdraw the ticket that the choice names; asked again it says the same."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        with self._database.session() as session:
            try:
                ticket = ticket_of(session, said.entity("ticket") or "", cause.resident_id)
                move(session, ticket, Step.WITHDRAW, "resident", self._clock(), cause=cause.key)
            except InvalidTransition:
                say(dispatcher, "这个工单已经结束了，不用再撤。")
            except TicketRefusal:
                say(dispatcher, "没找到这个工单。回复“我的工单”看全部。")
            else:
                say(dispatcher, f"工单 {ticket.number} 撤回了。以后想办，再跟我说。")
        return []


def _show_looks(dispatcher: CollectingDispatcher, looks: Sequence[Look]) -> None:
    """Say who has looked at the resident's phone number, and why."""
    if looks:
        lines = [
            f"工作人员{one.staff}在{day_in_words(one.at)}查看过您的电话，理由：{one.reason}。"
            for one in looks[:_MOST_LOOKS]
        ]
        say(dispatcher, "\n".join(lines))


def _meant(active: Sequence[Ticket], said: Said) -> list[Ticket]:
    """Return the tickets that a message may mean: those of the kind that it speaks of, else all."""
    return [one for one in active if one.kind.value == said.intent] or list(active)


def _is_unlikely(said: Said, cause: Cause, own: Sequence[Ticket]) -> bool:
    """Whether a message hardly means a look at tickets: there is none, or the model is not sure of it."""
    if cause.asked_before or is_about_tickets(said.text):
        return False
    if not own:
        return said.confidence < _CERTAIN
    return said.entity("matter") is not None and said.confidence < _SURE


def _ask_instead(dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> None:
    likely = plausible(said)
    if any(name != "ticket_status" for name in likely):
        ask_back(dispatcher, wishes(said, likely))
    else:
        not_understood(dispatcher, (), again=cause.misunderstood_before)


def _show_all(dispatcher: CollectingDispatcher, tickets: Sequence[Ticket]) -> None:
    if not tickets:
        say(dispatcher, _NONE_YET)
    elif any(is_active(one.state) for one in tickets):
        say(dispatcher, f"您的工单：\n\n{_listed(tickets)}\n\n要补充什么，直接说“补充……”。", _CAN_DO)
    else:
        say(dispatcher, "您的工单：\n\n" + _listed(tickets))


def _ask_which(dispatcher: CollectingDispatcher, tickets: Sequence[Ticket], said: Said) -> None:
    choices = [
        (
            f"{KIND[one.kind]}（{one.number}）",
            f"/ticket_status{json.dumps({'ticket': one.number, 'details': said.text}, ensure_ascii=False)}",
        )
        for one in tickets[:5]
    ]
    say(dispatcher, "您有几个工单在办，说的是哪一个？", choices)


def _offer_withdrawal(dispatcher: CollectingDispatcher, ticket: Ticket) -> None:
    payload = f'/confirm_withdrawal{{"ticket": "{ticket.number}"}}'
    text = "要撤回这个工单吗？撤了就没人办了。\n" + describe(ticket)
    say(dispatcher, text, (("撤回", payload), ("不撤，接着办", "我的工单")))


def _listed(tickets: Sequence[Ticket]) -> str:
    return "\n\n".join(describe(ticket) for ticket in tickets)


def describe(ticket: Ticket) -> str:
    """Return a ticket in a few lines: what, its state, who has it, since when and until when."""
    lines = [f"{KIND[ticket.kind]} {ticket.number}", f"状态：{_state(ticket)}"]
    if ticket.provider:
        lines.append(f"承办：{PROVIDER_ROLE[ticket.provider.role]}{ticket.provider.name}")
    elif ticket.department:
        lines.append(f"承办：{ticket.department.name}")
    lines.append(f"提交：{day_in_words(ticket.created_at)}")
    if is_active(ticket.state) and ticket.handling_due_at:
        lines.append(f"最晚：{day_in_words(ticket.handling_due_at)}前给结果")
    return "\n".join(lines)


def _state(ticket: Ticket) -> str:
    """A merged ticket is not over for its resident; the number of a neighbour's ticket is nobody else's business."""
    into = ticket.merged_into
    if into is None:
        return STATE[ticket.state]
    if into.resident_id == ticket.resident_id:
        return f"并到工单 {into.number} 一起办"
    return "和邻居反映的同一件事一起办"
