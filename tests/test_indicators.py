"""What tables say of a variable, coded by hand or by the machine."""

import pandas as pd
import pytest

from framing.correction import corrected_shares
from framing.errors import FramingError
from framing.indicators import coded_twice
from tests.sheets import CODES, GOLD, OPTIONS, TONE, four, share, sheet, units


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


def test_a_unit_without_a_machine_code_counts_as_the_mean_of_the_others():
    codes = units("1100").assign(tone=["yes", "yes", "no", ""])
    found = corrected_shares(codes, sheet(codes, range(3), "110"), "tone", **OPTIONS, power=1.0)
    assert share(found, method="naive")["share"] == pytest.approx(2 / 3)
    assert "1 units without a machine code" in share(found)["note"]


def test_units_coded_twice_and_differently_are_counted():
    gold = pd.DataFrame({"unit_id": ["a", "b", "c", "a", "b", "c"], "tone": ["", "yes", "no", "no", "no", "no"]})
    assert coded_twice(gold, "tone", TONE) == (2, 1)


def test_probabilities_are_corrected_where_there_are_any_and_codes_on_request():
    codes, gold = four()
    found = [corrected_shares(codes, gold, machine=m)["share"][0] for m in (None, "probabilities", "codes")]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("variable", ["mood", "frames", "frame:weather"])
def test_a_variable_the_codebook_does_not_have_is_refused_with_those_it_has(variable):
    with pytest.raises(FramingError, match=f"variable '{variable}'; allowed are posture, appraisal.*frame:security"):
        corrected_shares(CODES, GOLD, variable)


def test_a_primitive_the_codebook_does_not_have_is_refused():
    codes, gold = four()
    with pytest.raises(FramingError, match="appraisal of unit 0 is 'bad'"):
        corrected_shares(codes, gold.drop(columns="posture").assign(appraisal="bad", explains="no"))
