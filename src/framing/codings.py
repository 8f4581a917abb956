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
    FramingError : a file or column is missing or cannot be read, a kind of coder is unknown, or what `check_codings` refuses.
    """
    described = _described(folder / "coders.toml")
    paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    wide = {name: read_coding(path, without) for name, path in paths.items()}
    for name, table in wide.items():
        check_codings(table, units, paths[name])
    return {name: {"kind": "person", **described.get(name, {})} for name in wide}, wide


def read_coding(path: Path, without: Collection[str] = ()) -> pd.DataFrame:
    """One coder's wide table, its codes not checked yet."""
    coded = [v for v in values() if v not in without]
    return read_csv(path, ["unit_id", "n_words", "n_chars", *coded], n_words=int, n_chars=int)


def check_codings(table: pd.DataFrame, units: pd.DataFrame, path: Path) -> None:
    """Raises FramingError when a coder's table does not fit the units or the codebook.

    That is: a unit that does not exist, stands twice or has another length (the coder read another text), or a value that the codebook
    does not allow.
    """
    lengths = {unit: (words, chars) for unit, words, chars in units[["unit_id", "n_words", "n_chars"]].itertuples(index=False)}
    for row in table.to_dict("records"):
        unit = row["unit_id"]
        if unit not in lengths:
            raise FramingError(f"{path}: unit {unit} is not in units.csv; the coding belongs to another segmentation")
        words, chars = lengths[unit]
        if (words, chars) != (row["n_words"], row["n_chars"]):
            raise FramingError(
                f"{path}: unit {unit} had {row['n_words']} words and {row['n_chars']} characters when coded, units.csv has "
                f"{words} and {chars}; code it again or restore the text"
            )
        check_row(row, f"{path}, unit {unit}")
    twice = table["unit_id"].duplicated()
    if twice.any():
        raise FramingError(f"{path}: unit {table['unit_id'][twice].iloc[0]} stands twice")


def _described(path: Path) -> dict[str, dict]:
    """What coders.toml says of each coder."""
    if not path.is_file():
        raise FramingError(f"{path}: no such file; it describes the coders of its folder, and may be empty")
    try:
        described = tomllib.loads(path.read_text("utf-8"))
    except ValueError as e:
        raise FramingError(f"{path}: {e}; it is TOML in UTF-8, a section per coder") from e
    for name, about in described.items():
        if not isinstance(about, dict):
            raise FramingError(f"{path}: {name} is {about!r}; allowed are sections, one per coder")
        if about.get("kind", "person") not in KINDS:
            raise FramingError(f"{path}: {name} is of kind {about['kind']!r}; allowed are {', '.join(KINDS)}")
    return described
