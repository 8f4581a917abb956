"""Articles coded unit by unit, with the evidence for each code."""

import json
import subprocess
import sys

import numpy as np
import pytest

from framing.codes import POSTURES, frames, values
from framing.coding import EVIDENCE, code_article, code_articles, columns, evidence, is_inherited
from framing.errors import FramingError
from framing.features import REPORTS, Counted, FeatureSpace, shipped_space
from framing.lexicon import Entry, Lexicon
from framing.model import Model, shipped_model
from framing.text import fold

ARTICLE = {
    "article_id": "a1",
    "title": "فشل ذريع لخطة المياه",
    "outlet": "صحيفة الدفتر المائي",
    "published": "2026-03-01",
    "url": "https://example.org/1",
    "text": "قال وزير الزراعة إن الخطة فـشـلت فشلا ذريعا في حلب.\n"
    "وأضاف أن السكان يعانون نقص المياه منذ ٣ أعوام.\n"
    "لكن القرار يعكس نَجاحا تاريخيا للمجلس لأن الجسر اكتمل!",
}


def code(article=ARTICLE, **options) -> list[dict]:
    return code_article(article, shipped_space(), shipped_model(), **options)


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return code()


# Columns and rows


def test_columns_are_those_listed_and_the_inputs_others_follow(rows):
    for row in rows:
        assert list(row) == [*columns(), "title", "url"]


def test_no_column_is_listed_twice():
    assert len(set(columns())) == len(columns())


def test_columns_hold_a_probability_per_posture_frame_and_voice():
    assert {f"p_{p}" for p in POSTURES} | {f"p_frame_{f}" for f in frames()} | {f"p_voice_{v}" for v in values()["voice"]} <= set(columns())


def test_whether_the_step_is_named_and_how_unlike_a_unit_is_stand_before_the_evidence():
    assert columns()[-5:] == ("speaker", "duplicate_of", "names_step", "unlike", "evidence")


def test_units_stand_in_order_with_their_text(rows):
    assert [(r["unit_id"], r["position"], r["role"]) for r in rows] == [
        ("a1:0", 0, "headline"),
        ("a1:1", 1, "body"),
        ("a1:2", 2, "body"),
        ("a1:3", 3, "body"),
    ]
    assert [r["text"] for r in rows] == [ARTICLE["title"], *ARTICLE["text"].split("\n")]


def test_what_is_known_of_the_article_stands_in_each_row(rows):
    for row in rows:
        assert (row["article_id"], row["outlet"], row["published"], row["url"]) == tuple(
            ARTICLE[k] for k in ("article_id", "outlet", "published", "url")
        )


def test_outlet_and_date_may_be_unknown():
    row = code({"article_id": "a", "text": "نجحت الخطة."})[0]
    assert (row["outlet"], row["published"]) == ("", "")
    assert list(row) == list(columns())


@pytest.mark.parametrize("title", [None, ""])
def test_an_article_without_a_title_has_no_headline(title):
    assert [r["role"] for r in code({"article_id": "a", "title": title, "text": "نجحت الخطة."})] == ["body"]


@pytest.mark.parametrize("text", ["", "\n \n", "...", "؟!"])
def test_an_article_without_words_has_no_units(text):
    assert code({"article_id": "a", "text": text}) == []


def test_a_whole_text_is_one_unit_with_the_articles_id():
    whole = code(unit="text")
    assert [(r["unit_id"], r["position"], r["role"], r["weight"]) for r in whole] == [("a1", 0, "body", 1)]
    assert whole[0]["text"] == " ".join(f"{ARTICLE['title']} {ARTICLE['text']}".split())
    assert list(whole[0]) == [*columns(), "title", "url"]


def test_articles_are_coded_one_after_the_other():
    other = {"article_id": "a2", "text": "نجحت الخطة."}
    found = list(code_articles([ARTICLE, other], shipped_space(), shipped_model()))
    assert found == [*code(), *code(other)]


def test_two_runs_code_the_same(rows):
    assert code() == rows


# Codes


def test_probabilities_sum_to_one(rows):
    for row in rows:
        assert sum(row[f"p_{p}"] for p in POSTURES) == pytest.approx(1, abs=4e-4)
        assert sum(row[f"p_{s}"] for s in ("favor", "against", "neutral")) == pytest.approx(1, abs=4e-4)
        assert sum(row[f"p_voice_{v}"] for v in values()["voice"]) == pytest.approx(1, abs=4e-4)


