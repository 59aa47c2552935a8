"""A regulation as data: chapters, articles and paragraphs, each word exactly as in its source.

Source format: the Markdown of the national law database's mirrors (`#### 第一章 总 则`, `###### 第一条`, one line a paragraph)
with a small YAML file beside it that holds the title and the three dates.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge.numerals import to_chinese, to_number

SOURCES = Path(__file__).parent / "sources"
REGULATION = SOURCES / "jiaozuo-community-governance.md"

_CHAPTER = re.compile(r"#+\s*第([一二三四五六七八九十百]+)章\s+(\S.*)")
_ARTICLE = re.compile(r"#+\s*第([一二三四五六七八九十百]+)条\s*")


class MalformedSource(ValueError):
    """A regulation's file or the data beside it cannot be read as what it must be."""


@dataclass(frozen=True)
class Article:
    """One article with its paragraphs (款) in order."""

    number: int
    chapter: int
    paragraphs: tuple[str, ...]
    # What the document counts in: a notice without articles has 部分 or 段.
    unit: str = "条"

    @property
    def name(self) -> str:
        """第十九条."""
        return f"第{to_chinese(self.number)}{self.unit}"


@dataclass(frozen=True)
class Chapter:
    """One chapter; `title` as printed, 总 则 with its gap."""

    number: int
    title: str
    articles: tuple[Article, ...]

    @property
    def heading(self) -> str:
        """第一章 总 则, as the source has it; a document without chapters has one without a title."""
        return f"第{to_chinese(self.number)}章 {self.title}" if self.title else ""


@dataclass(frozen=True)
class Passage:
    """A citable piece: one paragraph, or (`paragraph` None) a whole article."""

    document: str
    chapter: str
    article: int
    paragraph: int | None
    text: str
    unit: str = "条"

    @property
    def name(self) -> str:
        """第十九条第二款; an article with one paragraph has no 款 to name."""
        article = f"第{to_chinese(self.article)}{self.unit}"
        return article if self.paragraph is None else f"{article}第{to_chinese(self.paragraph)}款"

    @property
    def place(self) -> str:
        """《焦作市城乡社区治理促进条例》第十九条第二款."""
        return f"《{self.document}》{self.name}"


@dataclass(frozen=True)
class Document:
    """A regulation or notice with its dates: passed, approved, in force from, repealed; a notice has no approval."""

    title: str
    passed: date | None
    approved: date | None
    in_force: date
    chapters: tuple[Chapter, ...]
    repealed: date | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in order."""
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    def article(self, number: int) -> Article:
        """In: an article's number. Out: the article. Errors: KeyError when there is none."""
        if not 1 <= number <= len(self.articles):
            raise KeyError(number)
        return self.articles[number - 1]

    @property
    def texts(self) -> dict[int, tuple[str, ...]]:
        """The paragraphs of each article by its number."""
        return {article.number: article.paragraphs for article in self.articles}

    def is_in_force(self, today: date) -> bool:
        """Whether it applies on that day; on the day of its repeal it no longer does."""
        return today >= self.in_force and (self.repealed is None or today < self.repealed)

    def whole(self, number: int) -> Passage:
        """In: an article's number. Out: the whole article as one passage. Errors: KeyError when there is none."""
        article = self.article(number)
        return self._passage(article, None, "\n\n".join(article.paragraphs))

    def paragraph(self, article: int, paragraph: int) -> Passage:
        """In: 19, 2. Out: 第十九条第二款; errors: KeyError when the article or paragraph does not exist."""
        paragraphs = self.article(article).paragraphs
        if not 1 <= paragraph <= len(paragraphs):
            raise KeyError((article, paragraph))
        number = paragraph if len(paragraphs) > 1 else None
        return self._passage(self.article(article), number, paragraphs[paragraph - 1])

    def passages(self) -> tuple[Passage, ...]:
        """Every paragraph as a passage of its own, in order."""
        return tuple(
            self.paragraph(article.number, number + 1)
            for article in self.articles
            for number in range(len(article.paragraphs))
        )

    def _passage(self, article: Article, paragraph: int | None, text: str) -> Passage:
        heading = self.chapters[article.chapter - 1].heading
        return Passage(self.title, heading, article.number, paragraph, text, article.unit)


def read_regulation(path: Path = REGULATION) -> Document:
    """Read a regulation and the front data beside it (same name, `.yml`).

    Errors: MalformedSource names the file and what is wrong with it.
    """
    try:
        return parse_regulation(path.read_text(encoding="utf-8"), _read_front(path.with_suffix(".yml")))
    except (OSError, UnicodeDecodeError, MalformedSource) as error:
        raise MalformedSource(f"{path.name}: {error}") from error


def parse_regulation(text: str, front: Mapping[str, object]) -> Document:
    """Turn the Markdown text and its front data into a Document.

    In: text; front with title (str) and passed, approved, in_force (dates). Errors: MalformedSource.
    """
    title = front.get("title")
    if not isinstance(title, str) or f"# {title}" not in text.splitlines():
        raise MalformedSource(f"the text has no heading with the title {title!r}")
    document = Document(
        title,
        passed=_front_date(front, "passed", text),
        approved=_front_date(front, "approved", text),
        in_force=_front_date(front, "in_force", text),
        chapters=tuple(_chapters(text)),
    )
    if not document.articles:
        raise MalformedSource("the text has no articles")
    return document


def _chapters(text: str) -> Iterator[Chapter]:
    """Split into chapters; each must follow the one before it, and so must the articles through all of them."""
    _, *blocks = re.split(r"(?m)^(?=#+\s*第\S+章)", text)
    first_article = 1
    for number, block in enumerate(blocks, start=1):
        heading, *_ = block.splitlines()
        match = _CHAPTER.fullmatch(heading.rstrip())
        if match is None or to_number(match[1]) != number:
            raise MalformedSource(f"{heading!r} stands where chapter {number} should")
        articles = tuple(_articles(block, number, first_article))
        first_article += len(articles)
        yield Chapter(number, match[2], articles)


def _articles(block: str, chapter: int, first: int) -> Iterator[Article]:
    _, *pieces = re.split(r"(?m)^(?=#+\s*第\S+条)", block)
    for number, piece in enumerate(pieces, start=first):
        heading, *lines = piece.splitlines()
        match = _ARTICLE.fullmatch(heading)
        if match is None or to_number(match[1]) != number:
            raise MalformedSource(f"{heading!r} stands where article {number} should")
        paragraphs = tuple(line for line in lines if line.strip())
        if not paragraphs:
            raise MalformedSource(f"article {number} is empty")
        yield Article(number, chapter, paragraphs)


def _read_front(path: Path) -> Mapping[str, object]:
    try:
        front = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise MalformedSource(f"{path.name}: {error}") from error
    if not isinstance(front, dict):
        raise MalformedSource(f"{path.name} holds no front data")
    return front


def _front_date(front: Mapping[str, object], key: str, text: str) -> date:
    """A date of the front data; it must stand in the text too, so that neither is mistyped."""
    day = front.get(key)
    if not isinstance(day, date):
        raise MalformedSource(f"{key} is not a date: {day!r}")
    if f"{day.year}年{day.month}月{day.day}日" not in text:
        raise MalformedSource(f"{key} {day} does not stand in the text")
    return day
