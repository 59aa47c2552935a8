"""Plans: what each form asks, in which order and in which words. At most three questions about the matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.models import TicketKind

MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Plan:
    """One form: its fields in order of asking, its first words, and its own wording of questions.

    `place_is_personal`: the place is where the resident lives; else it is where something is broken.
    `choices_of_matter`: the matter is asked with its closed list.
    """

    kind: TicketKind
    fields: tuple[str, ...]
    opening: str
    questions: Mapping[str, str] = field(default_factory=dict)
    place_is_personal: bool = True


_PLACE = "在什么地方？说到小区、楼号就行，比如“幸福社区3号楼”。"
_PHONE = "留个电话，方便办事的人联系您。\n不想留，回复“跳过”，我们就在微信里找您。"

PLANS: dict[TicketKind, Plan] = {
    TicketKind.DISPUTE: Plan(
        TicketKind.DISPUTE,
        ("details", "place", "phone"),
        "这样的事真闹心，咱们请人来管。社区有人民调解员，不收钱，两边都愿意就坐下来说。",
        {"details": "您慢慢说：跟谁、为了什么事？", "place": "事情" + _PLACE},
    ),
    TicketKind.ELDERLY_CARE: Plan(
        TicketKind.ELDERLY_CARE,
        ("matter", "place", "phone"),
        "照顾老人不容易，我帮您找人搭把手。",
        {"matter": "老人需要哪样帮助？", "place": "老人住" + _PLACE},
    ),
    TicketKind.DOMESTIC_SERVICE: Plan(
        TicketKind.DOMESTIC_SERVICE,
        ("matter", "place", "time", "phone"),
        "好，我帮您找人上门。",
        {"matter": "您要找哪样服务？", "place": "上门" + _PLACE, "time": "您想什么时候上门？比如“明天上午”。"},
    ),
    TicketKind.PSYCH_HELP: Plan(
        TicketKind.PSYCH_HELP,
        ("phone", "place"),
        "谢谢您愿意说出来，这段日子一定不容易。我帮您约心理咨询师，会好好听您说，不收钱。",
        {
            "phone": "咨询师打哪个电话找您？\n不想留，回复“跳过”，就在微信里聊。",
            "place": "您住哪个社区或村？好给您找近一点的咨询师。",
        },
    ),
    TicketKind.LEGAL_QUESTION: Plan(
        TicketKind.LEGAL_QUESTION,
        ("details", "place", "phone"),
        "法律上的事要听专业的人说，我不乱讲。我帮您转给社区法律顾问，不收钱；着急可以先打法律援助热线 {legal_aid}。",
        {"details": "您想问什么事？把经过说一两句就行。", "place": "您住哪个社区或村？好找您那儿的法律顾问。"},
    ),
    TicketKind.PUBLIC_ISSUE: Plan(
        TicketKind.PUBLIC_ISSUE,
        ("details", "place", "phone"),
        "谢谢您告诉我，我替您报上去。",
        {"details": "是什么问题？比如路灯不亮、污水外流。", "place": "问题" + _PLACE},
        place_is_personal=False,
    ),
    TicketKind.VOLUNTEER_SIGNUP: Plan(
        TicketKind.VOLUNTEER_SIGNUP,
        ("matter", "place", "phone"),
        "您愿意出一份力，太好了！做不做、做什么都由您定，随时可以不接。",
        {"matter": "您想帮哪方面？", "place": "您住哪个社区或村？好安排近一点的。"},
    ),
}

QUESTIONS: dict[str, str] = {
    "details": "是什么事？您说一两句就行。",
    "matter": "是哪一样？",
    "place": _PLACE,
    "time": "什么时候？",
    "phone": _PHONE,
    "consent": (
        "【个人信息告知】为了办这件事，要记下您的电话和地址，只给承办的人看，办完按规定保存。"
        "不同意也能办，只是我们只在微信里找您。以后想收回，跟我说“撤回同意”。\n您同意吗？"
    ),
}


def question(plan: Plan, name: str) -> str:
    """Return the words in which a form asks for a field."""
    return plan.questions.get(name) or QUESTIONS[name]
