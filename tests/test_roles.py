"""Columns of tables find their roles, and dates are read by their whole column, whatever kind of table it is."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.inputs import Refusal, read_articles
from framing.roles import as_article, roles

PRINTED = ("05/01/2025", "13/01/2025", "")
ROWS = [{"date": d, "text": f"وصلت السفينة رقم {i} إلى الميناء في الصباح."} for i, d in enumerate(PRINTED)]


def test_a_role_is_found_by_the_likelier_name_and_a_given_one_goes_first():
    assert roles(["summary", "Body", "المصدر"], {}) == {"text": "Body", "outlet": "المصدر"}
    assert roles(["summary", "Body"], {"text": "summary"}) == {"text": "summary"}


def test_the_dates_of_a_single_row_are_read_alone():
    assert as_article({"date": "05/01/2025"}, {"published": "date"})["published"] == "05/01/2025"
    assert as_article({"date": "13/01/2025"}, {"published": "date"})["published"] == "2025-01-13"


def written(folder, suffix: str) -> str:
    path = folder / f"news{suffix}"
    if suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    elif suffix in (".jsonl", ".json"):
        text = json.dumps(ROWS) if suffix == ".json" else "\n".join(map(json.dumps, ROWS))
        path.write_text(text, "utf-8")
    else:
        lines = ["date;text", *(f"{r['date']};{r['text']}" for r in ROWS)]
        path.write_bytes("\r\n".join(lines).encode("windows-1256"))
    return str(path)


@pytest.mark.parametrize("suffix", [".csv", ".json", ".jsonl", ".parquet"])
def test_a_later_row_says_how_the_dates_before_it_are_read(tmp_path, suffix):
    told: list[str] = []
    name = written(tmp_path, suffix)
    found = list(read_articles([name], tell=told.append))
    assert [a["published"] for a in found] == ["2025-01-05", "2025-01-13", ""]
    assert [a["date"] for a in found[:2]] == ["05/01/2025", "13/01/2025"]
    assert told.count(f"{name}: dates in date read as day/month/year") == 1


def test_days_of_a_spreadsheet_may_be_numbers(tmp_path):
    (tmp_path / "news.json").write_text(json.dumps([ROWS[0] | {"date": 45731}, ROWS[1] | {"date": 45732.5}]), "utf-8")
    assert [a["published"] for a in read_articles([str(tmp_path / "news.json")])] == ["2025-03-15", "2025-03-16"]


def test_only_the_column_of_dates_is_read_and_told(tmp_path):
    rows = [r | {"seen": "14/02/2025"} for r in ROWS]
    (tmp_path / "news.json").write_text(json.dumps(rows), "utf-8")
    told: list[str] = []
    found = list(read_articles([str(tmp_path / "news.json")], tell=told.append))
    assert found[0]["seen"] == "14/02/2025" and not any("seen" in line for line in told)


def test_rows_before_a_broken_one_are_still_read(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join([json.dumps(ROWS[0]), "{", json.dumps(ROWS[1])]), "utf-8")
    found = list(read_articles([str(path)]))
    assert [type(a) is Refusal for a in found] == [False, True, False] and found[0]["published"] == "2025-01-05"
