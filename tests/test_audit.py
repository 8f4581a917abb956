"""What lexicon entries and groups are worth on coded units, and what entries carry of a group's result."""

import json

import numpy as np
import pandas as pd
import pytest

from framing.audit import (
    LEAST,
    audit_entries,
    audit_groups,
    carried,
    carried_in_evidence,
    concentration,
    lexicon_coder,
    model_coder,
    pruning_units,
)
from framing.errors import FramingError
from framing.features import FeatureSpace, Unit, count_article
from framing.lexicon import Entry, Lexicon
from framing.model import Model

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
        "entry", "term", "variable", "value", "group", "weight", "n", "right", "precision", "low", "high", "chance", "verdict", "p", "q",
        "verdict_corrected", "posture_without",
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


# Entries, corrected for how many were tested


def test_the_test_of_an_entry_is_fishers_exact_test():
    found = entries([BLAME] * 4 + [NOTHING] * 4, appraisal=["against", "against", "against", "none", "against", "none", "none", "none"])
    assert found.at["blame", "p"] == pytest.approx(34 / 70)  # the lady tasting tea, three cups of four right, two-sided


def test_q_is_p_corrected_by_benjamini_and_hochberg_for_the_entries_tested():
    counts = [BLAME | SLUMP, *[BLAME] * 4, SLUMP, SLUMP, *[NOTHING] * 3, {"lex:praise|plain": 1}]
    found = entries(counts, appraisal=["against"] * 5 + ["none"] * 6)
    p, q = found["p"], found["q"]
    assert p["blame"] == pytest.approx(1 / 462) and q["blame"] == pytest.approx(2 * p["blame"])  # 1 / C(11, 5)
    assert p["slump"] == q["slump"] == 1 and found.at["slump", "verdict_corrected"] == "open"
    assert found.loc[["praise", "why", "people"], ["p", "q"]].isna().all(axis=None)


def test_what_one_interval_calls_may_not_stand_among_many():
    lexicon = Lexicon([Entry(f"e{i}", "خطة", "appraisal", "against", 2, "plans", "lemma") for i in range(20)])
    counts = [{f"lex:e{i}|plain": 1} for i in range(20) for _ in range(3)]
    codes = pd.DataFrame({"appraisal": ["against"] * 3 + ["against", "none", "none"] * 19})
    found = audit_entries(counts, codes, lexicon).set_index("entry").loc["e0"]
    assert (found["verdict"], found["verdict_corrected"]) == ("above chance", "open")


@pytest.mark.parametrize(
    ("with_it", "without_it", "verdict"),
    [
        (["against"] * 10, ["none"] * 10, "above chance"),
        (["none"] * 10, ["against"] * 10, "below chance"),
        (["against", "none"] * 5, ["against", "none"] * 5, "open"),
        (["against"] * (LEAST - 1), ["none"] * 40, "untested"),
        (["against"] * 10, [], "open"),
    ],
    ids=["right", "wrong", "as often as not", "too few", "in every unit"],
)
def test_a_corrected_verdict_has_the_side_of_chance_the_precision_is_on(with_it, without_it, verdict):
    found = entries([BLAME] * len(with_it) + [NOTHING] * len(without_it), appraisal=[*with_it, *without_it])
    assert found.at["blame", "verdict_corrected"] == verdict


def test_exemplars_of_the_package_are_known_as_units_its_lexicon_was_pruned_on():
    assert pruning_units(["دفاتر لا يقرؤها أحد", " دفاتر لا يقرؤها أحد ", "جملة كتبت لهذا الاختبار وحده"]) == 2


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


# What entries carry

PRAISE, WHY = {"lex:praise|plain": 1}, {"lex:why|plain": 1}


def units(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"unit_id": [f"u{i}" for i in range(n)], "article_id": ["a"] * n, "outlet": ["نشرة الميناء"] * n} | columns)


def parts(counts: list[dict], value: str = "skeptical", **columns: list) -> pd.DataFrame:
    table = units(**(columns or {"article_id": ["a"] * len(counts)}))
    found = carried(counts, table, LEXICON, lexicon_coder(LEXICON))
    return found[found["value"] == value].set_index("entry")


