"""Canned replies: texts that staff send often; the gaps in braces are filled from the case.

Kept in a table, so that staff correct them; the first ones are here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_GAP = re.compile(r"\{([^{}]{1,12})\}")

# What a gap is called, and what it is filled with.
GAPS: dict[str, str] = {
    "居民称呼": "居民的姓名，没有留就是“您”",
    "工作人员": "写这条回复的人",
    "所在区域": "居民住的社区",
    "工单号": "居民最近的在办工单",
    "工单事项": "那个工单是什么事",
    "承办人": "那个工单给了谁",
    "承诺日期": "那个工单最晚哪天给结果",
}

# Shortcuts are the first letters of pinyin: 问好 is wh.
DEFAULTS: tuple[dict[str, str], ...] = (
    {
        "shortcut": "wh",
        "title": "问好",
        "text": "{居民称呼}，您好！我是{工作人员}，接下来由我帮您。您慢慢说，我在听。",
    },
    {"shortcut": "sd", "title": "请稍等", "text": "收到了。我先去核实一下，问清楚了马上回您，不用再发一遍。"},
    {
        "shortcut": "dd",
        "title": "问地点",
        "text": "麻烦说一下具体在哪儿：小区、几号楼、几单元？附近有什么好认的也行。",
    },
    {
        "shortcut": "zp",
        "title": "请发照片",
        "text": "方便的话，拍张照片直接发给我，师傅看了好带工具。不方便也没关系。",
    },
    {"shortcut": "sj", "title": "约时间", "text": "您哪天在家方便？上午还是下午？我好跟师傅约。"},
    {
        "shortcut": "gd",
        "title": "告诉工单和期限",
        "text": "已经给您登记了，工单号 {工单号}。{承办人}来办，最晚{承诺日期}前给您结果。",
    },
    {
        "shortcut": "jz",
        "title": "今天办的进展",
        "text": "跟您说下进展：您反映的{工单事项}，{承办人}正在办。有新情况我第一时间告诉您。",
    },
    {
        "shortcut": "yq",
        "title": "赶不上期限",
        "text": "{居民称呼}，实在对不住，工单 {工单号} 没能按说好的时间办完。我正在催，今天下班前一定给您个准信。",
    },
    {
        "shortcut": "tj",
        "title": "人民调解说明",
        "text": "人民调解不收钱，两边都愿意才调解，随时可以不调了，也不耽误您去法院。您愿意的话，我请调解员跟您联系。",
    },
    {
        "shortcut": "fl",
        "title": "法律援助",
        "text": "这件事可以先打 12348 问问法律援助，不收钱。也可以来社区，我们请法律顾问当面跟您说。",
    },
    {
        "shortcut": "lr",
        "title": "老人上门",
        "text": "老人家行动不便的话，不用跑，我们安排人上门。您说个方便的时间就行。",
    },
    {
        "shortcut": "aw",
        "title": "安慰",
        "text": "您受累了，换谁碰上这事都不好受。您别一个人扛着，咱们一起想办法。",
    },
    {
        "shortcut": "bg",
        "title": "不归社区管",
        "text": "这件事不归社区管，我们定不了。可以打 12345，话务员会转给主管部门，一般几个工作日给答复。",
    },
    {
        "shortcut": "bh",
        "title": "办好了",
        "text": "{居民称呼}，您反映的{工单事项}办好了。您看看还有没有不妥的地方，有就直接回我。",
    },
    {"shortcut": "js", "title": "结束", "text": "好的，那就先这样。以后有事，在这儿说一声就行。祝您一家平安！"},
)
LABELS: tuple[str, ...] = ("高龄老人", "行动不便", "多次反映", "多户共同反映", "涉及物业", "需要回访", "居民表扬")
CHECKLISTS: tuple[dict[str, object], ...] = (
    {
        "name": "矛盾调解",
        "kind": "dispute",
        "points": ["问清两边的说法", "问两边愿不愿意调解", "约时间和地点", "调解并记录", "签协议或告知别的途径"],
    },
    {
        "name": "公共问题",
        "kind": "public_issue",
        "points": ["到现场看", "拍照片", "联系责任单位", "复查修好没有", "告诉居民结果"],
    },
    {
        "name": "养老服务",
        "kind": "elderly_care",
        "points": ["问清老人的身体情况", "问家人的联系方式", "上门或安排服务", "三天内回访"],
    },
)


def unknown_gaps(text: str) -> list[str]:
    """Return the gaps of a text that nothing fills, in their order."""
    return [name for name in _GAP.findall(text) if name not in GAPS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its gaps filled; a gap without a value stays, so that whoever sends it sees it."""
    return _GAP.sub(lambda found: values.get(found[1]) or found[0], text)


def open_gaps(text: str) -> list[str]:
    """Return the known gaps that a text still has: it is not fit to be sent."""
    return [name for name in _GAP.findall(text) if name in GAPS]
