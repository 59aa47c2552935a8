"""Bare requests: a message that only names a service ("我要调解矛盾纠纷") and tells nothing of the matter."""

from __future__ import annotations

import re

_PUNCTUATION = "，。！？!?,.~…、：: \n"
_ASKING = (
    "你好 您好 我们 俺们 我 俺 家里 家 想要 想 需要 要 有没有 有 找人 找个 找 请 帮忙 帮 给 一下 一个 个 咨询 问问 问 反映 投诉 举报 报名 报 "
    "办理 办 事情 事 问题 服务 调解员 调解 矛盾 纠纷 家政 养老 老人 老年人 照顾 照料 照看 帮扶 心理 心里 心情 难受 关爱 聊聊 聊天 聊 法律 律师 顾问 "
    "公共 设施 志愿者 志愿 当 做 了 吗 呢 吧 啊 的 能 可以 咋 怎么 谁 管 点"
)
_WORDS = re.compile("|".join(re.escape(word) for word in (*_PUNCTUATION, *_ASKING.split())))


def is_bare(text: str) -> bool:
    """Whether nothing is left of a message without its words of asking and the names of services."""
    return len(_WORDS.sub("", text)) < 2
