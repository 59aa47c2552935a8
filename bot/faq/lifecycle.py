"""The life of an entry: draft → review by another person → published → retired; pure rules."""

from __future__ import annotations

from enum import StrEnum

from bot.models import FaqState


class Step(StrEnum):
    """What somebody does with an entry."""

    SAVE = "save"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    RETIRE = "retire"
    RESTORE = "restore"


class FaqRefusal(Exception):
    """An entry cannot take a step; `str()` is Chinese and says what to do."""


class NotNow(FaqRefusal):
    """The entry's state does not allow the step."""


class ReasonMissing(FaqRefusal):
    """Whoever takes an answer away from residents, or acts against golden questions, says why."""


class OwnWork(FaqRefusal):
    """Nobody reviews what they wrote themselves."""


class ChangedMeanwhile(FaqRefusal):
    """Somebody else changed the entry since the page was opened."""


_AFTER: dict[Step, dict[FaqState, FaqState]] = {
    Step.SAVE: dict.fromkeys(FaqState, FaqState.DRAFT),
    Step.SUBMIT: {FaqState.DRAFT: FaqState.REVIEW},
    Step.SEND_BACK: {FaqState.REVIEW: FaqState.DRAFT},
    Step.PUBLISH: {FaqState.REVIEW: FaqState.PUBLISHED},
    Step.RETIRE: {state: FaqState.RETIRED for state in FaqState if state is not FaqState.RETIRED},
    Step.RESTORE: dict.fromkeys(FaqState, FaqState.DRAFT),
}
STATE_WORDS = {
    FaqState.DRAFT: "草稿",
    FaqState.REVIEW: "待审核",
    FaqState.PUBLISHED: "已发布",
    FaqState.RETIRED: "已停用",
}
STEP_WORDS = {
    Step.SAVE: "保存",
    Step.SUBMIT: "提交审核",
    Step.SEND_BACK: "退回修改",
    Step.PUBLISH: "发布",
    Step.RETIRE: "停用",
    Step.RESTORE: "恢复旧版本",
}


def after(state: FaqState, step: Step, *, by_editor: bool) -> FaqState:
    """In: where an entry stands, the step, whether its last editor takes it. Out: where it stands then. Errors: FaqRefusal."""
    if state not in _AFTER[step]:
        raise NotNow(f"这条问答现在是“{STATE_WORDS[state]}”，不能{STEP_WORDS[step]}。请刷新页面看看最新情况。")
    if step is Step.PUBLISH and by_editor:
        raise OwnWork("自己写的要请另一位同事审核发布。")
    return _AFTER[step][state]


def check_reason(step: Step, reason: str) -> None:
    """Errors: ReasonMissing where a step wants a reason and has none."""
    if step is Step.RETIRE and not reason.strip():
        raise ReasonMissing("请写一句为什么停用，以后的同事才知道。")


def possible(state: FaqState, *, by_editor: bool) -> list[Step]:
    """The buttons that make sense: steps the rules would allow, without saving and restoring."""
    steps = (Step.SUBMIT, Step.SEND_BACK, Step.PUBLISH, Step.RETIRE)
    return [step for step in steps if state in _AFTER[step] and not (step is Step.PUBLISH and by_editor)]
