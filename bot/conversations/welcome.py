"""What the bot says without being asked in words: to a follower, a scan, a picture, a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue import Choice, Say
from bot.models import Identity, MessageKind

_SERVICES = (
    Choice("调解纠纷", "我要调解矛盾纠纷"),
    Choice("养老帮扶", "我家老人需要照顾"),
    Choice("家政服务", "我想找家政服务"),
    Choice("心理关爱", "我心里难受想找人聊聊"),
    Choice("法律咨询", "我想咨询法律问题"),
    Choice("公共问题", "我要反映公共设施问题"),
)
_MEDIA: dict[MessageKind, str] = {
    MessageKind.VOICE: "您的语音我收到了，也存好了，工作人员会听。\n我暂时听不懂语音：方便的话打几个字，或者点下面的菜单，我马上帮您办。",
    MessageKind.IMAGE: "图片收到了，已经存好，工作人员能看到。",
    MessageKind.VIDEO: "视频收到了，已经存好，工作人员能看到。",
    MessageKind.LOCATION: "位置收到了。那里出了什么事？您说一句，我来办。",
    MessageKind.LINK: "链接收到了，工作人员能看到。您想问什么？跟我说一句。",
}
_UNKNOWN = "您发的我收到了，不过这种消息我还看不懂。您打几个字告诉我是什么事，好吗？"


def says_for(event: str, words: str) -> tuple[Say, ...]:
    """Return what is said to an event; most want no words. `words` welcome whoever comes."""
    return (Say(words, _SERVICES),) if event in ("subscribe", "scan", "subscribe_scan") else ()


def note_subscription(identity: Identity, event: str, payload: Mapping[str, Any]) -> None:
    """Remember whether the resident follows the account, and by which code they came."""
    if event.startswith("subscribe") and not event.startswith("subscribe_msg"):
        identity.subscribed = True
    elif event == "unsubscribe":
        identity.subscribed = False
    if scene := payload.get("scene"):
        identity.scene = str(scene)


def media_reply(kind: MessageKind, ticket_number: str | None, in_form: bool = False) -> str:
    """Return what is said to something that is not words; `ticket_number` names the ticket that it joined."""
    text = _MEDIA.get(kind, _UNKNOWN)
    if kind not in (MessageKind.IMAGE, MessageKind.VIDEO):
        return text
    if in_form:
        return text + "\n会放进正在办的这件事。上面问您的，请接着回复。"
    return text + (f"\n已放进您的工单 {ticket_number}。" if ticket_number else "\n这是什么事？您说一句，我来办。")
