"""Veiled farewells: signs that mean little alone and a great deal together.

A cat given away is a cat given away; a cat given away, debts paid and "no need to bring meals any more" is a goodbye.
"""

from __future__ import annotations

import re

# Signs that rarely stand in an ordinary message.
_STRONG = {
    "gives away what is dear": r"""
        送人 | 送给 | 托给 | 托付 | 分给 | 捐给 | 捐了 | 放生 | 抱走吧 | 牵到 | 送走了 | 送乡下 | 留给(?:我|你|儿|长孙|表弟|俺) | [猫狗]送
        | 给了(?:表弟|外甥|徒弟|小|我妹|门卫|楼下) | 给(?:徒弟|我姨) | 送到(?:我|她|你|邻居) | 过户给
    """,
    "puts papers in order": r"""
        密码 | 存折 | 房本 | 房产证 | 保险单 | 受益人 | 保单 | 遗嘱 | 地契 | 后事 | 墓地 | 寿衣 | 身后 | 存单 | 火化 | 骨灰 | 保险[金够] | 抚恤 | 坟上
    """,
    "settles debts": r"还清 | 还完 | 欠.{0,8}(?:还了|清了|转了|不要了|打过去) | 一分不欠 | 欠谁的 | 发清",
    "needs nothing any more": r"""
        以后(?:都|也|不用|不会|别|应该不) | 不用再 | 用不[着住上]了? | 往后.{0,6}(?:别|不|你们自己) | (?:也|会|都)不(?:再)?回来 | 不再来 | 别再来 | 没必要了
        | 再也不用
    """,
    "tidies everything": r"""
        打扫(?:得)?.{0,4}干净 | 叠好 | 洗了澡 | 收拾好 | 也洗了 | 擦了三遍 | 贴[上了](?:纸条|标签) | 理了发 | 剃了头 | 化好了 | 捆好
    """,
    "is suddenly calm": r"轻松 | 平静 | 放心了 | 没.{0,2}牵挂 | 无所挂碍 | 松快 | 清净 | 没有?遗憾 | 干净了 | 好轻 | (?:我|俺)想好了 | 决定好",
    "sees no place for oneself": r"""
        没有?我(?:了|也|，|他们|的) | (?:我|俺)(?:要是|若)?(?:不在|没)了 | 拖累 | 累赘 | 不想再 | 连累 | 添负担 | 日子.{0,3}(?:选|挑|定|圈)
    """,
    "cannot be reached": r"关机 | 联系不上 | 打不通 | 人?不见了 | 音讯全无 | 撤回 | 电话不通 | 退了?群 | (?:电话|微信|视频|她|他)都?不[接回]",
}
# Signs that are common, and count only beside a strong one.
_WEAK = {
    "says goodbye": r"""
        再见 | 保重 | 要好好(?:的|过|嘞) | 好好(?:过|念书|干) | 对不[起住] | 惦记 | 不怪 | 照顾好 | 照看 | 替我 | 帮我照 | 告别 | 道别 | 多谢 | 不怨 | 别怪
    """,
    "frightens the teller": r"""
        不对劲 | 不对头 | 越想越 | 发慌 | 害怕 | 心慌 | 好慌 | 瘆 | 咯噔 | 派人(?:去|到|找) | 请去人 | 吓得 | 怕得很 | 放心不下 | 啥意思 | 什么意思 | 找找他
    """,
    "has means at hand": r"农药 | 老鼠药 | 安眠 | 绳子 | 木炭 | 药.{0,4}(?:数|够|攒|藏|留着)",
    "leaves a letter": r"[写留]了?.{0,3}(?:封|张|个).{0,3}(?:信|条|纸|字) | 枕头[底下] | 字条 | 纸条 | 写好信",
    "goes somewhere for good": r"""
        出(?:趟|要)?.{0,2}远门 | (?:我|俺)(?:先)?走了 | 去找(?:我妈|他|她|你爸|俺?老头|他们) | 找[他她]去 | 最后一 | 到此 | 走之前 | 要走 | 一块走 | 一起走
    """,
    "is at the water or high up": r"桥上 | 河边 | 黄河 | 楼顶 | 天台 | 顶楼 | 铁[路道轨] | 湖边 | 水库 | 井边 | 窗台 | 海边 | 栏杆",
}
_STRONG_SIGNS = tuple(re.compile(words, re.VERBOSE) for words in _STRONG.values())
_WEAK_SIGNS = tuple(re.compile(words, re.VERBOSE) for words in _WEAK.values())
# The same signs in a question of inheritance, or before a journey from which one comes back.
_PLAIN_MATTER = re.compile(r"法律|公证|归谁|证据|继承|起诉|等我们?回来|合同|起草|打官司|效力|过世后|去世后")
_LONG = 120


def says_farewell(text: str) -> bool:
    """Whether a text in normal form bears so many signs of a farewell that somebody must look after the writer."""
    if _PLAIN_MATTER.search(text):
        return False
    strong = sum(1 for sign in _STRONG_SIGNS if sign.search(text))
    if not strong:
        return False
    weak = sum(1 for sign in _WEAK_SIGNS if sign.search(text))
    return strong + weak >= (2 if len(text) <= _LONG else 3)
