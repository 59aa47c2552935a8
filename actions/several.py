"""Several needs in one message: the resident says which of them are to be dealt with; their tickets are linked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.said import Said
from actions.talk import say
from bot.models import TicketKind
from bot.tickets.words import KIND

_COUNT = {2: "两", 3: "三", 4: "四"}
_LONGEST = 30

Need = tuple[str, str]


def ask_which(dispatcher: CollectingDispatcher, said: Said) -> None:
    """Ask which of the needs are meant, all of them first; what follows from the choice is in its payload."""
    needs = said.needs[:4]
    heard = "\n".join(f"· {KIND[TicketKind(intent)]}：“{_shortened(told)}”" for intent, told in needs)
    only = [(f"只办{KIND[TicketKind(intent)]}", payload([(intent, told)], said)) for intent, told in needs]
    choices = [("都办", payload(needs, said)), *only, ("都不是", "菜单")]
    say(dispatcher, f"我听到{_COUNT[len(needs)]}件事：\n{heard}\n您想办哪些？", choices)
    dispatcher.utter_message(json_message={"asked_back": True})


def payload(needs: Sequence[Need], said: Said) -> str:
    """Return what a choice sends: the first need as its intent, with its words, and the others behind it."""
    (intent, told), *others = needs
    words: dict[str, Any] = {name: value for name in ("place", "time", "person") if (value := said.entity(name))}
    words["details"] = told if others else said.text
    if others:
        words["together"] = json.dumps(others, ensure_ascii=False)
    return f"/{intent}{json.dumps(words, ensure_ascii=False)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
