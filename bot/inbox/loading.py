"""Loading: how much of what hangs on a row is read with it.

Models bring their areas along, each with those above it. Lines of lists tell no area, and a dozen joins for nothing
cost PostgreSQL more time to plan than the rows cost to read.
"""

from __future__ import annotations

from sqlalchemy.orm import joinedload, lazyload

from bot.models import Area, Conversation, Draft, Identity, Message, Resident, Staff, Ticket

_COLLEAGUE = (lazyload(Staff.area), lazyload(Staff.roles))
_HOLDER = joinedload(Conversation.assignee).options(*_COLLEAGUE)
_RESIDENT = joinedload(Conversation.identity).joinedload(Identity.resident)
_AUTHOR = joinedload(Message.staff).options(*_COLLEAGUE)

CONVERSATION_ROWS = (_RESIDENT.lazyload(Resident.area), _HOLDER)
TICKET_ROWS = (
    joinedload(Ticket.resident).lazyload(Resident.area),
    lazyload(Ticket.area), lazyload(Ticket.provider), lazyload(Ticket.department),
)  # fmt: skip
LAST_MESSAGES = (_AUTHOR, lazyload(Message.media))
MESSAGE_HITS = (
    joinedload(Message.conversation).options(_RESIDENT.lazyload(Resident.area), lazyload(Conversation.assignee)),
    *LAST_MESSAGES,
)
RESIDENT_HITS = (_RESIDENT.joinedload(Resident.area).lazyload(Area.parent), lazyload(Conversation.assignee))
# One conversation as a page: where its resident lives is told in full, and what staff wrote with their names.
CONVERSATION = (_HOLDER,)
MESSAGES = (_AUTHOR,)
DRAFT = (joinedload(Draft.staff).options(*_COLLEAGUE),)
