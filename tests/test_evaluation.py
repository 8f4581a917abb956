"""Scores against a reference, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.evaluation import abstention, calibration, compare, confusion, foresight, frames_micro_f1, macro_f1, per_class

VALUES = ["a", "b", "c"]
TRUTH = ["a", "a", "b", "b", "c"]
CODED = ["a", "b", "b", "b", "a"]
# a: 1 hit, 2 in the reference, 2 coded: F1 = 2 * 1 / (2 + 2). b: 2 hits, 2 and 3: 4/5. c: no hit, 1 and 0: 0.
BY_HAND = (1 / 2 + 4 / 5 + 0) / 3


def flags(**columns: str) -> pd.DataFrame:
    return pd.DataFrame({name: list(cells) for name, cells in columns.items()})


def test_macro_f1_is_the_mean_of_the_f1_of_each_value():
    assert macro_f1(TRUTH, CODED, VALUES) == pytest.approx(BY_HAND)


def test_macro_f1_counts_every_value_alike_however_rare():
    # 9 of 10 right; x: 2 * 9 / (9 + 10) = 18/19; y: 0.
    assert macro_f1(["x"] * 9 + ["y"], ["x"] * 10, ["x", "y"]) == pytest.approx(9 / 19)


def test_a_value_that_never_occurs_counts_nought_in_macro_f1():
    assert macro_f1(["a", "b"], ["a", "b"], VALUES) == pytest.approx(2 / 3)


@pytest.mark.parametrize("score", [macro_f1, confusion])
@pytest.mark.parametrize(("truth", "coded", "where"), [(TRUTH, CODED, "reference holds 'c'"), (["a"], ["c"], "prediction holds 'c'")])
def test_a_value_that_is_not_allowed_is_named_with_those_that_are(score, truth, coded, where):
    with pytest.raises(FramingError, match=f"{where}; allowed are a, b"):
        score(truth, coded, ["a", "b"])


@pytest.mark.parametrize(("truth", "coded"), [(["a"], ["a", "b"]), ([], [])])
def test_codes_of_different_or_no_units_have_no_score(truth, coded):
    with pytest.raises(FramingError, match="allowed is the same number, one at least"):
        macro_f1(truth, coded, VALUES)


@pytest.mark.parametrize(("coded", "expected"), [(TRUTH, 1.0), (["b", "c", "a", "a", "b"], 0.0)])
def test_macro_f1_runs_from_nought_to_one(coded, expected):
    assert macro_f1(TRUTH, coded, VALUES) == expected


def test_a_coder_compared_with_itself_differs_by_nought():
    found = compare(TRUTH, {"one": CODED, "same": CODED}, VALUES, n_resamples=100)
    assert found["coder"].tolist() == ["one", "same"]
    assert found[["less_than_first", "d_low", "d_high"]].to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]
    assert found.loc[0, "macro_f1":"accuracy"].tolist() == found.loc[1, "macro_f1":"accuracy"].tolist()


def test_comparison_gives_macro_f1_and_accuracy_of_each_coder():
    found = compare(TRUTH, {"perfect": TRUTH, "one": CODED}, VALUES, n_resamples=100)
    assert found["macro_f1"].tolist() == pytest.approx([1.0, BY_HAND])
    assert found["accuracy"].tolist() == pytest.approx([1.0, 3 / 5])
    assert found["less_than_first"].tolist() == pytest.approx([0.0, 1 - BY_HAND])


def test_the_difference_to_the_first_is_paired():
    # Two units: a resample holds both values (perfect coder 1) or one of them (1/2); the other coder has 0 in each.
    found = compare(["a", "b"], {"perfect": ["a", "b"], "wrong": ["b", "a"]}, ["a", "b"], n_resamples=200)
    assert found.loc[0, ["low", "high"]].tolist() == [0.5, 1.0]
    assert found.loc[1, ["macro_f1", "low", "high", "accuracy"]].tolist() == [0, 0, 0, 0]
    assert found.loc[1, ["less_than_first", "d_low", "d_high"]].tolist() == [1.0, 0.5, 1.0]


def test_a_later_coder_that_is_better_has_a_negative_difference():
    found = compare(TRUTH, {"one": CODED, "perfect": TRUTH}, VALUES, n_resamples=100)
    assert found.loc[1, "less_than_first"] == pytest.approx(BY_HAND - 1)
    assert found.loc[1, "d_low"] < 0


def test_units_that_are_all_alike_have_an_interval_without_width():
    # F1 of x is 1 in every resample, of y 0.
    found = compare(["x"] * 5, {"one": ["x"] * 5}, ["x", "y"], n_resamples=20)
    assert found.loc[0, ["macro_f1", "low", "high"]].tolist() == [0.5, 0.5, 0.5]


def test_a_score_lies_in_its_interval_and_repeats_with_the_seed():
    one, again = (compare(TRUTH, {"one": CODED}, VALUES, n_resamples=500, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert one["low"][0] < one["macro_f1"][0] < one["high"][0]


def test_comparison_names_a_value_that_is_not_allowed():
    with pytest.raises(FramingError, match="angry"):
        compare(["a", "b"], {"one": ["a", "angry"]}, ["a", "b"], n_resamples=5)


def test_per_class_gives_precision_recall_f1_and_number():
    found = per_class(TRUTH, CODED, VALUES).set_index("value")
    assert found.loc["a"].tolist() == pytest.approx([1 / 2, 1 / 2, 1 / 2, 2])
    assert found.loc["b"].tolist() == pytest.approx([2 / 3, 1, 4 / 5, 2])
    assert found.loc["c", ["recall", "f1", "n"]].tolist() == [0, 0, 1]


def test_per_class_keeps_the_order_of_the_values():
    assert per_class(TRUTH, CODED, ["c", "a", "b"])["n"].tolist() == [1, 2, 2]


@pytest.mark.parametrize(("column", "truth", "coded"), [("precision", ["c", "a"], ["a", "a"]), ("recall", ["a", "a"], ["c", "a"])])
def test_an_undefined_precision_or_recall_is_missing(column, truth, coded):
    assert np.isnan(per_class(truth, coded, VALUES).set_index("value").loc["c", column])


def test_per_class_of_some_values_is_that_of_all():
    found = per_class(TRUTH, CODED, ["b"])
    assert found.loc[0, ["value", "recall", "f1", "n"]].tolist() == ["b", 1.0, pytest.approx(4 / 5), 2]


def test_confusion_has_reference_values_in_rows_and_codes_in_columns():
    found = confusion(TRUTH, CODED, VALUES)
    assert found.to_numpy().tolist() == [[1, 1, 0], [0, 2, 0], [1, 0, 0]]
    assert (found.index.name, list(found.index), list(found.columns)) == ("reference", VALUES, VALUES)


def test_confusion_keeps_values_that_never_occur():
    assert confusion(["a"], ["a"], VALUES).to_numpy().sum(axis=1).tolist() == [1, 0, 0]


def test_frames_are_pooled_over_columns():
    # Reference 3 positives, coded 4, 2 in common: 2 * 2 / 7.
    truth, coded = flags(human="110", economic="001"), flags(human="101", economic="011")
    assert frames_micro_f1(truth, coded, ["human", "economic"]) == pytest.approx(4 / 7)


def test_frames_that_are_not_asked_for_do_not_count():
    truth, coded = flags(human="110", economic="000"), flags(human="110", economic="111")
    assert frames_micro_f1(truth, coded, ["human"]) == 1.0


def test_frames_do_not_take_agreement_on_absence_for_success():
    assert frames_micro_f1(flags(human="0001"), flags(human="0010"), ["human"]) == 0.0


def test_frames_without_a_positive_have_no_score():
    assert np.isnan(frames_micro_f1(flags(human="00"), flags(human="00"), ["human"]))


def test_a_frame_is_there_or_not_and_nothing_else():
    with pytest.raises(FramingError, match="micro-F1 of human: the prediction holds 'x'; allowed are 0, 1"):
        frames_micro_f1(flags(human="01"), flags(human="0x"), ["human"])


def test_calibration_error_by_hand():
    # Bin 9: two units at .95, one right: gap .45. Bin 6: one at .65, right: .35. Bin 5: one at .55, right: .45. (.9 + .35 + .45) / 4.
    probabilities = pd.DataFrame({"a": [0.95, 0.95, 0.65, 0.45], "b": [0.05, 0.05, 0.35, 0.55]})
    table, error = calibration(["a", "b", "a", "b"], probabilities)
    assert table["bin"].tolist() == [5, 6, 9]
    assert table["confidence"].tolist() == pytest.approx([0.55, 0.65, 0.95])
    assert table["accuracy"].tolist() == [1.0, 1.0, 0.5]
    assert table["n"].tolist() == [1, 1, 2]
    assert error == pytest.approx(1.7 / 4)


def test_certainty_that_is_right_has_no_error_and_lies_in_the_last_bin():
    table, error = calibration(["a", "b"], pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]}), n_bins=5)
    assert (table["bin"].tolist(), error) == ([4], 0.0)


def test_certainty_that_is_wrong_has_an_error_of_one():
    assert calibration(["b", "a"], pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]}))[1] == 1.0


def test_errors_within_a_bin_offset_each_other():
    # One bin: mean confidence .75, three of four right.
    probabilities = pd.DataFrame({"a": [0.6, 0.7, 0.8, 0.9], "b": [0.4, 0.3, 0.2, 0.1]})
    assert calibration(["b", "a", "a", "a"], probabilities, n_bins=1)[1] == pytest.approx(0.0)


CERTAIN = pd.DataFrame({"a": [0.9, 0.6, 0.45, 0.3], "b": [0.1, 0.4, 0.55, 0.7]})  # the likeliest are a, a, b, b


def test_abstention_leaves_fewer_units_and_scores_those():
    # At .56 the units coded a, a, b are a, b, a: F1 of a is 2 * 1 / (2 + 2), of b 0. At .7 those coded a, b are a, a: 2/3 and 0.
    found = abstention(["a", "b", "b", "a"], CERTAIN, (0, 0.56, 0.7))
    assert list(found.columns) == ["threshold", "coverage", "accuracy", "macro_f1"]
    assert found.to_numpy().ravel().tolist() == pytest.approx([0, 1, 1 / 2, 1 / 2, 0.56, 3 / 4, 1 / 3, 1 / 4, 0.7, 1 / 2, 1 / 2, 1 / 3])


def test_where_every_unit_is_abstained_on_there_is_no_score():
    found = abstention(["a", "b", "b", "a"], CERTAIN, [0.91]).iloc[0]
    assert found["coverage"] == 0 and np.isnan(found["accuracy"]) and np.isnan(found["macro_f1"])


def test_abstention_takes_truth_and_probabilities_of_any_index():
    truth = pd.Series(["a", "b", "b", "a"], index=[3, 2, 1, 0])
    pd.testing.assert_frame_equal(abstention(truth, CERTAIN.set_index(pd.Index([9, 8, 7, 6]))), abstention(truth.tolist(), CERTAIN))


def test_abstention_names_a_value_that_is_not_allowed():
    with pytest.raises(FramingError, match=r"the reference holds .*angry.*; allowed are a, b"):
        abstention(["a", "b", "b", "angry"], CERTAIN)


@pytest.mark.parametrize(
    ("doubt", "expected"),
    [
        ([0.1, 0.4, 0.2, 0.3], 1),
        ([0.4, 0.1, 0.3, 0.2], 0),
        ([0.1, 0.4, 0.35, 0.3], 3 / 4),
        ([0.2, 0.2, 0.2, 0.2], 1 / 2),
    ],
    ids=["all errors", "the contrary", "three pairs of four", "nothing"],
)
def test_foresight_is_the_share_of_pairs_in_which_the_error_is_doubted_more(doubt, expected):
    assert foresight(["a", "b", "b", "a"], ["a", "a", "b", "b"], doubt) == pytest.approx(expected)


@pytest.mark.parametrize("predicted", [["a", "b"], ["b", "a"]], ids=["all right", "all wrong"])
def test_without_both_errors_and_hits_nothing_can_be_foreseen(predicted):
    assert np.isnan(foresight(["a", "b"], predicted, [0.1, 0.2]))
