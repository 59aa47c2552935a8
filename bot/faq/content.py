"""An entry's content: what people edit, what is stored as JSON, what the knowledge room gets, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.faq.pictures import OWN
from bot.models import TicketKind
from knowledge.entries import Citation, Entry
from knowledge.numerals import read_numeral

LONGEST_TITLE, LONGEST_ANSWER, MOST_VARIANTS, LONGEST_ADDRESS = 60, 600, 50, 255
_CITATION = re.compile(r"(?:《(?P<title>[^》]+)》)?\s*第(?P<number>[^第条部段]+)(?:条|部分|段)")


class ContentRefused(Exception):
    """The content cannot be saved; `faults` says for each field what to do."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class Content:
    """All that an administrator writes about one entry. `cites`: places such as 《…》第三十四条."""

    title: str
    answer: str
    variants: tuple[str, ...] = ()
    category: str = ""
    picture: str = ""
    link: str = ""
    form: str = ""
    area_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    cites: tuple[str, ...] = ()

    @property
    def search_text(self) -> str:
        """What the list's full-text search looks through."""
        return "\n".join((self.title, *self.variants, self.answer, self.category)).lower()


EMPTY = Content("", "")


def to_json(content: Content) -> dict[str, Any]:
    """The content as it is stored."""
    days = {
        name: day.isoformat() if (day := getattr(content, name)) else None for name in ("valid_from", "valid_until")
    }
    return vars(content) | {"variants": list(content.variants), "cites": list(content.cites)} | days


def from_json(stored: Mapping[str, Any]) -> Content:
    """The content of what `to_json` wrote."""
    days = {name: _day(stored.get(name)) for name in ("valid_from", "valid_until")}
    lists = {name: tuple(stored.get(name) or ()) for name in ("variants", "cites")}
    return Content(**{**stored, **days, **lists})


def check(content: Content, citable: Mapping[str, set[int]]) -> None:
    """Errors: ContentRefused names every fault. `citable`: the articles of each source by its title."""
    faults = dict(_faults(content))
    unknown = [place for place in content.cites if not _is_citable(place, citable)]
    if unknown:
        faults["cites"] = f"找不到“{unknown[0]}”，请写成“《文件名》第几条”，并先在“法规文件”里导入。"
    if faults:
        raise ContentRefused(faults)


def _faults(content: Content) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if not content.title.strip():
        found["title"] = "请写上问题。"
    elif len(content.title) > LONGEST_TITLE:
        found["title"] = f"问题最多{LONGEST_TITLE}个字，细节写进答案。"
    if not content.answer.strip():
        found["answer"] = "请写上答案。"
    elif len(content.answer) > LONGEST_ANSWER:
        found["answer"] = f"答案最多{LONGEST_ANSWER}个字（微信一条消息的长度），现在有{len(content.answer)}个字。"
    if len(content.variants) > MOST_VARIANTS:
        found["variants"] = f"问法最多{MOST_VARIANTS}条。"
    for name, what in (("link", "链接"), ("picture", "图片地址")):
        address = getattr(content, name)
        if address and urlsplit(address).scheme != "https" and not (name == "picture" and address.startswith(OWN)):
            found[name] = f"{what}要以 https:// 开头。"
        elif len(address) > LONGEST_ADDRESS:
            found[name] = f"{what}最多{LONGEST_ADDRESS}个字符。"
    if content.form and content.form not in set(TicketKind):
        found["form"] = "没有这种服务，请从列表里选。"
    if content.valid_from and content.valid_until and content.valid_until < content.valid_from:
        found["valid_until"] = "结束日期不能早于开始日期。"
    return found


def to_entry(id_: int, content: Content, reviewed: datetime | None, default_title: str) -> Entry:
    """What the knowledge room gets. `default_title`: the source of a citation that names none."""
    return Entry(
        id=id_,
        title=content.title,
        variants=content.variants,
        answer=content.answer,
        category=content.category,
        picture=content.picture or None,
        link=content.link or None,
        form=content.form or None,
        area=content.area_id,
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        cites=tuple(read_citation(place, default_title) for place in content.cites),
        reviewed=reviewed,
    )


def read_citation(place: str, default_title: str) -> Citation:
    """《…》第三十四条 or 第三十四条; a title alone cites the whole document."""
    match = _CITATION.search(place)
    if match is None:
        return Citation(place.strip("《》 "), None)
    return Citation(match["title"] or default_title, read_numeral(match["number"]))


def _is_citable(place: str, citable: Mapping[str, set[int]]) -> bool:
    citation = read_citation(place, next(iter(citable), ""))
    return citation.title in citable and (citation.article is None or citation.article in citable[citation.title])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
