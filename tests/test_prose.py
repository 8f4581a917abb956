"""Sentences about results say what the tables hold, whatever comes out."""

import pandas as pd

from framing.prose import (
    agreement_of_people,
    alt_arcs,
    alt_counts,
    alt_coverage,
    alt_frames,
    alt_masking,
    alt_nearest,
    alt_posture,
    alt_rows,
    alt_sources,
    alt_specifications,
    alt_timeline,
    alt_variants,
    before_the_event,
    beyond_chance,
    carries_most,
    carrying_terms,
    clear_of,
    commonest_errors,
    commonest_frame,
    commonest_stance,
    edge_of_range,
    expectation_verdict,
    expectations_survive,
    explanation_first,
    failing_intervals,
    first_words,
    followed_down,
    genres,
    hangs_on_rule,
    hard_postures,
    interval_verdict,
    knows_its_doubt,
    later_headlines,
    leads_of_texts,
    machine_agrees,
    machines_apart,
    masked,
    masked_methods,
    moves,
    nearest_profiles,
    no_units_left,
    right_by_chance,
    scores_elsewhere,
    sentiment_verdict,
    shift_brings_nearer,
    verdicts,
    weakest_value,
    what_decides,
    what_survives,
    whose_words,
    without_study_entries,
)


def test_a_missed_expectation_is_named():
    table = pd.DataFrame({"article_id": ["levant", "hashtag"], "holds_coded": [True, False], "holds_machine": [True, True]})
    said = expectation_verdict(table.assign(holds_accurate=[False, True], tipping_units=[2, 1], specifications_leading=[0.4, 0.9]))
    assert "{n_hold_coded} of {n_expected} hold (not: Hashtag)" in said
    assert "{n_hold_machine}, as the accurate one {n_hold_accurate} (not: Levant)." in said
    assert "weakest that holds as coded is that of Levant, which {expectation_tip_coded_levant} recoded units" in said
    assert said.endswith("that of Levant, {spec_keep_levant} of {spec_n}.")


def test_where_no_expectation_holds_none_is_called_the_weakest_that_does():
    table = pd.DataFrame({"article_id": ["levant"], "holds_coded": False, "holds_machine": False, "holds_accurate": False})
    said = expectation_verdict(table.assign(tipping_units=2, specifications_leading=0.1))
    assert "weakest" not in said and "{expectation_tip_coded" not in said


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


def test_a_lead_that_ends_in_a_tie_under_a_rule_is_said_so():
    assert "Hashtag (procedural) becomes a tie when" in hangs_on_rule(variants("tie"))


def test_alt_text_of_the_rules_lists_the_leads_and_what_moves_them():
    said = alt_variants(variants("analytical"))
    assert "Under the codebook's rule: Levant procedural, Al Jazeera op-ed procedural," in said
    assert said.endswith("Hashtag (procedural) becomes analytical when any phrase counts as explanation.")


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
    assert before_the_event(DATED[1:]) == "none of them"


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


KEPT = pd.DataFrame(
    [("levant", "readers", "codebook", 6), ("hashtag", "readers", "codebook", 6), ("hashtag", "readers", "explanation by any phrase", 1)],
    columns=["article_id", "by", "rule", "n_leads"],
)


def test_leads_that_survive_stand_apart_from_those_that_hang_on_decisions():
    firm, hanging = what_survives(SURVIVES, KEPT).split("These leads ")[1:]
    assert firm.startswith("survive nearly every way to decide: Hashtag (**procedural**, {spec_lead_hashtag} of {spec_n})")
    assert hanging.startswith("hang on the decisions: Levant (**skeptical**, {spec_lead_levant} of {spec_n})")
    assert "hang on" not in what_survives(SURVIVES[1:], KEPT)


def test_a_lead_kept_in_most_specifications_and_never_under_one_rule_stands_by_itself():
    never = KEPT.assign(n_leads=[6, 6, 0])
    said = what_survives(SURVIVES, never)
    assert said.startswith(
        "Hashtag (**procedural**, {spec_lead_hashtag} of {spec_n}) keeps its lead in most, and yet in none where any phrase"
    )
    assert "survive nearly" not in said and "with readings alone" in said
    assert "with readings alone" not in what_survives(SURVIVES, pd.concat([never, never.assign(by="machines")]))


