"""Words of the domain written with the wrong characters of the right sound (调节 for 调解, 养劳 for 养老), put right by pinyin.

A trial of the comparison. Speech recognition and pinyin input methods write what sounds the same. What is itself one of jieba's words
is left alone unless it is listed (调节 is a word as well), and so are common words that stand together by chance.
"""

import math
from functools import lru_cache
from typing import Callable, Optional

from nlu.comparison.words import plain_tokenizer
from nlu.text.normalizer import normalize

Sound = Callable[[str], str]

# What residents of this service ask for; each of at least two characters, longer ones win.
_TERMS = (
    "调解", "纠纷", "养老", "助餐", "护工", "家政", "保姆", "月嫂", "保洁", "物业费", "业主", "居委会", "社区", "网格员",
    "法律援助", "律师", "离婚", "抚养费", "赡养", "遗产", "继承", "心理咨询", "抑郁", "焦虑", "失眠", "自杀", "轻生", "跳楼",
    "割腕", "上吊", "煤气", "燃气", "漏气", "着火", "冒烟", "触电", "井盖", "路灯", "下水道", "噪音", "扰民", "漏水", "停水",
    "停电", "暖气", "垃圾", "志愿者", "报名", "条例", "规定", "工单", "进度", "人工", "客服", "家暴", "救命", "昏迷", "低保",
)  # fmt: skip
# Words by themselves, but far more often the other one where residents write to a community's service.
_MEANT = {"调节": "调解", "物业废": "物业费", "志愿着": "志愿者"}
_LONGEST = max(map(len, _TERMS))
# How much likelier (logarithm) the term has to be than the words that stand there: 听谁 sounds like 停水, but is common.
_CERTAIN = 7.0
# jieba counted 60 million words; a term that it does not know is taken to be as common as a rare word.
_WORDS, _RARE = 6e7, 100


@lru_cache(maxsize=None)
def _pinyin(character: str) -> str:
    """In: a character. Out: its pinyin without the tone, the likeliest of several; itself where it has none."""
    from pypinyin import Style, pinyin

    return str(pinyin(character, style=Style.NORMAL)[0][0])


def repaired(text: str, sound: Sound = _pinyin) -> str:
    """In: a message as written, how a character sounds. Out: it normalised, with misspelt terms put right."""
    normal = normalize(text)
    for wrong, right in _MEANT.items():
        normal = normal.replace(wrong, right)
    return "".join(_repaired_words(list(plain_tokenizer().cut(normal, HMM=False)), sound))


def _repaired_words(words: list[str], sound: Sound) -> list[str]:
    """In: the words of a text. Out: the same, but neighbours that only sound like a term are the term."""
    result, at = [], 0
    while at < len(words):
        end, term = _term_at(words, at, sound)
        result.append(term or words[at])
        at = end
    return result


def _term_at(words: list[str], at: int, sound: Sound) -> tuple[int, Optional[str]]:
    """In: words, a place. Out: the longest term that sounds like those from there on, if it is far likelier; where it ends."""
    for end in range(min(len(words), at + _LONGEST), at + 1, -1):
        written = "".join(words[at:end])
        term = _by_sound(sound).get(tuple(map(sound, written))) if len(written) <= _LONGEST else None
        if term and _likelihood(term) - sum(map(_likelihood, words[at:end])) > _CERTAIN:
            return end, term
    return at + 1, None


@lru_cache(maxsize=2)
def _by_sound(sound: Sound) -> dict[tuple[str, ...], str]:
    """In: how a character sounds. Out: the terms by their sound."""
    return {tuple(map(sound, term)): term for term in _TERMS}


def _likelihood(word: str) -> float:
    """In: a word. Out: the logarithm of its share among jieba's words."""
    count = plain_tokenizer().FREQ.get(word, 0)
    return math.log(max(count, _RARE if word in _TERMS else 1) / _WORDS)
