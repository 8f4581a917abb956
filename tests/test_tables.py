"""Tables to disk and back: the same bytes for the same table, and plain errors for a missing one."""

import json

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.tables import read_csv, sha256, write_csv, write_json


def test_a_table_is_written_with_plain_line_ends_and_no_index(tmp_path):
    write_csv(pd.DataFrame({"unit_id": ["a:0", "a:1"], "n": [3, 4]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"unit_id,n\na:0,3\na:1,4\n"


def test_arabic_is_written_as_utf8_without_a_byte_order_mark(tmp_path):
    write_csv(pd.DataFrame({"lemma": ["قَمح", "قـمح"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == "lemma\nقَمح\nقـمح\n".encode()


def test_the_folder_is_made_when_it_is_missing(tmp_path):
    write_csv(pd.DataFrame({"a": [1]}), tmp_path / "new" / "newer" / "t.csv")
    assert (tmp_path / "new" / "newer" / "t.csv").is_file()


def test_shares_are_written_with_six_digits_at_most(tmp_path):
    write_csv(pd.DataFrame({"share": [1 / 3, 0.5, 0.1 + 0.2]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8") == "share\n0.333333\n0.5\n0.3\n"


def test_the_six_digits_are_the_significant_ones(tmp_path):
    write_csv(pd.DataFrame({"x": [1234.567891, 0.0001234567891]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8") == "x\n1234.57\n0.000123457\n"


def test_a_missing_value_is_an_empty_cell(tmp_path):
    write_csv(pd.DataFrame({"low": [0.25, float("nan")], "value": ["x", None]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text("utf-8") == "low,value\n0.25,x\n,\n"


def test_the_same_table_twice_gives_the_same_bytes(tmp_path):
    for name in ("one.csv", "two.csv"):
        write_csv(pd.DataFrame({"x": [1 / 7, 2 / 7], "t": ["أ", "ب"]}), tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_cells_are_read_as_text_and_empty_ones_as_empty_text(tmp_path):
    (tmp_path / "t.csv").write_text('id,value\n007,\n١٢,NA\n3,"قال: ""نعم"", ثم سكت"\n', "utf-8")
    table = read_csv(tmp_path / "t.csv")
    assert table["id"].tolist() == ["007", "١٢", "3"]
    assert table["value"].tolist() == ["", "NA", 'قال: "نعم", ثم سكت']


def test_columns_are_read_with_the_types_asked_for(tmp_path):
    (tmp_path / "t.csv").write_text("unit_id,position,weight\na:0,0,1.0\n", "utf-8")
    table = read_csv(tmp_path / "t.csv", ["unit_id"], position=int, weight=float)
    assert table.loc[0].tolist() == ["a:0", 0, 1.0]


def test_a_table_saved_by_a_spreadsheet_is_read_alike(tmp_path):
    (tmp_path / "t.csv").write_bytes("\ufeffunit_id,voice\r\na:0,author\r\n".encode())
    assert read_csv(tmp_path / "t.csv", ["unit_id", "voice"]).to_dict("records") == [{"unit_id": "a:0", "voice": "author"}]


def test_what_is_written_is_read_back(tmp_path):
    table = pd.DataFrame({"unit_id": ["a:0", "b:1"], "text": ["سطر\nثان", 'فاصلة, و"اقتباس']})
    write_csv(table, tmp_path / "t.csv")
    assert read_csv(tmp_path / "t.csv").to_dict("records") == table.to_dict("records")


def test_a_missing_table_is_named_with_what_makes_it(tmp_path):
    with pytest.raises(FramingError, match=r"units\.csv: no such table; .*make data"):
        read_csv(tmp_path / "units.csv")


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(FramingError, match="no such table"):
        read_csv(tmp_path)


def test_a_missing_column_is_named_with_those_there_are(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(FramingError, match=r"no column \['c', 'd'\]; it has \['a', 'b'\]"):
        read_csv(tmp_path / "t.csv", ["a", "c", "d"])


def test_an_empty_file_lacks_its_columns(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"")
    with pytest.raises(FramingError, match=r"t\.csv"):
        read_csv(tmp_path / "t.csv", ["a"])


def test_a_table_in_another_encoding_is_named(tmp_path):
    (tmp_path / "t.csv").write_bytes("lemma\nقمح\n".encode("cp1256"))
    with pytest.raises(FramingError, match=r"t\.csv: .*CSV in UTF-8"):
        read_csv(tmp_path / "t.csv")


def test_a_cell_that_is_no_number_is_named_with_its_column(tmp_path):
    (tmp_path / "t.csv").write_text("n\n3\nمئة\n", "utf-8")
    with pytest.raises(FramingError, match=r"t\.csv: column n: .*'مئة'; allowed are whole numbers"):
        read_csv(tmp_path / "t.csv", n=int)


def test_a_column_of_numbers_that_is_not_there_is_named(tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\n", "utf-8")
    with pytest.raises(FramingError, match=r"no column \['n'\]"):
        read_csv(tmp_path / "t.csv", n=int)


def test_json_is_written_with_sorted_keys_and_readable_arabic(tmp_path):
    write_json({"ب": 2, "أ": [1, 0.5]}, tmp_path / "new" / "n.json")
    assert (tmp_path / "new" / "n.json").read_text("utf-8") == '{\n "أ": [\n  1,\n  0.5\n ],\n "ب": 2\n}\n'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_cannot_hold_is_refused_and_nothing_written(tmp_path, number):
    with pytest.raises(FramingError, match=r"n\.json: .*allowed are finite numbers"):
        write_json({"low": number}, tmp_path / "n.json")
    assert not (tmp_path / "n.json").exists()


def test_what_is_missing_is_null_in_json(tmp_path):
    write_json({"low": None}, tmp_path / "n.json")
    assert json.loads((tmp_path / "n.json").read_text("utf-8")) == {"low": None}


def test_the_hash_of_nothing_is_the_published_one():
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_text_is_hashed_as_its_utf8_bytes():
    assert sha256("حبر") == sha256("حبر".encode()) != sha256("حِبر")
