"""Reference codes and predictions in, scores out: macro-F1 with paired resampling, per class, confusion, calibration."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support, roc_auc_score

from framing.codes import frames, values
from framing.errors import FramingError


def macro_f1(truth: Sequence[str], predicted: Sequence[str], values: Sequence[str]) -> float:
    """Mean F1 over values (pooled over all units); a value that never occurs and is never predicted counts 0.

    Raises
    ------
    FramingError : a code is none of `values`, or the two sequences differ in length or hold nothing.
    """
    _check("macro-F1", values, truth=truth, predicted=predicted)
    return float(f1_score(truth, predicted, labels=list(values), average="macro", zero_division=0.0))


def compare(
    truth: Sequence[str], predictions: Mapping[str, Sequence[str]], values: Sequence[str], *, n_resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Macro-F1 and accuracy of several coders on the same units, with paired resampling.

    Returns
    -------
    DataFrame, one row per coder: coder, macro_f1, low, high, accuracy, less_than_first, d_low, d_high (macro-F1 of the first coder less this
    coder's, over the same resamples). Intervals are 95 % percentile intervals over units: they say how far the score depends on these units.

    Raises
    ------
    FramingError : a code is none of `values`, or a coder coded another number of units.

    References
    ----------
    Berg-Kirkpatrick, Burkett & Klein (2012), An empirical investigation of statistical significance in NLP.
    """
    for name, predicted in predictions.items():
        _check(f"comparison of {name}", values, truth=truth, predicted=predicted)
    code = {v: i for i, v in enumerate(values)}
    t = np.array([code[v] for v in truth])
    draws = np.random.default_rng(seed).integers(0, len(t), size=(n_resamples, len(t)))
    rows, first = [], None
    for name, predicted in predictions.items():
        p = np.array([code[v] for v in predicted])
        resampled = _macro_f1_of_draws(t, p, draws, len(values))
        first = resampled if first is None else first
        low, high = np.percentile(resampled, [2.5, 97.5])
        d_low, d_high = np.percentile(first - resampled, [2.5, 97.5])
        rows.append((name, macro_f1(truth, predicted, values), low, high, float((t == p).mean()), d_low, d_high))
    table = pd.DataFrame(rows, columns=["coder", "macro_f1", "low", "high", "accuracy", "d_low", "d_high"])
    table.insert(5, "less_than_first", table["macro_f1"].iloc[0] - table["macro_f1"])
    return table


def variable_scores(variables: Sequence[str]) -> dict[str, tuple[str, Callable[[pd.DataFrame, pd.DataFrame], float]]]:
    """How a coder is scored on each variable beside posture, `frames` together: variable → (measure, score of codes and predictions)."""

    def score(variable: str) -> tuple[str, Callable[[pd.DataFrame, pd.DataFrame], float]]:
        if variable == "frames":
            return "micro-F1", lambda t, p: frames_micro_f1(t, p, [f"frame:{f}" for f in frames()])
        if variable == "attributed":
            return "F1", lambda t, p: per_class(t[variable], p[variable], ["yes"])["f1"][0]
        return "macro-F1", lambda t, p: macro_f1(t[variable], p[variable], [x for x in values()[variable] if x != "-"])

    return {v: score(v) for v in variables}


