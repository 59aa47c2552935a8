import pytest

from bot.conversations.alarms import Hearing, from_model, hear
from bot.dialogue import Understanding
from bot.safety import AlarmKind


def heard(text: str, *entities: tuple[str, str], intent="out_of_scope", confidence=0.4, safety="emergency"):
    found = [{"entity": n, "value": v, "start": text.index(v), "end": text.index(v) + len(v)} for n, v in entities]
    return from_model(Understanding(intent, confidence, safety, found), text)


def test_the_models_judgement_of_danger_raises_an_alarm():
    assert heard("有个老太太坐在路口动不了了").kind is AlarmKind.EMERGENCY


def test_a_safety_intent_counts_alone_only_where_the_model_is_sure():
    assert heard("把猫托付给你了", intent="psych_crisis", confidence=0.7, safety=None).kind is AlarmKind.PSYCH_CRISIS
    assert heard("把猫托付给你了", intent="psych_crisis", confidence=0.4, safety=None) is None


@pytest.mark.parametrize("text", ["明天", "都行", "上一步", "再见"])
def test_a_few_characters_are_left_to_the_rules(text):
    assert heard(text) is None


def test_an_answer_to_a_form_is_no_cry_for_help():
    assert heard("住山阳区和美社区5号楼", ("place", "山阳区和美社区5号楼")) is None
    assert heard("13812345678，明天下午", ("phone", "13812345678"), ("time", "明天下午")) is None


def test_a_place_to_fall_from_is_not_explained_away():
    assert heard("我在三号楼楼顶", ("place", "三号楼楼顶"), safety="psych_crisis") is not None


def test_nothing_found_is_no_alarm():
    assert heard("你好呀今天天气不错", safety=None) is None


def harmless(danger: float | None, label: str | None = None) -> Understanding:
    return Understanding("out_of_scope", 0.9, label, danger=danger)


def test_the_rules_are_believed_where_the_model_is_not_there_or_not_certain():
    assert hear("着火了快来人", None).alarm.kind is AlarmKind.EMERGENCY
    assert hear("着火了快来人", harmless(None)).alarm is not None
    assert hear("着火了快来人", harmless(0.02)).alarm is not None
    assert hear("着火了快来人", harmless(0.001, "emergency")).alarm is not None


@pytest.mark.parametrize(
    ("text", "kind"), [("着火了快来人", AlarmKind.EMERGENCY), ("我不想活了", AlarmKind.PSYCH_CRISIS)]
)
def test_where_the_model_is_certain_that_nothing_is_wrong_a_person_looks_and_the_bot_goes_on(text, kind):
    assert hear(text, harmless(0.0049)) == Hearing(doubt=kind)
    assert hear(text, harmless(0.005)).alarm.kind is kind


def test_the_model_has_no_say_about_a_language_that_it_has_not_learnt():
    assert hear("there is a fire in my kitchen", harmless(0.001)).alarm.kind is AlarmKind.EMERGENCY


def test_a_picked_choice_is_judged_by_the_rules_alone():
    understood = Understanding("psych_crisis", 0.9, "psych_crisis")
    assert hear("就选第二个那一条吧", understood, is_choice=True) == Hearing()
    assert hear("我不想活了", understood, is_choice=True).alarm is not None


def test_within_a_form_a_person_looks_where_the_model_alone_half_suspects_and_all_else_is_as_ever():
    answer = "二十三号就不在这住了"
    assert hear(answer, harmless(0.2, "psych_crisis"), in_form=True) == Hearing(doubt=AlarmKind.PSYCH_CRISIS)
    assert hear(answer, harmless(0.3, "psych_crisis"), in_form=True).alarm.kind is AlarmKind.PSYCH_CRISIS
    assert hear(answer, harmless(0.2, "psych_crisis")).alarm.kind is AlarmKind.PSYCH_CRISIS
    assert hear("我不想活了", harmless(0.2, "psych_crisis"), in_form=True).alarm.kind is AlarmKind.PSYCH_CRISIS
