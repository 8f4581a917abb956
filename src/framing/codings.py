"""Codings in (one file per coder), checked wide tables out."""

import tomllib
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from framing.codes import check_row, values
from framing.errors import FramingError
from framing.tables import read_csv

KINDS = ("language model", "person", "adjudication")


def read_codings(folder: Path, units: pd.DataFrame, without: Collection[str] = ()) -> tuple[dict[str, dict], dict[str, pd.DataFrame]]:
    """Every coder's file in a folder, checked against the units.

    Parameters
    ----------
    folder : holds `coders.toml` and one `<coder>.csv` each with unit_id, n_words, n_chars and a column per variable
    units : DataFrame with unit_id, n_words, n_chars
    without : variables that were not coded here

    Returns
    -------
    (coder → what it is, coder → wide table). A file without a section in coders.toml is taken for a person's.

    Raises
    ------
    FramingError : a unit that does not exist or has another length (the coder read another text), or a value the codebook does not allow.
    """
    described = tomllib.loads((folder / "coders.toml").read_text("utf-8"))
    wide = {path.stem: _read_one(path, units, without) for path in sorted(folder.glob("*.csv"))}
    coders = {name: {"kind": "person", **described.get(name, {})} for name in wide}
    for name, about in coders.items():
        if about["kind"] not in KINDS:
            raise FramingError(f"{folder}/coders.toml: {name} is of kind {about['kind']!r}; allowed are {', '.join(KINDS)}")
    return coders, wide


def _read_one(path: Path, units: pd.DataFrame, without: Collection[str]) -> pd.DataFrame:
    coded = [v for v in values() if v not in without]
    table = read_csv(path, ["unit_id", "n_words", "n_chars", *coded]).astype({"n_words": int, "n_chars": int})
    known = units.set_index("unit_id")[["n_words", "n_chars"]]
    for row in table.to_dict("records"):
        unit = row["unit_id"]
        if unit not in known.index:
            raise FramingError(f"{path}: unit {unit} is not in units.csv; the coding belongs to another segmentation")
        if tuple(known.loc[unit]) != (row["n_words"], row["n_chars"]):
            raise FramingError(
                f"{path}: unit {unit} had {row['n_words']} words and {row['n_chars']} characters when coded, units.csv has "
                f"{known.loc[unit, 'n_words']} and {known.loc[unit, 'n_chars']}; code it again or restore the text"
            )
        check_row(row, f"{path}, unit {unit}")
    if table["unit_id"].duplicated().any():
        raise FramingError(f"{path}: unit {table['unit_id'][table['unit_id'].duplicated()].iloc[0]} stands twice")
    return table
