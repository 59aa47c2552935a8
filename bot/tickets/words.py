"""What tickets' kinds, states and matters are called in Chinese, one word for one thing everywhere."""

from __future__ import annotations

from bot.models import Priority, ProviderRole, Ticket, TicketKind, TicketState

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

# Matters within a kind; the keys are those of nlu/dictionary/matters.yml.
MATTER: dict[TicketKind, dict[str, str]] = {
    TicketKind.DISPUTE: {
        "noise": "噪音", "leak": "漏水", "parking": "停车", "property_fee": "物业费与服务", "pets": "宠物",
        "land": "宅基地与土地", "drainage": "排水与采光通行", "support_of_parents": "赡养", "bride_price": "彩礼与婚约",
        "wages": "工资", "refund": "消费退款", "neighbours_fight": "邻里争执", "marriage": "婚姻家庭",
    },
    TicketKind.ELDERLY_CARE: {
        "meals": "助餐", "visit": "探访", "nursing": "护理照料", "day_care": "日间照料", "escort": "陪同就医",
        "home_adaptation": "居家适老改造",
    },
    TicketKind.DOMESTIC_SERVICE: {
        "cleaning": "保洁", "nanny": "保姆月嫂", "cooking": "做饭", "moving": "搬家", "appliance_repair": "家电维修",
        "pipe_repair": "管道疏通维修", "unlocking": "开锁换锁",
    },
    TicketKind.PSYCH_HELP: {
        "sleep": "睡眠", "anxiety": "焦虑", "grief": "丧亲与哀伤", "child": "儿童青少年", "family": "家庭关系",
        "depression": "情绪低落",
    },
    TicketKind.LEGAL_QUESTION: {
        "contract": "合同", "labour": "劳动", "marriage": "婚姻家庭", "inheritance": "继承", "injury": "人身损害与工伤",
        "property": "房产与相邻", "debt": "借贷", "legal_aid": "法律援助",
    },
    TicketKind.PUBLIC_ISSUE: {
        "water": "供水", "power": "供电", "heat": "供暖", "gas": "燃气", "street_lamp": "路灯", "rubbish": "垃圾",
        "sewage": "污水与排水", "road": "道路", "stray_dogs": "流浪犬", "fire_lane": "消防通道与消防设施",
        "public_order": "治安秩序", "illegal_building": "违章建筑",
    },
    TicketKind.VOLUNTEER_SIGNUP: {
        "domestic_help": "家政服务", "culture_sport": "文体活动", "counselling": "心理疏导", "health": "医疗保健",
        "law": "法律服务", "publicity": "宣传教育",
    },
}  # fmt: skip


def matter_label(kind: TicketKind, matter: str | None) -> str | None:
    """Return what a matter is called, or None when there is none."""
    return MATTER.get(kind, {}).get(matter or "")


def who_has(ticket: Ticket) -> str:
    """Return who got a ticket: 派给网格员赵磊, 交给幸福社区服务台."""
    if ticket.provider:
        return f"派给{PROVIDER_ROLE[ticket.provider.role]}{ticket.provider.name}"
    return f"交给{ticket.department.name}" if ticket.department else "交给社区服务台安排"
