import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.doubt import Way, course, is_gibberish, plausible
from actions.said import Cause, Said

INTENTS = ("emergency", "psych_crisis", "dispute", "legal_question", "elderly_care", "smalltalk", "out_of_scope")


def doubtful(*ranking, text="楼上漏水了要赔多少"):
    return Said(text, "nlu_fallback", 0.3, ranking=ranking)


def cause(**before):
    return Cause(1, 1, 1, **before)


CLOSE = (("dispute", 0.48), ("legal_question", 0.41))


def test_two_close_wishes_are_asked_about():
    assert course(doubtful(*CLOSE), cause()) == course(doubtful(*CLOSE), cause())
    assert course(doubtful(*CLOSE), cause()).way is Way.ASK
    assert course(doubtful(*CLOSE), cause()).intents == ("dispute", "legal_question")


def test_after_one_question_the_likelier_wish_is_believed():
    chosen = course(doubtful(*CLOSE), cause(asked_before=True))
    assert (chosen.way, chosen.intents) == (Way.GUESS, ("dispute",))


def test_what_nobody_could_guess_is_said_to_be_so_and_then_a_person_is_offered():
    nothing = doubtful(("dispute", 0.2), ("legal_question", 0.19))
    assert course(nothing, cause()).way is Way.SAY_SO
    assert course(nothing, cause(misunderstood_before=True)).way is Way.OFFER_PERSON


def test_talk_that_wavers_only_between_talk_is_answered_as_talk():
    assert course(doubtful(("smalltalk", 0.5), ("out_of_scope", 0.4)), cause()).intents == ("smalltalk",)


def test_a_wish_beside_talk_is_offered_alone():
    assert course(doubtful(("out_of_scope", 0.5), ("dispute", 0.4)), cause()).intents == ("dispute",)


@pytest.mark.parametrize("text", ["asdfgh", "啊啊啊啊啊啊", "哈哈哈哈哈", "1111111", "嗯额嗯额嗯", "qwe rty"])
def test_letters_and_one_sound_over_and_over_are_gibberish(text):
    assert is_gibberish(text)


@pytest.mark.parametrize("text", ["漏水", "楼上漏水", "你好", "？？？", "天天吵天天吵"])
def test_words_are_no_gibberish(text):
    assert not is_gibberish(text)


rankings = st.lists(st.tuples(st.sampled_from(INTENTS), st.floats(0, 1)), max_size=5, unique_by=lambda one: one[0]).map(
    lambda found: sorted(found, key=lambda one: -one[1])
)


@given(rankings)
def test_danger_is_never_a_choice_and_at_most_two_wishes_are_offered(ranking):
    offered = plausible(doubtful(*ranking), 0.0)
    assert len(offered) <= 2
    assert not {"emergency", "psych_crisis", "smalltalk", "out_of_scope"} & set(offered)


@given(rankings, st.booleans())
def test_nobody_is_asked_twice_in_a_row(ranking, misunderstood):
    before = cause(asked_before=True, misunderstood_before=misunderstood)
    assert course(doubtful(*ranking), before).way is not Way.ASK
