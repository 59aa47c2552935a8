"""Intake: the rules of a form, pure. What a resident said goes in; what is asked next, or how it ended, comes out.

The order of judgement: words of control (取消, 上一步, 改地址), then an answer to what was asked, then another wish
(a question is answered and the form goes on; another service takes over), then "I did not catch that".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from actions.bare import is_bare
from actions.phone_number import count_digits, find_phone
from actions.plans import MOST_QUESTIONS, PLANS, Plan, question
from actions.said import Said
from bot.masks import mask_phone
from bot.models import TicketKind
from bot.tickets.words import MATTER, matter_label

SKIPPED = ""
PERSONAL = ("place", "phone")
IDLE_MINUTES = 60
_MOST_MISSES = 2
# How sure the model must be before a message in a form is taken for something else than an answer.
_SURE_OF_QUESTION = 0.55
_SURE_OF_OTHER_SERVICE = 0.7
_SURE_BESIDE_DETAILS = 0.85


class Outcome(StrEnum):
    """How a form ended."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"
    SWITCHED = "switched"


class Aside(StrEnum):
    """What is to be answered before the form goes on."""

    REGULATION = "regulation"
    TICKETS = "tickets"
    SMALL_TALK = "small_talk"
    SERVICES = "services"


@dataclass(frozen=True)
class Prompt:
    """One text with its choices as (title, what is sent when it is picked)."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Intake:
    """All that a form knows. A field is None until it is filled, "" when the resident would rather not say.

    `trail` lists the fields asked so far; `known_*` come from earlier tickets and are never asked again.
    """

    kind: TicketKind
    matter: str | None = None
    details: str | None = None
    place: str | None = None
    time: str | None = None
    person: str | None = None
    phone: str | None = None
    consent: str | None = None
    requested: str | None = None
    trail: tuple[str, ...] = ()
    misses: int = 0
    resuming: bool = False
    changing: bool = False
    known_phone: str | None = None
    known_address: str | None = None

    @property
    def plan(self) -> Plan:
        """The plan of this kind."""
        return PLANS[self.kind]


@dataclass(frozen=True)
class Move:
    """What a turn leads to: the new state, what is said, and perhaps an end or something to answer first."""

    intake: Intake
    prompts: tuple[Prompt, ...] = ()
    outcome: Outcome | None = None
    aside: Aside | None = None


def begin(intake: Intake, said: Said) -> Move:
    """Start a form with the message that called for it, and fill what it holds."""
    known = _use_what_is_known(intake)
    filled = _fill_from(known, said, is_first=True)
    return _ask_next(filled, (Prompt(filled.plan.opening),))


def advance(intake: Intake, said: Said) -> Move:
    """Take the next message of a resident who is in a form."""
    if said.idle_minutes >= IDLE_MINUTES and not intake.resuming:
        return _offer_again(intake, said)
    if intake.resuming and said.intent == "deny":
        return Move(intake, outcome=Outcome.CANCELLED)
    resumed = intake.resuming and said.intent == "affirm"
    intake = replace(intake, resuming=False)
    if resumed:
        return _ask_next(intake)
    return _control(intake, said) or _answer(intake, said) or _other_wish(intake, said) or _missed(intake)


def _offer_again(intake: Intake, said: Said) -> Move:
    if said.intent == "cancel":
        return Move(intake, outcome=Outcome.CANCELLED)
    if _is_other_service(intake, said, _SURE_OF_OTHER_SERVICE):
        return Move(intake, outcome=Outcome.SWITCHED)
    about = (intake.details or matter_label(intake.kind, intake.matter) or "那件事")[:20]
    text = f"上次说的“{about}”还没办完。接着办吗？"
    return Move(replace(intake, resuming=True), (Prompt(text, (("接着办", "继续"), ("不办了", "取消"))),))


# --- words of control ------------------------------------------------------------------------------------------


def _control(intake: Intake, said: Said) -> Move | None:
    steps: dict[str, Callable[[], Move]] = {
        "cancel": lambda: Move(intake, outcome=Outcome.CANCELLED),
        "human_agent": lambda: Move(intake, outcome=Outcome.HANDED_OVER),
        "start_over": lambda: _start_over(intake),
        "go_back": lambda: _go_back(intake),
        "change_answer": lambda: _change(intake, said),
        "repeat": lambda: _ask_next(intake),
    }
    if said.intent == "skip":
        return _skip(intake)
    step = steps.get(said.intent)
    return step() if step and said.confidence >= _SURE_OF_QUESTION else None


def _start_over(intake: Intake) -> Move:
    fresh = Intake(
        intake.kind, consent=intake.consent, known_phone=intake.known_phone, known_address=intake.known_address
    )
    return _ask(replace(fresh, trail=("details",)), "details", (Prompt("好，咱们从头来。"),))


def _go_back(intake: Intake) -> Move:
    if intake.requested == "confirm" and intake.trail:
        previous = intake.trail[-1]
    elif len(intake.trail) >= 2:
        previous = intake.trail[-2]
    else:
        return _ask_next(intake, (Prompt("已经是第一步了。"),))
    trail = intake.trail[: intake.trail.index(previous) + 1]
    return _ask(replace(_clear(intake, previous), trail=trail), previous)


def _change(intake: Intake, said: Said) -> Move:
    name = said.entity("field")
    if name not in ("place", "phone", "time", "details", "matter"):
        choices = (("改内容", "改内容"), ("改地址", "改地址"), ("改电话", "改电话"), ("不办了", "取消"))
        return Move(intake, (Prompt("要改哪一项？", choices),))
    cleared = replace(_clear(intake, name), changing=True)
    new = {"place": said.entity("place"), "phone": find_phone(said.text), "time": said.entity("time")}.get(name)
    if new:
        return _ask_next(_set(cleared, name, new))
    return _ask(cleared, name)


def _skip(intake: Intake) -> Move:
    if intake.requested in (None, "confirm"):
        return _ask_next(intake)
    if intake.requested == "consent":
        return _ask_next(replace(intake, consent="refused"))
    return _ask_next(_set(intake, intake.requested, SKIPPED))


# --- answers ---------------------------------------------------------------------------------------------------


def _answer(intake: Intake, said: Said) -> Move | None:
    steps: dict[str, Callable[[Intake, Said], Move | None]] = {
        "consent": _answer_consent,
        "confirm": _answer_confirm,
        "matter": _answer_matter,
        "details": _answer_details,
        "place": _answer_place,
        "time": _answer_time,
        "phone": _answer_phone,
    }
    return steps[intake.requested or "confirm"](intake, said)


def _answer_consent(intake: Intake, said: Said) -> Move | None:
    if said.intent == "affirm":
        return _ask_next(replace(intake, consent="given"))
    if said.intent == "deny":
        return _ask_next(replace(intake, consent="refused"), (Prompt("好，不记您的电话和地址，我们就在微信里找您。"),))
    return None


def _answer_confirm(intake: Intake, said: Said) -> Move | None:
    if said.intent == "affirm":
        return Move(intake, outcome=Outcome.CONFIRMED)
    if said.intent == "deny":
        return _change(intake, said)
    corrected = _fill_from(intake, said, overwrite=True)
    if (corrected.place, corrected.phone) != (intake.place, intake.phone):
        return _ask_next(corrected)
    if _interrupts(intake, said) or said.intent in ("choose", "menu", "smalltalk", "out_of_scope"):
        return None
    return _ask_next(replace(intake, details=_joined(intake.details, said.text)), (Prompt("加上了。"),))


def _answer_matter(intake: Intake, said: Said) -> Move | None:
    labels = {label: key for key, label in MATTER.get(intake.kind, {}).items()}
    filled = _fill_from(intake, said)
    if matter := labels.get(said.text) or filled.matter:
        return _ask_next(replace(filled, matter=matter))
    if _interrupts(intake, said) or said.intent == "choose":
        return None
    return _ask_next(replace(filled, matter="other", details=_joined(filled.details, said.text)))


def _answer_details(intake: Intake, said: Said) -> Move | None:
    if _is_other_service(intake, said, _SURE_BESIDE_DETAILS) or said.intent in ("choose", "affirm", "deny", "menu"):
        return None
    if said.intent in ("regulation_question", "ticket_status") and said.confidence >= _SURE_BESIDE_DETAILS:
        return None
    return _ask_next(_fill_from(replace(intake, details=_joined(intake.details, said.text)), said))


def _answer_place(intake: Intake, said: Said) -> Move | None:
    place = said.text if said.kind == "location" else said.entity("place")
    if place is None and (_interrupts(intake, said) or said.intent in ("choose", "affirm", "deny", "menu", "smalltalk")):
        return None
    if place is None and find_phone(said.text):
        return _ask_next(_fill_from(intake, said), (Prompt("电话记下了。"),))
    whole = said.text if len(said.text) <= 40 else (place or said.text[:60])
    return _ask_next(_fill_from(_set(intake, "place", whole), said))


def _answer_time(intake: Intake, said: Said) -> Move | None:
    if said.entity("time") is None and (_interrupts(intake, said) or said.intent in ("choose", "menu")):
        return None
    return _ask_next(_fill_from(_set(intake, "time", said.text[:40]), said))


def _answer_phone(intake: Intake, said: Said) -> Move | None:
    if phone := find_phone(said.text):
        return _ask_next(_fill_from(_set(intake, "phone", phone), said))
    if said.intent == "deny":
        return _ask_next(_set(intake, "phone", SKIPPED))
    if (digits := count_digits(said.text)) >= 4:
        text = f"这个号码是{digits}位，手机号应该是11位，您再看看？不想留就回复“跳过”。"
        return Move(intake, (Prompt(text),))
    return None


# --- another wish ----------------------------------------------------------------------------------------------


def _other_wish(intake: Intake, said: Said) -> Move | None:
    if _is_other_service(intake, said, _SURE_OF_OTHER_SERVICE):
        return Move(intake, outcome=Outcome.SWITCHED)
    asides = {
        "regulation_question": Aside.REGULATION,
        "legal_question": Aside.REGULATION,
        "ticket_status": Aside.TICKETS,
        "smalltalk": Aside.SMALL_TALK,
        "out_of_scope": Aside.SERVICES,
        "menu": Aside.SERVICES,
    }
    aside = asides.get(said.intent)
    if aside is None or said.confidence < _SURE_OF_QUESTION:
        return None
    again = _ask_next(intake)
    return replace(again, aside=aside)


def _interrupts(intake: Intake, said: Said) -> bool:
    return _is_other_service(intake, said, _SURE_OF_OTHER_SERVICE) or (
        said.intent in ("regulation_question", "ticket_status", "out_of_scope")
        and said.confidence >= _SURE_OF_QUESTION
    )


def _is_other_service(intake: Intake, said: Said, sure: float) -> bool:
    services = {kind.value for kind in PLANS}
    return said.intent in services - {intake.kind.value} and said.confidence >= sure and len(said.text) >= 3


def _missed(intake: Intake) -> Move:
    """Ask again; after the second miss go on without the answer, so that nobody is caught in a question."""
    misses = intake.misses + 1
    if misses < _MOST_MISSES or intake.requested == "confirm":
        again = _ask_next(replace(intake, misses=misses), (Prompt("我没听明白。"),))
        return replace(again, intake=replace(again.intake, misses=misses))
    skipped = _skip(intake)
    return replace(skipped, prompts=(Prompt("没关系，这个先不填。想找真人，回复“转人工”。"), *skipped.prompts))


# --- filling and asking ----------------------------------------------------------------------------------------


def _use_what_is_known(intake: Intake) -> Intake:
    place = intake.known_address if intake.plan.place_is_personal else None
    return replace(intake, phone=intake.phone or intake.known_phone, place=intake.place or place)


def _fill_from(intake: Intake, said: Said, *, is_first: bool = False, overwrite: bool = False) -> Intake:
    found = {
        "matter": said.entity("matter", _role(intake.kind)),
        "place": said.text if said.kind == "location" else said.entity("place"),
        "time": said.entity("time"),
        "person": said.entity("person"),
        "phone": find_phone(said.text),
    }
    filled = intake
    for name, value in found.items():
        own = is_first and name in ("place", "phone")  # what is said now counts more than what was said last month
        if value and (getattr(filled, name) is None or overwrite or own):
            filled = _set(filled, name, value)
    if is_first and (found["matter"] or not is_bare(said.text)):
        filled = replace(filled, details=said.text)
    return filled


def _role(kind: TicketKind) -> str:
    return {
        TicketKind.ELDERLY_CARE: "elderly",
        TicketKind.DOMESTIC_SERVICE: "domestic",
        TicketKind.PSYCH_HELP: "psych",
        TicketKind.LEGAL_QUESTION: "legal",
        TicketKind.PUBLIC_ISSUE: "public",
    }.get(kind, kind.value)


def _set(intake: Intake, name: str, value: str) -> Intake:
    return replace(intake, **{name: value})  # type: ignore[arg-type]


def _clear(intake: Intake, name: str) -> Intake:
    return replace(intake, **{name: None})  # type: ignore[arg-type]


def _joined(before: str | None, more: str) -> str:
    return f"{before}；{more}" if before else more


def missing(intake: Intake) -> list[str]:
    """Return the fields that are still to be asked, in order, at most three questions in all."""
    wanted = [name for name in intake.plan.fields if getattr(intake, name) is None and _may_ask(intake, name)]
    asked = [name for name in intake.trail if name in intake.plan.fields]
    left = MOST_QUESTIONS - len([name for name in asked if name not in wanted])
    while len(wanted) > max(left, 0) and "time" in wanted:
        wanted.remove("time")
    return wanted


def _may_ask(intake: Intake, name: str) -> bool:
    if intake.consent != "refused":
        return True
    return name not in PERSONAL or (name == "place" and not intake.plan.place_is_personal)


def _needs_consent(intake: Intake) -> bool:
    if intake.consent is not None:
        return False
    names = PERSONAL if intake.plan.place_is_personal else ("phone",)
    return any(getattr(intake, name) for name in names) or any(name in names for name in missing(intake))


def _ask_next(intake: Intake, before: tuple[Prompt, ...] = ()) -> Move:
    names = missing(intake)
    personal_next = not names or names[0] in PERSONAL
    if personal_next and _needs_consent(intake):
        return _ask(intake, "consent", before)
    return _ask(intake, names[0] if names else "confirm", before)


def _ask(intake: Intake, name: str, before: tuple[Prompt, ...] = ()) -> Move:
    trail = intake.trail if name in ("confirm", "consent") or name in intake.trail else (*intake.trail, name)
    asked_again = name == intake.requested
    state = replace(intake, requested=name, trail=trail, misses=intake.misses if asked_again else 0)
    return Move(state, (*before, _prompt(state, name)))


def _prompt(intake: Intake, name: str) -> Prompt:
    if name == "confirm":
        return Prompt(summary(intake), (("提交", "确认"), ("修改", "修改"), ("取消", "取消")))
    if name == "consent":
        return Prompt(question(intake.plan, name), (("同意", "同意"), ("不同意", "不同意")))
    if name == "matter":
        return Prompt(question(intake.plan, name), tuple((one, one) for one in MATTER[intake.kind].values()))
    if name == "place" and intake.known_address:
        return Prompt(question(intake.plan, name), ((f"在我家（{intake.known_address}）", intake.known_address),))
    return Prompt(question(intake.plan, name))


@dataclass(frozen=True)
class _Line:
    label: str
    value: str | None
    shown: Callable[[str], str] = field(default=str)


def summary(intake: Intake) -> str:
    """Return what the ticket would say, for the resident to confirm; the phone number masked."""
    refused = intake.consent == "refused"
    lines = (
        _Line("事情", intake.details),
        _Line("类别", matter_label(intake.kind, intake.matter)),
        _Line("地方", None if refused and intake.plan.place_is_personal else intake.place),
        _Line("时间", intake.time),
        _Line("电话", None if refused else intake.phone, mask_phone),
    )
    text = "\n".join(f"{line.label}：{line.shown(line.value)}" for line in lines if line.value)
    return f"请您看看对不对：\n{text}\n对的话回复 1 提交；要改就说“改地址”“改电话”“改内容”。"
