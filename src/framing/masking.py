"""A corpus coded in full and the machine's codes of it in; what each method makes of its shares when only a random part of the codes is kept, out."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from framing.caveats import UNSURE, value_caveats
from framing.errors import FramingError
from framing.gold import Sample, Study, Units
from framing.prevalence import estimate

METHODS: Mapping[str, tuple[str, float | None]] = {
    "difference": ("difference", None),
    "difference, lambda 1": ("difference", 1.0),
    "hand": ("hand", None),
    "back-calculation": ("back-calculation", None),
    "naive": ("naive", None),
    "em": ("em", None),
}
OF_ALL_UNITS = ("naive", "em")  # they use no hand codes: the same in every draw
N_DRAWS = 2000
LOOKED = 250  # draws in which the package's warnings are looked up: they take as long as the estimates
DIGITS = 12  # of errors: what is left is arithmetic, and an interval that ends at the known share covers it
UNBIASED = ("difference", "difference, lambda 1", "hand")  # of others a variance says little


def mask(
    units: Units,
    codes: np.ndarray,
    n_kept: Sequence[int],
    *,
    stratum: np.ndarray | None = None,
    methods: Sequence[str] = tuple(METHODS),
    trained: Sequence[float] | None = None,
    n_draws: int = N_DRAWS,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Hides the codes of all units but a random part, estimates the shares of each group from that part, and compares them with the known ones.

    The units stay, only the draw of those kept changes: bias, error and coverage are those of the target `corpus`.

    Parameters
    ----------
    units : all units, with the machine's indicators
    codes : (N, K) indicators of the codes of all units, taken for right
    n_kept : (H,) units of each stratum whose codes are kept
    stratum : (N,) number of the stratum that a unit is drawn from (default: its group)
    methods : of METHODS
    trained : (K,) shares that the machine's probabilities presume; needed by `em`
    level : of the intervals

    Returns
    -------
    DataFrame, one row per group × value × method: group, value, method, n_units, n_kept, share (by all codes); of the draws with an estimate: estimate
    (mean), middle_low and middle_high (middle 95 %), bias, rmse; of those with an interval: coverage, width (mean); bias, rmse, coverage and width each
    with its Monte Carlo standard error (_mcse); estimated and formed (share of draws with an estimate, with an interval); warned (share of the intervals,
    in the first draws, beside which the package says that they are rough); n_effective and its Monte Carlo error (units to be coded for the same
    variance without the machine). What no draw gives is missing.

    Raises
    ------
    FramingError : codes of another shape; a number to keep that a stratum does not have; an unknown method, or `em` without `trained`; no draw.

    References
    ----------
    Morris, White & Crowther (2019), Using simulation studies to evaluate statistical methods, table 6 (Monte Carlo standard errors).
    """
    stratum = units.group if stratum is None else np.asarray(stratum)
    kept = np.asarray(n_kept, int)
    _check(units, codes, stratum, kept, methods, trained, n_draws)
    found = _estimates(_masked(units, codes, stratum, kept, n_draws, seed), methods, trained, level)
    rows = []
    for g, group in enumerate(units.groups):
        inside = units.group == g
        n, own = int(inside.sum()), int(kept[np.unique(stratum[inside])].sum())
        shares = units.weight[inside] @ codes[inside]
        for k, value in enumerate(units.values):
            for method in methods:
                drawn = found[method][:, g, k]
                rows.append({"group": group, "value": value, "method": method, "n_units": n, "n_kept": own, "share": shares[k]})
                rows[-1] |= performance(drawn, shares[k])
                if method in UNBIASED and "hand" in found:
                    rows[-1] |= effective(drawn[:, 0], found["hand"][:, g, k, 0], own, n)
    return pd.DataFrame(rows)


def performance(drawn: np.ndarray, share: float) -> dict[str, float]:
    """How far estimates are off a known share. drawn: (draws, 3) estimates, half widths of their intervals (both missing where there is none), and
    whether the package warned of these."""
    estimates, half, warned = drawn[~np.isnan(drawn[:, 0])].T
    formed = ~np.isnan(half)
    error = np.round(estimates - share, DIGITS)
    covered, width = np.abs(error[formed]) <= np.round(half[formed], DIGITS), 2 * half[formed]
    (bias, bias_mcse), (mse, mse_mcse) = _mean(error), _mean(error**2)
    low, high = np.quantile(estimates, [0.025, 0.975]) if len(estimates) else (np.nan, np.nan)
    return {
        "estimate": share + bias,
        "middle_low": low,
        "middle_high": high,
        "bias": bias,
        "bias_mcse": bias_mcse,
        "rmse": np.sqrt(mse),
        "rmse_mcse": mse_mcse / (2 * np.sqrt(mse)) if mse > 0 else 0.0,
        **dict(zip(("coverage", "coverage_mcse"), _mean(covered), strict=True)),
        **dict(zip(("width", "width_mcse"), _mean(width), strict=True)),
        "estimated": len(estimates) / len(drawn),
        "formed": len(covered) / len(drawn),
        "warned": _mean(warned[formed & ~np.isnan(warned)])[0],
    }


