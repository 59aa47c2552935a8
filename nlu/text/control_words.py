"""Dialogue control: 是, 不用, 取消, 上一步, 改地址, 第2个. Exact patterns over the whole message, never a guess.

A statistical classifier learns these badly (one or two characters) and must not steal a form's answer; so they are a closed
list, dictionary/control_words.yml, and win with confidence 1.0.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Optional

from nlu.text import dictionary
from nlu.text.normalizer import fold
from nlu.text.numerals import below_hundred

# No control message is longer; a new value after 改成 may be (an address).
_LONGEST = 40
_EDGES = re.compile(r"^[\s,.;:!\"'~()。—–-]+|[\s,.;:!\"'~()。—–-]+$")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_NUMBER = "[0-9]{1,2}|[零〇一二三四五六七八九两]?十[一二三四五六七八九]?|[零〇一二三四五六七八九两]|[①-⑳⑴-⒇]"


@dataclass(frozen=True)
class Control:
    """What a control message says: its intent, and the entity (name, value, start, end) in the original text, if any."""

    intent: str
    entities: list[dict[str, Any]] = field(default_factory=list)


def recognise(text: str) -> Optional[Control]:
    """In: a resident's message. Out: the control it is, or None when it says anything more."""
    folded = fold(text)
    if len(folded) > _LONGEST:
        return None
    start, bare = _trimmed(folded)
    if not bare:
        return Control("repeat") if "?" in folded else None
    return _choice(start, bare) or _word(bare) or _change(start, bare)


def _trimmed(folded: str) -> tuple[int, str]:
    """In: a folded message. Out: where its first real character stands, and the message without edges."""
    visible = _INVISIBLE.sub(" ", folded).replace("?", " ") if folded.strip(" ?") else folded
    bare = _EDGES.sub("", visible)
    return (visible.index(bare) if bare else 0), bare


def _word(bare: str) -> Optional[Control]:
    """In: a trimmed message. Out: the control of the longest word left when particles are taken off, else None."""
    intents, never = _words()
    compact = re.sub(r"[\s,.!~]+", "", bare)
    words = [candidate for text in (compact, _EMOJI.sub("", compact)) for candidate in _peeled(text)]
    if never.intersection(words):
        return None
    return next((Control(intents[candidate]) for candidate in words if candidate in intents), None)


def _peeled(word: str) -> list[str]:
    """In: a word. Out: itself and all that is left of it without particles, the longest first; 对对对 also as 对."""
    rules = dictionary.yaml_file("control_words.yml")
    found = dict.fromkeys([word])
    queue = [word]
    while queue:
        for shorter in _without(queue.pop(0), rules):
            if shorter not in found:
                found[shorter] = None
                queue.append(shorter)
    longest_first = sorted(found, key=lambda candidate: -len(candidate))
    return longest_first + [candidate[0] for candidate in longest_first if candidate and len(set(candidate)) == 1]


def _without(word: str, rules: dict[str, Any]) -> list[str]:
    """In: a word and the lists. Out: the word less one particle at its end or its front, for each that fits."""
    ends = [word[: -len(particle)] for particle in rules["trailing"] if word.endswith(particle)]
    fronts = [word[len(particle) :] for particle in rules["leading"] if word.startswith(particle)]
    return [shorter for shorter in ends + fronts if shorter]


def _choice(start: int, bare: str) -> Optional[Control]:
    """In: a trimmed message and its offset. Out: `choose` with its number, else None."""
    match = _choice_pattern().fullmatch(bare)
    value = below_hundred(match["number"]) if match else None
    if match is None or value is None:
        return None
    return Control("choose", [_entity("number", value, start + match.start("number"), start + match.end("number"))])


def _change(start: int, bare: str) -> Optional[Control]:
    """In: a trimmed message and its offset. Out: `change_answer` with the field it names, else None."""
    rules = dictionary.yaml_file("control_words.yml")["change_answer"]
    if bare in rules["bare"]:
        return Control("change_answer")
    match = _change_pattern().fullmatch(bare)
    if match is None:
        return None
    word = match["field"] or match["subject"] or match["moved"]
    at = next(match.start(name) for name in ("field", "subject", "moved") if match[name])
    return Control("change_answer", [_entity("field", _fields()[word], start + at, start + at + len(word))])


def _entity(name: str, value: Any, start: int, end: int) -> dict[str, Any]:
    """In: an entity's parts. Out: it as Rasa writes it."""
    return {"entity": name, "value": value, "start": start, "end": end}


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], frozenset[str]]:
    """Out: word → intent, and the words that are never control. Errors: ValueError when one word has two intents."""
    rules = dictionary.yaml_file("control_words.yml")
    intents: dict[str, str] = {}
    for intent, listed in rules["intents"].items():
        for word in map(str, listed):
            if intents.setdefault(word, intent) != intent:
                raise ValueError(f"control word {word} is both {intents[word]} and {intent}")
    return intents, frozenset(rules["never"])


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    """Out: word → field."""
    fields = dictionary.yaml_file("control_words.yml")["change_answer"]["fields"]
    return {word: name for name, listed in fields.items() for word in listed}


@lru_cache(maxsize=1)
def _choice_pattern() -> re.Pattern[str]:
    """Out: a number with what may stand around it."""
    rules = dictionary.yaml_file("control_words.yml")["choose"]
    return re.compile(f"(?:{_any(rules['before'])})?\\s*(?P<number>{_NUMBER})\\s*(?:{_any(rules['after'])})?")


@lru_cache(maxsize=1)
def _change_pattern() -> re.Pattern[str]:
    """Out: 改 + field, field + 不对, field + 改成 + anything."""
    rules = dictionary.yaml_file("control_words.yml")["change_answer"]
    fields, wish = _any(list(_fields())), f"(?:{_any(rules['wishes'])})*"
    tail = "(?:一下|下)?[吧了呀啊呗]?"
    return re.compile(
        f"{wish}(?:{_any(rules['before'])})(?:我的|俺的|那个|下|个)?(?P<field>{fields}){tail}"
        f"|{wish}(?P<subject>{fields})(?:我)?(?:{_any(rules['after'])}){tail}"
        f"|{wish}(?P<moved>{fields})(?:{_any(rules['into'])}).+"
    )


def _any(alternatives: list[str]) -> str:
    """In: words. Out: a pattern for any of them, the longest first."""
    return "|".join(re.escape(str(word)) for word in sorted(alternatives, key=lambda word: -len(str(word))))