BY_RULE = pd.DataFrame(
    [("levant", "skeptical", "readers", "codebook", 6, 6), ("levant", "skeptical", "readers", "explanation before appraisal", 6, 0), ("hashtag", "procedural", "readers", "codebook", 6, 6), ("hashtag", "procedural", "machines", "codebook", 6, 1)],
    columns=["article_id", "value", "by", "rule", "n_specifications", "n_leads"],
)  # fmt: skip


MAIN_CASE = pd.DataFrame(
    {"coder": "adjudicated", "headlines": "counted", "doubt": "likeliest value", "rule": "explanation before appraisal", "article_id": ["levant"], "leads": "skeptical"}
)  # fmt: skip


def test_the_rule_that_ends_a_lead_where_readers_code_is_named():
    said = what_decides(BY_RULE, MAIN_CASE)
    assert "Counting explanation before appraisal leaves Levant its lead in none of {spec_rule_n_specifications_levant}" in said
    assert "No rule takes the lead of Hashtag" in said and "Hashtag {spec_machines_hashtag}" in said
    assert "every lead stands under the codebook's own rule and some fall under others:" in said
    assert "leads fall under these rules:" in what_decides(BY_RULE.assign(n_leads=[5, 0, 6, 1]), MAIN_CASE)


def test_of_a_lead_taken_in_places_it_is_said_whether_the_case_of_the_framing_section_keeps_it():
    some = BY_RULE.assign(n_leads=[6, 3, 6, 1])
    assert "{spec_rule_n_leads_levant} of {spec_rule_n_specifications_levant} (kept with adjudicated codes" in what_decides(some, MAIN_CASE)
    assert "(lost with adjudicated codes" in what_decides(some, MAIN_CASE.assign(leads="tie"))
    assert "with adjudicated codes" not in what_decides(some, MAIN_CASE[:0])


def test_texts_that_another_question_leaves_without_units_are_named():
    others = pd.DataFrame({"question": "q", "article_id": ["levant", "hashtag"], "n_specifications": [42, 44]})
    assert no_units_left(others).endswith("so that Levant can have fewer.")
    assert no_units_left(others.assign(n_specifications=44)) == ""


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
    off = interval_verdict(pd.DataFrame({"cell": ["base", "rare", "rare"]}), 0.9, 0.93)
    assert "{intervals_off} lie outside by more than chance (in base case, rare values);" in off and "simulation error" not in off
    none = interval_verdict(pd.DataFrame({"cell": []}), 0.92, 0.93)
    assert "{intervals_off} lie outside by more than chance;" in none and "{intervals_lowest}, which is within simulation error." in none
    assert "simulation error" not in interval_verdict(pd.DataFrame({"cell": []}), 0.94, 0.93)


def test_where_no_interval_fails_no_number_of_failures_is_asked_for():
    said = failing_intervals(pd.DataFrame({"method": ["difference"], "warned": [0.99]}))
    assert said.startswith("Some intervals are too narrow, and listed below: {intervals_failing} of corrected shares (the worst")
    assert "{intervals_failing_lowest}" in said and "of each in {intervals_failing_warned} % of runs or more)." in said
    assert "intervals_failing_hand" not in said
    alone = failing_intervals(pd.DataFrame({"method": ["hand", "hand"], "warned": [1.0, 0.1]}))
    assert "the tool warned of one of them in only {intervals_failing_hand_warned} % of runs)." in alone
    assert failing_intervals(pd.DataFrame({"method": [], "warned": []})).startswith("No interval is too narrow. ")


def test_alt_text_of_the_coverage_figure_lists_its_own_numbers():
    table = pd.DataFrame({"cell": "base", "method": "naive", "target": ["outlet"] * 3 + ["corpus"], "coverage": [0.0, 0.1, 0.5, 0.9]})
    assert alt_coverage(table) == (
        "Coverage of 95 % intervals by simulated study, 1 of them. machine codes counted, of the outlet: 0.00 to 0.50, median 0.10."
    )


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


