"""Handing over: a person is promised, with a ticket that makes it somebody's task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.clock import Clock
from actions.phone_number import hide_phones
from actions.said import Cause, read_cause, read_said
from actions.talk import say
from bot.clock import day_in_words
from bot.database import Database
from bot.hotlines import numbers
from bot.models import Area, Resident, Ticket, TicketKind
from bot.preferences import Preferences
from bot.shifts import next_opening, shifts_of
from bot.tickets import TicketRequest, active_tickets, open_ticket

_LONGEST_REASON = 200


def hand_over(
    dispatcher: CollectingDispatcher,
    database: Database,
    cause: Cause,
    details: str,
    now: datetime,
    service_hours: str = "",
) -> None:
    """Promise a person; who has been promised one already is told so again, without a second ticket.

    `service_hours` are told as administrators wrote them; "" where they wrote none.
    """
    with database.session() as session:
        waiting = _waiting(session, cause)
        ticket = waiting or _open(session, cause, hide_phones(details), now)
        due = ticket.first_response_due_at
        by = f"最晚{day_in_words(due)}前" if due else "尽快"
        hotlines = numbers(session)
        opening = next_opening(now, shifts_of(session, _area_of(session, cause)))
    hours = f"人工服务时间：{service_hours}。\n" if service_hours else ""
    begun = "已经在请工作人员了" if waiting else "好，已经请工作人员来接"
    say(
        dispatcher,
        f"{begun}，{by}回复您（工单号 {ticket.number}）。\n{_after_hours(opening, now)}{hours}您可以先把事情说在这儿，他们接手时都看得到。\n"
        f"急事请打 {hotlines['government']}，有危险打 {hotlines['police']}。",
    )
    dispatcher.utter_message(json_message={"handoff": details[:_LONGEST_REASON] or "resident asked"})


def _area_of(session: Session, cause: Cause) -> Area | None:
    resident = session.get(Resident, cause.resident_id)
    return resident.area if resident else None


def _after_hours(opening: datetime | None, now: datetime) -> str:
    """Say when somebody will be there, if nobody is now: a resident should not watch the telephone all night."""
    if opening is None or opening <= now:
        return ""
    return f"现在是下班时间，工作人员{day_in_words(opening)}上班，一上班就看。\n"


def _waiting(session: Session, cause: Cause) -> Ticket | None:
    """Return the resident's open request for a person, unless this very message opened it."""
    own = active_tickets(session, cause.resident_id)
    return next((one for one in own if one.kind is TicketKind.HUMAN_AGENT and one.cause != cause.key), None)


def _open(session: Session, cause: Cause, details: str, now: datetime) -> Ticket:
    request = TicketRequest(
        cause=cause.key,
        kind=TicketKind.HUMAN_AGENT,
        resident_id=cause.resident_id,
        conversation_id=cause.conversation_id,
        details=details,
    )
    return open_ticket(session, request, now)


class HandOver(Action):
    """`action_hand_over`: the resident wants a person."""

    def __init__(self, database: Database, clock: Clock, preferences: Callable[[], Preferences] = Preferences) -> None:
        self._database, self._clock, self._preferences = database, clock, preferences

    def name(self) -> str:
        """For the intent `human_agent`."""
        return "action_hand_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Open the ticket and hand over."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        hand_over(dispatcher, self._database, cause, said.text, self._clock(), self._preferences().service_hours)
        return [FollowupAction("action_listen")]
