"""What the lists of the inbox are read from: who sees a conversation, which ones staff have to do with, what is due.

Revision: 0009, after 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.drop_index(op.f('ix_ticket_conversation_id'), 'ticket')
    op.create_index('ix_ticket_conversation_id', 'ticket', ['conversation_id', 'area_id', 'confidential', 'provider_id'])
    where = sa.text('attention IS NOT NULL OR assignee_id IS NOT NULL OR snoozed_until IS NOT NULL')
    op.create_index('ix_conversation_touched', 'conversation', ['attention_since'], sqlite_where=where, postgresql_where=where)
    op.add_column('ticket', sa.Column('next_due_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("""
        UPDATE ticket SET next_due_at = CASE WHEN first_responded_at IS NULL
          THEN coalesce(first_response_due_at, handling_due_at) ELSE handling_due_at END
        WHERE state IN ('open', 'assigned', 'in_progress', 'waiting')
    """)
    op.create_index(op.f('ix_ticket_next_due_at'), 'ticket', ['next_due_at'])
    where = sa.text('next_due_at IS NULL AND closed_at IS NULL')
    op.create_index('ix_ticket_unpromised', 'ticket', ['created_at'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_ticket_unpromised', 'ticket')
    op.drop_index(op.f('ix_ticket_next_due_at'), 'ticket')
    op.drop_column('ticket', 'next_due_at')
    op.drop_index('ix_conversation_touched', 'conversation')
    op.drop_index('ix_ticket_conversation_id', 'ticket')
    op.create_index(op.f('ix_ticket_conversation_id'), 'ticket', ['conversation_id'])
