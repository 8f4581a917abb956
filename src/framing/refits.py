"""A training set in, what its parts and the families of features are worth out: the fast coder fitted again and again, scored on sets that trained nothing."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from framing.codes import POSTURES
from framing.estimators import FramingCoder
from framing.evaluation import macro_f1

SHARES = (0.125, 0.25, 0.5, 1.0)
SEEDS = 3
FAMILIES = ("lex", "lemma", "cue", "shape")
Sets = Mapping[str, tuple[sparse.csr_matrix, list[str]]]  # name → counts and true postures


def scores(X: sparse.csr_matrix, y: pd.DataFrame, rows, sets: Sets, **parameters) -> dict[str, float]:
    """Macro-F1 of posture on each set by a coder fitted on rows of the training set, not calibrated."""
    coder = FramingCoder(n_folds=1, **parameters).fit(X[rows], y.iloc[rows][["appraisal", "explains"]])
    return {name: macro_f1(truth, list(coder.predict(D)["posture"]), POSTURES) for name, (D, truth) in sets.items()}


def ablation(X: sparse.csr_matrix, y: pd.DataFrame, sets: Sets) -> pd.DataFrame:
    """What the coder loses without each family of features: features, set, macro_f1, change."""
    every = slice(None)
    whole = scores(X, y, every, sets, families=FAMILIES)
    rows = [("all", name, f1, 0.0) for name, f1 in whole.items()]
    for left_out in FAMILIES:
        kept = tuple(f for f in FAMILIES if f != left_out)
        found = scores(X, y, every, sets, families=kept, C_lexicon=1.0 if "lex" in kept else 0)
        rows += [(f"without {left_out}", name, f1, f1 - whole[name]) for name, f1 in found.items()]
    return pd.DataFrame(rows, columns=["features", "set", "macro_f1", "change"])


def learning_curves(X: sparse.csr_matrix, y: pd.DataFrame, sets: Sets) -> pd.DataFrame:
    """Macro-F1 over random parts of the exemplars alone, and of the real sentences beside all exemplars: curve, set, n_sentences, macro_f1 (mean), lowest, highest."""
    invented = np.flatnonzero(y["source"] == "exemplars")
    real = np.flatnonzero(y["source"] != "exemplars")
    rows = []
    for curve, always, pool in (("exemplars alone", real[:0], invented), ("real sentences beside all exemplars", invented, real)):
        for share in SHARES:
            n = round(share * len(pool))
            parts = [np.random.default_rng(seed).permutation(pool)[:n] for seed in range(SEEDS if share < 1 else 1)]
            found = pd.DataFrame([scores(X, y, np.sort(np.r_[always, part]), sets) for part in parts])
            rows += [(curve, name, n, found[name].mean(), found[name].min(), found[name].max()) for name in sets]
    return pd.DataFrame(rows, columns=["curve", "set", "n_sentences", "macro_f1", "lowest", "highest"])
