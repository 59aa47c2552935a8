"""What intents, states, events and errors are called on the pages of staff."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Attention, MessageKind, TicketState
from bot.tickets import Step
from bot.tickets.words import STATE as STATE_FOR_RESIDENTS

UNKNOWN_INTENT = "未识别"
INTENT: dict[str, str] = {
    "emergency": "紧急情况",
    "psych_crisis": "心理危机",
    "dispute": "矛盾纠纷",
    "legal_question": "法律咨询",
    "elderly_care": "养老帮扶",
    "domestic_service": "家政服务",
    "psych_help": "心理关爱",
    "public_issue": "公共问题",
    "regulation_question": "条例咨询",
    "volunteer_signup": "志愿报名",
    "ticket_status": "查办进度",
    "human_agent": "要找真人",
    "smalltalk": "打招呼",
    "out_of_scope": "不归这里管",
    # Answers within a form; all but the first are in nlu/dictionary/control_words.yml.
    "form_answer": "回答提问",
    "affirm": "同意",
    "deny": "不同意",
    "cancel": "不办了",
    "skip": "跳过",
    "go_back": "返回上一步",
    "start_over": "重新开始",
    "change_answer": "更改回答",
    "repeat": "再说一遍",
    "choose": "选一项",
    "menu": "看菜单",
    "withdraw_consent": "撤回同意",
    "rate_answer": "评价回答",
    "confirm_withdrawal": "确认撤回",
}

ATTENTION: dict[Attention, str] = {
    Attention.EMERGENCY: "紧急情况",
    Attention.PSYCH_CRISIS: "心理危机",
    Attention.DOUBTFUL: "像有危险，请看一眼",
    Attention.REQUESTED: "要找真人",
    Attention.UNANSWERED: "没有答复",
    Attention.UNREADABLE: "图片语音待看",
}

# Residents read "等您补充"; on these pages it is the resident who is waited for.
STATE: dict[TicketState, str] = STATE_FOR_RESIDENTS | {
    TicketState.OPEN: "待派单",
    TicketState.WAITING: "等居民补充",
}
STATE_TONE: dict[TicketState, str] = {
    TicketState.OPEN: "wait",
    TicketState.ASSIGNED: "mine",
    TicketState.IN_PROGRESS: "mine",
    TicketState.WAITING: "wait",
    TicketState.RESOLVED: "done",
    TicketState.CLOSED: "quiet",
    TicketState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class StepWords:
    """A step as a button, and as a line of the history."""

    label: str
    done: str


STEP: dict[Step, StepWords] = {
    Step.ASSIGN: StepWords("派单", "派单"),
    Step.START: StepWords("开始办理", "开始办理"),
    Step.ASK_RESIDENT: StepWords("等居民补充", "请居民补充"),
    Step.CONTINUE: StepWords("继续办理", "继续办理"),
    Step.RESOLVE: StepWords("办结", "办结"),
    Step.REOPEN: StepWords("重新办理", "重新办理"),
    Step.CLOSE: StepWords("关闭", "关闭工单"),
    Step.WITHDRAW: StepWords("撤回", "居民撤回"),
}
TICKET_EVENT: dict[str, str] = {
    "open": "受理",
    "to_desk": "转到服务台",
    "urge": "催办",
    "add": "补充",
    "attach": "发来图片或语音",
    "priority": "优先级改为",
    "label": "贴上标签",
    "unlabel": "拿掉标签",
    "confidential": "设为保密",
    "open_to_all": "取消保密",
    "undo": "撤销了",
    "tick": "完成清单",
    "untick": "重新打开清单",
    "merged": "并入工单",
    "merged_in": "并进来的工单",
    "linked": "关联工单",
    "split_off": "拆出工单",
    "split_from": "从这个工单拆出来",
} | {step.value: words.done for step, words in STEP.items()}

CHANNEL_EVENT: dict[str, str] = {
    "subscribe": "居民关注了公众号",
    "unsubscribe": "居民取消了关注",
    "scan": "居民扫码进来",
    "view": "居民打开了菜单里的网页",
    "location": "微信报告了居民的位置",
}
NO_WORDS: dict[MessageKind, str] = {
    MessageKind.VOICE: "［语音］",
    MessageKind.IMAGE: "［图片］",
    MessageKind.VIDEO: "［视频］",
    MessageKind.LOCATION: "［位置］",
    MessageKind.LINK: "［链接］",
    MessageKind.MENU: "［菜单］",
    MessageKind.EVENT: "［事件］",
    MessageKind.UNKNOWN: "［看不懂的消息］",
}

# WeChat's codes; others are shown with their number, which support needs.
_DELIVERY_ERROR: dict[int, str] = {
    43004: "居民已取消关注",
    45015: "超过 48 小时，微信不让发",
    45047: "可发条数已用完",
    45002: "内容太长",
    48001: "公众号没有发消息的权限",
    40200: "公众号状态不正常",
    40003: "居民的微信号无效",
}


def delivery_error(code: int | None) -> str:
    """Return why WeChat did not take a message."""
    if code is None:
        return "连不上微信"
    return _DELIVERY_ERROR.get(code, f"微信返回错误 {code}")


def intent(name: str | None) -> str:
    """Return what an intent is called."""
    return INTENT.get(name or "", UNKNOWN_INTENT)
