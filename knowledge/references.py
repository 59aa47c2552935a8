"""Direct references in a question: 第十九条第二款, 19条写的啥, 第一章讲什么, 第六章第一条."""

import re
from dataclasses import dataclass

from knowledge.numerals import to_number

_NUMERAL = r"[零〇一二两三四五六七八九十百\d０-９]+"
_CHAPTER = rf"第\s*(?P<chapter>{_NUMERAL})\s*章"
_PARAGRAPH = rf"[里的中]?第?\s*(?P<paragraph>{_NUMERAL})\s*款"
# 第二条路 and 第一条消息 count roads and messages, not articles.
_NOT_AN_ARTICLE = r"(?!\s*(?:大?路|街|巷|胡同|狗|河|沟|线|船|消息|信息|短信|微信|留言|评论|回复|建议|意见|新闻|通知))"
_ARTICLE = rf"第\s*(?P<article>{_NUMERAL})\s*条{_NOT_AN_ARTICLE}(?:{_PARAGRAPH})?"
# A breach of an article asks for its consequence, which stands elsewhere: 违反第三十四条怎么处理 is left to the search.
_PLACE = re.compile(rf"(?<!违反)(?<!违反了)(?:{_CHAPTER}(?:\s*的?\s*{_ARTICLE})?|{_ARTICLE.replace('P<', 'P<plain_')})")
# Without 第 only when nothing else is asked: 三条狗 must not become an article.
_BARE = re.compile(
    rf"(?:请问|问下|看下|看看|查下|查一下|条例)?\s*(?P<article>{_NUMERAL})\s*条(?:{_PARAGRAPH})?"
    r"\s*(?:(?:里面?|都|是|的|写|讲|说|规定|内容|全文|原文|了|个|些|什么|啥|甚|咋|怎么|呀|啊|呢|嘞|吗)+)?\s*[?？。!！]*"
)
_LAST = re.compile(r"(?:最后|末)\s*一?\s*条(?:是|写|讲|说|规定|内容|全文|原文|的|[?？。]|$)")
# 劳动法第三条, 物业管理条例第十条: another law's article. 本条例, 这个条例, 社区治理促进条例 are ours.
_LAW_BEFORE = re.compile(r"(?P<name>[一-鿿]*)(?:法典|法|条例|办法)》?\s*[里的中]?\s*$")
_OUR_LAW = re.compile(r"(?:治理|促进|本|该|这|那|个|部|咱|们|的|按|据|照|看|下|问|查|讲|道|^)$")


@dataclass(frozen=True)
class Reference:
    """What is asked for by number: a chapter, an article or a paragraph; with chapter and article, its n-th article."""

    chapter: int | None = None
    article: int | None = None
    paragraph: int | None = None


LAST = Reference(article=-1)
"""The last article, whatever its number."""


def find_references(question: str) -> list[Reference]:
    """In: a question. Out: the places of this regulation it names, in order and each once; empty when it names none."""
    bare = _BARE.fullmatch(question.strip())
    if bare:
        found = [_reference(bare.groupdict())]
    elif _LAST.search(question):
        found = [LAST]
    else:
        found = [_reference(place.groupdict()) for place in _PLACE.finditer(question) if _is_ours(question, place)]
    return list(dict.fromkeys(reference for reference in found if reference))


def _is_ours(question: str, place: re.Match[str]) -> bool:
    law = _LAW_BEFORE.search(question[: place.start()])
    return law is None or _OUR_LAW.search(law["name"]) is not None


def _reference(found: dict[str, str | None]) -> Reference | None:
    """None for what only looks like a numeral (十百), or is zero; such a reference is no reference."""
    try:
        numbers = {name.removeprefix("plain_"): to_number(words) for name, words in found.items() if words}
    except ValueError:
        return None
    return Reference(**numbers) if numbers and all(numbers.values()) else None
