"""What lexicon entries and groups are worth on coded units: coverage, precision, verdict and what dropping an entry changes."""

import numpy as np
import pandas as pd
import pytest

from framing.audit import LEAST, audit_entries, audit_groups
from framing.errors import FramingError
from framing.features import FeatureSpace, Unit, count_article
from framing.lexicon import Entry, Lexicon

LEXICON = Lexicon(
    [
        Entry("blame", "فشل", "appraisal", "against", 2, "failure", "lemma"),
        Entry("slump", "انهيار", "appraisal", "against", 2, "failure", "lemma"),
        Entry("praise", "نجاح", "appraisal", "for", 2, "success", "lemma"),
        Entry("why", "لأن", "explains", "yes", 2, "reasons", "surface"),
        Entry("people", "ساكن", "frame", "human", 2, "people", "lemma"),
        Entry("side", "مع الخطة", "stance", "favor", 2, "sides", "lemma"),
    ]
)
BLAME, SLUMP, NOTHING = {"lex:blame|plain": 1}, {"lex:slump|plain": 1}, {"lemma:خطه": 1, "cue:question": 1}


def entries(counts: list[dict], **codes: list) -> pd.DataFrame:
    return audit_entries(counts, pd.DataFrame(codes), LEXICON).set_index("entry")


def groups(counts: list[dict], **codes: list) -> pd.DataFrame:
    return audit_groups(counts, pd.DataFrame(codes), LEXICON).set_index("group")


# Entries


def test_every_entry_has_a_row_in_the_order_of_the_lexicon():
    found = audit_entries([NOTHING], pd.DataFrame({"appraisal": ["none"]}), LEXICON)
    assert list(found.columns) == [
        "entry", "term", "variable", "value", "group", "weight", "n", "right", "precision", "low", "high", "chance", "verdict", "posture_without",
    ]  # fmt: skip
    assert list(found[["entry", "term", "variable", "value", "group", "weight"]].itertuples(index=False, name=None)) == [
        (*e[:4], e.group, e.weight) for e in LEXICON.entries
    ]


def test_precision_is_the_share_coded_with_the_value_among_units_an_entry_stands_in():
    found = entries([BLAME] * 4 + [NOTHING] * 4, appraisal=["against", "against", "for", "against", *["none"] * 4])
    assert (found.at["blame", "n"], found.at["blame", "right"], found.at["blame", "precision"]) == (4, 3, 0.75)


def test_the_interval_of_a_precision_is_wilsons():
    found = entries([BLAME] * 4, appraisal=["against", "against", "for", "against"])
    # (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with p = 3/4, n = 4, z = 1.96
    assert (found.at["blame", "low"], found.at["blame", "high"]) == pytest.approx((0.3006, 0.9544), abs=1e-4)


def test_chance_is_the_share_of_the_value_in_all_coded_units():
    found = entries([BLAME, NOTHING, NOTHING, NOTHING, NOTHING], appraisal=["against", "against", "none", "none", "-"])
    assert found.at["blame", "chance"] == 0.5


def test_an_entry_that_stands_nowhere_is_untested_and_has_no_precision():
    found = entries([BLAME] * 5, appraisal=["against"] * 5)
    assert (found.at["slump", "n"], found.at["slump", "right"], found.at["slump", "verdict"]) == (0, 0, "untested")
    assert found.loc["slump", ["precision", "low", "high"]].isna().all() and found.at["slump", "chance"] == 1


@pytest.mark.parametrize(("scope", "n"), [("plain", 1), ("quoted", 1), ("attributed", 1), ("negated", 0), ("conceded", 0), ("asked", 0)])
def test_an_entry_counts_where_it_means_what_it_says(scope, n):
    assert entries([{f"lex:blame|{scope}": 1}], appraisal=["against"]).at["blame", "n"] == n


