from bot.faq.versions import live_version
from bot.models import FaqChange


def history(*acts):
    """Changes in the order in which they were made, as a history has them: newest first."""
    return [FaqChange(version=number, act=act) for number, act in enumerate(acts, start=1)][::-1]


def versions(*acts):
    live = live_version(history(*acts))
    return live and tuple(one and one.version for one in (live.published, live.written, live.compared))


def test_nothing_is_live_before_it_is_published_or_after_it_was_retired():
    assert versions("create", "submit") is None
    assert versions("create", "submit", "publish", "retire") is None
    assert versions("create", "submit", "publish", "retire", "restore", "submit") is None


def test_the_last_publication_is_live_whatever_was_drafted_since():
    assert versions("create", "submit", "publish") == (3, 1, None)
    assert versions("create", "submit", "publish", "save", "submit", "publish", "save", "submit", "send_back") == (
        6,
        4,
        None,
    )
    assert versions("create", "submit", "publish", "retire", "restore", "submit", "publish") == (7, 5, None)


def test_a_review_after_an_amendment_belongs_to_what_was_live_then():
    assert versions("create", "submit", "publish", "review", "review") == (3, 1, 5)
    assert versions("create", "submit", "publish", "review", "save", "submit", "publish") == (7, 5, None)
