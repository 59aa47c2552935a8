"""The files of nlu/dictionary: word lists that people edit without touching code."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "dictionary"


@lru_cache(maxsize=None)
def yaml_file(name: str) -> Any:
    """In: a file name such as "matters.yml". Out: its content. Errors: OSError, yaml.YAMLError."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=None)
def lines(name: str) -> tuple[str, ...]:
    """In: a file name such as "places.txt". Out: its lines without blanks and # comments. Errors: OSError."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
