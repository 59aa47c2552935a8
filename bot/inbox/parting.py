"""Parting: the form in which staff take a second matter out of a ticket, and what they have filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from bot.inbox import matters, said
from bot.inbox.matters import MatterGroup
from bot.inbox.refusals import Refused
from bot.inbox.rows import ticket_title
from bot.masks import mask_text
from bot.models import Staff, Ticket
from bot.tickets import Part, is_active
from bot.tickets.places import find_area
from bot.tickets.splitting import divide, pieces

_LONGEST_PLACE = 200


@dataclass(frozen=True)
class Piece:
    """Some of the ticket's words."""

    at: int
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Parting:
    """The form. `version` is of the words: it stops a split of words that have changed meanwhile."""

    number: str
    title: str
    is_open: bool
    is_confidential: bool
    version: str
    pieces: tuple[Piece, ...]
    groups: tuple[MatterGroup, ...]
    chosen: str
    more: str
    place: str
    area: str


def parting(session: Session, ticket: Ticket, form: MultiDict[str, str]) -> Parting:
    """Return the form of a ticket, with what was filled in before."""
    chosen, place = form.getlist("piece"), form.get("place", ticket.place or "")
    return Parting(
        number=ticket.number,
        title=ticket_title(ticket),
        is_open=is_active(ticket.state),
        is_confidential=ticket.confidential,
        version=_version(ticket),
        pieces=tuple(Piece(at, mask_text(text), str(at) in chosen) for at, text in enumerate(pieces(ticket.details))),
        groups=matters.groups(),
        chosen=form.get("matter", ""),
        more=form.get("more", ""),
        place=place,
        area=area_name(session, ticket, place),
    )


def area_name(session: Session, ticket: Ticket, place: str) -> str:
    """Return the area to which a place leads, "" when nobody knows one."""
    area = ticket.area if place.strip() == (ticket.place or "") else find_area(session, place, ticket.area)
    return area.full_name or area.name if area else ""


def read(form: MultiDict[str, str], ticket: Ticket, staff: Staff, new_key: Callable[[], str]) -> Part:
    """Return what is to be taken out of a ticket. Raises `Refused` where something is missing or has changed."""
    if form.get("version") != _version(ticket):
        raise Refused("这个工单刚刚有人改过，请再看一遍要拆什么。")
    found = matters.read(form.get("matter", ""))
    if found is None or not matters.is_filed(found[0]):
        raise Refused("请选新工单是什么事。", 422)
    stays, goes = _words(form.getlist("piece"), said.read_text(form, name="more", may_be_empty=True), ticket)
    return Part(
        cause=f"split:{ticket.id}:{said.read_once(form, staff) or new_key()}",
        kind=found[0],
        matter=found[1],
        place=form.get("place", ticket.place or "").strip()[:_LONGEST_PLACE],
        goes=goes,
        stays=stays,
    )


def _words(chosen: Sequence[str], more: str, ticket: Ticket) -> tuple[str, str]:
    stays, goes = divide(ticket.details, {int(one) for one in chosen if one.isdigit()})
    if not goes and not more:
        raise Refused("请勾选归新工单的话，或者自己写一句。", 422)
    if not stays:
        raise Refused("原来的工单也要留下一句话，请少勾一句。", 422)
    return (stays if goes else ticket.details), "\n".join(part for part in (goes, more) if part)


def _version(ticket: Ticket) -> str:
    return hashlib.sha256(ticket.details.encode()).hexdigest()[:12]
