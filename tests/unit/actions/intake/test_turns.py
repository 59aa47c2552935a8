import pytest

from actions.intake import Aside, Intake, Outcome
from bot.models import TicketKind
from tests.unit.actions.residents import PHONE, PLACE, dispute, known_resident, matter, play, said, words


def test_what_the_first_message_tells_is_not_asked():
    move = play(dispute(f"楼上漏水，我住{PLACE}，电话{PHONE}"), "同意")
    assert move.intake.requested == "confirm"
    assert (move.intake.place, move.intake.phone, move.intake.matter) == (PLACE, PHONE, "leak")


def test_a_bare_request_is_asked_what_it_is_about():
    assert play(said("我要调解矛盾纠纷", "dispute")).intake.requested == "details"


def test_the_notice_comes_before_the_first_personal_question():
    move = play(dispute())
    assert move.intake.requested == "consent"
    # Administrators word it: the rule only says that it comes, and what it is about.
    assert move.prompts[-1].notice_about == "电话和地址"


def test_a_known_resident_is_asked_neither_number_nor_address_nor_consent():
    assert play(dispute(), known=known_resident(TicketKind.DISPUTE)).intake.requested == "confirm"


def test_of_a_public_issue_the_home_is_only_offered():
    lamp = said("路灯坏了", "public_issue", entities=[matter("public", "street_lamp")])
    move = play(lamp, known=known_resident(TicketKind.PUBLIC_ISSUE))
    assert move.intake.place is None
    assert (f"在我家（{PLACE}）", PLACE) in move.prompts[-1].choices


def test_a_message_of_several_needs_begins_nothing_before_it_is_asked_which():
    assert play(dispute(needs=(("dispute", "楼上漏水"), ("elderly_care", "我妈没人做饭")))).outcome is Outcome.SEVERAL


def test_a_form_left_alone_for_an_hour_is_offered_and_keeps_what_the_message_tells():
    move = play(dispute(), "同意", said(PLACE, idle_minutes=70))
    assert (move.intake.resuming, move.intake.place, move.outcome) == (True, PLACE, None)
    assert "接着办吗" in words(move)


def test_fifty_nine_minutes_are_no_hour():
    assert not play(dispute(), "同意", said(PLACE, idle_minutes=59)).intake.resuming


@pytest.mark.parametrize(("reply", "outcome"), [("2", Outcome.CANCELLED), ("不同意", Outcome.CANCELLED), ("1", None)])
def test_who_is_offered_an_old_form_may_take_it_or_leave_it(reply, outcome):
    assert play(dispute(), said("嗯", "repeat", idle_minutes=70), reply).outcome is outcome


def test_confirming_after_an_hour_opens_nothing_before_the_offer_is_taken():
    assert play(dispute(), "不同意", said("确认", idle_minutes=90)).outcome is None


def test_a_question_after_an_hour_is_answered_with_the_offer():
    question = said("条例咋规定的", "regulation_question", idle_minutes=70)
    move = play(dispute(), question)
    assert (move.aside, move.intake.resuming) == (Aside.REGULATION, True)


def test_after_two_misses_the_form_goes_on_and_a_person_is_offered():
    move = play(said("我要找家政", "domestic_service"), "😀", "😀")
    assert move.intake.requested != "matter"
    assert "转人工" in words(move)


def test_a_number_out_of_range_is_named():
    assert "没有第9个" in words(play(said("我要找家政", "domestic_service"), "9"))


def test_a_parked_matter_is_taken_up_with_what_is_known_by_now():
    draft = Intake(TicketKind.DOMESTIC_SERVICE, matter="cleaning")
    waiting = known_resident(TicketKind.DOMESTIC_SERVICE, parked=(draft,), resuming=True)
    move = play(said("确认", "domestic_service"), "继续", known=waiting)
    assert (move.intake.matter, move.intake.phone, move.intake.requested) == ("cleaning", PHONE, "time")
    assert move.intake.parked == ()
