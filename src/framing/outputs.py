"""Coded rows in, a file out that appears only when complete: CSV, JSON lines or Parquet by suffix."""

import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from framing.errors import FramingError
from framing.schema import COLUMNS, RUNNABLE

SUFFIXES = (".csv", ".jsonl", ".parquet")
SCHEMA = "2"  # of the coded table: framing.schema says what it holds
_HARMLESS = re.compile(r".|[+-](\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.DOTALL)  # a single character, or a number with its sign
_OWN = {c.name: {"integer": "int64", "number": "double"}.get(c.type, "string") for c in COLUMNS}
_BATCH = 2000  # rows of a Parquet row group


def check_suffix(path: Path, allowed: Sequence[str] = SUFFIXES) -> None:
    if path.suffix.lower() not in allowed:
        raise FramingError(f"{path}: cannot write {path.suffix or 'a file without suffix'}; allowed are {', '.join(allowed)}")


def check_place(path: Path) -> None:
    """Raises when a file of this name cannot stand there."""
    if not path.parent.is_dir():
        raise FramingError(f"{path}: the folder {path.parent} does not exist; make it first")
    if path.is_dir():
        raise FramingError(f"{path}: is a folder; give the name of a file")


def write_rows(rows: Iterable[Mapping], path: Path, columns: Iterable[str], about: Mapping) -> int:
    """Writes rows and what made them (Parquet metadata, or `<name>.meta.json` beside it); returns how many. Nothing is left when it fails.

    The columns given come first, then those that rows have beside them. Which these are and what they hold is known only after the last
    row, so rows go to JSON lines first and a table is made from those.
    """
    check_suffix(path)
    check_place(path)
    suffix, meta = path.suffix.lower(), path.with_name(path.name + ".meta.json")
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        spool, table, beside = (Path(folder, name) for name in ("rows", "table", "meta"))
        n = _write_spool(rows, spool)
        if suffix == ".jsonl":
            spool.rename(table)
        else:
            write = _write_parquet if suffix == ".parquet" else _write_csv
            write(_read_spool(spool), table, _kinds(_read_spool(spool), columns), about)
        if suffix != ".parquet":
            beside.write_text(json.dumps(dict(about), ensure_ascii=False, indent=1) + "\n", "utf-8", "replace")
            beside.replace(meta)
        table.replace(path)
    return n


def read_about(path: Path) -> dict:
    """What made a file of codes, as `write_rows` noted it; empty when nothing is noted."""
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        noted = (pq.read_schema(path).metadata or {}).get(b"framing")
        return json.loads(noted) if noted else {}
    beside = path.with_name(path.name + ".meta.json")
    return json.loads(beside.read_text("utf-8")) if beside.is_file() else {}


def json_line(row: Mapping) -> str:
    """A row as JSON, half surrogate pairs (a cut emoji) replaced: no encoding can hold them. NaN, which JSON does not have, is null."""
    row = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace").decode("utf-8")


def _write_spool(rows: Iterable[Mapping], path: Path) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="\n") as f:
        for n, row in enumerate(rows, 1):  # noqa: B007 - n is the count
            f.write(json_line(row) + "\n")
    return n


def _read_spool(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8", newline="\n") as f:
        yield from map(json.loads, f)


def _kinds(rows: Iterator[dict], columns: Iterable[str]) -> dict[str, set[str]]:
    """Every column, those given first, with the kinds of value it holds; one of the coded table has its own kind, even when all its cells are empty."""
    kinds: dict[str, set[str]] = {column: {_OWN[column]} if column in _OWN else set() for column in columns}
    for row in rows:
        for column, value in row.items():
            kinds.setdefault(column, set()).add(_kind(value))
    return kinds


def _kind(value) -> str:
    """The Parquet type that holds the value; `null` fits every type."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "int64" if -(1 << 63) <= value < 1 << 63 else "string"
    return {bool: "bool", float: "double", type(None): "null"}.get(type(value), "string")


def _common(kinds: set[str]) -> str:
    """The Parquet type of a column: text unless all its values are numbers, or all truth values."""
    kinds = kinds - {"null"}
    return kinds.pop() if len(kinds) == 1 else "double" if kinds == {"int64", "double"} else "string"


def _write_csv(rows: Iterator[dict], path: Path, kinds: Mapping[str, set[str]], about: Mapping) -> None:
    """UTF-8 with a mark, which spreadsheets need for Arabic."""
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        f.write(_csv_line(kinds))
        f.writelines(_csv_line(row.get(column) for column in kinds) for row in rows)


def _csv_line(values: Iterable) -> str:
    return ",".join(map(_csv_cell, values)) + "\n"


def _csv_cell(value) -> str:
    """A cell that a spreadsheet shows as it is. The csv module leaves a bare carriage return unquoted, at which a row would end."""
    text = "" if value is None else _as_text(value)
    if isinstance(value, str) and value.startswith(tuple(RUNNABLE)) and not _HARMLESS.fullmatch(value):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def _write_parquet(rows: Iterator[dict], path: Path, kinds: Mapping[str, set[str]], about: Mapping) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {column: _common(found) for column, found in kinds.items()}
    meta = json.dumps(dict(about), ensure_ascii=False).encode("utf-8", "replace")
    schema = pa.schema([(column, pa.type_for_alias(kind)) for column, kind in types.items()], {"framing": meta})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            fitted = [{c: _fitted(row.get(c), kind) for c, kind in types.items()} for row in batch]
            writer.write_table(pa.Table.from_pylist(fitted, schema))


def _fitted(value, kind: str):
    return value if value is None or kind != "string" else _as_text(value)


def _as_text(value) -> str:
    """What is nested as JSON, which other programs read too."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
