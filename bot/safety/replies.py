"""What is said first when life may be in danger: at once, warm, with people beside the numbers.

It never diagnoses, argues, asks about means, promises secrecy, says 别想太多 or ends with a bare number.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.safety.alarm import Alarm, AlarmKind, Danger, Person

_FIRST_STEPS: dict[Danger, str] = {
    Danger.FIRE: "请马上打 {fire}（火警）。\n人先离开，走楼梯，不坐电梯；有烟就弯腰捂住口鼻。",
    Danger.GAS: "请马上离开屋子，到外面再打 {fire}。\n别开关电灯，别打火，能顺手开窗、关阀门就做。有人不舒服打 {ambulance}。",
    Danger.MEDICAL: "请马上打 {ambulance}（急救）。\n先别挪动人，守在旁边，听电话里医生怎么说。",
    Danger.WATER: "请马上打 {ambulance} 和 {police}。\n别自己下水，找绳子、竹竿、能漂的东西递过去，大声喊人。",
    Danger.VIOLENCE: "请马上打 {police}（报警）。\n先躲到安全、有人的地方；不方便说话，可以发短信到 12110。有人受伤打 {ambulance}。",
    Danger.TRAPPED: "请马上打 {fire}（救援）；有人受伤打 {ambulance}。\n别硬扒、别硬爬，待在原地，告诉救援人员准确位置。",
    Danger.UNKNOWN: "如果现在有危险，请马上打 {police}（报警）、{ambulance}（急救）或 {fire}（火警）。\n先让自己和身边的人到安全的地方。",
}
_EMERGENCY_END = "我已经通知值班同事。电话打完，请告诉我：在什么地方？有几个人？"

_CRISIS_SELF = (
    "谢谢您愿意告诉我。您现在一定很难受，我在这儿听着，您不是一个人。\n"
    "我已经请值班的同事马上来陪您说话，这件事有人管。\n"
    "如果现在有危险，请打 {police} 或 {ambulance}；想马上听到人的声音，可以打心理援助热线 {psychological_aid}。\n"
    "请先到有人的地方，让您信得过的人陪着您。您现在在哪儿，身边有人吗？慢慢说，我等您。"
)
_CRISIS_OTHER = (
    "谢谢您告诉我，您的担心很要紧，您这样留心是在帮他。\n"
    "请尽量陪在他身边，别让他一个人；先听他说，不争对错，不讲大道理。\n"
    "如果眼下有危险，请马上打 {police} 或 {ambulance}；怎么陪、怎么劝，可以打心理援助热线 {psychological_aid} 问。\n"
    "我已经通知值班同事马上跟进。请告诉我：人现在在哪儿，您能到他身边吗？"
)
_HARM_OTHERS = (
    "听得出您现在又气又委屈，我在这儿听着。\n"
    "请先离开那个地方，到安静、有人的地方缓一缓，让信得过的人陪着您。\n"
    "有人可能受伤时，请马上打 {police} 或 {ambulance}；想找人说说，心理援助热线 {psychological_aid} 有人听您讲。\n"
    "我已经请值班同事马上来帮您一起想办法。您现在在哪儿？慢慢说，我等您。"
)


def reply_to(alarm: Alarm, hotlines: Mapping[str, str]) -> str:
    """Return the first reply to an alarm; `hotlines` gives each number by its key."""
    if alarm.kind is AlarmKind.EMERGENCY:
        steps = _FIRST_STEPS.get(alarm.danger, _FIRST_STEPS[Danger.UNKNOWN])
        return f"{steps}\n{_EMERGENCY_END}".format_map(hotlines)
    if alarm.danger is Danger.HARM_OTHERS:
        return _HARM_OTHERS.format_map(hotlines)
    return (_CRISIS_SELF if alarm.person is Person.SELF else _CRISIS_OTHER).format_map(hotlines)


def keep_company(kind: AlarmKind, hotlines: Mapping[str, str]) -> str:
    """Return what is said to each further message while an alarm waits for a person; no forms, no questions."""
    if kind is AlarmKind.EMERGENCY:
        return "收到，我已经转给值班同事。电话 {police}、{ambulance}、{fire} 请先打，别等我们。您说的每一句值班同事都看得到。".format_map(
            hotlines
        )
    return (
        "我在听，您说的每一句值班同事都看得到，他正在赶来跟您说话。"
        "要是觉得撑不住，请打 {psychological_aid} 或 {ambulance}，也请让身边的人陪着您。您接着说，我在。".format_map(hotlines)
    )
