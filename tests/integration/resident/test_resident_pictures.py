"""Whoever has the key of a picture sees it without a login; nothing else of the media folder can be had this way."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from bot.database import Database
from bot.faq import pictures
from bot.media_folder import MediaFolder
from bot.models import Media, MediaState
from bot.settings import Settings
from tests.integration.inbox.browser import words
from tests.integration.inbox.city import City

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def page(app: Flask, database: Database, settings: Settings, clock) -> str:  # type: ignore[no-untyped-def]
    with database.session() as session:
        return pictures.keep(session, PNG, MediaFolder(settings.data_dir / "media"), clock())


def test_a_page_shows_the_picture_to_everybody(app: Flask, page: str) -> None:
    client = app.test_client()
    answer = client.get(page)
    assert answer.status_code == 200
    assert f'src="{page}/file"' in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    file = client.get(f"{page}/file")
    assert (file.data, file.mimetype) == (PNG, "image/png")
    assert "max-age=86400" in file.headers["Cache-Control"]


@pytest.mark.parametrize("state", [MediaState.WAITING, MediaState.FAILED])
def test_a_picture_that_is_not_there_says_so(app: Flask, database: Database, page: str, state: MediaState) -> None:
    with database.session() as session:
        session.scalars(select(Media).where(Media.public_key.is_not(None))).one().state = state
    assert "图片还没有准备好" in words(app.test_client().get(page))
    assert app.test_client().get(f"{page}/file").status_code == 404


@pytest.mark.parametrize("path", [None, "2026/11/gone.png"])
def test_a_file_that_is_gone_is_not_found(app: Flask, database: Database, page: str, path: str | None) -> None:
    with database.session() as session:
        session.scalars(select(Media).where(Media.public_key.is_not(None))).one().path = path
    assert app.test_client().get(f"{page}/file").status_code == 404


@pytest.mark.parametrize("key", ["unknown", "None", "lamp.png", "..%2Fsecret"])
def test_what_residents_sent_is_never_shown_here(app: Flask, city: City, page: str, key: str) -> None:
    for address in (f"/pictures/{key}", f"/pictures/{key}/file"):
        assert app.test_client().get(address).status_code == 404
