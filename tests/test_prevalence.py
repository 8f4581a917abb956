"""Corrected shares against textbook, library and exact values, and what their intervals cover."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.correction import corrected_shares
from framing.gold import Sample, Study, study_of
from framing.prevalence import UNSEEN, UNSEEN_OF_PROBABILITIES, _satterthwaite, _unevenness, estimate
from framing.scheme import from_data, shipped_scheme
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
    error = np.sqrt(shares.var(ddof=1) / 4 + UNSEEN / 16**2)
    low, high = stats.t.interval(0.95, 3, shares.mean(), error)
    assert share(found)[["share", "low", "high"]].astype(float).tolist() == pytest.approx([0.5, low, high])


def test_an_outlet_of_articles_of_many_lengths_has_the_cr2_variance_and_its_degrees_of_freedom():
    # mean of 30 units in six clusters: the closed form of CR2 and of its Satterthwaite degrees of freedom for an intercept (Pustejovsky & Tipton 2018)
    n, positives = np.array([3, 8, 5, 1, 9, 4]), [3, 2, 4, 0, 5, 1]
    hand = "".join("1" * p + "0" * (m - p) for m, p in zip(n, positives, strict=True))
    codes = units("0" * 30).assign(article_id=np.repeat(list("abcdef"), n))
    found = share(corrected_shares(codes, sheet(codes, range(30), hand), "tone", **OPTIONS, target="outlet", power=0.0))
    between = (n * (np.array(positives) / n - 0.5)) ** 2
    variance = (between / (1 - n / 30)).sum() / 30**2
    assert (found["share"], found["se"]) == (0.5, pytest.approx(np.sqrt(variance)))
    assert _satterthwaite(n / 30, n / 30) == pytest.approx(3.633115934975177)
    # expected of articles lies between what units that vary alone add, and what articles that vary as wholes do
    wide = np.sqrt(variance + UNSEEN / 30**2)
    alone, whole = (stats.t.ppf(0.975, _satterthwaite(n / 30, v)) * wide for v in (n / 30, (n / 30) ** 2))
    assert alone < found["high"] - found["share"] < whole


def test_articles_alike_have_one_degree_of_freedom_less_than_there_are():
    assert _satterthwaite(np.full(7, 1 / 7), np.full(7, 3.0)) == pytest.approx(6)


def test_sampled_units_in_few_articles_cost_degrees_of_freedom():
    even, few = (_satterthwaite(np.full(20, 0.05), np.repeat([1.0, x], [4, 16])) for x in (1, 0.01))
    assert even == pytest.approx(19)
    assert 3 < few < 5


def test_articles_of_one_unit_have_the_mean_and_variance_of_design_based_supervised_learning():
    # Egami et al. (2023): the mean of pseudo-outcomes, machine + sampled × (hand − machine) / inclusion, and their variance over N
    machine = np.array([0.9, 0.2, 0.6, 0.4, 0.1, 0.3, 0.8, 0.7, 0.2, 0.8, 0.5, 0.5])
    codes = units("0" * 12, articles=12, p_yes=machine, p_no=1 - machine)
    sampled, hand = np.arange(6), np.array([1, 0, 1, 0, 0, 0])
    pseudo = machine + np.bincount(sampled, 2 * (hand - machine[sampled]), 12)
    found = share(corrected_shares(codes, sheet(codes, sampled, "101000"), "tone", scheme=TONE, target="outlet", power=1.0))
    assert found["share"] == pytest.approx(pseudo.mean())
    centred = pseudo - np.bincount(
        sampled, np.full(6, 2 * (hand - machine[sampled]).mean()), 12
    )  # weights add up to 1: no variance by how many were drawn
    assert found["se"] == pytest.approx(centred.std(ddof=1) / np.sqrt(12))


def test_back_calculation_of_probabilities_is_probabilistic_adjusted_count():
    # quapy 0.2.3: PACC.getPteCondEstim of the six sampled units, solved for the mean probability of all ten
    scheme = from_data({"variables": {"tone": {"values": ["a", "b", "c"]}}}, "test")
    p = [[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.2, 0.6, 0.2], [0.3, 0.5, 0.2], [0.1, 0.2, 0.7], [0.2, 0.1, 0.7]]
    p += [[0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0.2, 0.5, 0.3], [0.8, 0.1, 0.1]]
    codes = units("0" * 10).assign(tone="a", **dict(zip(["p_a", "p_b", "p_c"], np.transpose(p), strict=True)))
    gold = sheet(codes, range(6), "0" * 6).assign(tone=list("aabbcc"))
    found = corrected_shares(codes, gold, "tone", scheme=scheme, by="outlet", weight="unit", methods=["back-calculation"])
    assert found["share"].tolist() == pytest.approx([0.44705882, 0.28823529, 0.26470588])


# Rows that are no units


def test_rows_noted_as_no_units_leave_what_the_share_is_of():
    codes = units("11001100")
    gold = sheet(codes, range(8), "11010000").assign(note=[""] * 6 + ["Not a unit: a menu", "ليست وحدة"])
    found = corrected_shares(codes, gold, "tone", **OPTIONS, methods=["difference", "hand"])
    assert found["share"].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5])
    assert found["note"].str.contains("left out of what the share is of: 2").all()


def test_an_uncoded_row_noted_as_no_unit_is_not_missing():
    codes = units("1100" * 5)
    gold = sheet(codes, range(10), "1101100110").assign(note="")
    gold.loc[gold.index[:3], ["tone", "note"]] = ["", "not a unit"]
    found = share(corrected_shares(codes, gold, "tone", **OPTIONS, power=0.0))
    assert found["share"] == pytest.approx(4 / 7)
    assert (found["n_gold"], found["n_positive"]) == (10, 4)


def test_the_interval_of_a_share_among_units_covers_it():
    draw = np.random.default_rng(6)
    real, yes = draw.random(400) < 0.8, draw.random(400) < 0.3
    machine = np.where(real, np.where(draw.random(400) < 0.8, yes, ~yes), draw.random(400) < 0.5)
    codes = units("".join("1" if m else "0" for m in machine))
    study = study_of(codes, sheet(codes, range(400), "0" * 400), "tone", scheme=TONE, by="outlet", weight="unit", machine=None)
    hits = []
    for _ in range(500):
        rows = draw.choice(400, 100, replace=False)
        hand = np.c_[yes[rows], ~yes[rows]] * real[rows][:, None]
        sample = Sample(rows, hand.astype(float), np.zeros(100, int), np.array([400]), np.array([100]), 0, ~real[rows])
        hits.append(covered(estimate(replace(study, sample=sample), 0, "difference"), yes[real].mean())[0])
    assert abs(np.mean(hits) - 0.95) < ERROR


def test_a_group_all_of_whose_rows_are_no_units_has_no_share():
    codes = units("1100", outlets="اابب")
    gold = sheet(codes, range(4), "1101", list("اابب")).assign(note=["not a unit", "not a unit", "", ""])
    found = corrected_shares(codes, gold, "tone", **OPTIONS, methods=["hand"])
    assert found["share"].isna().tolist() == [True, True, False, False]
    assert found["note"].iloc[0].startswith("every row of it in the sample is noted as no unit")


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


def test_a_machine_never_seen_to_err_has_an_interval_for_errors_unseen():
    codes = units("1100" * 25)
    found = share(corrected_shares(codes, sheet(codes, range(50), "1100" * 12 + "11"), "tone", **OPTIONS, power=1.0))
    assert (found["share"], found["se"]) == (pytest.approx(0.5), pytest.approx(0))
    assert found["high"] - found["share"] == pytest.approx(stats.t.ppf(0.975, 49) * np.sqrt(UNSEEN * (1 - 50 / 100) / 50 / 49))
    assert found["note"] == "the machine errs in fewer than 5 sampled units: interval may be too wide"


@pytest.mark.parametrize("errors", [1, 2, 4])
def test_intervals_hold_where_few_errors_are_seen(errors):
    draw, truth = np.random.default_rng(7), np.repeat([1, 0], [150, 350])
    machine = np.where(draw.permutation(500) < 5 * errors, 1 - truth, truth)
    codes = units("".join(map(str, machine)))
    study = study_of(codes, sheet(codes, range(500), "0" * 500), "tone", scheme=TONE, by="outlet", weight="unit", machine=None)
    hits = []
    for _ in range(500):
        rows = draw.choice(500, 100, replace=False)
        sample = Sample(rows, np.eye(2)[1 - truth[rows]], np.zeros(100, int), np.array([500]), np.array([100]), 0)
        hits.append(covered(estimate(replace(study, sample=sample), 0, "difference", 1.0), 0.3)[0])
    assert 0.93 < np.mean(hits) <= 1


def test_uneven_errors_cost_degrees_of_freedom():
    even, one_large = np.ones((50, 1)), np.r_[np.full(49, 0.1), 3.0][:, None]
    assert _unevenness(even) == pytest.approx([0])
    square = one_large**2  # 49 × .01 and 9: kurtosis 50 × 81.0049 / 9.49² = 44.97
    assert _unevenness(one_large) == pytest.approx([(50 * (square**2).sum() / square.sum() ** 2 - 3) / 50])
    assert _unevenness(one_large) == pytest.approx([0.839], abs=1e-3)


def test_probabilities_are_allowed_a_smaller_error_unseen_where_they_doubt():
    p = np.array([0.9, 0.5, 0.9, 0.5, 0.9, 0.5])
    codes = units("111111", p_yes=p, p_no=1 - p)
    study = study_of(codes, sheet(codes, range(4), "1010"), "tone", scheme=TONE, by="outlet", weight="unit", machine=None)
    scale = (1 - 4 / 6) / 4 / 3  # of a mean of four units of six, for one error of size 1
    assert estimate(study, 0, "difference", 1.0).cushion == pytest.approx(UNSEEN_OF_PROBABILITIES * scale)
    assert estimate(study, 0, "hand").cushion == pytest.approx(UNSEEN * scale)


def test_hand_codes_are_allowed_an_error_unseen_in_each_stratum():
    codes, strata = units("11110000"), list("سسسسعععع")
    study = study_of(codes, sheet(codes, [0, 1, 4, 5], "1100", strata), "tone", scheme=TONE, by="outlet", weight="unit", machine=None)
    each = UNSEEN * (1 / 8) ** 2 * 4**2 * (1 - 2 / 4) / 2  # N² (1 − f) / (n (n − 1)) of an error that adds an eighth
    assert estimate(study, 0, "hand").cushion == pytest.approx(2 * each)


def test_the_interval_of_a_corpus_coded_whole_has_no_width():
    codes = units("1100")
    found = share(corrected_shares(codes, sheet(codes, range(4), "1010"), "tone", **OPTIONS))
    assert (found["share"], found["low"], found["high"]) == (0.5, 0.5, 0.5)
