"""Tables and numbers as the page shows them."""

import json

import pandas as pd
import pytest

from framing.show import filled, table, table_html


@pytest.fixture
def results(tmp_path, monkeypatch):
    monkeypatch.setattr("framing.show.RESULTS", tmp_path)
    (tmp_path / "numbers.json").write_text(json.dumps({"n": {"value": 3.0, "text": "3", "unit": "<units>", "source": "t"}}), "utf-8")
    (tmp_path / "t.csv").write_text("name,share,kept,note\na,0.5,True,\nb,,False,x\n", "utf-8")
    return tmp_path


def test_a_number_is_marked_with_its_name_unit_and_source(results):
    assert filled("about {n} texts") == 'about <data value="3.0" title="n (&lt;units&gt;), from t">3</data> texts'


def test_a_tables_numbers_and_truths_are_read_as_such(results):
    read = table("t")
    assert read["share"].isna().tolist() == [False, True]
    assert read["kept"].tolist() == [True, False] and read["note"].tolist() == ["", "x"]


def test_a_missing_number_is_a_dash_and_a_truth_is_a_word():
    shown = table_html(pd.DataFrame({"share": [0.5, None], "kept": [True, False]}), "c")
    assert ">0.50<" in shown and ">–<" in shown and "<td>yes</td>" in shown and "<td>no</td>" in shown


def test_an_arabic_cell_runs_right_to_left_and_arabic_inside_english_is_isolated():
    shown = table_html(pd.DataFrame({"a": ["هاشتاغ"], "b": ["relaying إرم نيوز today"]}), "c")
    assert '<td lang="ar" dir="rtl">هاشتاغ</td>' in shown
    assert "relaying <bdi lang=ar>إرم نيوز</bdi> today" in shown
