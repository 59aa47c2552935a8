"""A saved view belongs to one person or to a team, and has a place in its order; what filters are answered from.

Revision: 0014, after 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_ASKED = [
    'kind', 'matter', 'next_due_at', 'area_id', 'priority', 'provider_id', 'created_at', 'state', 'confidential',
    'conversation_id',
]
_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Go forward. No page has ever written a view: what the old column said is nobody's wish."""
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_column('is_shared')
        batch_op.add_column(sa.Column('team_id', _ID, nullable=True))
        batch_op.add_column(sa.Column('position', _ID, nullable=False, server_default='0'))
        batch_op.create_foreign_key(batch_op.f('fk_saved_view_team_id_team'), 'team', ['team_id'], ['id'], ondelete='CASCADE')
        batch_op.create_index(batch_op.f('ix_saved_view_team_id'), ['team_id'])
    where = sa.text('closed_at IS NULL')
    op.create_index('ix_ticket_unclosed', 'ticket', _ASKED, sqlite_where=where, postgresql_where=where)
    op.create_index(op.f('ix_conversation_priority'), 'conversation', ['priority'])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f('ix_conversation_priority'), 'conversation')
    op.drop_index('ix_ticket_unclosed', 'ticket')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_team_id'))
        batch_op.drop_constraint(batch_op.f('fk_saved_view_team_id_team'), type_='foreignkey')
        batch_op.drop_column('position')
        batch_op.drop_column('team_id')
        batch_op.add_column(sa.Column('is_shared', sa.Boolean(), nullable=False, server_default=sa.false()))
