"""The picture of an entry: uploaded, named by an address, seen, changed, taken away."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from bot.media_folder import MOST_PICTURE_BYTES
from bot.models import AuditEntry, FaqEntry, Media, MediaState
from tests.integration.admin.knowledge_pages import FIELDS, knowing_app, read, step, write
from tests.integration.inbox.browser import words

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def app(settings, redis, clock, database):
    return knowing_app(settings, database, clock)


@pytest.fixture
def writer(login):
    return login("zhangmy")


def upload(browser, address="/admin/faq/new", data=PNG, **fields):
    form = {"csrf_token": browser.token, **FIELDS, "picture_file": (BytesIO(data), "菜单.png"), **fields}
    return browser.client.post(address, data=form, content_type="multipart/form-data")


def entry_of(answer):
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_an_uploaded_picture_is_kept_shown_and_public(writer, app, database):
    id_ = entry_of(upload(writer))
    held = read(database, id_).working["picture"]
    page = writer.get(f"/admin/faq/{id_}")
    assert f'src="{held}/file"' in page.text
    assert held not in words(page)
    assert app.test_client().get(f"{held}/file").data == PNG


def test_saving_again_keeps_the_picture_and_a_new_one_takes_its_place(writer, database):
    id_ = entry_of(upload(writer))
    held = read(database, id_).working["picture"]
    writer.post(f"/admin/faq/{id_}", part=False, seen="1", picture=held, **{**FIELDS, "answer": "十二点。"})
    assert read(database, id_).working["picture"] == held
    upload(writer, f"/admin/faq/{id_}", seen="2", picture=held)
    assert read(database, id_).working["picture"] not in ("", held)


def test_a_picture_is_taken_away(writer, database):
    id_ = entry_of(upload(writer))
    held = read(database, id_).working["picture"]
    writer.post(f"/admin/faq/{id_}", part=False, seen="1", picture=held, picture_remove="1", **FIELDS)
    assert read(database, id_).working["picture"] == ""


def test_the_trail_tells_one_upload_from_the_next_without_its_key(writer, database):
    id_ = entry_of(upload(writer))
    upload(writer, f"/admin/faq/{id_}", seen="1")
    with database.reader() as session:
        change = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert change.before["图片"] != change.after["图片"]
    assert change.after["图片"].startswith("上传的图片（")
    assert "/pictures/" not in str(change.after)


@pytest.mark.parametrize(
    ("data", "why"), [(b"GIF89a", "只能发 JPG 或 PNG"), (PNG + bytes(MOST_PICTURE_BYTES), "超过 10 MB")]
)
def test_what_wechat_would_not_take_is_refused_and_what_was_typed_stays(writer, database, data, why):
    answer = upload(writer, data=data)
    assert answer.status_code == 422
    assert why in words(answer)
    assert FIELDS["answer"] in answer.text
    with database.reader() as session:
        assert session.scalar(select(FaqEntry)) is None
        assert session.scalar(select(Media).where(Media.public_key.is_not(None))) is None


@pytest.mark.parametrize("fault", [{"title": ""}, {"valid_from": "明天"}])
def test_after_another_fault_the_file_need_not_be_chosen_again(writer, fault):
    answer = upload(writer, **fault)
    assert answer.status_code == 422
    assert 'name="picture" value="/pictures/' in answer.text
    assert 'alt="现在的图片"' in answer.text


def test_an_address_is_fetched_by_the_worker_and_the_page_says_how_far_it_is(writer, database):
    address = "https://example.org/menu.png"
    id_ = write(writer, picture_address=address)
    assert read(database, id_).working["picture"] == address
    assert "正在从这个地址取图片" in words(writer.get(f"/admin/faq/{id_}"))
    with database.session() as session:
        session.scalars(select(Media).where(Media.external_id == address)).one().state = MediaState.FAILED
    assert "这个地址取不到图片" in words(writer.get(f"/admin/faq/{id_}"))


def test_an_address_must_be_on_the_web(writer):
    answer = writer.post("/admin/faq/new", part=False, **FIELDS, picture_address="http://example.org/a.png")
    assert answer.status_code == 422
    assert "https://" in words(answer)


def test_the_try_box_shows_the_picture(writer, login, database):
    id_ = entry_of(upload(writer, then="submit"))
    step(login("sunmei"), database, id_, "publish")
    held = read(database, id_).working["picture"]
    assert f'src="{held}/file"' in writer.get("/admin/try?q=食堂啥时候开饭").text


def test_a_member_of_staff_without_the_knowledge_uploads_nothing(login, database):
    assert upload(login("wangfang")).status_code == 403
    with database.reader() as session:
        assert session.scalar(select(Media).where(Media.public_key.is_not(None))) is None
