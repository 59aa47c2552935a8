"""One piece of a message that means something: where it stands and what it says."""

from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Span:
    """An entity. `start` and `end` point into the original text; `role` tells kinds of one entity apart."""

    entity: str
    value: Any
    start: int
    end: int
    role: Optional[str] = None

    def as_rasa(self) -> dict[str, Any]:
        """Out: the entity as Rasa writes it."""
        plain: dict[str, Any] = {"entity": self.entity, "value": self.value, "start": self.start, "end": self.end}
        return {**plain, "role": self.role} if self.role else plain

    def overlaps(self, other: "Span") -> bool:
        """In: another span. Out: whether they share a character."""
        return self.start < other.end and other.start < self.end


def longest_first(spans: list[Span]) -> list[Span]:
    """In: spans. Out: those left in reading order when, of two that overlap, the longer stays (the earlier if equal)."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one.start)
