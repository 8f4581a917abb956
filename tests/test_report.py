"""The built page: nothing asked of a network, every number traced, no sentence of an article, readable structure."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.results import Numbers
from framing.show import filled, table_html

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "report" / "index.html"
# Digits that prose may hold without a name: versions, years, limits by definition, names of scores.
PLAIN = re.compile(r"[Mm]acro-F1|95 %|\b20[0-2]\d\b")


class Reader(HTMLParser):
    """What the page asks for, and the prose outside numbers, tables, figures and code."""

    SILENT = frozenset({"data", "table", "figure", "pre", "style", "h2", "nav", "header", "footer", "title", "script", "details"})

    def __init__(self):
        super().__init__()
        self.requests, self.prose, self.images, self.headings, self.depth, self.open = [], [], [], [], 0, None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.requests += [v for k, v in a.items() if k in ("src", "href", "srcset", "action", "poster") and v]
        self.depth += tag in self.SILENT
        self.open = tag
        if tag == "img":
            self.images.append(a)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        self.depth -= tag in self.SILENT

    def handle_data(self, data):
        if not self.depth:
            self.prose.append(data)


@pytest.fixture(scope="module")
def page():
    reader = Reader()
    reader.feed(PAGE.read_text("utf-8"))
    return reader


def test_the_page_asks_for_nothing_outside_itself(page):
    assert [r[:60] for r in page.requests if not r.startswith(("#", "data:"))] == []


def test_the_page_runs_no_script():
    assert "<script" not in PAGE.read_text("utf-8").lower()


def test_every_number_in_prose_comes_from_the_build(page):
    loose = [text.strip() for text in page.prose if re.search(r"\d", PLAIN.sub("", text))]
    assert loose == []


def test_every_marked_number_is_the_named_one():
    named = json.loads((ROOT / "report" / "results" / "numbers.json").read_text("utf-8"))
    marked = re.findall(r'<data [^>]*title="(\w+) [^"]*"[^>]*>([^<]+)</data>', PAGE.read_text("utf-8"))
    assert len(marked) > 80
    assert [(name, text) for name, text in marked if named[name]["text"] != text] == []


def test_every_image_says_what_it_shows(page):
    assert len(page.images) >= 12
    assert all(len(image.get("alt", "")) > 40 for image in page.images)


def test_headings_go_down_one_level_at_a_time(page):
    assert page.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))


def test_ids_stand_once():
    ids = re.findall(r'\sid="([^"]+)"', PAGE.read_text("utf-8"))
    assert sorted(set(ids)) == sorted(ids)


def test_the_page_says_that_no_person_coded():
    assert re.search(r"Coded by people: <data[^>]*>0</data>", PAGE.read_text("utf-8"))


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
    import pandas as pd

    shown = table_html(pd.DataFrame({"<b>": ["<script>alert(1)</script>"]}), 'a "caption" <i>')
    assert "<script" not in shown and "<b>" not in shown and "<i>" not in shown


# Elements that stick out of a page of the given width; what scrolls in a frame of its own does not count.
PROBE = """<style>html{width:%dpx}</style><script>
const out=[...document.body.querySelectorAll('*')].filter(e=>!e.closest('.scroll,pre,.skip')&&e.getBoundingClientRect().right>%d+1);
document.title='out:'+out.map(e=>e.tagName).join(',')</script>"""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_lays_the_page_out_within_its_width(tmp_path, width):
    probe = tmp_path / "probe.html"
    probe.write_text(PAGE.read_text("utf-8").replace("</body>", PROBE % (width, width) + "</body>"), "utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    command = [
        "chromium",
        *flags.split(),
        f"--user-data-dir={tmp_path}/profile",
        f"--window-size={max(width, 500)},900",
        "--dump-dom",
        probe.as_uri(),
    ]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert re.search(r"<title>(.*?)</title>", dom).group(1) == "out:"
