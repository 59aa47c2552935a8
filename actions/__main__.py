"""Starts the action server: `python -m actions`; the one place where actions get what they work with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from rasa_sdk import Action
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.asides import Asides
from actions.clock import Clock
from actions.consent import WithdrawConsent
from actions.finishing import FinishForm
from actions.forms import TakeAnswer
from actions.handing_over import HandOver
from actions.knowing import Knowing
from actions.not_understood import NotUnderstood
from actions.plans import PLANS
from actions.regulation import AnswerRegulation, RateAnswer
from actions.talk import OfferServices, Safety, SmallTalk
from actions.ticket_status import TicketStatus, WithdrawTicket
from bot.clock import utc_now
from bot.database import Database, open_engine
from bot.faq.live import LiveKnowledge
from bot.models import EncryptedText
from bot.preferences import LivePreferences, Preferences
from bot.settings import Settings
from knowledge.answers import KnowledgeBase
from knowledge.embeddings import sentence_encoder


def all_actions(
    database: Database, knowledge: Knowing, clock: Clock, preferences: Callable[[], Preferences] = Preferences
) -> Iterable[Action]:
    """Return every action of the domain, ready to run."""
    regulation = AnswerRegulation(knowledge, database, clock)
    tickets = TicketStatus(database, clock)
    consent = WithdrawConsent(database, clock)
    asides = Asides(regulation, tickets, consent)
    yield from (TakeAnswer(kind, database, asides, clock, preferences) for kind in PLANS)
    yield from (NotUnderstood(name, regulation) for name in ("action_not_understood", "action_default_fallback"))
    yield from (regulation, tickets, consent, FinishForm(database, clock, preferences), WithdrawTicket(database, clock))
    yield from (HandOver(database, clock, preferences), SmallTalk(), OfferServices(regulation), Safety())
    yield RateAnswer(database)


def main() -> None:
    """Serve on loopback: only Rasa calls it."""
    settings = Settings()
    EncryptedText.use_key(settings.data_key.get_secret_value())
    database = Database(open_engine(settings.database_address))
    base = KnowledgeBase.open(settings.data_dir / "knowledge")
    knowledge = LiveKnowledge(database, base, sentence_encoder())
    # The first question loads the encoder; no resident shall wait for that.
    knowledge.ask("社区做什么", utc_now().date())
    executor = ActionExecutor()
    for action in all_actions(database, knowledge, utc_now, LivePreferences(database)):
        executor.register_action(action)
    app = create_app(executor, cors_origins=[])
    app.run(host="127.0.0.1", port=int(os.environ.get("ACTIONS_PORT", "5055")), single_process=True, access_log=False)


if __name__ == "__main__":
    main()
