"""Pictures of entries: uploaded here, or named by an address on the web and fetched once by the worker.

They are part of what everybody may read: a page shows them to whoever knows their key.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.media_folder import MediaFolder, picture_kind
from bot.models import Media, MediaState

# What an entry holds for an uploaded picture; on our site it is also the address of its page.
OWN = "/pictures/"


def keep(session: Session, data: bytes, folder: MediaFolder, now: datetime) -> str:
    """Keep an uploaded picture and return what the entry holds for it. Errors: PictureRefused."""
    ending, content_type = picture_kind(data)
    media = _new(f"faq:{secrets.token_hex(16)}", now)
    media.state, media.content_type, media.path = MediaState.STORED, content_type, folder.write(data, ending, now)
    session.add(media)
    return page_of(media)


def find(session: Session, picture: str) -> Media | None:
    """Return the file of what an entry holds; None where there is none (yet)."""
    is_it = Media.public_key == picture.removeprefix(OWN) if picture.startswith(OWN) else Media.external_id == picture
    return session.scalar(select(Media).where(is_it, Media.public_key.is_not(None)).order_by(Media.id).limit(1))


def order(session: Session, picture: str, now: datetime) -> Media | None:
    """Return the file of what an entry holds; one that only has an address is written down for the worker to fetch."""
    found = find(session, picture) if picture else None
    if found is None and picture.startswith("https://"):
        found = _new(picture, now)
        session.add(found)
        session.flush()
    return found


def page_of(media: Media) -> str:
    """Return the address of a picture's page, below that of the site."""
    return f"{OWN}{media.public_key}"


def _new(external_id: str, now: datetime) -> Media:
    return Media(external_id=external_id, kind="image", public_key=secrets.token_urlsafe(12), created_at=now)
