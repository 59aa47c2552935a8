"""Residents' questions with the articles that answer them: what the index learns from and what it is measured on.

Source format: UTF-8, one question a line: `question⇥articles⇥kind`; articles like `34,38`, `34.1` for the first paragraph of
article 34, or `0` where the regulation has no answer; kind may be missing. A first line whose second field is `articles`
is a heading; blank and `#` lines are skipped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"
NO_KIND = "-"
# People who write such files separate numbers in many ways, and none of these can be misread.
_BETWEEN_ARTICLES = re.compile(r"\s*[,，、|;；/ ]\s*")


class MalformedQuestions(ValueError):
    """A line of a questions file is not a question with its articles."""


@dataclass(frozen=True)
class Question:
    """A question, the articles any of which answers it (none: unanswerable), and what kind of question it is.

    `paragraph`: of its one article, where a reviewer has named it.
    """

    text: str
    articles: tuple[int, ...]
    kind: str = NO_KIND
    paragraph: int | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether the regulation answers it."""
        return bool(self.articles)


def read_questions(path: Path) -> list[Question]:
    """In: a tab-separated file. Out: its questions in order.

    Errors: MalformedQuestions with file name and line number; an empty file is one too.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedQuestions(f"{path.name}: {error}") from error
    questions = list(_parse(lines, path.name))
    if not questions:
        raise MalformedQuestions(f"{path.name}: holds no questions")
    return questions


def read_reviewed_questions(folder: Path = QUESTIONS) -> list[Question]:
    """All reviewed questions of a folder, file by file in the order of their names."""
    return [question for path in sorted(folder.glob("*.tsv")) for question in read_questions(path)]


def _parse(lines: Sequence[str], file: str) -> Iterator[Question]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#") or (number == 1 and _is_heading(line)):
            continue
        try:
            yield _parse_line(line)
        except ValueError as error:
            raise MalformedQuestions(f"{file}, line {number}: {error}") from error


def _is_heading(line: str) -> bool:
    return line.split("\t")[1:2] == ["articles"]


def _parse_line(line: str) -> Question:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) not in (2, 3) or not fields[0]:
        raise ValueError(f"expected question, articles and perhaps kind between tabs, found {len(fields)} fields")
    kind = fields[2] if len(fields) == 3 and fields[2] else NO_KIND
    article, dot, paragraph = fields[1].partition(".")
    if dot:
        return Question(fields[0], (_number(article),), kind, _number(paragraph))
    numbers = [_number(number) for number in _BETWEEN_ARTICLES.split(fields[1])]
    if 0 in numbers and len(numbers) > 1:
        raise ValueError("0 (no answer) cannot stand beside articles")
    return Question(fields[0], tuple(number for number in numbers if number), kind)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise ValueError(f"{text!r} is not the number of an article or paragraph")
    return int(text)
