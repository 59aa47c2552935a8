import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import TicketState
from bot.tickets import InvalidTransition, Step, is_active, next_state, steps_from

ENDS = (TicketState.CLOSED, TicketState.WITHDRAWN)


@given(st.sampled_from(TicketState), st.sampled_from(Step))
def test_a_step_leads_on_exactly_where_pages_offer_it(state, step):
    if step in steps_from(state):
        assert next_state(state, step) in TicketState
    else:
        with pytest.raises(InvalidTransition) as refusal:
            next_state(state, step)
        assert (refusal.value.state, refusal.value.step) == (state, step.value)


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_no_sequence_of_steps_leaves_an_end(steps):
    state, ended = TicketState.OPEN, False
    for step in steps:
        try:
            state = next_state(state, step)
        except InvalidTransition:
            continue
        assert not ended
        ended = state in ENDS


@pytest.mark.parametrize("state", ENDS)
def test_an_ended_ticket_offers_no_step(state):
    assert steps_from(state) == ()
    assert not is_active(state)


def test_a_resolved_ticket_can_be_reopened_but_not_assigned():
    assert next_state(TicketState.RESOLVED, Step.REOPEN) is TicketState.IN_PROGRESS
    with pytest.raises(InvalidTransition):
        next_state(TicketState.RESOLVED, Step.ASSIGN)
