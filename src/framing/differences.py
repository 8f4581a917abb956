"""Shares of several groups in, the differences between every two of them out, with intervals that hold for all at once."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy import special, stats

from framing.prevalence import NONE, Estimate, known

DRAWS = 20_000


class Difference(NamedTuple):
    """Shares of group number `first` minus those of `second`, (K,) each. half: half the width of the interval, missing where nothing varies."""

    first: int
    second: int
    difference: np.ndarray
    se: np.ndarray
    half: np.ndarray


def differences(found: Sequence[Estimate], level: float, seed: int) -> list[Difference]:
    """Differences between every two groups; all their intervals hold together with probability `level`.

    References
    ----------
    Hothorn, Bretz & Westfall (2008), Simultaneous inference in general parametric models. Hasler & Hothorn (2008), Multiple contrast tests in the
    presence of heteroscedasticity.
    """
    pairs = list(combinations(range(len(found)), 2))
    tail = adjusted_tail(_with_cushions(found), pairs, level, seed)
    rows = []
    for a, b in pairs:
        se = np.sqrt(((found[a].root - found[b].root) ** 2).sum(axis=0))
        wide = np.sqrt(se**2 + found[a].cushion + found[b].cushion)
        half = special.stdtrit(_welch(found[a], found[b]), 1 - tail / 2) * known(wide, found[a].certain and found[b].certain)
        rows.append(Difference(a, b, found[a].share - found[b].share, se, half))
    return rows


def _with_cushions(found: Sequence[Estimate]) -> list[np.ndarray]:
    """Contributions of each group to the error, and below them, in rows of its own, its cushion: of values that still add up to 0."""
    k = len(found[0].share)
    apart = (np.eye(k) - 1 / k) * np.sqrt(k / (k - 1))
    return [np.vstack([f.root, *(np.sqrt(f.cushion) * apart if other is f else np.zeros((k, k)) for other in found)]) for f in found]


def adjusted_tail(roots: Sequence[np.ndarray], pairs: Sequence[tuple[int, int]], level: float, seed: int) -> float:
    """Two-sided tail probability for each of several differences, so that all intervals hold together with probability `level`."""
    roots = np.hsplit(np.linalg.qr(np.hstack(roots), mode="r"), len(roots))  # the same covariances from fewer contributions
    thrown = np.random.default_rng(seed).standard_normal((DRAWS, len(roots[0])))
    drawn = [thrown @ root for root in roots]
    largest = np.zeros(DRAWS)
    for a, b in pairs:
        se = np.sqrt(((roots[a] - roots[b]) ** 2).sum(axis=0))
        vary = se > NONE
        if vary.any():
            largest = np.maximum(largest, np.abs((drawn[a] - drawn[b])[:, vary] / se[vary]).max(axis=1))
    return float(2 * stats.norm.sf(np.quantile(largest, level)))


def _welch(a: Estimate, b: Estimate) -> np.ndarray:
    """(K,) degrees of freedom of a difference."""
    va, vb = a.se**2 + a.cushion, b.se**2 + b.cushion
    wiggle = va**2 / a.df + vb**2 / b.df
    return np.divide((va + vb) ** 2, wiggle, out=np.ones(len(va)), where=wiggle > NONE**4)
