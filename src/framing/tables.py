"""Tables in, the same bytes out: CSV and JSON as the repository keeps them."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from framing.errors import FramingError


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as UTF-8 CSV with \\n line ends and six decimals: the same table gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n", float_format="%.6g", encoding="utf-8")


def read_csv(path: Path, columns: list[str] | None = None, **dtypes) -> pd.DataFrame:
    """A table of the repository; text columns as text, empty cells as ''.

    Raises
    ------
    FramingError : the file or one of the columns is missing.
    """
    if not path.is_file():
        raise FramingError(f"{path}: no such table; a fresh clone has it, `make data` rewrites it")
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    missing = [c for c in columns or [] if c not in table]
    if missing:
        raise FramingError(f"{path}: no column {missing}; it has {list(table.columns)}")
    return table.astype(dtypes)


def write_json(data, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def sha256(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