def test_a_text_in_which_several_are_commonest_is_told_apart():
    rows = [("levant", "favor", 0.4), ("levant", "against", 0.4), ("levant", "neutral", 0.2)]
    rows += [("hashtag", "favor", 0.0), ("hashtag", "against", 0.0), ("hashtag", "neutral", 1.0)]
    table = pd.DataFrame(rows, columns=["group", "value", "share"])
    assert "is **neutral** in Hashtag ({stance_hashtag_neutral} %). No stance is commonest alone in Levant." in commonest_stance(table)
    assert commonest_frame(table).endswith("No frame is commonest alone in Levant.")
    assert "Levant favor and against 40 %" in alt_frames(table)


def test_attributed_appraisal_is_said_by_how_much_of_it_there_is_and_what_rests_on_carried_sources():
    rows = [("levant", 6, 3, 0), ("aggregator", 7, 2, 4), ("alarab", 24, 1, 0), ("hashtag", 0, 0, 0)]
    said = whose_words(pd.DataFrame(rows, columns=["article_id", "n_appraisal", "named", "carried"]))
    assert "to a source: more than half in second article ({n_borrowed_aggregator} of {n_appraisal_aggregator}); exactly half in" in said
    assert "no longer more than half in second article ({n_named_aggregator} of {n_appraisal_aggregator})." in said
    assert "fewer in Al-Arab style (" in said and said.endswith("No unit of Hashtag appraises.")
    named = whose_words(pd.DataFrame([("levant", 6, 5, 0)], columns=["article_id", "n_appraisal", "named", "carried"]))
    assert named.endswith("counts, {attributed_appraisal_named} % are.")


def test_a_headline_unlike_its_body_and_halves_that_differ_are_said():
    heads = pd.DataFrame({"article_id": ["levant", "alarab"], "headline": ["procedural", ""], "body_leads": ["skeptical", "favorable"]})
    halves = pd.DataFrame({"article_id": ["levant", "alarab"], "orders_as_far": [0.4, 0.01], "moved": ["skeptical", "favorable"]})
    said = moves(heads, halves)
    assert "not in Levant (procedural over a skeptical body)" in said and "In Levant the halves" not in said
    assert "favorable units go from {half_first_alarab} in the first half to {half_second_alarab} in the second" in said
    assert "In no text do the two halves differ" in moves(heads, halves.assign(orders_as_far=0.5))


def test_halves_no_further_apart_than_one_text_of_many_may_have_by_chance_are_said_so():
    heads = pd.DataFrame({"article_id": ["levant", "alarab"], "headline": "", "body_leads": "skeptical"})
    halves = pd.DataFrame({"article_id": ["levant", "alarab"], "orders_as_far": [0.04, 0.01], "moved": "skeptical"})
    said = moves(heads, halves)
    assert "In Al-Arab style the halves differ" in said and "In Levant the halves" not in said
    assert "Levant's {half_orders_levant} % is what one of {n_texts} texts may show by chance." in said


def test_a_second_headline_is_told_with_its_place():
    course = pd.DataFrame({"article_id": ["levant", "hashtag", "levant"], "role": "headline"})
    assert later_headlines(course).startswith("A second headline in Levant (unit {later_headline_levant}) opens another part")
    assert later_headlines(course[:2]) == ""


def test_leads_that_another_order_of_asking_changes_are_named():
    rows = [("levant", "skeptical", "analytical"), ("alarab", "favorable", "analytical"), ("hashtag", "procedural", "procedural")]
    leads = pd.DataFrame(rows, columns=["article_id", "rule_2_1", "explanation_first"]).melt(
        "article_id", var_name="rule", value_name="leads"
    )
    assert explanation_first(leads).endswith("asked for first, Levant and Al-Arab style would be led by analytical")
    assert explanation_first(leads[leads["article_id"] == "hashtag"]).endswith("every lead would stay")


