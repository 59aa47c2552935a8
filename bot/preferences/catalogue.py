"""The catalogue: everything that administrators may set, with its default and where the default comes from.

A register (hotlines, due times, canned replies) keeps what has many rows; what is secret or needs a restart is in the
environment (bot/settings.py). What nobody outside the program can judge stays in the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from bot.preferences.preference import Preference, Widget, Words, preference
from bot.residents import NOTICE_VERSION
from bot.safety import Wording
from bot.safety import wording as crisis
from bot.tickets.due_times import SOON_HOURS

RESIDENTS, DANGER, STAFF, WECHAT = "对居民说的话", "危险和危机", "工作人员", "微信"
_PERSONAL = "{信息}"
_GAP = re.compile(r"\{[^{}]*\}")


def _welcome(words: Words, hotlines: Mapping[str, str]) -> str:
    for part, why in (("机器人", "居民要知道不是真人在回"), ("转人工", "居民要知道怎么找到真人")):
        if part not in words:
            return f"不能少了“{part}”：{why}"
    missing = [hotlines[key] for key in ("police", "ambulance") if not crisis.holds(words, hotlines[key])]
    return f"不能少了 {'、'.join(missing)}：有危险的人要马上知道打哪里" if missing else _no_gaps(words)


def _notice(words: Words, _hotlines: Mapping[str, str]) -> str:
    for part, why in (
        (_PERSONAL, "这里会换成“电话和地址”，居民要知道记下的是什么（个人信息保护法第十七条）"),
        ("撤回同意", "收回同意要和给出同意一样方便（第十五条）"),
        ("不同意", "不同意也要能办（第十六条）"),
    ):
        if part not in words:
            return f"不能少了“{part}”：{why}"
    return _no_gaps(words.replace(_PERSONAL, ""))


def _no_gaps(words: Words) -> str:
    found = _GAP.search(words)
    return f"不认识 {found.group()}" if found else ""


@dataclass(frozen=True)
class Preferences:
    """The present values; `Preferences()` has every default."""

    welcome: str = preference(
        "您好，我是邻里，焦作社区服务的机器人助手，不是真人。\n"
        "邻里纠纷、养老、家政、心里难受、法律问题、路灯垃圾，都可以直接跟我说，打字、说话都行。\n"
        "办事要用到电话、地址时，我会先征得您同意，只给承办的人看；您随时可以说“撤回同意”。\n"
        "想找真人，回复“转人工”。有危险请马上打 110、119 或 120。\n"
        "您想办哪样？",
        "欢迎语", RESIDENTS, "本系统拟定", widget=Widget.TEXT, limit=400, check=_welcome,
        hint="居民关注公众号、扫码时看到，后面跟着六个服务的选项",
    )  # fmt: skip
    service_hours: str = preference(
        "", "人工服务时间", RESIDENTS, "各单位自己公布的时间", is_required=False, check=lambda words, _: _no_gaps(words),
        hint="写了，居民转人工时会告诉他；空着就不说。例如：周一至周五 8:30–18:00。下班后几点有人，按“班组和排班”算",
    )  # fmt: skip
    privacy_notice: str = preference(
        "【个人信息告知】办这件事要记下您的{信息}，只给承办的人看，办完按规定保存。\n"
        "不同意也能办，我们只在微信里找您。以后想收回，就说“撤回同意”。\n您同意吗？",
        "个人信息告知", RESIDENTS, "个人信息保护法第十五至十七条", widget=Widget.TEXT, limit=300, check=_notice,
        hint="留电话、地址之前先问这一段。改了就是新的一版，居民之后的答复记在新版下；以前的答复不变",
    )  # fmt: skip
    asks_if_settled: bool = preference(
        True, "办结时问居民“解决了吗”", RESIDENTS, "条例第三十五条：满意度调查", widget=Widget.SWITCH,
        hint="关了只告诉居民办好了，不问。心理危机的工单从来不问",
    )  # fmt: skip
    crisis_self: str = preference(
        Wording.crisis_self, "有人想轻生时的第一次回复", DANGER, "心理急救“看、听、联结”；12356 为国家卫健委热线",
        widget=Widget.TEXT, limit=220, check=crisis.fault,
        hint="要有报警、急救、心理援助三个号码，可以写 {报警} {急救} {心理援助}，号码跟着“热线电话”走",
    )  # fmt: skip
    crisis_company: str = preference(
        Wording.crisis_company, "等值班同事来时陪着说的话", DANGER, "心理急救：不让人独自等",
        widget=Widget.TEXT, limit=160, check=crisis.fault, hint="危机里的人每说一句，就回这一段，直到有人接手",
    )  # fmt: skip
    on_call: str = preference(
        "", "值班联系方式", DANGER, "各单位自定", is_required=False, check=lambda words, _: _no_gaps(words),
        hint="写了，警报的第一次回复里会加一行。例如：电话 0391-1234567（全天）",
    )  # fmt: skip
    silent_minutes: int = preference(
        30, "多久没回复就放回“等人接手”", STAFF, "本系统默认，各单位按服务承诺调整", widget=Widget.NUMBER, unit="分钟",
        lowest=5, highest=1440, hint="接手的人一直没回，对话就交给别的同事；警报不会",
    )  # fmt: skip
    unmask_minutes: int = preference(
        5, "完整电话显示多久", STAFF, "本系统默认：够拨出一个电话", widget=Widget.NUMBER, unit="分钟", lowest=1, highest=60,
        hint="到时间自动变回 138****1234",
    )  # fmt: skip
    soon_hours: int = preference(
        SOON_HOURS, "停水停电停气停暖多久办结", STAFF, "各地热线通行做法（二手资料，待本地核实）", widget=Widget.NUMBER,
        unit="小时", lowest=1, highest=240, hint="只管新开的工单；其他事项在“办理时限”里",
    )  # fmt: skip
    text_bytes: int = preference(
        2047, "一条消息最多多少字节", WECHAT, "微信文档没有写明，开发者的经验数（待核实）", widget=Widget.NUMBER, unit="字节",
        lowest=300, highest=2048, hint="一个汉字三个字节。微信说太长（45002）时改小",
    )  # fmt: skip
    # Not set by hand: the version under which answers to the notice are kept.
    privacy_version: str = NOTICE_VERSION

    @property
    def wording(self) -> Wording:
        """What is said in a crisis."""
        return Wording(self.crisis_self, self.crisis_company, self.on_call)

    def notice_about(self, personal: str) -> str:
        """Return the notice that comes before anything personal is kept: 电话, or 电话和地址."""
        return self.privacy_notice.replace(_PERSONAL, personal)


CATALOGUE: Mapping[str, Preference] = {
    one.name: replace(one.metadata["preference"], name=one.name, default=one.default)
    for one in fields(Preferences)
    if "preference" in one.metadata
}
