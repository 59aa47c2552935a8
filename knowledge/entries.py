"""Questions and answers that administrators publish, as plain data; where they are kept is not this room's business."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Citation:
    """An article that an entry rests on; `article` None: the whole document."""

    title: str
    article: int | None


@dataclass(frozen=True)
class Entry:
    """One published question with the ways of asking it and its answer.

    `area`: only for residents of this area (None: everywhere). `valid_from`, `valid_until`: first and last day. `reviewed`: when
    somebody last compared it with what it cites. `form`: the kind of ticket that its answer offers to open.
    """

    id: int
    title: str
    variants: tuple[str, ...]
    answer: str
    category: str = ""
    picture: str | None = None
    link: str | None = None
    form: str | None = None
    area: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    cites: tuple[Citation, ...] = ()
    reviewed: datetime | None = None

    @property
    def place(self) -> str:
        """What asks for exactly this entry: 问答12."""
        return f"问答{self.id}"

    def is_for(self, today: date, areas: Collection[int]) -> bool:
        """Whether it holds on that day, for a resident of these areas (the community, then each above it)."""
        begun = self.valid_from is None or self.valid_from <= today
        ended = self.valid_until is not None and self.valid_until < today
        return begun and not ended and (self.area is None or self.area in areas)
