"""Whole numbers: a ticket's number in a text is not broken after its hyphens, where a line ends."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"\d{8}-\d{4,6}-\d")


def whole_numbers(text: str) -> Markup:
    """Return a text as HTML with each number of a ticket kept on one line."""
    return Markup(_NUMBER.sub(lambda found: f'<span class="number">{found[0]}</span>', str(escape(text))))  # noqa: S704
