"""Account menu: the menu of the official account as administrators last saved it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class AccountMenu(Base):
    """One row at most; without one the menu is the default of `bot/wechat/menu.py`."""

    __tablename__ = "account_menu"

    id: Mapped[int] = mapped_column(primary_key=True)
    buttons: Mapped[list[dict[str, Any]]]
    saved_at: Mapped[datetime]
    # When WeChat took it; None while what was saved is not published yet.
    pushed_at: Mapped[datetime | None]
