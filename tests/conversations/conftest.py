import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.stack import Stack, start, stop


@pytest.fixture(scope="session")
def linli() -> Iterator[Stack]:
    """A running Linli on SQLite and an embedded Redis."""
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    stack = start(folder)
    yield stack
    stop(stack)
    shutil.rmtree(folder, ignore_errors=True)
