"""The lifecycle of a ticket: which step leads from which state to which; pure."""

from __future__ import annotations

from enum import StrEnum

from bot.models import TicketState
from bot.tickets.refusals import InvalidTransition


class Step(StrEnum):
    """A step in a ticket's life; the word is also the kind of its event."""

    ASSIGN = "assign"
    START = "start"
    ASK_RESIDENT = "ask_resident"
    CONTINUE = "continue"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"


_ACTIVE = frozenset({TicketState.OPEN, TicketState.ASSIGNED, TicketState.IN_PROGRESS, TicketState.WAITING})

# step: (from these states, to this one)
_STEPS: dict[Step, tuple[frozenset[TicketState], TicketState]] = {
    Step.ASSIGN: (_ACTIVE, TicketState.ASSIGNED),
    Step.START: (frozenset({TicketState.OPEN, TicketState.ASSIGNED, TicketState.WAITING}), TicketState.IN_PROGRESS),
    Step.ASK_RESIDENT: (frozenset({TicketState.ASSIGNED, TicketState.IN_PROGRESS}), TicketState.WAITING),
    Step.CONTINUE: (frozenset({TicketState.WAITING}), TicketState.IN_PROGRESS),
    Step.RESOLVE: (_ACTIVE, TicketState.RESOLVED),
    Step.REOPEN: (frozenset({TicketState.RESOLVED}), TicketState.IN_PROGRESS),
    Step.CLOSE: (frozenset({TicketState.RESOLVED}), TicketState.CLOSED),
    Step.WITHDRAW: (_ACTIVE, TicketState.WITHDRAWN),
}


def next_state(state: TicketState, step: Step) -> TicketState:
    """Return the state after a step; raises `InvalidTransition` when the step is not open from `state`."""
    sources, target = _STEPS[step]
    if state not in sources:
        raise InvalidTransition(state, step.value)
    return target


def steps_from(state: TicketState) -> tuple[Step, ...]:
    """Return the steps that are open from a state, in the order in which pages offer them."""
    return tuple(step for step, (sources, _) in _STEPS.items() if state in sources)


def is_active(state: TicketState) -> bool:
    """Whether somebody still owes the resident something."""
    return state in _ACTIVE
