"""How many units to code: against textbook formulas, and against the intervals that so many units then give."""

import numpy as np
import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.correction import corrected_shares
from framing.errors import FramingError
from framing.gold import study_of
from framing.planning import ONE_ARTICLE, Design, _variance, published_confusion, units_needed
from framing.prevalence import refusal
from framing.scheme import from_data

TONE = from_data({"variables": {"tone": {"values": ["yes", "no"]}}}, "test")
OPTIONS = {"scheme": TONE, "weight": "unit"}


def units(p, **columns) -> pd.DataFrame:
    """Units of one outlet with the machine's probability of tone yes, in articles of ten."""
    p = np.asarray(p, float)
    table = pd.DataFrame(
        {"unit_id": [f"{i}" for i in range(len(p))], "article_id": [f"{i // 10}" for i in range(len(p))], "outlet": "نشرة الميناء"}
    )
    return table.assign(tone=np.where(p > 0.5, "yes", "no"), p_tone_yes=p, p_tone_no=1 - p, **columns)


def calibrated(n: int = 2000) -> tuple[pd.DataFrame, np.ndarray]:
    """Units whose probabilities are right, and their hand codes."""
    draw = np.random.default_rng(3)
    p = draw.beta(0.6, 0.9, n).round(4)
    return units(p), np.where(draw.random(n) < p, "yes", "no")


def sheet(codes: pd.DataFrame, hand: np.ndarray, n: int, seed: int = 0) -> pd.DataFrame:
    rows = np.random.default_rng(seed).choice(len(codes), n, replace=False)
    about = {"stratum": "all", "population": len(codes), "sampled": n, "inclusion": n / len(codes)}
    return codes.iloc[rows][["unit_id"]].assign(tone=hand[rows], **about)


def first(plan: pd.DataFrame) -> pd.Series:
    return plan[plan["value"] == "yes"].iloc[0]


# Textbook values


def test_a_share_of_a_half_to_five_points_needs_385_units():
    plan = first(units_needed(units([0.5] * 50_000), "tone", width=0.1, **OPTIONS))
    # 1.96² / 4 / .05² = 384.2; Student's t adds two, the population takes three, and what intervals allow for errors unseen adds three
    assert plan["hand"] == pytest.approx(384, abs=4)
    assert plan["gain"] == 1


def test_a_small_population_needs_fewer_units():
    plan = first(units_needed(units([0.5] * 400), "tone", width=0.1, **OPTIONS))
    assert plan["hand"] == pytest.approx(389 / (1 + 389 / 400), abs=3)  # 1.972² / 4 / .05² = 388.9


def test_a_machine_that_is_certain_needs_hardly_any():
    plan = first(units_needed(units([0.99, 0.01] * 200), "tone", width=0.1, **OPTIONS))
    assert plan["gain"] == pytest.approx(0.25 / (0.99 * 0.01))
    assert plan["simple"] < 60 < plan["hand"]


@pytest.mark.parametrize(("effort", "error"), [(np.ones(7), 0.006522), (None, 0.006475)])
def test_the_variance_of_a_stratified_sample_is_lohrs(effort, error):
    # ACLS survey, 3835 of 44,000 members of seven societies: standard errors of the share of women under proportional and under Neyman allocation
    size, p = np.array([9100, 1950, 5500, 10850, 2100, 5500, 9000.0]), np.array([0.38, 0.27, 0.18, 0.19, 0.36, 0.13, 0.26])
    wanted = size * (np.sqrt(p * (1 - p)) if effort is None else effort)
    design = Design(size, (p * (1 - p))[:, None], wanted / wanted.sum())
    assert np.sqrt(_variance(design, np.array([3835]))[0, 0]) == pytest.approx(error, rel=2e-3)


def test_the_gain_of_an_accuracy_is_that_of_a_correlation():
    plan = first(units_needed(units([0.9, 0.1] * 50).drop(columns=["p_tone_yes", "p_tone_no"]), "tone", n=50, accuracy=0.8, **OPTIONS))
    assert plan["gain"] == pytest.approx(1 / (1 - 0.6**2))  # two values, right in 80 of 100: phi = .6


# Against what is then found


@pytest.mark.parametrize("weight", ["unit", "article"])
def test_the_planned_width_is_that_of_the_intervals_found(weight):
    codes, hand = calibrated()
    planned = first(units_needed(codes, "tone", scheme=TONE, weight=weight, n=150))
    found = [
        corrected_shares(codes, sheet(codes, hand, 150, s), "tone", scheme=TONE, weight=weight, methods=["difference", "hand"])
        for s in range(12)
    ]
    width = pd.concat(found).query("value == 'yes'").assign(width=lambda f: f["high"] - f["low"]).groupby("method")["width"].mean()
    assert planned["simple"] == pytest.approx(width["difference"], rel=0.05)
    assert planned["hand"] == pytest.approx(width["hand"], rel=0.05)


