"""Voices that browsers play, pictures that anybody may see, general settings.

Revision: 0015, after 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_MEDIA = sa.table('media', sa.column('kind'), sa.column('state'), sa.column('content_type'), sa.column('conversion'))


def upgrade() -> None:
    """Go forward; voices that are stored already are made playable by the worker."""
    op.add_column('media', sa.Column('conversion', sa.Enum('waiting', 'done', 'failed', name='conversion', native_enum=False, length=40), nullable=True))
    op.add_column('media', sa.Column('sound_path', sa.String(length=255), nullable=True))
    op.add_column('media', sa.Column('seconds', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.create_index(op.f('ix_media_conversion'), 'media', ['conversion'])
    with op.batch_alter_table('media') as batch_op:
        batch_op.add_column(sa.Column('public_key', sa.String(length=255), nullable=True))
        batch_op.create_unique_constraint(op.f('uq_media_public_key'), ['public_key'])
    op.create_table(
        'stored_preference',
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_by', sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_stored_preference')),
    )
    is_unheard = sa.and_(
        _MEDIA.c.kind == 'voice', _MEDIA.c.state == 'stored', _MEDIA.c.content_type.in_(('audio/amr', 'audio/ogg'))
    )
    op.execute(sa.update(_MEDIA).where(is_unheard).values(conversion='waiting'))


def downgrade() -> None:
    """Go back."""
    op.drop_table('stored_preference')
    with op.batch_alter_table('media') as batch_op:
        batch_op.drop_constraint(op.f('uq_media_public_key'))
        batch_op.drop_column('public_key')
    op.drop_index(op.f('ix_media_conversion'), 'media')
    op.drop_column('media', 'seconds')
    op.drop_column('media', 'sound_path')
    op.drop_column('media', 'conversion')
