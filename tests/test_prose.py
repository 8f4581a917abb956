"""Sentences about results say what the tables hold, whatever comes out."""

import pandas as pd

from framing.prose import (
    agreement_of_people,
    alt_coverage,
    alt_frames,
    alt_masking,
    alt_nearest,
    alt_rows,
    alt_sources,
    alt_specifications,
    alt_timeline,
    before_the_event,
    commonest_errors,
    commonest_frame,
    commonest_stance,
    expectation_verdict,
    expectations_survive,
    failing_intervals,
    followed_down,
    genres,
    hangs_on_rule,
    hard_postures,
    interval_verdict,
    leads_of_texts,
    masked,
    moves,
    nearest_profiles,
    right_by_chance,
    sentiment_verdict,
    verdicts,
    weakest_value,
    what_decides,
    what_survives,
    whose_words,
)


def test_a_missed_expectation_is_named():
    table = pd.DataFrame({"article_id": ["levant", "hashtag"], "holds_coded": [True, False], "holds_machine": [True, True]})
    said = expectation_verdict(table.assign(holds_accurate=[False, True], tipping_units=[2, 1], specifications_leading=[0.4, 0.9]))
    assert "{n_hold_coded} of {n_expected} hold (not: Hashtag)" in said
    assert "{n_hold_machine}, as the accurate one {n_hold_accurate} (not: Levant)." in said
    assert "that of Hashtag, which {expectation_tip_coded_hashtag} recoded units" in said
    assert said.endswith("that of Levant, {spec_keep_levant} of {spec_n}.")


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


NEAR = pd.DataFrame(
    {
        "article_id": "unnamed",
        "other": ["levant", "hashtag"],
        "distance": [0.6, 0.7],
        "nearest": [True, False],
        "near_enough": [False, False],
    }
)


def test_no_text_may_be_near():
    assert "- unnamed outlet: **none** is within {nearest_limit}; the nearest is Levant" in nearest_profiles(NEAR)
    near = nearest_profiles(NEAR.assign(near_enough=[True, False]))
    assert near.strip().startswith("- unnamed outlet: nearest to **Levant**") and "{nearest_kept_unnamed} of {spec_n}" in near


def test_genres_are_said_of_each_text_and_the_nearest_to_it():
    texts = pd.DataFrame({"article_id": ["unnamed", "levant"], "genre": ["opinion", "news report"]})
    assert genres(NEAR, texts) == "the unnamed outlet and Levant are of two (opinion, news report)"
    assert genres(NEAR, texts.assign(genre="opinion")) == "the unnamed outlet and Levant are of one genre (opinion)"


def test_alt_text_of_likeness_lists_distances_in_order():
    assert alt_nearest(NEAR.iloc[::-1]).endswith("unnamed outlet: Levant 0.60, Hashtag 0.70.")


def test_the_posture_each_coder_finds_least_is_named():
    table = pd.DataFrame({"coder": ["fast", "fast"], "value": ["skeptical", "analytical"], "recall": [0.4, 0.3]})
    assert hard_postures(table) == "Found least often: analytical by the fast coder."


DATED = pd.DataFrame(
    {"article_id": ["levant", "unnamed"], "published": ["2025-10-31", "2025-11"], "genre": "news report", "n_units": [8, 29]}
)


def test_only_texts_of_earlier_months_came_before_the_event():
    assert before_the_event(DATED) == "Levant"


def test_alt_text_of_the_timeline_lists_dates_and_the_month_of_the_event():
    said = alt_timeline(DATED)
    assert "2025-11, shaded" in said and said.endswith(
        "Levant, news report, 2025-10-31, 8 units; unnamed outlet, news report, 2025-11, 29 units."
    )


def test_alt_text_lists_the_figures_own_numbers():
    assert alt_rows("Shares", pd.DataFrame({"g": ["levant"], "share": [0.254]}), "g", "share", percent=True) == "Shares: Levant 25 %."


