"""The overview: its rows are the tables', it says them in two languages, and the same rows give the same bytes."""

from pathlib import Path

import pandas as pd
import pytest

from framing.arabic import OVERVIEW as ARABIC
from framing.codes import POSTURES, frames
from framing.figures import overview, save
from framing.overview import ENGLISH, alt_overview, overview_answer, overview_rows

RESULTS = Path(__file__).parent.parent / "report" / "results"


def tables(shares: dict[str, list[float]], by_machine: dict[str, list[float]]) -> list[pd.DataFrame]:
    """Profiles of ten units a text, with a stance, two frames alike and an attribution for all."""

    def profile(variable: str, values: dict[str, float], group: str, coder: str = "") -> pd.DataFrame:
        rows = pd.DataFrame({"group": group, "variable": variable, "value": list(values), "share": list(values.values())})
        return rows.assign(n_units=10, n_articles=1, estimand="", coder=coder)

    postures = [
        profile("posture", dict(zip(POSTURES, own, strict=True)), group, coder)
        for coder, groups in (("adjudicated", shares), ("accurate machine", by_machine))
        for group, own in groups.items()
    ]
    present = {f: 0.4 if f in ("security", "human") else 0.0 for f in frames()}
    others = (("stance", {"favor": 0.1, "against": 0.3, "neutral": 0.6}), ("frame", present), ("attributed", {"yes": 0.2, "no": 0.8}))
    return [pd.concat(postures), *(pd.concat([profile(name, values, g) for g in shares]) for name, values in others)]


@pytest.fixture
def rows() -> pd.DataFrame:
    shares = {"levant": [0.1, 0.2, 0.2, 0.5], "hashtag": [0.7, 0.1, 0.0, 0.2]}
    return overview_rows(*tables(shares, {"levant": [0.5, 0.5, 0.0, 0.0], "hashtag": [0.6, 0.4, 0.0, 0.0]}))


def words_of(figure) -> list[str]:
    return [t.get_text() for t in figure.axes[0].texts]


def test_a_row_holds_what_the_tables_say_of_a_text(rows):
    first = rows.iloc[1]
    assert (first["article_id"], first["n_units"], first["leads"], first["margin_units"]) == ("hashtag", 10, "skeptical", 5)
    assert (first["attributed"], first["in_favor"], first["against"], first["frame_share"]) == (0.2, 0.1, 0.3, 0.4)


def test_frames_that_tie_are_all_named_and_a_tie_of_the_machine_is_no_lead(rows):
    assert list(rows["commonest_frame"]) == ["security, human"] * 2
    assert list(rows["machine_leads"]) == ["tie", "skeptical"] and list(rows["machine_agrees"]) == [False, True]


def test_texts_stand_in_the_order_of_the_report_and_the_answer_names_them_by_posture():
    shares = {"levant": [0, 0, 0.4, 0.6], "hashtag": [1, 0, 0, 0], "alarab": [0, 0, 0.1, 0.9], "unnamed": [0.5, 0.5, 0, 0]}
    found = overview_rows(*tables(shares, shares))
    assert list(found["article_id"]) == ["levant", "unnamed", "alarab", "hashtag"]
    assert (
        overview_answer(found, ENGLISH)
        == "Doubt leads in Hashtag, plain report in Levant and Al-Arab style, no one posture in unnamed outlet."
    )
    assert (
        overview_answer(found, ARABIC)
        == "يغلب التشكيك على نص هاشتاغ، والإخبار المجرّد على نص ليفانت ونص على نهج «العرب»، والتعادل على نص بلا منبر مسمّى."
    )


def test_the_rows_of_the_study_are_those_of_its_tables():
    names = ("profiles", "stance_profiles", "frame_profiles", "attributed_profiles")
    found = overview_rows(*(pd.read_csv(RESULTS / f"{n}.csv") for n in names)).set_index("article_id")
    lead = pd.read_csv(RESULTS / "leading.csv").set_index("group").loc[found.index]
    assert list(found["leads"]) == list(lead["value"]) and list(found["margin_units"]) == list(lead["margin_units"])
    assert found[list(POSTURES)].sum(axis=1).round(4).eq(1).all()


def test_the_alt_text_says_the_numbers_of_every_text(rows):
    said = alt_overview(rows)
    assert said.startswith("Overview of 2 texts, 20 units. Doubt leads in Hashtag, plain report in Levant. Levant: skeptical 10 %, ")
    assert (
        "ahead by 5 of 10 units, machine skeptical; attributed 20 %; stance 10 % for, 30 % against; commonest frame security, human, 40 %"
        in said
    )


def test_it_stands_alone_question_answer_units_and_source(rows):
    said = " ".join(words_of(overview(rows, ENGLISH, 0)))
    assert "against ISIS? Doubt leads in Hashtag" in said and "20 units of 2 articles" in said and "people who coded: 0" in said
    assert "framing, codebook 2" in said and "✗ coded otherwise" in said and "−20" in said


def test_the_arabic_one_is_the_mirror_of_the_english_one(rows):
    english, arabic = (overview(rows, words, 0).axes[0] for words in (ENGLISH, ARABIC))
    assert english.get_xlim() == arabic.get_xlim()[::-1]
    assert [p.get_xy() for p in english.patches] == [p.get_xy() for p in arabic.patches]
    assert {t.get_ha() for t in arabic.texts} == {"right", "center"} and {t.get_ha() for t in english.texts} == {"left", "center"}


@pytest.mark.parametrize("words", [ENGLISH, ARABIC])
def test_it_is_the_same_bytes_twice_without_a_missing_glyph(tmp_path, recwarn, rows, words):
    for name in ("one", "two"):
        save(overview(rows, words, 0), tmp_path, name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert [w for w in recwarn if "missing" in str(w.message)] == []
