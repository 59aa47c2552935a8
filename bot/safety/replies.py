"""What is said first when life may be in danger: at once, warm, with people beside the numbers.

Look, listen, link (心理急救). It never diagnoses, argues, asks about means, promises secrecy, says 别想太多 or ends with a
bare number. Whoever may be dying now gets 120 and 110 in the first line; everybody else is listened to first.
12356 never stands without 110 or 120 beside it: it keeps no vow to answer at night.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.safety.alarm import Alarm, AlarmKind, Danger, Person, Sign
from bot.safety.wording import Wording

_FIRST_STEPS: dict[Danger, str] = {
    Danger.FIRE: "请马上打 {fire}（火警），有人受伤打 {ambulance}。\n人先离开，走楼梯，不坐电梯；有烟就弯腰捂住口鼻。出不来就关紧门、堵门缝，到窗口喊人。",
    Danger.GAS: "请马上离开屋子，到外面再打 {fire}；有人头晕、不醒，打 {ambulance}。\n别开关电灯，别打火，别在屋里打电话。能顺手开窗、关阀门就做，做不到先走。",
    Danger.MEDICAL: "请马上打 {ambulance}（急救）。\n先别挪动人，守在旁边，电话开着免提，听医生说怎么做。旁边有人，就叫他到路口接车。",
    Danger.WATER: "请马上打 {fire}（救援）和 {ambulance}（急救），也可以打 {police}。\n您别自己下去，找绳子、竹竿、能漂的东西递过去，大声喊人。",
    Danger.VIOLENCE: "请马上打 {police}（报警），有人受伤打 {ambulance}。\n先躲到安全、有人的地方，别上前拦。不方便出声，可以发短信到 {police_sms}。",
    Danger.TRAPPED: "请马上打 {fire}（救援），有人受伤打 {ambulance}。\n别硬扒、别硬爬，待在原地省力气，告诉救援的人准确位置。",
    Danger.UNKNOWN: "如果现在有危险，请马上打 {police}（报警）、{ambulance}（急救）或 {fire}（火警）。\n先让自己和身边的人到安全的地方。",
}
_HOME_VIOLENCE = (
    "请马上打 {police}（报警），有人受伤打 {ambulance}。不方便出声，可以发短信到 {police_sms}。\n"
    "先带着孩子、老人躲到安全、有人的地方。挨打不是您的错。\n"
    "过后想有人帮，可以打妇女维权热线 {women}（工作时间有人接），夜里找 {police}。"
)
_EMERGENCY_END = "我已经通知值班同事。电话打完，请告诉我：在什么地方？有几个人？"

_CRISIS_SELF_MINOR = (
    "谢谢你愿意告诉我。你现在一定很难受，我在这儿听着，这不是你的错。\n"
    "我已经请值班的同事马上来陪你说话。\n"
    "如果现在有危险，请打 {police} 或 {ambulance}；也可以打心理援助热线 {psychological_aid}，有人听你说。\n"
    "请现在就到爸妈、老师或者你信得过的大人身边去，一句“我很难受”就够了。你在哪儿，身边有人吗？慢慢说，我等你。"
)
_ACT_SELF = (
    "请现在就打 {ambulance}（急救）或 {police}，一句话也行，会有人来帮您。\n"
    "请退到安全的地方，把门打开，喊离您最近的人过来。\n"
    "我已经叫了值班同事马上找您，我一直在这儿，您不是一个人。\n"
    "告诉我您在什么地方就行，别的慢慢说。"
)
_CRISIS_OTHER = (
    "谢谢您告诉我，您的担心很要紧，您这样留心是在帮{them}。\n"
    "请尽量陪在{them}身边，别让{them}一个人；先听{them}说，不争对错，不讲大道理。\n"
    "如果眼下有危险、人找不到，请马上打 {police} 或 {ambulance}；怎么陪、怎么劝，可以打心理援助热线 {psychological_aid} 问。\n"
    "{guardian}我已经通知值班同事马上跟进。请告诉我：人现在在哪儿，您能到{them}身边吗？"
)
_GUARDIAN = "请把这件事轻轻告诉孩子的监护人和老师，一起守着孩子。\n"
_ACT_OTHER = (
    "请马上打 {ambulance}（急救）和 {police}，说清楚地点，让人先赶过去。\n"
    "您在旁边的话，守住{them}，轻声说话，别突然上前拉，喊人来帮忙。\n"
    "我已经通知值班同事马上跟进，您不是一个人在扛。\n"
    "请告诉我：人现在在什么地方？"
)
_HARM_SELF = (
    "听得出您现在又气又委屈，我在这儿听着。\n"
    "请先离开那个地方，到安静、有人的地方缓一缓，让信得过的人陪着您。\n"
    "有人可能受伤时，请马上打 {police} 或 {ambulance}；想找人说说，心理援助热线 {psychological_aid} 有人听您讲。\n"
    "我已经请值班同事马上来帮您一起想办法。您现在在哪儿？慢慢说，我等您。"
)
_HARM_OTHER = (
    "谢谢您告诉我，这件事要紧。\n"
    "请马上打 {police} 报警，有人受伤打 {ambulance}；让可能受伤的人先离开，到有人的地方。您别一个人上前拦。\n"
    "怎么跟{them}说话，可以打心理援助热线 {psychological_aid} 问，危险时还是先打 {police}。\n"
    "我已经通知值班同事马上跟进。请告诉我：人现在在哪儿？"
)

# After the first one, which administrators may word. The numbers come with every second at least, and 12356 never alone.
_CRISIS_COMPANY = (
    "嗯，我听着呢。想到哪儿说到哪儿，不用说得好听。同事正赶来接您的话，这会儿我不走。",
    "您肯说出来，已经很不容易了。先到有人、有亮的地方坐一坐。"
    "难受得厉害就打 {psychological_aid}，有危险打 {police} 或 {ambulance}，电话那头是真人。",
    "我还在。您慢慢说，一个字也行，值班同事都看得到。",
)
_FINE_COMPANY = (
    "我听见了，不催您。值班同事还是会来跟您说几句，知道您平安就好，不是要为难您。"
    "要是难受起来，随时跟我说，也可以打 {psychological_aid}，有危险打 {police} 或 {ambulance}。"
)
_EMERGENCY_COMPANY = (
    "收到，我已经转给值班同事。请先打 {police}、{ambulance} 或 {fire}，别等我们。您说的每一句值班同事都看得到。",
    "收到，您的话同事都看得到。{police}、{ambulance} 或 {fire} 打通了，就听他们怎么说；先顾人，东西不要紧。",
)
# Taken back or brushed off: it is heard, and somebody comes all the same.
_SAYS_FINE = re.compile(
    r"没事|没啥事|不用(?:来|管|派|担心|报警)|别(?:来|管|派|担心|报警|烦)|(?:逗|骗|哄)你|开(?:个)?玩笑|(?:好|缓)(?:多|过来)了"
)

_AS_SHIPPED = Wording()
_NOBODY_SEES = "我这边的系统正好出了故障，同事暂时看不到您的话，请别等，先打上面的电话。"


def reply_to(alarm: Alarm, hotlines: Mapping[str, str], wording: Wording = _AS_SHIPPED) -> str:
    """Return the first reply to an alarm; `hotlines` gives each number by its key."""
    return wording.with_contact(_reply(alarm, hotlines, wording))


def _reply(alarm: Alarm, hotlines: Mapping[str, str], wording: Wording) -> str:
    words = dict(hotlines)
    if alarm.kind is AlarmKind.EMERGENCY:
        steps = _FIRST_STEPS.get(alarm.danger, _FIRST_STEPS[Danger.UNKNOWN])
        if alarm.danger is Danger.VIOLENCE and Sign.HOME_VIOLENCE in alarm.signs:
            steps = _HOME_VIOLENCE
        return f"{steps}\n{_EMERGENCY_END}".format_map(words)
    is_minor = Sign.MINOR in alarm.signs
    if _is_despair(alarm) and not is_minor:
        return wording.first_reply(hotlines)
    words["them"] = "孩子" if is_minor else "他"
    words["guardian"] = _GUARDIAN if is_minor else ""
    return _crisis(alarm, is_minor).format_map(words)


def reply_without_staff(alarm: Alarm, hotlines: Mapping[str, str]) -> str:
    """Return the first reply for when nothing can be stored: the steps and numbers, and no promise that staff will come."""
    lines = [line for line in reply_to(alarm, hotlines).splitlines() if not re.search("值班|^请?告诉我", line)]
    return "\n".join([*lines, _NOBODY_SEES])


def _crisis(alarm: Alarm, is_minor: bool) -> str:
    is_self = alarm.person is Person.SELF
    if alarm.danger is Danger.HARM_OTHERS:
        return _HARM_SELF if is_self else _HARM_OTHER
    if Sign.ACT_IN_PROGRESS in alarm.signs:
        return _ACT_SELF if is_self else _ACT_OTHER
    return _CRISIS_SELF_MINOR if is_self else _CRISIS_OTHER


def keep_company(
    kind: AlarmKind, text: str, said_before: int, hotlines: Mapping[str, str], wording: Wording = _AS_SHIPPED
) -> str:
    """Return what is said to a further message while an alarm waits for a person; no forms, no questions.

    `text` is the message, "" where it tells of danger itself: then nothing in it is taken for being well. `said_before`
    is how often the bot has spoken since the alarm: the same words over and over would tell somebody at night that
    nobody listens.
    """
    if kind is AlarmKind.EMERGENCY:
        return _in_turn(_EMERGENCY_COMPANY, said_before).format_map(hotlines)
    if _SAYS_FINE.search(text):
        return _FINE_COMPANY.format_map(hotlines)
    told = _in_turn(("", *_CRISIS_COMPANY), said_before)
    return told.format_map(hotlines) if told else wording.company(hotlines)


def _in_turn(lines: Sequence[str], said_before: int) -> str:
    return lines[max(said_before - 1, 0) % len(lines)]


def _is_despair(alarm: Alarm) -> bool:
    """Whether somebody speaks of their own life, and nothing is under way yet."""
    is_under_way = Sign.ACT_IN_PROGRESS in alarm.signs
    return alarm.person is Person.SELF and alarm.danger is not Danger.HARM_OTHERS and not is_under_way
