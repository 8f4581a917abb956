"""The comparison page: what it holds, whatever stands in the files; that it asks for nothing; that its filters work."""

import base64
import html
import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as parser

from framing import charts
from framing.codes import POSTURES, frames, values
from framing.comparison import Comparison, study_shares
from framing.page import isolated, page

EVIL = ("<script>alert(1)</script>", '" onmouseover="alert(1)', "</style><img src=x onerror=alert(1)>", "{{ 7 * 7 }}")
TEXT = "تعثّر افتتاح الجسر 😀 </script>"
ABOUT = {"framing": "0.1.0", "model": {"name": "fast", "codebook": "2.1", "trained_on": {"exemplars": 3}}}


def units(outlets=("نشرة الميناء", "صحيفة الحي"), n: int = 6, **further) -> pd.DataFrame:
    """Six articles of two units for each outlet; the first unit of each is skeptical."""
    rows = [(o, f"{o}-{a}", i) for o in outlets for a in range(n) for i in range(2)]
    table = pd.DataFrame(rows, columns=["outlet", "article_id", "position"])
    place = TEXT.index("الجسر")
    row = {
        "feature": "lex:1|plain",
        "variable": "appraisal",
        "value": "against",
        "contribution": 0.5,
        "term": "جسر",
        "places": [[place, place + 5]],
    }
    own = {
        "unit_id": [f"{a}:{i}" for _, a, i in rows],
        "posture": ["skeptical" if i == 0 else "procedural" for *_, i in rows],
        "frames": ["economic;human" if i == 0 else "" for *_, i in rows],
        "voice": ["official" if i == 0 else "author" for *_, i in rows],
        "speaker": ["الوزير" if i == 0 else "" for *_, i in rows],
        "published": ["2025-01-02" if a % 2 else "2025-02-03" for _ in outlets for a in range(n) for _ in range(2)],
    }
    sure = {
        f"p_{x}": ["0.9" if i == 0 and x == "skeptical" else "0.4" if x == "procedural" else "0.03" for *_, i in rows] for x in POSTURES
    }
    same = {"weight": 1, "role": "body", "text": TEXT, "title": "عنوان", "evidence": json.dumps([row])}
    return table.assign(**own, **sure, **same).assign(**further)


def compare(table: pd.DataFrame, by=("outlet",), **options) -> Comparison:
    tabled = {v: POSTURES if v == "posture" else values()[v] for v in ("posture", "frames", "voice") if v in table}
    given = {"multiple": frozenset({"frames"}), "abouts": (ABOUT,)} | options
    return Comparison(table, by, "posture", tabled, **given)


def made(table: pd.DataFrame | None = None, **options):
    kept = {k: options.pop(k) for k in ("title", "read", "sources", "verdicts", "corrected") if k in options}
    return page(compare(units() if table is None else table, **options), **kept)


@pytest.fixture(scope="module")
def whole():
    return made()


@pytest.fixture(scope="module")
def tree(whole):
    return parser.fromstring(whole)


def text(element) -> str:
    return " ".join(element.text_content().split())


def test_the_line_under_the_title_says_what_was_coded_and_by_what(tree):
    assert text(tree.find(".//h1")) == "Posture by outlet"
    assert text(tree.find_class("lead")[0]) == (
        "2 outlets, 12 articles, 24 units. Coded by framing 0.1.0, model fast, codebook 2.1. Not checked by people."
    )


def test_the_line_counts_only_outlets_that_are_named():
    found = parser.fromstring(made(units(("نشرة الميناء", ""))))
    assert text(found.find_class("lead")[0]).startswith("1 outlet and 6 articles without one, 12 articles in all, 24 units.")
    assert "warning-nameless" in [li.get("id") for li in found.get_element_by_id("warnings").iter("li")]


def test_stance_that_is_left_out_is_said_to_be(whole):
    assert "Stance is left out: nothing says towards what" in made(units(stance="neutral"))
    assert "Stance is left out" not in whole


