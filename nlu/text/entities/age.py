"""Ages: 83岁, 八十多了, 今年七十三, 快九十嘞."""

import re

from nlu.text.entities.span import Span
from nlu.text.numerals import below_hundred

_NUMBER = "(?P<number>[0-9]{1,3}|[一二三四五六七八九]?十有?[一二三四五六七八九]?|[一二三四五六七八九两])"
_LEAST_WITHOUT_UNIT = 10
_MORE = "(?:多|来|好几)?"
_WITH_UNIT = re.compile(f"{_NUMBER}{_MORE}(?:周岁|岁)")
# Without 岁 only where the words around leave no other meaning: 今年八十了, 都快九十嘞. Below 10 it would be a clock or a count.
_WITHOUT_UNIT = re.compile(
    f"(?:今年|年纪|快|都|已经|都快){_NUMBER}{_MORE}(?:了|嘞|啦|的人|高龄)(?!个|天|年|块|万|次|点|月|分|平|米|斤|家|户|回|遍)"
)
# 俺婆婆八十三了, 爷爷九十整: straight behind the person.
_BEHIND_PERSON = re.compile(
    f"(?<=[婆妈娘爸爹爷奶公姥伯叔姑姨舅人伴头太])(?:今年|都|也|快|已经|年过|刚)*{_NUMBER}{_MORE}(?:了|嘞|啦|整|高龄|的人|，|,|。|$)"
)


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: ages as whole years, 0–119."""
    spans = [span for hit in _WITH_UNIT.finditer(folded) if (span := _span(hit, 0))]
    for pattern in (_WITHOUT_UNIT, _BEHIND_PERSON):
        more = [span for hit in pattern.finditer(folded) if (span := _span(hit, _LEAST_WITHOUT_UNIT))]
        spans += [span for span in more if not any(span.overlaps(other) for other in spans)]
    return spans


def _span(hit: re.Match[str], least: int) -> "Span | None":
    """In: a match and the least credible value. Out: the age, or None."""
    number = hit["number"]
    value = int(number) if number.isdigit() else below_hundred(number.replace("有", ""))
    if value is None or not least <= value < 120:
        return None
    return Span("age", value, hit.start("number"), hit.end())
