"""The lists of article 34: a certificate or a matter that a question names, and what the list says of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

ListName = Literal["not_to_certify", "community_matter", "assisting_matter"]

# Whether something is to be issued, or whose business something is; without it the word of an item says little.
_CERTIFICATE = re.compile(r"证明|盖章|盖个章|公章|出具|开具|开个?条|开一?[个份张]|给.{0,3}开|能开|要开|让开|开不开")
_WHOSE = re.compile(
    r"谁管|归谁|该谁|谁负责|社区管|社区的事|村里管|居委会管|村委会管|该不该|应不应该|是不是社区|职责|分内|推给"
)


@dataclass(frozen=True)
class ListedItem:
    """One item of a list, with other words for it, where to go, and where the list comes from."""

    kind: ListName
    name: str
    aliases: tuple[str, ...]
    instead: str
    source: str


def find_listed(question: str, items: Iterable[ListedItem]) -> ListedItem | None:
    """The item that a question asks about, the one with the longest word in it; None when it asks about none."""
    best: tuple[int, ListedItem] | None = None
    for item in items:
        cue = _CERTIFICATE if item.kind == "not_to_certify" else _WHOSE
        length = max((len(word) for word in (item.name, *item.aliases) if word and word in question), default=0)
        if length and cue.search(question) and (best is None or length > best[0]):
            best = (length, item)
    return best[1] if best else None


def describe_listed(item: ListedItem) -> str:
    """What a resident is told: yes or no first, where to go, then the list with its source."""
    said = {
        "not_to_certify": f"“{item.name}”不该由社区（村）来开，社区不开是对的。",
        "community_matter": f"“{item.name}”是社区（村）自己的工作，可以直接找社区。",
        "assisting_matter": f"“{item.name}”由政府部门负责，社区（村）只是协助。",
    }[item.kind]
    listed = {
        "not_to_certify": "不应由社区出具的证明事项清单",
        "community_matter": "社区工作事项清单",
        "assisting_matter": "社区协助政府工作事项清单",
    }[item.kind]
    parts = (said, item.instead, f"依据：{listed}（{item.source}）")
    return "\n".join(part for part in parts if part)
