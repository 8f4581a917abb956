"""Scores of several coders summed."""

import numpy as np
import pytest

from framing.model import class_probabilities
from framing.stacking import RIDGE, stack

DRAW = np.random.default_rng(11)
Y = np.repeat([0, 1, 2], 200)
EVEN = np.ones(600)
CLOUD = DRAW.normal(size=(600, 3)) + 1.5 * np.eye(3)[Y]
LOGITS = 1.5 * CLOUD  # the exact scores of clouds so far apart
NOISE = DRAW.normal(size=(600, 3))
SECOND = 1.5 * (DRAW.normal(size=(600, 3)) + 1.5 * np.eye(3)[Y])  # as exact, and of other words


def loss(parts, factors, intercepts, target, weight=EVEN) -> float:
    p = class_probabilities(sum(f * part for f, part in zip(factors, parts, strict=True)) + intercepts)
    return -np.average(np.log(p[np.arange(len(target)), target]), weights=weight) + RIDGE * np.sum(np.square(intercepts))


def test_the_informative_part_is_preferred():
    factors, _ = stack([NOISE, LOGITS], Y, EVEN)
    assert factors[1] > 0.7
    assert factors[0] < 0.2


def test_exact_scores_keep_their_weight():
    factors, intercepts = stack([LOGITS], Y, EVEN)
    assert factors == pytest.approx(np.array([1.0]), abs=0.15)
    assert intercepts == pytest.approx(np.zeros(3), abs=0.2)


def test_scores_too_sure_or_not_sure_enough_are_scaled():
    (alone,), (sure,), (unsure,) = (stack([LOGITS * times], Y, EVEN)[0] for times in (1, 4, 0.25))
    assert [sure * 4, unsure / 4] == pytest.approx([alone, alone], rel=0.01)


def test_two_parts_that_each_know_something_are_both_used_and_lose_less():
    parts = [LOGITS, SECOND]
    factors, intercepts = stack(parts, Y, EVEN)
    assert factors.min() > 0.7
    assert loss(parts, factors, intercepts, Y) < min(loss([p], *stack([p], Y, EVEN), Y) for p in parts) - 0.05


@pytest.mark.parametrize("others", [[], [SECOND, NOISE]])
def test_a_part_that_speaks_against_the_truth_is_left_out_not_turned(others):
    factors, _ = stack([-LOGITS, *others], Y, EVEN)
    assert factors[0] == 0
    assert factors.min() >= 0


def test_no_factors_and_intercepts_near_by_lose_less():
    parts = [LOGITS, NOISE]
    factors, intercepts = stack(parts, Y, EVEN)
    steps = np.vstack([np.eye(5), -np.eye(5)]) * 0.02
    least = loss(parts, factors, intercepts, Y)
    assert all(loss(parts, np.maximum(factors + s[:2], 0), intercepts + s[2:], Y) >= least - 1e-6 for s in steps)


def test_one_column_is_the_score_of_the_second_value():
    y = np.repeat([0, 1], 300)
    score = (2 * (DRAW.normal(size=600) + 2 * (y - 0.5)))[:, None]
    noise = DRAW.normal(size=(600, 1))
    factors, intercepts = stack([score - 1, noise], y, EVEN)
    assert factors[0] == pytest.approx(1, abs=0.25)
    assert factors[1] < 0.2
    assert intercepts.shape == (1,)
    assert 0.4 < intercepts[0] < 1.1  # the ridge holds it back
    assert stack([-score], y, EVEN)[0].tolist() == [0]


def test_a_value_never_seen_keeps_an_intercept_within_bounds():
    seen = Y < 2
    _, intercepts = stack([LOGITS[seen], NOISE[seen]], Y[seen], EVEN[seen])
    assert intercepts[2] == intercepts.min()
    assert np.abs(intercepts).max() < 3


def test_one_value_alone_leaves_every_number_finite():
    factors, intercepts = stack([NOISE, SECOND], np.full(600, 2), EVEN)
    assert np.isfinite(factors).all()
    assert np.abs(intercepts).max() < 5
    assert intercepts.argmax() == 2


def test_perfect_scores_leave_every_number_finite():
    factors, intercepts = stack([np.eye(3)[Y] * 40 - 20, LOGITS], Y, EVEN)
    assert np.isfinite([*factors, *intercepts]).all()
    assert factors[0] > 0


def test_as_many_more_units_of_each_kind_change_nothing():
    once, often = stack([LOGITS, NOISE], Y, EVEN), stack([np.tile(LOGITS, (4, 1)), np.tile(NOISE, (4, 1))], np.tile(Y, 4), np.ones(2400))
    assert once[0] == pytest.approx(often[0], abs=2e-3)
    assert once[1] == pytest.approx(often[1], abs=2e-3)


def test_units_of_no_weight_teach_nothing():
    wrong = np.where(np.arange(600) % 2, Y, (Y + 1) % 3)
    odd = np.arange(600) % 2 == 1
    weighed, alone = stack([LOGITS, NOISE], wrong, 3.0 * odd), stack([LOGITS[odd], NOISE[odd]], Y[odd], EVEN[odd])
    assert weighed[0] == pytest.approx(alone[0], abs=2e-3)
    assert weighed[1] == pytest.approx(alone[1], abs=2e-3)


def test_the_same_scores_give_the_same_result_twice_and_stay_as_they_were():
    parts, weight = [LOGITS.copy(), NOISE.copy()], np.full(600, 2.0)
    first, second = stack(parts, Y, weight), stack(parts, Y, weight)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert all(np.array_equal(a, np.round(a, 4)) for a in first)
    assert np.array_equal(parts, [LOGITS, NOISE])
    assert weight.tolist() == [2.0] * 600
