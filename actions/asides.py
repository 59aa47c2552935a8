"""Asides: what is answered in the midst of a form before the form goes on."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.intake import Aside
from actions.regulation import AnswerRegulation
from actions.said import Cause, Said
from actions.talk import say, small_talk
from actions.ticket_status import TicketStatus


class Asides:
    """Answers a question, a look at one's tickets or small talk, in a few words."""

    def __init__(self, regulation: AnswerRegulation, tickets: TicketStatus) -> None:
        self._regulation, self._tickets = regulation, tickets

    def answer(self, aside: Aside, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> None:
        """Say what the aside wants; the caller repeats the form's question after it."""
        if aside is Aside.REGULATION:
            self._regulation.answer(dispatcher, said)
        elif aside is Aside.TICKETS:
            self._tickets.answer(dispatcher, said, cause)
        elif aside is Aside.SMALL_TALK:
            say(dispatcher, small_talk(said.text).partition("。")[0] + "。")
        else:
            say(dispatcher, "这个我帮不上。咱们先把这件办完，不办了就回复“取消”。")
