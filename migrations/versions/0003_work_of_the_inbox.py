"""The work of the inbox: replies, labels, mentions, drafts, views, undo, checklists.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('canned_reply',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('shortcut', sa.String(length=255), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_canned_reply')),
    sa.UniqueConstraint('shortcut', name=op.f('uq_canned_reply_shortcut'))
    )
    op.create_table('checklist_template',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.Enum('dispute', 'elderly_care', 'domestic_service', 'psych_help', 'legal_question', 'public_issue', 'volunteer_signup', 'human_agent', 'emergency', 'psych_crisis', name='ticketkind', native_enum=False, length=40), nullable=True),
    sa.Column('points', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_template')),
    sa.UniqueConstraint('name', name=op.f('uq_checklist_template_name'))
    )
    op.create_table('label',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label')),
    sa.UniqueConstraint('name', name=op.f('uq_label_name'))
    )
    op.create_table('saved_view',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_saved_view_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_staff_id'), ['staff_id'], unique=False)

    op.create_table('work_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(length=255), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_work_change_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_change'))
    )
    with op.batch_alter_table('work_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_change_staff_id'), ['staff_id'], unique=False)

    op.create_table('conversation_label',
    sa.Column('conversation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_conversation_label_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['label_id'], ['label.id'], name=op.f('fk_conversation_label_label_id_label'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation_id', 'label_id', name=op.f('pk_conversation_label'))
    )
    with op.batch_alter_table('conversation_label', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_label_label_id'), ['label_id'], unique=False)

    op.create_table('draft',
    sa.Column('conversation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_draft_conversation_id_conversation')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_draft_staff_id_staff')),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_draft'))
    )
    op.create_table('checklist_point',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ticket_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.String(length=255), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['done_by_id'], ['staff.id'], name=op.f('fk_checklist_point_done_by_id_staff')),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_checklist_point_ticket_id_ticket')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist_point'))
    )
    with op.batch_alter_table('checklist_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checklist_point_ticket_id'), ['ticket_id'], unique=False)

    op.create_table('mention',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('conversation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_mention_conversation_id_conversation')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_mention_message_id_message')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_mention_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mention')),
    sa.UniqueConstraint('message_id', 'staff_id', name=op.f('uq_mention_message_id_staff_id'))
    )
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mention_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_mention_staff_id_read_at', ['staff_id', 'read_at'], unique=False)

    op.create_table('ticket_label',
    sa.Column('ticket_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['label_id'], ['label.id'], name=op.f('fk_ticket_label_label_id_label'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_ticket_label_ticket_id_ticket'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('ticket_id', 'label_id', name=op.f('pk_ticket_label'))
    )
    with op.batch_alter_table('ticket_label', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_label_label_id'), ['label_id'], unique=False)

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('priority', sa.Enum('normal', 'high', 'urgent', name='priority', native_enum=False, length=40), nullable=False, server_default='normal'))
        batch_op.add_column(sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_conversation_snoozed_until'), ['snoozed_until'], unique=False)

    _add_reference('outbox_item', 'media_id', 'media')

    with op.batch_alter_table('resident', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone_digest', sa.String(length=255), nullable=True))
        batch_op.create_index(batch_op.f('ix_resident_phone_digest'), ['phone_digest'], unique=False)

    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.add_column(sa.Column('confidential', sa.Boolean(), nullable=False, server_default=sa.false()))
    _add_reference('ticket', 'merged_into_id', 'ticket')
    op.create_index(op.f('ix_ticket_merged_into_id'), 'ticket', ['merged_into_id'], unique=False)



def _add_reference(table: str, column: str, other: str) -> None:
    """Add a column that refers to a table, in place: a copied SQLite table would lose the rows that refer to it."""
    name = f'fk_{table}_{column}_{other}'
    reference = sa.ForeignKey(f'{other}.id', name=name)
    kind = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column(table, sa.Column(column, kind, reference, nullable=True), inline_references=True)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_ticket_merged_into_id_ticket'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_ticket_merged_into_id'))
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('confidential')

    with op.batch_alter_table('resident', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resident_phone_digest'))
        batch_op.drop_column('phone_digest')

    with op.batch_alter_table('outbox_item', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outbox_item_media_id_media'), type_='foreignkey')
        batch_op.drop_column('media_id')

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_snoozed_until'))
        batch_op.drop_column('snoozed_until')
        batch_op.drop_column('priority')

    with op.batch_alter_table('ticket_label', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ticket_label_label_id'))

    op.drop_table('ticket_label')
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.drop_index('ix_mention_staff_id_read_at')
        batch_op.drop_index(batch_op.f('ix_mention_conversation_id'))

    op.drop_table('mention')
    with op.batch_alter_table('checklist_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_checklist_point_ticket_id'))

    op.drop_table('checklist_point')
    op.drop_table('draft')
    with op.batch_alter_table('conversation_label', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_label_label_id'))

    op.drop_table('conversation_label')
    with op.batch_alter_table('work_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_change_staff_id'))

    op.drop_table('work_change')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_staff_id'))

    op.drop_table('saved_view')
    op.drop_table('label')
    op.drop_table('checklist_template')
    op.drop_table('canned_reply')