def test_an_entry_carries_its_part_of_what_all_entries_add_to_a_value():
    found = parts([BLAME, BLAME | SLUMP, NOTHING])
    assert dict(found["carries"]) == pytest.approx({"blame": 4 / 6, "slump": 2 / 6})
    assert found.loc["blame", ["n_units", "units", "term", "points_to"]].tolist() == [2, 2, "فشل", "appraisal:against"]


def test_leaving_an_entry_out_loses_the_units_that_nothing_else_makes_so():
    found = parts([BLAME, BLAME | SLUMP, NOTHING])
    assert found[["lost", "gained"]].to_dict("index") == {"blame": {"lost": 1, "gained": 0}, "slump": {"lost": 0, "gained": 0}}
    assert dict(found["share_without"]) == pytest.approx({"blame": 1 / 3, "slump": 2 / 3}) and (found["share"] == 2 / 3).all()


def test_leaving_an_entry_out_gains_the_units_it_kept_from_a_value():
    found = parts([{"lex:praise|negated": 1}, BLAME | PRAISE, NOTHING])  # denied praise is blame; blame and praise are both
    assert found.loc["praise", ["lost", "gained", "share", "share_without"]].tolist() == [1, 1, pytest.approx(1 / 3), pytest.approx(1 / 3)]


def test_a_share_is_the_mean_over_articles():
    found = parts([BLAME, NOTHING, NOTHING, NOTHING, BLAME], article_id=["a", "b", "b", "b", "b"])
    assert found.loc["blame", ["share", "share_without"]].tolist() == [(1 + 1 / 4) / 2, 0]


def test_units_of_weight_0_do_not_count():
    found = parts([BLAME, BLAME, NOTHING], weight=[0, 1, 1])
    assert found.loc["blame", ["n_units", "share", "lost"]].tolist() == [1, 0.5, 1]


def test_groups_stand_in_their_order_and_the_strongest_entry_first():
    table = units(outlet=["نشرة الميناء", "صحيفة الحي", "صحيفة الحي", "صحيفة الحي"])
    found = carried([WHY, SLUMP, SLUMP | BLAME, PRAISE], table, LEXICON, lexicon_coder(LEXICON))
    assert list(found[["group", "value", "entry"]].itertuples(index=False, name=None)) == [
        ("نشرة الميناء", "analytical", "why"),
        ("صحيفة الحي", "skeptical", "slump"),
        ("صحيفة الحي", "skeptical", "blame"),
        ("صحيفة الحي", "favorable", "praise"),
    ]


def test_an_article_may_be_the_group():
    found = carried([BLAME, NOTHING], units(article_id=["a", "b"]), LEXICON, lexicon_coder(LEXICON), by="article_id")
    assert found[["group", "share"]].to_numpy().tolist() == [["a", 1.0]]


def test_where_no_entry_stands_none_carries_anything():
    found = carried([NOTHING, {}], units(weight=[1, 1]), LEXICON, lexicon_coder(LEXICON))
    assert found.empty and concentration(found).empty


def fitted() -> Model:
    """A coder that leans on two entries, one lemma and no intercepts but that nothing is said."""
    classes = {"appraisal": ("against", "for", "both", "none"), "explains": ("yes", "no"), "frame:human": ("0", "1")}
    weights = np.array([[3, 0, 0, 0, 0, 0], [0, 0, 0, 0, -4, 0], [0, 0, 0, -1, 0, 0], [0, 0, 0, 0, 0, 2]], dtype="f4")
    names = ("lex:blame|plain", "lex:why|plain", "lemma:خطه", "lex:people|plain")
    return Model(names, classes, weights, np.array([0, 0, 0, 2, 2, -1.0]), {})


def test_a_fitted_coder_adds_its_weight_over_the_value_where_nothing_is_said():
    coder = model_coder(fitted())
    added = {f: [coder.adds(f, v) for v in coder.values] for f in ("lex:blame|plain", "lex:why|plain", "lemma:خطه", "lex:new|plain")}
    assert coder.values == ("skeptical", "favorable", "analytical")
    assert added == {"lex:blame|plain": [3, 0, 0], "lex:why|plain": [0, 0, 4], "lemma:خطه": [1, 1, 0], "lex:new|plain": [0, 0, 0]}


