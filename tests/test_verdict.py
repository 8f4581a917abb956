"""Verdicts on a machine: which rule decides, the numbers behind it, and how often `use` is said of a machine that is off."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.correction import corrected_shares
from framing.errors import FramingError
from framing.gold import Sample, Study
from framing.page import VERDICT_CLASSES
from framing.verdict import BY_HAND, CORRECT, USE, VERDICT_COLUMNS, VERDICTS, Largest, Seen, _tested, decided, paired_limits, verdicts
from tests.sheets import OPTIONS, four, sheet, units

REST = "not procedural, which leads"
BLIND = Seen(200, 10, unlike=0.1, lexicon=0.9, doubtful=0.2, known_text=True)
CODED = BLIND._replace(
    n_gold=120, accuracy=0.9, bias=Largest("skeptical", 0.01, -0.04, 0.045), gain=1.6, leading=("procedural", 40.0, REST, 80.0), n_values=4
)  # fmt: skip
OFF = Largest("skeptical", -0.06, -0.1, -0.02)


# Which rule decides


@pytest.mark.parametrize(
    ("changed", "verdict", "says"),
    [
        ({}, CORRECT, "No unit is coded by hand, so nobody knows how far its shares are off; 20 % of its codes are doubtful (limit 50 %)."),
        ({"doubtful": math.nan}, CORRECT, "No unit is coded by hand, so nobody knows how far its shares are off."),
        ({"doubtful": 0.5}, CORRECT, "50 % of its codes are doubtful"),
        ({"doubtful": 0.51}, BY_HAND, "In 51 % of units the likeliest value has a probability under 50 % (limit 50 %)"),
        ({"unlike": 0.4}, CORRECT, "40 % of its words are unknown to the machine (limit 25 %): agreement was measured on other text"),
        ({"unlike": 0.4, "lexicon": 0.5}, CORRECT, "(limit 25 %) and 50 % of its units have a lexicon term (limit 70 %)"),
        ({"n_units": 30}, BY_HAND, "It has 30 units in all"),
        ({"n_units": 31}, CORRECT, "No unit is coded by hand"),
    ],
)
def test_without_hand_codes_doubt_and_size_decide_and_strangeness_is_told(changed, verdict, says):
    found = decided(BLIND._replace(**changed))
    assert found[0] == verdict and says in found[1]


@pytest.mark.parametrize("doubtful", [0.0, 0.5, 1.0, math.nan])
@pytest.mark.parametrize("n_units", [1, 31, 10**6])
def test_without_hand_codes_no_machine_can_be_used_as_it_is(doubtful, n_units):
    assert decided(Seen(n_units, 9, 0.0, 1.0, doubtful, True))[0] != USE


@pytest.mark.parametrize(
    ("changed", "verdict", "says"),
    [
        ({}, USE, "No share of the machine is farther off than 4.5 points, as 120 hand-coded units show (least sure: skeptical may be up to 4.0 points too low"),
        ({"bias": Largest("skeptical", 0.01, -0.05, 0.04)}, CORRECT, "with it 100 hand-coded units tell as much as 160 without"),
        ({"bias": OFF}, CORRECT, "The machine's own share of skeptical is 2.0 to 10.0 points too low, by 120 hand-coded units"),
        ({"bias": OFF, "gain": 1.1}, CORRECT, "as much as 110 without"),
        ({"bias": OFF, "gain": 1.09}, BY_HAND, "The machine adds little: with it 100 hand-coded units tell as much as 109 without"),
        ({"bias": OFF, "gain": math.inf}, CORRECT, "as much as over 1,000 without"),
        ({"bias": OFF, "leading": ("procedural", 9.0, REST, 111.0)}, BY_HAND, "Only 9 hand-coded units are procedural, which leads; 10 are needed."),
        ({"bias": OFF, "leading": ("procedural", 113.0, REST, 7.0)}, BY_HAND, "Only 7 hand-coded units are not procedural, which leads; 10 are needed."),
        ({"bias": OFF, "leading": ("procedural", 118.5, REST, 1.5)}, BY_HAND, "Only 1.5 hand-coded units are not procedural"),
        ({"bias": OFF, "leading": ("procedural", 119.0, REST, 1.0)}, BY_HAND, "Only 1 hand-coded unit is not procedural"),
        ({"bias": OFF, "leading": ("procedural", 110.03, REST, 9.97)}, BY_HAND, "Only 9.9 hand-coded units are not procedural"),
        ({"bias": OFF._replace(n_errors=3)}, CORRECT, "skeptical is 2.0 to 10.0 points too low, in an interval widened since only 3 errors were seen, by 120"),
        ({"bias": CODED.bias._replace(n_errors=1)}, USE, "and up to 4.5 too high, in an interval widened since only 1 error was seen)"),
        ({"bias": CODED.bias._replace(n_errors=0)}, USE, "in an interval widened since no error was seen)"),
        ({"too_rare": ("skeptical", "analytical", "favorable")}, CORRECT, "; not covered, as too rare by hand: skeptical, analytical, favorable."),
        ({"too_rare": ("1",), "n_values": 2}, CORRECT, "; not covered, as too rare by hand: 1."),
        ({"n_gold": 19}, BY_HAND, "19 units coded by hand are too few to judge the machine by: code 1 more"),
        ({"n_gold": 1}, BY_HAND, "1 unit coded by hand is too few to judge the machine by: code 19 more"),
        ({"n_gold": 20}, USE, "as 20 hand-coded units show"),
        ({"n_gold": 200}, BY_HAND, "All of its 200 units are coded by hand"),
        ({"n_gold": 25, "n_units": 30}, BY_HAND, "It has 30 units in all, of which 25 are coded by hand"),
        ({"drawn": False}, CORRECT, "nobody drew them at random"),
        ({"too_rare": ("analytical", "favorable")}, USE, "; not covered, as too rare by hand: analytical, favorable."),
    ],
)  # fmt: skip
def test_with_hand_codes_the_machines_error_and_its_worth_decide(changed, verdict, says):
    found = decided(CODED._replace(**changed))
    assert found[0] == verdict and says in found[1]


def test_tolerance_and_least_gain_can_be_set():
    assert decided(CODED, tolerance=0.04)[0] == CORRECT
    assert decided(CODED, tolerance=0.04, least_gain=1.7)[0] == BY_HAND


def test_doubt_does_not_overrule_hand_codes():
    assert decided(CODED._replace(doubtful=0.9, unlike=0.9))[0] == USE


# The numbers behind it

MACHINE, HAND = "1" * 60 + "0" * 60, "1" * 40 + "0" * 20 + "1" * 4 + "0" * 56
CODES = units(MACHINE, articles=12)
EVERY_OTHER = [*range(0, 120, 2)]
GOLD = sheet(CODES, EVERY_OTHER, HAND[::2])


def row(found: pd.DataFrame, group: str = "نشرة الميناء") -> pd.Series:
    return found.set_index("group").loc[group]


def test_the_table_by_hand():
    found = verdicts(CODES, GOLD, "tone", **OPTIONS)
    assert list(found) == VERDICT_COLUMNS and len(found) == 1
    one = row(found)
    # of 60 coded by hand 10 are yes to the machine alone and 2 no to it alone: 48 alike; 22 by hand yes, 30 by machine
    assert (one["n_units"], one["n_articles"], one["n_gold"], one["accuracy"]) == (120, 12, 60, pytest.approx(0.8))
    assert one[["unlike", "lexicon", "doubtful", "calibration"]].isna().all()
    # lambda = (20 − 22 · 30 / 60) / 15 = .6; corrected .6 · .5 + 22 / 60 − .6 · .5 = .366667
    assert one["bias"] * (1 if one["bias_value"] == "yes" else -1) == pytest.approx(0.5 - 22 / 60)
    # spread of hand 60 · .366667 · .633333 = 13.9333; unexplained 13.9333 − .6 · 9 = 8.5333
    assert one["gain"] == pytest.approx(13.93333 / 8.53333, abs=1e-5)
    assert (one["verdict"], one["too_rare"]) == (CORRECT, "")


@pytest.mark.parametrize("weight", ["article", "unit"])
def test_the_machines_error_is_its_share_minus_the_corrected_one_with_the_same_interval(weight):
    shares = corrected_shares(*four(), weight=weight).set_index(["group", "value", "method"])
    codes, gold = four()
    for one in verdicts(codes, gold, weight=weight).to_dict("records"):
        corrected = shares.loc[one["group"], one["bias_value"], "difference"]
        naive = shares.loc[one["group"], one["bias_value"], "naive"]["share"]
        assert one["bias"] == pytest.approx(naive - corrected["share"])
        assert one["bias_low"] <= naive - corrected["high"] + 1e-9 and one["bias_high"] >= naive - corrected["low"] - 1e-9
        se = shares.loc[one["group"]].xs("hand", level="method")["se"], shares.loc[one["group"]].xs("difference", level="method")["se"]
        assert one["gain"] == pytest.approx((se[0] ** 2).sum() / (se[1] ** 2).sum())


def test_calibration_is_the_share_by_hand_minus_the_mean_probability():
    codes = CODES.assign(p_yes=[0.7 if m == "1" else 0.2 for m in MACHINE], p_no=[0.3 if m == "1" else 0.8 for m in MACHINE])
    one = row(verdicts(codes, GOLD, "tone", **OPTIONS))
    assert one["calibration"] * (1 if one["calibration_value"] == "yes" else -1) == pytest.approx(22 / 60 - 0.45)
    assert math.isnan(row(verdicts(codes, GOLD, "tone", **OPTIONS, machine="codes"))["calibration"])


def test_where_few_errors_decide_the_reason_says_so():
    codes = units("10" * 500, articles=50)
    reason = row(verdicts(codes, sheet(codes, range(60), "10" * 30), "tone", **OPTIONS))["reason"]
    assert "in an interval widened since no error was seen" in reason
    assert "widened" not in row(verdicts(CODES, GOLD, "tone", **OPTIONS))["reason"]  # 12 errors


def test_a_rare_value_of_two_is_never_used_and_both_are_called_by_name():
    frames = ["security" if i < 6 else "" for i in range(1000)]
    codes = units("1" * 1000, articles=50, weight=1, frames=frames, voice="author")
    gold = sheet(codes, range(400), "1" * 400).assign(frames=frames[:400], voice="author")
    one = row(verdicts(codes, gold, "frame:security", weight="unit"))
    assert one["verdict"] == BY_HAND and one["reason"] == "Only 6 hand-coded units are security; 10 are needed."
    assert one["too_rare"] == "1" and one["bias_value"] in ("1", "0")


def test_rows_that_some_coders_call_no_units_are_counted_by_most_of_them():
    codes = units("10" * 60, articles=12)
    one = sheet(codes, range(0, 120, 2), "1" * 60).assign(note="")
    two = one.assign(note=["not a unit"] * 5 + [""] * 55)
    three = one.assign(note=["not a unit"] * 3 + [""] * 57)
    found = [
        row(verdicts(codes, pd.concat(sheets), "tone", **OPTIONS))["n_gold"] for sheets in ([one, two], [one, two, two], [one, two, three])
    ]
    assert found == [60, 55, 57]


def test_an_error_free_sample_is_no_proof_until_it_is_large():
    # z² / (n + z²) < .05 from n = 73, of endless units; of 1,000 units 69 tell as much
    codes = units("10" * 500, articles=50)
    found = [row(verdicts(codes, sheet(codes, range(n), ("10" * 500)[:n]), "tone", **OPTIONS)) for n in (60, 80)]
    assert [f["verdict"] for f in found] == [CORRECT, USE]
    assert found[0]["bias_high"] == pytest.approx(3.8415 / (60 / 0.94 + 3.8415), abs=1e-4)


def test_a_group_without_hand_codes_has_the_weaker_verdict():
    codes = units("10" * 80, outlets="ا" * 80 + "ب" * 80)
    found = verdicts(codes, sheet(codes, range(79), "10" * 39 + "1"), "tone", **OPTIONS)
    assert found.set_index("group")["n_gold"].to_dict() == {"ا": 79, "ب": 0}
    assert row(found, "ب")["verdict"] == CORRECT and row(found, "ب")["reason"].startswith("No unit is coded by hand")


def test_signs_are_read_as_framing_code_writes_them():
    evidence = json.dumps([{"feature": "lex:1|plain", "variable": "v", "value": "x", "contribution": 1.0, "term": "جسر", "places": []}])
    codes, _ = four()
    codes = codes.assign(unlike=["0.5", "0.1"] * 100, evidence=[evidence, "[]", "", "[]"] * 50, weight="1")
    one = row(verdicts(codes), "أ")
    assert one[["unlike", "lexicon"]].tolist() == pytest.approx([0.3, 0.25])
    assert one["doubtful"] == pytest.approx((codes[[f"p_{v}" for v in POSTURES]].max(axis=1) < 0.5)[:100].mean())
    assert "30 % of its words are unknown" in one["reason"] and (one["verdict"], one["n_gold"]) == (CORRECT, 0)


def test_a_coder_of_ones_own_has_no_limits_of_the_packages_text_and_two_values_no_doubt():
    codes = CODES.assign(unlike="0.9", p_yes=0.5, p_no=0.5)
    one = row(verdicts(codes, variable="tone", **OPTIONS))
    assert one["unlike"] == pytest.approx(0.9) and "unknown" not in one["reason"] and math.isnan(one["doubtful"])


def test_probabilities_that_do_not_add_up_are_no_reason_to_say_nothing():
    codes, _ = four()
    assert verdicts(codes.assign(p_skeptical=0.9))["doubtful"].tolist() == [0.0, 0.0]


def test_units_that_do_not_count_are_not_counted():
    codes, _ = four()
    found = verdicts(codes.assign(weight=[0 if i < 60 else 1 for i in range(200)]))
    assert found["n_units"].tolist() == [40, 100]


def test_a_sample_that_nobody_drew_never_gives_use():
    codes = units("10" * 500, articles=50)
    gold = sheet(codes, range(200), "10" * 100)
    assert row(verdicts(codes, gold, "tone", **OPTIONS))["verdict"] == USE
    assert row(verdicts(codes, gold[["unit_id", "tone"]], "tone", **OPTIONS, model_based=True))["verdict"] == CORRECT


def test_one_frame_of_several_can_be_judged():
    codes, gold = four()
    frames = ["security" if i % 3 else "" for i in range(200)]
    codes = codes.assign(frames=frames)
    gold = gold.assign(frames=[frames[i] for i in gold.index], voice="author")
    found = verdicts(codes, gold, "frame:security")
    assert found["accuracy"].tolist() == pytest.approx([1, 1]) and set(found["bias_value"]) <= {"1", "0"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"tolerance": 0}, "tolerance 0; allowed are numbers between 0 and 1"),
        ({"tolerance": 1}, "tolerance 1; allowed"),
        ({"level": 95}, "level 95; allowed"),
        ({"least_gain": 0}, "least gain 0; allowed are numbers above 0"),
        ({"weight": "word"}, "weight 'word'; allowed are article, unit"),
        ({"variable": "mood"}, "variable 'mood'; allowed are"),
        ({"by": "paper"}, "no column 'paper'"),
    ],
)
def test_what_cannot_be_is_refused(options, says):
    codes, gold = four()
    with pytest.raises(FramingError, match=says):
        verdicts(codes, gold, **options)


def test_hand_codes_without_a_design_are_refused():
    codes, gold = four()
    with pytest.raises(FramingError, match="nobody knows how the units were drawn"):
        verdicts(codes, gold.drop(columns="inclusion"))


def test_the_page_has_a_colour_for_each_verdict():
    assert tuple(VERDICT_CLASSES) == VERDICTS


# Few errors


def test_the_interval_of_a_paired_difference_is_tangos():
    # Airway hyper-responsiveness before and after stem cell transplantation (Bentur et al. 2009) in Fagerland, Lydersen & Laake (2014): (−.517, −.026)
    assert paired_limits(1, 7, 21) == pytest.approx((-0.517, -0.026), abs=5e-4)


@pytest.mark.parametrize(("more", "less"), [(0, 0), (21, 0), (0, 21), (0, 1), (0.5, 0.25)])
def test_limits_stand_around_the_difference_and_mirror_each_other(more, less):
    low, high = paired_limits(more, less, 21)
    assert -1 <= low <= (more - less) / 21 <= high <= 1 and high - low > 0.1
    assert paired_limits(less, more, 21) == pytest.approx((-high, -low))


def test_without_any_error_the_limits_do_not_meet():
    z2 = 1.959964**2
    assert paired_limits(0, 0, 60) == pytest.approx((-z2 / (60 + z2), z2 / (60 + z2)), abs=1e-5)


# How often `use` is said


def verdict_on_machine_off_by(points: int, seed: int) -> str:
    """Of 1,000 units the machine calls `points` in a hundred skeptical that are procedural, and all others right; 120 are drawn and coded by hand."""
    rng, n = np.random.default_rng(seed), 120
    truth = rng.choice(4, 1000, p=[0.2, 0.1, 0.2, 0.5])
    said = truth.copy()
    said[rng.choice(np.flatnonzero(truth == 3), 10 * points, replace=False)] = 0
    rows, machine = rng.choice(1000, n, replace=False), np.eye(4)[said]
    sample = Sample(rows, np.eye(4)[truth[rows]], np.zeros(n, int), np.array([1000.0]), np.array([120.0]), 0)
    one, each = np.zeros(1000, int), np.full(1000, 1e-3)
    study = Study(("صحيفة",), POSTURES, one, np.arange(1000) // 20, machine, machine, each, one > 0, sample, "corpus")
    return decided(BLIND._replace(n_units=1000, **_tested(study, 0, 0.95, False)))[0]


@pytest.mark.parametrize(("points", "least", "most"), [(0, 1.0, 1.0), (5, 0.0, 0.05), (8, 0.0, 0.0)])
def test_a_right_machine_is_used_and_one_at_the_limit_hardly_ever(points, least, most):
    share = np.mean([verdict_on_machine_off_by(points, seed) == USE for seed in range(200)])
    assert least <= share <= most
