"""The safety judgement: the whole decides, a clause convinces only where there is doubt already."""

from __future__ import annotations

from nlu.text.safety import Thresholds, judge

LONG = "路灯坏了三天了，我打了好几次电话也没人来修，老伴也走了，我把药都攒够了。"
LIMITS = Thresholds(whole=0.5, doubt=0.3, clause=0.8)


def reader(chances: dict[str, float]):  # type: ignore[no-untyped-def]
    """Out: a reader that finds `chances` in the clause with 药, nothing elsewhere."""
    return lambda parts: [chances if "药" in part else {"public_issue": 1.0} for part in parts]


def never(parts: list[str]) -> list[dict[str, float]]:
    raise AssertionError("clauses of an unsuspicious message must not be read")


def test_an_ordinary_message_is_not_read_clause_by_clause() -> None:
    judged = judge(LONG, {"public_issue": 0.95, "psych_crisis": 0.05}, never, LIMITS)
    assert (judged.intent, judged.sentence) == (None, "")


def test_the_whole_is_enough_and_the_clause_that_says_it_is_named() -> None:
    judged = judge(LONG, {"psych_crisis": 0.4, "emergency": 0.2}, reader({"psych_crisis": 0.7}), LIMITS)
    assert judged.intent == "psych_crisis"
    assert abs(judged.confidence - 0.6) < 1e-9
    assert judged.sentence.endswith("我把药都攒够了")


def test_doubt_and_one_clear_clause_are_enough() -> None:
    judged = judge(LONG, {"psych_crisis": 0.35}, reader({"emergency": 0.9}), LIMITS)
    assert (judged.intent, judged.confidence) == ("emergency", 0.9)


def test_doubt_alone_is_not() -> None:
    assert judge(LONG, {"psych_crisis": 0.35}, reader({"psych_crisis": 0.5}), LIMITS).intent is None


def test_a_message_without_words() -> None:
    assert judge("。", {"psych_crisis": 0.9}, never, LIMITS).intent == "psych_crisis"
