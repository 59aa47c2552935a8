import json

import httpx
import pytest

from bot.dialogue import Choice, DialogueUnavailable, RasaDialogue, Say, plain


def rasa(handler) -> RasaDialogue:
    return RasaDialogue(lambda: "http://rasa", "secret", transport=httpx.MockTransport(handler))


def answering(body: object, status: int = 200) -> RasaDialogue:
    return rasa(lambda _request: httpx.Response(status, json=body))


def test_what_was_understood_is_read_with_its_safety_judgement():
    body = {"intent": {"name": "dispute", "confidence": 0.8}, "safety": {"intent": "emergency"}, "entities": []}
    understood = answering(body).parse("漏水", timeout=1)
    assert (understood.intent, understood.confidence, understood.safety) == ("dispute", 0.8, "emergency")


def test_the_likeliest_intent_is_the_first_of_the_ranking_that_is_no_fallback():
    ranking = [{"name": name, "confidence": chance} for name, chance in (("nlu_fallback", 0.3), ("dispute", 0.45))]
    body = {"intent": {"name": "nlu_fallback", "confidence": 0.3}, "intent_ranking": ranking}
    assert answering(body).parse("漏水要赔吗", timeout=1).likeliest == ("dispute", 0.45)


def test_without_a_ranking_the_intent_itself_is_the_likeliest():
    assert answering({"intent": {"name": "dispute", "confidence": 0.8}}).parse("漏水", timeout=1).likeliest == (
        "dispute",
        0.8,
    )


def test_texts_choices_and_wishes_of_actions_are_read():
    body = [
        {"recipient_id": "1.1", "text": "同意吗？", "buttons": [{"title": "同意", "payload": "/affirm"}]},
        {"recipient_id": "1.1", "custom": {"in_form": True}},
        {"recipient_id": "1.1", "custom": {"handoff": "asked"}},
    ]
    answer = answering(body).answer("1.1", "漏水", {}, timeout=1)
    assert answer.says[0].choices == (Choice("同意", "/affirm"),)
    assert (answer.in_form, answer.handoff, answer.understood) == (True, "asked", True)


def test_a_picture_stands_where_it_was_said():
    body = [{"text": "十一点半。", "buttons": []}, {"image": "/pictures/abc"}, {"text": "还有一问"}]
    says = answering(body).answer("1.1", "食堂", {}, timeout=1).says
    assert says == (Say("十一点半。"), Say("", picture="/pictures/abc"), Say("还有一问"))


def test_the_token_and_the_metadata_are_sent_along():
    seen = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.params["token"], json.loads(request.content)))
        return httpx.Response(200, json=[{"text": "好"}])

    rasa(handler).answer("7.3", "你好", {"message_id": 9}, timeout=1)
    assert seen == [("secret", {"sender": "7.3", "message": "你好", "metadata": {"message_id": 9}})]


@pytest.mark.parametrize("body", [[], {}, None, "text"])
def test_an_empty_or_odd_answer_is_a_failure_although_rasa_says_200(body):
    with pytest.raises(DialogueUnavailable):
        answering(body).answer("1.1", "你好", {}, timeout=1)


def test_an_error_or_a_timeout_is_a_failure():
    with pytest.raises(DialogueUnavailable):
        answering({}, 500).parse("你好", timeout=1)

    def late(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    with pytest.raises(DialogueUnavailable):
        rasa(late).parse("你好", timeout=1)


def test_a_leading_slash_is_no_command():
    assert plain("/restart") == "／restart"
    assert plain("你好/再见") == "你好/再见"
