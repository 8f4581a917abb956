"""Simulated studies: populations are as set, performance is as Morris et al. define it, and intervals hold where they have to."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.populations import GRID, REDUCED, Cell, Pool, collection, read_pool, settings, study_of
from framing.simulation import FEW_RUNS, UNITS, due, main, performance, run, simulated

KEPT = Path(__file__).parent.parent / "data" / "simulation"
BASE = GRID[0]
NOBODY = Pool((), np.full(4, 0.25))


def drawn(seed: int = 1, **setting):
    return collection(replace(BASE, **setting), NOBODY, np.random.default_rng(seed))


@pytest.mark.parametrize("alike", [0.05, 0.2])
def test_units_of_an_article_are_as_alike_as_set(alike):
    c = drawn(articles=3000, outlets=1, units=(40, 40), alike=alike)
    first = (c.truth == 0).reshape(3000, 40).mean(axis=1)
    within = (first * (1 - first)).mean() / 39
    assert (first.var() - within) / (0.15 * 0.85) == pytest.approx(alike, abs=0.015)


@pytest.mark.parametrize("accuracy", [0.5, 0.8, 0.95])
def test_the_machine_is_right_as_often_as_set(accuracy):
    c = drawn(articles=2000, accuracy=accuracy)
    assert (c.code == c.truth).mean() == pytest.approx(accuracy, abs=0.01)


def test_errors_lean_to_the_first_value_in_the_second_outlet_alone():
    c = drawn(articles=2000, lean=0.9)
    wrong = (c.code != c.truth) & (c.truth != 0)
    lean = [(c.code[wrong & (c.group == g)] == 0).mean() for g in (0, 1)]
    assert lean == pytest.approx([1 / 3, 0.9 + 0.1 / 3], abs=0.02)


def test_probabilities_are_those_of_being_right():
    c = drawn(articles=3000, outlets=1, shares=((0.25,) * 4,) * 2)
    sure = c.probability.max(axis=1)
    for low in (0.4, 0.6, 0.8):
        near = (sure > low) & (sure < low + 0.1)
        assert (c.probability.argmax(axis=1) == c.truth)[near].mean() == pytest.approx(sure[near].mean(), abs=0.02)


def test_wrong_hand_codes_are_as_many_as_set_and_move_what_is_to_be_found():
    cell = replace(BASE, slips=0.1, articles=1000)
    c = collection(cell, NOBODY, np.random.default_rng(1))
    assert (c.hand != c.truth).mean() == pytest.approx(0.1, abs=0.005)
    shares, _ = simulated(replace(BASE, slips=0.1), NOBODY, 2)
    assert set(shares["truth"]) == {"by hand", "real"}


def test_real_articles_are_drawn_whole_and_the_shares_are_their_means():
    three, two = (np.array([0, 1, 1]), np.eye(4)[[0, 1, 2]]), (np.array([3, 3]), np.eye(4)[[3, 3]])
    pool = Pool(((three, two), (two,)), np.full(4, 0.25))
    c = collection(Cell("real", "codes", articles=6), pool, np.random.default_rng(0))
    assert c.shares == pytest.approx(np.array([[1 / 6, 1 / 3, 0, 1 / 2], [0, 0, 0, 1]]))
    assert set(np.bincount(c.article)[:6]) <= {2, 3} and (np.bincount(c.article)[6:] == 2).all()


@pytest.mark.parametrize(("design", "strata"), [("outlet", 2), ("doubt", 6), ("all", 1)])
def test_a_sample_is_drawn_as_the_design_says(design, strata):
    cell = replace(BASE, design=design)
    study = study_of(cell, drawn(), np.random.default_rng(2))
    assert len(study.sample.population) == strata
    assert study.sample.population.sum() == len(study.group)
    assert study.sample.coded.sum() == len(np.unique(study.sample.rows)) == 200
    assert design == "all" or [study.own(g).sum() for g in (0, 1)] == [100, 100]


@pytest.mark.parametrize("weight", ["article", "unit"])
def test_weights_of_an_outlet_add_up_to_one(weight):
    study = study_of(replace(BASE, weight=weight), drawn(), np.random.default_rng(2))
    assert [study.weight_in(g).sum() for g in (0, 1)] == pytest.approx([1, 1])
    per_article = np.bincount(study.article, study.weight)
    assert (np.ptp(per_article) < 1e-12) == (weight == "article")


def test_one_article_is_nothing_to_judge_an_outlet_by():
    shares, _ = simulated(next(c for c in GRID if c.articles == 1), NOBODY, 2)
    assert set(shares["target"]) == {"corpus"}


def measured(error, half, warned=None, by_hand=None):
    error, half = np.array(error, float), np.array(half, float)
    quiet = np.zeros(len(error), bool) if warned is None else np.array(warned)
    return performance(error, half / 2, half, quiet, error if by_hand is None else np.array(by_hand, float), 50)


def test_performance_of_four_runs_is_what_a_hand_calculation_gives():
    found = measured([0.1, -0.1, 0.3, -0.3], [0.2] * 4)
    assert (found["bias"], found["coverage"], found["coverage_mc"], found["width"]) == pytest.approx((0, 0.5, 0.25, 0.4))
    assert found["se_empirical"] == pytest.approx(np.sqrt(0.2 / 3))
    assert found["se_empirical_mc"] == pytest.approx(np.sqrt(0.2 / 3) / np.sqrt(6))
    assert (found["bias_mc"], found["se_model"]) == pytest.approx((np.sqrt(0.2 / 3) / 2, 0.1))


def test_runs_without_an_interval_are_counted_apart():
    found = measured([0.1, -0.1, 0.3, -0.3], [0.2, np.nan, 0.2, np.nan])
    assert (found["coverage"], found["no_interval"], found["runs"]) == (0.5, 0.5, 4)


def test_coverage_without_a_warning_leaves_out_the_runs_that_warn():
    found = measured([0.1, -0.1, 0.3, -0.3], [0.2] * 4, warned=[False, False, True, True])
    assert (found["coverage_quiet"], found["quiet"], found["warned"]) == (1.0, 2, 0.5)


def test_errors_half_as_large_are_worth_four_times_the_hand_codes():
    found = measured([0.1, -0.1, 0.3, -0.3], [0.2] * 4, by_hand=[-0.2, 0.2, 0.6, -0.6])
    assert found["n_effective"] == pytest.approx(200)
    assert found["n_effective_mc"] > 0


def test_an_interval_without_width_covers_the_share_it_hits():
    assert measured([0, 0, 1e-15], [0, 0, 0])["coverage"] == 1


@pytest.mark.parametrize(("coverage", "off"), [(0.95, False), (0.925, False), (0.91, True), (0.99, True)])
def test_coverage_is_off_beyond_two_monte_carlo_errors_of_the_band(coverage, off):
    row = {"cell": "base", "method": "difference", "truth": "by hand", "positives": 10, "coverage": coverage, "coverage_mc": 0.005}
    assert due(pd.DataFrame([row]), settings([BASE]))["off"].tolist() == [off]


@pytest.mark.parametrize(
    ("changed", "n"), [({}, 1), ({"positives": 9.9}, 0), ({"method": "naive"}, 0), ({"truth": "real"}, 0), ({"cell": "few"}, 0)]
)
def test_coverage_has_to_be_right_from_twenty_articles_and_ten_positives(changed, n):
    row = {"cell": "base", "method": "difference", "truth": "by hand", "positives": 10, "coverage": 0.95, "coverage_mc": 0.005} | changed
    assert len(due(pd.DataFrame([row]), settings([BASE, replace(BASE, name="few", articles=19)]))) == n


def test_the_same_cell_is_the_same_whatever_the_number_of_jobs(tmp_path, monkeypatch):
    cells = [BASE, GRID[1]]
    found = []
    for jobs in (1, 2):
        monkeypatch.setattr("framing.simulation.PARTS", tmp_path / str(jobs))
        found.append([table.to_csv() for table in run(cells, 3, jobs, KEPT / UNITS)])
    assert found[0] == found[1]


def test_a_finished_cell_is_not_run_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("framing.simulation.PARTS", tmp_path)
    first = run([GRID[1]], 2, 1, KEPT / UNITS)[0]
    assert capsys.readouterr().err == "1 of 1: articles 1\n"
    pd.testing.assert_frame_equal(run([GRID[1]], 2, 1, KEPT / UNITS)[0], first)
    assert capsys.readouterr().err == ""


def test_cells_have_names_of_their_own():
    assert len({cell.name for cell in GRID}) == len(GRID)
    assert set(REDUCED) <= {cell.name for cell in GRID}


def test_an_unknown_cell_is_refused(capsys):
    assert main(["--cells", "outlets 9"]) == 1
    assert "cell 'outlets 9'; allowed are base, articles 1," in capsys.readouterr().err


def test_real_articles_have_no_settings_of_constructed_ones():
    table = settings(GRID).set_index("cell")
    assert table.loc["base", "shares"] == "0.15 0.1 0.25 0.5; 0.3 0.1 0.2 0.4"
    assert table.loc["codes, articles 20", ["units", "accuracy", "shares"]].tolist() == ["", "", ""]


def test_kept_results_are_of_every_cell_and_of_enough_runs():
    shares = pd.read_csv(KEPT / "shares.csv")
    assert list(dict.fromkeys(shares["cell"])) == [cell.name for cell in GRID]
    assert pd.read_csv(KEPT / "cells.csv", keep_default_na=False).astype(str).equals(settings(GRID).astype(str))
    assert (shares["runs"] >= 2000).all()


def test_real_units_are_read_with_probabilities_that_add_up_to_one():
    pool = read_pool(KEPT / UNITS)
    assert [len(articles) for articles in pool.articles] == [45, 265]
    assert all(p.sum(axis=1) == pytest.approx(np.ones(len(truth))) for articles in pool.articles for truth, p in articles)


@pytest.fixture(scope="module")
def reduced():
    cells = [cell for cell in GRID if cell.name in REDUCED]
    found = [simulated(replace(cell, compare=False), read_pool(KEPT / UNITS), FEW_RUNS)[0] for cell in cells]
    return pd.concat(found), settings(cells)


def test_corrected_intervals_hold_where_they_have_to(reduced):
    found = due(*reduced)
    assert len(found) > 20
    assert found.loc[found["off"], ["cell", "target", "outlet", "value", "coverage"]].to_numpy().tolist() == []


def test_naive_intervals_fail_on_the_same_populations(reduced):
    naive = reduced[0].query("method == 'naive'").groupby(["cell", "target"])["coverage"].mean().unstack()
    assert (naive["corpus"] < 0.05).all()
    assert (naive["outlet"] < 0.93).all()


def test_where_the_tool_says_nothing_corrected_intervals_hold(reduced):
    quiet = reduced[0].query("method == 'difference' and truth == 'by hand' and quiet >= 100")
    error = np.sqrt(quiet["coverage_quiet"] * (1 - quiet["coverage_quiet"]) / quiet["quiet"])
    assert len(quiet) > 20
    assert (quiet["coverage_quiet"] > 0.93 - 2 * error).all()
