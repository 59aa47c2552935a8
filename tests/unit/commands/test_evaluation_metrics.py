"""The figures of an evaluation, worked out by hand."""

from __future__ import annotations

import pytest

from bot.commands.evaluation import metrics, report
from bot.commands.evaluation.metrics import Judged


def judged(*rows: tuple[str, str]) -> list[Judged]:
    """Rows of (accepted labels joined by |, predicted label)."""
    return [
        Judged(f"第{number}句", tuple(labels.split("|")), predicted) for number, (labels, predicted) in enumerate(rows)
    ]


def test_either_of_two_labels_is_right() -> None:
    rows = judged(("dispute|legal_question", "legal_question"), ("dispute|legal_question", "smalltalk"))
    assert metrics.accuracy(rows) == 0.5
    assert [one.counted_as for one in rows] == ["legal_question", "dispute"]


def test_precision_recall_and_f1_of_each_intent() -> None:
    rows = judged(
        ("dispute", "dispute"), ("dispute", "dispute"), ("dispute", "legal_question"), ("legal_question", "dispute")
    )  # fmt: skip
    dispute = metrics.per_intent(rows)["dispute"]
    assert (dispute.n, dispute.precision, dispute.recall) == (3, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert dispute.f1 == pytest.approx(2 / 3)
    assert metrics.per_intent(rows)["legal_question"].f1 == 0
    assert metrics.macro_f1(metrics.per_intent(rows)) == pytest.approx(1 / 3)


def test_fallback_is_a_wrong_prediction_and_not_an_intent_of_the_file() -> None:
    rows = judged(("dispute", "nlu_fallback"), ("smalltalk", "smalltalk"))
    assert metrics.accuracy(rows) == 0.5
    assert set(metrics.per_intent(rows)) == {"dispute", "smalltalk"}
    assert metrics.per_intent(rows)["dispute"].precision is None


def test_a_second_choice_that_nobody_predicted_has_nothing_to_score() -> None:
    rows = judged(("dispute|legal_question", "dispute"))
    assert set(metrics.per_intent(rows)) == {"dispute"}


def test_a_second_choice_predicted_wrongly_elsewhere_counts_as_zero() -> None:
    rows = judged(("dispute|legal_question", "dispute"), ("smalltalk", "legal_question"))
    assert metrics.per_intent(rows)["legal_question"].f1 == 0


def test_safety_recall_counts_either_alarm() -> None:
    rows = judged(
        ("psych_crisis", "emergency"), ("emergency", "emergency"), ("psych_crisis", "psych_help"), ("dispute", "dispute")
    )  # fmt: skip
    assert metrics.safety_recall(rows) == pytest.approx(2 / 3)
    assert metrics.safety_false_rate(rows) == 0


def test_a_false_alarm_is_an_ordinary_message_that_got_one() -> None:
    rows = judged(("dispute", "emergency"), ("smalltalk", "smalltalk"), ("emergency", "emergency"))
    assert metrics.safety_false_rate(rows) == 0.5


def test_a_message_that_may_be_ordinary_is_neither_missed_nor_a_false_alarm_when_either_label_is_given() -> None:
    rows = judged(("psych_crisis|psych_help", "psych_help"), ("psych_help|psych_crisis", "psych_crisis"))
    assert metrics.safety_recall(rows) == 1
    assert metrics.safety_false_rate(rows) == 0


def test_what_nothing_was_measured_for_is_not_a_number() -> None:
    assert metrics.safety_recall(judged(("dispute", "dispute"))) is None
    assert metrics.safety_false_rate(judged(("emergency", "emergency"))) is None
    assert metrics.accuracy([]) is None
    assert metrics.macro_f1({}) is None


def test_confusions_come_most_frequent_first_with_an_example() -> None:
    rows = judged(("dispute", "smalltalk"), ("dispute", "legal_question"), ("dispute", "legal_question"))
    first, second = metrics.confusions(rows)
    assert (first.true, first.predicted, first.count, first.example) == ("dispute", "legal_question", 2, "第1句")
    assert second.count == 1


def test_the_figures_have_the_names_that_programs_read() -> None:
    figures = report.figures(judged(("dispute", "dispute"), ("emergency", "smalltalk")), seconds=0.5)
    assert figures == {
        "n": 2,
        "accuracy": 0.5,
        "macro_f1": 0.5,
        "safety_recall": 0.0,
        "safety_false_rate": 0.0,
        "per_intent": {
            "dispute": {"n": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0},
            "emergency": {"n": 1, "precision": None, "recall": 0.0, "f1": 0.0},
        },
        "ms_per_message": 250.0,
    }


def test_the_report_lists_intents_and_what_was_taken_for_what() -> None:
    shown = report.text(judged(("dispute", "dispute"), ("emergency", "smalltalk")))
    assert "emergency  1  -" in shown
    assert "smalltalk      第1句" in shown
    assert report.text(judged(("dispute", "dispute"))).endswith("Every message was understood.")
