"""lessons.

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('lesson',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Enum('asked_back', 'not_understood', 'corrected', 'handed_over', name='lessonreason', native_enum=False, length=40), nullable=False),
    sa.Column('guess', sa.String(length=255), nullable=False),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'proposed', 'agreed', 'dismissed', name='lessonstate', native_enum=False, length=40), nullable=False),
    sa.Column('intent', sa.String(length=255), nullable=True),
    sa.Column('proposed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('agreed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('exported_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['staff.id'], name=op.f('fk_lesson_agreed_by_id_staff')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_lesson_message_id_message')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['staff.id'], name=op.f('fk_lesson_proposed_by_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson')),
    sa.UniqueConstraint('message_id', name=op.f('uq_lesson_message_id'))
    )
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_lesson_state'), ['state'], unique=False)



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_state'))
        batch_op.drop_index(batch_op.f('ix_lesson_created_at'))

    op.drop_table('lesson')
