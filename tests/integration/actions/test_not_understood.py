import pytest

from actions.not_understood import NotUnderstood
from actions.talk import OfferServices, Safety
from actions.ticket_status import TicketStatus
from tests.integration.actions.runner import run, tracker_of

CLOSE = [
    {"name": "nlu_fallback", "confidence": 0.3},
    {"name": "dispute", "confidence": 0.48},
    {"name": "legal_question", "confidence": 0.41},
]


@pytest.fixture
def hear(write, resident):
    def hear(action, text, intent, ranking=(), **before):
        tracker = tracker_of(write(resident), resident, text, intent, confidence=0.3)
        tracker.latest_message["intent_ranking"] = list(ranking)
        tracker.latest_message["metadata"] |= before
        return run(action, tracker)

    return hear


def test_two_close_wishes_are_offered_by_number_with_the_words_that_were_said(hear):
    text, choices, _ = hear(NotUnderstood("action_not_understood"), "漏水了能赔多少", "nlu_fallback", CLOSE)
    assert "我不太确定" in text
    assert [choice["title"] for choice in choices] == ["请人调解纠纷", "问法律问题", "都不是"]
    assert "漏水了能赔多少" in choices[0]["payload"]


def test_a_single_guess_is_a_yes_or_no_with_a_person_beside_it(hear):
    ranking = [{"name": "nlu_fallback", "confidence": 0.3}, {"name": "legal_question", "confidence": 0.4}]
    text, choices, _ = hear(NotUnderstood("action_not_understood"), "押金的事", "nlu_fallback", ranking)
    assert "您是想问法律问题吗" in text
    assert [choice["title"] for choice in choices] == ["是", "不是，看看能办什么", "转人工"]


def test_after_a_question_the_likelier_wish_is_taken_up(hear):
    _, _, slots = hear(
        NotUnderstood("action_not_understood"), "漏水了能赔多少", "nlu_fallback", CLOSE, asked_before=True
    )
    assert slots["followup"] == "dispute_form"


def test_a_few_words_that_only_sound_like_danger_are_asked_about(hear):
    assert hear(Safety(), "孩子的事", "emergency")[2]["followup"] == "action_not_understood"
    assert "110" in hear(Safety(), "孩子掉到那个井里头了", "emergency")[0]


def test_who_asks_help_for_somebody_is_not_told_that_it_is_none_of_our_business(hear):
    assert "没太听懂" in hear(OfferServices(), "帮帮我妈", "out_of_scope")[0]
    assert "我只管社区里的事" in hear(OfferServices(), "明天股票会涨吗", "out_of_scope")[0]


def test_who_has_no_ticket_hardly_asks_for_one(hear, database, clock):
    ranking = [{"name": "ticket_status", "confidence": 0.6}, {"name": "dispute", "confidence": 0.3}]
    text, choices, _ = hear(TicketStatus(database, clock), "物业那个", "ticket_status", ranking)
    assert "我不太确定" in text
    assert "请人调解纠纷" in [choice["title"] for choice in choices]
    assert "还没有工单" in hear(TicketStatus(database, clock), "查一下我的工单", "ticket_status", ranking)[0]
