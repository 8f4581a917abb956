"""Corrected shares: against textbook, library and exact values, what their intervals cover, and what is refused."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.codes import POSTURES
from framing.corrected import corrected_differences, corrected_shares
from framing.correction import estimate
from framing.differences import adjusted_tail
from framing.errors import FramingError
from framing.gold import Sample, Study, study_of
from framing.indicators import one_code_each
from framing.scheme import from_data, shipped_scheme
from framing.shift import shares_under_shift

TONE = from_data({"variables": {"tone": {"values": ["yes", "no"]}}}, "test")
ERROR = 2.6 * np.sqrt(0.95 * 0.05 / 500)  # Monte Carlo error of a coverage in 500 runs: 1 % of them are farther off
OPTIONS = {"scheme": TONE, "by": "outlet", "weight": "unit"}


def tones(cells: str) -> list[str]:
    return ["yes" if c == "1" else "no" for c in cells]


def units(machine: str, *, articles: int = 1, outlets: str = "", **columns) -> pd.DataFrame:
    """Units u0, u1 … whose tone the machine gives as 1 or 0, in articles of equal length, and outlets by letter."""
    n = len(machine)
    article = [f"a{i * articles // n}" for i in range(n)]
    table = pd.DataFrame({"unit_id": [f"u{i}" for i in range(n)], "article_id": article, "outlet": list(outlets) or "نشرة الميناء"})
    return table.assign(tone=tones(machine), **columns)


def sheet(codes: pd.DataFrame, rows, hand: str, strata=None) -> pd.DataFrame:
    """A filled sheet of some units, with the design of a sample stratified by the column or list `strata`."""
    names = pd.Series("all" if strata is None else strata, codes.index)
    gold = codes.loc[list(rows), ["unit_id"]].assign(tone=tones(hand), stratum=names[list(rows)])
    population = gold["stratum"].map(names.value_counts())
    sampled = gold["stratum"].map(gold["stratum"].value_counts())
    return gold.assign(population=population, sampled=sampled, inclusion=sampled / population)


def share(found: pd.DataFrame, value: str = "yes", method: str = "difference", **group) -> pd.Series:
    own = found[(found["value"] == value) & (found["method"] == method)]
    return own[own["group"] == group["group"]].iloc[0] if group else own.iloc[0]


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
    # ppi_py 0.2: ppi_mean_pointestimate(Y, Yhat, Yhat_of_all, lam) = mean(lam * Yhat_of_all) + mean(Y - lam * Yhat)
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


def test_three_differences_of_equal_groups_need_tukeys_quantile():
    roots = [np.eye(3)[:, [g]] for g in range(3)]  # studentised range of 3 groups at 5 %: 3.314, over the root of 2
    tail = adjusted_tail(roots, [(0, 1), (0, 2), (1, 2)], 0.95, seed=0)
    assert stats.norm.isf(tail / 2) == pytest.approx(3.314 / np.sqrt(2), abs=0.03)


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


def test_intervals_are_not_clipped():
    codes = units("0" * 40)
    found = share(corrected_shares(codes, sheet(codes, range(20), "1" + "0" * 19), "tone", **OPTIONS))
    assert found["low"] < 0 < found["share"]


def test_a_sample_without_variation_has_no_interval():
    codes = units("1100")
    found = share(corrected_shares(codes, sheet(codes, [0, 1], "11"), "tone", **OPTIONS), method="hand")
    assert np.isnan(found["low"])
    assert found["note"] == "no variation to form an interval from"


# All values, groups and methods


def four(n: int = 200) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two outlets, posture with probabilities, and hand codes of every fourth unit."""
    draw = np.random.default_rng(1)
    p = draw.dirichlet([0.2, 0.2, 0.2, 0.4], n).round(4)
    codes = pd.DataFrame(p, columns=[f"p_{v}" for v in POSTURES]).assign(posture=np.array(POSTURES, object)[p.argmax(axis=1)])
    codes = codes.assign(
        unit_id=[f"{i}" for i in range(n)], article_id=[f"{i // 10}" for i in range(n)], outlet=["أ"] * (n // 2) + ["ب"] * (n // 2)
    )
    hand = np.array(POSTURES, object)[[draw.choice(4, p=row / row.sum()) for row in p]]
    gold = codes[["unit_id"]].assign(posture=hand, stratum=codes["outlet"], population=n // 2, sampled=n // 8, inclusion=0.25)
    return codes, gold[::4]


@pytest.mark.parametrize("target", ["corpus", "outlet"])
@pytest.mark.parametrize("weight", ["unit", "article"])
def test_shares_of_every_method_add_up_to_one(weight, target):
    found = corrected_shares(*four(), weight=weight, target=target)
    assert found.groupby(["group", "method"])["share"].sum().tolist() == pytest.approx([1] * 8)


def test_articles_count_the_same_whatever_their_length():
    codes = units("11110", articles=1).assign(article_id=["long"] * 4 + ["short"])
    gold = sheet(codes, range(5), "11110")
    assert share(corrected_shares(codes, gold, "tone", scheme=TONE))["share"] == 0.5
    assert share(corrected_shares(codes, gold, "tone", **OPTIONS))["share"] == 0.8


def test_probabilities_are_corrected_where_there_are_any_and_codes_on_request():
    codes, gold = four()
    found = [corrected_shares(codes, gold, machine=m)["share"][0] for m in (None, "probabilities", "codes")]
    assert found[0] == found[1] != found[2]


def test_naive_shares_count_the_machines_codes():
    codes, gold = four()
    naive = share(corrected_shares(codes, gold, weight="unit"), "skeptical", "naive", group="أ")
    assert naive["share"] == pytest.approx((codes["posture"][:100] == "skeptical").mean())


def test_the_em_share_is_that_under_prior_shift_and_has_no_interval():
    codes, gold = four()
    found = share(corrected_shares(codes, gold, weight="unit", trained=[0.25] * 4), "skeptical", "em", group="أ")
    p = codes[[f"p_{v}" for v in POSTURES]].to_numpy()[:100]
    assert found["share"] == pytest.approx(shares_under_shift(p / p.sum(axis=1, keepdims=True), [0.25] * 4)[0])
    assert np.isnan(found["low"])


def test_differences_are_of_corrected_shares_with_wider_intervals():
    codes, gold = four()
    one = corrected_shares(codes, gold, methods=["difference"]).set_index(["group", "value"])
    found = corrected_differences(codes, gold).iloc[0]
    assert (found["group"], found["versus"], found["value"]) == ("أ", "ب", "skeptical")
    assert found["difference"] == pytest.approx(one["share"]["أ", "skeptical"] - one["share"]["ب", "skeptical"])
    assert found["se"] == pytest.approx(np.hypot(one["se"]["أ", "skeptical"], one["se"]["ب", "skeptical"]))
    assert found["high"] - found["low"] > 2 * stats.norm.isf(0.025) * found["se"] * 1.1


def test_two_values_of_two_groups_are_one_comparison():
    codes = units("10" * 200, outlets="ا" * 200 + "ب" * 200)
    gold = sheet(codes, range(0, 400, 3), ("1100" * 100)[:134], codes["outlet"])
    found = corrected_differences(codes, gold, "tone", **OPTIONS).iloc[0]
    assert (found["high"] - found["low"]) / 2 / found["se"] == pytest.approx(stats.t.ppf(0.975, 130), abs=0.04)


def test_the_same_call_gives_the_same_differences():
    pd.testing.assert_frame_equal(corrected_differences(*four()), corrected_differences(*four()))


def test_few_positives_are_noted():
    codes, gold = four()
    found = corrected_shares(codes, gold, methods=["hand"])
    few = found["note"].str.contains("too few positives")
    assert few.tolist() == (found["n_positive"] < 10).tolist()
    assert few.any()


# Tables as people give them


def test_posture_follows_from_the_primitives_that_were_coded():
    codes, gold = four()
    primitives = {"skeptical": ("against", "no"), "favorable": ("for", "no"), "analytical": ("none", "yes"), "procedural": ("none", "no")}
    appraisal, explains = zip(*gold["posture"].map(primitives), strict=True)
    coded = gold.drop(columns="posture").assign(appraisal=appraisal, explains=explains)
    pd.testing.assert_frame_equal(corrected_shares(codes, coded), corrected_shares(codes, gold))


def test_a_frame_is_counted_among_the_frames_of_a_unit():
    codes = (
        units("0000").drop(columns="tone").assign(frames=["security;human", "", "human", "security"], p_frame_human=[0.9, 0.2, 0.7, 0.1])
    )
    gold = sheet(units("0000"), range(4), "0000").drop(columns="tone").assign(frames=["human", "", "security", ""], voice="author")
    found = corrected_shares(codes, gold, "frame:human", weight="unit", methods=["difference", "naive"])
    assert (share(found, "1")["share"], share(found, "1", "naive")["share"]) == (0.25, 0.5)


def test_units_left_uncoded_are_missing_at_random_within_their_stratum():
    codes = units("1" * 20)
    gold = sheet(codes, range(10), "1" * 5 + "0" * 5)
    found = share(corrected_shares(codes, gold.assign(tone=[*gold["tone"][:9], ""]), "tone", **OPTIONS, power=0.0))
    assert (found["share"], found["n_gold"]) == (pytest.approx(5 / 9), 9)
    assert "1 sampled units are not coded by hand" in found["note"]


def test_rows_left_out_of_a_sheet_count_as_uncoded():
    codes = units("1" * 20)
    gold = sheet(codes, range(10), "1" * 5 + "0" * 5)
    found = share(corrected_shares(codes, gold.iloc[:9], "tone", **OPTIONS, power=0.0))
    assert (found["share"], found["n_gold"]) == (pytest.approx(5 / 9), 9)


def test_a_unit_without_a_machine_code_counts_as_the_mean_of_the_others():
    codes = units("1100").assign(tone=["yes", "yes", "no", ""])
    found = corrected_shares(codes, sheet(codes, range(3), "110"), "tone", **OPTIONS, power=1.0)
    assert share(found, method="naive")["share"] == pytest.approx(2 / 3)
    assert "1 units without a machine code" in share(found)["note"]


def test_units_of_weight_0_are_left_out():
    codes = units("1100", weight=["1", "1", "1", "0"])
    assert share(corrected_shares(codes, sheet(codes[:3], range(3), "110"), "tone", **OPTIONS))["n_units"] == 3


def test_a_group_without_hand_codes_is_named_and_the_others_are_estimated():
    codes = units("110010", outlets="اااببب")
    found = corrected_shares(codes, sheet(codes, range(3), "110"), "tone", **OPTIONS, model_based=True, methods=["difference"])
    assert found["share"].isna().tolist() == [False, False, True, True]
    assert found["note"].iloc[-1].startswith("no unit of it is coded by hand")


def test_units_nobody_drew_are_labelled_model_based():
    codes = units("1100")
    gold = pd.DataFrame({"unit_id": ["u0", "u2", "elsewhere"], "tone": ["yes", "no", "no"]})
    found = corrected_shares(codes, gold, "tone", **OPTIONS, model_based=True)
    assert share(found)["n_gold"] == 2
    assert "model-based" in share(found)["assumes"]
    assert "model-based" not in share(found, method="naive")["assumes"]


def test_of_several_sheets_the_first_code_of_a_unit_counts():
    gold = pd.DataFrame({"unit_id": ["a", "b", "a", "b"], "tone": ["", "yes", "no", "no"]})
    first, shared, differing = one_code_each(gold, "tone", TONE)
    assert (dict(zip(first["unit_id"], first["tone"], strict=True)), shared, differing) == ({"a": "no", "b": "yes"}, 2, 1)


# What is refused


CODES = units("11001100", articles=2)
GOLD = sheet(CODES, [0, 2, 4, 6], "1011")
REFUSED = {
    "no column 'inclusion'": GOLD.drop(columns="inclusion"),
    "inclusion '0'; allowed": GOLD.assign(inclusion=0),
    "inclusion '1.2'; allowed": GOLD.assign(inclusion=1.2),
    "inclusion '?'; allowed": GOLD.assign(inclusion="?"),
    "which is not 4 / 8": GOLD.assign(inclusion=0.25),
    "says that 3 of 8 were sampled": GOLD.assign(sampled=3, inclusion=3 / 8),
    "hold 9 units, the codes 8": GOLD.assign(population=9, inclusion=4 / 9),
    "unit u99 is not among the codes": GOLD.assign(unit_id=["u99", "u2", "u4", "u6"]),
    "unit u0 stands twice": GOLD.assign(unit_id="u0"),
    "tone of unit u0 is 'maybe'": GOLD.assign(tone="maybe"),
    "2 of 4 sampled units are not coded": GOLD.assign(tone=["yes", "no", "", ""]),
    "no unit is coded": GOLD.assign(tone=""),
    "no column 'tone'": GOLD.drop(columns="tone"),
    "no column 'unit_id'": GOLD.drop(columns="unit_id"),
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_sample_of_unknown_design_is_refused(message):
    with pytest.raises(FramingError, match=message.replace("?", r"\?")):
        corrected_shares(CODES, REFUSED[message], "tone", **OPTIONS)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "country"}, "target 'country'; allowed are corpus, outlet"),
        ({"weight": "word"}, "weight 'word'; allowed are article, unit"),
        ({"level": 95}, "level 95"),
        ({"power": 2}, "lambda 2"),
        ({"machine": "guess"}, "machine 'guess'"),
        ({"machine": "probabilities"}, "no probabilities of tone"),
        ({"methods": ["magic"]}, "method 'magic'"),
        ({"methods": ["em"]}, "method em: needs the shares"),
        ({"by": "desk"}, "codes: no column 'desk'"),
    ],
)
def test_an_option_that_cannot_be_is_refused(options, message):
    with pytest.raises(FramingError, match=message):
        corrected_shares(CODES, GOLD, "tone", **(OPTIONS | options))


