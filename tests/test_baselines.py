"""Peers of the coder: lexicon alone, polarity alone, majority, TF-IDF."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import NotFittedError

from framing.baselines import SIGN, lemma_columns, lexicon_postures, majority, polarity_postures, tfidf_coder
from framing.errors import FramingError
from framing.lexicon import Entry, Lexicon
from framing.scope import SCOPES

LEXICON = Lexicon(
    [
        Entry("blame", "فشل", "appraisal", "against", 2, "g", "lemma"),
        Entry("praise", "نجاح", "appraisal", "for", 2, "g", "lemma"),
        Entry("hint", "بطيء", "appraisal", "against", 1, "g", "lemma"),
        Entry("strong", "كارثة", "appraisal", "against", 3, "g", "lemma"),
        Entry("why", "لأن", "explains", "yes", 2, "g", "surface"),
        Entry("told", "أعلن", "explains", "no", 1, "g", "lemma"),
        Entry("people", "نازح", "frame", "human", 3, "g", "lemma"),
        Entry("speaker", "خبير", "voice", "expert", 3, "g", "lemma"),
    ]
)


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({}, "procedural"),
        ({"lex:blame|plain": 1}, "skeptical"),
        ({"lex:praise|plain": 1}, "favorable"),
        ({"lex:why|plain": 1}, "analytical"),
        ({"lex:blame|plain": 1, "lex:why|plain": 1}, "skeptical"),
        ({"lex:blame|plain": 1, "lex:praise|plain": 1}, "analytical"),
        ({"lex:strong|plain": 1, "lex:praise|plain": 1}, "skeptical"),
        ({"lex:blame|plain": 1, "lex:praise|plain": 2}, "favorable"),
        ({"lex:hint|plain": 1}, "procedural"),
        ({"lex:hint|plain": 2}, "skeptical"),
        ({"lex:hint|plain": 1, "lex:hint|quoted": 1}, "skeptical"),
        ({"lex:why|plain": 1, "lex:told|plain": 1}, "procedural"),
        ({"lex:people|plain": 1, "lex:speaker|plain": 1}, "procedural"),
        ({"lemma:فشل": 3, "cue:because": 2, "shape:headline": 1}, "procedural"),
    ],
)
def test_the_lexicon_alone_gives_a_posture_from_summed_weights(counted, expected):
    assert lexicon_postures([counted], LEXICON) == [expected]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("plain", "skeptical"),
        ("quoted", "skeptical"),
        ("attributed", "skeptical"),
        ("asked", "procedural"),
        ("conceded", "procedural"),
        ("negated", "favorable"),
    ],
)
def test_the_scope_of_blame_decides_what_it_counts(scope, expected):
    assert lexicon_postures([{f"lex:blame|{scope}": 1}], LEXICON) == [expected]
    assert polarity_postures([{f"lex:blame|{scope}": 1}], LEXICON) == [expected]


def test_negated_praise_is_blame():
    assert lexicon_postures([{"lex:praise|negated": 1}], LEXICON) == ["skeptical"]


def test_every_scope_has_a_sign():
    assert set(SIGN) == set(SCOPES)


def test_a_conceded_explanation_does_not_count():
    assert lexicon_postures([{"lex:why|conceded": 1}], LEXICON) == ["procedural"]


@pytest.mark.parametrize(("scope", "expected"), [("asked", "analytical"), ("negated", "procedural"), ("quoted", "analytical")])
def test_an_open_question_explains_and_a_denied_reason_does_not(scope, expected):
    assert lexicon_postures([{f"lex:why|{scope}": 1}], LEXICON) == [expected]


@pytest.mark.parametrize("feature", ["lex:gone|plain", "lex:why|shouted", "lex:why"])
def test_a_feature_that_the_lexicon_does_not_have_is_named(feature):
    with pytest.raises(FramingError, match=re.escape(f"feature '{feature}': allowed are lex:<entry of the lexicon>|<scope>")):
        lexicon_postures([{feature: 1}], LEXICON)


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({}, "procedural"),
        ({"lex:hint|plain": 1}, "skeptical"),
        ({"lex:praise|plain": 1, "lex:hint|plain": 1}, "favorable"),
        ({"lex:praise|plain": 1, "lex:blame|plain": 1}, "procedural"),
        ({"lex:why|plain": 4}, "procedural"),
    ],
)
def test_polarity_knows_blame_and_praise_and_nothing_else(counted, expected):
    assert polarity_postures([counted], LEXICON) == [expected]


def test_every_unit_gets_its_own_posture_in_order():
    counted = [{"lex:praise|plain": 1}, {}, {"lex:blame|plain": 1}]
    assert lexicon_postures(counted, LEXICON) == ["favorable", "procedural", "skeptical"]
    assert lexicon_postures([], LEXICON) == polarity_postures([], LEXICON) == []


def test_the_majority_is_the_commonest_value_n_times():
    assert majority(pd.Series(["y", "x", "y"]), 3) == ["y", "y", "y"]
    assert majority(pd.Series(["y"]), 0) == []


def test_nothing_has_no_majority():
    with pytest.raises(FramingError, match="no training codes"):
        majority(pd.Series(dtype=str), 1)


def test_of_equally_common_values_the_first_in_the_alphabet_is_taken():
    assert majority(pd.Series(["c", "b", "a", "b", "c"]), 1) == ["b"]


def test_lemma_columns_are_those_whose_names_begin_so():
    names = ["lex:e1|plain", "lemma:قمح", "cue:lemma:x", "lemma:other", "shape:headline"]
    assert lemma_columns(names).tolist() == [1, 3]
    assert lemma_columns(["cue:x"]).tolist() == lemma_columns([]).tolist() == []


def test_the_tfidf_coder_learns_which_lemma_goes_with_which_posture():
    X = sparse.csr_matrix([[2, 0, 1], [1, 0, 1], [0, 2, 1], [0, 1, 1]], dtype=float)
    coder = tfidf_coder().fit(X, ["skeptical", "skeptical", "favorable", "favorable"])
    assert coder.predict(sparse.csr_matrix([[0.0, 3, 1], [3, 0, 1]])).tolist() == ["favorable", "skeptical"]


def test_the_tfidf_coder_balances_its_classes():
    X = sparse.csr_matrix([[1.0, 0]] * 9 + [[0, 1.0]])
    chances = tfidf_coder().fit(X, ["x"] * 9 + ["y"]).predict_proba(sparse.csr_matrix((1, 2)))
    assert chances[0] == pytest.approx([0.5, 0.5], abs=0.1)


def test_the_tfidf_coder_takes_its_strength_and_is_not_fitted_yet():
    assert tfidf_coder(C=3.0).get_params()["logisticregression__C"] == 3.0
    with pytest.raises(NotFittedError):
        tfidf_coder().predict(np.ones((1, 2)))
