"""What browser tests of the knowledge share: pages that know the regulation, the first list, and a way to write an entry."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from bot.faq.lists import seed_first_list
from bot.faq.live import LiveKnowledge
from bot.parts import Parts
from bot.settings import Settings
from knowledge.answers import KnowledgeBase
from knowledge.retrieval import Retriever
from tests.browser.conftest import Site
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, count_letters, small_index


@pytest.fixture
def default_user() -> str:
    return "zhangmy"


@pytest.fixture
def knowledge(settings: Settings) -> LiveKnowledge:
    base = KnowledgeBase(DOCUMENT, EXPLANATIONS, Retriever(small_index(), count_letters))
    return LiveKnowledge(Parts(settings).database, base, count_letters)


@pytest.fixture
def furnish() -> Callable[[Parts], None]:
    def add(parts: Parts) -> None:
        with parts.database.session() as session:
            seed_first_list(session)

    return add


def write(
    page: Page,
    site: Site,
    then: str = "保存并提交审核",
    answer: str = "周一到周五十一点半。",
    cites: str = "第二十三条",
) -> str:
    page.goto(f"{site}/admin/faq/new")
    page.get_by_label("问题", exact=True).fill("老年食堂几点开门")
    page.get_by_label("其他问法").fill("食堂啥时候开饭")
    page.get_by_label("答案（先说").fill(answer)
    page.get_by_label("依据条文").fill(cites)
    page.get_by_role("button", name=then).click()
    page.wait_for_url(re.compile(r"/admin/faq/\d+$"))
    return page.url
