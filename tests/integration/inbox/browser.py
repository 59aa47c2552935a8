"""A browser without a screen: follows forms as people do, with the CSRF token of the page."""

from __future__ import annotations

import html
import re

from flask import Flask
from werkzeug.test import TestResponse

from tests.integration.inbox.city import PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")


class Browser:
    """One person's cookies."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = ""

    def log_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        self.token = _TOKEN.search(self.client.get("/inbox/login").text).group(1)  # type: ignore[union-attr]
        form = {"username": username, "password": password, "csrf_token": self.token}
        answer = self.client.post("/inbox/login", data=form)
        if answer.status_code == 302:
            page = self.client.get("/inbox/").text
            self.token = found.group(1) if (found := _TOKEN.search(page)) else ""
        return answer

    def get(self, address: str, *, part: bool = False) -> TestResponse:
        return self.client.get(address, headers={"HX-Request": "true"} if part else {})

    def post(self, address: str, *, part: bool = True, **form: str) -> TestResponse:
        headers = {"HX-Request": "true"} if part else {}
        return self.client.post(address, data={"csrf_token": self.token, **form}, headers=headers)


def words(answer: TestResponse) -> str:
    """Return what people read of a page."""
    return re.sub(r"\s+", " ", html.unescape(_TAGS.sub(" ", answer.text)))
