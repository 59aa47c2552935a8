"""The word index of messages and tickets.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.models.word_index import MESSAGE_WORDS, TICKET_WORDS, add_words

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_BATCH = 5000


def upgrade() -> None:
    """Go forward."""
    connection = op.get_bind()
    for name in ('message_words', 'ticket_words'):
        if connection.dialect.name == 'sqlite':
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5("
                "words, content='', detail='none', tokenize='unicode61 remove_diacritics 0')"
            )
        else:
            op.execute(f'CREATE TABLE {name} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)')
            op.execute(f'CREATE INDEX ix_{name}_words ON {name} USING gin (words)')
    _fill(connection, MESSAGE_WORDS, "SELECT id, text FROM message WHERE author IN ('resident', 'staff', 'note') AND kind <> 'event'")
    _fill(connection, TICKET_WORDS, 'SELECT id, details FROM ticket')


def downgrade() -> None:
    """Go back."""
    op.execute('DROP TABLE ticket_words')
    op.execute('DROP TABLE message_words')


def _fill(connection: sa.Connection, words_table: sa.TableClause, rows: str) -> None:
    found = connection.execute(sa.text(rows))
    while batch := found.fetchmany(_BATCH):
        add_words(connection, words_table, [(row[0], row[1]) for row in batch])
