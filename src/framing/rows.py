"""A file of a table in, its columns and rows out: delimited, JSON, JSON lines, Parquet; misread cells put right."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import NamedTuple

from framing.days import Dated, Dates
from framing.decoding import decode, mend
from framing.errors import FramingError
from framing.sources import contents, kind

csv.field_size_limit(1 << 30)
_LISTS = 'a list of objects, {"articles": [...]}, or one article'


class Refusal(NamedTuple):
    """An input that was not coded, and why."""

    name: str
    reason: str


class Table(NamedTuple):
    """`rows` gives each row, or why it is none, and the share of the table read with it; `cells` those of a column in all rows, again at every call;
    `single`: the file is one article."""

    columns: list[str]
    rows: Iterator[tuple[dict | Refusal, float]]
    cells: Callable[[str], Iterable]
    single: bool = False


def read_table(name: str, tell: Callable[[str], None] = lambda _: None) -> Table:
    """The table of a file, its rows with their dates; a line for `tell` when its cells were misread and have been put right, or dates are read by their column.

    Raises
    ------
    FramingError : the file is not of its kind.
    OSError : it cannot be opened.
    """
    readers = {".parquet": _parquet, ".jsonl": _json_lines, ".json": _json, ".csv": _delimited, ".tsv": _delimited}
    table = readers[kind(name)](name)
    said: set[str] = set()

    def right(cell):
        text, misread = mend(cell) if isinstance(cell, str) else (cell, "")
        if misread and misread not in said:
            tell(f"{name}: text was {misread}; mended")
        said.update([misread] if misread else [])
        return text

    as_printed = {right(column): column for column in table.columns}
    dates = Dates(
        lambda column: (str(right(cell)) for cell in table.cells(as_printed[column]) if cell is not None),
        lambda line: tell(f"{name}: {line}"),
    )

    def righted(row: dict | Refusal) -> dict | Refusal:
        return row if isinstance(row, Refusal) else Dated({right(column): right(cell) for column, cell in row.items()}, dates)

    return table._replace(columns=[right(c) for c in table.columns], rows=((righted(row), share) for row, share in table.rows))


def _parquet(name: str) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def rows(table: pq.ParquetFile) -> Iterator[tuple[dict, float]]:
        n, done = table.metadata.num_rows, 0
        try:
            for batch in table.iter_batches():
                for row in batch.to_pylist():
                    done += 1
                    yield row, done / n
        except pa.ArrowException as e:
            raise FramingError(f"not a Parquet file ({e})") from e

    def cells(column: str) -> Iterator:
        with suppress(pa.ArrowException):  # the rows will say what is wrong
            for batch in table.iter_batches(columns=[column]):
                yield from batch.column(0).to_pylist()

    try:
        table = pq.ParquetFile(name if name.lower().endswith(".parquet") else pa.BufferReader(contents(name)))
    except pa.ArrowException as e:
        raise FramingError(f"not a Parquet file ({e})") from e
    return Table(table.schema_arrow.names, rows(table), cells)


def _json_lines(name: str) -> Table:
    return _of_lines(name, decode(contents(name), name))


def _of_lines(name: str, text: str) -> Table:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return _of_objects([_object(_loaded(line), f"{name}, line {number}") for number, line in lines])


def _json(name: str) -> Table:
    text = decode(contents(name), name)
    value = _loaded(text)
    if value is None and isinstance(_loaded(text.lstrip().partition("\n")[0]), dict):
        return _of_lines(name, text)
    if value is None:
        raise FramingError(f"not JSON; allowed are {_LISTS}")
    listed = value.get("articles", value) if isinstance(value, dict) else value
    listed = listed.get("results", listed) if isinstance(listed, dict) else listed
    if isinstance(listed, dict) and any(isinstance(v, (list, dict)) for v in listed.values()) and not {"text", "title"} & set(listed):
        raise FramingError(f"JSON with {', '.join(list(listed)[:5])}; allowed are {_LISTS}")
    if not isinstance(listed, (list, dict)):
        raise FramingError(f"JSON of another kind; allowed are {_LISTS}")
    items = listed if isinstance(listed, list) else [listed]
    table = _of_objects([_object(item, f"{name}, item {number}") for number, item in enumerate(items, 1)])
    return table._replace(single=isinstance(listed, dict))


def _of_objects(rows: list[dict | Refusal]) -> Table:
    """An object may leave out what it has no value for, so the columns are those of all."""
    columns = dict.fromkeys(column for row in rows if isinstance(row, dict) for column in row)
    return Table(
        list(columns),
        ((row, number / len(rows)) for number, row in enumerate(rows, 1)),
        lambda column: (row.get(column) for row in rows if isinstance(row, dict)),
    )


def _loaded(text: str):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value, where: str) -> dict | Refusal:
    return value if isinstance(value, dict) else Refusal(where, "not a JSON object")


def _delimited(name: str) -> Table:
    text = decode(contents(name), name)
    first, _, rest = text.partition("\n")
    usual = "\t" if kind(name) == ".tsv" else ","
    if first.strip().lower().startswith("sep=") and first.strip()[4:]:  # as spreadsheets write it before the header
        text, usual = rest, first.strip()[4]
    header = text.partition("\n")[0]
    delimiter = max(usual + ",;\t", key=header.count)  # spreadsheets of many countries write semicolons
    lines = io.StringIO(text, newline="")
    cells = csv.DictReader(lines, delimiter=delimiter)
    columns = list(cells.fieldnames or [])

    def rows() -> Iterator[tuple[dict | Refusal, float]]:
        for number, row in enumerate(cells, 1):
            beyond = row.pop(None, ())
            bad = Refusal(f"{name}, row {number}", "more cells than the table has columns") if any(beyond) else None
            yield bad or row, lines.tell() / len(text)

    def column_cells(column: str) -> Iterator:
        with suppress(csv.Error):  # the rows will say what is wrong
            for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
                yield row.get(column)

    return Table(columns, rows(), column_cells)


def peeked(table: Table, n: int = 50) -> tuple[list[dict], Table]:
    """The first rows of a table, and the table with all of them still to be read."""
    first = list(islice(table.rows, n))
    return [row for row, _ in first if isinstance(row, dict)], table._replace(rows=chain(first, table.rows))
