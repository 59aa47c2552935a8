"""What tests of the knowledge pages share: an application that knows the regulation, and a way to write an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from bot.database import Database
from bot.faq.live import LiveKnowledge
from bot.models import FaqEntry
from bot.settings import Settings
from knowledge.answers import KnowledgeBase
from knowledge.retrieval import Retriever
from server import Parts, create_app
from tests.fakes import FakeDialogue
from tests.integration.inbox.browser import Browser
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, count_letters, small_index

FIELDS = {
    "title": "老年食堂几点开门",
    "answer": "周一到周五十一点半。",
    "variants": "食堂啥时候开饭",
    "category": "养老",
}


def knowing_app(settings: Settings, database: Database, clock: Callable[[], datetime]) -> Flask:
    base = KnowledgeBase(DOCUMENT, EXPLANATIONS, Retriever(small_index(), count_letters))
    live = LiveKnowledge(database, base, count_letters)
    app = create_app(parts=Parts(settings, clock=clock, given_dialogue=FakeDialogue(), given_knowledge=live))
    app.testing = True
    return app


def write(browser: Browser, then: str = "draft", **fields: str) -> int:
    answer = browser.post("/admin/faq/new", part=False, then=then, **{**FIELDS, **fields})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def step(browser: Browser, database: Database, id_: int, name: str, **more: str):  # type: ignore[no-untyped-def]
    seen = str(read(database, id_).version)
    return browser.post(f"/admin/faq/{id_}/step", part=False, step=name, seen=seen, **more)


def read(database: Database, id_: int) -> FaqEntry:
    with database.reader() as session:
        return session.get_one(FaqEntry, id_)
