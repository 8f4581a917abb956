"""Corrected shares against textbook, library and exact values, and what their intervals cover."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.correction import corrected_shares
from framing.gold import Sample, Study, study_of
from framing.prevalence import estimate
from framing.scheme import shipped_scheme
from tests.sheets import OPTIONS, TONE, share, sheet, units

ERROR = 2.6 * np.sqrt(0.95 * 0.05 / 500)  # Monte Carlo error of a coverage in 500 runs: 1 % of them are farther off


# Exact and published values


@pytest.mark.parametrize("power", [1.0, 0.0])
def test_over_all_samples_of_a_population_share_and_variance_are_unbiased(power):
    codes, truth, strata = units("1100101"), "1010110", list("سسسسععع")
    found = []
    for rows in product(combinations(range(4), 2), combinations(range(4, 7), 2)):
        drawn = [*rows[0], *rows[1]]
        gold = sheet(codes, drawn, "".join(truth[i] for i in drawn), strata)
        found.append(
            share(corrected_shares(codes, gold, "tone", **OPTIONS, power=power, methods=["difference"]))[["share", "se"]].astype(float)
        )
    shares, errors = np.array(found).T
    assert len(shares) == 18
    assert shares.mean() == pytest.approx(4 / 7)
    assert (errors**2).mean() == pytest.approx(shares.var())


def test_groups_that_cross_the_strata_are_unbiased_over_all_samples():
    codes, truth = units("110010", outlets="اااببب"), "101011"
    samples = [list(rows) for rows in combinations(range(6), 4)]
    found = [
        corrected_shares(codes, sheet(codes, s, "".join(truth[i] for i in s)), "tone", **OPTIONS, power=1.0, methods=["difference"])
        for s in samples
    ]
    assert np.mean([share(f, group="ا")["share"] for f in found]) == pytest.approx(2 / 3)
    assert np.mean([share(f, group="ب")["share"] for f in found]) == pytest.approx(2 / 3)


def test_hand_codes_alone_give_lohrs_share_of_women_in_learned_societies():
    # Lohr, Sampling: Design and Analysis, example of the ACLS survey: 24.65 %, standard error .0071; the women are from printed percentages
    members, returned = [9100, 1950, 5500, 10850, 2100, 5500, 9000], [636, 451, 481, 611, 493, 575, 588]
    women = [round(n * p / 100) for n, p in zip(returned, (38, 27, 18, 19, 36, 13, 26), strict=True)]
    codes = units("0" * sum(members))
    strata = np.repeat([f"society {i}" for i in range(7)], members)
    first = np.cumsum([0, *members[:-1]])
    rows = np.concatenate([np.arange(start, start + n) for start, n in zip(first, returned, strict=True)])
    hand = "".join("1" * w + "0" * (n - w) for w, n in zip(women, returned, strict=True))
    found = share(corrected_shares(codes, sheet(codes, rows, hand, strata), "tone", **OPTIONS), method="hand")
    assert found["share"] == pytest.approx(0.2465, abs=3e-4)
    assert found["se"] == pytest.approx(0.0071, abs=5e-5)


@pytest.mark.parametrize(("power", "expected"), [(0.0, 0.5), (0.5, 0.4875), (1.0, 0.475)])
def test_the_share_is_that_of_prediction_powered_inference(power, expected):
    # ppi_mean_pointestimate of ppi-python 0.2.3: mean(lam * Yhat_of_all) + mean(Y - lam * Yhat)
    p = np.array([0.9, 0.2, 0.7, 0.4, 0.1, 0.3, 0.8, 0.6, 0.2, 0.9, 0.5, 0.7, 0.1, 0.3, 0.6, 0.2, 0.9, 0.8, 0.4, 0.1])
    codes = units("0" * 20, p_yes=p, p_no=1 - p)
    gold = sheet(codes, range(10), "1011001001")
    assert share(corrected_shares(codes, gold, "tone", **OPTIONS, power=power))["share"] == pytest.approx(expected)


def test_lambda_is_the_slope_of_hand_codes_on_the_machines():
    codes = units("1100" * 10)
    hand, machine = "11011000101001100011", "10" * 10
    slope = np.cov(list(map(int, hand)), list(map(int, machine)))[0, 1] / np.var(list(map(int, machine)), ddof=1)
    found = share(corrected_shares(codes, sheet(codes, range(0, 40, 2), hand), "tone", **OPTIONS))
    assert found["note"].startswith(f"lambda {slope:.2f}")
    assert slope == pytest.approx(0.2)


def test_a_tuned_lambda_is_never_worse_than_hand_codes_alone_or_all_of_the_machine():
    codes = units("1100" * 10)
    gold = sheet(codes, range(0, 40, 2), "11011000101101100011")
    tuned, alone, whole = (share(corrected_shares(codes, gold, "tone", **OPTIONS, power=p))["se"] for p in (None, 0.0, 1.0))
    assert tuned <= min(alone, whole)


def test_back_calculation_is_rogan_and_gladens():
    # sensitivity .8, specificity .9, apparent share .24: (.24 + .9 - 1) / (.8 + .9 - 1) = .2
    codes = units("1" * 8 + "0" * 2 + "1" * 1 + "0" * 9 + "1" * 15 + "0" * 65)
    gold = sheet(codes, range(20), "1" * 10 + "0" * 10)
    found = share(corrected_shares(codes, gold, "tone", **OPTIONS), method="back-calculation")
    variance = (0.2**2 * 0.8 * 0.2 / 10 + 0.8**2 * 0.9 * 0.1 / 10) / 0.7**2  # of the rates among ten units each, by the delta method
    assert (found["share"], found["se"]) == (pytest.approx(0.2), pytest.approx(np.sqrt(variance * (1 - 20 / 100) * 20 / 19)))


def test_an_outlets_articles_all_coded_by_hand_give_students_interval():
    codes, truth = units("10" * 8, articles=4), "1111111010000000"
    found = corrected_shares(codes, sheet(codes, range(16), truth), "tone", scheme=TONE, target="outlet")
    shares = np.array([1, 3 / 4, 1 / 4, 0])
    low, high = stats.t.interval(0.95, 3, shares.mean(), shares.std(ddof=1) / 2)
    assert share(found)[["share", "low", "high"]].astype(float).tolist() == pytest.approx([0.5, low, high])


# What intervals cover


def simulated(draw: np.random.Generator, n_articles: int) -> tuple[np.ndarray, np.ndarray]:
    """True and machine's value numbers of articles of 20 units, each article with shares of its own; a third of the procedural is taken for skeptical."""
    p = draw.dirichlet([1.2, 0.8, 2, 6], n_articles).repeat(20, axis=0)
    truth = (draw.random((len(p), 1)) > p.cumsum(axis=1)).sum(axis=1).clip(max=3)
    return truth, np.where((truth == 3) & (draw.random(len(p)) < 1 / 3), 0, truth)


