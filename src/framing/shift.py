"""Probabilities of a coder trained under other class shares in, shares of a new outlet and probabilities under them out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.errors import FramingError

MOST_ROUNDS = 1000
SETTLED = 1e-6


def shares_under_shift(p: np.ndarray, trained: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
    """Class shares of new units by expectation maximisation.

    Parameters
    ----------
    p : (units, classes) calibrated probabilities of the new units
    trained : (classes,) class shares the coder's probabilities presume
    weight : (units,) of each unit in the shares, adding up to 1 (default: all alike)

    Returns
    -------
    (classes,) shares that make the new units likeliest, if the classes are worded as in training and only their shares differ.

    Raises
    ------
    FramingError : no units, rows that do not add up to 1, or a share of 0 in training.

    References
    ----------
    Saerens, Latinne & Decaestecker (2002), Adjusting the outputs of a classifier to new a priori probabilities.
    """
    p, trained = _checked(p, trained)
    shares = trained
    for _ in range(MOST_ROUNDS):
        moved = _mean(probabilities_under(p, trained, shares), weight)
        if np.abs(moved - shares).max() < SETTLED:
            return moved
        shares = moved
    return shares


def influence_under_shift(p: np.ndarray, trained: np.ndarray, shares: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(units, classes) what each unit adds to the error of `shares_under_shift`, to first order; each column adds up to 0.

    The shares solve: weighted mean of the probabilities under them, less themselves, is 0. Influence is what a unit adds to that equation, divided by its
    slope (van der Vaart 1998, Asymptotic Statistics, 5.3); classes whose share is 0 stay there.
    """
    p, trained = _checked(p, trained)
    under = probabilities_under(p, trained, shares)
    ratio = np.divide(under, shares, out=np.zeros_like(under), where=shares > 0)
    slope = np.eye(len(shares)) - np.diag(weight @ ratio) + (under * weight[:, None]).T @ ratio
    return weight[:, None] * (under - weight @ under) @ np.linalg.pinv(slope).T


def probabilities_under(p: np.ndarray, trained: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """(units, classes) probabilities had the classes had other shares: each column times the ratio of its shares, rows scaled to 1."""
    weighed = p * (shares / trained)
    return weighed / weighed.sum(axis=1, keepdims=True)


def share_errors(truth: Sequence[str], p: pd.DataFrame, trained: np.ndarray, groups: Sequence[str]) -> pd.DataFrame:
    """How far the shares of each group's values are off, counted and estimated.

    Parameters
    ----------
    truth : (units,) true values
    p : (units × values) calibrated probabilities
    trained : (values,) shares they presume
    groups : (units,) group of each unit

    Returns
    -------
    DataFrame, one row per group: group, n_units, and the total variation distance between its true shares and those `counted` (likeliest values), those of the
    `mean` probability, and those under `shift` (expectation maximisation)
    """
    values, rows = list(p.columns), []
    for group in dict.fromkeys(groups):
        inside = np.asarray(groups) == group
        own = p.to_numpy()[inside]
        true = np.array([(np.asarray(truth)[inside] == v).mean() for v in values])
        counted = np.bincount(own.argmax(axis=1), minlength=len(values)) / len(own)
        found = (counted, own.mean(axis=0), shares_under_shift(own, trained))
        rows.append((group, len(own), *(float(np.abs(shares - true).sum() / 2) for shares in found)))
    return pd.DataFrame(rows, columns=["group", "n_units", "counted", "mean", "shift"])


def _mean(p: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
    return p.mean(axis=0) if weight is None else weight @ p


def _checked(p: np.ndarray, trained: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    p, trained = np.asarray(p, float), np.asarray(trained, float)
    if p.ndim != 2 or not len(p) or p.shape[1:] != trained.shape:
        raise FramingError(
            f"prior shift: probabilities of shape {p.shape} and shares of shape {trained.shape}; allowed are (units, classes), one unit at least"
        )
    if not (p >= 0).all() or not np.allclose(p.sum(axis=1), 1, atol=1e-3):
        raise FramingError("prior shift: probabilities of a unit must be from 0 to 1 and add up to 1")
    if not (trained > 0).all():
        raise FramingError(f"prior shift: shares {trained.tolist()} in training; allowed are numbers above 0")
    return p, trained / trained.sum()
