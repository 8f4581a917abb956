"""The built pages: nothing asked of a network, every number and figure traced, no digit typed, readable structure."""

import base64
import hashlib
import importlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from framing import trace
from framing.errors import FramingError
from framing.results.study import Numbers
from framing.show import filled, table_html

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "report"
# Digits that prose may hold without a name: years, limits by definition, names of scores.
PLAIN = re.compile(r"\b(F1|AC1)\b|95\s%|95\s?٪|λ\s=\s1|\b(19|20)\d\d\b")
CODEBOOK = " ".join((ROOT / "src/framing/resources/codebook.toml").read_text("utf-8").split())  # quoted as it is, with its limits
# Where digits are not typed prose: numbers of the build, tables, figures, code, titles, and names in the page's own furniture.
NOT_PROSE = {"data", "table", "figure", "pre", "code", "style", "script", "summary", "h2", "nav", "header", "footer"}


@pytest.fixture(scope="module", params=["index", "ar"])
def page(request):
    return html.parse(REPORT / f"{request.param}.html").getroot()


@pytest.fixture(scope="module")
def index():
    return html.parse(REPORT / "index.html").getroot()


@pytest.fixture(scope="module")
def shown():
    return json.loads((REPORT / "numbers.json").read_text("utf-8"))


def words(element) -> str:
    return " ".join(element.text_content().split())


def prose(element):
    """Text a reader reads, without what NOT_PROSE names."""
    if isinstance(element.tag, str) and element.tag not in NOT_PROSE and element.get("class") != "made":
        yield element.text or ""
        for child in element:
            yield from prose(child)
            yield child.tail or ""


def test_the_page_asks_for_nothing_by_itself(page):
    asked = [e.get(k) for e in page.iter() for k in ("src", "srcset", "action", "poster", "data") if e.get(k)]
    assert [a[:60] for a in asked if not a.startswith("data:")] == []
    assert page.findall(".//link") == [] and page.findall(".//iframe") == []


def test_links_lead_to_what_is_there(page):
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    links = {a.get("href") for a in page.iter("a")}
    assert sorted(link for link in links if link.startswith("#") and link[1:] not in ids) == []
    files = {link.partition("#")[0] for link in links if not link.startswith(("#", "data:", "https:"))}
    assert sorted(f for f in files if not (REPORT / f).exists()) == []


def test_labels_name_what_is_there(page):
    named = {i for e in page.iter() for k in ("aria-labelledby", "aria-describedby", "for") for i in (e.get(k) or "").split()}
    assert named - {e.get("id") for e in page.iter()} == set()


def test_only_the_script_and_the_style_that_the_policy_knows_are_there(page):
    policy = page.find(".//meta[@http-equiv]").get("content")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (own,) = page.findall(f".//{tag}")
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()}'" in policy
    assert [k for e in page.iter() for k in e.attrib if k.startswith("on") or k == "style"] == []


def test_every_number_in_prose_comes_from_the_build(page):
    said = (" ".join(text.split()) for text in prose(page.body))
    assert [text for text in said if re.search(r"\d", PLAIN.sub("", text)) and text not in CODEBOOK] == []


def test_every_marked_number_is_the_named_one_and_leads_to_its_source(page, shown):
    marked = page.find_class("num")
    assert len(marked) > 25
    for a in marked:
        anchor, _, name = a.get("href")[1:].partition(".")
        n, (data,) = shown[name], a.findall("data")
        assert (data.text, float(data.get("value"))) == (n["text"], n["value"])
        assert data.get("title").startswith(f"{name} (") and data.get("title").endswith(f"from {n['source']}")
        assert anchor in n["cells"]


def test_every_number_says_what_it_is_and_where_it_was_made(shown):
    assert len(shown) > 300
    for n in shown.values():
        assert set(n) == {"value", "text", "unit", "source", "function", "cells"}
        assert n["unit"] and n["function"].startswith("framing.")
    sources = {n["source"] for n in shown.values()}
    files = {s for s in sources if (REPORT / "results" / f"{s}.csv").exists() or (ROOT / s).exists()}
    assert sources - files <= {"training material", "Krippendorff, Content Analysis"}


def test_the_cells_that_show_a_number_are_on_the_pages(shown):
    there = {e.get("id") for name in ("index", "ar") for e in html.parse(REPORT / f"{name}.html").getroot().find_class("cell")}
    assert {cell for n in shown.values() for cell in n["cells"]} - there == set()


def test_each_step_leads_to_the_notebook_it_stands_in(page):
    for cell in page.find_class("cell"):
        (link,) = [a for a in cell.find_class("made")[0].iter("a") if a.get("href").startswith("notebooks/")]
        executed = json.loads((REPORT / link.get("href")).read_text("utf-8"))
        assert cell.get("id") in [c["id"] for c in executed["cells"]]


def test_the_table_of_figures_leads_from_each_figure_to_what_draws_it(index):
    made = trace.figures(ROOT / "notebooks").set_index("figure")
    assert made.index.is_unique  # notebooks run at the same time: two would write one file
    assert set(made.index) == {p.stem for p in (ROOT / "figures").glob("*.svg")} == {p.stem for p in (ROOT / "figures").glob("*.png")}
    for function in made["function"]:
        module, _, name = function.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))
    assert [t for own in made["tables"] for t in own if not (REPORT / "results" / f"{t}.csv").exists()] == []
    (traced,) = [t for t in index.iter("table") if t.findtext("caption", "").startswith("Figure, notebook, data")]
    rows = [[words(cell) for cell in tr] for tr in traced.find("tbody")]
    assert [(r[0], r[1], r[3]) for r in rows] == [
        (f, n, d) for f, n, d in zip(made.index, made["notebook"], made["function"], strict=True) if n != "ar"
    ]


def test_every_figure_says_what_it_shows_and_gives_its_data(page):
    for figure in page.findall(".//figure"):
        assert len(figure.find(".//img").get("alt")) > 40
        assert figure.find(".//table") is not None and figure.find(".//a[@download]").get("href").startswith("data:text/csv;base64,")


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))


def test_ids_stand_once(page):
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert sorted(set(ids)) == sorted(ids)


def test_the_report_has_twelve_sections_and_two_appendices(index):
    assert [words(s.find("h2/span")) for s in index.findall(".//main//section")] == [*map(str, range(1, 13)), "A", "B"]


def test_arabic_is_marked_as_such_in_the_english_page(index):
    loose = [
        e.text
        for e in index.iter("td", "th", "p", "li", "summary", "caption")
        if re.search("[\u0621-\u064a]", e.text or "") and e.get("lang") != "ar"
    ]
    assert loose == []


def test_the_page_says_under_its_title_how_many_people_coded(page):
    (nobody,) = [a for a in page.find_class("lead")[0].iter("a") if a.get("href").endswith("n_people")]
    assert words(nobody) == json.loads((REPORT / "numbers.json").read_text("utf-8"))["n_people"]["text"]


def test_a_number_without_a_source_cannot_be_printed(monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(FramingError, match="no number 'share_of_wishes'"):
        filled("about {share_of_wishes} %")


def test_a_number_cannot_be_given_twice():
    numbers = Numbers()
    numbers.add("n", 1, "table")
    with pytest.raises(FramingError, match="'n' is given twice"):
        numbers.add("n", 2, "table")


def test_text_in_tables_is_escaped():
    shown = table_html(pd.DataFrame({"<b>": ["<script>alert(1)</script>"]}), 'a "caption" <i>')
    assert "<script" not in shown and "<b>" not in shown and "<i>" not in shown
