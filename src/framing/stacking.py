"""Scores that several coders gave units they had not seen in, the weight of each coder in their sum out."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from framing.model import class_probabilities

RIDGE = 0.01  # on the intercepts' squares, per unit: a value hardly seen keeps the intercept its coders gave it


def stack(parts: Sequence[np.ndarray], target: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Factors of the parts and intercepts under which the sum of the scores has the least log loss.

    Parameters
    ----------
    parts : one array (units, columns) of held-out scores per coder; one column is the score of the second of two values
    target : (units,) number of each unit's value
    weight : (units,)

    Returns
    -------
    (parts,) factors, none below 0, and (columns,) intercepts

    References
    ----------
    Wolpert (1992), Stacked generalization; Breiman (1996), Stacked regressions, for factors that may not be negative.
    """
    n, width = parts[0].shape
    weight = weight / weight.sum()

    def loss(theta: np.ndarray) -> float:
        factors, intercepts = theta[: len(parts)], theta[len(parts) :]
        p = class_probabilities(sum(f * part for f, part in zip(factors, parts, strict=True)) + intercepts)
        return float(-weight @ np.log(np.clip(p[np.arange(n), target], 1e-12, 1)) + RIDGE * (intercepts @ intercepts))

    start = np.r_[np.full(len(parts), 1 / len(parts)), np.zeros(width)]
    bounds = [(0, None)] * len(parts) + [(None, None)] * width
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-10, "maxiter": 500}).x
    return np.round(found[: len(parts)], 4), np.round(found[len(parts) :], 4)
