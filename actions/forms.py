"""Forms: the one action that takes each message of a resident who is in a form. Its rules are in `intake`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import intake as rules
from actions.asides import Asides
from actions.clock import Clock
from actions.intake import Intake, Move, Outcome
from actions.pins import recent_pin, recent_story
from actions.said import Cause, Said, read_cause, read_said
from actions.slots import read_intake, slot_events
from actions.talk import say
from actions.ticket_wishes import refers_back
from bot.database import Database
from bot.hotlines import numbers
from bot.models import TicketKind
from bot.preferences import Preferences
from bot.residents import give_consent, known_of, refuse_consent
from bot.tickets import active_tickets


class TakeAnswer(Action):
    """`validate_<kind>_form`: takes one message, and says what comes next."""

    def __init__(
        self,
        kind: TicketKind,
        database: Database,
        asides: Asides,
        clock: Clock,
        preferences: Callable[[], Preferences] = Preferences,
    ) -> None:
        self._kind, self._database, self._asides, self._clock = kind, database, asides, clock
        self._preferences = preferences

    def name(self) -> str:
        """Rasa calls it for each message in the form, and when the form starts."""
        return f"validate_{self._kind.value}_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Advance the form by one message."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        before = self._read(tracker, said, cause)
        move = self._begin(before, said, cause) if before.requested is None else rules.advance(before, said)
        self._note_consent(before, move.intake, cause)
        self._tell(dispatcher, move, said, cause)
        if move.outcome:
            ended = [SlotSet("outcome", move.outcome.value), SlotSet("requested_slot", None), ActiveLoop(None)]
            return [*slot_events(move.intake), *ended]
        dispatcher.utter_message(json_message={"in_form": True, "form": self._kind.value})
        return slot_events(move.intake)

    def _begin(self, before: Intake, said: Said, cause: Cause) -> Move:
        """Begin, unless an entry answers the message, or a ticket of this kind that is being dealt with is meant."""
        if not said.is_picked and self._asides.is_answered(said, cause):
            return Move(before, outcome=Outcome.PUBLISHED)
        if refers_back(said.text) and not said.is_picked:
            with self._database.reader() as session:
                if any(one.kind is self._kind for one in active_tickets(session, cause.resident_id)):
                    return Move(before, outcome=Outcome.REFERRED)
        return rules.begin(before, said)

    def _read(self, tracker: Tracker, said: Said, cause: Cause) -> Intake:
        with self._database.reader() as session:
            state = read_intake(self._kind, tracker, known_of(session, cause.resident_id))
            if state.requested is not None:
                return state
            now = self._clock()
            # Who answers a question in words of their own, or corrects, tells no second time what they told before.
            refers = cause.asked_before or said.correction is not None
            story = recent_story(session, cause, now) if refers and not said.is_picked else None
            return replace(
                state,
                since=state.since or cause.message_id,
                place=recent_pin(session, cause, now),
                details=state.details or story,
            )

    def _note_consent(self, before: Intake, after: Intake, cause: Cause) -> None:
        """Write a yes or no down in the moment it is said, even when nothing comes of the form."""
        if after.consent in (None, before.consent):
            return
        note = give_consent if after.consent == "given" else refuse_consent
        version = self._preferences().privacy_version
        with self._database.session() as session:
            note(session, cause.resident_id, self._clock(), version)

    def _tell(self, dispatcher: CollectingDispatcher, move: Move, said: Said, cause: Cause) -> None:
        if move.aside:
            self._asides.answer(move.aside, dispatcher, said, cause)
        with self._database.reader() as session:
            hotlines = numbers(session)
        for prompt in move.prompts:
            notice = self._preferences().notice_about(prompt.notice_about) if prompt.notice_about else ""
            text = notice or prompt.text.replace("{legal_aid}", hotlines["legal_aid"])
            say(dispatcher, text, prompt.choices)
