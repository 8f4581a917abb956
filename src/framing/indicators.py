"""Tables of coded units in, what each says of a variable out: its value as text, and the machine's as indicators of every value."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from framing.codes import POSTURES, posture
from framing.errors import FramingError
from framing.scheme import Codebook, shipped_scheme


def values_of_variable(variable: str, scheme: Codebook) -> tuple[str, ...]:
    """Values of a variable in the codebook's order; `1` and `0` for one value of a variable with several a unit, named as `frame:security`."""
    if variable == "posture" and scheme == shipped_scheme():
        return POSTURES
    flags = {f"{v.flag}:{x}" for v in scheme.variables.values() if v.multiple for x in v.values}
    if variable in flags:
        return ("1", "0")
    single = {name: tuple(v.values) for name, v in scheme.variables.items() if not v.multiple}
    if variable not in single:
        derived = ["posture"] if scheme == shipped_scheme() else []
        raise FramingError(f"variable {variable!r}; allowed are {', '.join([*derived, *single, *sorted(flags)])}")
    return single[variable]


def given(table: pd.DataFrame, variable: str, scheme: Codebook, *, hand: bool) -> pd.Series:
    """The value of each row, '' where none was given.

    In a table coded by hand, posture follows from appraisal and explains where these stand; a unit has none of several values, rather than no code, when
    any variable of the codebook is filled in.
    """
    values, where = values_of_variable(variable, scheme), "hand codes" if hand else "codes"
    if variable == "posture" and hand and {"appraisal", "explains"} <= set(table):
        return _derived(table, scheme)
    flag, _, value = variable.partition(":")
    several = next((v for v in scheme.variables.values() if v.multiple and v.flag == flag and value), None)
    if several is None:
        return _allowed(cells(table, variable, where), table, variable, values, where)
    listed = cells(table, several.name, where).str.split(";")
    _allowed(listed.explode(), table, several.name, several.values, where)
    filled = pd.concat([cells(table, name, where) != "" for name in scheme.variables if name in table], axis=1).any(axis=1)
    return pd.Series([str(int(value in found)) for found in listed], table.index, dtype=object).where(filled | (not hand), "")


def _derived(table: pd.DataFrame, scheme: Codebook) -> pd.Series:
    """Posture by the codebook's rule; of units without both primitives, the posture given."""
    where = "hand codes"
    both = [_allowed(cells(table, v, where), table, v, scheme.variables[v].values, where) for v in ("appraisal", "explains")]
    found = pd.Series([posture(a, e) if a and e else "" for a, e in zip(*both, strict=True)], table.index, dtype=object)
    if "posture" not in table:
        return found
    return found.where(found != "", _allowed(cells(table, "posture", where), table, "posture", POSTURES, where))


def coded_twice(gold: pd.DataFrame, variable: str, scheme: Codebook) -> tuple[int, int]:
    """How many units have codes of several coders, and how many of these different ones."""
    coded = given(gold, variable, scheme, hand=True)
    values = coded[coded != ""].groupby(gold["unit_id"])
    return int((values.size() > 1).sum()), int((values.nunique() > 1).sum())


def machine_indicators(
    units: pd.DataFrame, variable: str, scheme: Codebook, machine: str | None, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, K) the machine's indicator of each value, (N, K) its codes as 0 and 1, and (N,) which units have no indicator of their own.

    Those count as the mean of the others of their group: whatever is put in their place, the sample corrects it.
    """
    values = values_of_variable(variable, scheme)
    p = machine_probabilities(units, variable, values, scheme)
    if machine not in (None, "codes", "probabilities"):
        raise FramingError(f"machine {machine!r}; allowed are codes, probabilities")
    if machine == "probabilities" and p is None:
        raise FramingError(f"codes: no probabilities of {variable} (p_{values[0]} …); use machine codes")
    coded = given(units, variable, scheme, hand=False)
    counted = (coded.to_numpy()[:, None] == np.array(values, object)).astype(float)
    counted[(coded == "").to_numpy()] = np.nan
    indicator = counted if p is None or machine == "codes" else p
    missing = np.isnan(indicator).any(axis=1)
    return filled(indicator, group, variable), filled(counted, group, variable), missing


def machine_probabilities(units: pd.DataFrame, variable: str, values: Sequence[str], scheme: Codebook) -> np.ndarray | None:
    """(N, K) probabilities, rows scaled to 1 (files round them), missing where a unit has none; None when the table has no such columns."""
    flag, _, value = variable.partition(":")
    names = [v.name for v in scheme.variables.values() if v.flag == flag]
    found = next((c for c in (f"p_{name}_{value}" for name in (*names, flag)) if value and c in units), None)
    if found:
        p = pd.to_numeric(units[found], errors="coerce").to_numpy(float)[:, None]
        p = np.hstack([p, 1 - p])
    else:
        columns = next((c for c in ([f"p_{variable}_{v}" for v in values], [f"p_{v}" for v in values]) if set(c) <= set(units)), None)
        if columns is None:
            return None
        p = units[columns].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    wrong = (p < 0).any(axis=1) | (np.abs(p.sum(axis=1) - 1) > 0.01)
    if wrong.any():
        raise FramingError(f"codes: probabilities of {variable} of unit {units['unit_id'][wrong].iloc[0]} do not add up to 1")
    return p / p.sum(axis=1, keepdims=True)


def filled(indicator: np.ndarray, group: np.ndarray, variable: str) -> np.ndarray:
    """Missing rows as the mean of their group, or of all units where the group has none."""
    missing = np.isnan(indicator).any(axis=1)
    if missing.all():
        raise FramingError(f"codes: no unit has a {variable}")
    out = indicator.copy()
    for g in np.unique(group[missing]):
        there = (group == g) & ~missing
        out[(group == g) & missing] = indicator[there if there.any() else ~missing].mean(axis=0)
    return out


def _allowed(found: pd.Series, table: pd.DataFrame, variable: str, values: Collection[str], where: str) -> pd.Series:
    """The cells found, which are values or empty."""
    wrong = found[~found.isin((*values, ""))]
    if len(wrong):
        raise FramingError(
            f"{where}: {variable} of unit {table['unit_id'][wrong.index[0]]} is {wrong.iloc[0]!r}; allowed are {', '.join(values)}"
        )
    return found


def cells(table: pd.DataFrame, column: str, where: str) -> pd.Series:
    """A column as text without spaces around it, '' where it is missing."""
    check_columns(table, (column,), where)
    return table[column].astype(object).where(table[column].notna(), "").astype(str).str.strip()


def check_columns(table: pd.DataFrame, needed: Sequence[str], where: str, fix: str = "") -> None:
    """Raises when a column is missing; `fix` says what to do then, where there is more to say than which columns there are."""
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{where}: no column {missing[0]!r}{fix or '; the table has ' + ', '.join(map(str, table.columns))}")
