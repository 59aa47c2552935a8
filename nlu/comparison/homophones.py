"""Words of the domain written with the wrong characters of the right sound (调节 for 调解, 养劳 for 养老), put right by pinyin.

A trial of the comparison. Speech recognition and pinyin input methods write what sounds the same; a word that is itself in
jieba's dictionary is left alone unless it is listed, for 调节 is a word as well.
"""

from functools import lru_cache
from typing import Optional

from nlu.text.normalizer import normalize

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


def repaired(text: str) -> str:
    """In: a message as written. Out: it normalised, with misspelt terms put right."""
    normal = normalize(text)
    for wrong, right in _MEANT.items():
        normal = normal.replace(wrong, right)
    return "".join(_repaired_words(normal))


def _repaired_words(text: str) -> list[str]:
    """In: a normalised text. Out: its pieces in order, each as it is or the term that sounds the same."""
    pieces, at = [], 0
    sounds = _sounds(text)
    while at < len(text):
        found = _term_at(text, sounds, at)
        pieces.append(found or text[at])
        at += len(pieces[-1])
    return pieces


def _term_at(text: str, sounds: list[str], at: int) -> Optional[str]:
    """In: a text, the sound of each character, a place. Out: the longest term that sounds like what stands there."""
    for length in range(min(_LONGEST, len(text) - at), 1, -1):
        written = text[at : at + length]
        term = _by_sound().get(tuple(sounds[at : at + length]))
        if term and (written == term or not _is_word(written)):
            return term
    return None


@lru_cache(maxsize=1)
def _by_sound() -> dict[tuple[str, ...], str]:
    """Out: the terms by their sound without tones."""
    return {tuple(_sounds(term)): term for term in _TERMS}


def _sounds(text: str) -> list[str]:
    """In: a text. Out: the pinyin of each character without its tone; itself where it has none."""
    from pypinyin import Style, pinyin

    return [pinyin(character, style=Style.NORMAL)[0][0] for character in text]


@lru_cache(maxsize=4096)
def _is_word(written: str) -> bool:
    """In: characters. Out: whether jieba holds them for a word, so that they are meant as they stand."""
    from nlu.comparison.words import plain_tokenizer

    return bool(plain_tokenizer().get_FREQ(written))
