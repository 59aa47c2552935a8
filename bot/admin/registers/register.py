"""Register: a table that administrators keep, described once for its page, its form, its sheet and its audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.admin.registers.fields import KEEP, Field, Words, WrongValue
from bot.models import Base, Staff

Row = Any
Sheet = Mapping[str, Words]


class Refused(Exception):
    """Nothing was changed; `errors` maps labels of fields to what is wrong, "" to what is wrong with the whole."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(f"{label}：{words}" if label else words for label, words in errors.items()))
        self.errors = dict(errors)


def _nothing(*_given: Any) -> None:
    """Most registers have no rule beyond their fields."""


@dataclass(frozen=True)
class Register:
    """`key` names the fields (labels) by which a line of a sheet finds its row.

    `prepare` fills what a new row needs besides its fields; `settle` is called once a row is written, and may raise
    `Refused`. `can_add` is off where the rows are given, such as one a kind of ticket.
    """

    slug: str
    noun: str
    intro: str
    model: type[Base]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    order: tuple[Any, ...]
    name_of: Callable[[Row], str]
    can_add: bool = True
    can_remove: bool = True
    has_sheet: bool = True
    prepare: Callable[[Row], None] = _nothing
    settle: Callable[[Session, Row, Staff | None, datetime], None] = _nothing

    @property
    def labels(self) -> tuple[str, ...]:
        """Headings of the sheet."""
        return tuple(field.label for field in self.fields)

    def all_rows(self) -> Select[Any]:
        """Return the rows in their order."""
        return select(self.model).order_by(*self.order)

    def find(self, session: Session, id_: str) -> Row | None:
        """Return a row by its primary key as written in an address."""
        (column,) = self.model.__mapper__.primary_key
        try:
            return session.get(self.model, column.type.python_type(id_))
        except (ValueError, NotImplementedError):
            return None

    def id_of(self, row: Row) -> str:
        """Return a row's primary key as written in an address and in the audit trail."""
        (column,) = self.model.__mapper__.primary_key
        value = getattr(row, self.model.__mapper__.get_property_by_column(column).key)
        return str(getattr(value, "value", value))

    def words(self, row: Row) -> dict[str, Words]:
        """Return a row in words."""
        return {field.label: field.show(getattr(row, _shown(field.name))) for field in self.fields}

    def fill(self, session: Session, row: Row, sheet: Sheet, *, is_new: bool) -> None:
        """Write words into a row; what the sheet leaves out stays. Raises `Refused` with every wrong field."""
        errors: dict[str, str] = {}
        for field in self.fields:
            if field.label not in sheet or (field.is_fixed and not is_new):
                continue
            try:
                value = field.read(session, sheet[field.label])
            except WrongValue as error:
                errors[field.label] = str(error)
                continue
            # The same value set again would count as a change.
            if value is not KEEP and getattr(row, field.name) != value:
                setattr(row, field.name, value)
        if errors:
            raise Refused(errors)


def _shown(name: str) -> str:
    """An area is kept by its id and shown by its name: the relationship beside the column."""
    return name.removesuffix("_id")


def key_of(register: Register, sheet: Sheet) -> tuple[Words, ...]:
    """Return what identifies a line of a sheet."""
    return tuple(sheet.get(label, "").strip() for label in register.key)


def by_key(register: Register, rows: Sequence[Row]) -> dict[tuple[Words, ...], Row]:
    """Return rows by what identifies them in a sheet."""
    return {key_of(register, register.words(row)): row for row in rows}