def test_a_pilot_planned_at_its_own_size_has_its_own_interval():
    codes, hand = calibrated()
    gold = sheet(codes, hand, 150)
    found = first(corrected_shares(codes, gold, "tone", methods=["difference"], machine="codes", **OPTIONS))
    assert first(units_needed(codes, "tone", n=150, pilot=gold, machine="codes", **OPTIONS))["simple"] == pytest.approx(
        found["high"] - found["low"]
    )


def test_units_and_width_are_each_others_answer():
    codes, _ = calibrated()
    needed = first(units_needed(codes, "tone", width=0.12, **OPTIONS))
    for design in ("hand", "simple", "proportional", "neyman"):
        widths = [first(units_needed(codes, "tone", n=int(needed[design]) - less, **OPTIONS))[design] for less in (0, 1)]
        assert widths[0] <= 0.12 < widths[1]


def test_strata_of_doubt_need_fewer_units():
    codes, _ = calibrated()
    plan = first(units_needed(codes, "tone", width=0.1, **OPTIONS))
    assert plan["neyman"] < plan["simple"] < plan["hand"]


def test_a_pilot_tells_that_the_probabilities_are_not_to_be_trusted():
    codes, hand = calibrated()
    wrong = np.where(np.random.default_rng(8).random(len(hand)) < 0.3, np.where(hand == "yes", "no", "yes"), hand)
    trusting = first(units_needed(codes, "tone", width=0.1, **OPTIONS))
    piloted = first(units_needed(codes, "tone", width=0.1, pilot=sheet(codes, wrong, 200), **OPTIONS))
    assert piloted["simple"] > 1.2 * trusting["simple"]
    assert piloted["neyman"] > 1.2 * trusting["neyman"]
    assert piloted["assumes"] == "the pilot's errors are those of the whole"


def test_a_group_with_a_small_pilot_is_planned_by_the_whole_pilot():
    codes, hand = calibrated()
    halves = codes.assign(outlet=["أ"] * 1900 + ["ب"] * 100)
    plan = units_needed(halves, "tone", n=50, pilot=sheet(halves, hand, 150), **OPTIONS)
    assert plan["n_units"].tolist() == [1900, 1900, 100, 100]
    assert plan["simple"].notna().all()


def test_the_machine_may_harm_one_value_but_not_all_together():
    # The machine knows a, and confuses b with c: the one weight that is best for the sum is too large for them.
    three = from_data({"variables": {"tone": {"values": ["a", "b", "c"]}}}, "test")
    counts = pd.DataFrame([[50, 0, 0], [0, 20, 80], [0, 80, 20]], index=list("abc"), columns=list("abc"))
    codes = units([0.5] * 100).assign(tone=list("a" * 60 + "b" * 20 + "c" * 20))
    plan = units_needed(codes, "tone", n=50, confusion=counts, scheme=three, weight="unit").set_index("value")
    variance = plan["share"] * (1 - plan["share"])
    assert plan["gain"].min() < 1 < plan.loc["a", "gain"] and (variance / plan["gain"]).sum() < variance.sum()


def test_a_group_coded_whole_is_noted():
    codes = units([0.4] * 40).assign(outlet=["الميناء"] * 10 + ["الجسر"] * 30)
    notes = units_needed(codes, "tone", n=10, **OPTIONS).groupby("group")["note"].first()
    assert notes["الميناء"] == "all 10 units coded" and not notes["الجسر"].startswith("all")


def test_rare_values_are_noted_with_the_units_they_need():
    note = first(units_needed(units([0.02] * 1000), "tone", n=100, **OPTIONS))["note"]
    assert note == "fewer than 10 units of it or of the others to be expected: interval is rough; 500 units would have 10"


def test_without_probabilities_there_are_no_strata_of_doubt():
    codes = units([0.9, 0.1] * 20).drop(columns=["p_tone_yes", "p_tone_no"])
    assert np.isnan(first(units_needed(codes, "tone", width=0.2, accuracy=0.7, **OPTIONS))["neyman"])


# Articles as the sample

ALTERNATING = ([1.0] * 10 + [0.0] * 10) * 2  # four articles: all yes, all no, and so on