def test_the_value_coded_is_the_likeliest(rows):
    for row in rows:
        assert row[f"p_{row['posture']}"] == max(row[f"p_{p}"] for p in POSTURES)
        assert row[f"p_{row['stance']}"] == max(row[f"p_{s}"] for s in ("favor", "against", "neutral"))


def test_the_author_speaks_unless_the_unit_is_more_likely_attributed(rows):
    for row in rows:
        kinds = [row[f"p_voice_{v}"] for v in values()["voice"] if v != "author"]
        assert (row["voice"] == "author") == (row["p_voice_author"] >= 0.5)
        assert row["voice"] == "author" or row[f"p_voice_{row['voice']}"] == max(kinds)


def test_frames_are_those_more_likely_than_not_in_codebook_order(rows):
    for row in rows:
        likely = [f for f in frames() if row[f"p_frame_{f}"] > 0.5]
        assert row["frames"] == ";".join(likely)


def test_every_code_is_allowed_by_the_codebook(rows):
    for row in rows:
        assert all(row[v] in values()[v] for v in ("appraisal", "object", "explains", "stance", "voice", "voice_basis"))
        assert row["posture"] in POSTURES


def test_an_object_is_coded_exactly_where_there_is_appraisal(rows):
    assert all((r["object"] == "-") == (r["appraisal"] == "none") for r in rows)


def test_probabilities_are_those_of_the_model():
    model, space = shipped_model(), shipped_space()
    names = ("lemma:other", "shape:ended", "shape:first")
    assert set(names) <= set(space.names)
    row = code({"article_id": "a", "text": "زقنبوت."})[0]
    p = model.probabilities(model.scores([dict.fromkeys(names, 1)]))
    assert row["p_favor"] == pytest.approx(p["stance"][0, model.classes["stance"].index("favor")], abs=5e-5)
    assert row["p_frame_human"] == pytest.approx(p["frame:human"][0, 1], abs=5e-5)


# A model by hand: voice hangs on the context, appraisal on one word

SPACE = FeatureSpace(
    Lexicon([Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"), Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma")]),
    ("سوق",),
)
CLASSES = {v: tuple(x for x in values()[v] if x != "-") for v in ("appraisal", "object", "explains", "stance")} | {
    "attributed": ("no", "yes"),
    "speaker_kind": ("official", "anonymous", "expert", "civil", "media"),
    **{f"frame:{f}": ("0", "1") for f in frames()},
}


def by_hand(weights: dict[tuple[str, str, str], float], intercepts: dict[tuple[str, str], float] | None = None) -> Model:
    """A model of SPACE with the given (feature, variable, value) weights and (variable, value) intercepts, all others 0."""
    columns = [(v, x) for v, known in CLASSES.items() for x in (known if len(known) > 2 else known[1:])]
    w = np.zeros((len(SPACE.names), len(columns)), dtype="f4")
    for (feature, variable, value), weight in weights.items():
        w[SPACE.index[feature], columns.index((variable, value))] = weight
    b = np.array([(intercepts or {}).get(c, 0.0) for c in columns])
    return Model(SPACE.names, CLASSES, w, b, {})


REPORTER = by_hand(
    {(f"cue:{c}", "attributed", "yes"): 9.0 for c in (*REPORTS, "nominal", "label", "context_reported", "context_quotation")},
    {("attributed", "yes"): -4.0, ("speaker_kind", "official"): 4.0},
)


def read(model: Model, counts: dict[str, int], matches=()) -> list[dict]:
    return json.loads(evidence(Counted(counts, list(matches)), model, SPACE))


def test_appraisal_of_a_unit_follows_the_model():
    model = by_hand({("lex:bad|plain", "appraisal", "against"): 9.0}, {("appraisal", "none"): 4.0})
    found = code_article({"article_id": "a", "text": "فشل السوق.\nفتح السوق."}, SPACE, model)
    assert [r["appraisal"] for r in found] == ["against", "none"]
    assert [r["object"] for r in found] == ["focal", "-"]


def test_a_voice_taken_from_the_unit_before_is_inherited():
    found = code_article({"article_id": "a", "text": "قال نعم.\nالسوق مفتوح.\nالطريق مغلق."}, SPACE, REPORTER)
    assert [(r["voice"], r["voice_basis"]) for r in found] == [("official", "explicit"), ("official", "inherited"), ("author", "explicit")]


