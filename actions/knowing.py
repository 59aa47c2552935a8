"""Knowing: what actions need of the knowledge base, whether it is alive with what is published or only the shipped one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from knowledge.answers import Answer


class Knowing(Protocol):
    """`knowledge.answers.KnowledgeBase` and `bot.faq.live.LiveKnowledge` both are."""

    def ask(self, question: str, today: date, areas: Collection[int] = ()) -> Answer:
        """Answer one question; `areas`: where the resident lives, the smallest first."""
