import pytest

from actions.intake import Aside, Outcome, advance
from actions.plans import CONFIRM
from bot.models import TicketKind
from tests.unit.actions.residents import PLACE, dispute, matter, play, said, words


@pytest.mark.parametrize(
    ("message", "aside"),
    [
        (said("条例里有规定吗", "regulation_question"), Aside.REGULATION),
        (said("我报的单子到哪了", "ticket_status"), Aside.TICKETS),
        (said("明天股票会涨吗", "out_of_scope"), Aside.OUT_OF_SCOPE),
        (said("谢谢你", "smalltalk"), Aside.SMALL_TALK),
    ],
)
def test_a_question_in_mid_form_is_answered_and_the_form_goes_on(message, aside):
    move = play(dispute(), message)
    assert (move.aside, move.intake.requested, move.outcome) == (aside, "consent", None)


def test_another_service_takes_over():
    assert play(dispute(), said("想找个保姆照顾孩子", "domestic_service", 0.95)).outcome is Outcome.SWITCHED


@pytest.mark.parametrize("kind", [TicketKind.LEGAL_QUESTION, TicketKind.PSYCH_HELP])
def test_a_legal_question_and_distress_are_noted_for_afterwards(kind):
    move = play(dispute(), said("物业不管我能不能去起诉", kind.value, 0.98))
    assert move.outcome is None
    assert [draft.kind for draft in move.intake.parked] == [kind]


def test_an_address_the_model_takes_for_another_service_is_an_address():
    assert play(dispute(), "同意", said(PLACE, "public_issue", 0.8)).intake.place == PLACE


def test_a_second_need_is_noted_in_one_line():
    text = "楼上漏水，还想给俺妈找个人送饭"
    entities = [matter("dispute", "leak", 2, 4), matter("elderly", "meals", 14, 16)]
    move = play(said(text, "dispute", 0.6, entities=entities, ranking=(("dispute", 0.6), ("elderly_care", 0.3))))
    assert "您还说到养老服务" in words(move)
    assert [draft.kind for draft in move.intake.parked] == [TicketKind.ELDERLY_CARE]


def test_one_word_that_two_kinds_share_is_one_need():
    entities = [matter("dispute", "leak", 2, 4), matter("domestic", "pipe_repair", 2, 4)]
    ranking = (("dispute", 0.6), ("domestic_service", 0.3))
    assert not play(said("楼上漏水还想有人来管", "dispute", 0.6, entities=entities, ranking=ranking)).intake.parked


@pytest.mark.parametrize("text", ["有用", "明白了", "嗯，很有帮助", "没用"])
def test_what_is_said_to_an_answer_in_mid_form_is_not_written_into_the_ticket(text):
    before = play(dispute(), said("同意", "affirm"), PLACE, said("不留", "deny")).intake
    assert before.requested == "confirm"
    move = advance(before, said(text, "smalltalk", 0.5))
    assert (move.aside, move.intake.details) == (Aside.SMALL_TALK, before.details)


def test_after_an_answer_the_summary_is_called_to_mind_and_not_read_out_again():
    before = play(dispute(), said("同意", "affirm"), PLACE, said("不留", "deny")).intake
    move = advance(before, said("条例里有规定吗", "regulation_question"))
    assert "还没提交" in words(move)
    assert "请您看看对不对" not in words(move)
    assert move.prompts[-1].choices == CONFIRM
    assert "请您看看对不对" in words(advance(move.intake, said("再说一遍", "repeat")))
