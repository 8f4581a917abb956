"""Tables under headings that a reader understands."""

import pandas as pd

from framing.labels import in_percent, in_words, listed, readable, setting, spelled, texts_listed


def test_a_text_is_shown_by_its_name_and_a_column_by_its_heading():
    shown = readable(pd.DataFrame({"article_id": ["alarab"], "n_units": [3], "least_margin": [1]}))
    assert shown.columns.tolist() == ["text", "units", "least margin"]
    assert shown["text"].tolist() == ["Al-Arab style"]


def test_a_group_that_is_no_text_of_the_study_keeps_its_name():
    assert readable(pd.DataFrame({"group": ["WikiNews"]}))["text"].tolist() == ["WikiNews"]


def test_the_table_given_is_left_as_it_is():
    table = pd.DataFrame({"article_id": ["alarab"]})
    readable(table)
    assert table.columns.tolist() == ["article_id"] and table["article_id"].tolist() == ["alarab"]


def test_names_are_listed_and_none_is_nothing():
    assert [listed(own) for own in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert texts_listed(["levant", "alarab"]) == "Levant and Al-Arab style"


def test_simulated_studies_are_named_in_words():
    assert [setting(c) for c in ("base", "hand 20", "articles 1", "rare, articles 5")] == [
        "base case",
        "20 hand codes",
        "one article each",
        "rare values, 5 articles each",
    ]
    assert setting("accuracy 0.95, hand 30") == "machine 95 % right, 30 hand codes"
    assert setting("something else") == "something else"


def test_names_of_columns_and_coders_are_said_in_words_and_parts_of_words_are_left():
    assert in_words("fast has no explains_any; breakfast") == "the fast coder has no code for explanation by any phrase; breakfast"


def test_variables_coders_and_sets_are_shown_in_words_and_unknown_ones_as_they_are():
    shown = readable(
        pd.DataFrame(
            {
                "variable": ["frame:security", "explains_any", "posture"],
                "coder": ["fast", "reading_1", "TF-IDF"],
                "set": ["study", "x", "y"],
            }
        )
    )
    assert shown["variable"].tolist() == ["frame: security", "explains (any phrase)", "posture"]
    assert shown["coder"].tolist() == ["fast coder", "first reading", "TF-IDF"] and shown["set"].tolist() == ["these texts", "x", "y"]


def test_folded_lemmas_are_spelled_and_glossed_and_unknown_ones_left():
    assert spelled("رييس") == ("رئيس", "president")
    assert spelled("وقد") == ("وقد", "")


def test_shares_are_shown_as_whole_percentages_that_their_heading_says():
    shown = in_percent(pd.DataFrame({"redraws_leading": [1.0, 0.254], "n_units": [3, 4]}), "redraws_leading")
    assert shown["choices that keep the lead, %"].tolist() == [100, 25] and shown["n_units"].tolist() == [3, 4]
