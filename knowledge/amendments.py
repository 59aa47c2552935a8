"""Where a passage of one edition stands in a later one."""

from knowledge.regulation import Document, Passage


def follow(passage: Passage, old: Document, new: Document) -> Passage | None:
    """In: a passage of `old`. Out: it in `new`, wherever it was moved to; the whole article where its text changed; else None."""
    if old is new:
        return passage
    number = number_in(passage.article, old, new)
    if number is None:
        return None
    if new.texts[number] != old.texts[passage.article] or passage.paragraph is None:
        return new.whole(number)
    return new.paragraph(number, passage.paragraph)


def number_in(article: int, old: Document, new: Document) -> int | None:
    """The number of an article in a later edition: where its text stands unchanged, else its own number, else None."""
    moved = [number for number, text in new.texts.items() if text == old.texts[article]]
    if moved:
        return article if article in moved else moved[0]
    return article if article in new.texts else None


def is_unchanged(article: int, old: Document, new: Document) -> bool:
    """Whether an article of `old` stands word for word in `new`."""
    return old.texts[article] in new.texts.values()
