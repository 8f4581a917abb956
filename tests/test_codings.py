"""Coders' files in a folder: read, checked against units, refused with the place named."""

from pathlib import Path

import pandas as pd
import pytest

from framing.codings import read_codings
from framing.errors import FramingError

UNITS = pd.DataFrame({"unit_id": ["a:0", "a:1"], "n_words": [3, 4], "n_chars": [15, 22]})
COLUMNS = "unit_id,n_words,n_chars,appraisal,object,explains,explains_any,stance,stance_holder,frames,voice,voice_basis"
FIRST = "a:0,3,15,none,-,no,no,neutral,-,human;security,author,explicit"
SECOND = "a:1,4,22,against,focal,no,yes,against,voice,,official,explicit"


def folder(path: Path, about: str = "", **coders: list[str]) -> Path:
    (path / "coders.toml").write_text(about, "utf-8")
    for name, rows in coders.items():
        (path / f"{name}.csv").write_text("\n".join([COLUMNS, *rows]) + "\n", "utf-8")
    return path


def test_every_file_is_a_coder_in_alphabetical_order(tmp_path):
    coders, wide = read_codings(folder(tmp_path, second=[FIRST], first=[FIRST, SECOND]), UNITS)
    assert list(coders) == list(wide) == ["first", "second"]
    assert wide["first"]["unit_id"].tolist() == ["a:0", "a:1"]
    assert wide["second"]["frames"].tolist() == ["human;security"]


def test_an_empty_frames_cell_stays_empty_text(tmp_path):
    _, wide = read_codings(folder(tmp_path, one=[SECOND]), UNITS)
    assert wide["one"]["frames"].tolist() == [""]
    assert wide["one"]["n_words"].tolist() == [4]


def test_a_file_without_a_section_is_a_persons(tmp_path):
    coders, _ = read_codings(folder(tmp_path, newcomer=[FIRST]), UNITS)
    assert coders == {"newcomer": {"kind": "person"}}


def test_a_section_says_what_the_coder_is(tmp_path):
    about = '[reading]\nkind = "language model"\ncodebook = "2.1"\n[absent]\nkind = "person"\n'
    coders, _ = read_codings(folder(tmp_path, about, reading=[FIRST]), UNITS)
    assert coders == {"reading": {"kind": "language model", "codebook": "2.1"}}


def test_a_section_without_a_kind_is_a_persons(tmp_path):
    coders, _ = read_codings(folder(tmp_path, '[one]\nname = "a student"\n', one=[FIRST]), UNITS)
    assert coders["one"] == {"kind": "person", "name": "a student"}


def test_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(FramingError, match=r"coders\.toml: one is of kind 'robot'; allowed are language model, person, adjudication"):
        read_codings(folder(tmp_path, '[one]\nkind = "robot"\n', one=[FIRST]), UNITS)


def test_a_folder_without_coders_gives_none(tmp_path):
    assert read_codings(folder(tmp_path), UNITS) == ({}, {})


def test_a_coder_may_skip_units(tmp_path):
    _, wide = read_codings(folder(tmp_path, one=[]), UNITS)
    assert wide["one"].empty


def test_a_unit_of_another_segmentation_is_refused(tmp_path):
    with pytest.raises(FramingError, match=r"one\.csv: unit a:9 is not in units\.csv"):
        read_codings(folder(tmp_path, one=[FIRST.replace("a:0", "a:9")]), UNITS)


@pytest.mark.parametrize("lengths", ["4,15", "3,16", "0,0"])
def test_a_unit_of_another_length_is_refused(tmp_path, lengths):
    words, chars = lengths.split(",")
    with pytest.raises(FramingError, match=rf"unit a:0 had {words} words and {chars} characters when coded, units\.csv has 3 and 15"):
        read_codings(folder(tmp_path, one=[FIRST.replace("3,15", lengths)]), UNITS)


def test_a_value_outside_the_codebook_is_refused_with_its_place(tmp_path):
    with pytest.raises(FramingError, match=r"one\.csv, unit a:1: voice is 'minister'; allowed are author, official"):
        read_codings(folder(tmp_path, one=[FIRST, SECOND.replace("official", "minister")]), UNITS)


def test_a_rule_of_form_is_checked_too(tmp_path):
    with pytest.raises(FramingError, match="unit a:1: object is '-' with appraisal 'against'"):
        read_codings(folder(tmp_path, one=[SECOND.replace("focal", "-")]), UNITS)


def test_a_unit_coded_twice_by_one_coder_is_refused(tmp_path):
    with pytest.raises(FramingError, match=r"one\.csv: unit a:1 stands twice"):
        read_codings(folder(tmp_path, one=[FIRST, SECOND, SECOND]), UNITS)


def test_a_missing_column_is_named(tmp_path):
    (tmp_path / "coders.toml").write_text("", "utf-8")
    (tmp_path / "one.csv").write_text(COLUMNS.replace(",voice,", ",") + "\n", "utf-8")
    with pytest.raises(FramingError, match=r"one\.csv: no column \['voice'\]"):
        read_codings(tmp_path, UNITS)


def test_a_variable_that_was_not_coded_here_may_be_missing(tmp_path):
    (tmp_path / "coders.toml").write_text("", "utf-8")
    (tmp_path / "one.csv").write_text("\n".join([COLUMNS, FIRST]).replace("explains_any,", "").replace("no,no", "no") + "\n", "utf-8")
    _, wide = read_codings(tmp_path, UNITS, without=["explains_any"])
    assert "explains_any" not in wide["one"]
    assert wide["one"]["stance"].tolist() == ["neutral"]


def test_other_files_of_the_folder_are_left_alone(tmp_path):
    (tmp_path / "notes.md").write_text("# ملاحظات\n", "utf-8")
    assert list(read_codings(folder(tmp_path, one=[FIRST]), UNITS)[0]) == ["one"]


@pytest.mark.parametrize("given", ["", "three", "3.0"])
def test_a_length_that_is_no_number_is_refused_with_its_file(tmp_path, given):
    with pytest.raises(FramingError, match=rf"one\.csv: column n_words: .*'{given}'; allowed are whole numbers"):
        read_codings(folder(tmp_path, one=[FIRST.replace("a:0,3,", f"a:0,{given},")]), UNITS)


def test_a_folder_without_descriptions_is_named(tmp_path):
    with pytest.raises(FramingError, match=r"coders\.toml"):
        read_codings(tmp_path, UNITS)


@pytest.mark.parametrize("about", ["[one", "one = 3\n"])
def test_descriptions_that_cannot_be_read_are_named(tmp_path, about):
    with pytest.raises(FramingError, match=r"coders\.toml: .*section"):
        read_codings(folder(tmp_path, about, one=[FIRST]), UNITS)
