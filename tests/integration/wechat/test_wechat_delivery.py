"""The outbox goes out in order, within WeChat's quotas, and nothing in it is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis as redis_client
from sqlalchemy import select

from bot import outbox
from bot.conversations import Touch
from bot.live import Live
from bot.models import Identity, OutboxState
from bot.wechat.channel import WeChatChannel
from bot.wechat.delivery import LEASE, MAX_TRIES, Delivery
from bot.wechat.errors import (
    ApiError,
    NotPermitted,
    QuotaUsedUp,
    TooLong,
    Unreachable,
    Unsendable,
    WindowClosed,
)
from bot.wechat.permission import Permission
from bot.wechat.uploads import Uploads
from tests.integration.wechat.delivery_desk import Desk, FakeSender, line_of

LONG = "字" * 650 + "。"  # two of these do not fit into one message


def test_what_waits_is_sent_and_the_attempt_recorded(desk: Desk) -> None:
    desk.touch()
    desk.write("您好，我是李敏。")
    assert desk.delivery.deliver_due() == 1
    assert desk.sender.sent == [("oResident", "您好，我是李敏。")]
    assert (desk.states(), desk.attempts(), desk.used()) == ([OutboxState.SENT], [(None, None)], [1])
    assert desk.delivery.deliver_due() == 0


def test_short_pieces_go_out_as_one_message_and_cost_one_of_the_quota(desk: Desk) -> None:
    desk.touch()
    desk.write("一", "二", "三")
    assert desk.delivery.deliver_due() == 1
    assert desk.sender.texts() == ["一\n\n二\n\n三"]
    assert (desk.used(), len(desk.attempts())) == ([1], 3)


def test_long_pieces_go_out_one_by_one_in_order(desk: Desk) -> None:
    desk.touch()
    texts = [f"{number}{LONG}" for number in range(4)]
    desk.write(*texts)
    desk.delivery.deliver_due()
    assert desk.sender.texts() == texts


def test_after_five_messages_the_rest_is_kept_for_the_next_touch(desk: Desk) -> None:
    desk.touch()
    texts = [f"{number}{LONG}" for number in range(7)]
    desk.write(*texts)
    assert desk.delivery.deliver_due() == 5
    assert desk.states() == [OutboxState.SENT] * 5 + [OutboxState.KEPT] * 2
    desk.clock.forward(hours=1)
    desk.touch()
    assert desk.delivery.deliver_due() == 2
    assert desk.sender.texts() == texts


def test_after_48_hours_nothing_is_sent(desk: Desk) -> None:
    desk.touch()
    desk.clock.forward(hours=48)
    desk.write("您的工单办好了。")
    assert desk.delivery.deliver_due() == 0
    assert desk.sender.sent == []
    assert desk.states() == [OutboxState.KEPT]


def test_a_tap_allows_three_messages_in_a_minute(desk: Desk) -> None:
    desk.touch(Touch.TAP)
    desk.write(*[f"{number}{LONG}" for number in range(4)])
    assert desk.delivery.deliver_due() == 3
    desk.touch(Touch.TAP)
    desk.clock.forward(seconds=60)
    assert desk.delivery.deliver_due() == 0
    desk.touch(Touch.TAP)
    assert desk.delivery.deliver_due() == 1


def test_the_quota_of_a_tap_is_used_before_that_of_a_message(desk: Desk) -> None:
    desk.touch(Touch.MESSAGE)
    desk.touch(Touch.TAP)
    desk.write(*[f"{number}{LONG}" for number in range(4)])
    desk.delivery.deliver_due()
    assert desk.used() == [1, 3]


def test_a_new_message_starts_its_count_again(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.delivery.deliver_due()
    desk.touch()
    assert desk.used() == [0]


def test_a_touch_that_is_none_allows_nothing(desk: Desk) -> None:
    desk.touch(Touch.NONE)
    desk.write("一")
    assert desk.delivery.deliver_due() == 0
    assert desk.used() == []


def test_a_resident_who_unfollowed_hears_nothing_until_they_come_back(desk: Desk) -> None:
    desk.touch()
    with desk.database.session() as session:
        session.scalars(select(Identity)).one().subscribed = False
    desk.write("一")
    assert desk.delivery.deliver_due() == 0
    assert desk.states() == [OutboxState.KEPT]
    with desk.database.session() as session:
        session.scalars(select(Identity)).one().subscribed = True
    desk.touch(Touch.TAP)
    assert desk.delivery.deliver_due() == 1


@pytest.mark.parametrize("error", [WindowClosed(45015, "out of time"), QuotaUsedUp(45047, "used up")])
def test_what_wechat_counts_otherwise_is_kept(desk: Desk, error: ApiError) -> None:
    desk.touch()
    desk.write("一", LONG + LONG[:30])
    desk.sender.errors = [error]
    desk.delivery.deliver_due()
    assert OutboxState.KEPT in desk.states()
    assert OutboxState.FAILED not in desk.states()
    assert desk.attempts()[0] == (error.code, error.message)
    desk.touch()
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT] * 2


def test_wechats_count_is_believed_until_the_next_touch(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [QuotaUsedUp(45047, "used up")]
    desk.delivery.deliver_due()
    desk.write("二")
    assert desk.delivery.deliver_due() == 0
    assert desk.sender.sent == []


def test_an_account_that_may_not_send_keeps_everything_for_passive_replies(
    desk: Desk, redis: redis_client.Redis
) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [NotPermitted(48001, "api unauthorized")]
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.KEPT]
    assert WeChatChannel(permission=Permission(redis)).passive_only
    desk.write("二")
    assert desk.delivery.deliver_due() == 0
    with desk.database.session() as session:
        identity_id = session.scalars(select(Identity.id)).one()
        assert outbox.take_for_passive_reply(session, identity_id, desk.clock.now, line_of) == ["一", "二"]


def test_an_account_that_is_set_to_passive_never_calls_wechat(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.write("一")
    assert desk.worker(redis, passive_only=True).deliver_due() == 0
    assert (desk.sender.sent, desk.states()) == ([], [OutboxState.KEPT])


def test_a_wechat_that_is_down_is_tried_again_with_growing_pauses(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [Unreachable(None, "ReadTimeout")] * 3
    for pause in (5, 10, 20):
        assert desk.delivery.deliver_due() == 0
        desk.clock.forward(seconds=pause - 0.5)
        assert desk.delivery.deliver_due() == 0
        desk.clock.forward(seconds=0.5)
    assert desk.delivery.deliver_due() == 1
    assert desk.attempts() == [(None, "ReadTimeout")] * 3 + [(None, None)]
    assert desk.used() == [1]


def test_after_many_tries_staff_see_that_it_failed(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [ApiError(-1, "system error")] * MAX_TRIES
    for _ in range(MAX_TRIES):
        desk.touch()
        desk.delivery.deliver_due()
        desk.clock.forward(hours=1)
    assert desk.states() == [OutboxState.FAILED]
    assert len(desk.attempts()) == MAX_TRIES


def test_being_kept_does_not_count_as_a_try(desk: Desk) -> None:
    desk.write("一")
    for _ in range(MAX_TRIES + 5):
        desk.delivery.deliver_due()
        desk.touch(Touch.NONE)
    desk.touch()
    desk.sender.errors = [Unreachable(None, "down")]
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.WAITING]


def test_later_pieces_wait_behind_one_that_is_tried_again(desk: Desk) -> None:
    desk.touch()
    desk.write(LONG)
    desk.sender.errors = [Unreachable(None, "down")]
    desk.delivery.deliver_due()
    desk.write("第二件事")
    assert desk.delivery.deliver_due() == 0
    desk.clock.forward(seconds=5)
    desk.delivery.deliver_due()
    assert "\n\n".join(desk.sender.texts()) == LONG + "\n\n" + "第二件事"


def test_one_resident_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.touch()
    desk.touch(openid="oAnother")
    desk.write(LONG)
    desk.sender.errors = [Unreachable(None, "down")]
    desk.write("给另一位", openid="oAnother")
    desk.delivery.deliver_due()
    assert desk.sender.texts("oAnother") == ["给另一位"]


def test_a_piece_that_wechat_will_never_take_does_not_take_others_with_it(desk: Desk) -> None:
    desk.touch()
    desk.write("好的一", "坏的", "好的二")
    desk.sender.refuse = lambda text: Unsendable(87014, "risky content") if "坏" in text else None
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT, OutboxState.FAILED, OutboxState.SENT]
    assert desk.sender.texts() == ["好的一", "好的二"]


def test_a_text_that_is_too_long_for_wechat_is_tried_in_smaller_bundles(desk: Desk) -> None:
    desk.touch()
    desk.write("一" * 300, "二" * 300)
    desk.sender.refuse = lambda text: TooLong(45002, "content size out of limit") if len(text) > 400 else None
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT] * 2


def test_two_workers_send_nothing_twice_and_nothing_out_of_order(desk: Desk, redis: redis_client.Redis) -> None:
    residents = [f"oResident{number}" for number in range(6)]
    for openid in residents:
        desk.touch(openid=openid)
        desk.write(*[f"{number}{LONG}" for number in range(5)], openid=openid)
    workers = [desk.worker(redis) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        sent = sum(threads.map(lambda worker: worker.deliver_due(), workers))
    sent += desk.delivery.deliver_due()
    assert sent == len(desk.sender.sent) == 30
    for openid in residents:
        assert [text[0] for text in desk.sender.texts(openid)] == list("01234")


def test_what_a_dead_worker_held_is_sent_after_its_lease(desk: Desk, redis: redis_client.Redis) -> None:
    class Killed(FakeSender):
        def send_text(self, openid: str, text: str) -> None:
            raise KeyboardInterrupt

    desk.touch()
    desk.write("一")
    dying = Delivery(desk.database, Killed(), Live(redis), desk.clock, media=desk.media, uploads=Uploads(redis))
    with pytest.raises(KeyboardInterrupt):
        dying.deliver_due()
    assert desk.delivery.deliver_due() == 0
    desk.clock.forward(seconds=LEASE.total_seconds())
    assert desk.delivery.deliver_due() == 1


def test_no_transaction_is_open_while_wechat_is_slow(desk: Desk) -> None:
    def write_meanwhile(text: str) -> None:
        desk.write("给另一位", openid="oAnother")

    desk.touch()
    desk.write("一")
    desk.sender.refuse = write_meanwhile  # type: ignore[assignment]
    assert desk.delivery.deliver_due() == 1


def test_open_pages_hear_of_a_delivery(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.write("一")
    news = Live(redis).follow(beat_seconds=0.5)
    with ThreadPoolExecutor(1) as threads:
        listening = threads.submit(lambda: next(one for one in news if one and one["kind"] == "message"))
        while not redis.pubsub_numsub("linli:live")[0][1]:
            pass
        desk.delivery.deliver_due()
        assert listening.result(30)
