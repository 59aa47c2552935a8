"""Places: names out of dictionary/places.txt, names told by their ending (阳光小区), and the building part behind them."""

import re
from functools import lru_cache
from typing import Any, Iterator

from nlu.text import dictionary
from nlu.text.entities import words
from nlu.text.entities.span import Span, longest_first

_COUNT = "(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
_LETTER = "[a-e]?"
# 3号楼2单元501室, 12栋东单元, 8号院, 5#楼, 3-2-501, 88号, 六楼东户
_BUILDING = (
    f"(?:{_LETTER}{_COUNT}(?:号楼|号院|号|栋|幢|#楼|#|座)(?:楼)?(?:[东西南北中]?{_COUNT}?(?:单元|门洞|门))?"
    f"(?:{_COUNT}(?:楼|层))?(?:{_COUNT}(?:室|户|号|房)?(?![号#]?[楼院栋幢])|[东西中]户)?"
    f"|{_COUNT}单元(?:{_COUNT}(?:楼|层))?(?:{_COUNT}(?:室|户|号)?|[东西中]户)?|[0-9]{{1,2}}-[0-9]{{1,2}}(?:-[0-9]{{3,4}})?"
    f"|{_COUNT}(?:楼|层)(?:[东西中]户|{_COUNT}(?:室|户)))"
)
# What counts as a place without any name before it: a building with its number, not "3号" (a date) or "六楼".
_BUILDING_ALONE = re.compile(
    f"{_LETTER}{_COUNT}(?:号楼|号院|栋|幢|#楼)(?:[东西南北中]?{_COUNT}?(?:单元|门洞))?(?:{_COUNT}(?:楼|层))?(?:{_COUNT}(?:室|户|号)?(?![号#]?[楼院栋幢])|[东西中]户)?"
    f"|{_COUNT}单元(?:{_COUNT}(?:楼|层))?(?:{_COUNT}(?:室|户|号)?(?![号#]?[楼院栋幢])|[东西中]户)?"
    "|(?<![0-9-])[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])"
)
_OTHER_WORD = re.compile("路[灯口面况牌段边人费过障]|桥[洞梁]|街坊|村[民口里]|巷口")
_GAP = "[ ,的嘞]?"
_LONGEST_NAME = 6
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ALL_CHINESE = re.compile("[\u4e00-\u9fff]*")


def find(folded: str, original: str) -> list[Span]:
    """In: a folded text and the original. Out: its places as written, neighbouring parts joined into one."""
    listed = _listed(folded)
    parts = longest_first([*listed, *_by_ending(folded, listed), *_buildings(folded)])
    return [
        Span("place", original[start:end], start, end)
        for start, end in _joined(folded, [(part.start, part.end) for part in parts])
        if folded[start:end] not in dictionary.yaml_file("place_words.yml")["never"]
    ]


def _listed(folded: str) -> list[Span]:
    """In: a folded text. Out: the names of the list in it."""
    found = words.pattern(dictionary.lines("places.txt")).finditer(folded)
    return [Span("place", hit.group(), hit.start(), hit.end()) for hit in found]


def _buildings(folded: str) -> list[Span]:
    """In: a folded text. Out: buildings with their number."""
    return [Span("place", hit.group(), hit.start(), hit.end()) for hit in _BUILDING_ALONE.finditer(folded)]


def _by_ending(folded: str, listed: list[Span]) -> Iterator[Span]:
    """In: a folded text and the listed names in it. Out: names that end in a kind of place, with one to six characters before it.

    None begins or ends inside of a listed name: 马村 in 马村区, 武县 in 修武县.
    """
    rules: dict[str, Any] = dictionary.yaml_file("place_words.yml")
    suffixes = tuple(rules["suffixes"])
    whole = (*suffixes, *(spot.lower() for spot in rules["after"]))
    end = 0
    for hit in words.pattern(suffixes).finditer(folded):
        # 小区路灯, 恩村一街路口: behind a whole name 路 belongs to the word that follows.
        if _OTHER_WORD.match(folded, hit.start()) and folded[: hit.start()].endswith(whole):
            continue
        if any(one.start <= hit.start() and hit.end() <= one.end for one in listed):
            continue
        end = max([end, *(one.end for one in listed if one.end <= hit.start())])
        start = _name_start(folded, hit.start(), rules)
        start = next((one.end for one in listed if one.start < start < one.end), start)
        # 东方红街道百货楼社区: directly behind a place whatever stands there belongs to the next name.
        if 0 < hit.start() - end <= _LONGEST_NAME and end and _ALL_CHINESE.fullmatch(folded[end : hit.start()]):
            start = min(start, end)
        name = folded[start : hit.end()]
        if start < hit.start() and not _is_common(name, rules):
            end = hit.end()
            yield Span("place", name, start, hit.end())


def _name_start(folded: str, end: int, rules: dict[str, Any]) -> int:
    """In: a text, where the ending begins, and the rules. Out: where the name begins; `end` when there is none."""
    start = end
    while start > max(0, end - _LONGEST_NAME):
        char = folded[start - 1]
        if not _CHINESE.match(char) or char in rules["stop_characters"]:
            break
        start -= 1
    for word in rules["stop_words"]:
        at = folded.rfind(word, start, end)
        if at >= 0 and len(word) > 1:
            start = max(start, at + len(word))
    return start


def _is_common(name: str, rules: dict[str, Any]) -> bool:
    """In: a name. Out: whether it is a common noun (马路, 农村), by itself or as its end."""
    if name in rules["never"]:
        return True
    # 新马路, 这条大街: one more character before a common noun does not make it a name.
    return any(name[1:] == word for word in rules["never"] if word[-1] in "路街村乡桥镇")


def _joined(folded: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In: a text and parts in reading order. Out: parts that follow each other made one, with what belongs behind them."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        end = _with_building(folded, end)
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif joined and _is_one(folded[joined[-1][0] : joined[-1][1]], folded[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_one(before: str, gap: str) -> bool:
    """In: a part and what stands between it and the next. Out: whether both are one place: 人民路和塔南路 is a crossing."""
    return bool(re.fullmatch(_GAP, gap)) or (
        gap in ("和", "与", "跟", "同") and before.endswith(("路", "街", "环", "道", "巷"))
    )


def _with_building(folded: str, end: int) -> int:
    """In: a text and where a name ends. Out: where its building part and its spot (南门, 路口) end."""
    hit = _after().match(folded, end)
    return hit.end() if hit else end


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    """Out: the pattern of what belongs to a place behind its name."""
    spots = words.alternation(word.lower() for word in dictionary.yaml_file("place_words.yml")["after"])
    return re.compile(f"(?:{_GAP}{_BUILDING}(?![0-9年月天点岁块元]))*(?:{spots})?")
