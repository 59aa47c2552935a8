"""Follow-ups: a question that only means something after the one before it (那农村呢)."""

from __future__ import annotations

import re
from datetime import timedelta

REMEMBERED = timedelta(minutes=10)
_LONGEST = 16
_OPENING = re.compile(r"^(那么?|要是|如果|换成|还有)")
_BARE = re.compile(r"^[^，。！？]{1,8}呢[？?。]?$")
_PARTICLES = re.compile(r"(呢|嘞|哩|吗|啊|呀|的话)+[？?。！!]*$")


def is_follow_up(text: str) -> bool:
    """Whether a message leans on what was asked before: short, and it opens with 那 or is one word with 呢."""
    plain = text.strip()
    if len(plain) > _LONGEST:
        return False
    return bool(_BARE.match(plain)) or bool(_OPENING.match(plain) and _PARTICLES.search(plain))


def complete(text: str, previous: str | None) -> str:
    """In: a message and the question before it. Out: the message as a question of its own."""
    if not previous or not is_follow_up(text):
        return text
    about = _PARTICLES.sub("", _OPENING.sub("", text.strip())).strip()
    return f"{about}，{previous}" if about else previous
