"""Window: what WeChat still lets staff send to a resident, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import moments
from bot.models import Identity, OutboxItem, OutboxState, QuotaGrant


@dataclass(frozen=True)
class Window:
    """In words; `is_open` when a message written now would be sent at once."""

    words: str
    is_open: bool


def window(session: Session, identity: Identity, passive_only: bool, now: datetime) -> Window:
    """Return what can be sent. What waits in the outbox is counted as used."""
    if not identity.subscribed:
        return Window("居民已取消关注，消息送不到，请打电话", False)
    if passive_only:
        return Window("这个公众号只能在居民发消息时回复，先留着", False)
    grants = session.scalars(
        select(QuotaGrant).where(QuotaGrant.identity_id == identity.id, QuotaGrant.expires_at > now)
    ).all()
    if not grants:
        return Window("窗口已关，留到居民下次来时", False)
    waiting = session.scalar(
        select(func.count()).where(OutboxItem.identity_id == identity.id, OutboxItem.state == OutboxState.WAITING)
    )
    left = sum(grant.allowed - grant.used for grant in grants) - (waiting or 0)
    if left <= 0:
        return Window("可发条数已用完，留到居民下次来时", False)
    until = max(grant.expires_at for grant in grants if grant.used < grant.allowed)
    return Window(f"还能发 {left} 条，窗口到 {moments.when(until, now)}", True)