SURVIVES = pd.DataFrame(
    {"article_id": ["levant", "hashtag"], "value": ["skeptical", "procedural"], "n_leads": [24, 44], "n_specifications": 50, "low": [0.0, 0.36], "high": [1.0, 0.91], "moved_by": ["rule", ""]}
)  # fmt: skip


def test_leads_that_survive_stand_apart_from_those_that_hang_on_decisions():
    firm, hanging = what_survives(SURVIVES).split("These leads ")[1:]
    assert firm.startswith("survive nearly every way to decide: Hashtag (**procedural**, {spec_lead_hashtag} of {spec_n})")
    assert hanging.startswith("hang on the decisions: Levant (**skeptical**, {spec_lead_levant} of {spec_n})")
    assert "hang on" not in what_survives(SURVIVES[1:])


BY_RULE = pd.DataFrame(
    [("levant", "readers", "codebook", 6, 6), ("levant", "readers", "explanation before appraisal", 6, 0), ("hashtag", "readers", "codebook", 6, 6), ("hashtag", "machines", "codebook", 6, 1)],
    columns=["article_id", "by", "rule", "n_specifications", "n_leads"],
)  # fmt: skip


def test_the_rule_that_ends_a_lead_where_readers_code_is_named():
    said = what_decides(BY_RULE)
    assert "Counting explanation before appraisal costs the lead of Levant ({spec_rule_n_leads_levant} of" in said
    assert "No rule costs the lead of Hashtag" in said and "Hashtag {spec_machines_hashtag}" in said
    assert "every lead stands under the codebook's own rule and some fall under others:" in said
    assert "leads fall under these rules:" in what_decides(BY_RULE.assign(n_leads=[5, 0, 6, 1]))


def test_the_specifications_that_keep_all_expectations_are_said():
    assert "hold together in {spec_keep_all} of {spec_n}" in expectations_survive()


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
    assert "by chance (the fast coder on Levant; the accurate coder on Levant)" in right_by_chance(masking(0.0, 1.0))
    assert right_by_chance(masking(-0.3, 1.0)) == ""


def test_whether_the_package_warned_is_said_as_it_was():
    assert "warned of every one" in masked(masking(0.1, 1.0))
    assert "warned of some of them" in masked(masking(0.1, 0.4))
    assert "warned of none of them" in masked(masking(0.1, 0.0))


BY_VALUE = pd.DataFrame(
    [("voice", "expert", 12.0, 0.7, True), ("frame:human", "human", 3.0, 1.0, False), ("voice", "civil", 0.0, None, False), ("posture", "skeptical", 20.0, 0.9, True)],
    columns=["variable", "value", "n_positives", "alpha", "assessable"],
)  # fmt: skip


def test_the_value_coded_least_alike_is_named_with_those_too_rare_and_those_never_found():
    said = weakest_value(BY_VALUE)
    assert "is **voice: expert**: {stability_weakest} (" in said
    assert "Too rare to assess: frame: human. Found by no reading: voice: civil." in said


def test_where_every_value_is_common_none_is_called_rare():
    assert weakest_value(BY_VALUE[BY_VALUE["assessable"]]).endswith("{stability_weakest_high}). ")


def test_agreement_of_people_is_said_to_be_unknown_until_two_have_coded():
    people = pd.DataFrame(columns=["variable", "measure", "value"])
    assert "not known" in agreement_of_people(people) and "people_posture" not in agreement_of_people(people)
    said = agreement_of_people(pd.DataFrame({"variable": ["posture"], "measure": ["alpha"], "value": [0.7]}))
    assert "not known" not in said and "{people_posture_low} to {people_posture_high}" in said


def tones(low: float) -> pd.DataFrame:
    return pd.DataFrame({"coder": ["fast coder", "accurate coder"], "other": "polarity lexicon", "low": [low, 0.1]})


def test_a_gain_over_polarity_is_called_sure_only_where_its_interval_leaves_out_nought():
    assert "no sure gain for the fast coder: macro-F1" in sentiment_verdict(tones(-0.1))
    assert "both coders find more too" in sentiment_verdict(tones(0.05))


