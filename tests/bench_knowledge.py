"""How fast 10,000 published entries answer and go live, and what they weigh: `make bench-knowledge`.

Texts are put together from words of the community's daily life; their vectors are random unit vectors (encoding 100,000
texts takes minutes and says nothing about searching them). Questions are encoded by the real model, on one thread.
The last line is one JSON object.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import random
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from bot.clock import utc_now
from bot.database import Database, migrate, open_engine
from bot.faq import editing
from bot.faq.content import Content, to_json
from bot.faq.lifecycle import Step
from bot.faq.live import LiveKnowledge
from bot.faq.vectors import digest_of
from bot.models import FaqEntry, FaqState, KnowledgeRevision, SentenceVector, Staff
from bot.settings import PROJECT
from knowledge.answers import KnowledgeBase
from knowledge.embeddings import sentence_encoder
from knowledge.wording import normalise

ENTRIES, VARIANTS, QUESTIONS, PUBLICATIONS = 10_000, 10, 300, 20
_WORDS = {
    "who": "我妈 俺爹 邻居 租户 老人 孩子 小区 村里 楼上 物业 社区 网格员 残疾人 低保户 退役军人 志愿者 商户 业主 外来工 独居老人",
    "what": "助餐卡 停车位 电动车 路灯 垃圾桶 暖气 自来水 健身器材 居住证 高龄补贴 老年食堂 活动室 公厕 快递柜 充电桩 门禁卡 "
    "物业费 宅基地 水费 电费 体检 疫苗 助听器 轮椅 图书室 托管班 晾衣绳 排水沟 公交卡 医保",
    "ask": "怎么办 去哪里办 谁来管 什么时候开 要带啥材料 能不能退 收不收钱 坏了找谁 几点开门 有没有规定 咋申请 多久能好",
    "tail": "呀 啊 呢 嘞 不 吗 请问 急 在线等 谢谢",
}
_WHO, _WHAT, _ASK, _TAIL = (words.split() for words in _WORDS.values())
TODAY = date(2026, 11, 23)


def texts(number: int, chance: random.Random) -> list[str]:
    """One title and its variants."""
    who, what, ask = (words[number // size % len(words)] for words, size in ((_WHO, 1), (_WHAT, 20), (_ASK, 600)))
    made = {f"{who}的{what}{ask}{number}"}
    while len(made) < VARIANTS + 1:
        made.add(
            f"{chance.choice(_TAIL)}{what}{chance.choice(_ASK)}{chance.choice(_TAIL)}{who}{chance.randrange(9999)}号"
        )
    return sorted(made)


def fill(database: Database) -> None:
    """Write the entries as if each had been published."""
    chance, numbers = random.Random(1), np.random.default_rng(1)
    with database.session() as session:
        staff = [Staff(username=name, name=name, fs_uniquifier=name) for name in ("甲", "乙")]
        session.add_all([*staff, KnowledgeRevision(id=1, number=1)])
        session.flush()
        for chunk in (range(start, start + 500) for start in range(0, ENTRIES, 500)):
            entries, vectors = [], {}
            for number in chunk:
                title, *variants = texts(number, chance)
                content = to_json(Content(title, "请到社区服务大厅办理。" * 5, tuple(variants)))
                entries.append(
                    {"title": title, "working": content, "published": content, "state": FaqState.PUBLISHED, "revision": 1,
                     "editor_id": staff[0].id, "created_at": utc_now(), "updated_at": utc_now(), "search_text": title}
                )  # fmt: skip
                for text in (title, *variants):
                    vector = numbers.standard_normal(512)
                    kept = (vector / np.linalg.norm(vector)).astype(np.float16).tobytes()
                    vectors[digest_of(normalise(text))] = kept
            session.execute(insert(FaqEntry), entries)
            session.execute(insert(SentenceVector), [{"digest": key, "vector": one} for key, one in vectors.items()])


def megabytes() -> float:
    """What this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Fill, load, ask, publish, print."""
    base, encode = KnowledgeBase.open(PROJECT / "var" / "knowledge"), sentence_encoder()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate(engine)
        database = Database(engine)
        fill(database)
        base.ask("预热", TODAY)
        before = megabytes()
        live, started = LiveKnowledge(database, base, encode), time.perf_counter()
        live.refresh()
        loaded, taken = time.perf_counter() - started, megabytes() - before
        asked, computed = zip(*_ask(live), strict=True)
        published = [_publish(database, live, number) for number in range(PUBLICATIONS)]
    figures = {
        "entries": ENTRIES,
        "variants": VARIANTS,
        "answer_ms_p50": round(float(np.percentile(asked, 50)) * 1000, 1),
        "answer_ms_p95": round(float(np.percentile(asked, 95)) * 1000, 1),
        # Of this process alone, whatever else the machine does.
        "answer_cpu_ms_p95": round(float(np.percentile(computed, 95)) * 1000, 1),
        "publish_s_p95": round(float(np.percentile(published, 95)), 3),
        "load_s": round(loaded, 1),
        "memory_mb": round(taken),
    }
    print(json.dumps(figures))


def _ask(live: LiveKnowledge) -> list[tuple[float, float]]:
    """Seconds passed, and seconds computed, for each question."""
    chance, spent = random.Random(2), []
    for _ in range(QUESTIONS):
        question = f"{chance.choice(_WHO)}{chance.choice(_WHAT)}{chance.choice(_ASK)}"
        started, computing = time.perf_counter(), time.process_time()
        live.ask(question, TODAY)
        spent.append((time.perf_counter() - started, time.process_time() - computing))
    return spent


def _publish(database: Database, live: LiveKnowledge, number: int) -> float:
    """Seconds from the decision to publish until a question gets the new entry."""
    title = f"第{number}个新问题怎么办"
    with database.session() as session:
        writer, reviewer = session.query(Staff).order_by(Staff.id)
        variants = tuple(f"{title}第{one}种问法" for one in range(VARIANTS))
        entry = editing.create(session, Content(title, "去社区。", variants), writer, utc_now())
        editing.take(session, entry, Step.SUBMIT, entry.version, writer, utc_now())
    started = time.perf_counter()
    with database.session() as session:
        editing.take(session, session.merge(entry), Step.PUBLISH, entry.version, reviewer, utc_now())
    answer = live.ask(title, TODAY)
    if answer.entry is None or answer.entry.id != entry.id:
        raise SystemExit(f"{title} was published and is not answered")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
