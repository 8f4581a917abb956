"""Machine codes in, how many units to code by hand out: for intervals of a wanted width, or the width that so many units give."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.gold import Study, Units, counted_units, study_of, units_of
from framing.indicators import filled, machine_probabilities
from framing.prevalence import FEW
from framing.sampling import spread, thirds
from framing.scheme import Codebook, shipped_scheme

PLAN_COLUMNS = "group variable value n_units share quantity hand simple proportional neyman gain assumes note".split()
LEAST_PILOT = 20  # hand-coded units of a group under which the pilot of all groups stands in for its own
ASSUMES = {
    "probabilities": "the machine's probabilities are calibrated in every group; optimistic where they are not",
    "accuracy": "the machine is right at this rate whatever it says, and what it gets wrong is spread evenly over the other values",
    "pilot": "the pilot's errors are those of the whole",
}


class Spread(NamedTuple):
    """What units of a group add to the error of its shares. share: (K,) expected; variance: (K,) of a hand code; residual: (K,) of what the machine leaves
    of it; square, mean: (n, K) expected square and mean of each unit's residual."""

    share: np.ndarray
    variance: np.ndarray
    residual: np.ndarray
    square: np.ndarray
    mean: np.ndarray


class Design(NamedTuple):
    """Strata of a group: units in each (H,), variance in each (H, K), share of the sample that each gets (H,)."""

    size: np.ndarray
    variance: np.ndarray
    allocation: np.ndarray


def units_needed(
    codes: pd.DataFrame,
    variable: str = "posture",
    *,
    width: float | None = None,
    n: int | None = None,
    scheme: Codebook | None = None,
    by: str = "outlet",
    weight: str = "article",
    level: float = 0.95,
    accuracy: float | None = None,
    pilot: pd.DataFrame | None = None,
    machine: str | None = None,
) -> pd.DataFrame:
    """Units of each group to code by hand so that the intervals of its corrected shares are no wider than `width`; or their widths at n units.

    The variance of the difference estimator is that of what the machine leaves unexplained. It comes from a pilot; else from an accuracy, which says
    how likely each value is by hand given the machine's; else from the machine's probabilities, taken for calibrated. λ is tuned as in
    `correction.corrected_shares`; target `corpus`, with finite-population correction and Student t.

    Parameters
    ----------
    codes : DataFrame as `corrected_shares` takes it
    width : of the whole interval, above 0 and under 1; or
    n : units coded by hand in each group (all of a smaller one)
    weight : `article` or `unit`, as shares will be estimated
    level : of the intervals
    accuracy : share of units that the machine codes right, above 0 up to 1
    pilot : DataFrame of hand codes as `corrected_shares` takes them. A group with fewer than 20 is planned by those of all groups.
    machine : `probabilities` or `codes`, as shares will be estimated (default: probabilities where the table has them; codes with an accuracy)

    Returns
    -------
    DataFrame, one row per group × value: group, variable, value, n_units (in the group), share (expected), quantity (`units` or `width`); hand (of a simple
    random sample of the group, without the machine); and for the difference estimator simple (the same sample), proportional and neyman (over thirds
    of doubt within the group, as `framing sample --stratify doubt` draws them with proportional and with its own allocation; missing without
    probabilities); gain (hand-coded units alone that one is worth with the machine, in a simple random sample); assumes, note.

    Raises
    ------
    FramingError : not exactly one of width and n, both a pilot and an accuracy, a number out of range, or nothing to expect the variance from.

    References
    ----------
    Cochran (1977), Sampling Techniques, 4.4–4.7 and 5.5. Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 6.3. Angelopoulos, Duchi &
    Zrnic (2023), PPI++.
    """
    _check(width, n, weight, level, accuracy, pilot)
    source = "pilot" if pilot is not None else "probabilities" if accuracy is None else "accuracy"
    scheme, machine = scheme or shipped_scheme(), machine or ("codes" if source == "accuracy" else None)
    every = units_of(codes, variable, scheme=scheme, by=by, weight=weight, machine=machine)
    expected = _expected(counted_units(codes, by), variable, every, accuracy, scheme)
    study = None if pilot is None else study_of(codes, pilot, variable, scheme=scheme, by=by, weight=weight, machine=machine)
    by_doubt = accuracy is None and ":" not in variable
    rows = []
    for g, group in enumerate(every.groups):
        own = every.group == g
        prior = None if expected is None else _spread(_relative(every, own), expected[own], every.machine[own])
        seen = prior if study is None else _piloted(study, g)
        if seen is None:
            raise FramingError(f"plan: the codes have no probabilities of {variable}; give an accuracy, or a pilot coded by hand")
        designs = _designs(seen, int(own.sum()))
        if by_doubt and expected is not None and prior is not None:
            designs |= _stratified(seen, prior, expected[own])
        found = {name: _answer(design, level, width, n) for name, design in designs.items()}
        rows += _rows(group, variable, every.values, int(own.sum()), seen, found, n, ASSUMES[source])
    return pd.DataFrame(rows, columns=PLAN_COLUMNS)