def test_in_brief_says_what_leads_by_how_much_on_how_much(tree):
    lines = [text(li) for li in tree.get_element_by_id("brief").iter("li")]
    assert lines == [f"{o}: skeptical and procedural tie at 50 % (6 articles, 12 units)" for o in ("نشرة الميناء", "صحيفة الحي")]
    assert "uncorrected machine codes" in text(tree.get_element_by_id("brief"))


def test_a_lead_is_told_in_points():
    table = units()
    table.loc[table["position"] == 1, "posture"] = [*["skeptical"] * 5, "analytical"] * 2
    found = parser.fromstring(made(table)).get_element_by_id("brief")
    assert "skeptical leads with 92 %, 83 points ahead of analytical (6 articles, 12 units)" in text(found)


def test_the_parts_stand_in_order(tree):
    found = [s.get("id") for s in tree.get_element_by_id("main").findall("section")]
    assert found == ["brief", "warnings", "figures", "tables", "methods", "card", "reading"]
    assert [a.get("href") for a in tree.find(".//nav").iter("a")] == [f"#{i}" for i in found]


def test_headings_go_down_one_level_at_a_time(tree):
    levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))


def test_ids_stand_once_and_links_within_the_page_are_met(tree):
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    asked = {e.get(k)[1:] for e in tree.iter() for k in ("href",) if (e.get(k) or "").startswith("#")}
    asked |= {i for e in tree.iter() for i in (e.get("aria-labelledby") or "").split()}
    assert sorted(set(ids)) == sorted(ids) and asked <= set(ids)


def test_every_figure_has_words_numbers_and_a_download(tree):
    found = tree.findall(".//figure")
    assert [f.get("id") for f in found] == ["figure-main", "heat-frames", "figure-voice"]
    for figure in found:
        assert "نشرة الميناء" in figure.find(".//svg").get("aria-label") and figure.find(".//table") is not None
        assert figure.find_class("download")[0].get("href").startswith("data:text/csv")


def test_a_download_holds_the_shares(tree):
    link = tree.get_element_by_id("figure-main").find_class("download")[0]
    kept = base64.b64decode(link.get("href").split(",")[1]).decode("utf-8-sig").splitlines()
    assert kept[0] == "group,variable,value,share,low,high,n_units,n_articles,estimand,method"
    assert kept[1].startswith("نشرة الميناء,posture,skeptical,0.5,0.5,0.5,12,6,")


def test_months_have_a_figure_where_they_are_asked_for():
    found = parser.fromstring(made(by=("outlet", "month")))
    assert "2025-01 to 2025-02" in found.get_element_by_id("figure-months").find(".//svg").get("aria-label")
    assert found.find_class("lead")[0].text.startswith("2 outlets")


def test_months_alone_are_the_groups():
    found = parser.fromstring(made(by=("month",)))
    assert found.find_class("lead")[0].text.startswith("2 months") and "all, 2025-01 to 2025-02" in found.get_element_by_id(
        "figure-months"
    ).find(".//svg").get("aria-label")


@pytest.mark.parametrize("month", ["January", "13", "2025-13", "0000-01"])
def test_months_that_are_none_have_no_figure(month):
    table = units(month=month).drop(columns="published")
    assert "figure-months" not in made(table, by=("outlet", "month"))


def test_warnings_appear_with_what_to_do_and_not_without_cause(tree):
    assert [li.get("id") for li in tree.get_element_by_id("warnings").iter("li")] == ["warning-few_units"]
    assert "→ Add articles, or check every code by hand." in text(tree.get_element_by_id("warning-few_units"))
    fine = parser.fromstring(made(units(n=20)))
    assert "gave cause for a warning" in text(fine.get_element_by_id("warnings"))


def test_shares_of_every_variable_are_tabled(tree):
    captions = [text(d.find("summary")) for d in tree.get_element_by_id("tables").find_class("variable")]
    assert captions == ["posture", "frames", "voice"]
    assert "50 % (50–50)" in text(tree.get_element_by_id("tables"))


def test_the_methods_paragraph_can_be_copied_and_its_works_are_listed(tree):
    assert text(tree.get_element_by_id("methods-text")).startswith("We coded 24 units")
    assert len(tree.find_class("references")[0]) >= 5


