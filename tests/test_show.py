"""Tables and numbers as the page shows them."""

import json

import pandas as pd
import pytest

from framing.show import Link, answer, caution, filled, method, show_table, table, table_html
from framing.wording import ARABIC


@pytest.fixture
def results(tmp_path, monkeypatch):
    monkeypatch.setattr("framing.show.RESULTS", tmp_path)
    (tmp_path / "numbers.json").write_text(json.dumps({"n": {"value": 3.0, "text": "3", "unit": "<units>", "source": "t"}}), "utf-8")
    (tmp_path / "t.csv").write_text("name,share,kept,note\na,0.5,True,\nb,,False,x\n", "utf-8")
    return tmp_path


def test_a_number_is_marked_with_its_name_unit_and_source(results):
    number = '<a class="num" href="#number.n" tabindex="-1"><data value="3.0" title="n (&lt;units&gt;), from t">3</data></a>'
    assert filled("about {n} texts") == f"about {number} texts"


def test_a_tables_numbers_and_truths_are_read_as_such(results):
    read = table("t")
    assert read["share"].isna().tolist() == [False, True]
    assert read["kept"].tolist() == [True, False] and read["note"].tolist() == ["", "x"]


def test_a_missing_number_is_a_dash_and_a_truth_is_a_word():
    shown = table_html(pd.DataFrame({"share": [0.5, None], "kept": [True, False]}), "c")
    assert ">0.50<" in shown and ">–<" in shown and "<td>yes</td>" in shown and "<td>no</td>" in shown


def test_a_column_of_whole_numbers_has_no_decimals_and_any_other_has_the_same_everywhere():
    shown = table_html(pd.DataFrame({"units": [1.0, 30.0], "share": [1.0, 0.25]}), "c")
    assert ">1</th>" in shown and ">30</th>" in shown and ">1.00</td>" in shown and ">0.25</td>" in shown


def test_the_first_cell_of_a_row_is_its_heading():
    assert "<tr><th scope=row>a</th><td class=n>1</td></tr>" in table_html(pd.DataFrame({"text": ["a"], "n": [1]}), "c")


def test_two_columns_can_have_one_heading():
    shown = table_html(pd.DataFrame({"high": [0.1], "d_high": [0.2]}), "c")
    assert shown.count(">to</th>") == 2 and ">0.10<" in shown and ">0.20<" in shown


def test_a_long_table_is_folded_under_its_caption_and_a_short_one_is_open(monkeypatch):
    shown = []
    monkeypatch.setattr("framing.show.display", lambda made: shown.append(made.data))
    for rows in (12, 13):
        show_table(pd.DataFrame({"n": range(rows)}), "all < units")
    assert not shown[0].startswith("<details") and shown[1].startswith('<details class="table"><summary>all &lt; units (13 rows)</summary>')


def test_an_answer_says_what_its_interval_covers_and_what_would_overturn_it(results, monkeypatch):
    shown = []
    monkeypatch.setattr("framing.show.display", lambda made: shown.append(made.data))
    answer("Is it?", "Yes, {n}.", sure="Nothing.", overturn="One unit.", data=pd.DataFrame({"n": [1]}), caption="c")
    assert "<h3>Is it?</h3>" in shown[0] and "<dt>What would overturn it</dt><dd><p>One unit.</p>" in shown[0] and "<table>" in shown[0]


def test_method_and_caution_are_told_apart_by_their_words(results, monkeypatch):
    shown = []
    monkeypatch.setattr("framing.show.display", lambda made: shown.append(made.data))
    method("So.", ARABIC)
    caution("Not so.")
    assert "<summary>كيف قيس هذا</summary>" in shown[0] and "What this does not say" in shown[1]


def test_an_arabic_cell_runs_right_to_left_and_arabic_inside_english_is_isolated():
    shown = table_html(pd.DataFrame({"n": ["one"], "a": ["هاشتاغ"], "b": ["relaying إرم نيوز today"]}), "c")
    assert '<td lang="ar" dir="rtl">هاشتاغ</td>' in shown
    assert "relaying <bdi lang=ar>إرم نيوز</bdi> today" in shown


def test_a_cell_can_hold_links_and_a_row_can_be_of_one():
    links = pd.DataFrame({"figure": [(Link("a<b", "#figure-a"),)], "tables": [(Link("one", "results/one.csv"), Link("two", 'x"y'))]})
    shown = table_html(links, "c")
    assert '<th scope=row><a href="#figure-a">a&lt;b</a></th>' in shown
    assert '<td><a href="results/one.csv">one</a>, <a href="x&quot;y">two</a></td>' in shown


def test_a_row_without_links_is_an_empty_cell():
    assert "<td></td>" in table_html(pd.DataFrame({"t": ["a"], "read in": [()]}), "c")