def test_articles_alone_leave_the_width_of_their_shares():
    # Shares 1, 0, 1, 0: variance 1/3, of the mean 1/12; t(3) = 3.182. Coding all 40 units allows for 2/3 of an error in 40, and hardly widens it.
    plan = first(units_needed(units(ALTERNATING), "tone", n=40, target="outlet", **OPTIONS))
    assert plan[["floor", "simple", "hand"]].to_numpy(float) == pytest.approx(2 * 3.182446 / np.sqrt(12), rel=0.005)
    assert (plan["n_articles"], plan["target"]) == (4, "outlet")


def test_a_width_out_of_reach_says_how_many_articles_it_takes():
    plan = first(units_needed(units(ALTERNATING), "tone", width=0.3, target="outlet", **OPTIONS))
    assert np.isnan([plan["hand"], plan["simple"]]).all()
    assert plan["articles"] == 60  # 2 × t(59) × √(1/3 / 60) = .2983; t(58) and 59 articles give .3009
    assert plan["note"].startswith(
        "so few articles leave a width of 1.84 with every unit coded by hand: needs about 60 articles, the table has 4"
    )


def test_a_width_within_reach_needs_more_units_for_the_outlet_than_for_the_corpus():
    codes, _ = calibrated()
    corpus, outlet = (first(units_needed(codes, "tone", width=0.15, target=t, **OPTIONS)) for t in ("corpus", "outlet"))
    assert corpus["simple"] < outlet["simple"] < outlet["hand"]
    assert outlet["floor"] < 0.15 and outlet["articles"] < outlet["n_articles"] == 200
    assert np.isnan([corpus["floor"], corpus["articles"], outlet["neyman"]]).all()


@pytest.mark.parametrize("weight", ["unit", "article"])
def test_a_pilot_of_an_outlet_planned_at_its_own_size_has_its_own_interval(weight):
    codes, hand = calibrated()
    gold, options = sheet(codes, hand, 150), {"scheme": TONE, "weight": weight, "target": "outlet"}
    found = first(corrected_shares(codes, gold, "tone", methods=["difference"], **options))
    planned = first(units_needed(codes, "tone", n=150, pilot=gold, **options))
    assert planned["simple"] == pytest.approx(found["high"] - found["low"], rel=0.03)


def test_outlets_of_one_article_are_refused_as_their_shares_are():
    codes = units([0.2] * 30).assign(outlet=["الميناء"] * 10 + ["الجسر"] * 20)
    plan = units_needed(codes, "tone", n=5, target="outlet", **OPTIONS)
    alone = plan[plan["group"] == "الميناء"]
    assert set(alone["note"]) == {ONE_ARTICLE} and alone[["share", "hand", "simple", "floor"]].isna().all(axis=None)
    assert plan.loc[plan["group"] == "الجسر", "simple"].notna().all()
    with pytest.raises(FramingError, match="الميناء: one article says nothing"):
        units_needed(codes.head(10), "tone", n=5, target="outlet", **OPTIONS)


def test_the_words_for_one_article_are_those_of_the_estimate():
    codes = units([0.2] * 10)
    study = study_of(codes, sheet(codes, np.array(["yes"] * 10), 5), "tone", by="outlet", machine=None, target="outlet", **OPTIONS)
    assert refusal(study, 0) == ONE_ARTICLE


def test_a_pilot_of_few_units_in_every_group_says_nothing_of_articles():
    codes, hand = calibrated()
    many = codes.assign(outlet=[f"صحيفة {i // 200}" for i in range(2000)])
    with pytest.raises(FramingError, match="no group has 20 units in the pilot"):
        units_needed(many, "tone", n=20, pilot=sheet(many, hand, 60), target="outlet", **OPTIONS)


# Confusion

SEES = pd.DataFrame({"yes": [80, 10], "no": [20, 90]}, index=["yes", "no"])  # sensitivity .8, specificity .9


def test_shares_are_those_that_confused_so_give_the_codes():
    # Rogan & Gladen: (.38 - .1) / (.8 + .9 - 1) = .4. P(yes | coded yes) = .32 / .38, P(yes | coded no) = .08 / .62: they leave
    # .38 × .842 × .158 + .62 × .129 × .871 = .120 of .24. Twenty units of the table's own shares among 1000 move it a little.
    codes = units([0.9] * 380 + [0.1] * 620).drop(columns=["p_tone_yes", "p_tone_no"])
    plan = first(units_needed(codes, "tone", n=100, confusion=SEES, **OPTIONS))
    assert plan["share"] == pytest.approx(0.4, abs=0.005)
    assert plan["gain"] == pytest.approx(0.24 / 0.1202, abs=0.01)


