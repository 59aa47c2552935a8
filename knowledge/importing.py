"""Other regulations and notices: from Markdown, Word or plain text to articles, each word as in the file."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.numerals import read_numeral
from knowledge.regulation import Article, Chapter

_NUMERAL = r"[零〇一二两三四五六七八九十百\d]+"
_MARKS = r"^[#\s　]*\**\s*"
_CHAPTER = re.compile(rf"{_MARKS}第\s*({_NUMERAL})\s*[章编]\**[\s　]*(.*?)\**$")
_ARTICLE = re.compile(rf"{_MARKS}第\s*({_NUMERAL})\s*条\**[\s　:：]*(.*)$")
_SECTION = re.compile(r"^[#\s　]*\**([一二三四五六七八九十]+)、\s*(.*?)\**$")
_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_IN_FORCE = re.compile(rf"自\s*{_DAY}\s*起\s*(?:施行|实施|执行|生效)")
_ANY_DAY = re.compile(_DAY)
LARGEST_FILE = 5 * 1024 * 1024


class ImportRefused(ValueError):
    """A file that cannot become a document; `str()` is for administrators, in Chinese."""


@dataclass(frozen=True)
class Draft:
    """What a file says: a guess at title and dates, for people to correct, and the articles."""

    title: str
    in_force: date | None
    chapters: tuple[Chapter, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in order."""
        return tuple(article for chapter in self.chapters for article in chapter.articles)


def read_file(name: str, content: bytes) -> list[str]:
    """In: a file's name and bytes. Out: its lines without blank ones. Errors: ImportRefused says what to do."""
    if len(content) > LARGEST_FILE:
        raise ImportRefused("文件太大，最多5兆。")
    suffix = name.lower().rpartition(".")[2]
    if suffix == "docx":
        lines = list(_word_lines(content))
    elif suffix in ("md", "markdown", "txt"):
        lines = _decode(content).splitlines()
    else:
        raise ImportRefused("只能导入 Word（docx）、Markdown（md）和文本（txt）文件；老的 doc 请先另存为 docx。")
    kept = [line.strip(" \t　\ufeff") for line in lines]
    if not any(kept):
        raise ImportRefused("文件里没有文字；扫描件要先转成文字。")
    return [line for line in kept if line]


def read_draft(lines: Sequence[str]) -> Draft:
    """In: a file's lines. Out: its articles (第几条), else its sections (一、二、), else its paragraphs.

    Errors: ImportRefused where an article's number does not follow the one before it.
    """
    title = re.sub(r"^[#*\s]+|\*+$", "", lines[0])
    if any(_ARTICLE.match(line) for line in lines):
        chapters = _by_article(lines)
    elif any(_SECTION.match(line) for line in lines):
        chapters = (Chapter(1, "", tuple(_by_section(lines[1:]))),)
    else:
        chapters = (Chapter(1, "", tuple(_by_paragraph(lines[1:] or lines))),)
    return Draft(title, find_in_force(lines), chapters)


def find_in_force(lines: Iterable[str]) -> date | None:
    """The day after 自…起施行, else the last day that the text names (a notice ends with its date); None: no day."""
    text = "\n".join(lines)
    named = _IN_FORCE.search(text) or next(iter([*_ANY_DAY.finditer(text)][-1:]), None)
    if named is None:
        return None
    try:
        return date(*(int(number) for number in named.groups()))
    except ValueError:
        return None


def _by_article(lines: Sequence[str]) -> tuple[Chapter, ...]:
    """Chapters in order; what stands before the first article (title, contents) belongs to none."""
    chapters: list[tuple[str, list[Article]]] = [("", [])]
    number = 0
    for line in lines:
        if match := _CHAPTER.match(line):
            chapters.append((match[2], []))
        elif match := _ARTICLE.match(line):
            number = _next(number, match[1])
            words = (match[2],) if match[2] else ()
            chapters[-1][1].append(Article(number, len(chapters), words))
        elif number and chapters[-1][1]:
            last = chapters[-1][1][-1]
            chapters[-1][1][-1] = Article(last.number, last.chapter, (*last.paragraphs, line))
    return tuple(_numbered(chapters))


def _numbered(chapters: Iterable[tuple[str, list[Article]]]) -> Iterator[Chapter]:
    """Chapters that have articles, counted anew: a table of contents names each of them once before."""
    filled = [(title, articles) for title, articles in chapters if articles]
    for position, (title, articles) in enumerate(filled, start=1):
        empty = next((article for article in articles if not article.paragraphs), None)
        if empty:
            raise ImportRefused(f"{empty.name}下面没有文字。")
        yield Chapter(position, title, tuple(Article(one.number, position, one.paragraphs) for one in articles))


def _next(before: int, words: str) -> int:
    number = read_numeral(words)
    if number != before + 1:
        raise ImportRefused(
            f"第{before}条后面应该是第{before + 1}条，文件里是“第{words}条”。请检查有没有漏掉或多出来的条文。"
        )
    return number


def _by_section(lines: Iterable[str]) -> Iterator[Article]:
    sections: list[list[str]] = []
    for line in lines:
        if _SECTION.match(line):
            sections.append([line.strip("#* ")])
        elif sections:
            sections[-1].append(line)
    yield from (Article(number, 1, tuple(texts), "部分") for number, texts in enumerate(sections, start=1))


def _by_paragraph(lines: Iterable[str]) -> Iterator[Article]:
    yield from (Article(number, 1, (line,), "段") for number, line in enumerate(lines, start=1))


def _word_lines(content: bytes) -> Iterator[str]:
    # Only imports need it.
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:  # whatever is wrong inside a file that somebody uploads
        raise ImportRefused("打不开这个 Word 文件，请重新另存为 docx 再试。") from error
    yield from (line for paragraph in document.paragraphs for line in paragraph.text.splitlines())
    for table in document.tables:
        yield from ("　".join(cell.text.strip() for cell in row.cells) for row in table.rows)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("文件不是文字，或者编码认不出来，请存成 UTF-8 再试。")
