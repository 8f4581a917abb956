"""Peers of the coder: the majority, TF-IDF with logistic regression, and the lexicon with its own weights."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from framing.codes import posture
from framing.errors import FramingError
from framing.lexicon import Lexicon

THRESHOLD = 2  # lexicon weight from which a unit is taken to evaluate or explain: one usual word, or two weak hints
SIGN = {"plain": 1, "quoted": 1, "attributed": 1, "asked": 0, "conceded": 0, "negated": -1}
SILENT = ("conceded", "negated")  # scopes in which a reason is not given; one that is asked for is: an open question explains


def tfidf_coder(C: float = 10.0):
    """TF-IDF over lemma counts with balanced logistic regression: the usual classifier, on the columns we ship."""
    return make_pipeline(TfidfTransformer(sublinear_tf=True), LogisticRegression(C=C, class_weight="balanced", max_iter=2000))


def lexicon_postures(counts: Sequence[Mapping[str, int]], lexicon: Lexicon) -> list[str]:
    """Posture of each unit by summed entry weights.

    A negated appraisal turns, an asked or conceded one does not count; an explanation that is negated or conceded does not count.

    Raises
    ------
    FramingError : a feature names an entry that the lexicon does not have, or an unknown scope.
    """
    entries = {e.entry: e for e in lexicon.entries}
    return [_posture(_sums(counted, entries)) for counted in counts]


def polarity_postures(counts: Sequence[Mapping[str, int]], lexicon: Lexicon) -> list[str]:
    """Posture by polarity alone (blame, praise, neither): what sentiment analysis would give, its neutral units being procedural."""
    entries = {e.entry: e for e in lexicon.entries}
    sums = [_sums(counted, entries) for counted in counts]
    return ["favorable" if s["for"] > s["against"] else "skeptical" if s["against"] > s["for"] else "procedural" for s in sums]


def _sums(counted: Mapping[str, int], entries: Mapping) -> dict[str, float]:
    sums = dict.fromkeys(("against", "for", "yes", "no"), 0.0)
    turned = {"against": "for", "for": "against"}
    for feature, n in counted.items():
        if not feature.startswith("lex:"):
            continue
        entry, _, scope = feature[4:].partition("|")
        if entry not in entries or scope not in SIGN:
            raise FramingError(f"feature {feature!r}: allowed are lex:<entry of the lexicon>|<scope>, the scope one of {', '.join(SIGN)}")
        value, sign = entries[entry].value, SIGN[scope]
        if entries[entry].variable == "appraisal":
            sums[value if sign > 0 else turned[value]] += abs(sign) * n * entries[entry].weight
        elif entries[entry].variable == "explains" and scope not in SILENT:
            sums[value] += n * entries[entry].weight
    return sums


def _posture(s: Mapping[str, float]) -> str:
    against, praise = s["against"] >= THRESHOLD, s["for"] >= THRESHOLD
    appraisal = "none"
    if against or praise:
        appraisal = "against" if s["against"] > s["for"] else "for" if s["for"] > s["against"] else "both"
    return posture(appraisal, "yes" if s["yes"] - s["no"] >= THRESHOLD else "no")


def majority(training: pd.Series, n: int) -> list[str]:
    """The commonest value of the training codes, n times; of equally common ones the first in the alphabet.

    Raises
    ------
    FramingError : there are no training codes.
    """
    if training.empty:
        raise FramingError("majority: no training codes; allowed is one at least")
    shares = training.value_counts()
    return [min(shares[shares == shares.max()].index)] * n


def lemma_columns(names: Sequence[str]) -> np.ndarray:
    """Numbers of the lemma columns of a feature space."""
    return np.flatnonzero([n.startswith("lemma:") for n in names])
