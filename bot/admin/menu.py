"""The menu of the administration: one line a page; a line is shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin.access import may_open
from bot.models import Staff


@dataclass(frozen=True)
class Line:
    """`endpoint` is the page's view; views whose names begin like it (admin.faq, admin.faq_save) mark it, too.

    `slug` is the register that is meant, where several pages share a view.
    """

    label: str
    endpoint: str
    slug: str = ""

    @property
    def values(self) -> dict[str, str]:
        """Values of the address."""
        return {"slug": self.slug} if self.slug else {}

    def leads_to(self, endpoint: str, slug: str | None) -> bool:
        """Whether a view belongs to this line."""
        is_same = endpoint == self.endpoint or endpoint.startswith(f"{self.endpoint}_")
        return is_same and self.slug in ("", slug)


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
_MENU: tuple[Section, ...] = (
    Section("督办", (Line("实时看板", "admin.home"), Line("统计", "admin.figures"), Line("周报", "admin.reports"))),
    _KNOWLEDGE,
    Section(
        "人员",
        (
            Line("人员", "admin.register", "staff"),
            Line("班组和排班", "admin.register", "teams"),
            Line("服务人员", "admin.register", "providers"),
        ),
    ),
    Section(
        "基础资料",
        (
            Line("区域", "admin.register", "areas"),
            Line("部门", "admin.register", "departments"),
            Line("热线电话", "admin.register", "hotlines"),
            Line("办理时限", "admin.register", "due-times"),
        ),
    ),
    Section(
        "回复和标签",
        (
            Line("常用回复", "admin.register", "canned-replies"),
            Line("标签", "admin.register", "labels"),
            Line("办理清单", "admin.register", "checklists"),
            Line("公众号菜单", "admin.account_menu"),
        ),
    ),
    Section("系统", (Line("通用设置", "admin.preferences"),)),
    Section("安全", (Line("操作记录", "admin.audit"),)),
)


def menu_of(staff: Staff) -> list[Section]:
    """Return the sections in which somebody may open something, with those lines only."""
    sections = (
        Section(section.label, tuple(line for line in section.lines if may_open(staff, line.endpoint)))
        for section in _MENU
    )
    return [section for section in sections if section.lines]
