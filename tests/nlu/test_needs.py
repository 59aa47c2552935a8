"""Several needs: clauses that are certain, of kinds that one story does not mix by itself."""

from __future__ import annotations

from nlu.text import needs

_WORDS = {
    "漏水": "dispute",
    "老人": "elderly_care",
    "路灯": "public_issue",
    "起诉": "legal_question",
    "保洁": "domestic_service",
}

# The chances of the message as a whole: sure enough of one intent, and not so sure that the others need not be looked for.
DOUBT = {"dispute": 0.99, "elderly_care": 0.01}


def read(parts: list[str], chance: float = 0.999) -> list[dict[str, float]]:
    """Chances as a model would give them that knows one word an intent."""
    found = [next((intent for word, intent in _WORDS.items() if word in part), "smalltalk") for part in parts]
    return [{intent: chance, "out_of_scope": 1 - chance} for intent in found]


def test_two_clauses_with_different_needs_are_two_needs_in_their_order() -> None:
    found = needs.find("楼上漏水了没人管，老人一个人在家", DOUBT, read)
    assert [(need.intent, need.text) for need in found] == [
        ("dispute", "楼上漏水了没人管"),
        ("elderly_care", "老人一个人在家"),
    ]


def test_clauses_of_one_need_are_one_matter() -> None:
    assert needs.find("楼上漏水了没人管，天花板也漏水", DOUBT, read) == []


def test_the_law_of_a_dispute_is_no_second_need_unless_the_resident_says_so() -> None:
    assert needs.find("楼上漏水了没人管，能不能起诉他", DOUBT, read) == []
    assert [need.intent for need in needs.find("楼上漏水了没人管，另外能不能起诉他", DOUBT, read)] == [
        "dispute",
        "legal_question",
    ]


def test_help_in_the_household_of_an_old_person_is_one_matter() -> None:
    assert needs.find("家里要个保洁，老人一个人在家", DOUBT, read) == []
    assert len(needs.find("家里要个保洁，还有老人一个人在家", DOUBT, read)) == 2


def test_an_uncertain_clause_is_no_need() -> None:
    assert needs.find("楼上漏水了没人管，老人一个人在家", DOUBT, lambda parts: read(parts, 0.8)) == []


def test_a_long_story_is_not_taken_apart() -> None:
    assert needs.find("楼上漏水了没人管，" + "说来话长" * 20 + "，老人一个人在家", DOUBT, read) == []


def test_a_short_message_costs_no_second_reading() -> None:
    def refuse(parts: list[str]) -> list[dict[str, float]]:
        raise AssertionError(f"read {parts}")

    assert needs.find("楼上漏水", DOUBT, refuse) == []


def test_a_message_that_is_surely_about_one_thing_costs_no_second_reading_unless_it_says_and() -> None:
    sure = {"dispute": 0.99995, "elderly_care": 0.00005}
    assert needs.find("楼上漏水了没人管，老人一个人在家", sure, read) == []
    assert len(needs.find("楼上漏水了没人管，还有老人一个人在家", sure, read)) == 2
