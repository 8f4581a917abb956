"""What the package quotes of the report is what the report says."""

from pathlib import Path

import pytest

from framing.codes import POSTURES
from framing.packaged import CONFUSION_COLUMNS, RESOURCES, SCORE_COLUMNS, coder_confusions, coder_scores, study_profiles, write_packaged
from framing.tables import read_csv

RESULTS = Path(__file__).parent.parent / "report" / "results"


def test_the_packages_tables_are_fresh(tmp_path):
    (tmp_path / "profile").mkdir()
    write_packaged(RESULTS, tmp_path)
    for name in ("study_profiles.csv", "profile/scores.csv", "profile/confusion.csv"):
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


@pytest.mark.parametrize("coder", ["fast", "accurate"])
def test_confusions_have_the_precision_and_recall_of_the_report(coder):
    table = coder_confusions(RESULTS)
    assert list(table) == CONFUSION_COLUMNS
    own = (
        table[(table["coder"] == coder) & (table["variable"] == "posture")]
        .pivot(index="hand", columns="machine", values="n_units")
        .fillna(0)
    )
    printed = (
        read_csv(RESULTS / "development_by_class.csv", n=int, precision=float, recall=float).query("coder == @coder").set_index("value")
    )
    for posture in POSTURES:
        hits, row = own.loc[posture, posture], printed.loc[posture]
        found = (own.loc[posture].sum(), hits / own[posture].sum(), hits / own.loc[posture].sum())
        assert found == pytest.approx((row["n"], row["precision"], row["recall"]), abs=1e-6)
