"""Coded files in, a table of text out, checked: what `framing code` or a coder wrote."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.codes import POSTURES
from framing.errors import FramingError
from framing.outputs import SUFFIXES, read_about
from framing.scheme import Codebook, from_data, shipped_scheme

if TYPE_CHECKING:
    import pandas as pd


def read_codes(path: Path, needed: Sequence[str]) -> "pd.DataFrame":
    """A coded file as a table of text, whatever its kind, with the columns needed and each unit once."""
    import pandas as pd

    readers = {
        ".csv": lambda: pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"),
        ".jsonl": lambda: pd.read_json(path, lines=True, dtype=False, convert_dates=False),
        ".parquet": lambda: pd.read_parquet(path),
    }
    if not path.is_file():
        raise FramingError(f"{path}: no such file")
    if path.suffix.lower() not in readers:
        raise FramingError(f"{path}: cannot read {path.suffix or 'a file without suffix'}; allowed are {', '.join(SUFFIXES)}")
    try:
        table = readers[path.suffix.lower()]()
    except (ValueError, OSError) as e:
        raise FramingError(f"{path}: not a {path.suffix} file of codes ({e})") from e
    if table.empty:
        raise FramingError(f"{path}: no units in it")
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing[0]!r}; the file has {', '.join(map(str, table.columns))}")
    table = table.astype(object).where(table.notna(), "").astype(str)
    check_once(table, str(path))
    return table


def scheme_of(path: Path) -> Codebook:
    """The codebook a file was coded by: its own, where `framing code` noted one with it, else the package's."""
    noted = read_about(path).get("scheme")
    return shipped_scheme() if noted is None else from_data(noted, str(path))


def values_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Variables a coded file may have and their values: those of its codebook; posture first where the codebook is the package's."""
    scheme = scheme_of(path)
    derived = {"posture": POSTURES} if scheme is shipped_scheme() else {}
    return derived | {name: tuple(v.values) for name, v in scheme.variables.items()}


def check_once(table: "pd.DataFrame", where: str) -> None:
    twice = table["unit_id"][table["unit_id"].duplicated()]
    if len(twice):
        raise FramingError(f"{where}: unit {twice.iloc[0]} stands twice; each may be given once")


def check_values(table: "pd.DataFrame", variable: str, allowed: Sequence[str], path: Path) -> None:
    wrong = table[~table[variable].isin(allowed)]
    if len(wrong):
        unit, value = wrong["unit_id"].iloc[0], wrong[variable].iloc[0]
        raise FramingError(f"{path}, unit {unit}: {variable} is {value!r}; allowed are {', '.join(allowed)}")
