"""The coding scheme: values, the rule for posture, checks of form, wide and long codes."""

import pandas as pd
import pytest

from framing.codes import CODE_COLUMNS, POSTURES, check_row, codebook, frames, posture, posture_focal, to_long, to_wide, values, variables
from framing.errors import FramingError

PLAIN = {
    "appraisal": "none",
    "object": "-",
    "explains": "no",
    "explains_any": "no",
    "stance": "neutral",
    "stance_holder": "-",
    "frames": "",
    "voice": "author",
    "voice_basis": "explicit",
}
DERIVED = {"posture", "posture_focal", "attributed"}


def wide(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"unit_id": f"a:{i}", **PLAIN, **row} for i, row in enumerate(rows)])


def cell(codes: pd.DataFrame, variable: str) -> list[str]:
    return codes.loc[codes["variable"] == variable, "value"].tolist()


@pytest.mark.parametrize(
    ("appraisal", "explains", "expected"),
    [
        ("against", "yes", "skeptical"),
        ("against", "no", "skeptical"),
        ("for", "yes", "favorable"),
        ("for", "no", "favorable"),
        ("both", "yes", "analytical"),
        ("both", "no", "analytical"),
        ("none", "yes", "analytical"),
        ("none", "no", "procedural"),
    ],
)
def test_posture_follows_from_appraisal_and_explanation(appraisal, explains, expected):
    assert posture(appraisal, explains) == expected


@pytest.mark.parametrize(
    ("appraisal", "explains", "obj", "expected"),
    [
        ("against", "no", "focal", "skeptical"),
        ("against", "no", "other", "procedural"),
        ("for", "yes", "other", "analytical"),
        ("both", "no", "other", "procedural"),
        ("none", "yes", "-", "analytical"),
    ],
)
def test_appraisal_of_another_object_does_not_count_for_the_focal_posture(appraisal, explains, obj, expected):
    assert posture_focal(appraisal, explains, obj) == expected


def test_every_posture_can_be_reached_and_no_other():
    reached = {posture(a, e) for a in values()["appraisal"] for e in values()["explains"]}
    assert reached == set(POSTURES)


def test_the_frames_are_the_eight_of_the_codebook_in_its_order():
    assert frames() == ("security", "legitimacy", "sovereignty", "conflict", "economic", "human", "ideology", "capacity")


def test_the_values_of_appraisal_and_voice_are_those_of_the_codebook():
    assert values()["appraisal"] == ("against", "for", "both", "none")
    assert values()["voice"] == ("author", "official", "anonymous", "expert", "civil", "media")


def test_each_frame_is_a_variable_of_its_own():
    assert "frames" not in variables()
    assert "frame:human" in variables()
    assert len(variables()) == len(set(variables())) == len(values()) - 1 + 8


def test_the_codebook_has_the_version_of_its_last_change():
    assert codebook()["changelog"][-1]["version"] == codebook()["version"]


def test_a_plain_row_passes():
    assert check_row(PLAIN, "here") is None


@pytest.mark.parametrize("given", ["", "human", "human;security", ";".join(["security", "capacity", "ideology"])])
def test_any_number_of_frames_in_any_order_passes(given):
    assert check_row({**PLAIN, "frames": given}, "here") is None


@pytest.mark.parametrize(
    ("variable", "given", "named"),
    [
        ("appraisal", "negative", "appraisal is 'negative'; allowed are against, for, both, none"),
        ("appraisal", "", "appraisal is ''"),
        ("appraisal", "Against", "appraisal is 'Against'"),
        ("explains", "نعم", "explains is 'نعم'; allowed are yes, no"),
        ("voice", "author;official", "voice is 'author;official'"),
        ("frames", "human;sport", "frames is 'sport'; allowed are security, legitimacy"),
        ("frames", "human; security", "frames is ' security'"),
        ("voice_basis", "-", "voice_basis is '-'; allowed are explicit, inherited"),
    ],
)
def test_a_value_outside_the_codebook_is_named_with_place_and_allowed_values(variable, given, named):
    with pytest.raises(FramingError) as error:
        check_row({**PLAIN, variable: given}, "sheet.csv, unit a:7")
    assert str(error.value).startswith(f"sheet.csv, unit a:7: {named}")


@pytest.mark.parametrize(("appraisal", "obj"), [("none", "focal"), ("none", "other"), ("against", "-"), ("both", "-")])
def test_an_object_stands_exactly_when_something_is_appraised(appraisal, obj):
    with pytest.raises(FramingError, match=f"here: object is '{obj}' with appraisal '{appraisal}'"):
        check_row({**PLAIN, "appraisal": appraisal, "object": obj}, "here")


