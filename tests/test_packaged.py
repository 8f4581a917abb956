"""What the package quotes of the report is what the report says."""

from pathlib import Path

import pytest

from framing.packaged import RESOURCES, SCORE_COLUMNS, coder_scores, study_profiles, write_packaged
from framing.tables import read_csv

RESULTS = Path(__file__).parent.parent / "report" / "results"


def test_the_packages_tables_are_fresh(tmp_path):
    (tmp_path / "profile").mkdir()
    write_packaged(RESULTS, tmp_path)
    for name in ("study_profiles.csv", "profile/scores.csv"):
        assert (tmp_path / name).read_bytes() == (RESOURCES / name).read_bytes(), "run make packaged"


def test_every_text_of_the_study_is_there_once_for_each_coder():
    table = study_profiles(RESULTS)
    assert len(table) == 6 * 3 * 4
    assert table.groupby(["group", "coder"])["share"].sum().round(4).eq(1).all()


@pytest.mark.parametrize("name", ["development", "sealed", "study"])
def test_scores_are_those_of_the_report(name):
    table = coder_scores(RESULTS)
    printed = read_csv(RESULTS / ("machine.csv" if name == "study" else f"{name}_machine.csv")).set_index("coder")
    own = table[(table["set"] == name) & (table["variable"] == "posture") & (table["measure"] == "macro-F1")]
    assert list(table) == SCORE_COLUMNS
    assert {f"{c} coder": s for c, s in zip(own["coder"], own["score"], strict=True)} == {
        f"{c} coder": printed.loc[f"{c} coder", "macro_f1"] for c in ("fast", "accurate")
    }
