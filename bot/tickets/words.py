"""What tickets' kinds, states and matters are called in Chinese, one word for one thing everywhere."""

from __future__ import annotations

from bot.models import Priority, ProviderRole, TicketKind, TicketState

KIND: dict[TicketKind, str] = {
    TicketKind.DISPUTE: "矛盾调解",
    TicketKind.ELDERLY_CARE: "养老服务",
    TicketKind.DOMESTIC_SERVICE: "家政服务",
    TicketKind.PSYCH_HELP: "心理咨询",
    TicketKind.LEGAL_QUESTION: "法律咨询",
    TicketKind.PUBLIC_ISSUE: "公共问题",
    TicketKind.VOLUNTEER_SIGNUP: "志愿报名",
    TicketKind.HUMAN_AGENT: "人工答复",
    TicketKind.EMERGENCY: "紧急情况",
    TicketKind.PSYCH_CRISIS: "心理危机",
}
STATE: dict[TicketState, str] = {
    TicketState.OPEN: "已受理，正在安排人",
    TicketState.ASSIGNED: "已派单",
    TicketState.IN_PROGRESS: "办理中",
    TicketState.WAITING: "等您补充",
    TicketState.RESOLVED: "已办结",
    TicketState.CLOSED: "已关闭",
    TicketState.WITHDRAWN: "已撤回",
}
PRIORITY: dict[Priority, str] = {Priority.NORMAL: "一般", Priority.HIGH: "较急", Priority.URGENT: "紧急"}
PROVIDER_ROLE: dict[ProviderRole, str] = {
    ProviderRole.VOLUNTEER: "志愿者",
    ProviderRole.MEDIATOR: "人民调解员",
    ProviderRole.LEGAL_ADVISER: "法律顾问",
    ProviderRole.COUNSELLOR: "心理咨询师",
    ProviderRole.GRID_WORKER: "网格员",
}