def resampled_interval(
    score: Callable[[pd.DataFrame, pd.DataFrame], float],
    truth: pd.DataFrame,
    predicted: pd.DataFrame,
    *,
    n_resamples: int = 300,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of a score of two tables of the same units, units resampled."""
    draws = np.random.default_rng(seed).integers(0, len(truth), size=(n_resamples, len(truth)))
    scores = [score(truth.iloc[d].reset_index(drop=True), predicted.iloc[d].reset_index(drop=True)) for d in draws]
    low, high = np.nanpercentile(scores, [2.5, 97.5])
    return float(low), float(high)


def _macro_f1_of_draws(t: np.ndarray, p: np.ndarray, draws: np.ndarray, k: int) -> np.ndarray:
    """(resamples,) macro-F1 of each row of drawn unit numbers."""
    f1 = []
    for c in range(k):
        hit = ((t == c) & (p == c))[draws].sum(axis=1)
        either = (t == c)[draws].sum(axis=1) + (p == c)[draws].sum(axis=1)
        f1.append(np.divide(2 * hit, either, out=np.zeros(len(draws)), where=either > 0))
    return np.mean(f1, axis=0)


def per_class(truth: Sequence[str], predicted: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """Precision, recall, F1 and number of units of each value, of which there may be others in the codes.

    What is undefined is missing: the precision of a value never predicted, the recall of one that never occurs, F1 when both hold.
    """
    p, r, f, n = precision_recall_fscore_support(truth, predicted, labels=list(values), zero_division=np.nan)
    return pd.DataFrame({"value": list(values), "precision": p, "recall": r, "f1": f, "n": n})


def confusion(truth: Sequence[str], predicted: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """Counts: rows are reference values, columns predicted ones. Raises FramingError for a code that is none of `values`."""
    _check("confusion", values, truth=truth, predicted=predicted)
    table = confusion_matrix(truth, predicted, labels=list(values))
    return pd.DataFrame(table, index=pd.Index(values, name="reference"), columns=list(values))


def frames_micro_f1(truth: pd.DataFrame, predicted: pd.DataFrame, columns: Sequence[str]) -> float:
    """Micro-F1 over all frames: F1 of the positive cells of two tables of "0" and "1"; missing (NaN) when neither has a positive cell.

    Raises
    ------
    FramingError : a cell is neither "0" nor "1", or one table has more rows.
    """
    for column in columns:
        _check(f"micro-F1 of {column}", ("0", "1"), truth=truth[column], predicted=predicted[column])
    a, b = (truth[list(columns)].to_numpy() == "1"), (predicted[list(columns)].to_numpy() == "1")
    positive = a.sum() + b.sum()
    return float(2 * (a & b).sum() / positive) if positive else np.nan


def calibration(truth: Sequence[str], probabilities: pd.DataFrame, n_bins: int = 10) -> tuple[pd.DataFrame, float]:
    """Reliability of the likeliest value's probability, in bins of equal width, and the expected calibration error.

    References
    ----------
    Guo et al. (2017), On Calibration of Modern Neural Networks.
    """
    confidence = probabilities.max(axis=1).to_numpy()
    right = (probabilities.columns.to_numpy()[probabilities.to_numpy().argmax(axis=1)] == np.asarray(truth)).astype(float)
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    table = (
        pd.DataFrame({"bin": bins, "confidence": confidence, "accuracy": right})
        .groupby("bin")
        .agg(confidence=("confidence", "mean"), accuracy=("accuracy", "mean"), n=("accuracy", "size"))
    )
    error = float((table["n"] * (table["accuracy"] - table["confidence"]).abs()).sum() / table["n"].sum())
    return table.reset_index(), error


def abstention(truth: Sequence[str], probabilities: pd.DataFrame, thresholds: Sequence[float] = (0, 0.4, 0.5, 0.6, 0.7)) -> pd.DataFrame:
    """What is left, and how right, when units whose likeliest value has a probability under a threshold are not coded.

    Returns
    -------
    DataFrame: threshold, coverage (share of units coded), accuracy and macro_f1 among those; missing where none is coded.

    References
    ----------
    El-Yaniv & Wiener (2010), On the foundations of noise-free selective classification.
    """
    values, right = list(probabilities.columns), np.asarray(truth)
    predicted, certain = np.asarray(values)[probabilities.to_numpy().argmax(axis=1)], probabilities.max(axis=1).to_numpy()
    rows = []
    for t in thresholds:
        kept = certain >= t
        f1 = macro_f1(right[kept], predicted[kept], values) if kept.any() else np.nan
        rows.append((t, kept.mean(), (right == predicted)[kept].mean() if kept.any() else np.nan, f1))
    return pd.DataFrame(rows, columns=["threshold", "coverage", "accuracy", "macro_f1"])


def foresight(truth: Sequence[str], predicted: Sequence[str], doubt: Sequence[float]) -> float:
    """How well a number foresees errors: the area under the ROC curve, .5 for a number that says nothing; missing when all is right or all is wrong."""
    wrong = np.asarray(truth) != np.asarray(predicted)
    return float(roc_auc_score(wrong, doubt)) if 0 < wrong.sum() < len(wrong) else np.nan


def _check(what: str, values: Sequence[str], *, truth: Sequence[str], predicted: Sequence[str]) -> None:
    """Raises FramingError unless both are codes of the same units, one at least, out of `values`."""
    if len(truth) != len(predicted) or not len(truth):
        raise FramingError(f"{what}: {len(truth)} reference codes and {len(predicted)} predicted; allowed is the same number, one at least")
    for name, codes in (("reference", truth), ("prediction", predicted)):
        wrong = [c for c in codes if c not in values]
        if wrong:
            raise FramingError(f"{what}: the {name} holds {wrong[0]!r}; allowed are {', '.join(values)}")
