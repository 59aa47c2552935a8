"""What a search found; apart from the search, whose libraries a process that only shows answers need not load."""

from dataclasses import dataclass
from typing import Literal

from knowledge.regulation import Passage

Tier = Literal["answer", "choices", "silent"]


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score and, for staff, why it was found."""

    passage: Passage
    score: float
    why: str


@dataclass(frozen=True)
class Findings:
    """Passages, best first; what may be done with them; the probability that the regulation answers at all."""

    passages: tuple[RankedPassage, ...]
    tier: Tier
    answerable: float
