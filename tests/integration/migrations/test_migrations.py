import shutil

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.database import Database, migrate
from bot.models import Base
from bot.models.base import EncryptedText, UtcDateTime


def same_type(_context, _inspected, _column, _inspected_type, own_type) -> bool | None:
    """Our own types are plain ones in the tables; anything else is compared as usual."""
    return False if isinstance(own_type, (EncryptedText, UtcDateTime)) else None


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
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
