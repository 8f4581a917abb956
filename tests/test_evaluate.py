"""Scores on real sentences that trained nothing, and the log of openings."""

import subprocess
from pathlib import Path

import pytest

from framing.codes import POSTURES
from framing.evaluate import evaluate, log_opening
from framing.news import News

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tables():
    return evaluate(News(ROOT / "data" / "news"), "development")


def test_the_shipped_coder_stands_first_and_every_coder_saw_the_same_units(tables):
    assert tables["machine"]["coder"][0] == "shipped coder"
    assert tables["machine"]["less_than_first"][0] == 0
    assert tables["by_class"]["n"].sum() == tables["variables"]["n_units"][0]


def test_every_posture_has_its_precision_and_recall(tables):
    assert list(tables["by_class"]["value"]) == list(POSTURES)


def test_scores_lie_inside_their_intervals(tables):
    m = tables["machine"]
    assert (m["low"] <= m["macro_f1"]).all() and (m["macro_f1"] <= m["high"]).all()


def test_each_opening_of_the_sealed_part_is_logged_and_counted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for command in (["init", "-q"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *command], check=True)
    for day in ("2026-01-01", "2026-02-01"):
        log_opening(tmp_path / "openings.csv", day)
    rows = (tmp_path / "openings.csv").read_text("utf-8").splitlines()
    assert [r.split(",")[0] for r in rows] == ["date", "2026-01-01", "2026-02-01"] and rows[2].endswith(",2")
