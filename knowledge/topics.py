"""Hotline topics: where to turn with a question the regulation does not answer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.regulation import SOURCES, MalformedSource

TOPICS = SOURCES / "topics.yml"


@dataclass(frozen=True)
class Topic:
    """A hotline's topic: its name in the settings, how a sentence about it opens, and the words that give it away."""

    name: str
    words: str
    cues: tuple[str, ...]


@cache
def read_topics(path: Path = TOPICS) -> tuple[Topic, ...]:
    """Read the topics in order. Errors: MalformedSource."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(Topic(str(entry["name"]), str(entry["words"]), tuple(entry["cues"])) for entry in entries)
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise MalformedSource(f"{path.name}: {error!r}") from error


def topic_of(question: str) -> Topic | None:
    """The first topic one of whose cues stands in the question, else None."""
    return next((topic for topic in read_topics() if any(cue in question for cue in topic.cues)), None)
