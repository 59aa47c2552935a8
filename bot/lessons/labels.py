"""What the intents are called on pages."""

from __future__ import annotations

from bot.models import LessonReason

LABELS: dict[str, str] = {
    "dispute": "要调解矛盾",
    "legal_question": "问法律",
    "elderly_care": "养老照料",
    "domestic_service": "找家政",
    "psych_help": "心里难受，想聊",
    "public_issue": "反映公共问题",
    "regulation_question": "问条例、问社区职责",
    "volunteer_signup": "报名志愿者",
    "ticket_status": "问工单、催工单",
    "human_agent": "找真人",
    "smalltalk": "打招呼、闲聊",
    "out_of_scope": "和社区无关",
    "emergency": "正在发生的危险",
    "psych_crisis": "有轻生或伤人的迹象",
}
INTENTS = tuple(LABELS)
REASONS: dict[LessonReason, str] = {
    LessonReason.ASKED_BACK: "反问过",
    LessonReason.NOT_UNDERSTOOD: "没听懂",
    LessonReason.CORRECTED: "居民纠正过",
    LessonReason.HANDED_OVER: "转了人工",
}
