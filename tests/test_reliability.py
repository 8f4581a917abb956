"""Alpha, AC1 and raw agreement against published values and values worked out by hand."""

from collections import Counter
from itertools import chain, permutations

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.reliability import ac1, agreement, agreement_by_value, agreement_table, alpha, double_coded, ordinal_alpha, raw, value_orders
from framing.scheme import from_data, shipped_scheme

# Krippendorff (2011), section C: four observers, twelve units, nominal data with gaps.
KRIPPENDORFF = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
# distrib.6raters of Gwet's R package irrCAC: 15 patients, how many of 6 psychiatrists gave each of 5 diagnoses.
PATIENTS = np.array(
    [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
    ],
    dtype=float,
)
FOUR = {"A": "x x x y", "B": "x x y y"}  # raw 3/4; alpha 8/15 and AC1 9/17, worked out below


def codes(coders: dict[str, str], variable: str = "v", article: str = "a") -> pd.DataFrame:
    """Long codes from one line per coder; a dot is a unit that the coder skipped."""
    cells = chain.from_iterable([(f"{article}:{u}", c, variable, v) for u, v in enumerate(line.split())] for c, line in coders.items())
    return pd.DataFrame([c for c in cells if c[3] != "."], columns=["unit_id", "coder", "variable", "value"])


def measures(coders: dict[str, str]) -> dict[str, float]:
    return {a.measure: a.value for a in agreement(codes(coders), "v", n_resamples=10)}