def _rows(
    group: str, variable: str, values: tuple[str, ...], size: int, seen: Spread, found: dict[str, np.ndarray], n: int | None, assumes: str
) -> list[tuple]:
    nothing = np.full(len(values), np.nan)
    gain = np.divide(seen.variance, seen.residual, out=nothing.copy(), where=seen.residual > 0)
    rows = []
    for k, value in enumerate(values):
        cells = [found.get(name, nothing)[k] for name in ("hand", "simple", "proportional", "neyman")]
        coded = min(size, cells[1] if n is None else n)
        quantity = "units" if n is None else "width"
        rows.append((group, variable, value, size, seen.share[k], quantity, *cells, gain[k], assumes, _note(seen.share[k], coded, size)))
    return rows


# How much units vary


def _expected(units: pd.DataFrame, variable: str, every: Units, accuracy: float | None, scheme: Codebook) -> np.ndarray | None:
    """(N, K) how likely each value is by hand; None when there is nothing to tell."""
    if accuracy is not None:
        wrong = (1 - accuracy) / (len(every.values) - 1)
        return wrong + (accuracy - wrong) * every.counted
    p = machine_probabilities(units, variable, every.values, scheme)
    return None if p is None else filled(p, every.group, variable)


def _relative(every: Units, own: np.ndarray) -> np.ndarray:
    """(n,) weight of units in the share of their group, relative to the mean."""
    return every.weight[own] * own.sum()


def _spread(relative: np.ndarray, hand: np.ndarray, machine: np.ndarray, stands_for: np.ndarray | None = None) -> Spread:
    """relative: (n,) weights; hand: (n, K) how likely each value is by hand (0 or 1 when known); machine: (n, K); stands_for: (n,) units, default 1."""
    d = np.ones(len(hand)) if stands_for is None else stands_for
    share = (d * relative) @ hand / (d @ relative)
    y, m = hand - share, machine - (d * relative) @ machine / (d @ relative)
    w = (d * relative**2)[:, None]
    lam = np.clip((w * y * m).sum() / ((w * m * m).sum() or 1.0), 0, 1)
    chance, a = hand * (1 - hand), relative[:, None]  # chance: what a unit varies by itself
    square = a**2 * (chance + (y - lam * m) ** 2)
    return Spread(share, d @ (a**2 * (chance + y**2)) / d.sum(), d @ square / d.sum(), square, a * (y - lam * m))


def _piloted(study: Study, g: int) -> Spread:
    """What the pilot says of a group, or of all together where it holds too few of its units."""
    sample = study.sample
    own = study.group[sample.rows] == g
    if own.sum() < LEAST_PILOT:
        own = np.ones(len(own), bool)
    n, rows = own.sum(), sample.rows[own]
    if n < LEAST_PILOT:
        raise FramingError(f"plan: the pilot has {n} units; {LEAST_PILOT} are the least that say anything of a variance")
    sizes = np.bincount(study.group)[study.group[rows]]
    found = _spread(study.weight[rows] * sizes, sample.hand[own], study.machine[rows], sample.weight[own])
    return found._replace(variance=found.variance * n / (n - 1), residual=found.residual * n / (n - 1))


