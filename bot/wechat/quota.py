"""How many customer-service messages a resident's touch allows: a rule, without a database.

Source: WeChat's customer-service interface (客服消息): a message allows 5 in 48 hours; a menu click, a follow, a QR
scan or a tap on a 菜单消息 allows 3 in one minute. A new touch of the same sort starts its count again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol, TypeVar

from bot.conversations.incoming import Touch


@dataclass(frozen=True)
class Quota:
    """So many messages within so long."""

    allowed: int
    window: timedelta


QUOTAS: Mapping[Touch, Quota] = MappingProxyType(
    {Touch.MESSAGE: Quota(5, timedelta(hours=48)), Touch.TAP: Quota(3, timedelta(minutes=1))}
)


class Grant(Protocol):
    """What a touch has granted (`bot.models.QuotaGrant`)."""

    expires_at: datetime
    allowed: int
    used: int


GrantT = TypeVar("GrantT", bound=Grant)


def usable(grants: Iterable[GrantT], now: datetime) -> GrantT | None:
    """Return the grant to use up next, or None: the one that ends first, for what is left of it is lost."""
    open_ones = (grant for grant in grants if grant.expires_at > now and grant.used < grant.allowed)
    return min(open_ones, key=lambda grant: grant.expires_at, default=None)
