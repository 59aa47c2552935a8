import pytest

from bot.faq.content import Content
from bot.faq.live import LiveKnowledge
from bot.models import Staff
from knowledge.answers import KnowledgeBase
from knowledge.retrieval import Retriever
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, count_letters, small_index


@pytest.fixture
def people(database):
    """Two administrators: nobody reviews what they wrote themselves."""
    with database.session() as session:
        staff = [Staff(username=name, name=name, fs_uniquifier=name) for name in ("陈静", "刘洋")]
        session.add_all(staff)
        session.flush()
        return staff


@pytest.fixture(scope="session")
def trained():
    return KnowledgeBase(DOCUMENT, EXPLANATIONS, Retriever(small_index(), count_letters))


@pytest.fixture
def live(database, trained):
    return LiveKnowledge(database, trained, count_letters)


@pytest.fixture
def meal():
    return Content("老年食堂几点开门", "周一到周五十一点半。", ("食堂啥时候开饭",), "养老")
