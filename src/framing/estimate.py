"""Codes in, outlet profiles out: shares of values, with intervals that cover coding uncertainty only."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from framing.errors import FramingError

PROFILE_COLUMNS = ["group", "variable", "value", "share", "low", "high", "n_units", "n_articles", "estimand", "method"]
ESTIMANDS = {
    "article": "mean over articles of the share of units within the article",
    "unit": "share of all units",
}


def profile(
    codes: pd.DataFrame,
    units: pd.DataFrame,
    variable: str,
    *,
    values: Sequence[str],
    by: str = "article_id",
    weight: str = "article",
    redraw: pd.DataFrame | None = None,
    n_draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Shares of one variable's values in each group.

    Parameters
    ----------
    codes : DataFrame with unit_id, variable, value: one coder's codes
    units : DataFrame with unit_id, article_id, weight (0 leaves a unit out) and the column `by`
    values : the variable's values, each given a share (0 when it never occurs)
    by : column of units that names the group
    weight : `article` (every article counts the same) or `unit`
    redraw : DataFrame with unit_id, variable, value, probability: each unit's code is drawn from its rows (several coders' codes, or a machine's
        probabilities), n_draws times; low and high are the 2.5th and 97.5th percentile of the shares. They say how far the share depends on
        who coded, and nothing about texts that were not coded. Without it they are missing.

    Returns
    -------
    DataFrame, one row per group × value: group, variable, value, share, low, high, n_units, n_articles, estimand, method.

    Raises
    ------
    FramingError : an unknown weight, a missing column, no unit that counts, a unit of the table without a code or with two, or a value that
        is none of `values`.
    """
    if weight not in ESTIMANDS:
        raise FramingError(f"profile: weight {weight!r}; allowed are {', '.join(ESTIMANDS)}")
    counted = _counted(units, by)
    position = {v: i for i, v in enumerate(values)}
    cells = _cells(codes, counted["unit_id"], variable, position)
    groups, articles = counted[by].to_numpy(), counted["article_id"].to_numpy()
    shares = _shares(cells, groups, articles, len(values), weight)
    drawn = None
    if redraw is not None:
        drawn = _shares(_draws(redraw, counted["unit_id"], variable, position, n_draws, seed), groups, articles, len(values), weight)
    rows = []
    for g, group in enumerate(dict.fromkeys(groups)):
        inside = groups == group
        for v, value in enumerate(values):
            low, high = np.percentile(drawn[:, g, v], [2.5, 97.5]) if drawn is not None else (np.nan, np.nan)
            rows.append((group, variable, value, shares[0, g, v], low, high, inside.sum(), len(set(articles[inside]))))
    table = pd.DataFrame(rows, columns=PROFILE_COLUMNS[:8])
    method = "as coded" if redraw is None else f"as coded; interval: codes of each unit redrawn {n_draws} times"
    return table.assign(estimand=ESTIMANDS[weight], method=method)