def test_the_study_stands_beside_where_asked_for():
    found = made(compared=study_shares("fast"))
    assert "study: " in found and "by the machine / as adjudicated" in found


def test_the_study_does_not_stand_beside_otherwise(whole):
    assert "study: " not in whole


def test_every_unit_can_be_read_with_its_codes(tree):
    first = tree.get_element_by_id("a1-1")
    assert text(first.find_class("say")[0]) == TEXT
    assert (first.get("data-value"), first.get("data-voice")) == ("skeptical", "official")
    assert text(first.find_class("codes")[0]) == "1 skeptical 90 % official: الوزير economic human"
    assert text(tree.get_element_by_id("a1-2").find_class("doubtful")[0]) == "doubtful"


def test_a_lexicon_entry_is_marked_in_place_and_says_what_it_adds(tree):
    mark = tree.get_element_by_id("a1-1").find(".//mark")
    assert (mark.text, mark.get("class"), mark.get("title")) == ("الجسر", "plus", "+0.50 appraisal=against: جسر")


def test_a_strip_leads_to_every_unit(tree):
    links = tree.get_element_by_id("a1").find_class("strip")[0].iter("a")
    found = [(a.get("href"), a.get("aria-label"), a.text, a.get("class")) for a in links]
    assert found == [("#a1-1", "unit 1, skeptical", "S", "v0"), ("#a1-2", "unit 2, procedural", "P", "v3")]


def test_texts_run_right_to_left_in_a_page_that_does_not(tree):
    said = tree.get_element_by_id("a1-1").find_class("say")[0]
    assert (tree.get("dir"), said.get("dir"), said.get("lang")) == ("ltr", "rtl", "ar")


def test_texts_of_other_languages_run_as_they_do():
    said = parser.fromstring(made(language="fr")).get_element_by_id("a1-1").find_class("say")[0]
    assert (said.get("dir"), said.get("lang")) == ("auto", "fr")


@pytest.mark.parametrize(("read", "n"), [(12, 12), (2, 4), (0, 0)])
def test_as_many_articles_can_be_read_as_asked_for(read, n):
    assert len(parser.fromstring(made(read=read)).findall(".//article")) == n


def test_without_texts_the_page_says_so():
    found = parser.fromstring(made(units().drop(columns="text")))
    assert "--no-text" in text(found.get_element_by_id("reading")) and not found.findall(".//article")


def test_columns_that_are_not_there_are_not_missed():
    bare = units()[["unit_id", "article_id", "outlet", "weight", "posture"]]
    assert [f.get("id") for f in parser.fromstring(made(bare)).findall(".//figure")] == ["figure-main"]


def test_copies_are_compared_with_the_rest():
    table = units()
    found = made(table.assign(duplicate_of=["x" if i < 2 else "" for i in range(len(table))]))
    assert "Shares with copies / without them" in found and "6 / 5" in found


# Verdicts and hand codes


def judged(*groups: str, **changed) -> pd.DataFrame:
    row = dict.fromkeys(VERDICT_NUMBERS, float("nan")) | {
        "verdict": "use with correction",
        "reason": "Skeptical is off.",
        "todo": "Correct it.",
        "n_units": 12,
    }
    row |= {"n_articles": 6, "n_gold": 0, "bias_value": "", "calibration_value": "", "too_rare": ""} | changed
    return pd.DataFrame([{"group": g} | row for g in groups])


def by_hand(*groups: str, **changed) -> pd.DataFrame:
    shares = {
        "skeptical": (0.7, 0.6, 0.8),
        "favorable": (-0.01, -0.03, 0.01),
        "analytical": (0.11, 0.05, 0.17),
        "procedural": (0.2, 0.1, 0.3),
    }
    rows = [(g, v, *shares[v]) for g in groups for v in POSTURES]
    table = pd.DataFrame(rows, columns=["group", "value", "share", "low", "high"])
    about = {"variable": "posture", "method": "difference", "n_units": 12, "n_articles": 6, "n_gold": 5, "note": "", "estimand": ""}
    return table.assign(**about | changed)