def drawn(study: Study, truth: np.ndarray, machine: np.ndarray, draw: np.random.Generator, n: int = 120) -> Study:
    """A study of as many articles, with another sample of theirs coded by hand."""
    rows = draw.choice(len(truth), n, replace=False)
    sample = Sample(rows, np.eye(4)[truth[rows]], np.zeros(n, int), np.array([len(truth)]), np.array([n]), 0)
    return replace(study, machine=np.eye(4)[machine], counted=np.eye(4)[machine], sample=sample)


def one_study(n_articles: int, target: str) -> Study:
    n = 20 * n_articles
    codes = pd.DataFrame({"unit_id": [f"{i}" for i in range(n)], "article_id": [f"{i // 20}" for i in range(n)], "outlet": "o"})
    codes = codes.assign(posture="skeptical", stratum="all", population=n, sampled=n, inclusion=1)
    return study_of(codes, codes, "posture", scheme=shipped_scheme(), by="outlet", weight="unit", machine="codes", target=target)


def covered(found, truth: np.ndarray) -> np.ndarray:
    return np.abs(found.share - truth) <= found.half_width(0.95)


def test_intervals_of_a_corpus_cover_its_shares_where_naive_ones_never_do():
    draw = np.random.default_rng(4)
    population = simulated(draw, 40)
    study, shares = one_study(40, "corpus"), np.bincount(population[0]) / 800
    runs = [drawn(study, *population, draw) for _ in range(500)]
    corrected = np.mean([covered(estimate(run, 0, "difference"), shares) for run in runs], axis=0)
    assert (np.abs(corrected - 0.95) < ERROR)[[0, 3]].all()
    assert not covered(estimate(runs[0], 0, "naive"), shares)[[0, 3]].any()


def test_intervals_of_an_outlet_cover_what_it_publishes_where_naive_ones_rarely_do():
    draw, published, study = np.random.default_rng(5), np.array([0.12, 0.08, 0.2, 0.6]), one_study(30, "outlet")
    runs = [drawn(study, *simulated(draw, 30), draw) for _ in range(500)]
    corrected, naive = (np.mean([covered(estimate(r, 0, m), published) for r in runs], axis=0) for m in ("difference", "naive"))
    assert (np.abs(corrected - 0.95) < ERROR)[[0, 3]].all()
    assert (naive[[0, 3]] < 0.2).all()


def test_the_interval_of_a_corpus_coded_whole_has_no_width():
    codes = units("1100")
    found = share(corrected_shares(codes, sheet(codes, range(4), "1010"), "tone", **OPTIONS))
    assert (found["share"], found["low"], found["high"]) == (0.5, 0.5, 0.5)
