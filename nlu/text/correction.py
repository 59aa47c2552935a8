"""Corrections: "不是投诉，我是想问法律". What somebody does not want stands in the message as loudly as what they want.

So the wish is read from the part behind the denial only; danger is always judged by the whole message.
"""

import re
from dataclasses import dataclass
from typing import Optional

_GAP = "[，,、。.！!；;…\\s]+"
_NO = "(?:啊|哎|唉|诶|嗯|额|呃)?[，,\\s]*(?:你|你们|恁)?(?:都|又)?"
# 不对，… / 你理解错了，… / 不是这个意思，…
_WRONG = (
    "(?:不对(?:不对)?|不是(?:的|嘞|不是|这个|这样|这事儿?|这意思|这个意思|说这个|问这个|要这个)?|错了|"
    "(?:理解|听|搞|弄|领会|整|看)(?:错|岔|劈叉)(?:我的?意思)?了|不是我(?:的|要的)?意思|没(?:听|看|搞)(?:懂|明白))(?:啊|呀|嘞|吧)?"
)
_I = "(?:我|俺|咱|俺们|我们)"
# 我不是要投诉，我是… / 不找家政，俺想…
_NOT_THIS = (
    f"{_I}?(?:不是|并不是|没说|没想|没要|不要|不找|不用|不想|不问)(?:来|想|要|说|问|找|让你们?)?[^，,。！!？?]{{1,12}}"
)
_RATHER = f"(?:而是|{_I}?(?:是|就是|只是|就|只|其实|主要)*(?:想|要|说的是|问的是|是说|问|找|来|意思是|需要|是让|是投诉|是给)|是)"
# 不是要调解, 不找家政: a denial and nothing instead. 不想见人 is none: what one does not want to do is told, not denied.
_ONLY_DENIES = re.compile(
    f"^{_NO}{_I}?(?:不是|并不是)(?:来|想|要|说|问|找)[^，,。！!？?\\s]{{1,8}}$|^{_NO}{_I}?不(?:找|问)[^，,。！!？?\\s]{{1,6}}$"
)
_SAYING = re.compile(
    f"^{_I}?(?:是说|说的是|的?意思是|是想说|问的是|想说的是|要说的是|指的是)[，,：:\\s]*|^{_I}说(?=[^，,]{{4}})"
)
_PATTERNS = (
    re.compile(f"^{_NO}{_WRONG}{_GAP}(?P<rest>.{{4,}})$", re.DOTALL),
    re.compile(f"^{_NO}(?:{_WRONG}{_GAP})?{_NOT_THIS}{_GAP}(?P<rest>{_RATHER}.{{2,}})$", re.DOTALL),
    re.compile(f"^(?P<rest>{_I}(?:的意思是|说的是|是说|指的是).{{4,}})$", re.DOTALL),
)


@dataclass(frozen=True)
class Correction:
    """What is wanted instead, and where in the message it begins."""

    text: str
    start: int


def only_denies(text: str) -> bool:
    """In: a message. Out: whether it says what is not meant, and nothing of what is."""
    return bool(_ONLY_DENIES.match(text.strip(" ，,。.！!吧呀啊嘞")))


def find(text: str) -> Optional[Correction]:
    """In: a message. Out: what it wants instead of what was understood or offered, or None when it corrects nothing."""
    for pattern in _PATTERNS:
        if hit := pattern.match(text.strip()):
            rest = _SAYING.sub("", hit["rest"]).strip()
            return Correction(rest, text.index(rest)) if len(rest) >= 3 else None
    return None
