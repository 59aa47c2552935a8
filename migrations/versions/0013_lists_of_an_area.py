"""What an area's lists are read from: where a conversation is, what is owed there; numbers and figures by index.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

_TOUCHED = sa.text('attention IS NOT NULL OR assignee_id IS NOT NULL OR snoozed_until IS NOT NULL')
_OWED = sa.text('next_due_at IS NOT NULL')
_OF_THE_TOUCHED = [
    'attention', 'assignee_id', 'snoozed_until', 'area_id', 'acknowledged_at', 'attention_since', 'priority', 'last_activity_at',
    'id',
]


def upgrade() -> None:
    """Go forward."""
    op.add_column('conversation', sa.Column('area_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.execute("""
        UPDATE conversation SET area_id = (
          SELECT resident.area_id FROM identity JOIN resident ON resident.id = identity.resident_id
          WHERE identity.id = conversation.identity_id
        )
    """)
    op.create_index('ix_conversation_area_id', 'conversation', ['area_id', 'last_activity_at'])
    op.drop_index('ix_conversation_touched', 'conversation')
    _index_touched(_OF_THE_TOUCHED)
    op.drop_index('ix_ticket_conversation_id', 'ticket')
    op.create_index('ix_ticket_conversation_id', 'ticket', ['conversation_id', 'provider_id', 'area_id', 'confidential'])
    op.drop_index('ix_ticket_area_id', 'ticket')
    op.create_index('ix_ticket_area_id', 'ticket', ['area_id', 'next_due_at', 'confidential', 'conversation_id'])
    op.create_index('ix_ticket_area_id_kind', 'ticket', ['area_id', 'kind', 'matter', 'created_at'])
    op.drop_index('ix_ticket_next_due_at', 'ticket')
    op.create_index('ix_ticket_next_due_at', 'ticket', ['next_due_at'], sqlite_where=_OWED, postgresql_where=_OWED)
    op.create_index('ix_ticket_serial', 'ticket', [sa.text('substr(number, 10)')])
    op.create_index('ix_message_created_at', 'message', ['created_at'])


def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_message_created_at', 'message')
    op.drop_index('ix_ticket_serial', 'ticket')
    op.drop_index('ix_ticket_next_due_at', 'ticket')
    op.create_index('ix_ticket_next_due_at', 'ticket', ['next_due_at'])
    op.drop_index('ix_ticket_area_id_kind', 'ticket')
    op.drop_index('ix_ticket_area_id', 'ticket')
    op.create_index('ix_ticket_area_id', 'ticket', ['area_id'])
    op.drop_index('ix_ticket_conversation_id', 'ticket')
    op.create_index('ix_ticket_conversation_id', 'ticket', ['conversation_id', 'area_id', 'confidential', 'provider_id'])
    op.drop_index('ix_conversation_touched', 'conversation')
    _index_touched(['attention_since'])
    op.drop_index('ix_conversation_area_id', 'conversation')
    op.drop_column('conversation', 'area_id')


def _index_touched(columns: list[str]) -> None:
    op.create_index('ix_conversation_touched', 'conversation', columns, sqlite_where=_TOUCHED, postgresql_where=_TOUCHED)
