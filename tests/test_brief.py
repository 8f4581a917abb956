"""The answers in brief say what the tables hold, whatever comes out."""

import pandas as pd

from framing.brief import (
    OF_READINGS,
    RANGE,
    appraisal,
    borrowing,
    how_sure,
    lowest_to_highest,
    machines,
    mostly,
    moved_by_rule,
    other_steps,
    stances,
    standing,
    texts_by_value,
)

FIRST = pd.DataFrame(
    {
        "group": ["levant", "aljazeera", "hashtag"],
        "value": ["procedural", "skeptical", "procedural"],
        "share": [0.625, 0.5, 0.75],
        "low": [0.5, 0.5, 0.7],
        "high": [0.75, 0.5, 0.8],
        "n_units": [8, 36, 22],
        "margin_units": [4, 1, 12],
        "tipping_units": [2, 1, 6],
    }
)


def test_texts_are_named_by_the_value_that_comes_first_in_codebook_order():
    assert texts_by_value(FIRST) == "**Skeptical** in Al Jazeera op-ed, **procedural** in Levant and Hashtag"


def test_a_value_that_is_not_alone_in_front_is_not_said_to_lead():
    tied = FIRST.assign(margin_units=[4, 0, 12])
    assert texts_by_value(tied) == "**Procedural** in Levant and Hashtag, **no single one** in Al Jazeera op-ed"
    assert standing(tied, "leading posture")["leading posture"].tolist() == ["procedural", "no single one", "procedural"]


def test_the_ends_of_a_column_are_numbers_by_name_with_their_texts():
    assert (
        lowest_to_highest(FIRST, "margin_units", "lead_units")
        == "{lead_units_aljazeera} (Al Jazeera op-ed) to {lead_units_hashtag} (Hashtag)"
    )


def test_texts_that_share_an_end_of_a_column_are_named_together():
    said = lowest_to_highest(FIRST.assign(tipping_units=[1, 1, 6]), "tipping_units", "lead_tip")
    assert said == "{lead_tip_levant} (Levant and Al Jazeera op-ed) to {lead_tip_hashtag} (Hashtag)"


def test_a_standing_has_a_row_per_text_in_whole_percents():
    row = standing(FIRST, "leading posture").iloc[0].to_dict()
    assert row == {"article_id": "levant", "leading posture": "procedural", "share, %": 62, OF_READINGS: RANGE.format(50, 75), "units": 8, "ahead by units": 4, "recoded to end it": 2}  # fmt: skip


def test_stances_stand_beside_the_shares_for_and_against():
    shares = {"favor": 0.25, "against": 0.125, "neutral": 0.625}
    profiles = pd.DataFrame([(g, v, s) for g in FIRST["group"][::-1] for v, s in shares.items()], columns=["group", "value", "share"])
    profiles.loc[(profiles["group"] == "hashtag") & (profiles["value"] == "favor"), "share"] = 0.9
    table = stances(profiles, FIRST)
    assert table["for, %"].tolist() == [25, 25, 90] and table["against, %"].tolist() == [12, 12, 12]


COUNTED = pd.DataFrame(
    [("levant", "yes", "skeptical", 3), ("levant", "no", "favorable", 1), ("levant", "no", "procedural", 9), ("aljazeera", "no", "favorable", 2)],
    columns=["article_id", "attributed", "posture", "n_units"],
)  # fmt: skip
ATTRIBUTED = pd.DataFrame({"group": ["hashtag", "aljazeera", "levant"], "value": "yes", "share": [0, 0.5, 0.25], "low": 0.2, "high": 0.3})


def test_only_appraising_units_are_counted_as_own_or_borrowed():
    table = appraisal(COUNTED, ATTRIBUTED, FIRST)
    assert table["appraise, unattributed"].tolist() == [1, 2, 0] and table["appraise, attributed"].tolist() == [3, 0, 0]
    assert table["all units: attributed, %"].tolist() == [25, 50, 0]


def test_texts_that_borrow_most_of_their_appraisal_are_named_or_none_is():
    table = appraisal(COUNTED, ATTRIBUTED, FIRST)
    assert borrowing(table) == "Levant" and borrowing(table.iloc[1:]) == "no text"


def test_appraisal_is_mostly_attributed_or_not_or_half():
    sides = pd.DataFrame({"appraise, attributed": [3, 0], "appraise, unattributed": [1, 2]})
    assert mostly(sides) == "Half attributed, half not"
    assert mostly(sides[:1]) == "Mostly attributed" and mostly(sides[1:]) == "Mostly unattributed"


def test_steps_other_than_the_joining_are_said_with_their_text():
    texts = pd.DataFrame({"article_id": ["hashtag", "levant"], "focal_step": ["a campaign", "joining a coalition"]})
    assert other_steps(texts) == " (but for Hashtag: a campaign)" and other_steps(texts[1:]) == ""


def test_how_sure_names_the_leads_that_rules_move_and_the_text_that_fewest_specifications_keep():
    leads = pd.DataFrame({"article_id": ["levant", "hashtag"] * 2, "leads": ["procedural"] * 3 + ["analytical"]})
    specifications = pd.DataFrame({"group": ["levant", "hashtag"], "n_leads": [30, 44], "n_specifications": 50})
    said = how_sure(leads, specifications)
    assert said.startswith("not very. ") and "{n_texts} stand (not Hashtag); " in said
    assert "the lead of Levant stands in {spec_lead_levant};" in said
    firm = how_sure(leads[:2], specifications)
    assert firm.startswith("as far as") and "same codes, all stand; " in firm
    assert how_sure(leads[:2], specifications.assign(n_leads=[24, 44])).startswith("not very")


def test_texts_led_otherwise_under_another_rule_are_named():
    texts = ["levant", "aljazeera", "aggregator", "unnamed", "alarab", "hashtag"]
    table = pd.DataFrame([(r, a, "procedural") for r in ("rule_2_1", "other") for a in texts], columns=["rule", "article_id", "leads"])
    assert moved_by_rule(table, "other") == "no text"
    table.loc[[6, 8], "leads"] = "analytical"
    assert moved_by_rule(table, "other") == "Levant and second article"


def test_machines_stand_above_baselines_that_have_no_alpha():
    names = [
        "fast coder",
        "accurate coder",
        "lexicon alone",
        "TF-IDF + logistic regression",
        "polarity lexicon",
        "majority of the training material",
    ]
    scores = pd.DataFrame({"coder": names, "macro_f1": 0.5, "low": 0.4, "high": 0.612})
    alphas = pd.DataFrame({"coder": ["fast"], "variable": ["voice"], "value": [0.3]})
    table = machines(scores, alphas)
    assert table["coder"].tolist()[:2] == ["accurate machine", "fast machine"] and table["95 %"][0] == "0.40\u2060–\u20600.61"
    assert table["alpha, voice"].tolist()[1] == 0.3 and table["alpha, voice"].isna().sum() == 5
