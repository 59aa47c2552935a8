"""Filtering: a list narrowed down by filters, and how many there are; nobody finds what the lists would not show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.inbox import lists, loading, scope
from bot.inbox.filter_conditions import conversation_conditions, ticket_conditions
from bot.inbox.filters import Filters
from bot.inbox.lists import ListName
from bot.models import Conversation, Staff, Ticket, TicketState
from bot.models.ticket import OWED


def conversations(
    session: Session, staff: Staff, name: ListName, filters: Filters, now: datetime, limit: int = lists.PAGE
) -> Sequence[Conversation]:
    """Return the first conversations of a list that the filters leave."""
    also = conversation_conditions(filters, staff, now, session)
    return lists.conversations(session, staff, name, now, limit, also)


def tickets(
    session: Session, staff: Staff, name: ListName, filters: Filters, now: datetime, limit: int = lists.PAGE
) -> Sequence[Ticket]:
    """Return the first tickets that the filters leave, in the order of the lists; those that are over, newest first."""
    if not filters:
        return lists.tickets(session, staff, name, now, limit)
    # Those without a promise last; sorted by what no index has: few are left, and they are found by other indexes.
    by_due = (Ticket.next_due_at.is_(None), Ticket.next_due_at, Ticket.id)
    order = (Ticket.id.desc(),) if _is_over(filters) else by_due
    ids = list(session.scalars(_ticket_ids(session, staff, name, filters, now).order_by(*order).limit(limit)))
    wanted = select(Ticket).where(Ticket.id.in_(ids)).options(*loading.TICKET_ROWS)
    by_id = {one.id: one for one in session.scalars(wanted)} if ids else {}
    return [by_id[id_] for id_ in ids]


def count(session: Session, staff: Staff, name: ListName, filters: Filters, now: datetime) -> int:
    """Return how many there are, counted up to where a number is only "many"."""
    if name.holds_tickets:
        found = _ticket_ids(session, staff, name, filters, now)
    else:
        also = conversation_conditions(filters, staff, now, session)
        found = select(Conversation.id).where(
            lists.condition(name, staff, now), scope.conversations_of(session, staff), *also
        )
    return session.scalar(select(func.count()).select_from(found.limit(lists.MANY + 1).subquery())) or 0


def _ticket_ids(session: Session, staff: Staff, name: ListName, filters: Filters, now: datetime) -> Select[int]:
    found = select(Ticket.id).where(scope.tickets_of(session, staff), *ticket_conditions(filters, staff, now, session))
    if _is_over(filters):
        return found
    found = found.where(Ticket.closed_at.is_(None))
    return found.where(Ticket.next_due_at <= now + lists.SOON) if name is ListName.DUE else found


def _is_over(filters: Filters) -> bool:
    return bool(filters.state) and TicketState(filters.state) not in OWED
