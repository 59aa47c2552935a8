"""Twelve residents write to a running Linli through `/wechat` in secure mode; their replies and tickets are checked.

    python -m tests.conversations.twelve_residents [http://127.0.0.1:8000]

The addresses of processes and the secrets come from the settings, as for every command of the project.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.settings import PROJECT, Settings
from tests.conversations.wechat_client import Account, Resident

_NUMBER = re.compile(r"20\d{6}-\d{4,6}-\d")
Story = Callable[[Resident], None]


@dataclass(frozen=True)
class Result:
    """How one resident's story ended; `error` is None when all was as it should be."""

    name: str
    seconds: float
    error: str | None


def has(reply: str, *words: str) -> str:
    """Fail unless the reply holds each of the words; return the reply."""
    for word in words:
        assert word in reply, f"「{word}」 is missing in: {reply}"
    return reply


def number_in(reply: str) -> str:
    """Return the ticket number of a reply."""
    found = _NUMBER.search(reply)
    assert found, f"no ticket number in: {reply}"
    return found.group()


def walk_to_ticket(
    resident: Resident, reply: str, place: str = "解放区幸福社区3号楼", phone: str = "13812345678"
) -> str:
    """Answer what a form asks until the ticket is open; return the last reply. At most three questions and a summary."""
    for _ in range(6):
        if "同意吗" in reply:
            reply = resident.say("同意")
        elif "请您看看对不对" in reply:
            return has(resident.say("确认"), "工单号")
        elif "什么时候" in reply:
            reply = resident.say("明天上午")
        elif "地方" in reply or "哪个社区" in reply or "住哪" in reply:
            reply = resident.say(place)
        elif "电话" in reply:
            reply = resident.say(phone)
        else:
            reply = resident.say("1")
    raise AssertionError(f"the form does not end: {reply}")


def grandfather_with_noise(resident: Resident) -> None:
    """An old man dictates; he gets a mediator's ticket, looks at it, urges, and withdraws it."""
    reply = resident.say("俺楼上那家天天半夜挪桌子吵得睡不着恁管不管")
    done = walk_to_ticket(resident, reply)
    number = number_in(done)
    has(done, "矛盾调解", "最晚")
    has(resident.say("我的工单"), number, "状态")
    has(resident.say("催一下 咋还没人来"), "催")
    has(resident.say("不用办了 撤回吧"), "撤回")
    has(resident.say("1"), "撤回了")


def daughter_far_away(resident: Resident) -> None:
    """A daughter asks for meals for her father; her second ticket asks neither phone nor address."""
    walk_to_ticket(
        resident, resident.say("我爸一个人在家，腿脚不好，想找人每天中午给他送饭，住幸福社区2号楼，我电话13987654321")
    )
    reply = resident.say("还想找人每周陪我爸去医院拿药")
    for _ in range(3):
        assert "电话？" not in reply and "留个电话" not in reply, reply
        if "请您看看对不对" in reply:
            break
        reply = resident.say("1")
    has(reply, "139****4321")
    has(resident.say("确认"), "工单号")


def tenant_with_broken_pipe(resident: Resident) -> None:
    """Domestic service, with control words at every step."""
    reply = resident.say("想找人上门修水管，厨房漏得厉害")
    if "同意吗" in reply:
        reply = resident.say("同意")
    reply = resident.say("山阳区和美社区5号楼")
    reply = resident.say("上一步")
    reply = resident.say("山阳区和美社区6号楼")
    has(walk_to_ticket(resident, reply), "家政服务")


def sleepless_mother(resident: Resident) -> None:
    """Distress without danger goes to a counsellor, not to the alarm."""
    reply = resident.say("最近整夜睡不着，心里慌，想找个心理咨询师聊聊")
    assert "120" not in reply, reply
    has(walk_to_ticket(resident, reply), "心理咨询")


def worker_without_wages(resident: Resident) -> None:
    """A legal question goes to the legal adviser; in its midst he asks about the regulation and is answered."""
    reply = resident.say("老板欠我三个月工资没签合同，法律上我能去告他吗，该怎么告")
    if "同意吗" in reply:
        reply = resident.say("同意")
    aside = resident.say("社区法律顾问是干啥的，条例里有规定吗")
    has(aside, "焦作市城乡社区治理促进条例", "施行")
    has(walk_to_ticket(resident, aside), "法律咨询")


