import pytest

from actions.intake import Aside, Outcome
from tests.unit.actions.residents import PHONE, PLACE, dispute, play, said, words

STEPS = [(), ("同意",), ("同意", PLACE), ("同意", PLACE, PHONE)]


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize(("word", "outcome"), [("取消", Outcome.CANCELLED), ("转人工", Outcome.HANDED_OVER)])
def test_cancelling_and_a_person_work_at_every_step(before, word, outcome):
    assert play(dispute(), *before, word).outcome is outcome


@pytest.mark.parametrize("before", STEPS)
def test_starting_over_forgets_the_matter_at_every_step(before):
    move = play(dispute(), *before, "重来")
    assert (move.intake.details, move.intake.requested) == (None, "details")


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize("word", ["改地址", "改电话", "改内容", "上一步", "跳过", "修改", "？"])
def test_every_other_word_of_control_is_followed_by_a_question(before, word):
    move = play(dispute(), *before, word)
    assert move.outcome is None
    assert move.prompts


def test_back_goes_to_what_was_asked_before():
    assert play(dispute(), "同意", PLACE, "上一步").intake.requested == "place"
    assert play(dispute(), "同意", PLACE, "上一步", "上一步").intake.requested == "consent"
    assert play(dispute(), "同意", PLACE, PHONE, "上一步").intake.requested == "phone"


def test_back_at_the_first_step_says_so():
    assert "第一步" in words(play(dispute(), "上一步"))


@pytest.mark.parametrize("text", ["改地址改成和平街5号", "改地址，和平街5号", "改地址 和平街5号"])
def test_a_new_address_in_the_same_message_is_taken(text):
    move = play(dispute(), "同意", PLACE, PHONE, said(text, "ticket_status", 0.97))
    assert (move.intake.place, move.intake.requested) == ("和平街5号", "confirm")


def test_a_new_number_in_the_same_message_is_taken():
    assert play(dispute(), "同意", PLACE, PHONE, "改电话13911112222").intake.phone == "13911112222"


def test_who_refused_and_wants_to_leave_a_number_is_asked_for_consent_again():
    move = play(dispute(), "不同意", "改电话")
    assert (move.intake.requested, move.intake.consent) == ("consent", None)
    assert play(dispute(), "不同意", "改电话", "同意").intake.requested == "phone"


def test_withdrawing_consent_empties_what_is_personal():
    move = play(dispute(), "同意", PLACE, PHONE, "撤回同意")
    assert (move.aside, move.intake.place, move.intake.phone) == (Aside.CONSENT_WITHDRAWN, None, None)


def test_somebody_who_mends_pipes_is_no_wish_for_a_person():
    assert play(dispute(), "同意", said("找个人来看看", "human_agent", 0.6)).outcome is None