@pytest.mark.parametrize("variable", ["mood", "frames", "frame:weather"])
def test_a_variable_the_codebook_does_not_have_is_refused_with_those_it_has(variable):
    with pytest.raises(FramingError, match=f"variable '{variable}'; allowed are posture, appraisal.*frame:security"):
        corrected_shares(CODES, GOLD, variable)


def test_one_article_says_nothing_about_its_outlet():
    codes = units("1100")
    with pytest.raises(FramingError, match=r"نشرة الميناء: one article says nothing.*--target corpus"):
        corrected_shares(codes, sheet(codes, [0, 2], "10"), "tone", **OPTIONS, target="outlet")


def test_differences_need_two_groups():
    with pytest.raises(FramingError, match="1 of 1 groups can be estimated; two are needed"):
        corrected_differences(CODES, GOLD, "tone", **OPTIONS)


def test_a_machine_that_cannot_tell_values_apart_is_not_calculated_back_from():
    codes = units("10" * 10)
    found = share(corrected_shares(codes, sheet(codes, range(20), "1100" * 5), "tone", **OPTIONS), method="back-calculation")
    assert np.isnan(found["share"])
    assert "singular" in found["note"]


def test_a_primitive_the_codebook_does_not_have_is_refused():
    codes, gold = four()
    with pytest.raises(FramingError, match="appraisal of unit 0 is 'bad'"):
        corrected_shares(codes, gold.drop(columns="posture").assign(appraisal="bad", explains="no"))
