import pytest

from knowledge.index import Index
from tests.unit.knowledge.letters import small_index


@pytest.fixture(scope="session")
def index() -> Index:
    return small_index()
