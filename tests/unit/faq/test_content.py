from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.content import Content, ContentRefused, check, from_json, read_citation, to_entry, to_json
from knowledge.entries import Citation

TITLE = "焦作市城乡社区治理促进条例"
CITABLE = {TITLE: {1, 17, 34}}
GOOD = Content("老年食堂几点开门", "十一点半。", ("食堂啥时候开饭",), "养老", cites=(f"《{TITLE}》第三十四条",))
TEXTS = st.text("食堂几点开。 ", max_size=10)


def test_good_content_is_accepted():
    check(GOOD, CITABLE)


@pytest.mark.parametrize("picture", ["", "/pictures/abc", "https://example.org/a.png"])
def test_a_picture_is_uploaded_or_has_an_address_on_the_web(picture):
    check(replace(GOOD, picture=picture), CITABLE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("title", "长" * 61),
        ("answer", ""),
        ("answer", "长" * 601),
        ("variants", ("问",) * 51),
        ("link", "http://example.org"),
        ("picture", "javascript:alert(1)"),
        ("picture", "https://example.org/" + "a" * 240),
        ("link", "/pictures/abc"),
        ("form", "pizza"),
        ("cites", ("第九十九条",)),
        ("cites", ("《没有的条例》第一条",)),
    ],
)
def test_each_fault_is_named_at_its_field(field, value):
    with pytest.raises(ContentRefused) as refused:
        check(replace(GOOD, **{field: value}), CITABLE)
    assert list(refused.value.faults) == [field]


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ContentRefused, match="不能早于"):
        check(replace(GOOD, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)), CITABLE)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.none() | st.dates(), st.none() | st.integers(1, 9))
def test_content_comes_back_from_storage_as_it_was(title, answer, variants, day, area):
    content = Content(title, answer, tuple(variants), valid_until=day, area_id=area)
    assert from_json(to_json(content)) == content


@pytest.mark.parametrize(
    ("place", "citation"),
    [
        (f"《{TITLE}》第三十四条", Citation(TITLE, 34)),
        ("第34条", Citation(TITLE, 34)),
        ("《别的通知》", Citation("别的通知", None)),
    ],
)
def test_a_citation_is_read_with_or_without_its_title(place, citation):
    assert read_citation(place, TITLE) == citation


def test_the_knowledge_room_gets_plain_data():
    entry = to_entry(5, GOOD, None, TITLE)
    assert (entry.place, entry.cites, entry.link) == ("问答5", (Citation(TITLE, 34),), None)
