from bot.commands.evaluation.comparison import compare
from bot.commands.evaluation.metrics import Judged


def judged(accepted: str, predicted: str) -> Judged:
    return Judged("话", (accepted,), predicted)


RIGHT, WRONG = judged("dispute", "dispute"), judged("dispute", "smalltalk")
HEARD, MIXED_UP, UNHEARD = (judged("psych_crisis", one) for one in ("psych_crisis", "emergency", "psych_help"))


def test_a_model_that_is_as_good_may_be_taken():
    assert compare([RIGHT, WRONG], [RIGHT, WRONG]).is_acceptable


def test_a_model_may_lose_one_message_where_it_wins_another():
    found = compare([RIGHT, WRONG], [WRONG, RIGHT])
    assert (found.lost, found.won) == ((WRONG,), (RIGHT,))
    assert found.is_acceptable


def test_a_model_that_loses_more_than_it_wins_is_refused():
    assert not compare([RIGHT, RIGHT, WRONG], [WRONG, WRONG, RIGHT]).is_acceptable


def test_danger_that_is_no_longer_heard_outweighs_whatever_is_won():
    found = compare([HEARD, WRONG, WRONG], [UNHEARD, RIGHT, RIGHT])
    assert found.unheard == (UNHEARD,)
    assert not found.is_acceptable


def test_danger_under_the_other_label_of_danger_is_heard():
    assert compare([HEARD, WRONG], [MIXED_UP, RIGHT]).is_acceptable
