from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.faq import editing, pictures
from bot.faq.lifecycle import Step
from bot.media_folder import MediaFolder, PictureRefused
from bot.models import FaqEntry, Media, MediaState

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
ADDRESS = "https://example.org/menu.png"


def all_media(database):
    with database.reader() as session:
        return list(session.scalars(select(Media).order_by(Media.id)))


def test_an_uploaded_picture_is_kept_and_found_by_what_the_entry_holds(database, tmp_path, now):
    folder = MediaFolder(tmp_path)
    with database.session() as session:
        held = pictures.keep(session, PNG, folder, now)
    with database.reader() as session:
        found = pictures.find(session, held)
    assert held.startswith(pictures.OWN)
    assert (found.state, found.content_type, folder.read(found.path)) == (MediaState.STORED, "image/png", PNG)


def test_two_uploads_have_keys_that_nobody_can_guess(database, tmp_path, now):
    with database.session() as session:
        held = {pictures.keep(session, PNG, MediaFolder(tmp_path), now) for _ in range(2)}
    assert len(held) == 2
    assert min(len(one) for one in held) >= len(pictures.OWN) + 16


def test_what_is_no_picture_is_refused_and_not_kept(database, tmp_path, now):
    with database.session() as session, pytest.raises(PictureRefused):
        pictures.keep(session, b"<svg>", MediaFolder(tmp_path), now)
    assert all_media(database) == []


def test_a_picture_with_an_address_is_ordered_once(database, now):
    for _ in range(2):
        with database.session() as session:
            media = pictures.order(session, ADDRESS, now)
    assert (media.state, media.external_id) == (MediaState.WAITING, ADDRESS)
    assert len(all_media(database)) == 1


@pytest.mark.parametrize("held", ["", "/pictures/unknown", "something else"])
def test_nothing_is_ordered_for_what_names_no_picture(database, now, held):
    with database.session() as session:
        assert pictures.order(session, held, now) is None
    assert all_media(database) == []


def test_a_file_of_a_resident_is_never_found_as_a_picture_of_an_entry(database, now):
    with database.session() as session:
        session.add(Media(external_id=ADDRESS, kind="image", state=MediaState.STORED, created_at=now))
    with database.reader() as session:
        assert pictures.find(session, ADDRESS) is None
        assert pictures.find(session, pictures.OWN) is None


def test_the_picture_is_ordered_when_the_entry_is_written_or_changed(database, people, meal, now):
    with database.session() as session:
        entry = editing.create(session, replace(meal, picture=ADDRESS), people[0], now)
    with database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        editing.take(
            session, row, Step.SAVE, row.version, people[0], now, content=replace(meal, picture=f"{ADDRESS}?2")
        )
    assert [one.external_id for one in all_media(database)] == [ADDRESS, f"{ADDRESS}?2"]