def test_an_entry_counts_once_in_a_unit_however_often_it_stands_there():
    assert entries([{"lex:blame|plain": 3, "lex:blame|quoted": 1}], appraisal=["against"]).at["blame", "n"] == 1


@pytest.mark.parametrize("code", ["", "-", None, np.nan], ids=["empty", "a dash", "none", "not a number"])
def test_a_unit_that_is_not_coded_counts_for_nothing(code):
    found = entries([BLAME, BLAME, NOTHING], appraisal=["against", code, "none"])
    assert (found.at["blame", "n"], found.at["blame", "precision"], found.at["blame", "chance"]) == (1, 1, 0.5)


def test_entries_of_a_variable_that_was_not_coded_are_untested():
    found = entries([BLAME | {"lex:side|plain": 1}] * 5, appraisal=["against"] * 5)
    assert (found.at["side", "n"], found.at["side", "verdict"]) == (0, "untested") and np.isnan(found.at["side", "chance"])


def test_a_frame_is_one_of_those_in_its_cell():
    found = entries([{"lex:people|plain": 1}] * 3 + [NOTHING], frames=["economic;human", "", "economic", "human"])
    assert (found.at["people", "n"], found.at["people", "right"], found.at["people", "chance"]) == (3, 1, 0.5)


@pytest.mark.parametrize(
    ("with_it", "without_it", "verdict"),
    [
        (["against"] * 10, ["none"] * 10, "above chance"),
        (["none"] * 10, ["against"] * 10, "below chance"),
        (["against", "none"] * 5, ["against", "none"] * 5, "open"),
        (["against"] * LEAST, ["none"] * 20, "above chance"),
        (["against"] * (LEAST - 1), ["none"] * 20, "untested"),
        (["none"] * (LEAST - 1), ["against"] * 20, "untested"),
        (["against"] * LEAST, ["against"] * 20, "open"),
    ],
    ids=["always right", "always wrong", "as often as not", "enough units", "too few, right", "too few, wrong", "no better than always"],
)
def test_a_verdict_compares_the_interval_with_chance(with_it, without_it, verdict):
    found = entries([BLAME] * len(with_it) + [NOTHING] * len(without_it), appraisal=[*with_it, *without_it])
    assert found.at["blame", "verdict"] == verdict


@pytest.mark.parametrize(
    ("counted", "appraisal", "explains", "gain"),
    [
        (BLAME, "against", "no", -1),
        (BLAME, "none", "no", 1),
        (BLAME, "for", "no", 0),
        (BLAME | SLUMP, "against", "no", 0),
        (BLAME | {"lex:praise|plain": 1}, "for", "no", 1),
        (BLAME | {"lex:praise|plain": 1}, "both", "no", -1),
        ({"lex:blame|negated": 1}, "none", "no", 1),
        ({"lex:blame|asked": 1}, "none", "no", 0),
    ],
    ids=["needed", "misleading", "wrong either way", "one of two", "against the truth", "half of both", "negated", "asked"],
)
def test_dropping_an_entry_changes_how_many_postures_the_lexicon_gets_right(counted, appraisal, explains, gain):
    assert entries([counted], appraisal=[appraisal], explains=[explains]).at["blame", "posture_without"] == gain


def test_what_dropping_an_entry_changes_is_summed_over_units():
    counts = [BLAME, BLAME, BLAME, {"lex:why|plain": 1}]
    found = entries(counts, appraisal=["none", "none", "against", "none"], explains=["no", "no", "no", "yes"])
    assert dict(found["posture_without"]) == {"blame": 1, "slump": 0, "praise": 0, "why": -1, "people": 0, "side": 0}


@pytest.mark.parametrize("variable", ["appraisal", "explains"])
def test_without_both_variables_of_posture_dropping_an_entry_changes_nothing(variable):
    code = {"appraisal": "none", "explains": "yes"}[variable]
    assert (entries([BLAME] * 3, **{variable: [code] * 3})["posture_without"] == 0).all()


