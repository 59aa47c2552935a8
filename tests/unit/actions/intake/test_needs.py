import json

from actions.intake.needs import opened, with_followers
from actions.intake.state import Intake
from actions.several import payload
from bot.models import TicketKind
from tests.unit.actions.residents import PLACE, dispute, play, said, words

NEEDS = (("dispute", "楼上漏水，吵起来了"), ("elderly_care", "我妈没人做饭"), ("public_issue", "楼道灯不亮"))


def all_of_them(told=NEEDS):
    """The message that stands for 都办, as Rasa hands it over."""
    packed = payload(told, dispute(f"在{PLACE}"))
    start = packed.index("{")
    values = json.loads(packed[start:])
    entities = [{"entity": name, "value": value} for name, value in values.items()]
    return said(values["details"], packed[1:start], entities=entities, is_picked=True)


def test_the_first_need_begins_and_the_others_wait_in_the_order_in_which_they_were_told():
    move = play(all_of_them())
    assert move.intake.kind is TicketKind.DISPUTE
    assert [one.kind for one in reversed(move.intake.parked)] == [TicketKind.ELDERLY_CARE, TicketKind.PUBLIC_ISSUE]
    assert move.intake.place == PLACE


def test_one_chosen_need_brings_no_other():
    assert play(all_of_them(NEEDS[1:2])).intake.parked == ()


def test_what_was_asked_for_together_is_not_offered_once_more():
    draft = Intake(TicketKind.ELDERLY_CARE, details="我妈没人做饭", is_wanted=True)
    move = play(said("确认", "elderly_care"), known=Intake(TicketKind.ELDERLY_CARE, parked=(draft,)))
    assert "接着办您说的另一件" in words(move)
    assert (move.intake.details, move.intake.resuming) == ("我妈没人做饭", False)


def test_the_ticket_of_the_first_is_known_to_what_was_told_with_it_and_to_nothing_else():
    wanted = with_followers(Intake(TicketKind.DISPUTE), all_of_them(NEEDS[:2]))
    left = wanted.park(Intake(TicketKind.LEGAL_QUESTION))
    after = opened(left, "N1")
    assert {one.kind: one.linked for one in after.parked} == {
        TicketKind.ELDERLY_CARE: ("N1",),
        TicketKind.LEGAL_QUESTION: (),
    }