VERDICT_NUMBERS = "unlike lexicon doubtful accuracy bias bias_low bias_high calibration calibration_low calibration_high gain".split()
TWO = ("نشرة الميناء", "صحيفة الحي")


def test_each_group_has_its_verdict_with_reason_and_next_step():
    tree = parser.fromstring(made(verdicts=judged(*TWO)))
    found = [text(li) for li in tree.get_element_by_id("verdict").find_class("verdicts")[0].iter("li")]
    assert found == [f"{g} use with correction Skeptical is off. → Correct it." for g in TWO]
    assert "Of 2 groups: “use with correction” 2." in text(tree.get_element_by_id("verdict"))
    assert [a.get("href") for a in tree.find(".//nav").iter("a")][:3] == ["#brief", "#verdict", "#warnings"]


def test_without_verdicts_there_is_no_such_part(whole):
    assert 'id="verdict"' not in whole and "figure-corrected" not in whole


@pytest.mark.parametrize(("verdict", "style"), [("use", "yes"), ("use with correction", "partly"), ("code by hand", "no")])
def test_a_verdict_is_told_by_words_and_by_colour(verdict, style):
    item = parser.fromstring(made(verdicts=judged("أ", verdict=verdict))).find_class("verdicts")[0].find("li")
    assert (item.get("class"), item.find_class("badge")[0].text) == (style, verdict)


def test_the_numbers_of_a_verdict_are_tabled_and_what_is_unknown_is_a_dash():
    known = {"bias": -0.04, "bias_low": -0.1, "bias_high": 0.02, "bias_value": "skeptical", "gain": 1.5, "accuracy": 0.8, "n_gold": 60}
    table = parser.fromstring(made(verdicts=judged("أ", **known))).get_element_by_id("verdict").find(".//table")
    assert [text(td) for td in table.find("tbody").iter("td")] == [
        "use with correction", "12", "60", "80 %", "−4.0 (−10.0 to +2.0)", "skeptical", "–", "–", "1.50", "–", "–", "–", "–",
    ]  # fmt: skip


def test_with_hand_codes_the_brief_and_the_first_figure_are_corrected():
    tree = parser.fromstring(made(verdicts=judged(*TWO), corrected=by_hand(*TWO)))
    assert text(tree.find_class("lead")[0]).endswith("10 units coded by hand.")
    lines = [text(li) for li in tree.get_element_by_id("brief").iter("li")]
    ahead = "50 points ahead of procedural with 20 % (10–30 %); the intervals do not overlap"
    assert lines == [f"{g}: skeptical is largest with 70 % (60–80 %), {ahead} (5 of 12 units coded by hand)" for g in TWO]
    assert "uncorrected" not in text(tree.get_element_by_id("brief"))
    figure, *others = tree.findall(".//figure")
    assert others and all("Uncorrected machine codes." in text(f.find("figcaption")) for f in others)
    assert text(others[0].find("figcaption/h3")) == "By the machine alone: which posture leads, and how far do articles differ?"
    assert figure.get("id") == "figure-corrected"
    assert [text(td) for td in figure.find(".//tbody/tr").iter("td")] == [
        "70 % (60–80) / 50 %", "0 % (0–1) / 0 %", "11 % (5–17) / 0 %", "20 % (10–30) / 50 %", "5", "12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("low", "says"),
    [
        (0.25, "50 points ahead of procedural with 20 % (10–30 %); the intervals overlap, so that it is not shown to lead"),
        (0.31, "the intervals do not overlap"),
        (float("nan"), "there are no intervals to tell whether it leads"),
    ],
)
def test_a_corrected_lead_is_told_with_what_intervals_leave_open(low, says):
    own = by_hand(TWO[0])
    own.loc[own["value"] == "skeptical", "low"] = low
    assert says in text(parser.fromstring(made(corrected=own)).get_element_by_id("brief").find(".//li"))


def test_without_hand_codes_no_figure_is_set_apart(whole):
    assert "Uncorrected machine codes." not in whole and "By the machine alone" not in whole