@pytest.mark.parametrize("code", ["", "-", None], ids=["empty", "a dash", "none"])
def test_a_unit_without_a_posture_does_not_speak_for_dropping_an_entry(code):
    assert entries([BLAME], appraisal=[code], explains=[code]).at["blame", "posture_without"] == 0


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (2, 1), (1, 2)])
def test_units_and_codes_must_be_the_same(n, m):
    with pytest.raises(FramingError, match=f"audit: {n} units and {m} codes; they must be the same units, one at least"):
        audit_entries([BLAME] * n, pd.DataFrame({"appraisal": ["against"] * m}), LEXICON)


def test_entries_are_met_in_texts_as_the_coder_reads_them():
    texts = ["فشل المجلس البلدي في إصلاح الجسر.", "لم يفشل المجلس البلدي في إصلاح الجسر.", "قال السكان إن المجلس فشل في إصلاح الجسر."]
    counts = [count_article([Unit(t)], FeatureSpace(LEXICON, ()))[0] for t in texts]
    found = entries(counts, appraisal=["against", "for", "against"], explains=["no"] * 3)
    assert (found.at["blame", "n"], found.at["blame", "right"]) == (2, 2)  # the denied one is no failure
    assert (found.at["people", "n"], found.at["blame", "posture_without"]) == (0, -3)  # frames were not coded


# Groups


def test_a_group_covers_the_units_in_which_one_of_its_entries_stands():
    found = groups(
        [BLAME, BLAME | SLUMP, SLUMP, NOTHING, NOTHING],
        appraisal=["against", "against", "none", "against", "none"],
    )
    failure = found.loc["failure"]
    assert (failure["n_entries"], failure["n"], failure["chance"]) == (2, 3, 0.6)
    assert (failure["coverage"], failure["precision"]) == pytest.approx((2 / 3, 2 / 3))
    assert failure["low"] < failure["precision"] < failure["high"]


def test_groups_stand_in_the_order_of_variable_value_and_name():
    found = audit_groups([NOTHING], pd.DataFrame({"appraisal": ["none"], "explains": ["no"], "frames": [""]}), LEXICON)
    assert list(found[["variable", "value", "group"]].itertuples(index=False, name=None)) == [
        ("appraisal", "against", "failure"),
        ("appraisal", "for", "success"),
        ("explains", "yes", "reasons"),
        ("frame", "human", "people"),
    ]


def test_a_group_name_under_two_values_is_two_groups():
    lexicon = Lexicon([Entry(str(i), "خطة", "appraisal", value, 1, "plans", "lemma") for i, value in enumerate(("against", "for"))])
    found = audit_groups([{"lex:0|plain": 1}], pd.DataFrame({"appraisal": ["for"]}), lexicon)
    assert list(found[["value", "n_entries", "n"]].itertuples(index=False, name=None)) == [("against", 1, 1), ("for", 1, 0)]


def test_a_group_of_a_variable_that_was_not_coded_has_no_row():
    assert list(groups([BLAME], appraisal=["against"], explains=["-"]).index) == ["failure", "success"]


def test_a_group_that_stands_nowhere_covers_nothing_and_has_no_precision():
    found = groups([NOTHING, NOTHING], appraisal=["against", "none"])
    assert (found.at["failure", "n"], found.at["failure", "coverage"]) == (0, 0) and np.isnan(found.at["failure", "precision"])


def test_a_group_of_a_value_that_was_never_coded_has_no_coverage():
    found = groups([BLAME, NOTHING], appraisal=["none", "none"])
    assert np.isnan(found.at["failure", "coverage"]) and (found.at["failure", "precision"], found.at["failure", "chance"]) == (0, 0)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (2, 1), (1, 2)])
def test_units_and_codes_of_groups_must_be_the_same(n, m):
    with pytest.raises(FramingError, match=f"audit: {n} units and {m} codes; they must be the same units, one at least"):
        groups([BLAME] * n, appraisal=["against"] * m)