def table(*groups: tuple[int, list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """A count table from (how many units, their counts per value), and one row of equal weights."""
    rows = np.array([row for n, row in groups for _ in range(n)], dtype=float)
    return rows, np.ones((1, len(rows)))


def test_alpha_of_the_published_example_with_gaps():
    found = agreement(codes(KRIPPENDORFF), "v", n_resamples=10)[0]
    assert found.measure == "alpha"
    assert found.value == pytest.approx(0.743, abs=0.0005)  # Krippendorff (2011), section C
    assert (found.n_units, found.n_coders) == (11, 4)  # unit 12 was coded once and counts nothing


def test_alpha_of_two_coders_and_two_values():
    # 20 values, 14 of "0" and 6 of "1"; 4 of 10 units differ: 1 - 19 * 4 / (14 * 6) = 8/84. Krippendorff (2011), section A: .095.
    found = measures({"A": "0 1 0 0 0 0 0 0 1 0", "B": "1 1 1 0 0 1 0 0 0 0"})
    assert found["alpha"] == pytest.approx(8 / 84)


def test_alpha_of_two_coders_and_five_values():
    # Krippendorff (2011), section B, prints .692.
    found = measures({"A": "a a b b d c c c e d d a", "B": "b a b b b c c c e d d d"})
    assert found["alpha"] == pytest.approx(0.692, abs=0.0005)


def test_the_three_measures_of_four_units():
    # 8 values, 5 x and 3 y; 3 of 4 units agree, so 6 of the 8 values lie in agreeing pairs. Alpha: 1 - 7 * (8 - 6) / (64 - 25 - 9) = 16/30.
    # AC1: chance is (5/8 * 3/8 + 3/8 * 5/8) / (2 - 1) = 15/32; (3/4 - 15/32) / (1 - 15/32) = 9/17.
    assert measures(FOUR) == pytest.approx({"alpha": 16 / 30, "AC1": 9 / 17, "raw": 3 / 4})


def test_the_measures_of_a_published_table_of_six_raters():
    # Documentation of Gwet's irrCAC 1.0, gwet.ac1.dist and krippen.alpha.dist.
    once = np.ones((1, 15))
    assert ac1(PATIENTS, once)[0] == pytest.approx(0.4448007, abs=1e-7)
    assert alpha(PATIENTS, once)[0] == pytest.approx(0.4204384, abs=1e-7)
    assert raw(PATIENTS, once)[0] == pytest.approx(0.5511111, abs=1e-7)


def test_the_measures_of_a_published_table_of_two_abstractors():
    # Documentation of Gwet's irrCAC 1.0: cont3x3abstractors, 100 patients, three values.
    counts, once = table((13, [2, 0, 0]), (20, [0, 2, 0]), (11, [0, 1, 1]), (56, [0, 0, 2]))
    assert ac1(counts, once)[0] == pytest.approx(0.8493305, abs=1e-7)
    assert alpha(counts, once)[0] == pytest.approx(0.7972585, abs=1e-7)
    assert raw(counts, once)[0] == pytest.approx(0.89)


def test_a_rare_value_sinks_alpha_but_not_ac1():
    # 125 units: 118 both x, 7 split. 243 x and 7 y. Alpha: 1 - 249 * (250 - 236) / (250**2 - 243**2 - 7**2) = 1 - 3486/3402.
    # AC1: chance is 2 * 243/250 * 7/250 = 0.054432; (0.944 - 0.054432) / 0.945568.
    counts, once = table((118, [2, 0]), (7, [1, 1]))
    assert alpha(counts, once)[0] == pytest.approx(1 - 3486 / 3402)
    assert ac1(counts, once)[0] == pytest.approx(0.889568 / 0.945568)


def test_ac1_with_gaps_averages_the_shares_within_units():
    # Eleven units of the published example: the shares of 1 to 5 add up to 3, 3.25, 2.5, 1.25 and 1, their squares to 28.375;
    # chance is (1 - 28.375 / 121) / 4, raw agreement (8 + 1/2 + 1/2) / 11 (unit 6 has four values).
    by_chance = (1 - 28.375 / 121) / 4
    found = measures(KRIPPENDORFF)
    assert found["raw"] == pytest.approx(9 / 11)
    assert found["AC1"] == pytest.approx((9 / 11 - by_chance) / (1 - by_chance))


def test_perfect_agreement_is_one_with_intervals_of_one():
    for found in agreement(codes({"A": "x y x y x", "B": "x y x y x"}), "v", n_resamples=50):
        assert (found.value, found.low, found.high, found.low_block, found.high_block) == (1, 1, 1, 1, 1)


def test_systematic_disagreement_is_below_nought():
    # Two units, x/y and y/x. Alpha: 1 - 3 * 4 / (16 - 4 - 4) = -1/2; AC1: (0 - 1/2) / (1 - 1/2) = -1.
    assert measures({"A": "x y", "B": "y x"}) == pytest.approx({"alpha": -0.5, "AC1": -1.0, "raw": 0.0})


def test_the_order_of_coders_does_not_matter():
    assert measures(dict(reversed(KRIPPENDORFF.items()))) == pytest.approx(measures(KRIPPENDORFF))


def test_what_the_values_are_called_does_not_matter():
    assert measures({"A": "ب ب ب أ", "B": "ب ب أ أ"}) == pytest.approx(measures(FOUR))


def test_other_variables_do_not_count():
    both = pd.concat([codes(FOUR), codes({"A": "x x x x", "C": "y y y y"}, variable="w")])
    found = agreement(both, "v", n_resamples=10)[0]
    assert (found.value, found.n_coders) == (pytest.approx(16 / 30), 2)


def test_intervals_hold_the_value_and_repeat_with_the_seed():
    first, again = (agreement(codes(KRIPPENDORFF), "v", n_resamples=200, seed=7) for _ in range(2))
    assert first == again
    assert all(f.low <= f.value <= f.high and f.low < f.high for f in first)


def test_an_article_no_longer_than_a_block_is_always_drawn_whole():
    found = agreement(pd.concat([codes(FOUR, article="a:b"), codes(FOUR, article="a:c")]), "v", n_resamples=50)
    assert all(f.low_block == pytest.approx(f.value) == f.high_block for f in found)
    assert all(f.low < f.value for f in found)


def test_blocks_of_a_longer_article_differ_between_draws():
    # Six units in blocks of five: units 0 to 4 or 1 to 5, and then 0 or 1 once more.
    # The coders differ on unit 0 alone, which is drawn twice, once or never: raw is 4/6, 5/6 or 1.
    found = agreement(codes({"A": "x x x y y y", "B": "y x x y y y"}), "v", n_resamples=400)[2]
    assert (found.value, found.low_block, found.high_block) == pytest.approx((5 / 6, 4 / 6, 1.0))


def test_one_value_only_leaves_alpha_undefined():
    with pytest.raises(FramingError, match="agreement on v: every code is the same value; alpha is undefined"):
        agreement(codes({"A": "x x x", "B": "x x ."}), "v")


def test_a_second_value_on_a_unit_coded_once_does_not_define_alpha():
    with pytest.raises(FramingError, match="every code is the same value"):
        agreement(codes({"A": "x x y", "B": "x x ."}), "v")


def test_coders_without_a_unit_in_common_are_refused():
    with pytest.raises(FramingError, match="no unit was coded by two coders"):
        agreement(codes({"A": "x x .", "B": ". . y"}), "v")


def test_an_unknown_variable_is_named_with_those_there_are():
    with pytest.raises(FramingError, match="no codes of variable 'tone'; the codes have v, w"):
        agreement(pd.concat([codes(FOUR, variable="w"), codes(FOUR)]), "tone")


def test_two_codes_of_one_coder_for_one_unit_are_refused():
    with pytest.raises(FramingError, match="coder B has two codes for unit a:0"):
        agreement(pd.concat([codes(FOUR), codes({"B": "y"})]), "v")


def test_the_table_has_a_row_per_variable_and_measure():
    both = pd.concat([codes(FOUR), codes(KRIPPENDORFF, variable="w", article="b")])
    found = agreement_table(both, ["w", "v"], n_resamples=10)
    assert found[["variable", "measure"]].to_numpy().tolist() == [[v, m] for v in "wv" for m in ("alpha", "AC1", "raw")]
    assert found["value"][3] == pytest.approx(16 / 30)


@pytest.mark.parametrize(
    ("units", "there"),
    [("0 1 5 9", True), ("0 1 5 9 12", False), ("10 9 5 1", True), ("0 2 4 6", False), ("x y z w", False)],
    ids=["half", "fewer", "ten follows nine", "every other", "no numbers"],
)
def test_blocks_are_of_neighbours_or_there_is_no_interval_over_them(units, there):
    table = pd.DataFrame(
        [(f"a:{u}", c, "v", "x" if i else c) for i, u in enumerate(units.split()) for c in "AB"], columns=codes(FOUR).columns
    )
    found = agreement(table, "v", n_resamples=20)[2]
    assert np.isnan([found.low_block, found.high_block]).tolist() == [not there] * 2
    assert found.low <= found.value <= found.high


def test_neighbours_are_of_one_article():
    table = pd.DataFrame([(f"{a}:{i}", c, "v", "x" if i else c) for i, a in enumerate("abcd") for c in "AB"], columns=codes(FOUR).columns)
    assert np.isnan(agreement(table, "v", n_resamples=20)[2].low_block)


def test_a_variable_of_one_value_has_its_raw_agreement_only():
    found = agreement_table(codes({"A": "x x", "B": "x x"}), ["v"])
    assert found[["measure", "value", "n_units", "n_coders"]].to_numpy().tolist() == [["raw", 1.0, 2, 2]]
    assert found[["low", "high", "low_block", "high_block"]].isna().all(axis=None)


def test_an_unknown_variable_is_an_error_in_the_table_too():
    with pytest.raises(FramingError, match="no codes of variable 'tone'"):
        agreement_table(codes(FOUR), ["v", "tone"], n_resamples=10)


def test_by_value_each_is_set_against_the_rest():
    # z against the rest: 10 values, 2 z in one agreeing unit and no other: perfect. x against the rest: 5 of 10 values, one unit split:
    # 1 - 9 * (10 - 8) / (100 - 25 - 25) = 32/50. y against the rest: 3 of 10, one unit split: 1 - 9 * 2 / (100 - 9 - 49) = 24/42.
    found = agreement_by_value(codes({"A": "x x x y z", "B": "x x y y z"}), "v", n_resamples=10).set_index("value")
    assert found["alpha"].to_dict() == pytest.approx({"x": 32 / 50, "y": 24 / 42, "z": 1.0})
    assert found["n_positives"].to_dict() == {"x": 2.5, "y": 1.5, "z": 1.0}


@pytest.mark.parametrize(("n", "expected"), [(9, False), (10, True)])
def test_a_value_is_assessed_from_ten_positives_on(n, expected):
    line = " ".join(["x"] * n + ["y"] * 20)
    found = agreement_by_value(codes({"A": line, "B": line}), "v", n_resamples=10).set_index("value")
    assert found.loc["x", "assessable"] == expected
    assert found.loc["y", "assessable"]


def test_a_value_of_every_unit_is_not_assessed():
    line = " ".join(["x"] * 20)
    found = agreement_by_value(codes({"A": line, "B": line}), "v")
    assert found[["value", "n_positives", "assessable"]].to_numpy().tolist() == [["x", 20.0, False]]
    assert found["alpha"].isna().all()


def test_intervals_do_not_depend_on_the_order_of_rows():
    evens, first, second = "x . " * 10, "x " * 20, "y " * 10 + "x " * 10
    one = agreement(codes({"A": evens, "B": first, "C": second}), "v", n_resamples=50)
    other = agreement(codes({"B": first, "C": second, "A": evens}), "v", n_resamples=50)
    assert one == other


def test_a_coder_without_a_unit_in_common_is_not_counted():
    found = agreement(codes({"A": "x y . .", "B": "x x . .", "C": ". . x y"}), "v", n_resamples=10)[0]
    assert (found.n_units, found.n_coders) == (2, 2)


def test_neighbours_are_found_by_the_number_of_their_position():
    # Twelve units in two blocks of five and one of two. The coders differ on unit 11, the last: it is drawn only in a block that starts
    # at 7, once in 14/64 and twice in 1/64 of the draws. Beside unit 1, where its name would put it, it is drawn three times in 1/16.
    shuffled = codes({"A": "x y " * 6, "B": "x y " * 5 + "x x"}).sort_values("unit_id")
    found = agreement(shuffled, "v", n_resamples=4000)[2]
    assert (found.value, found.low_block, found.high_block) == pytest.approx((11 / 12, 11 / 12, 1.0))


def test_positives_of_units_that_one_coder_read_do_not_count():
    found = agreement_by_value(codes({"A": "x x y y", "B": "x x y ."}), "v", n_resamples=10).set_index("value")
    assert found["n_positives"].to_dict() == {"x": 2.0, "y": 1.0}


def test_a_row_without_a_value_is_refused():
    broken = codes(FOUR)
    broken.loc[1, "value"] = None
    with pytest.raises(FramingError, match="coder A has a row without a value for unit a:1"):
        agreement(broken, "v")


# Ordinal

ORDER = "1 2 3 4 5".split()


def by_definition(coders: dict[str, str], order: list[str], ordinal: bool) -> float:
    """Alpha as one less observed over expected disagreement, summed over every pair of codes."""
    columns = list(zip(*(line.split() for line in coders.values()), strict=True))
    units = [[order.index(v) for v in column if v != "."] for column in columns]
    units = [unit for unit in units if len(unit) > 1]
    every = list(chain.from_iterable(units))
    n = Counter(every)

    def apart(a: int, b: int) -> float:
        between = sum(n[v] for v in range(min(a, b), max(a, b) + 1)) - (n[a] + n[b]) / 2
        return between**2 if ordinal else float(a != b)

    observed = sum(sum(apart(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / len(every)
    return 1 - observed / (sum(apart(a, b) for a, b in permutations(every, 2)) / (len(every) * (len(every) - 1)))


def test_ordinal_alpha_of_the_published_example_with_gaps():
    found = {a.measure: a for a in agreement(codes(KRIPPENDORFF), "v", order=ORDER, n_resamples=50)}
    assert list(found) == ["alpha", "ordinal alpha", "AC1", "raw"]
    assert found["ordinal alpha"].value == pytest.approx(0.815, abs=0.0005)  # Krippendorff (2011)
    assert found["ordinal alpha"].low < 0.815 < found["ordinal alpha"].high


def test_ordinal_alpha_of_three_units():
    # Codes 1 1, 1 2, 3 3: n = 3, 1, 2. Apart: 1 from 2 by 3 + 1 - 2 = 2, 2 from 3 by 1.5, 1 from 3 by 3 + 1 + 2 - 2.5 = 3.5.
    # Observed 2 × 4 = 8; by chance 2 × (3 × 4 + 2 × 2.25 + 6 × 12.25) = 180; alpha is 1 - 5 × 8 / 180.
    found = ordinal_alpha(np.array([[2.0, 0, 0], [1, 1, 0], [0, 0, 2]]), np.ones((1, 3)))
    assert found[0] == pytest.approx(1 - 40 / 180)


@pytest.mark.parametrize("order", [ORDER, ORDER[::-1], "3 1 5 2 4".split()], ids=["upwards", "downwards", "shuffled"])
def test_alphas_are_those_of_the_definition(order):
    found = {a.measure: a.value for a in agreement(codes(KRIPPENDORFF), "v", order=order, n_resamples=2)}
    assert found["ordinal alpha"] == pytest.approx(by_definition(KRIPPENDORFF, order, True))
    assert found["alpha"] == pytest.approx(by_definition(KRIPPENDORFF, order, False))


def test_of_two_values_ordinal_alpha_is_nominal():
    found = {a.measure: a.value for a in agreement(codes(FOUR), "v", order=["x", "y"], n_resamples=2)}
    assert found["ordinal alpha"] == pytest.approx(found["alpha"]) == 16 / 30


def test_a_value_nobody_used_changes_nothing():
    found = [agreement(codes(FOUR), "v", order=order, n_resamples=9) for order in (["x", "y"], ["x", "z", "y", "w"])]
    assert found[0] == found[1]


def test_near_values_disagree_less_than_far_ones():
    near, far = ({"A": "1 2 3 1 2 3", "B": f"1 2 3 1 2 {v}"} for v in "21")
    ordinal = [agreement(codes(c), "v", order=ORDER, n_resamples=2)[1].value for c in (near, far)]
    assert ordinal[0] > ordinal[1]


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (["x"], "order x; allowed are two values or more, each once"),
        (["x", "y", "x"], "order x, y, x; allowed are two values"),
        (["x", "z"], "coder A gave unit a:3 'y'; the order has x, z"),
    ],
)
def test_orders_that_do_not_fit_are_refused(order, says):
    with pytest.raises(FramingError, match=says):
        agreement_table(codes(FOUR), ["v"], orders={"v": order})


def test_an_order_of_a_variable_not_coded_is_refused():
    with pytest.raises(FramingError, match="ordinal variable 'w'; allowed are those that all coded, v"):
        agreement_table(codes(FOUR), ["v"], orders={"w": ["x", "y"]})


def test_a_name_alone_takes_the_order_of_the_codebook():
    own = from_data({"variables": {"رأي": {"values": ["ضدّ", "محايد", "مع"]}, "topics": {"multiple": True, "values": ["a"]}}}, "x")
    assert value_orders({"رأي": ()}, own) == {"رأي": ("ضدّ", "محايد", "مع")}
    assert value_orders({"stance": ["against", "neutral", "favor"]}, shipped_scheme()) == {"stance": ("against", "neutral", "favor")}
    with pytest.raises(FramingError, match="ordinal variable 'topics'; allowed are رأي"):
        value_orders({"topics": ()}, own)
    with pytest.raises(FramingError, match="order of stance: 'pro'; allowed are favor, against, neutral"):
        value_orders({"stance": ["against", "pro"]}, shipped_scheme())


@pytest.mark.parametrize(
    ("variable", "values"), [("stance", "favor, against, neutral"), ("posture", "skeptical, favorable, analytical, procedural")]
)
def test_the_packages_codebook_lists_values_in_no_order(variable, values):
    with pytest.raises(FramingError, match=f"'{variable}': the package's codebook lists {values} in no order; give one from the lowest"):
        value_orders({variable: ()}, shipped_scheme())


# Intervals


def test_the_interval_of_raw_agreement_is_that_of_a_binomial_share():
    # 80 of 100 units agree: the 2.5 and 97.5 % points of Binomial(100, .8) are 72 and 87
    found = agreement(codes({"A": "x y " * 50, "B": "x y " * 40 + "y x " * 10}), "v", n_resamples=4000)[2]
    assert (found.value, found.low, found.high) == pytest.approx((0.80, 0.72, 0.87), abs=0.011)


def test_errors_in_runs_widen_the_interval_over_blocks():
    found = agreement(codes({"A": "x y " * 50, "B": ("x y " * 20 + "y x " * 5) * 2}), "v", n_resamples=2000)[2]
    assert found.high_block - found.low_block > 1.5 * (found.high - found.low)


# More coders, with gaps


def test_positives_are_counted_once_a_unit_however_few_of_the_coders_read_it():
    # Six coders, each two of whom read ten units and agree: eleven units are x, though no coder gave x more than five times.
    first, gap = "x x x x x y y y y y", ". " * 10
    lines = [gap * i + first + " " + gap * (2 - i) for i in range(3)]
    lines[2] = gap * 2 + "x y y y y y y y y y"
    coders = {f"{c}{i}": line for i, line in enumerate(lines) for c in "AB"}
    found = agreement_by_value(codes(coders), "v", n_resamples=10).set_index("value")
    assert found["n_positives"].to_dict() == {"x": 11.0, "y": 19.0}
    assert found["assessable"].all()


def test_by_value_more_coders_with_gaps_have_the_alpha_of_the_definition():
    found = agreement_by_value(codes(KRIPPENDORFF), "v", n_resamples=10).set_index("value")
    against = {c: " ".join(v if v in "3." else "0" for v in line.split()) for c, line in KRIPPENDORFF.items()}
    assert found.loc["3", "alpha"] == pytest.approx(by_definition(against, ["0", "3"], False))
    assert found.loc["3", "n_positives"] == 2.5 and not found["assessable"].any()  # a quarter, a whole, a whole and a quarter of a unit


# Behind shares


def test_people_who_coded_twice_have_an_alpha():
    line = "x x y y x y x x y x y x"
    found, why = double_coded(codes({"A": line, "B": line, "C": ". " * 11 + "y"}), "v", n_resamples=20)
    assert found is not None and why == ""
    assert (found.measure, found.n_units, found.n_coders) == ("alpha", 12, 3)


@pytest.mark.parametrize(
    ("coders", "why"),
    [
        ({"A": "x x y y", "B": "x x y y"}, "not known: 4 units were coded twice, 10 are needed"),
        ({"A": "x x", "B": "x ."}, "not known: 1 unit was coded twice, 10 are needed"),
        ({"A": "x " * 12}, "not known: no unit was coded twice (draw with framing sample --coders 2)"),
        ({"A": "x " * 12, "B": "x " * 12}, "coders gave all 12 units coded twice the same value: alpha is undefined"),
    ],
)
def test_without_an_alpha_there_is_a_reason(coders, why):
    found, told = double_coded(codes(coders), "v")
    assert found is None and told.startswith(why)
