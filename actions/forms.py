"""The two actions of every form: one takes each message in it, one ends it. Rules are in `intake`."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import intake as rules
from actions.asides import Asides
from actions.clock import Clock
from actions.intake import Intake, Move, Outcome
from actions.said import read_cause, read_said
from actions.talk import hand_over, say
from bot.clock import day_in_words
from bot.database import Database
from bot.hotlines import numbers
from bot.models import Ticket, TicketKind
from bot.residents import Known, give_consent, known_of, refuse_consent, remember
from bot.tickets import TicketRequest, open_ticket
from bot.tickets.words import KIND, PROVIDER_ROLE

_FIELDS = ("matter", "details", "place", "time", "person", "phone", "consent")
_PROGRESS = ("trail", "misses", "resuming", "changing")


def read_intake(kind: TicketKind, tracker: Tracker, known: Known) -> Intake:
    """Return the state of a form from Rasa's slots, and from what is known of the resident."""
    slots = {name: tracker.get_slot(name) for name in _FIELDS}
    progress: dict[str, Any] = tracker.get_slot("progress") or {}
    slots["consent"] = slots["consent"] or ("given" if known.has_consented else None)
    return Intake(
        kind=kind,
        **slots,
        requested=tracker.get_slot("requested_slot"),
        trail=tuple(progress.get("trail", ())),
        misses=int(progress.get("misses", 0)),
        resuming=bool(progress.get("resuming")),
        changing=bool(progress.get("changing")),
        known_phone=known.phone,
        known_address=known.address,
    )


def slot_events(state: Intake) -> list[EventType]:
    """Return the state of a form as Rasa's slots."""
    progress = {name: getattr(state, name) for name in _PROGRESS} | {"trail": list(state.trail)}
    values = {name: getattr(state, name) for name in _FIELDS}
    return [
        *(SlotSet(name, value) for name, value in values.items()),
        SlotSet("progress", progress),
        SlotSet("requested_slot", state.requested),
    ]


class TakeAnswer(Action):
    """`validate_<kind>_form`: takes one message, and says what comes next."""

    def __init__(self, kind: TicketKind, database: Database, asides: Asides) -> None:
        self._kind, self._database, self._asides = kind, database, asides

    def name(self) -> str:
        """Rasa calls it for each message in the form, and when the form starts."""
        return f"validate_{self._kind.value}_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Advance the form by one message."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        with self._database.reader() as session:
            known = known_of(session, cause.resident_id)
            hotlines = numbers(session)
        state = read_intake(self._kind, tracker, known)
        starts = state.requested is None
        move = rules.begin(state, said) if starts else rules.advance(state, said)
        if move.aside:
            self._asides.answer(move.aside, dispatcher, said, cause)
        for prompt in move.prompts:
            say(dispatcher, prompt.text.replace("{legal_aid}", hotlines["legal_aid"]), prompt.choices)
        return self._end(move) if move.outcome else self._go_on(dispatcher, move)

    def _go_on(self, dispatcher: CollectingDispatcher, move: Move) -> list[EventType]:
        dispatcher.utter_message(json_message={"in_form": True, "form": self._kind.value})
        return slot_events(move.intake)

    @staticmethod
    def _end(move: Move) -> list[EventType]:
        outcome = move.outcome.value if move.outcome else None
        return [*slot_events(move.intake), SlotSet("outcome", outcome), SlotSet("requested_slot", None), ActiveLoop(None)]


class FinishForm(Action):
    """`action_finish_form`: opens the ticket, or says goodbye to the form."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """Rasa calls it when a form has ended, however it ended."""
        return "action_finish_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Do what the outcome asks for; the slots go with the tracker."""
        outcome = Outcome(tracker.get_slot("outcome"))
        cause = read_cause(tracker.latest_message)
        state = read_intake(self._form_of(tracker), tracker, Known())
        if outcome is Outcome.CONFIRMED:
            self._open_ticket(dispatcher, state, cause.message_id, cause.resident_id, cause.conversation_id)
        elif outcome is Outcome.CANCELLED:
            say(dispatcher, "好，这件事先不办。什么时候想办了，再跟我说。")
        elif outcome is Outcome.HANDED_OVER:
            details = rules.summary(state) if state.details else "在填表时要求转人工"
            hand_over(dispatcher, self._database, cause, details, self._clock())
        else:
            say(dispatcher, "刚才那件先放一放，想接着办随时说。")
            dispatcher.utter_message(json_message={"ask_again": True})
        return []

    @staticmethod
    def _form_of(tracker: Tracker) -> TicketKind:
        """Return the kind of the form that ended last; the loop itself is closed by now."""
        loops = (event for event in reversed(tracker.events) if event.get("event") == "active_loop")
        name = next(event["name"] for event in loops if event.get("name"))
        return TicketKind(name.removesuffix("_form"))

    def _open_ticket(
        self, dispatcher: CollectingDispatcher, state: Intake, message_id: int, resident_id: int, conversation_id: int
    ) -> None:
        now = self._clock()
        may_keep = state.consent != "refused"
        with self._database.session() as session:
            if state.consent == "given":
                give_consent(session, resident_id, now)
            elif state.consent == "refused":
                refuse_consent(session, resident_id, now)
            place = state.place if may_keep or not state.plan.place_is_personal else None
            request = TicketRequest(
                cause=f"message:{message_id}",
                kind=state.kind,
                resident_id=resident_id,
                conversation_id=conversation_id,
                details=state.details or "",
                matter=state.matter,
                happened=state.time,
                person=state.person,
                place=place or None,
                phone=(state.phone or None) if may_keep else None,
            )
            ticket = open_ticket(session, request, now)
            if state.consent == "given":
                home = place if state.plan.place_is_personal else None
                remember(session, resident_id, phone=state.phone, address=home, area=ticket.area)
            text = promise(ticket)
        say(dispatcher, text)


def promise(ticket: Ticket) -> str:
    """Return what a resident is told when a ticket is opened: its number, who has it, and until when."""
    if ticket.provider:
        who = f"已派给{PROVIDER_ROLE[ticket.provider.role]}{ticket.provider.name}"
    else:
        who = f"已交给{ticket.department.name}" if ticket.department else "已交给社区服务台安排"
    lines = [f"办好了。{KIND[ticket.kind]}工单号 {ticket.number}。", f"{who}。"]
    if ticket.first_response_due_at:
        lines.append(f"最晚{day_in_words(ticket.first_response_due_at)}前联系您。")
    if ticket.handling_due_at:
        lines.append(f"最晚{day_in_words(ticket.handling_due_at)}前给您结果。")
    lines.append("查进度回复“我的工单”；要补充、催一催、撤回，直接跟我说。")
    return "\n".join(lines)
