"""Tables in, the same bytes out: CSV and JSON as the repository keeps them."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from framing.errors import FramingError

ALLOWED = {int: "whole numbers", float: "numbers"}


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as UTF-8 CSV with \\n line ends and six significant digits: the same table gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.6g", encoding="utf-8")


def read_csv(path: Path, columns: list[str] | None = None, **dtypes: type) -> pd.DataFrame:
    """A table of the repository; text columns as text, empty cells as ''; `dtypes` names the columns of numbers (int or float).

    Raises
    ------
    FramingError : the file or one of the columns is missing, it is no CSV in UTF-8, or a cell is not the number it should be.
    """
    if not path.is_file():
        raise FramingError(f"{path}: no such table; a fresh clone has it, `make data` rewrites it")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except ValueError as e:
        raise FramingError(f"{path}: {e}; a table is CSV in UTF-8 with a line of column names") from e
    missing = [c for c in dict.fromkeys([*(columns or []), *dtypes]) if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing}; it has {list(table.columns)}")
    for column, dtype in dtypes.items():
        try:
            table[column] = table[column].astype(dtype)
        except ValueError as e:
            raise FramingError(f"{path}: column {column}: {e}; allowed are {ALLOWED[dtype]}") from e
    return table


def write_json(data, path: Path) -> None:
    """Data as readable JSON with sorted keys: the same data give the same bytes.

    Raises
    ------
    FramingError : a number is missing (NaN) or infinite, for which JSON has no word.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    except ValueError as e:
        raise FramingError(f"{path}: {e}; allowed are finite numbers, and None where there is none") from e
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", "utf-8")


def sha256(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
