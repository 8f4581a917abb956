"""Rows become a file that appears only when complete."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from framing.errors import FramingError
from framing.outputs import check_place, check_suffix, json_line, read_about, write_rows

KINDS = pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])


def cells(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def broken(error: type[BaseException]):
    """Rows that stop in the middle."""
    yield {"a": "أول"}
    raise error


def test_csv_has_a_mark_the_columns_first_and_the_others_after(tmp_path):
    n = write_rows([{"more": "x", "b": 2, "a": "نص"}], tmp_path / "o.csv", ["a", "b"], {})
    assert n == 1
    assert (tmp_path / "o.csv").read_bytes() == b"\xef\xbb\xbf" + "a,b,more\nنص,2,x\n".encode()


def test_json_lines_are_written_as_they_come(tmp_path):
    write_rows([{"b": 2, "a": "نص"}, {"c": None}], tmp_path / "o.jsonl", ["a", "b"], {})
    assert (tmp_path / "o.jsonl").read_text("utf-8") == '{"b": 2, "a": "نص"}\n{"c": null}\n'


def test_parquet_keeps_numbers_and_column_order(tmp_path):
    write_rows([{"more": "x", "b": 2, "a": 0.5}], tmp_path / "o.parquet", ["a", "b"], {})
    table = pq.read_table(tmp_path / "o.parquet")
    assert (table.column_names, table.to_pylist()) == (["a", "b", "more"], [{"a": 0.5, "b": 2, "more": "x"}])


def test_what_made_a_parquet_table_is_inside_it(tmp_path):
    write_rows([{"a": 1}], tmp_path / "o.parquet", ["a"], {"unit": "جملة"})
    assert json.loads(pq.read_schema(tmp_path / "o.parquet").metadata[b"framing"]) == {"unit": "جملة"}
    assert [p.name for p in tmp_path.iterdir()] == ["o.parquet"]


@pytest.mark.parametrize("name", ["o.csv", "o.jsonl"])
def test_what_made_a_text_table_is_beside_it(tmp_path, name):
    write_rows([{"a": 1}], tmp_path / name, ["a"], {"unit": "جملة"})
    assert json.loads((tmp_path / f"{name}.meta.json").read_text("utf-8")) == {"unit": "جملة"}


@KINDS
def test_the_same_rows_give_the_same_bytes(tmp_path, suffix):
    rows = [{"a": "نص", "p": 0.25}] * 3
    for name in ("one", "two"):
        write_rows(rows, tmp_path / f"{name}{suffix}", ["a", "p"], {"z": 1, "b": 2})
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@KINDS
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_when_the_rows_break_off(tmp_path, suffix, error):
    with pytest.raises(error):
        write_rows(broken(error), tmp_path / f"o{suffix}", ["a"], {})
    assert list(tmp_path.iterdir()) == []


@KINDS
def test_an_earlier_file_stands_until_the_new_one_is_complete(tmp_path, suffix):
    path = tmp_path / f"o{suffix}"
    path.write_text("earlier")
    with pytest.raises(RuntimeError):
        write_rows(broken(RuntimeError), path, ["a"], {})
    assert path.read_text() == "earlier"


def test_a_finished_file_replaces_an_earlier_one(tmp_path):
    (tmp_path / "o.jsonl").write_text("earlier")
    write_rows([{"a": 1}], tmp_path / "o.jsonl", ["a"], {})
    assert (tmp_path / "o.jsonl").read_text() == '{"a": 1}\n'


@KINDS
def test_no_rows_give_a_table_of_the_columns(tmp_path, suffix):
    assert write_rows([], tmp_path / f"o{suffix}", ["a", "b"], {}) == 0
    read = {
        ".csv": lambda p: p.read_text("utf-8-sig"),
        ".jsonl": lambda p: p.read_text(),
        ".parquet": lambda p: pq.read_table(p).column_names,
    }
    assert read[suffix](tmp_path / f"o{suffix}") == {".csv": "a,b\n", ".jsonl": "", ".parquet": ["a", "b"]}[suffix]


@pytest.mark.parametrize("name", ["o.xlsx", "o", "o.csv.gz", "csv"])
def test_another_suffix_is_refused_with_those_allowed(name):
    with pytest.raises(FramingError, match=r"allowed are \.csv, \.jsonl, \.parquet"):
        check_suffix(Path(name))


@pytest.mark.parametrize("name", ["o.csv", "O.CSV", "o.jsonl", "o.Parquet"])
def test_suffixes_are_taken_in_any_case(tmp_path, name):
    assert write_rows([{"a": 1}], tmp_path / name, ["a"], {}) == 1
    assert (tmp_path / name).is_file()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FramingError, match=r"the folder .*gone does not exist; make it first"):
        write_rows([{"a": 1}], tmp_path / "gone" / "o.csv", ["a"], {})


def test_an_output_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "o.csv").mkdir()
    with pytest.raises(FramingError, match="folder"):
        write_rows([{"a": 1}], tmp_path / "o.csv", ["a"], {})


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "=HYPERLINK(A1)"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path, cell):
    write_rows([{"a": cell}], tmp_path / "o.csv", ["a"], {})
    assert cells(tmp_path / "o.csv") == [{"a": f"'{cell}"}]


@pytest.mark.parametrize("cell", ["نص\r=1+1", "أول\rثان"])
def test_a_carriage_return_inside_a_cell_does_not_end_the_row(tmp_path, cell):
    write_rows([{"a": cell}], tmp_path / "o.csv", ["a"], {})
    assert cells(tmp_path / "o.csv") == [{"a": cell}]


@pytest.mark.parametrize(("cell", "written"), [("-", "-"), ("", ""), (-0.5, "-0.5"), ("1=1", "1=1"), ("نص – آخر", "نص – آخر")])
def test_harmless_cells_are_left_alone(tmp_path, cell, written):
    write_rows([{"a": cell, "b": 1}], tmp_path / "o.csv", ["a"], {})
    assert cells(tmp_path / "o.csv")[0]["a"] == written


@pytest.mark.parametrize("cell", ["-5", "+0.25"])
def test_a_carried_number_with_a_sign_stays_a_number(tmp_path, cell):
    write_rows([{"a": cell}], tmp_path / "o.csv", ["a"], {})
    assert cells(tmp_path / "o.csv") == [{"a": cell}]


def test_a_column_name_that_a_spreadsheet_would_run_is_defused(tmp_path):
    write_rows([{"a": 1, "=1+1": "x"}], tmp_path / "o.csv", ["a"], {})
    assert (tmp_path / "o.csv").read_text("utf-8-sig").splitlines()[0] == "a,'=1+1"


def test_only_csv_is_defused(tmp_path):
    write_rows([{"a": "=1+1"}], tmp_path / "o.jsonl", ["a"], {})
    assert (tmp_path / "o.jsonl").read_text() == '{"a": "=1+1"}\n'


def test_quotes_commas_and_line_ends_come_back(tmp_path):
    text = 'قال "نعم"، ثم, غادر.\nوعاد.'
    write_rows([{"a": text}], tmp_path / "o.csv", ["a"], {})
    assert cells(tmp_path / "o.csv") == [{"a": text}]


def test_a_missing_cell_is_empty(tmp_path):
    write_rows([{"a": 1, "b": 2}, {"a": 3}], tmp_path / "o.csv", ["a", "b"], {})
    assert cells(tmp_path / "o.csv")[1] == {"a": "3", "b": ""}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_column_that_comes_late_is_written(tmp_path, suffix):
    path = tmp_path / f"o{suffix}"
    write_rows([{"a": "x"}, {"a": "y", "desk": "z"}], path, ["a"], {})
    assert (cells(path) if suffix == ".csv" else pq.read_table(path).to_pylist())[1] == {"a": "y", "desk": "z"}


def test_parquet_takes_more_rows_than_a_batch(tmp_path):
    assert write_rows(({"a": i} for i in range(4001)), tmp_path / "o.parquet", ["a"], {}) == 4001
    assert pq.read_table(tmp_path / "o.parquet")["a"].to_pylist() == list(range(4001))


def test_parquet_keeps_what_is_neither_text_nor_number_as_text(tmp_path):
    write_rows([{"a": ["x", 1]}], tmp_path / "o.parquet", ["a"], {})
    assert pq.read_table(tmp_path / "o.parquet").to_pylist() == [{"a": '["x", 1]'}]


def test_parquet_takes_a_column_of_numbers_and_words(tmp_path):
    assert write_rows([{"a": 1}, {"a": "x"}], tmp_path / "o.parquet", ["a"], {}) == 2


def test_parquet_takes_a_column_that_is_empty_at_first(tmp_path):
    write_rows([{"a": None}] * 2000 + [{"a": "x"}], tmp_path / "o.parquet", ["a"], {})
    assert pq.read_table(tmp_path / "o.parquet")["a"].to_pylist()[-1] == "x"


def test_parquet_keeps_a_fraction_that_comes_after_whole_numbers(tmp_path):
    write_rows([{"a": 1}] * 2000 + [{"a": 0.5}], tmp_path / "o.parquet", ["a"], {})
    assert pq.read_table(tmp_path / "o.parquet")["a"].to_pylist()[-1] == 0.5


@KINDS
def test_half_an_emoji_does_not_stop_the_writing(tmp_path, suffix):
    assert write_rows([{"a": "خبر \ud83d"}], tmp_path / f"o{suffix}", ["a"], {}) == 1


def test_a_json_line_keeps_arabic_letters_and_writes_other_things_as_text():
    assert json_line({"a": "نص", "b": Path("x")}) == '{"a": "نص", "b": "x"}'


def test_parquet_takes_a_number_too_large_for_it_as_text(tmp_path):
    write_rows([{"a": 1}, {"a": 10**20}], tmp_path / "o.parquet", ["a"], {})
    assert pq.read_table(tmp_path / "o.parquet")["a"].to_pylist() == ["1", "1" + "0" * 20]


@pytest.mark.parametrize(("name", "says"), [("gone/e.jsonl", "the folder .*gone does not exist"), (".", "is a folder")])
def test_a_place_where_no_file_can_stand_is_refused(tmp_path, name, says):
    with pytest.raises(FramingError, match=says):
        check_place(tmp_path / name)


def test_a_missing_number_is_null_in_json_and_empty_in_csv(tmp_path):
    rows = [{"a": float("nan"), "b": float("inf")}]
    for name in ("o.jsonl", "o.csv"):
        write_rows(rows, tmp_path / name, ["a", "b"], {})
    assert (tmp_path / "o.jsonl").read_text("utf-8") == '{"a": null, "b": null}\n'
    assert (tmp_path / "o.csv").read_text("utf-8-sig") == "a,b\n,\n"


def test_a_number_column_of_the_coded_table_stays_one_when_all_its_cells_are_empty(tmp_path):
    write_rows([{"p_favor": None, "stance": ""}], tmp_path / "o.parquet", ["p_favor", "stance"], {})
    assert [str(f.type) for f in pq.read_schema(tmp_path / "o.parquet")] == ["double", "string"]


def test_nested_cells_are_json_in_csv(tmp_path):
    write_rows([{"tags": ["مدن", "نقل"], "more": {"a": 1}}], tmp_path / "o.csv", ["tags", "more"], {})
    assert (tmp_path / "o.csv").read_text("utf-8-sig") == 'tags,more\n"[""مدن"", ""نقل""]","{""a"": 1}"\n'


@pytest.mark.parametrize("cell", ["＝1+1", "＋1+1", "－2+3", "＠SUM(A1)"])
def test_a_formula_in_full_width_is_shielded_too(tmp_path, cell):
    write_rows([{"a": cell}], tmp_path / "o.csv", ["a"], {})
    assert (tmp_path / "o.csv").read_text("utf-8-sig") == f"a\n'{cell}\n"


def test_what_is_noted_keeps_its_order(tmp_path):
    about = {"scheme": {"z": 1, "a": 2}}
    for name in ("o.csv", "o.parquet"):
        write_rows([{"a": 1}], tmp_path / name, ["a"], about)
        assert list(read_about(tmp_path / name)["scheme"]) == ["z", "a"]
