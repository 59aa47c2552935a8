"""Public telephone numbers that replies name, kept in a table so that staff can correct them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Hotline

DEFAULTS: tuple[dict[str, str | None], ...] = (
    {"key": "police", "number": "110", "name": "报警", "hours": "全天", "source": "全国统一"},
    {"key": "police_sms", "number": "12110", "name": "短信报警", "hours": "全天", "source": "公安部统一的短信报警号码，待本地核实"},
    {"key": "fire", "number": "119", "name": "火警", "hours": "全天", "source": "全国统一"},
    {"key": "ambulance", "number": "120", "name": "急救", "hours": "全天", "source": "全国统一"},
    {"key": "traffic", "number": "122", "name": "交通事故报警", "hours": "全天", "source": "全国统一"},
    {"key": "psychological_aid", "number": "12356", "name": "心理援助热线", "hours": "每天不少于18小时",
     "source": "国家卫生健康委，2025-05-01起全国开通"},
    {"key": "government", "number": "12345", "name": "政务服务便民热线", "hours": "全天", "source": "全国统一"},
    {"key": "legal_aid", "number": "12348", "name": "法律援助热线", "hours": None, "source": "司法行政部门"},
    {"key": "labour", "number": "12333", "name": "人力资源和社会保障热线", "hours": None, "source": "全国统一"},
    {"key": "consumer", "number": "12315", "name": "消费者投诉举报热线", "hours": None, "source": "全国统一"},
    {"key": "women", "number": "12338", "name": "妇女维权热线", "hours": "工作时间", "source": "全国妇联"},
    {"key": "power", "number": "95598", "name": "供电服务热线", "hours": "全天", "source": "国家电网"},
)  # fmt: skip


def default_numbers() -> dict[str, str]:
    """Return each hotline's number by its key, without a look at the table."""
    return {str(row["key"]): str(row["number"]) for row in DEFAULTS}


def numbers(session: Session) -> Mapping[str, str]:
    """Return each hotline's number by its key; what the table lacks comes from the defaults."""
    return default_numbers() | {line.key: line.number for line in session.scalars(select(Hotline))}