def test_texts_in_which_a_machine_finds_another_lead_stand_beside_what_it_misses():
    leads = pd.DataFrame({"article_id": ["levant", "alarab"], "coded": ["skeptical", "favorable"], "fast": ["tie", "favorable"]})
    by_class = pd.DataFrame({"coder": ["fast", "fast"], "value": ["skeptical", "favorable"]})
    said = machines_apart(leads.assign(accurate=leads["coded"]), by_class)
    assert (
        said
        == "The fast coder parts from the readings in Levant: of the postures that lead there it [finds](#machine) {machine_fast_skeptical_recall} % of skeptical units."
    )


def test_shares_outside_the_range_of_the_readings_are_named():
    shares = pd.DataFrame(
        {"group": ["levant", "alarab"], "value": "security", "share": [0.5, 0.46], "low": [0.4, 0.31], "high": [0.5, 0.43]}
    )
    assert edge_of_range(shares, "frames").endswith(
        "{edge_frames} of {ranged_frames} shares with a range do (outside: Al-Arab style in security)."
    )
    assert edge_of_range(shares[:1], "frames").endswith("(none outside).")


def test_alt_text_of_frames_names_each_texts_commonest():
    rows = [("levant", "security", 0.25), ("levant", "conflict", 0.5), ("hashtag", "security", 0.8)]
    said = alt_frames(pd.DataFrame(rows, columns=["group", "value", "share"]))
    assert "each of 2 frames" in said and said.endswith("Commonest: Levant conflict 50 %; Hashtag security 80 %.")


def test_alt_text_of_sources_counts_units_without_named_and_carried():
    rows = [("levant", "none", "skeptical", 3), ("levant", "none", "procedural", 1), ("hashtag", "named", "analytical", 4)]
    said = alt_sources(pd.DataFrame(rows, columns=["article_id", "source", "posture", "n_units"]))
    assert said.endswith("Levant 4, 0, 0; Hashtag 0, 4, 0.")


def test_the_entry_that_matters_most_is_that_without_which_most_is_lost():
    texts = {"group": ["levant", "alarab"], "leads_as_coded": True, "share": [0.4, 0.6], "share_without": [0.3, 0.2]}
    said = carrying_terms(pd.DataFrame(texts))
    assert (
        said.startswith("One entry matters most in Al-Arab style:") and "{terms_without_alarab} instead of {terms_share_alarab} %" in said
    )
    assert "The leading posture of Al Jazeera op-ed, second article, unnamed outlet and Hashtag is carried by no entry" in said


def test_the_first_word_of_each_text_is_named_and_escaped():
    words = pd.DataFrame({"article_id": ["levant", "levant", "hashtag"], "rank": [1, 2, 1], "lemma": ["سلطه", "أمن", "a<b"]})
    assert first_words(words).endswith('Levant <bdi lang="ar">سلطة</bdi> (authority), Hashtag <bdi lang="ar">a&lt;b</bdi>.')


def test_corrections_are_said_for_each_coder():
    said = masked_methods(masking(0.1, 1.0)).splitlines()
    assert said[0].startswith("- With the fast coder") and "{masking_accurate_n_effective}" in said[1] and len(said) == 2


def test_alt_text_of_postures_gives_each_leads_share_by_every_coder():
    texts = ["levant", "aljazeera", "aggregator", "unnamed", "alarab", "hashtag"]
    shares = {"adjudicated": (0.75, 0.25), "fast coder": (0.5, 0.5), "accurate coder": (0.25, 0.75)}
    rows = [
        ("posture", c, t, v, s) for c, own in shares.items() for t in texts for v, s in zip(("skeptical", "analytical"), own, strict=True)
    ]
    said = alt_posture(pd.DataFrame(rows, columns=["variable", "coder", "group", "value", "share"]))
    assert said.count("75 % skeptical (fast coder 50, accurate 25)") == 6


def test_alt_text_of_the_course_spells_each_text_in_letters():
    course = pd.DataFrame({"article_id": ["levant", "levant", "hashtag"], "posture": ["skeptical", "analytical", "procedural"]})
    assert alt_arcs(course).endswith("by first letters: Levant sa; Hashtag p.")


def test_alt_text_of_counts_names_each_group():
    assert alt_counts("Units", pd.DataFrame({"coder": ["fast"], "called": ["procedural"], "n": [19.0]}), ["coder", "called"], "n") == (
        "Units: fast, procedural 19."
    )


