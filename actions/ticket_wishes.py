"""Ticket wishes: what a resident wants of a ticket that is there already; pure."""

from __future__ import annotations

import re
from enum import StrEnum

from actions.said import Said
from bot.tickets.numbers import find

_LIKE_A_NUMBER = re.compile(r"(?<!\d)20\d{6}[\s\-—_]*\d{4,7}(?:[\s\-—_]*\d)?(?!\d)")
_KEEPS = re.compile(r"(?:不|别|没想|不想|不是)(?:要|想)?撤")
_WITHDRAW = re.compile(
    r"撤(?:回|销|了|掉|单)|^撤$|不用(?:再)?(?:来|办|修|管|处理|派|麻烦)了?|取消.{0,8}(?:单|申请|预约|报)"
    r"|(?:自己|已经)(?:修|弄|解决|处理|办)好?了|不(?:报|投诉|申请)了|销(?:单|了|案)"
)
_URGE = re.compile(
    r"催|快点|快些|赶紧|赶快|抓紧|咋还|怎么还|还没(?:有)?(?:人|动静|处理|解决|结果|回|来)|多久了|几天了|等了|没人管|没人来|没动静"
)
_ADD = re.compile(
    r"补充|再加|加上|加一(?:句|条)|还有|另外|忘了说|更正|改(?:成|为|一下|地址|电话|时间)|换成|写错|说错|搞错|(?:地址|电话|时间)(?:是|变|换|改|不对|错)"
)
_ONLY_NAMES_IT = re.compile(
    r"^(?:我)?(?:想|要)?(?:再)?(?:补充|更正|修改|改|换)(?:一下|一点|点|个|下)?(?:内容|情况|材料|地址|电话|时间|信息|工单|我的工单)?[吧了。]?$"
    r"|^(?:地址|电话|时间)(?:不对|错了|写错了|变了|换了|说错了)[。]?$"
)

_ABOUT_TICKETS = re.compile(
    r"^(?:再)?补充|工单|^谁(?:在|来)?(?:办|管|处理|负责)|^还?要?多久|^(?:啥|什么)时候.{0,3}(?:来|办|修|好|有结果)|^进度|到哪一?步"
)


# "还是上次那个事", "俺前天报那个": a ticket is meant, though not named.
_REFERS = re.compile(
    r"(?:还是|就是|关于)?(?:上次|上回|前几天|前天|昨天|昨儿|之前|以前|刚才|头先|那天)(?:我|俺)?(?:报|说|反映|提|申请|投诉|跟你们?说|弄)?(?:过)?(?:的|嘞)?(?:那|这)(?:个|件|档子|回)?(?:事|单|问题|情况|活|$)"
    r"|^(?:还是|就是)(?:那|这)(?:个|件|档子)?(?:老)?(?:事|问题)"
)
_SHORTEST_NEWS = 4
# Said while nothing is being noted down, both are for a ticket that is there already (改地址; 俺娘不会接电话，打俺的).
_ADDING = frozenset({"change_answer", "form_answer"})


class Wish(StrEnum):
    """What is to be done with a ticket."""

    LOOK = "look"
    URGE = "urge"
    ADD = "add"
    WITHDRAW = "withdraw"


def wish_in(said: Said) -> Wish:
    """Return what a message wants of a ticket; to look is harmless, so it is what remains."""
    if _WITHDRAW.search(said.text) and not _KEEPS.search(said.text):
        return Wish.WITHDRAW
    if _URGE.search(said.text):
        return Wish.URGE
    tells_more = refers_back(said.text) and len(_REFERS.sub("", said.text).strip("，,。.！!？? ")) >= _SHORTEST_NEWS
    adds = said.intent in _ADDING or tells_more or _ADD.search(said.text)
    return Wish.ADD if adds else Wish.LOOK


def only_names_it(text: str) -> bool:
    """Whether somebody says that there is something to add, but not what."""
    return bool(_ONLY_NAMES_IT.match(text.strip()))


def is_about_tickets(text: str) -> bool:
    """Whether a message says of itself that it is about a ticket, whatever the model makes of it."""
    return bool(_ABOUT_TICKETS.search(text)) or refers_back(text) or number_in(text) is not None


def refers_back(text: str) -> bool:
    """Whether a message means a matter that was told some time ago, without naming it."""
    return bool(_REFERS.search(text))


def number_in(text: str) -> str | None:
    """Return the ticket number in a text; a mistyped one as it was typed, so that nobody hopes it was found."""
    if (number := find(text)) is not None:
        return number
    found = _LIKE_A_NUMBER.search(text)
    return found.group() if found else None
