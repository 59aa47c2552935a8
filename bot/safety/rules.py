"""Rules that catch danger to life in a resident's words, and leave idioms, news and the past alone.

They aim at plain words, where a miss would be unforgivable; veiled words are the model's part (see `nlu/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety import context
from bot.safety.alarm import Alarm, AlarmKind, Danger, Person, Sign
from bot.safety.context import Place
from bot.safety.farewell import says_farewell
from bot.safety.phrases import CRISIS, EMERGENCY, Phrase, Trait
from bot.safety.plain_text import Sentence, plain, sentences

_CRISIS_EXCUSES = (context.is_taken_back, context.is_past_crisis, context.is_lesson)
_EMERGENCY_EXCUSES = (
    context.is_taken_back,
    context.is_over,
    context.is_near_miss,
    context.is_supposed,
    context.is_subject,
)
# One clause can hold a word a thousand times; the context of the first few tells enough.
_MOST_MATCHES = 5


def detect(text: str) -> Alarm | None:
    """Return the alarm that the words of a resident raise, or None.

    `text` is what the resident wrote or said; nothing is stored. A crisis is named before an emergency where both
    are said: "我要跳楼" is answered as a person in despair, and the reply names 110 and 120 as well.
    """
    normal = plain(text)
    told = sentences(context.hide_idioms(normal))
    for kind, phrases in ((AlarmKind.PSYCH_CRISIS, CRISIS), (AlarmKind.EMERGENCY, EMERGENCY)):
        for phrase in phrases:
            for place in _places(phrase, told):
                if not _is_excused(kind, phrase, place):
                    return Alarm(kind, phrase.danger, person_of(normal), place.clause, _signs(normal, phrase.traits))
    if says_farewell(normal):
        return Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, person_of(normal), normal, _signs(normal, frozenset()))
    return None


def _places(phrase: Phrase, told: list[Sentence]) -> Iterator[Place]:
    for number, sentence in enumerate(told):
        following = told[number + 1].text if number + 1 < len(told) else ""
        parts = (sentence.text,) if Trait.WHOLE in phrase.traits else sentence.clauses
        for index, clause in enumerate(parts):
            previous = parts[index - 1] if index else ""
            for count, found in enumerate(phrase.pattern.finditer(clause)):
                if count == _MOST_MATCHES:
                    break
                before, after = clause[: found.start()], clause[found.end() :]
                yield Place(sentence, clause, before, after, previous, following)


def _is_excused(kind: AlarmKind, phrase: Phrase, place: Place) -> bool:
    if context.is_denied(place) or context.is_story(place):
        return True
    if kind is AlarmKind.PSYCH_CRISIS:
        return any(excuse(place) for excuse in _CRISIS_EXCUSES)
    if Trait.BODY in phrase.traits and context.is_nerves(place):
        return True
    return any(excuse(place) for excuse in _EMERGENCY_EXCUSES)


_OTHERS = re.compile(r"他|她|儿子|女儿|闺女|老公|老婆|媳妇|对象|朋友|同学|邻居|同事|孩子|室友|有人|俺?[爹娘]|[爸妈爷奶]")
_ONESELF = re.compile(r"(?:我|俺)(?:自己|真|也|就|想|不想|好|太|活|撑|走|死|累|要|快|已|把|这)")


def person_of(text: str) -> Person:
    """Say whose danger a text most likely tells of: somebody else's when it speaks of them and not of "me"."""
    return Person.OTHER if _OTHERS.search(text) and not _ONESELF.search(text) else Person.SELF


_MINOR = re.compile(r"初[一二三]|高[一二三]|小学|中学|学生|同学|班主任|作业|中考|高考|孩子|孙|1[0-7]岁|十[一二三四五六七]岁?|未成年")


def _signs(text: str, traits: frozenset[Trait]) -> frozenset[Sign]:
    signs = set()
    if Trait.ACT in traits:
        signs.add(Sign.ACT_IN_PROGRESS)
    if Trait.HOME in traits:
        signs.add(Sign.HOME_VIOLENCE)
    if _MINOR.search(text):
        signs.add(Sign.MINOR)
    return frozenset(signs)