def scores(fast: float, accurate: float, majority: float = 0.1) -> pd.DataFrame:
    coders = ["fast coder", "accurate coder", "majority of the training material"]
    found = pd.DataFrame({"coder": coders, "macro_f1": [fast, accurate, majority]})
    return found.assign(low=found["macro_f1"] - 0.1, high=found["macro_f1"] + 0.1)


def test_the_machine_agrees_in_part_where_it_is_over_the_majority_and_under_the_aim():
    assert machine_agrees(scores(0.5, 0.6), 0.75) == "In part"
    assert machine_agrees(scores(0.8, 0.9), 0.75) == "Yes, as well as was aimed at"
    assert machine_agrees(scores(0.15, 0.6), 0.75) == "Hardly"


def test_a_lead_whose_interval_holds_nought_is_not_told_apart():
    fast, accurate = "fast coder", "accurate coder"
    rows = [(fast, "lexicon alone", -0.1, 0.1), (fast, accurate, -0.2, -0.1), (accurate, fast, 0.1, 0.2)]
    said = beyond_chance(pd.DataFrame(rows, columns=["coder", "other", "low", "high"]))
    assert "fast coder is not told apart from the lexicon alone ({machine_fast_over_lexicon}; {machine_fast_over_lexicon_low} to" in said
    assert ", behind the accurate coder ({machine_fast_over_accurate};" in said
    assert "The accurate coder is ahead of the fast coder ({machine_accurate_over_fast};" in said


def test_a_coder_that_needs_the_entries_of_these_texts_is_named():
    pairs = pd.DataFrame({"coder": ["fast coder", "accurate coder"], "low": [0.1, -0.1], "high": 0.2})
    pairs["other"] = [f"{c}, without entries attested only here" for c in ("fast", "accurate")]
    assert without_study_entries(pairs).endswith("more than chance explains for the fast coder.")
    assert without_study_entries(pairs.assign(low=-0.1)).endswith("for neither a difference that could be told from chance.")


def test_a_coder_knows_its_doubt_where_no_group_of_units_leaves_its_interval():
    table = pd.DataFrame({"coder": ["fast", "fast", "accurate"], "confidence": [0.5, 0.9, 0.5], "low": 0.4, "high": 0.6})
    said = knows_its_doubt(table)
    assert said.startswith("**The fast coder not throughout, the accurate coder as far as so few units can tell.**")
    assert "in {machine_fast_groups_held} of {machine_fast_groups} groups of units (fast) and {machine_accurate_groups_held} of" in said


def test_a_score_outside_the_interval_here_is_less_well_or_better():
    here = scores(0.5, 0.6)
    assert scores_elsewhere(here, scores(0.3, 0.55)).startswith("**The fast coder less well, the accurate coder about as well**")
    assert scores_elsewhere(here, scores(0.7, 0.8)).startswith("**Both better**")


def test_an_interval_lies_above_another_only_where_they_share_nothing():
    apart, near = scores(0.3, 0.6), scores(0.5, 0.6)
    assert clear_of(apart) == "The interval of the accurate coder lies wholly above that of “fast coder”."
    assert clear_of(near).endswith("above that of no other method, not above that of “fast coder”.")


def test_the_features_that_carry_most_are_those_without_which_most_is_lost():
    table = pd.DataFrame({"features": ["all", "without lex", "without cue"] * 2, "set": ["study"] * 3 + ["development"] * 3})
    assert carries_most(table.assign(change=[0, -0.2, -0.1] * 2)) == "Most is carried by the lexicon"
    said = carries_most(table.assign(change=[0, -0.2, -0.1, 0, -0.1, -0.2]))
    assert said == "Most is carried by the lexicon on these texts, by cues on the development sentences"


def test_prior_shift_helps_all_some_or_none():
    shares = pd.DataFrame({"counted": [0.2, 0.2], "shift": [0.1, 0.3]})
    assert "brings some of them" in shift_brings_nearer(shares) and "brings all of them" in shift_brings_nearer(shares[:1])
    assert "brings none of them" in shift_brings_nearer(shares[1:])