def test_the_kind_of_speaker_counts_where_the_unit_is_attributed_only():
    model = by_hand({("cue:colon", "attributed", "yes"): 9.0}, {("attributed", "yes"): -1.0, ("speaker_kind", "expert"): 9.0})
    found = code_article({"article_id": "a", "text": "السوق مفتوح.\nالسبب: المطر غزير."}, SPACE, model)
    assert [r["voice"] for r in found] == ["author", "expert"]


def test_a_voice_less_likely_than_the_author_is_coded_where_the_unit_is_attributed():
    row = code_article({"article_id": "a", "text": "السوق مفتوح."}, SPACE, by_hand({}, {("attributed", "yes"): 0.2}))[0]
    assert (row["voice"], row["p_voice_author"], row["p_voice_official"]) == ("official", 0.4502, 0.11)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ({"context_reported"}, True),
        ({"context_quotation"}, True),
        ({"context_reported", "context_quotation", "context_first_person"}, True),
        ({"context_quotation", "saying_clause_first"}, False),
        ({"context_quotation", "narrating_bare_late"}, False),
        ({"context_quotation", "nominal"}, False),
        ({"context_quotation", "label"}, False),
        ({"saying_clause_first"}, False),
        (set(), False),
    ],
)
def test_a_unit_that_names_no_source_in_a_reported_passage_inherits_it(cues, expected):
    assert is_inherited({f"cue:{c}": 1 for c in cues}) is expected


# Who speaks


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قال وزير الزراعة إن الخطة نجحت.", "وزير الزراعة"),
        ("وزير الزراعة قال إن الخطة نجحت.", "وزير الزراعة"),
        ("بحسب الوزير، نجحت الخطة.", "الوزير"),
        ("نجحت الخطة وفقا لوزير الزراعة.", "وزير الزراعة"),
        ("الوزير: نجحت الخطة.", "الوزير"),
        ("نقلت الصحيفة عن مسؤول أن الخطة نجحت.", "مسؤول"),
        ("قَالَ وَزِيرُ الزِّرَاعَةِ إِنَّ الخُطَّةَ نَجَحَتْ.", "وَزِيرُ الزِّرَاعَةِ"),
        ("قال الـوزيـر سليم إن الخطة نجحت.", "الـوزيـر سليم"),
        ("وِفْقًا لِوَزِيرِ الزِّرَاعَةِ، نجحت الخطة.", "وَزِيرِ الزِّرَاعَةِ"),
        ("وفقا لـوزير الزراعة، نجحت الخطة.", "وزير الزراعة"),
        ("قال إن الخطة نجحت.", ""),
        ("نجحت الخطة في حلب.", ""),
    ],
)
def test_who_speaks_is_given_as_printed_without_a_joined_li(text, speaker):
    row = code_article({"article_id": "a", "text": text}, SPACE, REPORTER)[0]
    assert row["speaker"] == speaker
    assert row["speaker"] in text


def test_a_unit_of_the_author_has_no_speaker():
    row = code_article({"article_id": "a", "text": "قال الوزير إن الخطة نجحت."}, SPACE, by_hand({}, {("attributed", "yes"): -9.0}))[0]
    assert (row["voice"], row["voice_basis"], row["speaker"]) == ("author", "explicit", "")


def test_an_inherited_voice_has_no_speaker():
    found = code_article({"article_id": "a", "text": "قال الوزير نعم.\nالسوق مفتوح.\nوأضاف أن لا."}, SPACE, REPORTER)
    assert [(r["voice_basis"], bool(r["speaker"])) for r in found] == [("explicit", True), ("inherited", False), ("explicit", False)]


def test_a_quotation_inherits_its_voice_until_a_unit_names_its_source():
    text = "قال الباحث «نريد سوقا جديدة في حلب.\nالسوق مفتوح منذ أمس.\nالمطر غزير»، بحسب الوزير.\nالطريق مغلق الآن.\nفتح السوق."
    found = code_article({"article_id": "a", "text": text}, SPACE, REPORTER)
    assert [(r["voice_basis"], r["speaker"]) for r in found] == [
        ("explicit", "الباحث"),
        ("inherited", ""),
        ("explicit", "الوزير"),
        ("inherited", ""),
        ("explicit", ""),
    ]
    assert [r["voice"] == "author" for r in found] == [False, False, False, False, True]


