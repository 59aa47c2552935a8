"""Hand-written stand-ins for what is far away or slow."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue import Answer, DialogueUnavailable, Say, Understanding


class FakeDialogue:
    """A dialogue server that understands what it is told to, and can be down or slow."""

    def __init__(self) -> None:
        self.intents: dict[str, Understanding] = {}
        self.answers: dict[str, Answer | Callable[[str], Answer]] = {}
        self.turns: list[tuple[str, str, Mapping[str, Any]]] = []
        self.is_down = False
        self.takes_seconds = 0.0

    def parse(self, text: str, *, timeout: float) -> Understanding:
        """See `bot.dialogue.Dialogue`."""
        self._wait(timeout)
        return self.intents.get(text, Understanding("smalltalk", 0.9))

    def answer(self, sender: str, text: str, metadata: Mapping[str, Any], *, timeout: float) -> Answer:
        """See `bot.dialogue.Dialogue`."""
        self._wait(timeout)
        self.turns.append((sender, text, metadata))
        given = self.answers.get(text, Answer((Say(f"答：{text}"),)))
        return given(text) if callable(given) else given

    def _wait(self, timeout: float) -> None:
        if self.is_down:
            raise DialogueUnavailable("down")
        if self.takes_seconds > timeout:
            time.sleep(max(timeout, 0))
            raise DialogueUnavailable("slow")
        time.sleep(self.takes_seconds)