# Designs


def _designs(seen: Spread, size: int) -> dict[str, Design]:
    one = np.ones(1)
    return {"hand": Design(one * size, seen.variance[None], one), "simple": Design(one * size, seen.residual[None], one)}


def _stratified(seen: Spread, prior: Spread, expected: np.ndarray) -> dict[str, Design]:
    """Over thirds of doubt: the variances that the probabilities let expect, scaled to those seen in a pilot."""
    doubts, group = pd.Series(1 - expected.max(axis=1)), pd.Series("", range(len(expected)))
    third = thirds(doubts, group)
    n, effort = third.value_counts().sort_index(), spread(doubts, third)
    scale = np.divide(seen.residual, prior.residual, out=np.ones_like(seen.residual), where=prior.residual > 0)
    masks = [(third == h).to_numpy() for h in n.index]
    variance = np.array([(prior.square[m].mean(axis=0) - prior.mean[m].mean(axis=0) ** 2) * scale for m in masks])
    weights = {"proportional": n.to_numpy(float), "neyman": (n * effort[n.index]).to_numpy(float)}
    return {name: Design(n.to_numpy(float), variance, w / w.sum()) for name, w in weights.items() if w.sum() > 0}


def _answer(design: Design, level: float, width: float | None, n: int | None) -> np.ndarray:
    """(K,) units needed for a width, or the width that n units give."""
    size = int(design.size.sum())
    if n is not None:
        return _widths(design, np.array([min(n, size)]), level)[0]
    wide_enough = _widths(design, np.arange(1, size + 1), level) <= width
    return np.where(wide_enough.any(axis=0), wide_enough.argmax(axis=0) + 1, size).astype(float)


def _widths(design: Design, n: np.ndarray, level: float) -> np.ndarray:
    """(sizes, K) width of the interval at each sample size n; missing where no interval can be formed."""
    freedom = n - len(design.size)
    quantile = stats.t.ppf((1 + level) / 2, np.where(freedom > 0, freedom, np.nan))
    width = 2 * quantile[:, None] * np.sqrt(_variance(design, n))
    return np.where((n == design.size.sum())[:, None], 0.0, width)


def _variance(design: Design, n: np.ndarray) -> np.ndarray:
    """(sizes, K) variance of a stratified mean, with finite-population correction (Cochran 1977, 5.3)."""
    taken = np.minimum(n[:, None] * design.allocation, design.size)
    each = 1 / np.where(taken > 0, taken, np.nan) - 1 / design.size
    return each @ (((design.size / design.size.sum()) ** 2)[:, None] * design.variance)


def _note(share: float, coded: float, size: int) -> str:
    """Whether enough units of the value are to be expected for an interval that holds."""
    rare = min(share, 1 - share)
    if rare * coded >= FEW or coded >= size:
        return ""
    return f"fewer than {FEW} units of it or of the others to be expected: interval may be too narrow" + (
        f"; {math.ceil(round(FEW / rare, 6))} units would have {FEW}" if rare * size >= FEW else ""
    )


def _check(width: float | None, n: int | None, weight: str, level: float, accuracy: float | None, pilot: pd.DataFrame | None) -> None:
    if (width is None) == (n is None):
        raise FramingError("plan: give either a width or a number of units")
    if pilot is not None and accuracy is not None:
        raise FramingError("plan: give either a pilot or an accuracy")
    for name, x in (("width", width), ("level", level), ("accuracy", accuracy)):
        if x is not None and not (0 < x < 1 or (name == "accuracy" and x == 1)):
            raise FramingError(f"plan: {name} {x}; allowed are numbers above 0 and under 1, as 0.1")
    if n is not None and n < 2:
        raise FramingError(f"plan: {n} units; allowed are 2 or more")
    if weight not in ESTIMANDS:
        raise FramingError(f"plan: weight {weight!r}; allowed are {', '.join(ESTIMANDS)}")
