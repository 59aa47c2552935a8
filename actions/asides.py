"""Asides: what is answered in the midst of a form before the form goes on."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.consent import WithdrawConsent
from actions.intake import Aside
from actions.regulation import AnswerRegulation
from actions.said import Cause, Said
from actions.talk import say, small_talk
from actions.ticket_status import TicketStatus

_LEGAL = "这个要问懂法律的人。等这件办完，我帮您转给社区法律顾问，不收钱。"


class Asides:
    """Answers a question, a look at one's tickets or small talk, in a few words and without choices of its own.

    The choices on the screen are those of the form's question, which the caller repeats.
    """

    def __init__(self, regulation: AnswerRegulation, tickets: TicketStatus, consent: WithdrawConsent) -> None:
        self._regulation, self._tickets, self._consent = regulation, tickets, consent

    def is_answered(self, said: Said, cause: Cause) -> bool:
        """Whether a message is a question that an administrator's entry answers, so that it starts no form."""
        return self._regulation.is_surely_published(said, cause)

    def answer(self, aside: Aside, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> None:
        """Say what the aside wants."""
        if aside is Aside.REGULATION:
            self._regulation.answer_shortly(dispatcher, said, cause)
        elif aside is Aside.LEGAL:
            say(dispatcher, _LEGAL)
        elif aside is Aside.TICKETS:
            self._tickets.show(dispatcher, cause)
        elif aside is Aside.CONSENT_WITHDRAWN:
            self._consent.withdraw(dispatcher, cause)
        elif aside is Aside.SMALL_TALK:
            say(dispatcher, small_talk(said.text, in_form=True))
        else:
            say(dispatcher, "这个我帮不上。")
