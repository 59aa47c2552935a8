import pytest

from bot.faq import revision
from bot.faq.content import ContentRefused
from bot.faq.lifecycle import ChangedMeanwhile
from bot.faq.list_items import add, change, remove
from bot.faq.list_workbook import cells_of
from bot.models import ListItem
from tests.unit.knowledge.letters import TODAY

CELLS = {
    "清单": "协助政府工作事项", "事项": "高龄补贴认定", "别的叫法": "高龄补贴、老龄钱", "该去哪里办": "请找民政部门。",
    "来源": "解放区清单", "日期": "2026-01-31",
}  # fmt: skip


@pytest.fixture
def item_id(database):
    with database.session() as session:
        return add(session, CELLS).id


def read(database, id_):
    with database.reader() as session:
        item = session.get(ListItem, id_)
        return (cells_of(item), item.revision) if item else None


def test_an_item_is_read_as_it_was_written_and_counts_as_a_revision(database, item_id):
    assert read(database, item_id) == (CELLS, 1)


def test_a_changed_item_answers_under_its_new_words_in_every_process(database, live, item_id):
    asked = "老年补助该谁管"
    assert live.base.ask(asked, TODAY).listed is None
    with database.session() as session:
        change(session, session.get_one(ListItem, item_id), {**CELLS, "别的叫法": "老年补助"}, 1)
    live.refresh()
    assert live.base.ask(asked, TODAY).listed.name == "高龄补贴认定"


def test_two_who_change_an_item_at_once_are_told(database, item_id):
    with database.session() as session:
        item = session.get_one(ListItem, item_id)
        change(session, item, {**CELLS, "来源": "甲"}, 1)
        with pytest.raises(ChangedMeanwhile):
            change(session, item, {**CELLS, "来源": "乙"}, 1)
    assert read(database, item_id)[0]["来源"] == "甲"


@pytest.mark.parametrize(
    ("heading", "typed", "field"), [("清单", "别的", "kind"), ("事项", "", "name"), ("来源", "", "source"), ("日期", "昨天", "dated")]
)  # fmt: skip
def test_a_fault_names_its_field_and_changes_nothing(database, item_id, heading, typed, field):
    with pytest.raises(ContentRefused) as refused, database.session() as session:
        change(session, session.get_one(ListItem, item_id), {**CELLS, heading: typed}, 1)
    assert list(refused.value.faults) == [field]
    assert read(database, item_id) == (CELLS, 1)


def test_a_list_holds_a_name_once_but_an_item_may_keep_its_own(database, item_id):
    with database.session() as session:
        change(session, session.get_one(ListItem, item_id), {**CELLS, "来源": "新的"}, 1)
        other = add(session, {**CELLS, "事项": "别的"})
        with pytest.raises(ContentRefused, match="已经有"):
            change(session, other, CELLS, other.revision)
        with pytest.raises(ContentRefused, match="已经有"):
            add(session, CELLS)
        add(session, {**CELLS, "清单": "社区工作事项"})


def test_a_removed_item_is_gone_and_counts_as_a_revision(database, item_id):
    with database.session() as session:
        before = revision.current(session)
        remove(session, session.get_one(ListItem, item_id))
        assert revision.current(session) == before + 1
    assert read(database, item_id) is None