def test_a_group_that_cannot_be_corrected_says_why():
    some = pd.concat(
        [by_hand(TWO[0]), by_hand(TWO[1], share=float("nan"), low=float("nan"), high=float("nan"), note="no unit of it is coded", n_gold=0)]
    )
    tree = parser.fromstring(made(corrected=some))
    assert "صحيفة الحي: no corrected share: no unit of it is coded" in text(tree.get_element_by_id("brief"))
    assert "صحيفة الحي" not in tree.get_element_by_id("figure-corrected").find(".//svg").get("aria-label")


def test_only_corrected_shares_are_taken_from_a_table_of_all_methods():
    every = pd.concat([by_hand(*TWO), by_hand(*TWO, method="naive", share=0.99)])
    assert made(corrected=every) == made(corrected=by_hand(*TWO))


def test_a_value_from_right_to_left_does_not_reorder_the_sentence():
    assert isolated("قلق may be up to 2 points <", ("قلق", "calm")) == "<bdi>قلق</bdi> may be up to 2 points &lt;"
    assert isolated("calm & clear", ("calm",)) == "calm &amp; clear"


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_a_verdict_becomes_markup(evil):
    tree = parser.fromstring(
        made(verdicts=judged(evil, reason=evil, todo=evil, bias_value=evil, too_rare=evil), corrected=by_hand(evil, note=evil))
    )
    assert len(tree.findall(".//script")) == len(tree.findall(".//style")) == 1 and not tree.findall(".//img")
    assert not [k for e in tree.iter() for k in e.attrib if k.startswith("on")]


# Whatever stands in the files


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_a_file_becomes_markup(evil):
    row = {"feature": evil, "variable": evil, "value": evil, "contribution": 1, "term": evil, "places": [[0, 3]]}
    hostile = dict.fromkeys(("title", "text", "speaker", "voice", "published", "duplicate_of", "url"), evil)
    table = units((evil, "ب"), **hostile, evidence=json.dumps([row]))
    table = table.assign(article_id=evil + table["article_id"])
    about = {"framing": evil, "model": {"name": evil, "trained_on": {evil: 1}}, "scheme": {"title": evil}, "target": evil}
    found = page(Comparison(table, ("outlet",), "posture", {"posture": POSTURES}, abouts=(about,)), title=evil, sources=[evil])
    tree = parser.fromstring(found)
    assert len(tree.findall(".//script")) == len(tree.findall(".//style")) == 1 and not tree.findall(".//img")
    assert not [k for e in tree.iter() for k in e.attrib if k.startswith("on")]
    assert text(tree.find(".//h1")) == " ".join(evil.split()) and "49" not in tree.find(".//h1").text_content()


@pytest.mark.parametrize("evil", EVIL)
def test_values_of_ones_own_codebook_become_no_markup(evil):
    table = units(posture=evil)
    tree = parser.fromstring(page(Comparison(table, ("outlet",), "posture", {"posture": (evil, "group", "article_id")}, abouts=())))
    assert len(tree.findall(".//script")) == 1 and not tree.findall(".//img")
    assert tree.get_element_by_id("a1-1").get("data-value") == evil


def test_a_title_that_no_encoding_can_hold_does_not_break_the_page():
    assert "<bdi>تعثر ?</bdi>" in made(title="تعثر \udcd8")


def test_a_variable_may_be_called_as_a_column_of_the_page_is():
    table = units().assign(group=units()["posture"], month="x")
    found = page(Comparison(table, ("outlet",), "group", {"group": POSTURES, "month": ("x", "y")}, abouts=(ABOUT,)))
    assert "Group by outlet" in found


@pytest.mark.parametrize("n", [1, 7, 14])
def test_a_variable_may_have_any_number_of_values(n):
    own = tuple(f"value {i}" for i in range(n))
    found = page(Comparison(units(posture="value 0"), ("outlet",), "posture", {"posture": own}, abouts=(ABOUT,)))
    assert ("figure-main" in found) is (n <= charts.MOST_DOTTED)


# Nothing is asked of a network


