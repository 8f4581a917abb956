"""Differences of corrected shares, with intervals that hold for all of them at once."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.correction import corrected_differences, corrected_shares
from framing.differences import adjusted_tail
from framing.errors import FramingError
from framing.prevalence import UNSEEN
from tests.sheets import CODES, GOLD, OPTIONS, four, sheet, units


def test_three_differences_of_equal_groups_need_tukeys_quantile():
    roots = [np.eye(3)[:, [g]] for g in range(3)]  # studentised range of 3 groups at 5 %: 3.314, over the root of 2
    tail = adjusted_tail(roots, [(0, 1), (0, 2), (1, 2)], 0.95, seed=0)
    assert stats.norm.isf(tail / 2) == pytest.approx(3.314 / np.sqrt(2), abs=0.03)


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
    wide = np.sqrt(found["se"] ** 2 + 2 * UNSEEN * (1 - 67 / 200) / 67 / 66)
    assert (found["high"] - found["low"]) / 2 / wide == pytest.approx(stats.t.ppf(0.975, 130), abs=0.04)


def test_the_same_call_gives_the_same_differences():
    pd.testing.assert_frame_equal(corrected_differences(*four()), corrected_differences(*four()))


def test_differences_need_two_groups():
    with pytest.raises(FramingError, match="1 of 1 groups can be estimated; two are needed"):
        corrected_differences(CODES, GOLD, "tone", **OPTIONS)
