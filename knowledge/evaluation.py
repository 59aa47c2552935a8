"""How well questions are answered, and how honestly they are refused: `python -m knowledge.evaluation FILE.tsv`.

Prints a table by kind and, as the last line, one JSON object with the figures over the whole file.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from knowledge.answers import KnowledgeBase
from knowledge.findings import RankedPassage
from knowledge.questions import MalformedQuestions, Question, read_questions

PRINTED = ("n", "top1", "top3", "abstained_right", "abstained_wrong", "ms_per_question")
Asked = tuple[Sequence[RankedPassage], bool]
"""What came of a question: its ranked passages, and whether it was refused."""


@dataclass(frozen=True)
class Outcome:
    """One question judged.

    `rank` of the first right article (1 is best), None when it is not among the first three. `paragraph`: whether the right
    one of its article is the one that would be quoted; None where no reviewer named it or the article was not found.
    """

    question: Question
    rank: int | None
    refused: bool
    paragraph: bool | None = None


@dataclass(frozen=True)
class Figures:
    """Shares over a set of outcomes; None where there is nothing to take a share of."""

    n: int
    top1: float | None
    top3: float | None
    abstained_right: float | None
    abstained_wrong: float | None
    paragraph: float | None


def judge(question: Question, passages: Sequence[RankedPassage], refused: bool) -> Outcome:
    """In: a question with its right articles, and what came of it. Choices are no refusal."""
    articles = list(dict.fromkeys(found.passage.article for found in passages))[:3]
    ranks = [rank for rank, article in enumerate(articles, start=1) if article in question.articles]
    quotable = [found.passage.paragraph for found in passages if found.passage.article in question.articles]
    paragraph = quotable[0] == question.paragraph if question.paragraph and quotable else None
    return Outcome(question, min(ranks, default=None), refused, paragraph)


def summarise(outcomes: Sequence[Outcome]) -> Figures:
    """top1 and top3 over answerable questions whether refused or not; refusals of each sort over their own sort."""
    answerable = [outcome for outcome in outcomes if outcome.question.is_answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.question.is_answerable]
    return Figures(
        n=len(outcomes),
        top1=_share([outcome.rank == 1 for outcome in answerable]),
        top3=_share([outcome.rank is not None for outcome in answerable]),
        abstained_right=_share([outcome.refused for outcome in unanswerable]),
        abstained_wrong=_share([outcome.refused for outcome in answerable]),
        paragraph=_share([outcome.paragraph for outcome in outcomes if outcome.paragraph is not None]),
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """The figures by kind, and over all."""
    kinds = sorted({outcome.question.kind for outcome in outcomes})
    rows = [(kind, [one for one in outcomes if one.question.kind == kind]) for kind in kinds]
    head = f"{'kind':<14}{'n':>6}{'top1':>8}{'top3':>8}{'abst.right':>12}{'abst.wrong':>12}{'paragraph':>12}"
    return "\n".join([head, *(_line(kind, summarise(own)) for kind, own in rows), _line("all", summarise(outcomes))])


def evaluate(questions: Sequence[Question], ask: Callable[[str], Asked]) -> list[Outcome]:
    """Ask and judge every question, in order."""
    return [judge(question, *ask(question.text)) for question in questions]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the file, ask every question, print. Out: the exit code, 2 for a malformed file."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluation", description=__doc__)
    parser.add_argument("file", type=Path, help="question⇥articles⇥kind; articles 0: must not be answered")
    parser.add_argument("--cache", type=Path, default=Path("var/knowledge"), help="where the trained index is kept")
    options = parser.parse_args(arguments)
    try:
        questions = read_questions(options.file)
    except MalformedQuestions as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    base, today = KnowledgeBase.open(options.cache), date.today()

    def ask(question: str) -> Asked:
        answer = base.ask(question, today)
        return answer.passages, answer.kind == "silent"

    ask("预热")  # the first question loads the dictionaries, once a process
    started = time.perf_counter()
    outcomes = evaluate(questions, ask)
    milliseconds = (time.perf_counter() - started) * 1000 / len(questions)
    print(table(outcomes))
    figures = asdict(summarise(outcomes)) | {"ms_per_question": round(milliseconds, 2)}
    print(json.dumps({name: figures[name] for name in PRINTED}))
    return 0


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 4) if hits else None


def _line(kind: str, figures: Figures) -> str:
    shares = (figures.top1, figures.top3, figures.abstained_right, figures.abstained_wrong, figures.paragraph)
    widths = (8, 8, 12, 12, 12)
    cells = [
        f"{'-' if share is None else format(share, '.3f'):>{width}}"
        for share, width in zip(shares, widths, strict=True)
    ]
    return f"{kind:<14}{figures.n:>6}" + "".join(cells)


if __name__ == "__main__":
    sys.exit(main())
