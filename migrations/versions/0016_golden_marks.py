"""What came of each golden question when it was last asked.

Revision: 0016, after 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table('golden_question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('got', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('breaks_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('breaks_because', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('golden_question', schema=None) as batch_op:
        for name in ('breaks_because', 'breaks_on', 'got', 'checked_at'):
            batch_op.drop_column(name)
