"""The rules on plain cases, on noise, and on long input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import Alarm, AlarmKind, Danger, Person, Sign, describe, detect, person_of

_CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_PLAIN = [text for text, expected, _ in _CASES if expected not in {"none", "model"}]
_HARMLESS = (
    "你好",
    "我家住在解放区",
    "麻烦你们了",
    "楼下的路灯坏了两盏",
    "请问几点上班",
    "谢谢",
    "我今年六十八岁",
    "社区的花开得真好看",
)


@pytest.mark.parametrize(("text", "expected", "why"), _CASES, ids=[case[0][:24] for case in _CASES])
def test_case(text: str, expected: str, why: str) -> None:
    alarm = detect(text)
    if expected in {"none", "model"}:
        assert alarm is None, why
        return
    assert alarm is not None, why
    kind, _, danger = expected.partition(":")
    assert alarm.kind == kind, why
    assert not danger or alarm.danger == danger, why


def test_there_are_enough_cases_and_none_twice() -> None:
    texts = [case[0] for case in _CASES]
    assert len(texts) >= 250
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("我不想活了", Person.SELF),
        ("俺真的想死", Person.SELF),
        ("老公走了，我也不想活了", Person.SELF),
        ("对不起我妈，我先走一步了", Person.SELF),
        ("我儿子说他不想活了", Person.OTHER),
        ("我闺女割腕了", Person.OTHER),
        ("邻居老李站在楼顶要跳", Person.OTHER),
        ("俺娘说她活够了", Person.OTHER),
        ("他跟我说我死了保险够还账的", Person.OTHER),
        ("有个人要跳河", Person.OTHER),
    ],
)
def test_whose_life_it_is_about(text: str, person: Person) -> None:
    alarm = detect(text)
    assert alarm is not None
    assert alarm.person is person


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("我已经吃了一瓶安眠药", Sign.ACT_IN_PROGRESS),
        ("我站在楼顶了", Sign.ACT_IN_PROGRESS),
        ("我割腕了", Sign.ACT_IN_PROGRESS),
        ("我初三，我不想活了", Sign.MINOR),
        ("我闺女13岁，她说想死", Sign.MINOR),
        ("我老公正在打我，孩子在哭", Sign.HOME_VIOLENCE),
        ("爸爸在打妈妈，妈妈头上流血了", Sign.HOME_VIOLENCE),
    ],
)
def test_signs_for_the_reply(text: str, sign: Sign) -> None:
    alarm = detect(text)
    assert alarm is not None
    assert sign in alarm.signs


def test_plain_words_bear_no_signs() -> None:
    alarm = detect("我不想活了")
    assert alarm is not None
    assert alarm.signs == frozenset()


def test_what_the_model_found_is_described() -> None:
    fire = describe(AlarmKind.EMERGENCY, "屋里都是浓烟")
    assert (fire.kind, fire.danger) == (AlarmKind.EMERGENCY, Danger.FIRE)
    veiled = describe(AlarmKind.PSYCH_CRISIS, "以后不用给我送饭了")
    assert (veiled.kind, veiled.danger, veiled.person) == (AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, Person.SELF)
    assert describe(AlarmKind.EMERGENCY, "出事了").danger is Danger.UNKNOWN


@given(st.text(max_size=400))
def test_never_raises(text: str) -> None:
    alarm = detect(text)
    assert alarm is None or isinstance(alarm, Alarm)
    assert person_of(text) in Person
    assert describe(AlarmKind.EMERGENCY, text).kind is AlarmKind.EMERGENCY


@given(st.text(alphabet="着火了没有不是昨天他我说想死活药楼跳 ，。…！?*\n", max_size=200))
def test_never_raises_on_words_of_danger(text: str) -> None:
    assert detect(text) is None or detect(text) == detect(text)


@settings(max_examples=150)
@given(
    st.sampled_from(_PLAIN),
    st.lists(st.sampled_from(_HARMLESS), max_size=6),
    st.lists(st.sampled_from(_HARMLESS), max_size=6),
)
def test_harmless_sentences_hide_no_plain_statement(plain: str, before: list[str], after: list[str]) -> None:
    alone, among = detect(plain), detect("。".join([*before, plain, *after]))
    assert alone is not None
    assert among is not None
    assert among.kind is alone.kind


@given(st.sampled_from(_PLAIN), st.sampled_from(["🙏", "！！！", "😭😭", "  ", "\u200b", "～", "。。。"]))
def test_decoration_hides_no_plain_statement(plain: str, decoration: str) -> None:
    assert detect(f"{decoration}{plain}{decoration}") is not None


@given(st.lists(st.sampled_from(_HARMLESS), max_size=30))
def test_harmless_sentences_raise_nothing(told: list[str]) -> None:
    assert detect("。".join(told)) is None


@pytest.mark.parametrize(
    "word",
    [
        "没着火",
        "火",
        "他",
        "不想",
        "人车他她我打在倒",
        "药",
        "…我",
        " ",
        "，",
        "昨天着火了灭了",
        "我真的",
        "没有要有过着",
    ],
)
def test_long_input_takes_time_in_proportion(word: str) -> None:
    """Eight times the input may take eight times the time and much noise, not its square (64 times)."""

    def best(length: int) -> float:
        text = (word * length)[:length]
        times = []
        for _ in range(5):
            start = time.perf_counter()
            detect(text)
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(2_000) < 32 * best(250) + 0.02