def test_the_commonest_errors_are_those_of_the_table():
    by_class = pd.DataFrame({"coder": "fast", "value": ["a", "b"], "recall": [0.2, 0.9]})
    confusion = pd.DataFrame({"reference": ["a", "b"], "a": [1, 1], "b": [4, 9]})
    said = commonest_errors(by_class, {"fast": confusion})
    assert (
        "misses a units most: it finds {machine_fast_a_recall} % of {machine_n_a}. It calls too many units b ({machine_fast_called_b}"
        in said
    )
    assert said.endswith("commonest error: a units called b ({machine_fast_most_confused}).")


def test_alt_text_of_the_masking_figure_lists_its_own_numbers():
    assert "Levant 70 % skeptical, machine alone 40 %, corrected 50 to 90 %." in alt_masking(masking(-0.3, 1.0))


def test_coverages_that_are_off_are_said_with_their_cells():
    assert "{intervals_off} lie outside by more than chance (in base case, rare values);" in interval_verdict(
        pd.DataFrame({"cell": ["base", "rare", "rare"]})
    )
    assert "{intervals_off} lie outside by more than chance;" in interval_verdict(pd.DataFrame({"cell": []}))


def test_where_no_interval_fails_no_number_of_failures_is_asked_for():
    said = failing_intervals(pd.DataFrame({"method": ["difference"], "coverage": [0.8]}))
    assert "{intervals_failing_lowest}" in said and "intervals_failing_hand" not in said
    assert "{intervals_failing_hand_warned}" in failing_intervals(pd.DataFrame({"method": ["hand"], "coverage": [0.8]}))
    assert "intervals_failing" not in failing_intervals(pd.DataFrame({"method": [], "coverage": []}))


def test_alt_text_of_the_coverage_figure_lists_its_own_numbers():
    table = pd.DataFrame({"cell": "base", "method": "naive", "target": "corpus", "coverage": [0.0, 0.1, 0.5]})
    assert alt_coverage(table) == "Coverage of 95 % intervals in 1 cells. naive, corpus: 0.00 to 0.50, median 0.10."


def test_a_unit_is_followed_from_its_codes_to_its_appraising_terms():
    unit = {"article_id": "levant", "posture": "skeptical", "role": "body", "appraisal": "against", "explains": "no", "differences": ""}
    unit |= {
        "fast": "skeptical",
        "accurate": "procedural",
        "terms": "e1|plain|فشل|appraisal=against; e2|negated|نجاح|appraisal=for; e3|plain|حرب|frame=security",
    }
    said = followed_down(pd.DataFrame([unit | {"terms": ""}, unit, unit | {"posture": "favorable"}]), "levant", "skeptical")
    assert "The two readings agree on it; the fast machine codes it *skeptical*, the accurate one *procedural*." in said
    assert said.endswith('<bdi lang="ar">فشل</bdi> (against), <bdi lang="ar">نجاح</bdi> (for, negated).')


def test_a_unit_on_which_readings_differ_and_no_term_fired_is_told_so():
    unit = {"article_id": "x", "posture": "skeptical", "role": "body", "appraisal": "against", "explains": "no", "terms": ""}
    said = followed_down(pd.DataFrame([unit | {"differences": "explains: yes / no", "fast": "a", "accurate": "b"}]), "x", "skeptical")
    assert "The readings differ (explains: yes / no);" in said and said.endswith("fired in it: none.")


def test_leads_are_said_by_posture_with_the_narrowest_and_the_widest():
    texts = {"article_id": ["levant", "aljazeera", "hashtag"], "coded": ["skeptical", "analytical", "analytical"]}
    said = leads_of_texts(pd.DataFrame(texts | {"margin_units": [4, 0, 9]}))
    assert said.startswith(
        "**skeptical** in Levant ({share_levant_skeptical} %); **analytical** in Hashtag ({share_hashtag_analytical} %). "
    )
    assert "No posture leads alone in Al Jazeera op-ed." in said
    assert "narrowest lead is Levant's, by {lead_units_levant}" in said and "widest is Hashtag's, by {lead_units_hashtag}" in said


