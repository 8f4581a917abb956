"""Articles to read: which are chosen, and where lexicon entries stand in a unit."""

import json

import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.comparison import GROUP, Comparison
from framing.reading import Piece, articles, chosen, pieces

TEXT = "تعثّر افتتاح الجسر 😀 مرة ثانية"


def entry(text: str, contribution: float, term: str = "x", **further) -> dict:
    start = TEXT.index(text)
    places = [[start, start + len(text)]]
    return {
        "feature": "lex:1|plain",
        "variable": "appraisal",
        "value": "against",
        "contribution": contribution,
        "term": term,
        "places": places,
    } | further


def test_a_text_without_entries_is_one_piece():
    assert pieces(TEXT, []) == [Piece(TEXT)]


def test_a_text_that_is_empty_has_no_pieces():
    assert pieces("", [entry("الجسر", 1.0)]) == []


def test_an_entry_is_cut_out_with_its_sign_and_what_it_adds():
    found = pieces(TEXT, [entry("افتتاح", 0.5, "افتتح")])
    assert [p.text for p in found] == ["تعثّر ", "افتتاح", " الجسر 😀 مرة ثانية"]
    assert found[1] == Piece("افتتاح", "+", "+0.50 appraisal=against: افتتح")


def test_places_behind_an_emoji_are_code_points():
    assert [p.text for p in pieces(TEXT, [entry("ثانية", -1.25)]) if p.sign] == ["ثانية"]
    assert pieces(TEXT, [entry("ثانية", -1.25)])[-1].says == "−1.25 appraisal=against: x"


def test_entries_that_overlap_share_the_stretch_between_them():
    found = pieces(TEXT, [entry("افتتاح الجسر", 1.0), entry("الجسر 😀", -1.0)])
    assert [(p.text, p.sign) for p in found] == [("تعثّر ", ""), ("افتتاح ", "+"), ("الجسر", "±"), (" 😀", "-"), (" مرة ثانية", "")]


def test_an_entry_that_speaks_for_one_value_and_against_another_has_both_signs():
    both = [entry("الجسر", 1.0), entry("الجسر", -0.5, value="for")]
    marked = [p for p in pieces(TEXT, both) if p.sign]
    assert [(p.text, p.sign, p.says) for p in marked] == [("الجسر", "±", "+1.00 appraisal=against: x; −0.50 appraisal=for: x")]


def test_a_scope_is_told_unless_plain():
    assert pieces(TEXT, [entry("الجسر", 1.0, feature="lex:1|negated")])[1].says.endswith("x (negated)")


@pytest.mark.parametrize("places", [None, "ab", [[0, 99]], [[-1, 2]], [[3, 3]], [[4, 2]], [["0", 1]], [[0]], [0, 1], [[True, 2]]])
def test_places_outside_the_text_are_left_out(places):
    assert pieces(TEXT, [entry("الجسر", 1.0, places=places)]) == [Piece(TEXT)]


def test_pieces_make_up_the_text():
    given = [entry(w, 1.0) for w in ("تعثّر", "افتتاح الجسر", "الجسر 😀", "ثانية")]
    assert "".join(p.text for p in pieces(TEXT, given)) == TEXT


def units(n: int) -> pd.DataFrame:
    return pd.DataFrame({GROUP: "أ", "article_id": [f"a{i}" for i in range(n)]})


def test_the_choice_of_articles_has_nothing_to_do_with_their_order():
    forwards, backwards = chosen(units(30), 5)["أ"], chosen(units(30)[::-1], 5)["أ"]
    assert len(forwards) == 5 and set(forwards) == set(backwards)


def test_the_choice_is_by_the_checksum_of_the_id_and_stands_in_the_order_of_the_file():
    assert chosen(units(30), 5) == {"أ": ["a2", "a7", "a9", "a18", "a20"]}


def test_a_larger_choice_keeps_the_smaller_one():
    assert set(chosen(units(30), 5)["أ"]) < set(chosen(units(30), 9)["أ"])
    assert chosen(units(3), 9)["أ"] == ["a0", "a1", "a2"]


def compare(**columns) -> Comparison:
    table = pd.DataFrame({"unit_id": ["1", "2"], "article_id": "a", "weight": 1, "outlet": "أ", "posture": ["skeptical", ""]}).assign(
        **columns
    )
    return Comparison(table, ("outlet",), "posture", {"posture": POSTURES})


def only(c: Comparison):
    return articles(c, 1)["أ"][0]


def test_a_unit_to_read_has_its_codes():
    p = {f"p_{x}": ["0.4" if x == "skeptical" else "0.2", "0.25"] for x in POSTURES}
    first, second = only(compare(text=[TEXT, "نص"], voice="official", speaker="الوزير", frames="economic;human", **p)).units
    assert (first.value, first.probability, first.doubtful, first.voice, first.speaker) == ("skeptical", 0.4, True, "official", "الوزير")
    assert (first.frames, first.anchor, second.anchor, second.value) == (("economic", "human"), "a1-1", "a1-2", "")


def test_an_article_is_called_by_its_title_else_its_headline_else_its_id():
    assert only(compare(title="عنوان", text="نص", role="headline")).title == "عنوان"
    assert only(compare(text=["رأس", "نص"], role=["headline", "body"])).title == "رأس"
    assert only(compare(text="نص")).title == "a"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://a.example/ x", 'https://a.example/"x', ""]
)
def test_only_addresses_of_pages_are_linked(url):
    assert only(compare(text="نص", url=url)).url == ""


def test_an_address_of_a_page_is_linked():
    assert only(compare(text="نص", url="https://a.example/حي?x=1&y=2")).url == "https://a.example/حي?x=1&y=2"


def test_evidence_that_was_cut_is_left_out():
    assert only(compare(text="نص", evidence='[{"feature')).units[0].evidence == ()


def test_evidence_without_a_term_is_told_by_its_feature():
    row = {"feature": "cue:label", "variable": "explains", "value": "yes", "contribution": 0.764}
    assert only(compare(text="نص", evidence=json.dumps([row]))).units[0].evidence == ("+0.76 explains=yes: cue:label",)
