"""Codes, readings, machine codes and lexicon features of units in, one row of evidence per unit out."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from framing.codes import posture, values
from framing.lexicon import Lexicon
from framing.scope import SCOPES

COMPARED = ("posture", *(v for v in values() if v != "explains_any"))  # what two readings are compared on
NOTHING = "none"  # no frame


class Term(NamedTuple):
    """A lexicon term that fired: its entry, the scope it stands in, and what it stands for."""

    entry: str
    scope: str
    term: str
    points_to: str


def unit_evidence(
    units: pd.DataFrame,
    coded: pd.DataFrame,
    readings: Mapping[str, pd.DataFrame],
    machines: Mapping[str, tuple[pd.Series, pd.DataFrame]],
    terms: pd.Series,
) -> pd.DataFrame:
    """One row per unit: where it stands, its codes, where the readings differ, what the machines say, and the lexicon terms found in it.

    Parameters
    ----------
    units : the counted units in printed order: unit_id, article_id, role, n_words
    coded : the adjudicated codes, a column per variable, frames `;`-joined
    readings : the same of each independent reading
    machines : per machine the posture of each unit and the probabilities of all postures, in the order of `units`
    terms : terms of each unit, as `terms_found` gives them
    """
    table = units[["unit_id", "article_id"]].reset_index(drop=True)
    texts = table.groupby("article_id", sort=False)["unit_id"]
    table["place"], table["n_units"] = texts.cumcount() + 1, texts.transform("size")
    table[["role", "n_words"]] = units[["role", "n_words"]].to_numpy()
    codes = _of(coded, table["unit_id"])
    table = table.join(codes[["posture", *values()]])
    read = {name: _of(reading, table["unit_id"]) for name, reading in readings.items()}
    table["readings_differ"] = pd.DataFrame({c: r["posture"] for c, r in read.items()}).nunique(axis=1) > 1
    table["differences"] = [_differences([r.iloc[i] for r in read.values()]) for i in range(len(table))]
    for machine, (chosen, probabilities) in machines.items():
        table[machine] = chosen.to_numpy()
        table[f"{machine}_probability"] = [p[c] for c, p in zip(chosen, probabilities.to_dict("records"), strict=True)]
    return table.assign(terms=table["unit_id"].map(terms).fillna(""))


def terms_found(features: pd.DataFrame, lexicon: Lexicon) -> pd.Series:
    """Lexicon terms of each unit in one cell: `entry|scope|term|variable=value`, the next one behind a semicolon and a blank.

    They stand in the lexicon's order and not in the text's, from which the text could be rebuilt; how often a term stands in the unit is left out.
    """
    place = {e.entry: i for i, e in enumerate(lexicon.entries)}
    found: dict[str, list[tuple[int, int]]] = {}
    for unit, feature in features[["unit_id", "feature"]].itertuples(index=False):
        kind, _, name = feature.partition(":")
        if kind == "lex":
            entry, _, scope = name.partition("|")
            found.setdefault(unit, []).append((place[entry], SCOPES.index(scope)))
    return pd.Series({unit: "; ".join(_term(lexicon, *t) for t in sorted(terms)) for unit, terms in found.items()}, dtype=str)


def _term(lexicon: Lexicon, entry: int, scope: int) -> str:
    e = lexicon.entries[entry]
    return f"{e.entry}|{SCOPES[scope]}|{e.term}|{e.variable}={e.value}"


def read_terms(cell: str) -> list[Term]:
    """Terms of a unit, as a cell of the column `terms` holds them."""
    return [Term(*term.split("|")) for term in cell.split("; ") if term]


def has_term(table: pd.DataFrame, variable: str) -> pd.Series:
    """Whether a term that stands for a value of the variable was found in each unit."""
    return table["terms"].str.contains(f"|{variable}=", regex=False)


def _of(wide: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Codes of the units with their posture by rule, in the order of the units."""
    own = wide.set_index("unit_id").loc[units].reset_index(drop=True)
    return own.assign(posture=[posture(a, e) for a, e in zip(own["appraisal"], own["explains"], strict=True)])


def _differences(readings: list[pd.Series]) -> str:
    """Where readings of a unit differ: `variable: one / the other`."""
    return "; ".join(f"{v}: {' / '.join(_shown(r[v]) for r in readings)}" for v in COMPARED if len({r[v] for r in readings}) > 1)


def _shown(value: str) -> str:
    return value.replace(";", ", ") or NOTHING