def test_an_expectation_is_read_down_check_by_check():
    row = {"article_id": "levant", "expected": "skeptical", "coded": "skeptical", "machine": "tie", "accurate": "procedural"}
    row |= {"holds_coded": True, "holds_machine": False, "holds_accurate": False, "margin_units": 4, "tipping_units": 2}
    row |= {"machine_tipping_units": 1, "accurate_tipping_units": 3, "redraws_leading": 1.0, "specifications_leading": 0.484}
    found = verdicts(pd.DataFrame([row]))["Levant"].tolist()
    assert found == ["skeptical", "holds: skeptical", "fails: tie (1)", "fails: procedural (3)", "4", "2", "100 %", "48 %"]


def test_the_commonest_stance_is_said_and_who_holds_both_sides():
    rows = [("levant", "against", 0.9), ("levant", "favor", 0.1), ("levant", "neutral", 0.0)]
    rows += [("hashtag", "against", 0.0), ("hashtag", "favor", 0.0), ("hashtag", "neutral", 1.0)]
    said = commonest_stance(pd.DataFrame(rows, columns=["group", "value", "share"]))
    assert "**against** in Levant ({stance_levant_against} %); **neutral** in Hashtag ({stance_hashtag_neutral} %)." in said
    assert "heard only in Levant." in said and "No unit of Hashtag takes a side." in said


def test_the_commonest_frame_is_said_by_frame():
    rows = [("levant", "security", 0.2), ("levant", "conflict", 0.3), ("hashtag", "conflict", 0.1)]
    said = commonest_frame(pd.DataFrame(rows, columns=["group", "value", "share"]))
    assert "**conflict** in Levant ({top_frame_share_levant} % of units) and Hashtag ({top_frame_share_hashtag} % of units)." in said


def test_borrowed_appraisal_is_said_by_how_much_of_it_there_is():
    rows = [("levant", 6, 3, 0), ("aggregator", 7, 2, 4), ("alarab", 24, 1, 0), ("hashtag", 0, 0, 0)]
    said = whose_words(pd.DataFrame(rows, columns=["article_id", "n_appraisal", "named", "carried"]))
    assert "More than half of it is in second article ({n_borrowed_aggregator} of {n_appraisal_aggregator}); just half in Levant" in said
    assert "less in Al-Arab style (" in said and said.endswith("No unit of Hashtag appraises.")


def test_a_headline_unlike_its_body_and_halves_that_differ_are_said():
    heads = pd.DataFrame({"article_id": ["levant", "alarab"], "headline": ["procedural", ""], "body_leads": ["skeptical", "favorable"]})
    halves = pd.DataFrame({"article_id": ["levant", "alarab"], "orders_as_far": [0.4, 0.01], "moved": ["skeptical", "favorable"]})
    said = moves(heads, halves)
    assert "not in Levant (procedural over a skeptical body)" in said and "In Levant the halves" not in said
    assert "favorable units go from {half_first_alarab} in the first half to {half_second_alarab} in the second" in said
    assert "In no text do the two halves differ" in moves(heads, halves.assign(orders_as_far=0.5))


def test_alt_text_of_frames_names_each_texts_commonest():
    rows = [("levant", "security", 0.25), ("levant", "conflict", 0.5), ("hashtag", "security", 0.8)]
    said = alt_frames(pd.DataFrame(rows, columns=["group", "value", "share"]))
    assert "each of 2 frames" in said and said.endswith("Commonest: Levant conflict 50 %; Hashtag security 80 %.")


def test_alt_text_of_sources_counts_units_without_named_and_carried():
    rows = [("levant", "none", "skeptical", 3), ("levant", "none", "procedural", 1), ("hashtag", "named", "analytical", 4)]
    said = alt_sources(pd.DataFrame(rows, columns=["article_id", "source", "posture", "n_units"]))
    assert said.endswith("Levant 4, 0, 0; Hashtag 0, 4, 0.")
