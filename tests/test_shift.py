"""Class shares of new units, probabilities under them, and how far shares are off."""

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.shift import influence_under_shift, probabilities_under, share_errors, shares_under_shift

TRAINED = np.array([0.1, 0.2, 0.3, 0.4])


def simulated(shares, trained=TRAINED, n: int = 4000, apart: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Units drawn with some shares, each class a normal cloud: what speaks for each class, and the exact probabilities under the shares of training."""
    draw = np.random.default_rng(5)
    y = np.repeat(np.arange(len(shares)), np.round(np.asarray(shares) * n).astype(int))
    likely = np.exp(apart * (draw.normal(size=(len(y), len(shares))) + apart * np.eye(len(shares))[y]))
    joint = likely * trained
    return likely, joint / joint.sum(axis=1, keepdims=True)


# Shares


@pytest.mark.parametrize("shares", [(0.4, 0.3, 0.2, 0.1), (0.7, 0.1, 0.1, 0.1)])
def test_shares_that_shifted_are_recovered(shares):
    _, p = simulated(shares)
    found = shares_under_shift(p, TRAINED)
    assert found == pytest.approx(np.array(shares), abs=0.02)
    assert np.abs(found - shares).max() < np.abs(p.mean(axis=0) - shares).max() / 2


def test_shares_of_two_classes_hard_to_tell_apart_are_recovered():
    _, p = simulated((0.8, 0.2), (0.3, 0.7), n=20_000, apart=1.0)
    assert p.mean(axis=0)[0] < 0.6
    assert shares_under_shift(p, (0.3, 0.7)) == pytest.approx(np.array([0.8, 0.2]), abs=0.02)


def test_shares_that_did_not_shift_stay():
    _, p = simulated(TRAINED)
    assert shares_under_shift(p, TRAINED) == pytest.approx(TRAINED, abs=0.02)


def test_shares_stay_where_the_mean_probabilities_are_those_of_training():
    p = np.array([[0.6, 0.4], [0.2, 0.8], [0.1, 0.9]])
    assert shares_under_shift(p, p.mean(axis=0)) == pytest.approx(p.mean(axis=0), abs=1e-12)


def test_a_coder_that_is_certain_gives_the_shares_it_counts():
    assert shares_under_shift(np.eye(3)[[0, 0, 1, 2, 2, 2, 2, 2]], (0.5, 0.3, 0.2)) == pytest.approx(np.array([2, 1, 5]) / 8)


@pytest.mark.parametrize(("seen", "share"), [(0.68, 0.8), (0.9, 1.0)])
def test_a_sign_four_times_in_five_right_is_corrected_for_its_errors(seen, share):
    n = round(100 * seen)  # a class shows the sign at 0.8, the other at 0.2: 0.2 + 0.6 × share of all units show it
    p = np.array([[0.2, 0.8]] * n + [[0.8, 0.2]] * (100 - n))
    assert shares_under_shift(p, (0.5, 0.5)) == pytest.approx(np.array([1 - share, share]), abs=1e-4)


def test_no_other_shares_make_the_units_likelier():
    _, p = simulated((0.5, 0.1, 0.3, 0.1), n=200, apart=1.0)
    found = shares_under_shift(p, TRAINED)
    others = np.random.default_rng(1).dirichlet(500 * found, size=300)
    likelihood = [np.log(p @ (s / TRAINED)).sum() for s in (found, *others)]
    assert likelihood[0] == max(likelihood)


def test_shares_add_up_to_one_and_none_is_negative():
    found = shares_under_shift(simulated((0.0, 0.0, 0.0, 1.0), n=100)[1], TRAINED)
    assert found.sum() == pytest.approx(1)
    assert found.min() >= 0
    assert found[3] > 0.95


def test_shares_of_training_may_be_counts_and_classes_stand_in_any_order():
    _, p = simulated((0.4, 0.3, 0.2, 0.1), n=400)
    assert shares_under_shift(p[:, ::-1].tolist(), [40, 30, 20, 10]) == pytest.approx(shares_under_shift(p, TRAINED)[::-1])


# Probabilities


def test_probabilities_under_other_shares_are_those_of_bayes():
    likely, p = simulated((0.4, 0.3, 0.2, 0.1), n=50)
    joint = likely * [0.4, 0.3, 0.2, 0.1]
    assert probabilities_under(p, TRAINED, np.array([0.4, 0.3, 0.2, 0.1])) == pytest.approx(joint / joint.sum(axis=1)[:, None])


def test_probabilities_under_the_shares_of_training_stay_and_come_back_from_others():
    _, p = simulated((0.4, 0.3, 0.2, 0.1), n=50)
    there = probabilities_under(p, TRAINED, TRAINED[::-1])
    assert probabilities_under(p, TRAINED, TRAINED) == pytest.approx(p)
    assert probabilities_under(there, TRAINED[::-1], TRAINED) == pytest.approx(p)
    assert np.abs(there - p).max() > 0.1


# How far shares are off


def test_shares_are_off_by_half_the_sum_of_their_differences():
    # A sign that is right four times in five is seen 68 times where 80 units are b: counted .68, mean .68 x .8 + .32 x .2 = .608, under shift .8.
    p = pd.DataFrame([[0.2, 0.8]] * 68 + [[0.8, 0.2]] * 32, columns=["a", "b"])
    found = share_errors(["b"] * 80 + ["a"] * 20, p, np.array([0.5, 0.5]), ["one"] * 100)
    assert list(found.columns) == ["group", "n_units", "counted", "mean", "shift"]
    assert found.loc[0, ["group", "n_units"]].tolist() == ["one", 100]
    assert found.loc[0, ["counted", "mean", "shift"]].tolist() == pytest.approx([0.12, 0.192, 0], abs=1e-4)


def test_each_group_is_held_against_its_own_truth_in_the_order_it_first_stands():
    p = pd.DataFrame(np.eye(3)[[0, 1, 1, 2]], columns=list("abc"))
    found = share_errors(list("abac"), p, np.full(3, 1 / 3), pd.Series(["two", "one", "two", "one"], index=[7, 5, 3, 1])).set_index("group")
    assert found.to_dict("index") == {
        "two": {"n_units": 2, "counted": 0.5, "mean": 0.5, "shift": pytest.approx(0.5)},
        "one": {"n_units": 2, "counted": 0, "mean": 0, "shift": pytest.approx(0)},
    }


def test_errors_within_a_group_that_offset_each_other_leave_its_shares_right():
    p = pd.DataFrame(np.eye(2)[[1, 0]], columns=["a", "b"])
    assert share_errors(["a", "b"], p, np.array([0.5, 0.5]), ["one"] * 2).loc[0, ["counted", "mean", "shift"]].tolist() == [0, 0, 0]


def test_shift_brings_shares_nearer_where_they_shifted():
    shares = (0.7, 0.1, 0.1, 0.1)
    p = pd.DataFrame(simulated(shares, apart=1.0)[1], columns=list("abcd"))
    found = share_errors(list(np.repeat(list("abcd"), [2800, 400, 400, 400])), p, TRAINED, ["one"] * 4000)
    assert found["shift"][0] < min(found["counted"][0], found["mean"][0]) / 3


# Errors


@pytest.mark.parametrize(
    ("p", "trained", "told"),
    [
        (np.empty((0, 2)), (0.5, 0.5), r"shape \(0, 2\) and shares of shape \(2,\); allowed are \(units, classes\), one unit at least"),
        ([[0.4, 0.6]], (0.2, 0.3, 0.5), r"shape \(1, 2\) and shares of shape \(3,\)"),
        ([0.4, 0.6], (0.5, 0.5), r"shape \(2,\) and shares of shape \(2,\)"),
        ([[1.2, -0.2]], (0.5, 0.5), "from 0 to 1"),
        ([[np.nan, 0.5]], (0.5, 0.5), "from 0 to 1"),
        ([[0.4, 0.6], [0.4, 0.5]], (0.5, 0.5), "add up to 1"),
        ([[0.4, 0.6]], (0.0, 1.0), r"shares \[0.0, 1.0\] in training; allowed are numbers above 0"),
    ],
)
def test_what_are_no_probabilities_or_shares_is_refused(p, trained, told):
    with pytest.raises(FramingError, match=told):
        shares_under_shift(p, trained)


def test_shares_are_those_of_another_implementation():
    # quapy 0.2.3, EMQ.EM with epsilon 1e-12
    p = [
        [0.7, 0.2, 0.1],
        [0.5, 0.3, 0.2],
        [0.2, 0.6, 0.2],
        [0.2, 0.5, 0.3],
        [0.1, 0.2, 0.7],
        [0.8, 0.1, 0.1],
        [0.3, 0.4, 0.3],
        [0.25, 0.55, 0.2],
    ]
    assert shares_under_shift(np.array(p), np.array([0.3, 0.4, 0.3])) == pytest.approx([0.74622882, 0.05281712, 0.20095405], abs=1e-3)


def test_a_unit_of_double_weight_counts_as_two():
    p, trained = np.array([[0.8, 0.2], [0.3, 0.7], [0.6, 0.4]]), np.array([0.5, 0.5])
    assert shares_under_shift(p, trained, np.array([0.5, 0.25, 0.25])) == pytest.approx(shares_under_shift(p[[0, 0, 1, 2]], trained))


def test_influence_is_what_a_little_more_weight_on_a_unit_does():
    draw = np.random.default_rng(3)
    p, trained, weight = draw.dirichlet([1, 1, 2], 40), np.array([0.3, 0.3, 0.4]), np.full(40, 1 / 40)
    shares = shares_under_shift(p, trained, weight)
    influence = influence_under_shift(p, trained, shares, weight)
    more = (weight + 2e-3 * (np.arange(40) == 7)) / (1 + 2e-3)
    moved = shares_under_shift(p, trained, more) - shares
    assert influence.sum(axis=0) == pytest.approx([0, 0, 0], abs=1e-6)
    assert moved == pytest.approx(influence[7] * 40 * 2e-3, abs=1e-4)
