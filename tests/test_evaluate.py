"""Scores on real sentences that trained nothing, and the log of openings."""

import contextlib
import io
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.evaluate import log_opening, main

ROOT = Path(__file__).parent.parent


TABLES = (
    "machine", "stability", "variables", "by_class", "calibration", "certainty", "abstention", "shares", "lexicon", "ablation", "learning_curve",
)  # fmt: skip


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """What `python -m framing.evaluate development` returned, wrote and said, no files of others given."""
    folder = tmp_path_factory.mktemp("results")
    with (
        pytest.MonkeyPatch.context() as here,
        contextlib.redirect_stdout(io.StringIO()) as out,
        contextlib.redirect_stderr(io.StringIO()) as err,
    ):
        here.chdir(ROOT)
        here.delenv("FRAMING_EXTERNAL", raising=False)
        returned = main(["development", "--out", str(folder)])
    return returned, folder, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def tables(command):
    return {t: pd.read_csv(command[1] / f"development_{t}.csv") for t in TABLES}


def test_without_the_files_of_others_the_command_says_so_and_scores_the_rest(command):
    returned, folder, out, err = command
    assert returned == 0
    assert err == "stems, lemmas, boundaries and speakers not measured: say EXTERNAL=<folder of the published files> (data/README.md)\n"
    assert [line for line in out.splitlines() if line.startswith("development part")] == [
        f"development part of WikiNews and PUD: {t}" for t in TABLES
    ]
    assert {p.name for p in folder.iterdir()} == {f"development_{t}.csv" for t in TABLES}


def test_the_two_steps_of_voice_are_scored(tables):
    for _, scored in tables["variables"].groupby("coder", sort=False):
        assert scored["variable"].tolist() == ["appraisal", "explains", "voice", "frames", "attributed"]
    scored = tables["variables"].set_index(["coder", "variable"])
    assert scored.loc[("fast", "attributed"), "measure"] == "F1"
    assert (scored["low"] <= scored["score"]).all() and (scored["score"] <= scored["high"]).all()


def test_the_fast_coder_stands_first_and_every_coder_saw_the_same_units(tables):
    assert tables["machine"]["coder"][0] == "fast coder"
    assert tables["machine"]["less_than_first"][0] == 0
    n = tables["variables"]["n_units"][0]
    assert (tables["by_class"].groupby("coder")["n"].sum() == n).all() and (tables["calibration"].groupby("coder")["n"].sum() == n).all()
    assert (tables["shares"].groupby("coder")["n_units"].sum() == n).all()


def test_every_posture_has_its_precision_and_recall(tables):
    assert list(tables["by_class"]["value"]) == 2 * list(POSTURES)
    assert list(dict.fromkeys(tables["by_class"]["coder"])) == ["fast", "accurate"]


def test_without_a_threshold_abstention_leaves_every_unit_and_scores_as_the_coder_does(tables):
    every = tables["abstention"].query("threshold == 0").set_index("coder")
    assert (every["coverage"] == 1).all()
    scores = tables["machine"].set_index("coder")["macro_f1"]
    assert every["macro_f1"]["accurate"] == pytest.approx(scores["accurate coder"], abs=1e-5)


def test_more_is_left_uncoded_under_a_higher_threshold(tables):
    for _, own in tables["abstention"].groupby("coder"):
        assert own["coverage"].is_monotonic_decreasing


def test_coders_are_refitted_for_the_study_beside_the_development_part(tables):
    assert set(tables["learning_curve"]["set"]) == set(tables["ablation"]["set"]) == {"development", "study"}
    whole = tables["learning_curve"].query("curve != 'exemplars alone'").groupby("set")["n_sentences"].max()
    assert whole.nunique() == 1


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


def test_a_folder_without_the_files_opens_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    log = tmp_path / "openings.csv"
    monkeypatch.setattr("framing.evaluate.LOG", log)
    assert main(["sealed", "--external", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert "words_segmentation.tsv: no such file" in capsys.readouterr().err
    assert not log.exists()
