import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.lifecycle import FaqRefusal, NotNow, OwnWork, ReasonMissing, Step, after, check_reason, possible
from bot.models import FaqState

STATES, STEPS = st.sampled_from(list(FaqState)), st.sampled_from(list(Step))


def test_a_draft_is_published_only_after_review_by_another_person():
    assert after(FaqState.DRAFT, Step.SUBMIT, by_editor=True) is FaqState.REVIEW
    with pytest.raises(OwnWork, match="另一位同事"):
        after(FaqState.REVIEW, Step.PUBLISH, by_editor=True)
    assert after(FaqState.REVIEW, Step.PUBLISH, by_editor=False) is FaqState.PUBLISHED


def test_a_draft_cannot_be_published_at_once():
    with pytest.raises(NotNow, match="草稿"):
        after(FaqState.DRAFT, Step.PUBLISH, by_editor=False)


@given(STATES)
def test_whoever_edits_makes_a_draft(state):
    assert after(state, Step.SAVE, by_editor=True) is FaqState.DRAFT
    assert after(state, Step.RESTORE, by_editor=False) is FaqState.DRAFT


@given(STATES, STEPS, st.booleans())
def test_nothing_is_published_but_from_review_by_somebody_else(state, step, by_editor):
    try:
        reached = after(state, step, by_editor=by_editor)
    except FaqRefusal:
        return
    if reached is FaqState.PUBLISHED:
        assert (state, step, by_editor) == (FaqState.REVIEW, Step.PUBLISH, False)


@given(STATES, st.booleans())
def test_every_offered_step_is_allowed(state, by_editor):
    for step in possible(state, by_editor=by_editor):
        after(state, step, by_editor=by_editor)


def test_only_whoever_retires_must_say_why():
    with pytest.raises(ReasonMissing):
        check_reason(Step.RETIRE, "  ")
    check_reason(Step.RETIRE, "食堂搬了")
    for step in set(Step) - {Step.RETIRE}:
        check_reason(step, "")
