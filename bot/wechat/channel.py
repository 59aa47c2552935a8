"""WeChat as conversations see it: how texts and choices look, and what a touch allows to be sent later."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.incoming import Touch
from bot.dialogue.answer import Choice, Say
from bot.models import QuotaGrant
from bot.wechat.permission import Permission
from bot.wechat.quota import QUOTAS
from bot.wechat.text import pack, shipped_limit

NAME = "wechat"

# What cannot stand in the address of a tappable link without being read as part of the address.
_UNSAFE = re.compile(r"[\s&\"'<>#%+=?/\\]")
# "办事指南：https://…" on a line of its own.
_ADDRESS_LINE = re.compile(r"^(?P<words>[^：\n]{1,20})：(?P<address>https?://[^\s\"<>]+)$", re.MULTILINE)
_TAG_SIGNS = str.maketrans({"<": "＜", ">": "＞", "&": "＆", '"': "＂"})


class WeChatChannel:
    """Renders what the bot and staff say, and keeps the ledger of WeChat's quotas."""

    def __init__(
        self,
        *,
        customer_service: bool = True,
        permission: Permission | None = None,
        limit: Callable[[], int] = shipped_limit,
        site_url: str = "",
    ) -> None:
        self._customer_service = customer_service
        self._site_url = site_url
        self._permission = permission
        self._limit = limit

    @property
    def passive_only(self) -> bool:
        """Whether residents can only be told something when they write (unverified subscription accounts)."""
        return not self._customer_service or (self._permission is not None and self._permission.denied)

    def pieces(self, says: Sequence[Say]) -> list[str]:
        """Return the texts to send, each within WeChat's ceiling, as few as possible."""
        return pack([render(say) for say in says], self._limit())

    def line_of(self, picture_page: str) -> str:
        """Return what stands in a text for a picture that cannot be sent; its page lies below the site's address."""
        return f"点这里看图片：{self._site_url}{picture_page}"

    def grant(self, session: Session, identity_id: int, touch: Touch, now: datetime) -> None:
        """Write down what a touch allows; it takes the place of the earlier grant of its sort."""
        if touch not in QUOTAS:
            return
        quota = QUOTAS[touch]
        grant = session.scalar(
            select(QuotaGrant).where(QuotaGrant.identity_id == identity_id, QuotaGrant.touch == touch.value)
        )
        if grant is None:
            grant = QuotaGrant(identity_id=identity_id, touch=touch.value)
            session.add(grant)
        grant.granted_at, grant.expires_at = now, now + quota.window
        grant.allowed, grant.used = quota.allowed, 0


def render(say: Say) -> str:
    """Return a message as one text; each choice is a numbered line to tap, or to answer by its number.

    A line of words and an address becomes a line to tap, too.
    """
    lines = [f"{number} {_link(number, choice)}" for number, choice in enumerate(say.choices, start=1)]
    text = _ADDRESS_LINE.sub(_address_link, say.text.strip())
    return "\n".join([part for part in (text, *lines) if part])


def _address_link(found: re.Match[str]) -> str:
    """Return words with an address behind them as words to tap: a long address fills a small screen."""
    return f'<a href="{found["address"]}">{found["words"].translate(_TAG_SIGNS)}</a>'


def _link(number: int, choice: Choice) -> str:
    """Return a 菜单消息 link: tapping it sends the title back, or the number when an address cannot hold the title."""
    content = str(number) if _UNSAFE.search(choice.title) else choice.title
    title = choice.title.translate(_TAG_SIGNS)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={number}">{title}</a>'
