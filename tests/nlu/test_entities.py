"""Entities: what is found, with spans in the text as the resident wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.entities import extract
from nlu.text.entities.id_number import is_valid
from nlu.text.entities.matter import labels


def found(text: str, entity: str) -> list[tuple[object, str]]:
    """In: a text and an entity's name. Out: value and words of each."""
    return [(span.value, text[span.start : span.end]) for span in extract(text) if span.entity == entity]


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("电话138 3912 3456", "13839123456", "138 3912 3456"),
        ("打１３８３９１２３４５６", "13839123456", "１３８３９１２３４５６"),
        ("+86 138-3912-3456找我", "13839123456", "138-3912-3456"),
        ("给我打幺三八三九一二三四五六", "13839123456", "幺三八三九一二三四五六"),
        ("座机0391-2951234", "0391-2951234", "0391-2951234"),
        ("电话3911234", "3911234", "3911234"),
    ],
)
def test_phones(text: str, value: str, said: str) -> None:
    assert found(text, "phone") == [(value, said)]


@pytest.mark.parametrize("text", ["欠我13839元", "410802196001011235", "2024年10月1日", "编号1383912345678"])
def test_other_digits_are_no_phone(text: str) -> None:
    assert found(text, "phone") == []


def test_an_identity_number_needs_its_checksum() -> None:
    good = next(f"41080219600101123{last}" for last in "0123456789X" if is_valid(f"41080219600101123{last}"))
    assert found(f"身份证{good.lower()}", "id_number") == [(good, good.lower())]
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    assert found(f"身份证{wrong}", "id_number") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我住在解放区焦西街道和平社区3号楼2单元501，明天来", "解放区焦西街道和平社区3号楼2单元501"),
        ("俺家住阳光花园小区８號樓，楼上吵", "阳光花园小区８號樓"),
        ("俺爹住待王街道李庄村，没人做饭", "待王街道李庄村"),
        ("人民路和塔南路交叉口路灯不亮", "人民路和塔南路交叉口"),
        ("我家在塔南路88号矿务局家属院", "塔南路88号矿务局家属院"),
        ("缝山针公园南门有流浪狗", "缝山针公园南门"),
        ("3号楼电梯坏了", "3号楼"),
        ("上个月从武陟县詹店镇搬来", "武陟县詹店镇"),
        ("住在山阳区东方红街道百货楼社区3号楼2单元501", "山阳区东方红街道百货楼社区3号楼2单元501"),
        ("修武县七贤镇西大掌村", "修武县七贤镇西大掌村"),
        ("马村区待王街道小麻村村委会那儿", "马村区待王街道小麻村村委会"),
        ("恩村一街路灯坏了", "恩村一街"),
        ("焦东路与建设路路口没红绿灯", "焦东路与建设路路口"),
        ("地址改成和平街5号院2号楼", "和平街5号院2号楼"),
        ("地址改为新华街道办隔壁", "新华街道办隔壁"),
        ("孟州市南庄镇桑坡村", "孟州市南庄镇桑坡村"),
        ("沁阳市覃怀办事处", "沁阳市覃怀办事处"),
        ("建业森林半岛6号楼", "建业森林半岛6号楼"),
    ],
)
def test_places_with_their_building_part(text: str, place: str) -> None:
    assert [said for _, said in found(text, "place")] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "走在马路上",
        "我们农村这边",
        "小区门口",
        "这条路没修",
        "村里没水",
        "他三点都不占理",
        "去医院看病",
        "小区路灯不亮",
        "我们小区路口没灯",
        "俺村口的桥",
    ],
)
def test_common_nouns_are_no_place(text: str) -> None:
    assert found(text, "place") == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("明儿下午三点来", "明儿下午三点"),
        ("前天黑了停的电", "前天黑了"),
        ("上礼拜三报的", "上礼拜三"),
        ("后儿个晌午头来", "后儿个晌午头"),
        ("打前儿黑里开始", "前儿黑里开始"),
        ("昨天夜里着火", "昨天夜里"),
        ("每天晚上十一点以后剁馅", "每天晚上十一点以后"),
        ("路灯坏了三个月了", "三个月了"),
        ("电梯坏了半个月", "半个月"),
        ("11月3号晚上八点半停电", "11月3号晚上八点半"),
        ("下周一上午有空", "下周一上午"),
        ("从早上6:30吵到晚上", "早上6:30"),
    ],
)
def test_times_as_said(text: str, time: str) -> None:
    assert found(text, "time")[0] == (time, time)


@pytest.mark.parametrize("text", ["有点难受", "便宜一点", "差点摔倒"])
def test_a_little_is_no_time(text: str) -> None:
    assert found(text, "time") == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("俺爹今年八十三了", 83),
        ("我妈75岁", 75),
        ("老人都快九十嘞", 90),
        ("孩子5周岁", 5),
        ("八十多岁", 80),
        ("俺婆婆八十三了", 83),
        ("我妈今年七十有六", 76),
        ("爷爷九十整", 90),
    ],
)
def test_ages(text: str, age: int) -> None:
    assert [value for value, _ in found(text, "age")] == [age]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("俺爹没人管", "父亲"),
        ("我妈一个人住", "母亲"),
        ("隔壁吵", "邻居"),
        ("婆婆骂我", "公婆"),
        ("物业不管", "物业公司"),
    ],
)
def test_persons_by_relation(text: str, person: str) -> None:
    assert person in [value for value, _ in found(text, "person")]


@pytest.mark.parametrize(
    ("text", "role", "matter"),
    [
        ("楼上天天半夜剁馅吵死人", "dispute", "noise"),
        ("老板拖欠工资三个月", "dispute", "wages"),
        ("我爹没人做饭，有没有老年餐", "elderly", "meals"),
        ("马桶堵了找人疏通", "domestic", "pipe_repair"),
        ("整宿睡不着", "psych", "sleep"),
        ("离婚了抚养权归谁", "legal", "marriage"),
        ("路灯不亮好几天了", "public", "street_lamp"),
    ],
)
def test_the_matter_of_each_kind(text: str, role: str, matter: str) -> None:
    assert [span.value for span in extract(text) if span.entity == "matter" and span.role == role] == [matter]


@pytest.mark.parametrize(
    ("text", "urgency"), [("不急，慢慢来", "whenever"), ("快来人啊", "now"), ("麻烦尽快", "soon"), ("谢谢", None)]
)
def test_urgency(text: str, urgency: str | None) -> None:
    assert [value for value, _ in found(text, "urgency")] == ([urgency] if urgency else [])


@pytest.mark.parametrize("kind", ["dispute", "elderly", "domestic", "psych", "legal", "public"])
def test_every_matter_has_a_label(kind: str) -> None:
    assert all(labels(kind).values())


@given(
    st.text(alphabet="俺住和平街道3号楼2单元一二三十点半月日前后明天138 391-,，。岁爹路村小区工资ＡａX😭", max_size=80)
)
def test_spans_lie_inside_and_say_something(text: str) -> None:
    for span in extract(text):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
