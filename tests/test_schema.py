"""The schema says what a coded file holds, in every kind of file."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from framing.coding import code_articles, columns
from framing.copies import mark_copies
from framing.features import shipped_space
from framing.model import shipped_model
from framing.outputs import write_rows
from framing.samples import ALIASES, STEP, samples
from framing.schema import COLUMNS, TYPES, Column, page

BY_NAME = {c.name: c for c in COLUMNS}
SUFFIXES = (".csv", ".jsonl", ".parquet")
ARROW = {"text": "string", "json": "string", "integer": "int64", "number": "double"}


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """The samples coded towards their step, behind an article that never names it, as a file of each kind."""
    elsewhere = {
        "article_id": "s00",
        "title": "",
        "text": "افتُتح جناح الخزف في متحف المدينة. «كل إناء هنا له حكاية»، قالت أمينة المتحف.\n@المتحف يفتح أبوابه صباحاً.",
    }
    articles = list(mark_copies([elsewhere, *samples()]))
    rows = list(code_articles(articles, shipped_space(), shipped_model(), aliases=(STEP, *ALIASES), abstain=0.5))
    folder = tmp_path_factory.mktemp("coded")
    for suffix in SUFFIXES:
        write_rows(rows, folder / f"codes{suffix}", columns(), {})
    return {suffix: folder / f"codes{suffix}" for suffix in SUFFIXES}


def read(path: Path) -> list[dict]:
    """Rows with the values the file has; cells of CSV as the schema reads them, those of carried columns as text."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8-sig", newline="") as f:
        return [{n: BY_NAME[n].read(cell) if n in BY_NAME else cell for n, cell in row.items()} for row in csv.DictReader(f)]


def test_the_schema_has_the_columns_of_the_coded_table_in_order():
    assert tuple(c.name for c in COLUMNS) == columns()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_coded_file_holds_what_the_schema_says(files, suffix):
    wrong = {(n, repr(row[n])) for row in read(files[suffix]) for n, column in BY_NAME.items() if not column.allows(row[n])}
    assert wrong == set()


@pytest.mark.parametrize("name", [c.name for c in COLUMNS if c.empty and c.name not in ("names_step", "frames")])
def test_cells_are_empty_where_the_schema_says_they_may_be(files, name):
    cells = [row[name] for row in read(files[".jsonl"])]
    assert any(cell in ("", None) for cell in cells)
    assert any(cell not in ("", None) for cell in cells)


def test_csv_json_lines_and_parquet_give_the_same_values(files):
    csv_rows, json_rows, parquet_rows = (read(files[suffix]) for suffix in SUFFIXES)
    own = [{n: row[n] for n in BY_NAME} for row in json_rows]
    assert len(own) > 100
    assert own == [{n: row[n] for n in BY_NAME} for row in csv_rows] == [{n: row[n] for n in BY_NAME} for row in parquet_rows]


def test_parquet_has_the_types_of_the_schema(files):
    found = pq.read_schema(files[".parquet"])
    assert {c.name: str(found.field(c.name).type) for c in COLUMNS} == {c.name: ARROW[c.type] for c in COLUMNS}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_columns_of_the_input_follow_those_of_the_schema(files, suffix):
    assert list(read(files[suffix])[-1]) == [*columns(), "title", "url", "section"]


def test_a_marked_copy_is_in_the_file(files):
    assert {row["article_id"]: row["duplicate_of"] for row in read(files[".csv"]) if row["duplicate_of"]} == {"s07": "s06"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("posture", "hostile"),
        ("role", ""),
        ("p_skeptical", 1.01),
        ("p_skeptical", None),
        ("p_skeptical", "0.5"),
        ("weight", True),
        ("position", -1),
        ("position", 1.0),
        ("frames", "human;security"),
        ("frames", "security;security"),
        ("evidence", "[{"),
        ("evidence", "{}"),
        ("outlet", None),
    ],
)
def test_a_value_that_does_not_belong_is_told(name, value):
    assert not BY_NAME[name].allows(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("posture", ""),
        ("p_favor", None),
        ("p_favor", 0.0),
        ("frames", "security;human"),
        ("frames", ""),
        ("position", 9999),
        ("evidence", "[]"),
    ],
)
def test_a_value_that_belongs_is_taken(name, value):
    assert BY_NAME[name].allows(value)


def test_a_cell_of_csv_becomes_its_value():
    cells = [
        ("position", "12"),
        ("unlike", "0.25"),
        ("p_favor", ""),
        ("speaker", ""),
        ("article_id", "007"),
        ("text", "'=نص"),
        ("text", "'نص'"),
    ]
    assert [BY_NAME[name].read(cell) for name, cell in cells] == [12, 0.25, None, "", "007", "=نص", "'نص'"]
    with pytest.raises(ValueError, match="كثير"):
        BY_NAME["unlike"].read("كثير")


def test_every_column_has_a_known_type_and_a_meaning():
    assert [c.name for c in COLUMNS if c.type not in TYPES or not c.meaning] == []
    assert [c.name for c in COLUMNS if not isinstance(c, Column) or (c.allowed and c.range)] == []


def test_the_page_has_a_line_for_each_column():
    lines = [line for line in page().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in lines] == list(columns())
    assert {line.count(" | ") for line in lines} == {4}
    assert "| `position` | integer | place of the unit in its article, from 0 | from 0 | never |" in lines