def test_the_shipped_model_names_who_speaks(rows):
    assert [(r["speaker"], r["voice"], r["voice_basis"]) for r in rows[1:3]] == [
        ("وزير الزراعة", "official", "explicit"),
        ("", "official", "explicit"),
    ]
    assert all(r["speaker"] in r["text"] for r in rows)
    assert all(r["speaker"] == "" for r in rows if r["voice"] == "author" or r["voice_basis"] == "inherited")


def test_probabilities_are_calibrated():
    model = by_hand({}, {("frame:human", "1"): 2 * np.log(3)})
    cooled = Model(model.names, model.classes, model.weights, model.intercepts, {"frame:human": 2.0})
    assert code_article({"article_id": "a", "text": "سوق."}, SPACE, cooled)[0]["p_frame_human"] == 0.75


# A named step

STANCE = ("stance", "p_favor", "p_against", "p_neutral")


def test_without_a_step_the_column_is_empty_and_every_unit_has_a_stance(rows):
    assert all(r["names_step"] == "" and r["stance"] in values()["stance"] for r in rows)


@pytest.mark.parametrize("unit", ["sentence", "text"])
def test_an_article_that_names_the_step_once_has_a_stance_in_every_unit(unit):
    found = code(unit=unit, aliases=("الجسر",))
    assert {r["names_step"] for r in found} == {"yes"}
    assert all(r["stance"] in values()["stance"] and sum(r[c] for c in STANCE[1:]) == pytest.approx(1, abs=4e-4) for r in found)


@pytest.mark.parametrize("unit", ["sentence", "text"])
def test_an_article_that_never_names_the_step_has_no_stance(unit):
    found = code(unit=unit, aliases=("ميناء حلب", "السفينة"))
    assert [[r[c] for c in ("names_step", *STANCE)] for r in found] == [["no", "", None, None, None]] * len(found)


@pytest.mark.parametrize("alias", ["الجسر", "السفينة"], ids=["named", "never named"])
def test_a_step_changes_the_stance_and_no_other_code(rows, alias):
    other = [c for c in rows[0] if c not in ("names_step", *STANCE)]
    assert [[r[c] for c in other] for r in code(aliases=(alias,))] == [[r[c] for c in other] for r in rows]


def test_each_article_names_the_step_for_itself():
    articles = [{"article_id": i, "text": text} for i, text in enumerate(("اكتمل الجسر.", "اكتمل السوق."))]
    found = code_articles(articles, SPACE, by_hand({}), aliases=("الجسر",))
    assert [r["names_step"] for r in found] == ["yes", "no"]


def test_what_is_said_near_the_step_decides_the_stance():
    model = by_hand({("target:near_blame", "stance", "against"): 9.0}, {("stance", "neutral"): 4.0})
    found = code_article({"article_id": "a", "text": "فشل السوق.\nفشل الجسر."}, SPACE, model, aliases=("الجسر",))
    assert [r["stance"] for r in found] == ["neutral", "against"]


# Abstention, and words the vocabulary does not have


@pytest.mark.parametrize(("abstain", "posture"), [(0, "analytical"), (0.375, "analytical"), (0.3751, ""), (1, "")])
def test_a_posture_less_likely_than_asked_is_empty(abstain, posture):
    # No weight at all: each appraisal has 1/4, explanation 1/2; both appraisals or an explanation without any have 1/4 + 1/8.
    kept, row = (code_article({"article_id": "a", "text": "فتح السوق."}, SPACE, by_hand({}), abstain=a)[0] for a in (0, abstain))
    assert kept["p_analytical"] == 0.375 and row == kept | {"posture": posture}


def test_unlike_is_the_share_of_words_the_vocabulary_does_not_have_in_four_digits():
    found = code_article({"article_id": "a", "text": "فتح السوق اليوم.\nالسوق والسوق والسوق والسوق."}, SPACE, by_hand({}))
    assert [r["unlike"] for r in found] == [0.6667, 0]


# Evidence


def test_places_in_the_evidence_slice_the_printed_text(rows):
    found = [(e["term"], r["text"][a:b]) for r in rows for e in json.loads(r["evidence"]) for a, b in e.get("places", ())]
    assert ("فشل ذريع", "فشل ذريع") in found
    assert ("نجاح", "نَجاحا") in found
    assert all(fold(printed) and printed == printed.strip() for _, printed in found)


