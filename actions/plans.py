"""Plans: what each form asks, in which order, in which words and with which choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.models import TicketKind

# At most so many questions about the matter itself; the notice and the summary come on top.
MOST_QUESTIONS = 3

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """One form: its fields in order of asking, its first words, and its own wording of questions.

    `place_is_personal`: the place is where the resident lives; else it is where something is broken.
    `kinds`: keys of matters offered when the details are asked; what is tapped fills both.
    """

    kind: TicketKind
    fields: tuple[str, ...]
    opening: str
    questions: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    place_is_personal: bool = True


_WHERE = "\n说到小区、楼号就行，比如“幸福社区3号楼”。也可以点“＋”发位置。"
_HOME = "您住哪个社区或村？"

PLANS: dict[TicketKind, Plan] = {
    TicketKind.DISPUTE: Plan(
        TicketKind.DISPUTE,
        ("details", "place", "phone"),
        "这样的事真闹心。社区有人民调解员，不收钱；两边都愿意，就坐下来说。",
        {"details": "跟谁、为了什么事？您慢慢说，或者点一个。", "place": "事情在什么地方？" + _WHERE},
        kinds=("noise", "leak", "parking", "pets", "support_of_parents", "wages"),
    ),
    TicketKind.ELDERLY_CARE: Plan(
        TicketKind.ELDERLY_CARE,
        ("matter", "place", "phone"),
        "照顾老人不容易，我帮您找人搭把手。",
        {"matter": "老人需要哪样帮助？点一个，或者直接说。", "place": "老人住在什么地方？" + _WHERE},
    ),
    TicketKind.DOMESTIC_SERVICE: Plan(
        TicketKind.DOMESTIC_SERVICE,
        ("matter", "place", "time", "phone"),
        "好，我帮您找人上门。",
        {
            "matter": "您要找哪样服务？点一个，或者直接说。",
            "place": "上门到什么地方？" + _WHERE,
            "time": "想什么时候上门？点一个，或者直接说，比如“明天上午”。",
        },
    ),
    TicketKind.PSYCH_HELP: Plan(
        TicketKind.PSYCH_HELP,
        ("phone", "place"),
        "谢谢您愿意说出来，这段日子一定不容易。我帮您约心理咨询师，会好好听您说，不收钱。",
        {"phone": "咨询师打哪个电话找您？", "place": _HOME + "好给您找近一点的咨询师。"},
    ),
    TicketKind.LEGAL_QUESTION: Plan(
        TicketKind.LEGAL_QUESTION,
        ("details", "place", "phone"),
        "法律上的事，我不敢乱讲。我帮您转给社区法律顾问，不收钱；着急可以先打法律援助热线 {legal_aid}。",
        {"details": "您想问哪方面？说一两句经过，或者点一个。", "place": _HOME + "好找您那儿的法律顾问。"},
        kinds=("labour", "marriage", "inheritance", "debt", "contract", "injury", "property"),
    ),
    TicketKind.PUBLIC_ISSUE: Plan(
        TicketKind.PUBLIC_ISSUE,
        ("details", "place", "phone"),
        "谢谢您告诉我，我替您报上去。",
        {"details": "是什么问题？直接说，或者点一个。", "place": "问题在什么地方？" + _WHERE},
        kinds=("street_lamp", "rubbish", "sewage", "road", "water", "power", "heat", "stray_dogs"),
        place_is_personal=False,
    ),
    TicketKind.VOLUNTEER_SIGNUP: Plan(
        TicketKind.VOLUNTEER_SIGNUP,
        ("matter", "place", "phone"),
        "您愿意出一份力，太好了！做不做、做什么都由您定，随时可以不接。",
        {"matter": "您想帮哪方面？点一个，或者直接说。", "place": _HOME + "好安排近一点的。"},
    ),
}

_QUESTIONS: Mapping[str, str] = {
    "details": "是什么事？您说一两句就行。",
    "matter": "是哪一样？点一个，或者直接说。",
    "place": "在什么地方？" + _WHERE,
    "time": "什么时候？",
    "phone": "留个电话吧，方便办事的人联系您。",
}
NO_PLACE: Choices = (("先不说地方", "跳过"),)
NO_PHONE: Choices = (("不留，微信里找我", "跳过"),)
TIMES: Choices = (("今天", "今天"), ("明天", "明天"), ("这周末", "这周末"), ("都行", "跳过"))
CONSENT: Choices = (("同意", "同意"), ("不同意", "不同意"))
CONFIRM: Choices = (("提交", "确认"), ("修改", "修改"), ("取消", "取消"))
CORRECT: Choices = (("改内容", "改内容"), ("改地址", "改地址"), ("改电话", "改电话"), ("不办了", "取消"))
RESUME: Choices = (("接着办", "继续"), ("不办了", "取消"))


def question(plan: Plan, name: str) -> str:
    """Return the words in which a form asks for a field."""
    return plan.questions.get(name) or _QUESTIONS[name]


def personal(plan: Plan) -> str:
    """Return what a form keeps that is personal: the notice about it comes first (个人信息保护法 17)."""
    return "电话和地址" if plan.place_is_personal else "电话"


# The Rasa role of the entity `matter` by kind.
_ROLES: Mapping[TicketKind, str] = {
    TicketKind.DISPUTE: "dispute",
    TicketKind.ELDERLY_CARE: "elderly",
    TicketKind.DOMESTIC_SERVICE: "domestic",
    TicketKind.PSYCH_HELP: "psych",
    TicketKind.LEGAL_QUESTION: "legal",
    TicketKind.PUBLIC_ISSUE: "public",
}


def role(kind: TicketKind) -> str:
    """Return the role in which the matter of a kind is recognised."""
    return _ROLES.get(kind, kind.value)
