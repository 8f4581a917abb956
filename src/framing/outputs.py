"""Coded rows in, a file out that appears only when complete: CSV, JSON lines or Parquet by suffix."""

import csv
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from framing.errors import FramingError

SUFFIXES = (".csv", ".jsonl", ".parquet")
SCHEMA = "1"  # of the coded table
_RUNNABLE = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
_BATCH = 2000


def check_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise FramingError(f"{path}: cannot write {path.suffix or 'a file without suffix'}; allowed are {', '.join(SUFFIXES)}")


def write_rows(rows: Iterable[Mapping], path: Path, columns: Iterable[str], about: Mapping) -> int:
    """Writes rows and what made them (Parquet metadata, or `<name>.meta.json` beside it); returns how many. Nothing is left when it fails."""
    check_suffix(path)
    if not path.parent.is_dir():
        raise FramingError(f"{path}: the folder {path.parent} does not exist; make it first")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        write = {".csv": _write_csv, ".jsonl": _write_jsonl, ".parquet": _write_parquet}[path.suffix.lower()]
        n = write(rows, temporary, list(columns), dict(about))
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    if path.suffix.lower() != ".parquet":
        path.with_name(path.name + ".meta.json").write_text(
            json.dumps(dict(about), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
        )
    return n


def json_line(row: Mapping) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)


def _write_jsonl(rows: Iterable[Mapping], path: Path, columns: list[str], about: dict) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="\n") as f:
        for n, row in enumerate(rows, 1):  # noqa: B007 - n is the count
            f.write(json_line(row) + "\n")
    return n


def _write_csv(rows: Iterable[Mapping], path: Path, columns: list[str], about: dict) -> int:
    """UTF-8 with a mark, which spreadsheets need for Arabic; columns are those of the first rows' articles, later ones must fit."""
    n, writer = 0, None
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        for n, row in enumerate(rows, 1):  # noqa: B007
            if writer is None:
                writer = csv.DictWriter(
                    f, [*columns, *(c for c in row if c not in columns)], extrasaction="ignore", restval="", lineterminator="\n"
                )
                writer.writeheader()
            writer.writerow({k: _defused(v) for k, v in row.items()})
        if writer is None:
            csv.DictWriter(f, columns, lineterminator="\n").writeheader()
    return n


def _defused(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNNABLE) and len(value) > 1 else value


def _write_parquet(rows: Iterable[Mapping], path: Path, columns: list[str], about: dict) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    n, writer, batch = 0, None, []

    def flush():
        nonlocal writer, batch
        names = [*columns, *(c for c in batch[0] if c not in columns)] if writer is None and batch else columns
        fields = writer.schema_arrow if writer is not None else None
        table = (
            pa.Table.from_pylist(batch, schema=fields) if fields is not None else pa.table({c: [r.get(c) for r in batch] for c in names})
        )
        if writer is None:
            schema = table.schema.with_metadata({"framing": json.dumps(about, ensure_ascii=False, sort_keys=True)})
            writer = pq.ParquetWriter(path, schema, compression="zstd")
            writer.schema_arrow = schema
        writer.write_table(table.cast(writer.schema_arrow))
        batch = []

    for n, row in enumerate(rows, 1):  # noqa: B007
        batch.append({k: v if isinstance(v, str | int | float | bool | None) else str(v) for k, v in row.items()})
        if len(batch) >= _BATCH:
            flush()
    if batch or writer is None:
        flush()
    writer.close()
    return n