def walker_in_the_dark(resident: Resident) -> None:
    """A street lamp goes to the grid worker; he would rather not leave a phone number."""
    reply = resident.say("解放区幸福社区门口的路灯坏了三天了，晚上黑得看不见路")
    for _ in range(4):
        if "请您看看对不对" in reply:
            break
        reply = resident.say("不同意" if "同意吗" in reply else "跳过" if "电话" in reply else "1")
    assert "电话：" not in reply, reply
    has(resident.say("1"), "公共问题")


def asker_of_certificates(resident: Resident) -> None:
    """Questions are answered verbatim with their place, or with honest silence."""
    has(
        resident.say("社区让我开无犯罪证明合理吗"),
        "《焦作市城乡社区治理促进条例》第三十四条",
        "2024年10月1日起施行",
        "不应由社区出具证明事项清单",
    )
    has(resident.say("第十条写的啥"), "第十条", "每百户居民不低于三十平方米")
    has(resident.say("社区法律顾问一个月工资多少钱"), "没有")


def despairing_person(resident: Resident) -> None:
    """At three in the morning: an answer at once, an alarm, no form and no survey."""
    has(resident.say("我不想活了，药都买好了"), "12356", "120", "值班")
    again = resident.say("没人在乎我")
    has(again, "12356")
    assert "回复 1" not in again, again


def house_on_fire(resident: Resident) -> None:
    """Danger now."""
    has(resident.say("三号楼着火了 楼上有人快来"), "119")


def laughing_student(resident: Resident) -> None:
    """Idioms and games raise nothing."""
    for text in ("笑死我了哈哈哈", "累死了今天", "游戏里队友自杀式冲锋气死我了"):
        reply = resident.say(text)
        assert "12356" not in reply and "119" not in reply, reply


def impatient_caller(resident: Resident) -> None:
    """Wants a person and gets a promised time; what she sees of others' tickets is nothing."""
    has(resident.say("转人工"), "工作人员", "工单号")
    has(resident.say("查一下工单 20261123-0001-3"), "工单")


def newcomer_by_menu(resident: Resident) -> None:
    """Follows, taps the menu, asks who is there, talks nonsense twice, changes her mind, and starts over."""
    has(resident.follow(), "机器人", "同意")
    has(resident.say("你是机器人吗"), "机器人")
    has(resident.say("明天股票会涨吗"), "社区")
    reply = resident.say("我想请人调解一下，邻居的狗老是叫")
    has(reply, "调解")
    has(resident.say("取消"), "不办")
    has(resident.say("/restart"), "")


STORIES: tuple[Story, ...] = (
    grandfather_with_noise,
    daughter_far_away,
    tenant_with_broken_pipe,
    sleepless_mother,
    worker_without_wages,
    walker_in_the_dark,
    asker_of_certificates,
    despairing_person,
    house_on_fire,
    laughing_student,
    impatient_caller,
    newcomer_by_menu,
)


def play(url: str, settings: Settings) -> list[Result]:
    """Play every story against a running Linli."""
    account = Account(
        settings.wechat_app_id, settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    )
    results = []
    for story in STORIES:
        resident = Resident(url, account, f"o{story.__name__}{time.time_ns()}")
        started = time.monotonic()
        try:
            story(resident)
            error = None
        except (AssertionError, OSError) as failure:
            error = str(failure) or repr(failure)
        results.append(Result(story.__name__, time.monotonic() - started, error))
    return results


def alarms() -> list[dict[str, object]]:
    """Return what the operator's command lists as alarms."""
    command = [sys.executable, "-m", "flask", "--app", "server", "conversations", "list", "--json"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return [one for one in json.loads(listed.stdout) if one["attention"] in ("emergency", "psych_crisis")]


def main() -> int:
    """Play against the address given, print a line a resident; 1 when a story went wrong."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    results = play(url, Settings())
    for result in results:
        print(f"{'✓' if result.error is None else '✗'} {result.name:<26} {result.seconds:5.1f} s  {result.error or ''}")
    raised = len(alarms())
    passed = sum(result.error is None for result in results)
    print(f"{passed} of {len(results)} residents were served; {raised} alarms stand in the list")
    return 0 if passed == len(results) and raised >= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
