import json

import pytest

from knowledge.answers import KnowledgeBase
from knowledge.evaluation import evaluate, judge, main, summarise, table
from knowledge.questions import Question
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS
from tests.unit.knowledge.test_answers import FOUND, Finds


@pytest.mark.parametrize(("articles", "rank"), [((19,), 1), ((26,), 2), ((3, 25), 3), ((3,), None), ((), None)])
def test_a_rank_counts_distinct_articles_and_ends_after_three(articles, rank):
    assert judge(Question("问", articles), FOUND, refused=False).rank == rank


@pytest.mark.parametrize(
    ("article", "paragraph", "right"), [(19, 2, True), (19, 1, False), (40, 1, None), (19, None, None)]
)
def test_a_paragraph_is_judged_where_a_reviewer_named_it(article, paragraph, right):
    assert judge(Question("问", (article,), paragraph=paragraph), FOUND, refused=False).paragraph is right


def test_figures_are_shares_of_their_own_sort():
    asked = {"对": (19,), "二": (26,), "错": (3,), "不": (), "无": ()}
    refused = {"错", "不"}
    questions = [Question(text, articles) for text, articles in asked.items()]
    figures = summarise(evaluate(questions, lambda text: (FOUND, text in refused)))
    assert (figures.n, figures.top1, figures.top3) == (5, 0.3333, 0.6667)
    assert (figures.abstained_right, figures.abstained_wrong) == (0.5, 0.3333)


def test_where_there_is_nothing_to_measure_there_is_no_figure():
    figures = summarise([judge(Question("问", (19,)), FOUND, refused=False)])
    assert figures.abstained_right is None


def test_the_table_has_a_line_for_each_kind_and_one_for_all():
    outcomes = [judge(Question("问", (19,), kind), FOUND, refused=False) for kind in ("close", "dialect")]
    assert [line.split()[0] for line in table(outcomes).splitlines()] == ["kind", "close", "dialect", "all"]


def test_the_last_line_printed_is_the_figures_as_json(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(KnowledgeBase, "open", lambda _: KnowledgeBase(DOCUMENT, EXPLANATIONS, Finds("answer")))
    path = tmp_path / "some.tsv"
    path.write_text("谁来调解\t19\n今天下雨吗\t0\tfar\n", encoding="utf-8")
    assert main([str(path)]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures.pop("ms_per_question") >= 0
    assert figures == {"n": 2, "top1": 1.0, "top3": 1.0, "abstained_right": 0.0, "abstained_wrong": 0.0}


def test_a_bad_file_is_named_with_its_line_and_nothing_is_measured(tmp_path, capsys):
    path = tmp_path / "bad.tsv"
    path.write_text("好\t1\n坏\n", encoding="utf-8")
    assert main([str(path)]) == 2
    assert "bad.tsv, line 2" in capsys.readouterr().err