def test_a_fitted_coder_codes_the_units_again_without_an_entry():
    counts = [BLAME | {"lemma:خطه": 1}, WHY, NOTHING]
    found = carried(counts, units(weight=[1, 1, 1]), LEXICON, model_coder(fitted())).set_index("entry")
    assert list(model_coder(fitted()).code(counts)) == ["skeptical", "analytical", "procedural"]
    assert found.loc["blame", ["value", "carries", "lost", "share_without"]].tolist() == ["skeptical", 1, 1, 0]
    assert found.loc["why", ["value", "carries", "lost"]].tolist() == ["analytical", 1, 1]


def test_a_frame_is_a_result_too():
    coder = model_coder(fitted(), "frame:human")
    found = carried([{"lex:people|plain": 1}, NOTHING], units(weight=[1, 1]), LEXICON, coder)
    assert found[["value", "entry", "share", "share_without"]].to_numpy().tolist() == [["human", "people", 0.5, 0.0]]


@pytest.mark.parametrize("variable", ["voice", "stance", "frame:human ", ""])
def test_a_result_that_entries_do_not_decide_on_is_refused(variable):
    with pytest.raises(FramingError, match="allowed are posture, stance, frame:security"):
        model_coder(fitted(), variable)


def test_the_concentration_of_a_result_is_the_inverse_of_its_squared_parts():
    lexicon = Lexicon([Entry(e, "خطة", "appraisal", "against", w, "plans", "lemma") for e, w in (("e1", 2), ("e2", 1), ("e3", 1))])
    counts = [{"lex:e1|plain": 1}, {"lex:e2|plain": 1, "lex:e3|plain": 1}]
    row = concentration(carried(counts, units(weight=[1, 1]), lexicon, lexicon_coder(lexicon))).iloc[0]
    assert (row["n_entries"], row["effective"], row["top"], row["carries"]) == (3, pytest.approx(8 / 3), 1, 0.5)
    assert row[["decisive", "lost", "gained", "share_without"]].tolist() == ["خطة", 1, 0, 0.5]


def test_a_result_that_no_single_entry_changes_has_no_decisive_one():
    row = concentration(carried([BLAME | SLUMP], units(weight=[1]), LEXICON, lexicon_coder(LEXICON))).iloc[0]
    assert row[["first", "decisive", "lost", "share", "share_without"]].tolist() == ["فشل", "", 0, 1, 1]


# The same by the evidence noted with codes


def noted(*rows: tuple) -> str:
    return json.dumps([dict(zip(("feature", "variable", "value", "contribution"), row, strict=True)) for row in rows])


def test_evidence_tells_what_entries_carry_without_text():
    cells = [
        noted(
            ("lex:blame|plain", "appraisal", "against", 1.0),
            ("lex:blame|quoted", "appraisal", "against", 2.0),
            ("lemma:خطه", "appraisal", "against", 9),
        ),
        noted(
            ("lex:slump|plain", "appraisal", "against", 1.0),
            ("lex:blame|plain", "appraisal", "for", 5),
            ("lex:why|plain", "explains", "yes", 7),
        ),
        noted(("lex:blame|plain", "appraisal", "against", 4.0)),
        "",
    ]
    table = units(posture=["skeptical", "skeptical", "procedural", "analytical"], evidence=cells)
    found = carried_in_evidence(table, LEXICON).set_index("entry")
    assert dict(found["carries"]) == {"blame": 0.75, "slump": 0.25} and (found["share"] == 0.5).all()
    assert found[["lost", "gained", "share_without"]].isna().all(axis=None)
    assert concentration(found.reset_index())[["first", "decisive"]].to_numpy().tolist() == [["فشل", ""]]


@pytest.mark.parametrize(
    "cell",
    ["nonsense", "5", '[{"feature": "lex:blame|plain"}]', "[1]", '[{"feature": "x", "variable": "", "value": "", "contribution": null}]'],
)
def test_evidence_that_is_not_as_it_was_written_is_named(cell):
    with pytest.raises(FramingError, match="unit u0: evidence is not as `framing code` writes it"):
        carried_in_evidence(units(posture=["skeptical"], evidence=[cell]), LEXICON)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 1), (2, 1), (1, 2)])
def test_units_and_counts_must_be_the_same(n, m):
    with pytest.raises(FramingError, match="they must be the same units, one at least"):
        carried([BLAME] * n, units(weight=[1] * m), LEXICON, lexicon_coder(LEXICON))
