"""Lemmas that set one text apart: order, thresholds, and z worked out by hand."""

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.keyness import keyness

NOTHING = pd.Series(dtype=float)


def counts(**articles: dict[str, int]) -> pd.DataFrame:
    rows = [(a, lemma, n) for a, found in articles.items() for lemma, n in found.items()]
    return pd.DataFrame(rows, columns=["article_id", "lemma", "count"])


MIRRORED = counts(a={"قمح": 10, "سد": 2}, b={"قمح": 2, "سد": 10})


def lemmas(found: pd.DataFrame, article: str) -> list[str]:
    return found.loc[found["article_id"] == article, "lemma"].tolist()


def test_one_row_per_text_and_lemma():
    found = keyness(MIRRORED, NOTHING)
    assert list(found.columns) == ["article_id", "rank", "lemma", "count", "z"]
    assert found.loc[0, ["article_id", "rank", "lemma", "count"]].tolist() == ["a", 1, "قمح", 10]


def test_z_by_hand_with_an_even_prior():
    # The prior is 250 words each: ln(260/252) - ln(252/260) = 0.062505, over sqrt(1/260 + 1/252) = 0.088399.
    assert keyness(MIRRORED, NOTHING)["z"][0] == 0.707


def test_z_by_hand_with_a_prior_from_the_background():
    # Background 2 and 0, half added to each: 500 * 5/6 = 416.667 and 83.333. Here 426.667 of 512, elsewhere 418.667 of 512:
    # ln(426.667/85.333) - ln(418.667/93.333) = 0.108540, over sqrt(1/426.667 + 1/418.667) = 0.068792.
    assert keyness(MIRRORED, pd.Series({"قمح": 2}))["z"][0] == 1.578


def test_background_lemmas_of_no_text_change_nothing():
    with_others = keyness(MIRRORED, pd.Series({"قمح": 2, "بحر": 900}))
    pd.testing.assert_frame_equal(with_others, keyness(MIRRORED, pd.Series({"قمح": 2})))


def test_each_text_is_led_by_its_own_lemma():
    found = keyness(MIRRORED, NOTHING)
    assert (lemmas(found, "a")[0], lemmas(found, "b")[0]) == ("قمح", "سد")


def test_lemmas_as_frequent_elsewhere_do_not_set_a_text_apart():
    # z is nought for each of them.
    assert keyness(counts(a={"طريق": 5, "قمح": 3, "سد": 3}, b={"طريق": 5, "قمح": 3, "سد": 3}), NOTHING).empty


def test_texts_keep_the_order_of_the_counts():
    found = keyness(counts(z={"قمح": 4, "سد": 2}, a={"قمح": 2, "سد": 4}), NOTHING)
    assert list(dict.fromkeys(found["article_id"])) == ["z", "a"]


def test_a_lemma_needs_its_minimum_of_occurrences():
    table = counts(a={"قمح": 9, "نادر": 1, "قليل": 2}, b={"سد": 9})
    assert lemmas(keyness(table, NOTHING), "a") == ["قمح", "قليل"]
    assert lemmas(keyness(table, NOTHING, min_count=1), "a") == ["قمح", "قليل", "نادر"]
    assert lemmas(keyness(table, NOTHING, min_count=9), "a") == ["قمح"]


def test_at_most_n_lemmas_are_kept_and_ranked_from_one():
    found = keyness(counts(a={"قمح": 9, "نهر": 6, "بئر": 3}, b={"سد": 9}), NOTHING, n=2)
    assert found.loc[found["article_id"] == "a", ["rank", "lemma"]].to_numpy().tolist() == [[1, "قمح"], [2, "نهر"]]


def test_equal_lemmas_stand_in_alphabetical_order():
    found = keyness(counts(a={"ج": 4, "أ": 4, "ب": 4}, b={"د": 12}), NOTHING)
    assert lemmas(found, "a") == ["أ", "ب", "ج"]


def test_the_order_of_rows_within_a_text_does_not_matter():
    table = counts(a={"قمح": 9, "نهر": 6, "بئر": 3}, b={"سد": 9, "نهر": 1})
    shuffled = table.iloc[[2, 0, 1, 4, 3]]
    pd.testing.assert_frame_equal(keyness(table, NOTHING), keyness(shuffled, NOTHING))


def test_a_lemma_that_other_texts_use_too_counts_for_less():
    found = keyness(counts(a={"قمح": 6, "نهر": 6}, b={"نهر": 4, "سد": 8}), NOTHING)
    assert lemmas(found, "a") == ["قمح", "نهر"]


def test_a_text_without_a_lemma_often_enough_has_no_row():
    assert lemmas(keyness(counts(a={"قمح": 1}, b={"سد": 9}), NOTHING), "a") == []


def test_no_counts_give_no_rows():
    assert keyness(MIRRORED.iloc[:0], pd.Series({"قمح": 2})).empty


def test_a_lemma_rarer_here_than_elsewhere_does_not_set_a_text_apart():
    assert lemmas(keyness(MIRRORED, NOTHING), "a") == ["قمح"]


def test_a_lemma_that_stands_twice_is_refused():
    with pytest.raises(FramingError, match="lemma 'قمح' of a stands twice"):
        keyness(pd.concat([MIRRORED, MIRRORED.iloc[:1]]), NOTHING)


def test_a_missing_column_is_named():
    with pytest.raises(FramingError, match="no column count; they have article_id, lemma"):
        keyness(MIRRORED.drop(columns="count"), NOTHING)
