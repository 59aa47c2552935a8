"""A resident's own tickets: look, urge, add, withdraw. Nobody sees another's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import Clock
from actions.said import Cause, Said, read_cause, read_said
from actions.talk import say
from bot.clock import day_in_words
from bot.database import Database
from bot.models import Ticket
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
from bot.tickets.numbers import find
from bot.tickets.words import KIND, PROVIDER_ROLE, STATE

_URGE = re.compile(r"催|快点|快些|赶紧|赶快|抓紧|咋还|怎么还|还没(有)?(人|动静|处理|解决|结果|回)|多久了|几天了|等了|没人管|没人来|没动静")
_WITHDRAW = re.compile(r"撤(回|销|了|掉)|不用(来|办|修|管|处理|派|麻烦)了?|取消.{0,8}(单|申请|预约|报)|(自己|已经)(修|弄|解决|处理|办)好?了|不(报|投诉|申请)了|销(单|了|案)")
_ADD = re.compile(r"补充|再加|加上|加一(句|条)|还有(一点|个事|件事|就是)?|另外|忘了说|更正|改(成|为|一下)|换成|写错|说错|搞错|地址(是|变|换)|电话(是|变|换|改)")


class TicketStatus(Action):
    """`action_ticket_status`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """For the intent `ticket_status`."""
        return "action_ticket_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Show, urge, add to or withdraw the resident's own tickets."""
        self.answer(dispatcher, read_said(tracker.latest_message), read_cause(tracker.latest_message))
        return []

    def answer(self, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> None:
        """Say what there is to say; what is written is written once for each message."""
        with self._database.session() as session:
            number = find(said.text)
            try:
                named = ticket_of(session, number, cause.resident_id) if number else None
            except TicketRefusal:
                say(dispatcher, f"您名下没有找到工单 {number}。工单号再核对一下，或者回复“我的工单”看全部。")
                return
            active = active_tickets(session, cause.resident_id)
            target = named or (active[0] if active else None)
            if target is None:
                self._list(dispatcher, tickets_of(session, cause.resident_id))
            elif _WITHDRAW.search(said.text):
                self._offer_withdrawal(dispatcher, target)
            elif _URGE.search(said.text):
                urge(session, target, self._clock(), f"message:{cause.message_id}")
                say(dispatcher, "已经替您催了，承办的人会看到。\n" + describe(target))
            elif _ADD.search(said.text):
                add_note(session, target, said.text, "resident", self._clock(), f"message:{cause.message_id}")
                say(dispatcher, f"补充的话已经记进工单 {target.number}，承办的人看得到。")
            else:
                self._list(dispatcher, [named] if named else tickets_of(session, cause.resident_id))

    @staticmethod
    def _list(dispatcher: CollectingDispatcher, tickets: Sequence[Ticket]) -> None:
        if not tickets:
            say(dispatcher, "您还没有工单。有什么事要办，直接跟我说就行。")
            return
        say(dispatcher, "您的工单：\n\n" + "\n\n".join(describe(ticket) for ticket in tickets))

    @staticmethod
    def _offer_withdrawal(dispatcher: CollectingDispatcher, ticket: Ticket) -> None:
        if not is_active(ticket.state):
            say(dispatcher, "这个工单已经结束了，不用撤。\n" + describe(ticket))
            return
        payload = f'/confirm_withdrawal{{"ticket": "{ticket.number}"}}'
        say(dispatcher, "要撤回这个工单吗？撤了就没人办了。\n" + describe(ticket), (("撤回", payload), ("不撤，接着办", "菜单")))


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
                move(session, ticket, Step.WITHDRAW, "resident", self._clock(), cause=f"message:{cause.message_id}")
            except InvalidTransition:
                say(dispatcher, "这个工单已经结束了，不用撤。")
                return []
            except TicketRefusal:
                say(dispatcher, "没找到这个工单。回复“我的工单”看全部。")
                return []
            say(dispatcher, f"工单 {ticket.number} 撤回了。以后想办，再跟我说。")
        return []


def describe(ticket: Ticket) -> str:
    """Return a ticket in a few lines: what, its state, who has it, since when and until when."""
    lines = [f"{KIND[ticket.kind]} {ticket.number}", f"状态：{STATE[ticket.state]}"]
    if ticket.provider:
        lines.append(f"承办：{PROVIDER_ROLE[ticket.provider.role]}{ticket.provider.name}")
    elif ticket.department:
        lines.append(f"承办：{ticket.department.name}")
    lines.append(f"提交：{day_in_words(ticket.created_at)}")
    if is_active(ticket.state) and ticket.handling_due_at:
        lines.append(f"最晚：{day_in_words(ticket.handling_due_at)}前给结果")
    return "\n".join(lines)
