"""How sure an answer is: a bar with what would come of each part of it, and words for where this question stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from knowledge.answers import Answer, one_per_article
from knowledge.shelf import CLEAR_LEAD as CLEAR_LEAD_OF_ENTRY
from knowledge.shelf import CLEAR_SCORE, LIKELY_PASSAGE, LIKELY_SCORE, SURE_SCORE, Found

OUTCOMES = {"answer": "会答", "choices": "会问“您是不是想问”", "silent": "会说没有规定"}
_UNUSED = "不会用它"


@dataclass(frozen=True)
class Zone:
    """A part of the bar: its outcome (`kind`: answer, choices or silent), and from which percent to which."""

    kind: str
    words: str
    start: int
    end: int

    @property
    def span(self) -> str:
        """Where it lies."""
        if self.start == 0:
            return f"不到{self.end}%"
        return f"{self.start}%以上" if self.end == 100 else f"{self.start}%到{self.end}%"


@dataclass(frozen=True)
class Bar:
    """A share of a hundred among the zones; `words` say what comes of it."""

    title: str
    share: int
    zones: tuple[Zone, ...]
    words: str


def of_regulation(answer: Answer) -> Bar | None:
    """How sure it is that the regulation answers; None where its place was named."""
    # With the models behind it, which a question has loaded before.
    from knowledge.retrieval import ANSWERABLE, SURELY_ANSWERABLE

    if answer.answerable is None:
        return None
    zones = _zones(ANSWERABLE, SURELY_ANSWERABLE, OUTCOMES["silent"])
    return Bar("条例里有没有答案", _percent(answer.answerable), zones, _words_of_regulation(answer, answer.answerable))


def of_shelf(answer: Answer) -> Bar | None:
    """How alike the nearest entry, or article of a further document, is; None where nothing was found."""
    if not answer.found:
        return None
    first = answer.found[0]
    zones = _zones(LIKELY_SCORE if first.entry else LIKELY_PASSAGE, CLEAR_SCORE, _UNUSED)
    return Bar(f"最像的：{first.place} {_title(first)}", _percent(first.score), zones, _words_of_shelf(answer, first))


def _zones(from_choices: float, from_answer: float, below: str) -> tuple[Zone, ...]:
    low, high = _percent(from_choices), _percent(from_answer)
    return (
        Zone("silent", below, 0, low),
        Zone("choices", OUTCOMES["choices"], low, high),
        Zone("answer", OUTCOMES["answer"], high, 100),
    )


def _words_of_regulation(answer: Answer, sure: float) -> str:
    from knowledge.retrieval import ANSWERABLE, CLEAR_LEAD, SURELY_ANSWERABLE

    lead = _lead([one.score for one in one_per_article(answer.passages)])
    if sure < ANSWERABLE:
        said = f"不到{_percent(ANSWERABLE)}%：{OUTCOMES['silent']}"
    elif sure < SURELY_ANSWERABLE:
        said = f"到了{_percent(ANSWERABLE)}%，不到{_percent(SURELY_ANSWERABLE)}%：{OUTCOMES['choices']}"
    elif lead < CLEAR_LEAD:
        said = f"把握够了，但最像的两条分不开（只领先{lead:.2f}，要{CLEAR_LEAD:.2f}）：{OUTCOMES['choices']}"
    else:
        said = f"把握够了，最像的一条也领先得够：{OUTCOMES['answer']}"
    return f"{said}。{_instead(answer)}"


def _words_of_shelf(answer: Answer, first: Found) -> str:
    lead = _lead([one.score for one in answer.found])
    least = LIKELY_SCORE if first.entry else LIKELY_PASSAGE
    if first.score < least:
        return f"不到{_percent(least)}%：{_UNUSED}。"
    if first.is_clear and first.score >= SURE_SCORE:
        return f"{_percent(SURE_SCORE)}%以上：{OUTCOMES['answer']}，比条例优先。"
    if answer.listed or (answer.kind == "answer" and not _is_told(answer, first)):
        return f"清单或条例已经能答；{_percent(SURE_SCORE)}%以上才比它们优先。"
    if first.is_clear:
        return f"够像，也领先得够：{OUTCOMES['answer']}。"
    if first.score >= CLEAR_SCORE:
        return f"够像，但和第二个分不开（只领先{lead:.2f}，要{CLEAR_LEAD_OF_ENTRY:.2f}）：{OUTCOMES['choices']}。"
    return f"有点像，不到{_percent(CLEAR_SCORE)}%：{OUTCOMES['choices']}。"


def _instead(answer: Answer) -> str:
    """Who speaks where the regulation does not, whatever it knows."""
    if answer.listed:
        return f"不过清单里有“{answer.listed.name}”，先按清单答。"
    return f"不过由{answer.entry.place}来答，比条例优先。" if answer.entry else ""


def _is_told(answer: Answer, first: Found) -> bool:
    if first.entry:
        return answer.entry == first.entry
    return first.passage is not None and bool(answer.citation) and first.passage.place in (answer.citation or "")


def _title(found: Found) -> str:
    return found.title if found.entry else ""


def _lead(scores: list[float]) -> float:
    return scores[0] - scores[1] if len(scores) > 1 else 1.0


def _percent(share: float) -> int:
    """Whole percents, never rounded up: 57.9 % has not come to 58 %."""
    return min(100, max(0, floor(share * 100 + 1e-6)))
