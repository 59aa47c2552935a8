import pytest

from actions.intake import Outcome
from actions.intake.corrections import carried_into
from actions.intake.state import Intake
from bot.models import TicketKind
from tests.unit.actions.residents import PHONE, PLACE, dispute, play, said


def test_another_wish_is_taken_up_at_once_where_the_resident_says_that_it_was_meant():
    other = said("不是投诉，我是想问法律", "legal_question", 0.8, correction="我是想问法律")
    assert play(dispute(), other).outcome is Outcome.CORRECTED


def test_the_same_words_without_a_correction_wait_until_the_form_is_done():
    move = play(dispute(), said("这个法律上咋赔", "legal_question", 0.8))
    assert (move.outcome, move.intake.parked[0].kind) == (None, TicketKind.LEGAL_QUESTION)


def test_a_question_that_was_meant_ends_the_form():
    asked = said("不对，我是问条例咋规定的", "regulation_question", 0.9, correction="条例咋规定的")
    assert play(dispute(), asked).outcome is Outcome.CORRECTED


def test_a_correction_of_the_story_joins_the_story():
    move = play(dispute(), said("不对，我说的是厨房漏水", "dispute", 0.9, correction="厨房漏水"))
    assert move.outcome is None
    assert move.intake.details == "楼上漏水；厨房漏水"


def test_a_correction_that_the_model_does_not_understand_ends_nothing():
    assert play(dispute(), said("不对，那个那个", "elderly_care", 0.3, correction="那个那个")).outcome is None


def test_what_was_told_goes_along():
    told = Intake(TicketKind.DOMESTIC_SERVICE, details="我妈没人做饭", place=PLACE, phone=PHONE, consent="given")
    care = carried_into(told, TicketKind.ELDERLY_CARE)
    assert (care.details, care.place, care.phone, care.consent) == ("我妈没人做饭", PLACE, PHONE, "given")


def test_where_a_lamp_is_broken_is_not_where_somebody_lives():
    lamp = Intake(TicketKind.PUBLIC_ISSUE, details="路灯坏了", place=PLACE)
    assert carried_into(lamp, TicketKind.DISPUTE).place is None


@pytest.mark.parametrize("intent", ["domestic_service", "nlu_fallback"])
def test_the_matter_that_was_just_denied_is_believed_least(intent):
    half = said(
        "我不是要修空调，是空调外机太吵邻居", intent, 0.6, correction="是空调外机太吵邻居",
        ranking=(("domestic_service", 0.6), ("dispute", 0.3)),
    )  # fmt: skip
    assert play(said("修空调", "domestic_service"), half).outcome is Outcome.CORRECTED
