import shutil

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.database import Database, migrate
from bot.models import Base
from bot.models.base import EncryptedText, UtcDateTime
from bot.models.word_index import MESSAGE_WORDS, is_of_the_word_index, rows_with
from bot.search_words import query_words


def same_type(_context, _inspected, _column, _inspected_type, own_type) -> bool | None:
    """Our own types are plain ones in the tables; anything else is compared as usual."""
    return False if isinstance(own_type, (EncryptedText, UtcDateTime)) else None


def is_a_models_table(name, kind, _parents) -> bool:
    return not (kind == "table" and is_of_the_word_index(name))


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": same_type, "include_name": is_a_models_table}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database):
    migrate(database.engine)
    migrate(database.engine)


def test_a_data_folder_is_found_again(tmp_path, sqlite_template):
    from bot.database import open_engine

    path = tmp_path / "deep" / "folder" / "linli.db"
    path.parent.mkdir(parents=True)
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()


def test_rows_of_the_first_tables_survive_the_later_migrations(tmp_path):
    from bot.database import open_engine

    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config("alembic.ini")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for row in _OLD_ROWS:
            connection.execute(text(row))
        connection.commit()
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM message")).scalar() == 1
        assert connection.execute(text("SELECT priority FROM conversation")).scalar() == "normal"
        found = connection.execute(rows_with(MESSAGE_WORDS, query_words("路灯坏"), "sqlite")).scalars().all()
        assert found == [1]
        assert connection.execute(text("SELECT area_id FROM conversation")).scalar() == 7
    engine.dispose()


_OLD_ROWS = (
    "INSERT INTO area (id, level, name, aliases) VALUES (7, 'city', '焦作市', '[]')",
    "INSERT INTO resident (id, created_at, area_id) VALUES (1, '2026-11-01', 7)",
    "INSERT INTO identity (id, resident_id, channel, external_id, subscribed, created_at)"
    " VALUES (1, 1, 'wechat', 'o1', 1, '2026-11-01')",
    "INSERT INTO conversation (id, identity_id, status, episode, last_activity_at, created_at)"
    " VALUES (1, 1, 'pending', 1, '2026-11-01', '2026-11-01')",
    "INSERT INTO message (id, conversation_id, author, kind, text, payload, created_at)"
    " VALUES (1, 1, 'resident', 'text', '路灯坏了', '{}', '2026-11-01')",
)
