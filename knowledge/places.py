"""From a reference to the place itself, or to what to say where there is no such place."""

from dataclasses import dataclass

from knowledge.numerals import to_chinese
from knowledge.references import LAST, Reference
from knowledge.regulation import Chapter, Document, Passage


@dataclass(frozen=True)
class Absent:
    """A place the regulation has not: what to say about it, and the nearest thing to show instead."""

    notice: str
    instead: Passage | None = None


def resolve(document: Document, reference: Reference) -> Passage | Chapter | Absent:
    """In: a reference found in a question. Out: the paragraph, whole article or chapter it names, or Absent."""
    if reference.chapter is None:
        return _article(document, reference)
    if reference.chapter > len(document.chapters):
        return Absent(f"《{document.title}》一共只有{len(document.chapters)}章。")
    chapter = document.chapters[reference.chapter - 1]
    return chapter if reference.article is None else _article_of(document, chapter, reference)


def _article_of(document: Document, chapter: Chapter, reference: Reference) -> Passage | Absent:
    """第六章第十九条 names article 19 by its number; 第六章第一条 the first article of chapter 6."""
    numbers = [article.number for article in chapter.articles]
    position = reference.article or 0
    if position in numbers:
        return _article(document, Reference(article=position, paragraph=reference.paragraph))
    if position > len(numbers):
        return Absent(f"第{to_chinese(chapter.number)}章一共只有{len(numbers)}条。")
    return _article(document, Reference(article=numbers[position - 1], paragraph=reference.paragraph))


def _article(document: Document, reference: Reference) -> Passage | Absent:
    count = len(document.articles)
    number = count if reference == LAST else reference.article or 0
    if number > count:
        return Absent(f"《{document.title}》一共只有{count}条（到第{to_chinese(count)}条为止）。")
    whole = document.whole(number)
    if reference.paragraph is None:
        return whole
    paragraphs = len(document.article(number).paragraphs)
    if reference.paragraph > paragraphs:
        return Absent(f"{whole.name}一共只有{paragraphs}款，全文在下面。", instead=whole)
    return document.paragraph(number, reference.paragraph)
