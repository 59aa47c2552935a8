"""HTTP client of the Rasa server (Rasa Open Source 3.6, HTTP API and REST channel)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import httpx

from bot.dialogue.answer import Answer, Choice, Say, Understanding


class DialogueUnavailable(Exception):
    """Rasa or its action server is down, slow, or answered nothing."""


class Dialogue(Protocol):
    """What the conversations need of a dialogue server."""

    def parse(self, text: str, *, timeout: float) -> Understanding:
        """Say what the text means, without touching any conversation."""

    def answer(self, sender: str, text: str, metadata: Mapping[str, Any], *, timeout: float) -> Answer:
        """Take one turn of the conversation `sender`; `timeout` in seconds."""


class RasaDialogue:
    """The real thing. `address` tells where it listens now; `transport` lets tests stand in for the network."""

    def __init__(self, address: Callable[[], str], token: str, transport: httpx.BaseTransport | None = None) -> None:
        self._address = address
        self._client = httpx.Client(params={"token": token}, transport=transport, trust_env=False)

    def parse(self, text: str, *, timeout: float) -> Understanding:
        """See `Dialogue.parse`; raises `DialogueUnavailable`."""
        found = self._post("/model/parse", {"text": plain(text)}, timeout)
        if not isinstance(found, dict) or not isinstance(found.get("intent"), dict):
            raise DialogueUnavailable("no intent in the answer")
        intent, safety = found["intent"], found.get("safety") or {}
        return Understanding(
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            safety=safety.get("intent"),
            danger=safety.get("confidence"),
            entities=found.get("entities") or (),
            ranking=tuple((one["name"], float(one["confidence"])) for one in found.get("intent_ranking") or ()),
        )

    def answer(self, sender: str, text: str, metadata: Mapping[str, Any], *, timeout: float) -> Answer:
        """See `Dialogue.answer`; raises `DialogueUnavailable`.

        Rasa answers 200 with an empty list after an error inside it: nothing said is a failure here.
        """
        body = {"sender": sender, "message": text, "metadata": dict(metadata)}
        parts = self._post("/webhooks/rest/webhook", body, timeout)
        if not isinstance(parts, list) or not parts:
            raise DialogueUnavailable("an empty answer")
        return read_answer(parts)

    def is_ready(self) -> bool:
        """Whether a model is loaded."""
        try:
            return self._client.get(f"{self._address()}/status", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def _post(self, path: str, body: Mapping[str, Any], timeout: float) -> Any:
        try:
            response = self._client.post(f"{self._address()}{path}", json=body, timeout=max(timeout, 0.05))
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailable(f"{path}: {error!r}") from error


def plain(text: str) -> str:
    """Return the text so that Rasa reads it as words: a leading "/" would be an intent command (`/restart`)."""
    return "／" + text[1:] if text.startswith("/") else text


def read_answer(parts: Iterable[Mapping[str, Any]]) -> Answer:
    """Read the messages of the REST channel; `custom` parts carry what actions want done."""
    says: list[Say] = []
    data: dict[str, Any] = {}
    for part in parts:
        if text := part.get("text"):
            choices = tuple(Choice(one["title"], one["payload"]) for one in part.get("buttons") or ())
            says.append(Say(str(text), choices))
        if picture := part.get("image"):
            says.append(Say("", picture=str(picture)))
        data |= part.get("custom") or {}
    return Answer(
        says=tuple(says),
        in_form=bool(data.get("in_form")),
        handoff=data.get("handoff"),
        understood=bool(data.get("understood", True)),
        data=data,
    )
