"""Finishing: what happens when a form has ended, however it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import intake as rules
from actions.clock import Clock
from actions.handing_over import hand_over
from actions.intake import Intake, Outcome
from actions.intake.corrections import ANSWERED, carried_into, meant_instead
from actions.intake.filling import carry_over
from actions.intake.needs import opened
from actions.intake.state import GIVEN, REFUSED
from actions.phone_number import hide_phones
from actions.pins import attach_pictures
from actions.said import Cause, Said, read_cause, read_said
from actions.several import ask_which
from actions.slots import empty_slots, read_intake
from actions.talk import ACTIONS, say
from bot.clock import day_in_words
from bot.database import Database
from bot.models import LinkKind, Resident, Ticket, TicketKind
from bot.preferences import Preferences
from bot.residents import Known, remember
from bot.tickets import TicketRequest, link, open_ticket, ticket_of
from bot.tickets.words import KIND, who_has

# Outcomes with which the message itself belongs to another action.
_ELSEWHERE = {Outcome.REFERRED: "ticket_status", Outcome.PUBLISHED: "regulation_question"}


class FinishForm(Action):
    """`action_finish_form`: opens the ticket, or says goodbye to the form; then whatever was left for later."""

    def __init__(self, database: Database, clock: Clock, preferences: Callable[[], Preferences] = Preferences) -> None:
        self._database, self._clock, self._preferences = database, clock, preferences

    def name(self) -> str:
        """Rasa calls it when a form has ended."""
        return "action_finish_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Do what the outcome asks for."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        state = read_intake(_form_of(tracker), tracker, Known())
        outcome = Outcome(tracker.get_slot("outcome"))
        if outcome is Outcome.SWITCHED:
            return self._switch(dispatcher, state, said)
        if outcome in _ELSEWHERE:
            return [*empty_slots(state.parked), FollowupAction(ACTIONS[_ELSEWHERE[outcome]])]
        if outcome is Outcome.CORRECTED:
            return self._correct(dispatcher, state, said)
        if outcome is Outcome.SEVERAL:
            ask_which(dispatcher, said)
            return empty_slots(state.parked)
        if outcome is Outcome.HANDED_OVER:
            hours = self._preferences().service_hours
            hand_over(dispatcher, self._database, cause, rules.brief(state), self._clock(), hours)
            return empty_slots(())
        if outcome is Outcome.CONFIRMED:
            number, promised = self._open_ticket(state, cause)
            say(dispatcher, promised)
            state = opened(state, number)
        else:
            say(dispatcher, "好，这件事先不办。什么时候想办了，再跟我说。")
        return _take_up_parked(state)

    @staticmethod
    def _switch(dispatcher: CollectingDispatcher, state: Intake, said: Said) -> list[EventType]:
        """Begin the other form with the same message; what was told of this one waits for it to end."""
        say(dispatcher, "刚才那件我先记着，办完这件再接着办。")
        return [*empty_slots(state.park(state).parked), FollowupAction(f"{said.intent}_form")]

    @staticmethod
    def _correct(dispatcher: CollectingDispatcher, state: Intake, said: Said) -> list[EventType]:
        """Begin what was meant instead, with what was told so far; the form that was begun by mistake is forgotten."""
        intent = meant_instead(state.kind, said) or said.intent
        if intent in ANSWERED:
            return [*empty_slots(state.parked), FollowupAction(ACTIONS[intent])]
        kind = TicketKind(intent)
        say(dispatcher, f"好，那按{KIND[kind]}来办，您说过的都记着。")
        return [*empty_slots(state.park(carried_into(state, kind)).parked), FollowupAction(f"{intent}_form")]

    def _open_ticket(self, state: Intake, cause: Cause) -> tuple[str, str]:
        """Return the number of the ticket, and what is promised."""
        now, request = self._clock(), request_for(state, cause)
        request = replace(request, soon_hours=self._preferences().soon_hours)
        with self._database.session() as session:
            ticket = open_ticket(session, request, now)
            attach_pictures(session, cause, state.since, now)
            _remember(session, state, cause.resident_id, ticket)
            for number in state.linked:
                link(session, ticket, ticket_of(session, number, cause.resident_id), LinkKind.TOLD_TOGETHER, now)
            return ticket.number, promise(ticket)


def _form_of(tracker: Tracker) -> TicketKind:
    """Return the kind of the form that ended last; the loop itself is closed by now."""
    loops = (event for event in reversed(tracker.events) if event.get("event") == "active_loop")
    name = next(event["name"] for event in loops if event.get("name"))
    return TicketKind(name.removesuffix("_form"))


def _take_up_parked(state: Intake) -> list[EventType]:
    """Offer the matter that was left last; nothing happens when there is none."""
    if not state.parked:
        return empty_slots(())
    *others, last = state.parked
    parked = (*others, carry_over(last, state))
    # What was asked for together with this one is not offered once more.
    return [*empty_slots(parked, resuming=not last.is_wanted), FollowupAction(f"{last.kind.value}_form")]


def request_for(state: Intake, cause: Cause) -> TicketRequest:
    """Return what the ticket will say; without consent nothing personal, and no number in the story in any case."""
    kept = state.with_consent(REFUSED) if state.consent != GIVEN else state
    return TicketRequest(
        cause=cause.key,
        kind=state.kind,
        resident_id=cause.resident_id,
        conversation_id=cause.conversation_id,
        details=hide_phones(state.details or ""),
        matter=state.matter,
        happened=state.time or None,
        person=state.person,
        place=kept.place or None,
        phone=kept.phone or None,
    )


def _remember(session: Session, state: Intake, resident_id: int, ticket: Ticket) -> None:
    """Keep number and home for the next time; a known address stays unless the resident changed it."""
    if state.consent != GIVEN:
        return
    known = session.get_one(Resident, resident_id).address
    is_home = "place" in state.personal and (known is None or "place" in state.changed)
    remember(
        session,
        resident_id,
        phone=state.phone,
        address=state.place if is_home else None,
        area=ticket.area if is_home else None,
    )


def promise(ticket: Ticket) -> str:
    """Return what a resident is told when a ticket is opened: its number, who has it, and until when."""
    lines = [f"办好了。{KIND[ticket.kind]}工单号 {ticket.number}。", f"已{who_has(ticket)}。"]
    if ticket.first_response_due_at:
        lines.append(f"最晚{day_in_words(ticket.first_response_due_at)}前联系您。")
    if ticket.handling_due_at:
        lines.append(f"最晚{day_in_words(ticket.handling_due_at)}前给您结果。")
    lines.append("查进度回复“我的工单”；要补充、催一催、撤回，直接跟我说。")
    return "\n".join(lines)
