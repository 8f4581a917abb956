"""Strips and table of the evidence: every unit a block and a row, everything escaped, nothing styled in place."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from framing.show import table
from framing.strips import evidence_html

ROOT = Path(__file__).parent.parent
UNIT = {
    "unit_id": "levant:3", "article_id": "levant", "place": 3, "n_units": 8, "role": "heading", "n_words": 9, "posture": "skeptical",
    "appraisal": "against", "object": "focal", "explains": "no", "explains_any": "yes", "stance": "against", "stance_holder": "voice",
    "frames": "security;human", "voice": "official", "voice_basis": "explicit", "readings_differ": True,
    "differences": "posture: skeptical / procedural", "fast": "skeptical", "fast_probability": 0.714, "accurate": "procedural",
    "accurate_probability": 0.5, "terms": "e1|plain|فشل|appraisal=against; e2|plain|أخفق|appraisal=against; e9|quoted|حرب|frame=security",
}  # fmt: skip


def page(**changed) -> str:
    return evidence_html(pd.DataFrame([UNIT | changed]))


@pytest.fixture(scope="module")
def study() -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return evidence_html(table("evidence"))


def test_a_block_says_what_it_is_without_its_colour():
    block = re.search(r'<a class="([^"]+)" id="block-levant-3" href="#unit-levant-3" aria-label="([^"]+)"[^>]*>S</a>', page())
    assert block.group(1) == "block p-skeptical heading attributed"
    assert block.group(2).replace("\xa0", " ") == "Levant, unit 3 of 8: skeptical, heading, attributed"


def test_a_block_of_the_body_in_the_authors_voice_has_no_mark():
    assert 'class="block p-skeptical" id="block-levant-3"' in page(role="body", voice="author")


def test_a_row_says_what_the_filters_look_for():
    row = '<tr role="row" id="unit-levant-3" data-text="levant" data-posture="skeptical" data-frame="security human" data-stance="against" data-voice="official" data-attribution="yes" data-readings="yes" data-machine="yes">'
    assert row in page()
    assert 'data-machine="no"' in page(accurate="skeptical") and 'data-frame="none"' in page(frames="")


def test_a_row_shows_where_posture_comes_from_and_who_says_otherwise():
    assert "appraisal against (focal), explains no, a phrase does" in page()
    assert '<span class="differ">posture: skeptical / procedural</span>' in page()
    assert "<span>skeptical 0.71</span>" in page() and '<span class="differ">procedural 0.50</span>' in page()


def test_a_difference_that_leaves_posture_is_told_and_not_marked():
    assert "<span>explains: yes / no</span>" in page(differences="explains: yes / no", readings_differ=False)


def test_terms_of_one_meaning_stand_together_and_each_runs_right_to_left():
    first = '<span class="of">appraisal = against:</span> <bdi lang="ar" dir="rtl">فشل</bdi>, <bdi lang="ar" dir="rtl">أخفق</bdi>'
    assert first in page()
    assert '<span class="of">frame = security, quoted:</span> <bdi lang="ar" dir="rtl">حرب</bdi>' in page()


def test_terms_stay_in_the_order_of_the_table_though_a_meaning_comes_again():
    shown = re.findall("<bdi[^>]*>([^<]+)", page(terms="e1|plain|أ|frame=human; e2|plain|ب|explains=no; e3|plain|ت|frame=human"))
    assert shown == ["أ", "ب", "ت"]


def test_whatever_a_cell_holds_is_escaped():
    evil = '"><b onclick=x>'
    changed = dict.fromkeys(("role", "posture", "stance", "voice", "voice_basis", "differences", "fast", "frames", "appraisal"), evil)
    assert "<b " not in page(**changed, terms=f"e1|{evil}|{evil}|{evil}")


def test_nothing_is_styled_or_scripted_in_place(study):
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", study)


def test_without_a_script_the_filters_are_hidden_and_no_row_is():
    assert re.search(r'<form id="filters"[^>]* hidden>', page())
    assert page().count(" hidden") == 1


def test_every_filter_has_a_value_that_some_row_has(study):
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', study):
        listed = set(re.findall(r'<option value="([^"]+)"', options))
        used = {v for cell in re.findall(rf'data-{name}="([^"]*)"', study) for v in cell.split()}
        assert used <= listed, name


def test_every_block_leads_to_its_row_and_every_row_back(study):
    blocks = re.findall(r'id="block-([\w-]+)" href="#unit-([\w-]+)"', study)
    rows = re.findall(r'<tr role="row" id="unit-([\w-]+)".*?<a href="#block-([\w-]+)"', study)
    assert blocks == rows and len(set(blocks)) == 157
    assert all(a == b for a, b in blocks)


def test_the_strips_hold_no_digit_that_prose_would_have_to_explain(study):
    class Seen(HTMLParser):
        inside, text = 0, ""

        def handle_starttag(self, tag, attributes):
            self.inside += tag == "table"

        def handle_endtag(self, tag):
            self.inside -= tag == "table"

        def handle_data(self, data):
            self.text += "" if self.inside else data

    seen = Seen()
    seen.feed(study)
    assert "Levant" in seen.text and not re.search(r"\d", seen.text)
