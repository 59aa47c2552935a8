import pytest
from letters import small_index

from knowledge.index import Index


@pytest.fixture(scope="session")
def index() -> Index:
    return small_index()
