"""Several needs in one message: 漏水，跟楼下吵起来了，老人一个人在家. Clauses are read one by one, strictly.

A clause without its story is a weak witness, so it has to be nearly certain, the message short, and the needs of a kind that
one story does not mix by itself; where the resident says 还有, 另外, 顺便 or counts, less is enough. What is found is only
offered for confirmation. How often it is wrong: docs/nlu.md.
"""

import re
from dataclasses import dataclass
from typing import Callable

from nlu.text.clauses import clauses

# Of a dispute one also asks the law, and in every trouble the heart is heavy: those are second needs only where it is said.
_PRACTICAL = frozenset({"dispute", "elderly_care", "domestic_service", "public_issue"})
_SERVICES = _PRACTICAL | {"psych_help", "legal_question", "volunteer_signup"}
# Who cooks for an old person; whose rubbish it is: two names for one matter.
_ONE_STORY = ({"elderly_care", "domestic_service"}, {"dispute", "public_issue"})
_AND = re.compile(
    r"还(?:想|有|要|得|需要)|另外|顺便|顺带|再(?:帮|给|找|就)|同时|[一二三]是|第[一二三]|其[一二]|(?:^|[\s,，。；;])[1-3一二三][\s、.．,，:：]"
)
_WISH = re.compile(r"想(?:找|约|请|问|报|叫|让)|要找|找(?:人|个)|聊聊|咨询|调解")
_LONGEST = 80
_LONGEST_COUNTED = 160
# So sure of one intent, a message without 还有 tells of one (docs/nlu.md), and its clauses need not be read.
_SURE_OF_ONE = 0.9999
# Each clause costs about 3 ms.
_MOST_CLAUSES = 6
_SHORTEST_CLAUSE = 4
_CERTAIN = 0.88
_CERTAIN_BESIDE_AND = 0.6


@dataclass(frozen=True)
class Need:
    """One wish of a message: its intent, and the clause that tells it."""

    intent: str
    text: str


def find(text: str, chances: dict[str, float], read: Callable[[list[str]], list[dict[str, float]]]) -> list[Need]:
    """In: a message as written, its chances by intent, and how to get those of other texts. Out: its needs if several.

    `read` is called only for messages in which several needs may stand.
    """
    says_and = bool(_AND.search(text))
    if len(text) > (_LONGEST_COUNTED if says_and else _LONGEST):
        return []
    if not says_and and max(chances.values()) >= _SURE_OF_ONE:
        return []
    parts = clauses(text, _SHORTEST_CLAUSE)
    if not 2 <= len(parts) <= _MOST_CLAUSES:
        return []
    found: dict[str, list[str]] = {}
    for part, told in zip(parts, read(parts)):
        intent = max(told, key=lambda name: told[name])
        if intent in _allowed(part, says_and) and told[intent] >= (_CERTAIN_BESIDE_AND if says_and else _CERTAIN):
            found.setdefault(intent, []).append(part)
    if len(found) < 2 or (not says_and and set(found) in _ONE_STORY):
        return []
    return [Need(intent, "，".join(said)) for intent, said in found.items()]


def _allowed(part: str, says_and: bool) -> frozenset[str]:
    """In: a clause, and whether the message counts its needs. Out: the intents that the clause may tell."""
    return _SERVICES if says_and or _WISH.search(part) else _PRACTICAL
