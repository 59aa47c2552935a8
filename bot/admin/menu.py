"""The menu of the administration: one line a page; a line is shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin.access import may_open
from bot.models import Staff


@dataclass(frozen=True)
class Line:
    """`endpoint` is the page's view; views whose names begin like it (admin.staff, admin.staff_save) mark it, too."""

    label: str
    endpoint: str

    def leads_to(self, endpoint: str) -> bool:
        """Whether a view belongs to this line."""
        return endpoint == self.endpoint or endpoint.startswith(f"{self.endpoint}_")


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    label: str
    lines: tuple[Line, ...]


_KNOWLEDGE = Section(
    "知识库",
    (
        Line("问答", "admin.faq"),
        Line("没答上的", "admin.unanswered"),
        Line("试一试", "admin.try_out"),
        Line("必测问题", "admin.golden"),
        Line("法规文件", "admin.sources"),
        Line("清单", "admin.lists"),
        Line("没听懂的", "admin.lessons"),
    ),
)
_MENU: tuple[Section, ...] = (Section("督办", (Line("概况", "admin.home"),)), _KNOWLEDGE)


def menu_of(staff: Staff) -> list[Section]:
    """Return the sections in which somebody may open something, with those lines only."""
    sections = (
        Section(section.label, tuple(line for line in section.lines if may_open(staff, line.endpoint)))
        for section in _MENU
    )
    return [section for section in sections if section.lines]