def leading(profiles: pd.DataFrame) -> pd.DataFrame:
    """The value with the largest share in each group, its margin over the next in shares and in units.

    Parameters
    ----------
    profiles : DataFrame as `profile` gives it, of one variable

    Returns
    -------
    DataFrame, one row per group: group, value, share, runner_up, margin, margin_units, tipping_units (the fewest units that would have to move
    from the leading value to the next for it not to lead alone). The last two are missing for a group of several articles that count the
    same: there a unit of a short article moves the shares further than one of a long article, and a profile does not say where it stands.

    Raises
    ------
    FramingError : the profiles are of several variables, or of one value only.
    """
    variables = profiles["variable"].unique()
    if len(variables) > 1 or profiles["value"].nunique() == 1:
        raise FramingError(f"leading: profiles of {', '.join(variables)}; allowed is one variable with two values at least")
    rows = []
    for group, own in profiles.groupby("group", sort=False):
        ranked = own.sort_values(["share", "value"], ascending=[False, True]).reset_index(drop=True)
        margin = ranked["share"][0] - ranked["share"][1]
        alike = ranked["n_articles"][0] == 1 or ranked["estimand"][0] == ESTIMANDS["unit"]  # every unit moves a share by 1 / n_units
        units = round(margin * ranked["n_units"][0]) if alike else np.nan
        rows.append((group, ranked["value"][0], ranked["share"][0], ranked["value"][1], margin, units, -(-units // 2)))
    return pd.DataFrame(rows, columns=["group", "value", "share", "runner_up", "margin", "margin_units", "tipping_units"])


def _counted(units: pd.DataFrame, by: str) -> pd.DataFrame:
    """The units whose weight is not 0."""
    missing = [c for c in ("unit_id", "article_id", "weight", by) if c not in units]
    if missing:
        raise FramingError(f"profile: the units have no column {missing[0]!r}; they have {', '.join(map(str, units.columns))}")
    counted = units[units["weight"] > 0]
    if counted.empty:
        raise FramingError(f"profile: none of {len(units)} units has a weight above 0; nothing is left to count")
    if counted["unit_id"].duplicated().any():
        raise FramingError(f"profile: unit {counted['unit_id'][counted['unit_id'].duplicated()].iloc[0]} stands twice; give each unit once")
    if counted[by].isna().any():
        raise FramingError(
            f"profile: unit {counted['unit_id'][counted[by].isna()].iloc[0]} has no {by}; name its group or give it weight 0"
        )
    return counted


def _cells(codes: pd.DataFrame, unit_ids: pd.Series, variable: str, position: Mapping[str, int]) -> np.ndarray:
    """(1, units) value numbers as coded."""
    own = codes[(codes["variable"] == variable) & codes["unit_id"].isin(unit_ids)]
    twice = own["unit_id"].duplicated()
    if twice.any():
        raise FramingError(f"profile: unit {own['unit_id'][twice].iloc[0]} has two codes for {variable}; give those of one coder")
    coded = own.set_index("unit_id")["value"].reindex(unit_ids)
    if coded.isna().any():
        raise FramingError(
            f"profile: unit {coded.index[coded.isna()][0]} has no code for {variable}; code every unit or give weight 0 to those left out"
        )
    _check(coded, variable, position)
    return np.array([[position[v] for v in coded]])


def _check(coded: pd.Series, variable: str, position: Mapping[str, int]) -> None:
    """Raises FramingError for a value (indexed by unit) that is not allowed."""
    wrong = coded[~coded.isin(position)]
    if len(wrong):
        raise FramingError(f"profile: {variable} of unit {wrong.index[0]} is {wrong.iloc[0]!r}; allowed are {', '.join(position)}")


def _shares(cells: np.ndarray, groups: np.ndarray, articles: np.ndarray, k: int, weight: str) -> np.ndarray:
    """(draws, groups, values) shares from (draws, units) value numbers."""
    out = []
    for group in dict.fromkeys(groups):
        inside = groups == group
        parts = [inside & (articles == a) for a in dict.fromkeys(articles[inside])] if weight == "article" else [inside]
        out.append(np.mean([[(cells[:, part] == v).mean(axis=1) for v in range(k)] for part in parts], axis=0).T)
    return np.stack(out, axis=1)


def _draws(redraw: pd.DataFrame, unit_ids: pd.Series, variable: str, position: Mapping[str, int], n_draws: int, seed: int) -> np.ndarray:
    """(draws, units) value numbers, each unit's drawn from its rows in proportion to their probability."""
    own = redraw[(redraw["variable"] == variable) & redraw["unit_id"].isin(unit_ids)]
    _check(own.set_index("unit_id")["value"], variable, position)
    p = np.zeros((len(unit_ids), len(position)))
    row = {u: i for i, u in enumerate(unit_ids)}
    for unit, value, probability in own[["unit_id", "value", "probability"]].itertuples(index=False):
        p[row[unit], position[value]] += probability
    if (p.sum(axis=1) == 0).any():
        raise FramingError(f"profile: unit {unit_ids.iloc[int(np.flatnonzero(p.sum(axis=1) == 0)[0])]} has nothing to be redrawn from")
    edges = np.cumsum(p / p.sum(axis=1, keepdims=True), axis=1)
    thrown = np.random.default_rng(seed).random((n_draws, len(unit_ids), 1))
    return np.minimum((thrown > edges).sum(axis=2), len(position) - 1)
