"""A row of evidence per unit: what coders, readings, machines and lexicon say of it, and nothing of its wording."""

from pathlib import Path

import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.evidence import Term, has_term, read_terms, terms_found, unit_evidence
from framing.lexicon import Entry, Lexicon, shipped_lexicon
from framing.study import Study
from framing.tables import read_csv

ROOT = Path(__file__).parent.parent
LEXICON = Lexicon([Entry("b", "فشل", "appraisal", "against", 3, "", "lemma"), Entry("a", "نجاح", "appraisal", "for", 3, "", "lemma")])
UNITS = pd.DataFrame(
    {"unit_id": ["x:0", "x:2", "y:0"], "article_id": ["x", "x", "y"], "role": ["headline", "body", "body"], "n_words": [3, 9, 7]}
)


def wide(**changed: list[str]) -> pd.DataFrame:
    same = {"appraisal": "none", "object": "-", "explains": "no", "explains_any": "no", "stance": "neutral", "stance_holder": "-"}
    codes = pd.DataFrame({"unit_id": UNITS["unit_id"], **same, "frames": "", "voice": "author", "voice_basis": "explicit"})
    return codes.assign(**changed)


def rows(coded: pd.DataFrame, *readings: pd.DataFrame) -> pd.DataFrame:
    chosen = pd.Series(["procedural", "skeptical", "analytical"])
    probabilities = pd.DataFrame(
        {"skeptical": [0.1, 0.7, 0.2], "favorable": 0.0, "analytical": [0.1, 0.2, 0.6], "procedural": [0.8, 0.1, 0.2]}
    )
    return unit_evidence(UNITS, coded, dict(enumerate(readings)), {"fast": (chosen, probabilities)}, pd.Series({"x:2": "t"}))


@pytest.fixture(scope="module")
def shipped() -> pd.DataFrame:
    return read_csv(ROOT / "report" / "results" / "evidence.csv", place=int, fast_probability=float)


def test_a_place_counts_the_units_of_its_text_that_count():
    found = rows(wide(), wide(), wide())
    assert found["place"].tolist() == [1, 2, 1] and found["n_units"].tolist() == [2, 2, 1]


def test_codes_are_of_their_unit_whatever_order_coders_wrote_them_in():
    coded = wide(appraisal=["against", "none", "none"], explains=["no", "yes", "no"])
    assert rows(coded[::-1], wide(), wide())["posture"].tolist() == ["skeptical", "analytical", "procedural"]


def test_a_difference_of_readings_is_told_by_variable_and_counts_where_it_moves_posture():
    found = rows(wide(), wide(explains=["no", "yes", "no"]), wide(frames=["", "", "security;human"]))
    assert found["differences"].tolist() == ["", "posture: analytical / procedural; explains: yes / no", "frames: none / security, human"]
    assert found["readings_differ"].tolist() == [False, True, False]


def test_a_machines_probability_is_that_of_the_posture_it_chose():
    assert rows(wide(), wide(), wide())["fast_probability"].tolist() == [0.8, 0.7, 0.6]


def test_a_unit_without_a_term_has_an_empty_cell():
    assert rows(wide(), wide(), wide())["terms"].tolist() == ["", "t", ""]


def test_terms_stand_in_the_lexicons_order_and_not_in_that_of_features_or_names():
    features = pd.DataFrame(
        {"unit_id": "x:0", "feature": ["lex:a|plain", "lemma:other", "lex:b|quoted", "lex:b|plain"], "value": [2, 1, 1, 3]}
    )
    assert terms_found(features, LEXICON)["x:0"] == (
        "b|plain|فشل|appraisal=against; b|quoted|فشل|appraisal=against; a|plain|نجاح|appraisal=for"
    )


def test_terms_can_be_read_back_from_their_cell():
    assert read_terms("e1|plain|فشل|appraisal=against; e9|quoted|في حال|explains=yes")[1] == Term("e9", "quoted", "في حال", "explains=yes")
    assert read_terms("") == []


def test_a_variable_is_looked_for_among_what_terms_stand_for():
    table = pd.DataFrame({"terms": ["a|plain|نجاح|appraisal=for", "c|plain|حرب|frame=security", ""]})
    assert has_term(table, "appraisal").tolist() == [True, False, False]


def test_every_counted_unit_of_the_study_stands_once_in_printed_order(shipped):
    units = Study(ROOT / "data").units.query("weight > 0")
    assert shipped["unit_id"].tolist() == units["unit_id"].tolist()


def test_the_shares_of_the_report_can_be_counted_from_the_rows(shipped):
    profiles = pd.read_csv(ROOT / "report" / "results" / "profiles.csv").query("variable == 'posture'")
    for coder, column in (("adjudicated", "posture"), ("machine", "fast"), ("accurate machine", "accurate")):
        shares = profiles[profiles["coder"] == coder].set_index(["group", "value"])["share"]
        counted = pd.crosstab(shipped["article_id"], shipped[column], normalize="index").reindex(columns=POSTURES, fill_value=0.0)
        assert len(shares) == counted.size
        assert all(counted.loc[text, value] == pytest.approx(share, abs=1e-5) for (text, value), share in shares.items())


def test_the_words_of_a_row_are_terms_of_the_lexicon_in_its_order_each_once(shipped):
    place = {f"{e.entry}|{e.term}|{e.variable}={e.value}": i for i, e in enumerate(shipped_lexicon().entries)}
    for cell in shipped["terms"]:
        parts = [t.split("|") for t in cell.split("; ") if t]
        places = [place[f"{entry}|{term}|{points_to}"] for entry, _, term, points_to in parts]
        assert places == sorted(places) and len({(p[0], p[1]) for p in parts}) == len(parts)


def test_no_other_column_holds_a_word_in_arabic(shipped):
    others = shipped.drop(columns="terms").astype(str)
    assert not others.apply(lambda column: column.str.contains("[\u0600-\u06ff]")).to_numpy().any()
