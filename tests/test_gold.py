"""Filled sheets join the codes of all units: which units count, and samples of unknown design are refused."""

import pandas as pd
import pytest

from framing.correction import corrected_shares
from framing.errors import FramingError
from tests.sheets import CODES, GOLD, OPTIONS, TONE, share, sheet, units


def test_units_left_uncoded_are_missing_at_random_within_their_stratum():
    codes = units("1" * 20)
    gold = sheet(codes, range(10), "1" * 5 + "0" * 5)
    found = share(corrected_shares(codes, gold.assign(tone=[*gold["tone"][:9], ""]), "tone", **OPTIONS, power=0.0))
    assert (found["share"], found["n_gold"]) == (pytest.approx(5 / 9), 9)
    assert "of the whole sample 1 units are not coded by hand" in found["note"]


def test_rows_left_out_of_a_sheet_count_as_uncoded():
    codes = units("1" * 20)
    gold = sheet(codes, range(10), "1" * 5 + "0" * 5)
    found = share(corrected_shares(codes, gold.iloc[:9], "tone", **OPTIONS, power=0.0))
    assert (found["share"], found["n_gold"]) == (pytest.approx(5 / 9), 9)


def test_units_of_weight_0_are_left_out():
    codes = units("1100", weight=["1", "1", "1", "0"])
    assert share(corrected_shares(codes, sheet(codes[:3], range(3), "110"), "tone", **OPTIONS))["n_units"] == 3


def test_articles_count_the_same_whatever_their_length():
    codes = units("11110", articles=1).assign(article_id=["long"] * 4 + ["short"])
    gold = sheet(codes, range(5), "11110")
    assert share(corrected_shares(codes, gold, "tone", scheme=TONE))["share"] == 0.5
    assert share(corrected_shares(codes, gold, "tone", **OPTIONS))["share"] == 0.8


REFUSED = {
    "no column 'inclusion'": GOLD.drop(columns="inclusion"),
    "inclusion '0'; allowed": GOLD.assign(inclusion=0),
    "inclusion '1.2'; allowed": GOLD.assign(inclusion=1.2),
    "inclusion '?'; allowed": GOLD.assign(inclusion="?"),
    "which is not 4 / 8": GOLD.assign(inclusion=0.25),
    "says that 3 of 8 were sampled": GOLD.assign(sampled=3, inclusion=3 / 8),
    "hold 9 units, the codes 8": GOLD.assign(population=9, inclusion=4 / 9),
    "unit u99 is not among the codes": GOLD.assign(unit_id=["u99", "u2", "u4", "u6"]),
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


def test_a_unit_that_two_coders_coded_counts_half_as_each_says():
    first = sheet(CODES, [0, 2, 4, 6], "1011")
    second = sheet(CODES, [0, 2, 4, 6], "0011").iloc[:2]
    found = [corrected_shares(CODES, pd.concat(both), "tone", **OPTIONS, power=0.0) for both in ([first, second], [second, first])]
    assert [share(f)["share"] for f in found] == [pytest.approx(2.5 / 4)] * 2
    assert share(found[0])["n_gold"] == 4


def test_a_row_that_is_no_unit_to_one_of_two_coders_counts_half():
    first = sheet(CODES, [0, 2, 4, 6], "1011").assign(note="")
    second = first.iloc[:1].assign(tone="", note="not a unit")
    found = corrected_shares(CODES, pd.concat([first, second]), "tone", **OPTIONS, power=0.0)
    assert share(found)["share"] == pytest.approx(2.5 / 3.5)
