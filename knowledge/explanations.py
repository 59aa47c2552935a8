"""Reviewed plain-language explanations of articles and paragraphs, written by people and shown beside the verbatim text.

Source format: a YAML list of {article, paragraph?, title, explanation, next_step?}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.regulation import SOURCES, Document, MalformedSource, Passage

EXPLANATIONS = SOURCES / "jiaozuo-community-governance.explanations.yml"


@dataclass(frozen=True)
class Explanation:
    """What one article, or one of its paragraphs, means for a resident and what they can do next."""

    article: int
    paragraph: int | None
    title: str
    explanation: str
    next_step: str | None = None


Explanations = Mapping[tuple[int, int | None], Explanation]


def read_explanations(document: Document, path: Path = EXPLANATIONS) -> Explanations:
    """Read the explanations of a regulation, keyed by (article, paragraph or None for the whole article).

    Errors: MalformedSource for an entry of the wrong form, about a place the regulation has not, or given twice.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise MalformedSource(f"{path.name}: {error}") from error
    if not isinstance(entries, list):
        raise MalformedSource(f"{path.name} is not a list")
    found: dict[tuple[int, int | None], Explanation] = {}
    for entry in entries:
        explanation = _read_entry(entry, document, path.name)
        place = (explanation.article, explanation.paragraph)
        if place in found:
            raise MalformedSource(f"{path.name}: {place} is explained twice")
        found[place] = explanation
    return found


def explanation_of(passage: Passage, explanations: Explanations) -> Explanation | None:
    """The explanation of exactly this passage, else the one of its whole article, else None."""
    own = explanations.get((passage.article, passage.paragraph))
    return own or explanations.get((passage.article, None))


def title_of(passage: Passage, explanations: Explanations) -> str:
    """A short topic title for lists; the place's own name where nobody has written one."""
    explanation = explanation_of(passage, explanations)
    return explanation.title if explanation else passage.name


def _read_entry(entry: object, document: Document, file: str) -> Explanation:
    try:
        explanation = Explanation(**{"paragraph": None} | entry)  # type: ignore[operator]
        document.paragraph(explanation.article, explanation.paragraph or 1)
        if not (explanation.title.strip() and explanation.explanation.strip()):
            raise MalformedSource(f"{file}: {entry!r} says nothing")
    except (TypeError, AttributeError) as error:
        raise MalformedSource(f"{file}: {entry!r} is not an explanation") from error
    except KeyError as error:
        raise MalformedSource(f"{file}: the regulation has no {error}") from error
    return explanation
