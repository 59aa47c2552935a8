"""Rules that catch danger to life in a resident's words, and leave idioms, news and the past alone.

They aim at plain words, where a miss would be unforgivable; veiled words are the model's part (see `nlu/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.safety import context
from bot.safety.alarm import Alarm, AlarmKind, Danger, Person, Sign
from bot.safety.context import Place
from bot.safety.english import cry
from bot.safety.farewell import says_farewell
from bot.safety.phrases import CRISIS, EMERGENCY, Phrase, Trait
from bot.safety.plain_text import Told, plain, read

_LANES = ((AlarmKind.PSYCH_CRISIS, CRISIS), (AlarmKind.EMERGENCY, EMERGENCY))
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
    are said: "我要跳楼" is answered as a person in despair, and the reply names 110 and 120 as well. An act under way
    is named before every other crisis, because it changes the first line of the reply.
    """
    normal = plain(context.hide_titles(text))
    told = read(context.hide_idioms(normal))
    for kind, phrases in _LANES:
        for phrase in phrases:
            for place in _places(phrase, told):
                if not _is_excused(kind, phrase, place):
                    signs = _signs(normal, phrase.danger, phrase.traits)
                    return Alarm(kind, phrase.danger, _person_at(place), place.clause, signs)
    if says_farewell(normal):
        return describe(AlarmKind.PSYCH_CRISIS, text)
    return cry(text)


def describe(kind: AlarmKind, text: str) -> Alarm:
    """Return the alarm of a lane that something else (the model) has found in `text`, with its danger, person and signs.

    The words are read without excuses here: that they are meant has been decided.
    """
    normal = plain(text)
    told = read(normal)
    for lane, phrases in _LANES:
        for phrase in phrases if lane is kind else ():
            for _ in _places(phrase, told):
                return Alarm(kind, phrase.danger, person_of(normal), text, _signs(normal, phrase.danger, phrase.traits))
    danger = Danger.SUICIDE if kind is AlarmKind.PSYCH_CRISIS else Danger.UNKNOWN
    return Alarm(kind, danger, person_of(normal), text, _signs(normal, danger, frozenset()))


def _places(phrase: Phrase, told: Told) -> Iterator[Place]:
    view = told.by_sentence if Trait.WHOLE in phrase.traits else told.by_clause
    for line in view.lines_with(phrase.pattern):
        sentence, index = view.origins[line]
        clause = view.lines[line]
        previous = sentence.clauses[index - 1] if index else ""
        for found in islice(phrase.pattern.finditer(clause), _MOST_MATCHES):
            yield Place(
                sentence, clause, clause[: found.start()], clause[found.end() :], previous, told.after(sentence)
            )


def _is_excused(kind: AlarmKind, phrase: Phrase, place: Place) -> bool:
    if context.is_denied(place) or context.is_story(place) or context.is_thing(place):
        return True
    if kind is AlarmKind.PSYCH_CRISIS:
        if context.is_mistake(place):
            return True
        return any(excuse(place) for excuse in _CRISIS_EXCUSES)
    if Trait.BODY in phrase.traits and context.is_nerves(place):
        return True
    return any(excuse(place) for excuse in _EMERGENCY_EXCUSES)


_OTHER = (
    r"(?:他|她|儿子|女儿|闺女|女婿|老公|丈夫|男人|老婆|媳妇|老伴|对象|朋友|闺蜜|同学|同桌|邻居|隔壁|对门|楼[上下]|同事|工友|战友|老乡|孩子|娃|室友|合租|有人|有个"
    r"|[一那]个|学生|妹|弟|姐|哥|嫂|叔|伯|姨|姑|舅|侄|甥|孙|婆|公公|岳|爷|奶|姥|[爸妈爹娘]|老[张王李赵刘陈周]|小[张王李赵刘陈周]|群众|村民|先生)"
)
_OTHERS = re.compile(_OTHER)
_ONESELF = re.compile(
    r"""
    (?:我|俺|咱)(?:自己|真|也|就|都|想|不想|好|太|活|撑|走|死|累|要|快|已|把|这|在|站|坐|先|没|实在|现在|恨|吃|喝|攒|买|准备|决定|打算)
""",
    re.VERBOSE,
)
# "我儿子", "俺娘": the "I" of a relative, not of oneself.
_RELATIVE = re.compile(rf"(?:我|俺|咱)(?:的|家|们家)?{_OTHER}")
_REPORTED = re.compile(rf"{_OTHER}.{{0,10}}(?:说|讲|喊|嚷|写|发|跟我|告诉|念叨|扬言)")


def person_of(text: str) -> Person:
    """Say whose danger a text most likely tells of: somebody else's when it speaks of them and not of "me"."""
    if not _OTHERS.search(text):
        return Person.SELF
    if _REPORTED.search(text):
        return Person.OTHER
    return Person.SELF if _ONESELF.search(_RELATIVE.sub("〇", text)) else Person.OTHER


_SUBJECT_IS_SELF = re.compile(
    r"(?:我|俺|咱|本人|老子)"
    r"(?:自己|真|也|就|都|实在|现在|已经?|是|又|天天|老|总|一直|今[天晚]|不|没|想|要|快|刚|的)*$"
)


def _person_at(place: Place) -> Person:
    """Say whose danger a match tells of: what stands nearest before it decides, then the sentence."""
    near = f"{place.previous[-12:]}，{place.before[-40:]}"
    if _REPORTED.search(place.so_far):
        return Person.OTHER
    if _SUBJECT_IS_SELF.search(place.before[-12:]):
        return Person.SELF
    return Person.OTHER if _OTHERS.search(near) else person_of(place.clause)


_SCHOOL = re.compile(
    r"初[一二三]|高[一二三]|小学|中学|学校|同桌|班主任|写作业|中考|高考|月考|校服|未成年|(?<!\d)1[0-7]岁|十[一二三四五六七]岁?(?![\d年月天万块点层楼])",
    re.VERBOSE,
)
_CHILD = re.compile(r"(?:孩子|娃|孙子|孙女|小孩|外孙女?)(?:说|在|要|把|自己|今天|昨天|胳膊|手|跟|他|她|最近|想|不想)")
_FAMILY_BLOW = re.compile(
    r"""
        (?:老公|丈夫|男人|女婿|爸爸?|爹|他|男的|先生).{0,12}(?:打|掐|踹|砍|揍|撵).{0,6}(?:我|俺|妈|媳妇|老婆|太太|闺女|孩子|妻) | 打老婆 | 打媳妇 | 打太太
        | 殴打妻子 | 家暴
    """,
    re.VERBOSE,
)


def _signs(text: str, danger: Danger, traits: frozenset[Trait]) -> frozenset[Sign]:
    signs = set()
    if Trait.ACT in traits:
        signs.add(Sign.ACT_IN_PROGRESS)
    if Trait.HOME in traits or (danger is Danger.VIOLENCE and _FAMILY_BLOW.search(text)):
        signs.add(Sign.HOME_VIOLENCE)
    if _SCHOOL.search(text) or _CHILD.search(text):
        signs.add(Sign.MINOR)
    return frozenset(signs)
