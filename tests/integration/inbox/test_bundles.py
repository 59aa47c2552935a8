"""Bundles: every style and script of the inbox is in them, and a browser that has them is told so."""

from __future__ import annotations

from pathlib import Path

from bot.inbox.views import bundles

STATIC = Path(bundles.__file__).parent.parent / "static"


def test_every_file_is_in_a_bundle(app) -> None:
    kept = {"print.css", "alarm.wav"}  # for paper alone; a sound
    assert {one.name for one in STATIC.iterdir()} == {*bundles.STYLES, *bundles.SCRIPTS} | kept


def test_both_are_given_without_a_login_and_only_once(app) -> None:
    client = app.test_client()
    for name, mimetype in (("style.css", "text/css"), ("script.js", "text/javascript")):
        first = client.get(f"/inbox/{name}")
        assert (first.status_code, first.mimetype) == (200, mimetype)
        again = client.get(f"/inbox/{name}", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