def test_places_in_the_evidence_of_a_whole_text_slice_it_too():
    row = code(unit="text")[0]
    found = [(e["term"], row["text"][a:b]) for e in json.loads(row["evidence"]) for a, b in e.get("places", ())]
    assert ("فشل ذريع", "فشل ذريع") in found
    assert all(printed == printed.strip() != "" for _, printed in found)


def test_only_entries_of_the_lexicon_have_a_term_and_places(rows):
    for e in (e for r in rows for e in json.loads(r["evidence"])):
        assert ("term" in e) == ("places" in e) == e["feature"].startswith("lex:")


def test_evidence_is_the_strongest_first_and_not_more_than_a_few(rows):
    for row in rows:
        sizes = [abs(e["contribution"]) for e in json.loads(row["evidence"])]
        assert sizes == sorted(sizes, reverse=True)
        assert 0 < len(sizes) <= EVIDENCE == 8


def test_a_contribution_to_appraisal_is_what_is_added_over_none():
    model = by_hand(
        {
            ("lex:bad|plain", "appraisal", "against"): 2.0,
            ("lex:bad|plain", "appraisal", "none"): -1.0,
            ("lex:bad|plain", "appraisal", "for"): -1.5,
        }
    )
    found = read(model, {"lex:bad|plain": 2}, [("lex:bad|plain", 0, 3), ("lex:bad|plain", 9, 12)])
    shared = {"feature": "lex:bad|plain", "variable": "appraisal", "term": "فشل", "places": [[0, 3], [9, 12]]}
    assert found == [shared | {"value": "against", "contribution": 6.0}, shared | {"value": "for", "contribution": -1.0}]


def test_a_contribution_to_explanation_is_to_yes():
    model = by_hand({("cue:cause", "explains", "no"): -1.5})
    assert read(model, {"cue:cause": 1}) == [{"feature": "cue:cause", "variable": "explains", "value": "yes", "contribution": 1.5}]


def test_the_intercept_is_no_evidence():
    assert read(by_hand({}, {("appraisal", "against"): 5.0}), {"cue:cause": 1}) == []


def test_other_variables_are_no_evidence_of_posture():
    assert read(by_hand({("cue:cause", "stance", "favor"): 5.0}), {"cue:cause": 1}) == []


def test_equal_contributions_stand_by_name():
    model = by_hand({("cue:cause", "explains", "no"): -1.0, ("cue:modal", "explains", "no"): 1.0})
    assert [e["feature"] for e in read(model, {"cue:modal": 1, "cue:cause": 1})] == ["cue:cause", "cue:modal"]


def test_arabic_stands_in_the_evidence_as_itself():
    model = by_hand({("lex:bad|plain", "appraisal", "against"): 2.0})
    assert '"term": "فشل"' in evidence(Counted({"lex:bad|plain": 1}, [("lex:bad|plain", 0, 3)]), model, SPACE)


def test_the_scoring_path_loads_neither_scikit_learn_nor_pandas():
    script = "import sys, framing.coding; print(sorted({'sklearn', 'pandas', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


# What is kept apart, left out or refused


def test_a_feature_that_speaks_against_none_only_is_evidence():
    model = by_hand({("lex:bad|plain", "appraisal", "none"): -2.0})
    found = read(model, {"lex:bad|plain": 1}, [("lex:bad|plain", 0, 3)])
    assert [(e["value"], e["contribution"]) for e in found] == [("against", 2.0), ("for", 2.0)]


@pytest.mark.parametrize("column", ["posture", "weight", "unit_id", "role", "names_step", "unlike"])
def test_a_column_of_the_input_does_not_replace_a_code(column):
    article = {"article_id": "a", "text": "نجحت الخطة."}
    assert code(article | {column: "of the input"})[0][column] == code(article)[0][column]


def test_a_whole_text_without_words_is_no_unit():
    assert code({"article_id": "a", "text": ""}, unit="text") == []


@pytest.mark.parametrize("line", ["—", "•", "***"])
def test_a_line_without_words_is_no_unit(line):
    assert [r["text"] for r in code({"article_id": "a", "text": f"{line}\nنجحت الخطة."})] == ["نجحت الخطة."]


def test_an_unknown_unit_is_refused():
    with pytest.raises(FramingError, match="paragraph"):
        code(unit="paragraph")


def test_a_column_with_the_name_of_a_code_is_kept_under_another():
    row = code({"article_id": "a", "text": "نجحت الخطة.", "posture": "mine", "input_posture": "too"})[0]
    assert (row["input_posture"], row["input_input_posture"]) == ("mine", "too")
