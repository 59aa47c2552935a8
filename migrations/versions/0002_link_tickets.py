"""link tickets.

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('ticket_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('to_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Enum('told_together', name='linkkind', native_enum=False, length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['ticket.id'], name=op.f('fk_ticket_link_from_id_ticket')),
    sa.ForeignKeyConstraint(['to_id'], ['ticket.id'], name=op.f('fk_ticket_link_to_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_link')),
    sa.UniqueConstraint('from_id', 'to_id', 'kind', name=op.f('uq_ticket_link_from_id_to_id_kind'))
    )
    with op.batch_alter_table('ticket_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_link_from_id'), ['from_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ticket_link_to_id'), ['to_id'], unique=False)



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('ticket_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ticket_link_to_id'))
        batch_op.drop_index(batch_op.f('ix_ticket_link_from_id'))

    op.drop_table('ticket_link')
