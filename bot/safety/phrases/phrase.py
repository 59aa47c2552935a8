"""Phrase: one way to say that there is danger, and the words that several phrases share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from bot.safety.alarm import Danger


class Trait(Enum):
    """How a phrase wants to be read."""

    WHOLE = auto()  # may span the clauses of one sentence
    STATE = auto()  # a state that lasts (叫不醒): words about the past elsewhere in the sentence do not end it
    ACT = auto()  # a suicidal act under way: 120 and 110 come first in the reply
    HOME = auto()  # violence in a family
    BODY = auto()  # a feeling of the body that fear gives as well (喘不上气)
    FIRM = auto()  # holds whatever else the sentence says (a farewell letter is no hypothesis)


@dataclass(frozen=True)
class Phrase:
    """One way to say that there is danger."""

    name: str
    danger: Danger
    pattern: re.Pattern[str]
    traits: frozenset[Trait] = frozenset()


def phrase(danger: Danger, name: str, words: str, *traits: Trait) -> Phrase:
    """Return a phrase; `words` is a verbose pattern."""
    return Phrase(name, danger, re.compile(words, re.VERBOSE | re.MULTILINE), frozenset(traits))


PEOPLE = (
    r"(?:人|他|她|我|俺|孩|娃|宝宝|[大二小]宝|囝|婴|老|爷|奶|姥|爹|娘|爸|妈|叔|婶|伯|姨|姑|舅|哥|姐|弟|妹|嫂|媳妇|婆|公公|儿|女|闺|孙|侄|甥"
    r"|邻居|师傅|工|司机|学生|同学|朋友|室友|妇|大嫂|囡|客|员|群众|少年|仨|[两俩三四五六七八九十几]个人?)"
)
GAS = r"(?:煤气|燃气|天然气|液化气|沼气|瓦斯|煤烟|气罐|气瓶|气灶)"
POISON = r"(?:农药|敌敌畏|百草枯|除草剂|老鼠药|耗子药|毒药|洁厕\w?|洗厕所的|消毒液|消毒水|84|降压药|安眠药|甲醇)"
BLADE = r"(?:刀|斧|剪子|剪刀|镰|枪|匕首)"
BLUNT = r"(?:棍|棒|钢管|锤|铁锹|锄|砖|酒瓶|凳子|皮带|扳手|撬)"
HEIGHT = (
    r"(?:楼顶|楼边|天台|顶楼|窗台|飘窗|桥(?:上|栏|边)|栏杆|水塔|塔吊|崖|阳台(?:边|外|栏)|铁(?:路|轨|道)|井(?:边|沿|台))"
)
