import pytest

import knowledge.cluster_evaluation as evaluation
from knowledge.cluster_evaluation import count_pairs, main, read_groups
from tests.unit.knowledge.letters import count_letters


def test_questions_that_are_alone_are_no_group_together():
    names, texts = read_groups(["water\t停水了", "-\t几点了", "", "-\t下雨吗"])
    assert texts == ["停水了", "几点了", "下雨吗"]
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    ("groups", "precision", "recall"),
    [
        ([[0, 1, 2], [3]], 1, 1),
        ([[0, 1], [2], [3]], 1, 1 / 3),
        ([[0, 1, 2, 3]], 0.5, 1),
        ([[0], [1], [2], [3]], 1, 0),
    ],
)
def test_pairs_are_counted(groups, precision, recall):
    pairs = count_pairs(["a", "a", "a", "b"], groups)
    assert (pairs.precision, pairs.recall) == (precision, pytest.approx(recall))


def test_where_nothing_means_the_same_nothing_was_missed():
    assert count_pairs(["a", "b"], [[0], [1]]).recall == 1


def test_the_command_prints_a_line_for_each_way_and_distance_and_marks_what_is_shipped(tmp_path, monkeypatch, capsys):
    (tmp_path / "alike.tsv").write_text("water\t停水了\nwater\t停水了吗\n-\t公园能遛狗吗\n", "utf-8")
    monkeypatch.setattr("sys.argv", ["cluster_evaluation", str(tmp_path / "alike.tsv")])
    monkeypatch.setattr(evaluation, "sentence_encoder", lambda: count_letters)
    main()
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} >= {"letters", "meaning", "both"}
    assert [line for line in lines if "shipped" in line] == ["both     0.56  precision 1.000  recall 1.000  shipped"]
    assert "1000 questions" in lines[-1]