def test_how_often_values_occur_in_the_table_does_not_matter():
    codes = units([0.9] * 3800 + [0.1] * 6200)
    rare = SEES.mul([1, 9], axis=0)
    plans = [first(units_needed(codes, "tone", n=100, confusion=table, **OPTIONS)) for table in (SEES, rare)]
    assert plans[0]["simple"] == pytest.approx(plans[1]["simple"], rel=0.01)


def test_a_small_group_is_not_taken_to_be_all_alike():
    plan = first(units_needed(units([0.1] * 20), "tone", width=0.3, confusion=SEES, **OPTIONS))
    assert plan["share"] > 0.05 and plan["simple"] > 5


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (SEES.rename(columns={"no": "perhaps"}), "column 'perhaps'; allowed are yes, no"),
        (SEES.rename(index={"no": "yes"}), "row 'yes'; allowed are yes, no, each once"),
        (SEES.astype(object).replace(90, "ninety"), "a cell is no number"),
        (SEES - 20, "a cell is no number; allowed are counts from 0"),
        (SEES.head(1), "no unit is no by hand"),
        (SEES[["yes"]], "the machine codes units no here and none in the table"),
    ],
)
def test_a_table_that_is_no_confusion_is_refused(table, message):
    with pytest.raises(FramingError, match=message):
        units_needed(units([0.9, 0.1] * 20), "tone", n=10, confusion=table, **OPTIONS)


@pytest.mark.parametrize("coder", ["fast", "accurate"])
def test_the_confusions_published_are_of_all_development_sentences(coder):
    table = published_confusion(coder)
    assert list(table.index) == sorted(POSTURES) == list(table)
    assert table.to_numpy().sum() == published_confusion(coder, "frame:human").to_numpy().sum() == 287


@pytest.mark.parametrize(
    ("coder", "variable", "message"), [("mine.zip", "posture", "coder 'mine.zip'"), ("fast", "stance", "variable 'stance'")]
)
def test_what_is_not_published_is_named(coder, variable, message):
    with pytest.raises(FramingError, match=f"no confusion of {message} is published; there is one of"):
        published_confusion(coder, variable)


# Edges and misuse


def test_a_unit_without_probabilities_varies_as_the_others():
    codes = units([0.2] * 40)
    gap = codes.assign(p_tone_yes=[np.nan, *[0.2] * 39], p_tone_no=[np.nan, *[0.8] * 39])
    whole, gapped = (first(units_needed(c, "tone", n=20, **OPTIONS)) for c in (codes, gap))
    assert gapped["simple"] == pytest.approx(whole["simple"])


def test_a_single_unit_has_to_be_coded():
    assert first(units_needed(units([0.4]), "tone", width=0.1, **OPTIONS))["simple"] == 1


def test_a_group_coded_whole_has_no_width():
    assert first(units_needed(units([0.4] * 5), "tone", n=9, **OPTIONS))["simple"] == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "either a width or a number"),
        ({"width": 0.1, "n": 5}, "either a width or a number"),
        ({"width": 0}, "width 0; allowed"),
        ({"width": float("nan")}, "width nan; allowed"),
        ({"n": 1}, "1 units; allowed are 2 or more"),
        ({"n": "20"}, "'20' units; allowed are 2 or more"),
        ({"width": "0.1"}, "width '0.1'; allowed are numbers"),
        ({"width": 0.1, "accuracy": 1.5}, "accuracy 1.5; allowed"),
        ({"width": 0.1, "level": 1}, "level 1; allowed"),
        ({"width": 0.1, "weight": "word"}, "weight 'word'; allowed are article, unit"),
        ({"width": 0.1, "accuracy": 0.5, "pilot": pd.DataFrame()}, "either pilot or accuracy or confusion: pilot and accuracy are given"),
        ({"width": 0.1, "accuracy": 0.5, "confusion": pd.DataFrame()}, "accuracy and confusion are given"),
        ({"width": 0.1, "target": "world"}, "target 'world'; allowed are corpus, outlet"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(given, message):
    with pytest.raises(FramingError, match=message):
        units_needed(units([0.5] * 4), "tone", **({"scheme": TONE} | given))


def test_codes_alone_say_nothing_of_their_errors():
    with pytest.raises(FramingError, match="no probabilities of tone; give an accuracy, a confusion table, or a pilot"):
        units_needed(units([0.5] * 4).drop(columns=["p_tone_yes", "p_tone_no"]), "tone", width=0.1, **OPTIONS)


def test_a_pilot_of_a_few_units_is_refused():
    codes, hand = calibrated()
    with pytest.raises(FramingError, match="the pilot has 19 units; 20 are the least"):
        units_needed(codes, "tone", width=0.1, pilot=sheet(codes, hand, 19), **OPTIONS)
