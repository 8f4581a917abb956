"""Codes of several coders in, their agreement out: Krippendorff's alpha, Gwet's AC1 and raw agreement, with bootstrap intervals."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.codes import POSTURES
from framing.errors import FramingError
from framing.scheme import Codebook, shipped_scheme

ASSESSABLE = 10  # positives under which a value is not assessed (codebook, section 5)
TENTATIVE, FIRM = 0.667, 0.8  # customary limits of alpha (Krippendorff, Content Analysis)
LEAST_SHARED = 10  # units that two people coded, under which their alpha is not worth printing
ORDINAL = "ordinal alpha"
BLOCK = 5  # units of an article that a block of the moving-block bootstrap holds
LEAST_BESIDE = 0.5  # share of units next to another: with fewer, as in random samples, most blocks are no neighbours


class Agreement(NamedTuple):
    """Agreement on one variable: a measure, its interval over resampled units, and over resampled blocks within articles, missing where there are none."""

    variable: str
    measure: str
    value: float
    low: float
    high: float
    low_block: float
    high_block: float
    n_units: int
    n_coders: int


def agreement(codes: pd.DataFrame, variable: str, *, order: Sequence[str] = (), n_resamples: int = 2000, seed: int = 0) -> list[Agreement]:
    """Alpha (nominal), AC1 and raw agreement on one variable, with `order` ordinal alpha too, each with two 95 % percentile intervals.

    That over blocks of neighbouring units is missing where fewer than half of the units stand next to another in their article.

    Parameters
    ----------
    codes : DataFrame, one row per (unit_id, coder, variable) with value
        A unit that a coder skipped has no row; a unit coded once counts nothing, nor does a coder of such units only. The order of
        rows does not matter: blocks are of units that follow each other in an article.
    order : all values, from the lowest to the highest, of a variable that is ordinal

    Raises
    ------
    FramingError : the variable has no codes or a missing one, a coder gave a unit two, no unit was coded by two coders, only one value
        was used (alpha is undefined), or one that `order` does not have.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. Gwet (2008), Computing inter-rater reliability and its variance in the
    presence of high agreement. Künsch (1989), The jackknife and the bootstrap for general stationary observations.
    """
    shared = _shared(codes, variable)
    check_order(shared, variable, order)
    units, table = _counts(shared, order)
    if np.count_nonzero(table.sum(axis=0)) < 2:
        raise FramingError(
            f"agreement on {variable}: every code is the same value; alpha is undefined, report raw agreement and prevalence"
        )
    rng = np.random.default_rng(seed)
    free = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=n_resamples).astype(float)
    blocks = _block_weights([_place(u)[0] for u in units], n_resamples, rng) if _beside(units) >= LEAST_BESIDE else None
    n_coders = shared["coder"].nunique()
    return [
        Agreement(variable, name, float(measure(table, np.ones((1, len(table))))[0]), *_interval(measure(table, free)), *((np.nan, np.nan) if blocks is None else _interval(measure(table, blocks))), len(table), n_coders)
        for name, measure in _measures(order)
    ]  # fmt: skip


def agreement_table(
    codes: pd.DataFrame, variables: Sequence[str], *, orders: Mapping[str, Sequence[str]] = MappingProxyType({}), **options
) -> pd.DataFrame:
    """Agreement on several variables: one row per variable × measure; a variable whose codes are all one value has its raw agreement only.

    orders: ordinal variable → all its values, from the lowest to the highest.
    """
    unknown = [v for v in orders if v not in variables]
    if unknown:
        raise FramingError(f"agreement: ordinal variable {unknown[0]!r}; allowed are those that all coded, {', '.join(variables)}")
    rows: list[Agreement] = []
    for variable in variables:
        shared, order = _shared(codes, variable), orders.get(variable, ())
        check_order(shared, variable, order)
        if shared["value"].nunique() > 1:
            rows += agreement(shared, variable, order=order, **options)
        else:
            rows.append(
                Agreement(variable, "raw", 1.0, np.nan, np.nan, np.nan, np.nan, shared["unit_id"].nunique(), shared["coder"].nunique())
            )
    return pd.DataFrame(rows, columns=Agreement._fields)


def agreement_by_value(codes: pd.DataFrame, variable: str, **options) -> pd.DataFrame:
    """Alpha of each value against the rest: value, n_positives (units with it, each by the share of its coders who say so), alpha, low, high, assessable."""
    shared = _shared(codes, variable)
    rows = []
    for value in sorted(shared["value"].unique()):
        positives = (shared["value"] == value).groupby(shared["unit_id"]).mean().sum()
        if shared["value"].nunique() == 1:  # alpha is undefined
            rows.append((value, positives, np.nan, np.nan, np.nan, False))
            continue
        found = agreement(shared.assign(value=(shared["value"] == value).astype(str)), variable, **options)[0]
        rows.append((value, positives, found.value, found.low, found.high, positives >= ASSESSABLE))
    return pd.DataFrame(rows, columns=["value", "n_positives", "alpha", "low", "high", "assessable"])


def double_coded(codes: pd.DataFrame, variable: str, *, least: int = LEAST_SHARED, **options) -> tuple[Agreement | None, str]:
    """Alpha of people's codes of one variable, to print beside shares that rest on them; or None, and why there is none.

    codes, options: as for `agreement`; least: units coded by two people or more under which nothing is said.
    """
    own = codes[codes["variable"] == variable]
    shared = own[own.groupby("unit_id")["coder"].transform("nunique") >= 2]
    n = shared["unit_id"].nunique()
    if not n:
        return None, "not known: no unit was coded twice (draw with framing sample --coders 2)"
    if n < least:
        return None, f"not known: {n} {'unit was' if n == 1 else 'units were'} coded twice, {least} are needed"
    if shared["value"].nunique() == 1:
        return None, f"coders gave all {n} units coded twice the same value: alpha is undefined"
    return agreement(shared, variable, **options)[0], ""


def alpha(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Krippendorff's nominal alpha. table: (units, values) codes per unit, two or more each; weights: (resamples, units). Returns (resamples,)."""
    m = table.sum(axis=1)
    agreeing = weights @ ((table * (table - 1)).sum(axis=1) / (m - 1))
    by_value = weights @ table
    n = by_value.sum(axis=1)
    disagreeing_by_chance = n**2 - (by_value**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - (n - 1) * (n - agreeing) / disagreeing_by_chance


def ordinal_alpha(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Krippendorff's ordinal alpha; shapes as in `alpha`, values from the lowest to the highest.

    Two values are as far apart as there are codes from the one to the other, their own counted half (Krippendorff 2011).
    """
    q = table.shape[1]
    pairs = (table[:, :, None] * (table[:, None, :] - np.eye(q)) / (table.sum(axis=1) - 1)[:, None, None]).reshape(len(table), -1)
    by_value = weights @ table
    place = by_value.cumsum(axis=1) - by_value / 2
    apart = (place[:, :, None] - place[:, None, :]) ** 2
    observed = ((weights @ pairs).reshape(-1, q, q) * apart).sum(axis=(1, 2))
    by_chance = (by_value[:, :, None] * by_value[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - (by_value.sum(axis=1) - 1) * observed / by_chance


def ac1(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Gwet's AC1; shapes as in `alpha`. A unit coded once counts nothing here; in irrCAC it counts for the prevalence of its value."""
    q = np.count_nonzero(table.sum(axis=0))
    prevalence = weights @ (table / table.sum(axis=1, keepdims=True)) / weights.sum(axis=1, keepdims=True)
    by_chance = (prevalence * (1 - prevalence)).sum(axis=1) / (q - 1)
    return (raw(table, weights) - by_chance) / (1 - by_chance)


def raw(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of agreeing pairs of codes, averaged over units; shapes as in `alpha`."""
    m = table.sum(axis=1)
    return weights @ ((table * (table - 1)).sum(axis=1) / (m * (m - 1))) / weights.sum(axis=1)


def _shared(codes: pd.DataFrame, variable: str) -> pd.DataFrame:
    """The codes of one variable, those of units that two coders or more coded."""
    own = codes[codes["variable"] == variable]
    if own.empty:
        raise FramingError(f"agreement: no codes of variable {variable!r}; the codes have {', '.join(sorted(codes['variable'].unique()))}")
    for wrong, has in ((own.duplicated(["unit_id", "coder"]), "two codes"), (own["value"].isna(), "a row without a value")):
        if wrong.any():
            coder, unit = own.loc[wrong, ["coder", "unit_id"]].iloc[0]
            raise FramingError(f"agreement on {variable}: coder {coder} has {has} for unit {unit}; allowed is one code, or no row")
    shared = own[own.groupby("unit_id")["coder"].transform("size") >= 2]
    if shared.empty:
        raise FramingError(f"agreement on {variable}: no unit was coded by two coders; give the codes of at least two, on the same units")
    return shared


def _measures(order: Sequence[str]) -> list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]]:
    return [("alpha", alpha), *([(ORDINAL, ordinal_alpha)] if order else []), ("AC1", ac1), ("raw", raw)]


def value_orders(ordinal: Mapping[str, Sequence[str]], scheme: Codebook) -> dict[str, tuple[str, ...]]:
    """Values of ordinal variables from the lowest to the highest, checked: those given, or where none are given, those of a codebook of one's own as it lists
    them. The package's codebook lists values in no order."""
    known = {name: tuple(v.values) for name, v in scheme.variables.items() if not v.multiple}
    known = {"posture": POSTURES, **known} if scheme is shipped_scheme() else known
    for variable, order in ordinal.items():
        if variable not in known:
            raise FramingError(f"ordinal variable {variable!r}; allowed are {', '.join(known)}")
        strange = [v for v in order if v not in known[variable]]
        if strange:
            raise FramingError(f"order of {variable}: {strange[0]!r}; allowed are {', '.join(known[variable])}")
        if not order and scheme is shipped_scheme():
            raise FramingError(
                f"ordinal variable {variable!r}: the package's codebook lists {', '.join(known[variable])} in no order; "
                "give one from the lowest to the highest, as in stance=against,neutral,favor"
            )
    return {variable: tuple(order) or known[variable] for variable, order in ordinal.items()}


def check_order(codes: pd.DataFrame, variable: str, order: Sequence[str]) -> None:
    """Raises when an order has a value twice or one alone, or the codes have one that it lacks; no order is in order."""
    if len(order) == 1 or len(set(order)) < len(order):
        raise FramingError(f"agreement on {variable}: order {', '.join(order)}; allowed are two values or more, each once")
    strange = codes[~codes["value"].isin(order)] if order else codes[:0]
    if len(strange):
        coder, unit, value = strange.iloc[0][["coder", "unit_id", "value"]]
        raise FramingError(f"agreement on {variable}: coder {coder} gave unit {unit} {value!r}; the order has {', '.join(order)}")


def _counts(shared: pd.DataFrame, order: Sequence[str] = ()) -> tuple[list[str], np.ndarray]:
    """Units by article and position, and how often each value was given to each: (units, values), in the order given."""
    table = shared.groupby(["unit_id", "value"]).size().unstack(fill_value=0)
    table = table.reindex(columns=[v for v in order if v in table]) if order else table
    units = sorted(table.index, key=_place)
    return units, table.loc[units].to_numpy(float)


def _place(unit_id: str) -> tuple[str, float, str]:
    """Article and position of a unit, to sort by: 2 comes before 10, and what is no number comes last."""
    article, *rest = unit_id.rsplit(":", 1)
    position = "".join(rest)
    return article, int(position) if position.isdecimal() else math.inf, position


def _beside(units: Sequence[str]) -> float:
    """Share of the units, which are in order, that stand next to another one in their article."""
    places = [_place(unit) for unit in units]
    next_to = [a == b and j - i == 1 for (a, i, _), (b, j, _) in pairwise(places)]
    return sum(before or after for before, after in zip([False, *next_to], [*next_to, False], strict=True)) / len(units)


def _block_weights(articles: list[str], n_resamples: int, rng: np.random.Generator) -> np.ndarray:
    """(resamples, units) how often a unit is drawn when each article is rebuilt from blocks of its neighbouring units."""
    names = np.asarray(articles)
    weights = np.zeros((n_resamples, len(names)))
    for article in dict.fromkeys(articles):
        at = np.flatnonzero(names == article)
        length = min(BLOCK, len(at))
        n_blocks = -(-len(at) // length)
        starts = rng.integers(0, len(at) - length + 1, size=(n_resamples, n_blocks))
        drawn = (starts[:, :, None] + np.arange(length)).reshape(n_resamples, -1)[:, : len(at)]
        np.add.at(weights, (np.repeat(np.arange(n_resamples), len(at)), at[drawn].ravel()), 1.0)
    return weights


def _interval(draws: np.ndarray) -> tuple[float, float]:
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return float(low), float(high)