def test_a_page_asks_for_nothing_outside_itself(tree):
    asked = [e.get(k) for e in tree.iter() for k in ("src", "href", "srcset", "action", "poster", "data") if e.get(k)]
    assert [a[:40] for a in asked if not a.startswith(("#", "data:text/csv"))] == []
    assert not [e for e in tree.iter() if e.get("style") is not None]


def test_the_policy_lets_only_the_pages_own_style_and_script_run(whole):
    import hashlib

    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', whole).group(1))
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", whole, re.DOTALL).group(1)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in policy


def test_the_same_files_give_the_same_bytes(whole):
    assert made() == whole


def test_style_and_figures_have_the_same_colours(whole):
    palette = [*charts.COLOURS.values(), *charts.OTHERS]
    assert [re.search(rf"--v{i}:(#\w+)", whole).group(1) for i in range(len(palette))] == palette


def test_frames_stand_in_the_order_of_the_codebook(tree):
    head = tree.get_element_by_id("heat-frames").find(".//thead")
    assert [text(th) for th in head.iter("th")][1:9] == list(frames())


# In a browser

FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --enable-logging=stderr"
WIDE = """const out=[...document.body.querySelectorAll('*')].filter(e=>!e.closest('.scroll,pre,.skip')&&e.getBoundingClientRect().right>%d+1);
document.title='out:'+out.map(e=>e.tagName).join(',')"""
FILTER = """const q=s=>document.querySelector(s),shown=()=>q('[role=status]').textContent;
const said=[shown()];q('[data-is=skeptical]').click();said.push(shown());q('[data-is=author]').click();said.push(shown());
q('button[type=reset]').click();q('[data-filter=doubtful]').click();said.push(shown());q('button[type=reset]').click();
q('select').value='2';q('select').dispatchEvent(new Event('change'));said.push(shown());
q('input').value='إفتتاح الجِسر';q('input').dispatchEvent(new Event('input'));
setTimeout(()=>{said.push(shown());q('input').value='قطار';q('input').dispatchEvent(new Event('input'));
setTimeout(()=>{said.push(shown());document.title=said.map(s=>s.split(' ')[0]).join(' ')},200)},200)"""
browser = [pytest.mark.browser, pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")]


def opened(path: Path, width: int = 1280) -> subprocess.CompletedProcess:
    size = f"--window-size={max(width, 500)},900"
    command = [
        "chromium",
        *FLAGS.split(),
        f"--user-data-dir={path.parent}/profile",
        size,
        "--virtual-time-budget=3000",
        "--dump-dom",
        path.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def probed(folder: Path, whole: str, script: str, style: str = "", width: int = 1280) -> str:
    """The title that a script gives the page, whose own policy would not let it run."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", whole)
    probe = folder / "probe.html"
    probe.write_text(free.replace("</body>", f"<style>{style}</style><script>{script}</script></body>"), "utf-8")
    return re.search(r"<title>(.*?)</title>", opened(probe, width).stdout).group(1)


class TestBrowser:
    pytestmark = browser

    def test_the_page_runs_under_its_policy_without_a_complaint(self, whole, tmp_path):
        (tmp_path / "page.html").write_text(whole, "utf-8")
        done = opened(tmp_path / "page.html")
        assert "CONSOLE" not in done.stderr and "24 of 24 units shown, in 12 articles" in done.stdout

    def test_filters_show_the_units_asked_for(self, whole, tmp_path):
        assert probed(tmp_path, whole, FILTER) == "24 12 0 12 12 12 0"

    @pytest.mark.parametrize("width", [390, 1280])
    def test_the_page_is_laid_out_within_its_width(self, whole, tmp_path, width):
        assert probed(tmp_path, whole, WIDE % width, f"html{{width:{width}px}}", width) == "out:"

    def test_verdicts_and_corrected_shares_are_laid_out_within_the_width_of_a_phone(self, tmp_path):
        long = judged(*TWO, reason="Of ثمانٍ وأربعين units the machine's own share of favorable may be up to 20.0 points too low. " * 3)
        found = made(verdicts=long, corrected=by_hand(*TWO))
        assert probed(tmp_path, found, WIDE % 390, "html{width:390px}", 390) == "out:"