def effective(estimates: np.ndarray, hand: np.ndarray, n: int, n_units: int) -> dict[str, float]:
    """How many of `n_units` units, drawn at random, hand coding alone would have to have for the variance of estimates from `n` of them.

    estimates, hand: (draws,) with the machine and without, from the same draws. A variance goes with 1/n − 1/N, so that n' follows from their ratio; its
    Monte Carlo error from what each draw adds to that ratio.
    """
    squared, by_hand = ((x - x.mean()) ** 2 for x in (estimates, hand))
    if by_hand.mean() < 10**-DIGITS:
        return {"n_effective": np.nan, "n_effective_mcse": np.nan}
    ratio, left = squared.mean() / by_hand.mean(), 1 / n - 1 / n_units
    found = 1 / (1 / n_units + left * ratio)
    wobble = _mean(squared - ratio * by_hand)[1] / by_hand.mean()
    return {"n_effective": found, "n_effective_mcse": found**2 * left * wobble}


def _masked(units: Units, codes: np.ndarray, stratum: np.ndarray, n_kept: np.ndarray, n_draws: int, seed: int) -> Iterator[Study]:
    """A study for each draw, in which only the units drawn have codes."""
    rng = np.random.default_rng(seed)
    own = [np.tile(np.flatnonzero(stratum == h), (n_draws, 1)) for h in range(len(n_kept))]
    drawn = np.hstack([rng.permuted(rows, axis=1)[:, :n] for rows, n in zip(own, n_kept, strict=True)])
    drawn_from, population = np.repeat(np.arange(len(n_kept)), n_kept), np.bincount(stratum).astype(float)
    for rows in drawn:
        yield Study(**vars(units), sample=Sample(rows, codes[rows], drawn_from, population, n_kept.astype(float), 0), target="corpus")


def _estimates(studies: Iterator[Study], methods: Sequence[str], trained: Sequence[float] | None, level: float) -> dict[str, np.ndarray]:
    """Method → (draws, groups, values, 3) as `performance` takes them."""
    found: dict[str, list[np.ndarray]] = {m: [] for m in methods}
    for i, study in enumerate(studies):
        for method in methods:
            if i and method in OF_ALL_UNITS:
                found[method].append(found[method][0])
            else:
                found[method].append(np.stack([_one(study, g, method, trained, level, i < LOOKED) for g in range(len(study.groups))]))
    return {m: np.stack(rows) for m, rows in found.items()}


def _one(study: Study, g: int, method: str, trained: Sequence[float] | None, level: float, look: bool) -> np.ndarray:
    """(K, 3) of one group: shares, half widths of their intervals, and whether the package says that the interval is not to be relied on."""
    name, power = METHODS[method]
    found = estimate(study, g, name, power, trained)
    half = found.half_width(level)
    warned = np.full(len(half), np.nan)
    if look:
        warned[:] = [any(UNSURE in caveat for caveat in value_caveats(study, g, k, name, half[k], found)) for k in range(len(half))]
    return np.column_stack([found.share, half, warned])


def _mean(x: np.ndarray) -> tuple[float, float]:
    """Mean of draws and its Monte Carlo standard error; missing where there are none."""
    if not len(x):
        return np.nan, np.nan
    return float(np.mean(x)), float(np.round(np.std(x) / np.sqrt(len(x)), DIGITS))


def _check(
    units: Units,
    codes: np.ndarray,
    stratum: np.ndarray,
    n_kept: np.ndarray,
    methods: Sequence[str],
    trained: Sequence[float] | None,
    n_draws: int,
) -> None:
    size = np.bincount(stratum)
    if codes.shape != units.machine.shape:
        raise FramingError(f"masking: codes of shape {codes.shape}; allowed is that of the machine's indicators, {units.machine.shape}")
    if n_kept.shape != size.shape or (n_kept < 1).any() or (n_kept > size).any():
        raise FramingError(f"masking: {n_kept.tolist()} units to keep; allowed are from 1 to all of the strata's {size.tolist()}")
    unknown = [m for m in methods if m not in METHODS]
    if unknown or not methods:
        raise FramingError(f"masking: method {(*unknown, '')[0]!r}; allowed are {', '.join(METHODS)}")
    if n_draws < 1:
        raise FramingError(f"masking: {n_draws} draws; allowed are numbers from 1")
    if "em" in methods and trained is None:
        raise FramingError("masking: method em needs the shares that the machine's probabilities presume")
