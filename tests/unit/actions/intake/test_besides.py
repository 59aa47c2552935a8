import pytest

from bot.models import TicketKind
from tests.unit.actions.residents import PLACE, dispute, play, said, words


def test_another_matter_is_kept_for_afterwards_and_the_question_stays():
    move = play(dispute(), "同意", said("对了，路灯也坏了", "public_issue", 0.9))
    assert (move.intake.requested, move.intake.place) == ("place", None)
    assert [(one.kind, one.is_wanted) for one in move.intake.parked] == [(TicketKind.PUBLIC_ISSUE, True)]
    assert "公共问题也记下了" in words(move)


def test_more_of_the_same_matter_joins_the_story():
    move = play(dispute(), "同意", said("对了，厨房也漏", "dispute", 0.9))
    assert move.intake.requested == "place"
    assert move.intake.details == "楼上漏水；对了，厨房也漏"


@pytest.mark.parametrize("text", [f"对了，我住{PLACE}", f"还有，{PLACE}"])
def test_an_answer_stays_an_answer_however_it_begins(text):
    assert play(dispute(), "同意", said(text, "public_issue", 0.9)).intake.place
