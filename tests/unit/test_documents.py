"""What the documents name is there."""

import re
from pathlib import Path

import pytest

from bot.settings import PROJECT

DOCUMENTS = [
    *PROJECT.glob("*.md"),
    *(one for room in ("actions", "bot", "docs", "knowledge", "nlu/text", "nlu/data", "tests") for one in (PROJECT / room).rglob("*.md")),
]  # fmt: skip
_PATH = re.compile(r"`((?:actions|bot|docs|knowledge|nlu|scripts|tests)/[\w/.-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(PROJECT)))
def test_a_document_is_not_empty_and_names_only_what_is_there(document: Path):
    text = document.read_text()
    assert text.strip()
    assert [named for named in _PATH.findall(text) if not (PROJECT / named).exists()] == []
