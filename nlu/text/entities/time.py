"""Times as residents say them: 明儿下午三点, 昨天夜里, 每天晚上十一点以后, 仨月了. The value is the text itself."""

import re

from nlu.text.entities.span import Span

_NUMBER = "(?:[0-9]{1,4}|[零一二三四五六七八九十两俩仨半几]{1,3}|好几|十几|几十)"
_DAY = (
    "大前天|大后天|前天|昨天|今天|明天|后天|当天|前儿个?|昨儿个?|夜儿个?|夜个|今儿个?|明儿个?|后儿个?|前晚|昨晚|昨夜|昨日|今晚|今早|今夜|今日|明早|明晚|明日|"
    "这两天|这几天|这几日|前几天|前两天|前一阵|前段时间|这阵子|这段时间|最近|近来|近期|刚才|刚刚|眼下|"
    "(?:上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)(?:[一二三四五六日天末])|(?:上上|下下|上|下|这|本)个?(?:周|星期|礼拜)|周末|"
    "(?:上上|下下|上|下|这|本)个?月(?:[初底]|[0-9一二三四五六七八九十]{1,3}[号日])?|月初|月底|年初|年底|年前|年后|去年|前年|大前年|今年|明年|往年|"
    "每(?:天|日|晚|夜|周|月|年)|天天|见天儿?|成天|整天|整夜|整宿|夜夜|一黑儿|"
    "(?:[0-9]{2,4}年)?[0-9一二三四五六七八九十]{1,3}月(?:份|[0-9一二三四五六七八九十]{1,3}[号日]|初|底)?|[0-9]{1,2}[号日](?!楼|院|线|房|门|店)|[0-9]{4}年|"
    "(?:大年)?(?:初[一二三四五六七八九十]{1,2}|三十)(?=晚|早|那)|腊月[一二三四五六七八九十廿]{0,3}|正月[一二三四五六七八九十]{0,3}|"
    "春节|过年|五一|十一(?=假|期间|放)|国庆节?|中秋节?|端午节?|清明节?|元旦|麦收|秋收|暑假|寒假"
)
_PART = (
    "凌晨|天不亮|天刚亮|清早起?|大清早|一大早|一早|早起|早上|早晨|前晌|上午|中午|晌午头|晌午|大晌午|午休|下午|后晌|傍晚|天黑|擦黑|晚上|黑了|夜里头?|黑儿?里|黑儿|"
    "大半夜|半夜三更|半夜|后半夜|前半夜|深夜|夜间|三更半夜|白天|饭点"
)
_CLOCK = f"(?:[0-9]{{1,2}}[:：][0-9]{{2}}|{_NUMBER}点(?:钟|半|一刻|三刻|(?:[0-9]{{1,2}}|[一二三四五]?十[一二三四五六七八九]?)分?)?多?)"
_AFTER = "(?:以后|之后|过后|以前|之前|左右|前后|那会儿?|那时候|的时候|嘞时候|开始|起|前|后)?"
_SPAN_UNIT = "(?:个多?)?(?:来|多)?(?:分钟|小时|钟头|天|晚上|星期|礼拜|周|月|年)"
_DURATION = f"(?:{_NUMBER}{_SPAN_UNIT}(?:多)?(?:了|嘞|前|以前|之前|以来|左右)|[半一两俩仨三四五六七八九十几0-9]+(?:个)?(?:多)?(?:月|年|小时|星期|礼拜)(?:多)?)"
_POINT = (
    f"(?:(?:{_DAY})(?:的|嘞)?(?:{_PART})?(?:的|嘞)?(?:{_CLOCK})?|(?:{_PART})(?:的|嘞)?(?:{_CLOCK})?|{_CLOCK}){_AFTER}"
)
_RANGE = f"{_POINT}(?:(?:到|至|-|~|一直到|直到)(?:{_POINT}|{_NUMBER}点?))?"
_TIME = re.compile(f"{_RANGE}|{_DURATION}")
# "三点" is also a count of arguments and "一点" a little; alone they are no time of day.
_NOT_ALONE = re.compile("(?:一点|有点|差点|半点|几点|两点|三点|一半点)")
_AGE_FOLLOWS = re.compile("(?:都|快|才|刚|已经)?[0-9一二三四五六七八九十]{1,3}(?:多|来)?(?:岁|了|嘞)?")


def find(folded: str, original: str) -> list[Span]:
    """In: a folded text and the original. Out: its times, each as written."""
    spans = [
        Span("time", original[hit.start() : hit.end()], hit.start(), hit.end())
        for hit in _TIME.finditer(folded)
        if not _is_something_else(hit, folded)
    ]
    return _joined(spans, original)


def _is_something_else(hit: re.Match[str], folded: str) -> bool:
    """In: a match. Out: whether it is 一点 (a little), or 今年 before an age."""
    if _NOT_ALONE.fullmatch(hit.group()):
        return True
    return hit.group() == "今年" and bool(_AGE_FOLLOWS.match(folded, hit.end()))


def _joined(spans: list[Span], original: str) -> list[Span]:
    """In: times in reading order. Out: the same, neighbours that touch made one (昨天 + 夜里)."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            start = joined.pop().start
            joined.append(Span("time", original[start : span.end], start, span.end))
        else:
            joined.append(span)
    return joined
