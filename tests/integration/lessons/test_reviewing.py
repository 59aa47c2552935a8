import pytest

from bot.lessons import SamePerson, UnknownIntent, counts, dismiss, listed, propose, restore
from bot.models import LessonState


def test_two_people_who_say_the_same_agree(lesson, people):
    one = lesson()
    propose(one, "legal_question", one.text, people[0])
    assert one.state is LessonState.PROPOSED
    propose(one, "legal_question", one.text, people[1])
    assert (one.state, one.agreed_by_id) == (LessonState.AGREED, people[1].id)


def test_nobody_agrees_with_oneself(lesson, people):
    one = lesson()
    propose(one, "legal_question", one.text, people[0])
    with pytest.raises(SamePerson):
        propose(one, "legal_question", one.text, people[0])


@pytest.mark.parametrize(("intent", "text"), [("dispute", "能不能赔我"), ("legal_question", "能不能赔")])
def test_another_meaning_or_wording_begins_anew(lesson, people, intent, text):
    one = lesson()
    propose(one, "legal_question", "能不能赔我", people[0])
    propose(one, intent, text, people[1])
    assert (one.state, one.proposed_by_id) == (LessonState.PROPOSED, people[1].id)


def test_a_meaning_has_to_be_chosen(lesson, people):
    with pytest.raises(UnknownIntent):
        propose(lesson(), "", "能不能赔我", people[0])


def test_what_was_left_out_comes_back_where_it_was(session, lesson, people):
    waiting, proposed = lesson("第一句"), lesson("第二句")
    propose(proposed, "dispute", proposed.text, people[0])
    for one in (waiting, proposed):
        dismiss(one)
    assert counts(session)[LessonState.DISMISSED] == 2
    for one in (waiting, proposed):
        restore(one)
    assert listed(session, LessonState.WAITING) == [waiting]
    assert listed(session, LessonState.PROPOSED) == [proposed]
