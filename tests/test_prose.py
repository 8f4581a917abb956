"""Sentences about results say what the tables hold, whatever comes out."""

import pandas as pd

from framing.prose import alt_rows, expectation_verdict, hangs_on_rule, leading_postures, nearest_profiles


def test_a_leading_posture_is_said_with_its_numbers_by_name():
    said = leading_postures(pd.DataFrame({"group": ["levant"], "value": ["skeptical"]}))
    assert "Levant: **skeptical**" in said and "{share_levant_skeptical}" in said and "{tip_units_levant}" in said


def test_a_missed_expectation_is_named():
    table = pd.DataFrame({"article_id": ["levant", "hashtag"], "holds_coded": [True, False], "holds_machine": [True, True]})
    assert "{n_hold_coded} of {n_expected} hold (not: Hashtag)" in expectation_verdict(table)
    assert "{n_hold_machine}. Over all" in expectation_verdict(table)


def variants(other: str) -> pd.DataFrame:
    texts = ["levant", "aljazeera", "aggregator", "unnamed", "alarab", "hashtag"]
    rows = [(rule, a, "procedural") for rule in ("rule_2_1", "explains_by_any_phrase", "focal_objects_only") for a in texts]
    table = pd.DataFrame(rows, columns=["rule", "article_id", "leads"])
    table.loc[(table["rule"] == "explains_by_any_phrase") & (table["article_id"] == "hashtag"), "leads"] = other
    return table


def test_a_lead_that_hangs_on_a_rule_is_said():
    assert (
        hangs_on_rule(variants("analytical"))
        == "The lead hangs on the rule: Hashtag (procedural) becomes analytical when any phrase counts as explanation."
    )


def test_a_lead_that_hangs_on_no_rule_is_said_too():
    assert hangs_on_rule(variants("procedural")).startswith("No text's leading posture changes")


def test_no_text_may_be_near():
    table = pd.DataFrame({"article_id": ["unnamed"], "other": ["levant"], "distance": [0.6], "nearest": [True], "near_enough": [False]})
    assert nearest_profiles(table).startswith("unnamed outlet: none within {nearest_limit}")


def test_alt_text_lists_the_figures_own_numbers():
    assert alt_rows("Shares", pd.DataFrame({"g": ["levant"], "share": [0.254]}), "g", "share", percent=True) == "Shares: Levant 25 %."