@pytest.mark.parametrize(("stance", "holder"), [("neutral", "text"), ("neutral", "voice"), ("favor", "-"), ("against", "-")])
def test_a_holder_stands_exactly_when_there_is_a_stance(stance, holder):
    with pytest.raises(FramingError, match=f"here: stance_holder is '{holder}' with stance '{stance}'"):
        check_row({**PLAIN, "stance": stance, "stance_holder": holder}, "here")


def test_a_variable_that_was_not_coded_is_not_checked():
    assert check_row({k: v for k, v in PLAIN.items() if k not in ("voice_basis", "frames", "object", "stance_holder")}, "here") is None


@pytest.mark.parametrize("stays", ["object", "stance_holder"])
def test_half_of_a_pair_alone_is_not_checked_against_the_other_half(stays):
    assert check_row({stays: "-", "explains": "no"}, "here") is None


def test_a_sentence_whose_main_point_explains_explains_somewhere():
    with pytest.raises(FramingError, match="explains_any"):
        check_row({**PLAIN, "explains": "yes", "explains_any": "no"}, "here")


def test_long_codes_have_one_row_per_unit_and_variable():
    long = to_long(wide({}, {}), "first")
    assert list(long.columns) == CODE_COLUMNS
    assert set(long["variable"]) == set(variables()) | DERIVED
    assert len(long) == 2 * (len(variables()) + len(DERIVED))
    assert set(long["coder"]) == {"first"}
    assert set(long["probability"]) == {1.0}


def test_long_codes_derive_both_postures():
    long = to_long(wide({"appraisal": "against", "object": "other"}, {"explains": "yes", "explains_any": "yes"}), "first")
    assert cell(long, "posture") == ["skeptical", "analytical"]
    assert cell(long, "posture_focal") == ["procedural", "analytical"]


def test_a_variable_that_was_not_coded_has_no_long_codes():
    long = to_long(wide({}).drop(columns=["voice_basis", "explains_any"]), "first")
    assert set(variables()) - set(long["variable"]) == {"voice_basis", "explains_any"}


@pytest.mark.parametrize(
    ("absent", "gone"),
    [
        ("appraisal", {"appraisal", "posture", "posture_focal"}),
        ("object", {"object", "posture_focal"}),
        ("voice", {"voice", "attributed"}),
        ("frames", {f"frame:{f}" for f in frames()}),
    ],
)
def test_what_follows_from_a_variable_that_was_not_coded_is_left_out_with_it(absent, gone):
    long = to_long(wide({}).drop(columns=absent), "first")
    assert set(long["variable"]) == (set(variables()) | DERIVED) - gone


def test_every_voice_but_the_author_is_attributed():
    long = to_long(wide(*({"voice": v} for v in values()["voice"])), "first")
    assert cell(long, "attributed") == ["no", "yes", "yes", "yes", "yes", "yes"]


def test_a_frame_is_one_where_it_is_listed_and_nought_elsewhere():
    long = to_long(wide({"frames": "security;human"}, {"frames": ""}, {"frames": "human"}), "first")
    assert cell(long, "frame:human") == ["1", "0", "1"]
    assert cell(long, "frame:security") == ["1", "0", "0"]
    assert cell(long, "frame:economic") == ["0", "0", "0"]


def test_the_wide_table_is_left_as_it_was():
    table = wide({"frames": "human"})
    before = table.copy()
    to_long(table, "first")
    pd.testing.assert_frame_equal(table, before)


def test_no_units_give_no_long_codes():
    long = to_long(wide({}).iloc[:0], "first")
    assert list(long.columns) == CODE_COLUMNS
    assert long.empty


def test_long_codes_turn_back_into_a_row_per_unit():
    back = to_wide(to_long(wide({"stance": "favor", "stance_holder": "voice"}, {"frames": "economic"}), "first"))
    assert list(back.index) == ["a:0", "a:1"]
    assert back.loc["a:0", "stance"] == "favor"
    assert back["frame:economic"].tolist() == ["0", "1"]
    assert set(back.columns) == set(variables()) | DERIVED


def test_codes_of_two_coders_cannot_be_one_coders_table():
    both = pd.concat([to_long(wide({}), "first"), to_long(wide({}), "second")])
    with pytest.raises(FramingError, match="unit a:0 has duplicate codes of appraisal"):
        to_wide(both)
