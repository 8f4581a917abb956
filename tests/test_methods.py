"""The methods paragraph, its references and the model card: from the comparison's own numbers, and only what is known of the coder."""

import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.comparison import Comparison
from framing.methods import _own_weak, _trained, coder_line, kinds, methods, model_card, one_model, scores
from framing.model import shipped_model
from framing.reliability import Agreement

FAST = {"framing": "0.1.0", "model": {"name": "fast"} | {k: v for k, v in shipped_model().about.items() if k != "vector_mean"}}
OWN = {"framing": "0.1.0", "model": {"name": "own.zip"}, "scheme": {"title": "Tone", "version": "3"}}


def compare(*abouts, n: int = 6, by: tuple[str, ...] = ("outlet",), variable: str = "posture", **columns) -> Comparison:
    rows = pd.DataFrame({"unit_id": [f"u{i}" for i in range(n)], "article_id": [f"a{i}" for i in range(n)], "weight": 1})
    table = rows.assign(outlet="أ", section="رأي", **{variable: "skeptical"}, **columns)
    return Comparison(table, by, variable, {variable: POSTURES}, abouts=abouts or (FAST,))


def test_the_paragraph_counts_and_dates_what_was_coded():
    found = methods(compare(published=["2025-01-02"] * 5 + [""])).paragraph
    assert found.startswith(
        "We coded 6 units (sentences and headlines) of 6 articles from 1 outlet, published between 2025-01-02 and 2025-01-02 (1 article without a date)."
    )


def test_the_paragraph_names_coder_training_and_what_was_not_done():
    found = methods(compare()).paragraph
    assert "with framing 0.1.0, model fast, codebook" in found and "sentences of WikiNews" in found
    assert "no person checked the codes, and shares were not corrected for the model's errors" in found


def test_agreement_is_quoted_for_the_model_inside_the_package():
    score = scores(FAST).query("set == 'sealed' and variable == 'posture' and measure == 'macro-F1'")["score"].item()
    assert f"macro-F1 {score:.2f}, 95 % interval" in methods(compare()).paragraph


@pytest.mark.parametrize("about", [FAST | {"model": FAST["model"] | {"codebook": "1.0"}}, {"model": {"name": "fast"}}, OWN, {}])
def test_agreement_of_any_other_model_is_not_made_up(about):
    assert scores(about).empty
    assert "was not measured" in methods(compare(about)).paragraph and "F1" not in methods(compare(about)).paragraph


def test_every_work_cited_is_in_the_references_and_no_other():
    found = methods(compare())
    cited = {"Egami", "Krippendorff", "Saerens", "Student"}
    assert {r.split()[0].strip(",") for r in found.references} == cited
    assert all(name in found.paragraph for name in cited)


def test_works_on_frames_are_cited_where_frames_are_tabled():
    c = compare()
    with_frames = Comparison(
        c.units.assign(frames=""), c.by, "posture", {**c.values, "frames": ("economic",)}, frozenset({"frames"}), abouts=c.abouts
    )
    assert any(r.startswith("Entman") for r in methods(with_frames).references)  # fmt: skip


def test_an_interval_is_spoken_of_only_where_there_is_one():
    assert "t-intervals" in methods(compare(n=5)).paragraph
    assert "t-intervals" not in methods(compare(n=4)).paragraph


def test_with_hand_codes_the_paragraph_says_how_shares_were_corrected():
    corrected = pd.DataFrame(
        {"group": ["أ"] * 4 + ["ب"] * 4, "value": [*POSTURES] * 2, "share": [0.25] * 4 + [float("nan")] * 4, "n_gold": [60] * 4 + [0] * 4}
    )
    found = methods(compare(), corrected)
    assert "60 units drawn at random were coded by hand" in found.paragraph and "1 group could not be corrected." in found.paragraph
    assert "no person checked" not in found.paragraph and "agreement was not measured" not in found.paragraph
    assert {r.split()[0].strip(",") for r in found.references} == {"Egami", "Krippendorff", "Student", "Särndal"}


def test_agreement_of_those_who_coded_by_hand_is_told_where_it_is_known():
    corrected = pd.DataFrame({"group": ["أ"] * 4, "value": [*POSTURES], "share": 0.25, "n_gold": 60})
    agreed = Agreement("posture", "alpha", 0.714, 0.52, 0.88, float("nan"), float("nan"), 24, 2)
    with_it, without = methods(compare(OWN), corrected, agreed), methods(compare(OWN), corrected)
    assert (
        "On 24 units that several of them coded, alpha (Krippendorff, 2011) of posture was 0.71, 95 % interval 0.52 to 0.88"
        in with_it.paragraph
    )
    assert "[by whom, how trained]. On 24" in with_it.paragraph and any(r.startswith("Krippendorff") for r in with_it.references)
    assert "how trained, and how far two coders agree]" in without.paragraph and "alpha" not in without.paragraph


def test_copies_are_counted_in_the_paragraph():
    assert "1 article marked as copies of others is counted" in methods(compare(duplicate_of=["x"] + [""] * 5)).paragraph


def test_several_coders_are_not_called_one():
    c = compare(FAST, OWN)
    assert one_model(c) == {} and coder_line(c) == "several or unknown models"
    assert "[name them]" in methods(c).paragraph


def test_a_codebook_of_ones_own_is_named_by_its_title():
    assert coder_line(compare(OWN)) == "framing 0.1.0, model own.zip, codebook “Tone” 3"


def test_groups_of_several_columns_are_called_groups():
    assert kinds(compare(by=("outlet", "section"))) == "1 group by outlet and section"
    assert kinds(compare(by=("section",))) == "1 section"


def test_articles_without_an_outlet_are_not_from_an_outlet():
    c = compare()
    some = Comparison(c.units.assign(outlet=["أ"] * 4 + ["", " "]), c.by, "posture", c.values, abouts=c.abouts)
    assert kinds(some) == "1 outlet and 2 articles without one"
    assert "of 4 articles from 1 outlet and 2 articles without one." in methods(some).paragraph
    none = Comparison(c.units.assign(outlet=""), c.by, "posture", c.values, abouts=c.abouts)
    assert kinds(none) == "no outlet named" and "of 6 articles without an outlet." in methods(none).paragraph


def test_the_model_card_forbids_ranking_and_says_what_is_weak():
    card = dict(model_card(compare()))
    assert "Ranking outlets, or calling one biased, hostile or fair." in card["What it is not for"]
    assert any("Stance" in line for line in card["Known weak points"])


def test_the_model_card_claims_nothing_of_a_model_of_ones_own():
    card = dict(model_card(compare(OWN)))
    assert card["Training material"] == ("Not noted with the files.",)
    assert card["Known weak points"][0].startswith("How it does on these articles is not known")


def test_the_model_card_of_a_model_of_ones_own_gives_its_held_out_scores_and_no_other():
    about = {
        "scheme": {},
        "model": {"name": "own.zip", "held_out_macro_f1": {"judgement": 0.7123, "topics": None}, "trained_on": {"exemplars": 240}},
    }
    assert _own_weak(about)[0].startswith("Macro-F1 on exemplars it had not seen: judgement 0.71.")
    assert _trained(about) == ("240 exemplars given to framing train",)
