"""Figures of the comparison page: what they say, names of any script, ids and colours a page can hold."""

import re

import pandas as pd
import pytest
from lxml import etree

from framing import charts
from framing.codes import POSTURES

SVG = "{http://www.w3.org/2000/svg}"


def profiles(shares: dict[str, tuple[float, ...]], values=POSTURES, variable: str = "posture", n_articles: int = 2) -> pd.DataFrame:
    rows = [(g, variable, v, s, 20, n_articles) for g, given in shares.items() for v, s in zip(values, given, strict=True)]
    return pd.DataFrame(rows, columns=["group", "variable", "value", "share", "n_units", "n_articles"])


def articles(shares: dict[str, tuple[float, ...]], values=POSTURES) -> pd.DataFrame:
    rows = [(g, f"{g}{i}", v, s) for g, given in shares.items() for i in (1, 2) for v, s in zip(values, given, strict=True)]
    return pd.DataFrame(rows, columns=["group", "article_id", "value", "share"])


def texts(svg: str) -> list[str]:
    return [re.sub("[\u2066-\u2069]", "", e.text) for e in etree.fromstring(svg).iter(f"{SVG}text")]


ONE = {"نشرة الميناء": (0.5, 0.25, 0.25, 0), "صحيفة الحي": (0, 0, 0, 1)}


def test_a_dot_plot_prints_names_as_they_are_and_every_share():
    printed = texts(charts.dots(profiles(ONE), articles(ONE), "f"))
    assert printed.count("نشرة الميناء") == 1 and printed.count("2 / 20") == 2
    assert [t for t in printed if t.isdigit() and t not in ("0", "50")] == ["25", "25", "100"]


def test_alt_text_says_the_numbers_of_the_figure():
    assert etree.fromstring(charts.dots(profiles(ONE), articles(ONE), "f")).get("aria-label") == (
        "Dot plot of the share of units by posture in each group. نشرة الميناء: skeptical 50 %, favorable 25 %, analytical 25 %, procedural 0 %; "
        "صحيفة الحي: skeptical 0 %, favorable 0 %, analytical 0 %, procedural 100 %."
    )


def test_alt_text_of_many_groups_names_twelve_and_counts_the_rest():
    alt = charts.alt_shares(profiles({f"g{i}": (1, 0, 0, 0) for i in range(15)}), "Dot plot")
    assert "g11: " in alt and "g12: " not in alt and alt.endswith("; and 3 more, in the table below.")


@pytest.mark.parametrize("name", ["$\\frac{$", "<script>alert(1)</script>", "新华 😀", 'a"b&c', "\x00\x0bnull", "x" * 300])
def test_a_figure_holds_any_name(name):
    shares = {name: (0.5, 0.5, 0, 0)}
    for svg in (charts.dots(profiles(shares), articles(shares), "f"), charts.heat(profiles(shares), "f")):
        assert "<script" not in svg
        assert max(map(len, texts(svg))) <= charts.LONGEST


def test_other_shares_of_a_group_are_drawn_hollow_in_its_row():
    plain, beside = (charts.dots(profiles(ONE), articles(ONE), "f", beside=b) for b in (None, profiles({"صحيفة الحي": (0.5, 0.5, 0, 0)})))
    assert texts(plain) == texts(beside) and len(beside) > len(plain)


def test_a_small_dot_stands_for_each_article_of_a_group_with_several():
    few, single = articles(ONE), profiles(ONE).assign(n_articles=1)
    count = [charts.dots(p, few, "f").count("<use") for p in (profiles(ONE), single)]
    assert count == [8 + 16, 8]


def test_a_spread_is_drawn_where_there_is_one():
    without = profiles(ONE)
    found = without.assign(low=[0.4] + [float("nan")] * 7, high=[0.6] + [float("nan")] * 7)
    assert (
        charts.dots(found, articles(ONE), "f").count("<path") == charts.dots(without, articles(ONE), "f").count("<path") + 3
    )  # a line and its ends


def test_a_figure_asks_for_no_style_and_no_image():
    svg = charts.heat(profiles(ONE), "f")
    assert "style" not in svg and "<image" not in svg and "xlink" not in svg


def test_figures_on_one_page_share_no_id():
    ids = [set(re.findall(r'\sid="([^"]+)"', charts.dots(profiles(ONE), articles(ONE), name))) for name in ("f1", "f2")]
    assert ids[0] and not ids[0] & ids[1]


def test_every_reference_within_a_figure_is_met():
    svg = charts.dots(profiles(ONE), articles(ONE), "f")
    asked = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    assert asked and asked <= set(re.findall(r'\sid="([^"]+)"', svg))


def test_the_same_numbers_give_the_same_bytes():
    assert charts.dots(profiles(ONE), articles(ONE), "f") == charts.dots(profiles(ONE), articles(ONE), "f")


def test_a_voice_bar_ends_with_the_attributed_share():
    values = ("author", "official", "expert")
    svg = charts.stacked(profiles({"أ": (0.4, 0.35, 0.25)}, values, "voice"), "f")
    assert "60" in texts(svg) and "author" not in texts(svg)


def test_months_without_articles_are_on_the_axis_and_undated_ones_are_not():
    table = pd.concat([profiles({"أ": (1, 0, 0, 0)}).assign(month=m) for m in ("2025-01", "2025-04", "no date")])
    printed = texts(charts.lines(table, "f"))
    assert {"2025-01", "2025-04", "أ"} <= set(printed) and "no date" not in printed


def test_a_year_that_is_wrong_does_not_make_the_axis_endless():
    assert charts._calendar(pd.Series(["1001-01", "2025-01"])) == ["1001-01", "2025-01"]
    assert charts._calendar(pd.Series(["2024-12", "2025-02"])) == ["2024-12", "2025-01", "2025-02"]


def test_values_of_ones_own_have_colours_of_their_own_and_a_posture_keeps_its():
    found = charts.colours_of(("a", "analytical", *"bcdefghi"))
    assert found["analytical"] == "#0072B2" and found["i"] == charts.MUTED
    assert len(set(found.values())) == 10
