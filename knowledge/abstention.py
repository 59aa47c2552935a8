"""Whether the regulation answers a question at all: a model trained on reviewed answerable and unanswerable questions.

Similarity alone does not tell: 网格员工资多少 is near the article on grid workers, which names no wage. So beside wording and
meaning the model sees what the regulation has no words for, and what kind of fact is asked for.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import RidgeClassifier
from sklearn.utils.class_weight import compute_sample_weight

from knowledge.residue import Residue
from knowledge.wording import normalise

# Kinds of facts the regulation seldom states, and the two it does (area: article 10, date: article 40). They are evidence
# for the model, not rules.
CUES = {
    "money": r"多少钱|几块|几万|几百|价格|收费|费用|工资|补贴|标准是多少|奖金|奖励多少",
    "contact": r"电话|号码|热线|联系方式|微信号|网址|网站|地址|在哪条路|几号楼|哪栋|怎么走",
    "time": r"几点|周末|星期几|几天|多少天|几个月|多久|期限|截止|时间表|几年",
    "penalty": r"罚多少|罚款|罚几|判几年|坐牢|拘留|犯法|违法|犯罪",
    "procedure": r"材料|流程|手续|怎么办理|怎么申请|申请条件|怎么报名|报名|怎么登记|下载|登录|密码|模板",
    "name": r"谁叫|叫什么|姓什么|哪位|名字|名单",
    "count": r"几个人|多少人|几名|多少个|几次|百分之|几成|比例|几户",
    "area": r"平方|平米|多大|面积",
    "in force": r"施行|生效|实施|实行|执行|算数",
    "other law": r"民法典|劳动法|刑法|宪法|物业管理条例|信访条例|别的条例|郑州|北京",
}
# Measured best of 0.05 to 1, on folds, on topics and on kinds of questions that the model had not seen (docs/knowledge.md).
_ALPHA = 0.1
_CUE_WEIGHT = 0.45
_GRAMS = (1, 3)


def find_cues(question: str) -> list[str]:
    """The names of the cues that stand in a question."""
    plain = normalise(question)
    return [name for name, pattern in CUES.items() if re.search(pattern, plain)]


class AbstentionModel:
    """Learns from features of questions (rows) and whether each is answerable; `residue` knows the regulation's words."""

    def __init__(
        self, features: csr_matrix, questions: Sequence[str], answerable: Sequence[bool], residue: Residue
    ) -> None:
        if len(set(answerable)) < 2:
            raise ValueError("questions of both classes are needed, answerable ones and others")
        self._residue = residue
        self._grams = TfidfVectorizer(analyzer="char", ngram_range=_GRAMS, sublinear_tf=True, dtype=np.float32)
        self._grams.fit([residue.of(question) for question in questions])
        # Both sorts weigh the same, because the reviewed questions have more answerable ones than residents will.
        weights = compute_sample_weight("balanced", answerable)
        self._model = RidgeClassifier(alpha=_ALPHA).fit(
            self._with_more(features, questions), answerable, sample_weight=weights
        )

    def answerable(self, features: csr_matrix, questions: Sequence[str]) -> NDArray[np.float64]:
        """For each question the probability that the regulation answers it."""
        # The model is fitted to 1 for answerable and -1 for unanswerable questions.
        scores = self._model.decision_function(self._with_more(features, questions))
        return np.clip((1 + scores) / 2, 0.0, 1.0)

    def _with_more(self, features: csr_matrix, questions: Sequence[str]) -> csr_matrix:
        left = self._grams.transform([self._residue.of(question) for question in questions])
        found = [find_cues(question) for question in questions]
        cues = csr_matrix([[_CUE_WEIGHT * (name in names) for name in CUES] for names in found])
        return hstack([features, left, cues]).tocsr()
