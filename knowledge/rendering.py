"""An answer as a WeChat message: short, plain, the reviewed explanation first, the law word for word after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.answers import Answer, Choice
from knowledge.lists import describe_listed
from knowledge.regulation import Passage
from knowledge.topics import topic_of

# One text message holds 2047 bytes, about 680 Chinese characters; explanation, citation and offer need the rest.
LONGEST_QUOTE = 500
STAFF = "需要人帮忙，请回复“转人工”。"
ASK_BACK = "您是不是想问下面的？点一个；都不是，就换个说法再问一遍。"
_MOST_RELATED = 2


@dataclass(frozen=True)
class Tap:
    """A line under an answer that residents may tap: it asks for `place`, or opens the form of a service."""

    title: str
    place: str = ""
    form: str = ""


def render_answer(answer: Answer, hotlines: Mapping[str, str] | None = None) -> str:
    """Render an answer for the chat.

    In: the answer; telephone numbers by topic (the topics of topics.yml, such as {"legal_aid": "12348"}).
    Out: the text of one message; its parts are set apart by blank lines.
    """
    bodies = {"answer": _answer, "choices": _choices}
    body = bodies[answer.kind](answer) if answer.kind in bodies else _silent(answer, hotlines or {})
    return _joined(answer.notice, *body)


def render_body(answer: Answer, hotlines: Mapping[str, str] | None = None) -> str:
    """An answer without what else could be asked for: the chat offers that as choices."""
    if answer.choices or answer.kind == "silent":
        return render_answer(answer, hotlines)
    if answer.entry or answer.listed:
        return _joined(answer.notice, *_entry(answer))
    return _joined(answer.notice, answer.explanation, _quoted(answer), answer.next_step)


def render_chat(answer: Answer, hotlines: Mapping[str, str] | None = None) -> str:
    """An answer as the chat says it; `taps` stand below it."""
    if answer.kind == "choices":
        return "\n".join(part for part in (answer.notice, ASK_BACK) if part)
    return render_answer(answer, hotlines) if answer.kind == "silent" else render_body(answer, hotlines)


def taps(answer: Answer) -> list[Tap]:
    """What was meant; or the whole article where only a part was quoted, a service that the entry offers, near topics."""
    if answer.kind == "choices":
        return [Tap(one.title, one.place) for one in answer.choices]
    found = [Tap("看全文", place)] if (place := _whole_article(answer)) else []
    if answer.entry and answer.entry.form:
        found.append(Tap("现在就办", form=answer.entry.form))
    return [*found, *(Tap(one.title, one.place) for one in answer.related[:_MOST_RELATED])]


def _whole_article(answer: Answer) -> str:
    quoted = answer.passages[0].passage if answer.passages and answer.quote else None
    is_part = quoted is not None and quoted.paragraph is not None
    if quoted is None or not is_part or answer.entry or answer.listed or answer.choices:
        return ""
    return _article_name(quoted)


def _joined(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)


def _answer(answer: Answer) -> Iterator[str | None]:
    if answer.entry or answer.listed:
        yield from _entry(answer)
        return
    yield answer.explanation
    yield _quoted(answer)
    if answer.choices:  # a chapter: its heading, then what is in it
        yield _listed(answer.choices)
        yield f"回复条号看原文，比如“{answer.choices[0].place}”。"
        return
    yield answer.next_step
    yield _offer(answer)


def _entry(answer: Answer) -> Iterator[str | None]:
    """What administrators wrote, then the law it rests on."""
    yield entry_text(answer) if answer.entry else describe_listed(answer.listed) if answer.listed else None
    if answer.citation:
        yield _quoted(answer)


def _quoted(answer: Answer) -> str:
    return f"{answer.citation}：\n“{shorten(answer.quote or '')}”"


def entry_text(answer: Answer) -> str:
    """An entry's answer with its link, on a line of its own that the chat makes one to tap."""
    entry = answer.entry
    link = f"查看详情：{entry.link}" if entry and entry.link else ""
    return "\n".join(part for part in (entry.answer, link) if part) if entry else ""


def _choices(answer: Answer) -> Iterator[str | None]:
    yield "您是不是想问："
    yield "\n".join(f"{number}. {choice.title}" for number, choice in enumerate(answer.choices, start=1))
    yield f"回复数字就行。都不是的话，换个说法再问一遍；{STAFF}"


def _silent(answer: Answer, hotlines: Mapping[str, str]) -> Iterator[str | None]:
    if answer.notice is None:
        yield "这个问题，我没有在条例里查到规定，不能乱说。"
    topic = topic_of(answer.question)
    if topic and topic.name in hotlines:
        yield f"{topic.words}可以打{hotlines[topic.name]}问问。"
    yield STAFF


def _offer(answer: Answer) -> str | None:
    """What else to ask for: the whole article when one paragraph of it was quoted, and near topics."""
    quoted = answer.passages[0].passage
    more = []
    if quoted.paragraph is not None:
        more.append(f"回复“{_article_name(quoted)}”看全文。")
    if answer.related:
        more.append("相关的还有：" + "；".join(f"{choice.title}（{choice.place}）" for choice in answer.related))
    return "\n".join(more)


def shorten(quote: str) -> str:
    """Whole paragraphs up to the ceiling, so that what is quoted stays verbatim; never less than the first one."""
    kept, *others = quote.split("\n\n")
    for paragraph in others:
        if len(kept) + len(paragraph) > LONGEST_QUOTE:
            return kept
        kept = f"{kept}\n\n{paragraph}"
    return kept


def _article_name(passage: Passage) -> str:
    return passage.name.partition("条")[0] + "条"


def _listed(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{choice.place} {choice.title}" for choice in choices)
