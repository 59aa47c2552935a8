import pytest

from actions.intake import Outcome
from tests.unit.actions.residents import PHONE, PLACE, dispute, matter, play, said, words


@pytest.mark.parametrize("yes", ["同意", "1"])
def test_yes_to_the_notice_leads_to_the_place(yes):
    move = play(dispute(), yes)
    assert (move.intake.consent, move.intake.requested) == ("given", "place")


@pytest.mark.parametrize("no", ["不同意", "2", "跳过"])
def test_no_to_the_notice_asks_nothing_personal(no):
    move = play(dispute(), no)
    assert (move.intake.consent, move.intake.requested) == ("refused", "confirm")


def test_a_refusal_drops_the_number_of_the_first_message():
    move = play(dispute(f"楼上漏水，住{PLACE}，电话{PHONE}"), "不同意")
    assert (move.intake.phone, move.intake.place) == (None, None)
    assert PLACE not in move.intake.details
    assert PLACE not in words(move)


def test_number_and_address_in_answer_to_the_notice_wait_for_the_yes():
    move = play(dispute(), f"{PLACE}，{PHONE}")
    assert (move.intake.requested, move.intake.consent) == ("consent", None)
    assert play(dispute(), f"{PLACE}，{PHONE}", "同意").intake.requested == "confirm"


def test_an_address_the_model_takes_for_nonsense_is_an_address():
    assert play(dispute(), "同意", said("老王庄东头第二家", "out_of_scope", 0.94)).intake.place == "老王庄东头第二家"


def test_a_pin_is_a_place():
    assert (
        play(dispute(), "同意", said("民主路100号", "out_of_scope", 0.98, kind="location")).intake.place
        == "民主路100号"
    )


def test_place_and_number_in_one_message_are_both_taken():
    move = play(dispute(), "同意", f"{PLACE}，电话{PHONE}")
    assert (move.intake.place, move.intake.phone) == (PLACE, PHONE)


def test_a_number_where_a_time_was_asked_for_is_no_time():
    cleaning = said("想找人擦玻璃", "domestic_service", entities=[matter("domestic", "cleaning")])
    move = play(cleaning, "同意", PLACE, said(PHONE, "out_of_scope", 0.94))
    assert (move.intake.time, move.intake.phone, move.intake.requested) == (None, PHONE, "time")


@pytest.mark.parametrize(
    ("told", "is_kept"),
    [
        ("俺娘不会接电话，打俺的{}", True),
        ("打我闺女的{}，她叫小红", True),
        ("{}", False),
        ("我的手机号码是{}", False),
        ("您打这个{}就行", False),
    ],
)
def test_whose_number_it_is_stays_with_the_matter_and_the_number_itself_is_masked_there(told, is_kept):
    intake = play(dispute(), "同意", PLACE, told.format(PHONE)).intake
    assert intake.phone == PHONE
    assert (told.format(f"{PHONE[:3]}****{PHONE[-4:]}") in intake.details) is is_kept
    assert PHONE not in intake.details


def test_a_short_number_is_told_its_length_once_and_then_let_go():
    assert "10位" in words(play(dispute(), "同意", PLACE, "1381234567"))
    assert play(dispute(), "同意", PLACE, "1381234567", "1381234").intake.requested == "confirm"


@pytest.mark.parametrize("number", ["0391-3912345", "幺三八一二三四五六七八", "138 1234 5678"])
def test_numbers_are_read_however_they_are_written(number):
    assert play(dispute(), "同意", PLACE, number).intake.requested == "confirm"


def test_what_is_added_at_the_summary_joins_the_story():
    move = play(dispute(), "不同意", said("厨房也漏了", "dispute"))
    assert move.intake.details == "楼上漏水；厨房也漏了"


@pytest.mark.parametrize("yes", ["确认", "1"])
def test_yes_to_the_summary_ends_the_form(yes):
    assert play(dispute(), "不同意", yes).outcome is Outcome.CONFIRMED
