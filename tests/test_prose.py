"""Sentences about results say what the tables hold, whatever comes out."""

import pandas as pd

from framing.prose import (
    alt_coverage,
    alt_masking,
    alt_rows,
    alt_specifications,
    disputed_units,
    expectation_verdict,
    expectations_survive,
    failing_intervals,
    hangs_on_rule,
    interval_verdict,
    leading_postures,
    masked,
    nearest_profiles,
    stances,
    top_frames,
    what_survives,
)
from framing.results import EXPECTED, SHORT


def test_a_leading_posture_is_said_with_its_numbers_by_name():
    said = leading_postures(pd.DataFrame({"group": ["levant"], "value": ["skeptical"]}))
    assert "Levant: **skeptical**" in said and "{share_levant_skeptical}" in said and "{tip_units_levant}" in said


def test_a_missed_expectation_is_named():
    table = pd.DataFrame({"article_id": ["levant", "hashtag"], "holds_coded": [True, False], "holds_machine": [True, True]})
    said = expectation_verdict(table.assign(holds_accurate=[False, True]))
    assert "{n_hold_coded} of {n_expected} hold (not: Hashtag)" in said
    assert "{n_hold_machine}, as the accurate one {n_hold_accurate} (not: Levant)." in said
    assert "Levant {expectation_tip_coded_levant}; Hashtag {expectation_tip_coded_hashtag}." in said


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


SURVIVES = pd.DataFrame(
    {"article_id": ["levant", "hashtag"], "value": ["skeptical", "procedural"], "n_leads": [24, 44], "n_specifications": 50, "low": [0.0, 0.36], "high": [1.0, 0.91], "moved_by": ["rule", ""]}
)  # fmt: skip


def test_what_survives_is_said_with_its_numbers_by_name():
    first, second = what_survives(SURVIVES).strip().split("\n")
    assert first.startswith("- Levant: **skeptical** leads alone in {spec_lead_levant} of {spec_n} specifications") and first.endswith(
        "choice of rule"
    )
    assert second.endswith("{spec_low_hashtag} and {spec_high_hashtag} %")


def test_every_expectation_is_said_with_the_specifications_that_keep_it():
    assert [f"{{spec_keep_{a}}}" in expectations_survive() for a in EXPECTED] == [True] * 4


def test_alt_text_of_the_curve_lists_its_numbers():
    assert alt_specifications(SURVIVES).endswith(
        "Levant skeptical in 24 of 50, share 0 to 100 %; Hashtag procedural in 44 of 50, share 36 to 91 %."
    )


def masking(naive: float, warned: float) -> pd.DataFrame:
    rows = [
        (c, "levant", "skeptical", m, bias, 0.7 + bias) for c in ("fast", "accurate") for m, bias in (("naive", naive), ("difference", 0.0))
    ]
    table = pd.DataFrame(rows, columns=["coder", "group", "value", "method", "bias", "estimate"])
    return table.assign(share=0.7, middle_low=0.5, middle_high=0.9, leads=True, warned=warned)


def test_a_machine_that_is_right_by_chance_is_said_to_be_so():
    assert "by chance (the fast coder on Levant; the accurate coder on Levant)" in masked(masking(0.0, 1.0))
    assert "by chance" not in masked(masking(-0.3, 1.0))


def test_whether_the_package_warned_is_said_as_it_was():
    assert "warned of every one" in masked(masking(0.1, 1.0))
    assert "warned of some of them" in masked(masking(0.1, 0.4))
    assert "warned of none of them" in masked(masking(0.1, 0.0))


def test_disputed_units_stand_beside_those_needed():
    said = disputed_units(pd.DataFrame({"article_id": ["levant"], "leads": ["skeptical"]}))
    assert "{n_disputed_levant} of {n_units_levant} units disputed, {tip_units_levant} needed; least lead {least_margin_levant}" in said


def test_alt_text_of_the_masking_figure_lists_its_own_numbers():
    assert "Levant 70 % skeptical, machine alone 40 %, corrected 50 to 90 %." in alt_masking(masking(-0.3, 1.0))


def test_stance_and_frame_are_said_with_what_would_overturn_them():
    table = pd.DataFrame({"group": "levant", "value": ["favor", "against"], "share": [0.2, 0.8]})
    assert "commonest: against (redrawn {stance_low_levant} to {stance_high_levant} %), {stance_tip_levant} recoded units" in stances(table)
    frames = pd.concat([table.assign(group=a) for a in SHORT])
    assert "- Hashtag: against ({top_frame_share_hashtag} % of units" in top_frames(frames) and "{frame_tip_hashtag}" in top_frames(frames)


def test_coverages_that_are_off_are_said_with_their_cells():
    assert "{intervals_off} lie outside (in base, rare); they run" in interval_verdict(pd.DataFrame({"cell": ["base", "rare", "rare"]}))
    assert "{intervals_off} lie outside; they run" in interval_verdict(pd.DataFrame({"cell": []}))


def test_where_no_interval_fails_no_number_of_failures_is_asked_for():
    said = failing_intervals(pd.DataFrame({"method": ["difference"], "coverage": [0.8]}))
    assert "{intervals_failing_lowest}" in said and "intervals_failing_hand" not in said
    assert "{intervals_failing_hand_warned}" in failing_intervals(pd.DataFrame({"method": ["hand"], "coverage": [0.8]}))
    assert "intervals_failing" not in failing_intervals(pd.DataFrame({"method": [], "coverage": []}))


def test_alt_text_of_the_coverage_figure_lists_its_own_numbers():
    table = pd.DataFrame({"cell": "base", "method": "naive", "target": "corpus", "coverage": [0.0, 0.1, 0.5]})
    assert alt_coverage(table) == "Coverage of 95 % intervals in 1 cells. naive, corpus: 0.00 to 0.50, median 0.10."
