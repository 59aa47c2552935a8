"""Accounts: how Flask-Security finds staff in our database, and the form they log in with."""

from __future__ import annotations

from typing import Any

from flask_security import UserDatastore
from flask_security.forms import LoginForm as BaseLoginForm
from sqlalchemy import func, select
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from bot.database import Database
from bot.models import Role, Staff


class StaffDatastore(UserDatastore):
    """Staff and roles for Flask-Security.

    Each request reads its person in a session of its own and lets it go at once: on SQLite an open session that might
    write would keep everybody else waiting, and a live page stays open for minutes.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(Staff, Role)
        self._database = database

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Staff | None:
        """Return the person with the given attribute, detached from any session."""
        (name, value), *_ = kwargs.items()
        column = getattr(Staff, name)
        same = func.lower(column) == func.lower(value) if case_insensitive else column == value
        with self._database.reader() as session:
            staff = session.scalar(select(Staff).where(same))
            if staff is not None and staff.area is not None:
                staff.area.lineage()  # read up to the city now: later there is no session
            session.expunge_all()
            return staff

    def find_role(self, role: str) -> Role | None:
        """Return the role of that name."""
        with self._database.reader() as session:
            found = session.scalar(select(Role).where(Role.name == role))
            session.expunge_all()
            return found

    def put(self, model: Any) -> Any:
        """Write a changed or new row at once."""
        with self._database.session() as session:
            return session.merge(model)

    def delete(self, model: Any) -> None:
        """Delete a row at once."""
        with self._database.session() as session:
            session.delete(session.merge(model))

    def commit(self) -> None:
        """Do nothing: `put` and `delete` have committed."""


class LoginForm(BaseLoginForm):
    """工号 and password; there is nothing to remember on a shared office computer."""

    email = None
    remember = None
    username = StringField("账号", validators=[InputRequired("请填写账号。")])
    password = PasswordField("密码", validators=[InputRequired("请填写密码。")])

    def validate(self, **kwargs: Any) -> bool:
        """Find the person by account name; the base class checks the rest."""
        from flask_security.proxies import _datastore

        self.ifield = self.username
        name = (self.username.data or "").strip()
        self.user = _datastore.find_user(case_insensitive=True, username=name) if name else None
        return bool(super().validate(**kwargs))
