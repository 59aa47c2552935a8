"""Stash: what lies for an hour under a ticket, while somebody looks at what a file would do, or may still take a deed back."""

from __future__ import annotations

from enum import StrEnum
from uuid import uuid4

from bot.admin.office import Office

_SECONDS = 3600


class Kind(StrEnum):
    """What lies there; a ticket of one kind opens no other."""

    IMPORT = "import"
    REMOVED = "removed"
    SETTLED = "settled"


def keep(office: Office, kind: Kind, content: bytes) -> str:
    """Lay something down; return its ticket."""
    ticket = uuid4().hex
    office.redis.set(_key(kind, ticket), content, ex=_SECONDS)
    return ticket


def find(office: Office, kind: Kind, ticket: str) -> bytes | None:
    """What lies under a ticket; None when it lay too long."""
    content = office.redis.get(_key(kind, ticket))
    return content if isinstance(content, bytes) else None


def take(office: Office, kind: Kind, ticket: str) -> bytes | None:
    """What lies under a ticket, once; None when it lay too long or was taken before."""
    content = office.redis.getdel(_key(kind, ticket))
    return content if isinstance(content, bytes) else None


def _key(kind: Kind, ticket: str) -> str:
    return f"linli:{kind}:{ticket}"
