"""A named step found in a sentence, and what is said near it."""

import numpy as np
import pandas as pd
import pytest

from framing.estimators import Featuriser, FramingCoder, units_of
from framing.features import CAP, FeatureSpace, Unit, count_article, read_units
from framing.lexicon import Entry, Lexicon
from framing.phrases import Found
from framing.target import COLUMNS, NEAR, find_step, names_step, split_aliases, step_counts
from framing.text import words

SPACE = FeatureSpace(
    Lexicon(
        [
            Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"),
            Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma"),
            Entry("reject", "رفض", "stance", "against", 3, "g", "lemma"),
            Entry("hail", "رحب", "stance", "favor", 3, "g", "lemma"),
            Entry("why", "لأن", "explains", "yes", 2, "g", "surface"),
            Entry("minister", "وزير", "voice", "official", 3, "g", "lemma"),
        ]
    ),
    ("نهر",),
)
PLAN = ("خطة السوق",)


def find(text: str, *aliases: str) -> list[Found]:
    return find_step(words(text), aliases)


def about(*texts: str, aliases: tuple[str, ...] = PLAN) -> list[dict[str, int]]:
    """Counts of the target family, the one that says a step is given aside."""
    counted = count_article([Unit(t, aliases=aliases) for t in texts], SPACE)
    return [{f[7:]: n for f, n in c.items() if f.startswith("target:") and f != "target:given"} for c in counted]


# Wordings


@pytest.mark.parametrize(
    "printed",
    ["وخطة السوق", "لخطتها للسوق", "خُطَّةِ السُّوقِ", "الخـطه للـسوق", "وبخطة «السوق»"],
)
def test_a_step_is_found_whatever_clitics_marks_and_spelling_it_has(printed):
    assert find(printed, "خطة السوق") == [Found(0, 0, 1)]


@pytest.mark.parametrize(
    ("alias", "printed"),
    [
        ("قانون الضريبة الجديد", "وقوانين الضرائب الجديدة"),
        ("رفع الرسوم", "ترفع رسومها"),
        ("الجسرُ", "للجسرين"),
    ],
)
def test_every_word_of_a_wording_may_be_inflected(alias, printed):
    assert find(printed, alias) == [Found(0, 0, len(alias.split()) - 1)]


def test_a_wording_in_parts_or_in_another_order_is_not_found():
    assert find("خطة", "خطة السوق") == find("سوق الخطة", "خطة السوق") == find("خطة جديدة للسوق", "خطة السوق") == []


def test_each_wording_is_found_where_it_stands():
    assert find("قبل الجسر الجديد وبعد خطة النهر", "خطة النهر", "الجسر") == [Found(1, 1, 1), Found(0, 4, 5)]


def test_wordings_in_a_cell_are_parted_by_bars():
    assert split_aliases(" خطة السوق | الجسر") == ("خطة السوق", "الجسر")
    assert split_aliases("|الجسر||") == ("الجسر",)
    assert split_aliases("") == split_aliases(" | ") == ()


def test_an_article_names_the_step_if_one_of_its_texts_does():
    assert names_step(["المطر غزير", "تأخرت خطة السوق"], PLAN)
    assert not names_step(["خطة", "السوق"], PLAN)
    assert not names_step([], PLAN)


# Sides


@pytest.mark.parametrize(
    ("said", "column"),
    [
        (("stance", "favor", "negated"), "against"),
        (("stance", "against", "quoted"), "against"),
        (("appraisal", "for", "negated"), "blame"),
        (("appraisal", "against", "negated"), "for"),
        (("explains", "yes", "negated"), "explains"),
    ],
)
def test_a_match_counts_for_its_side_and_a_negated_one_for_the_other(said, column):
    counted = step_counts([Found(0, 2, 3)], [(*said, 4)], before=False)
    assert +counted == {"target:given": 1, "target:named": 1, f"target:near_{column}": 1}


def test_what_takes_no_side_or_is_asked_or_conceded_is_not_counted():
    said = [("voice", "official", "plain", 1), ("stance", "favor", "asked", 4), ("appraisal", "against", "conceded", 5)]
    assert +step_counts([Found(0, 2, 3)], said, before=True) == {"target:given": 1, "target:named": 1, "target:named_before": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رفض السكان خطة السوق", {"near_against": 1}),
        ("لم يرفض السكان خطة السوق", {"near_favor": 1}),
        ("تأخرت خطة السوق لأن المطر غزير", {"near_explains": 1}),
        ("هل فشلت خطة السوق؟", {}),
        ("رغم فشل خطة السوق، بقي السكان", {}),
    ],
)
def test_a_sentence_that_names_the_step_takes_sides_near_it(text, expected):
    assert about(text) == [{"named": 1} | expected]


# Places


@pytest.mark.parametrize(("between", "place"), [(NEAR - 1, "near"), (NEAR, "beside")])
def test_a_word_farther_off_than_six_is_beside_the_step_on_either_side(between, place):
    some = "حجر " * between
    assert about(f"خطة السوق {some}فشل") == about(f"فشل {some}خطة السوق") == [{"named": 1, f"{place}_blame": 1}]


def test_a_word_near_any_of_the_steps_places_is_near():
    some = "حجر " * NEAR
    assert about(f"خطة السوق {some}فشل خطة السوق") == [{"named": 2, "near_blame": 1}]


def test_a_sentence_that_does_not_name_the_step_speaks_away_from_it():
    assert about("رفض السكان الجسر لأن الفشل قريب") == [{"away_against": 1, "away_explains": 1, "away_blame": 1}]


def test_a_side_counts_at_most_three_times():
    assert about("فشل " * (CAP + 2)) == [{"away_blame": CAP}]


def test_wordings_at_several_places_are_counted_each():
    assert about("الجسر ثم خطة السوق ثم الجسور", aliases=("خطة السوق", "الجسر", "الجسور")) == [{"named": 3}]


# Articles


def test_a_step_named_before_is_remembered_to_the_end_of_the_article():
    found = about("المطر غزير", "خطة السوق جديدة", "رفض السكان ذلك", "خطة السوق باقية")
    assert found == [{}, {"named": 1}, {"away_against": 1, "named_before": 1}, {"named": 1, "named_before": 1}]


def test_a_step_named_in_another_article_is_not_named_before():
    table = pd.DataFrame({"article_id": ["a", "a", "b"], "text": ["خطة السوق جديدة", "المطر غزير", "المطر غزير"], "aliases": PLAN * 3})
    X = Featuriser(SPACE).transform(table)
    assert X[:, SPACE.index["target:named_before"]].toarray().ravel().tolist() == [0, 1, 0]


def test_of_a_step_that_is_not_given_nothing_is_counted():
    given, none = (count_article([Unit("المطر غزير"), Unit("رفض السكان خطة السوق", aliases=a)], SPACE)[1] for a in (PLAN, ()))
    assert given["target:given"] == 1
    assert not [f for f in none if f.startswith("target:")]


def test_wordings_change_no_count_of_another_family_and_no_place():
    texts = ["قال الوزير إن خطة السوق فشل.", "رفض السكان ذلك."]
    named, plain = (read_units([Unit(t, aliases=a) for t in texts], SPACE) for a in (PLAN, ()))
    assert [{f: n for f, n in c.counts.items() if not f.startswith("target:")} for c in named] == [c.counts for c in plain]
    assert [(c.matches, c.speaker) for c in named] == [(c.matches, c.speaker) for c in plain]


def test_every_count_of_a_step_has_one_column():
    assert [n for n in SPACE.names if n.startswith("target:")] == [f"target:{c}" for c in COLUMNS]
    counted = count_article([Unit(t, aliases=PLAN) for t in ("خطة السوق نجاح", "رفض فشل", f"خطة السوق {'حجر ' * 9} لأن")], SPACE)
    assert {f for c in counted for f in c} <= set(SPACE.names)


# The coder

SENTENCES = ["رفض السكان خطة السوق.", "رحب السكان بخطة السوق.", "رفض السكان جسر القرية.", "رحب السكان بجسر القرية."]
TABLE = pd.DataFrame({"text": SENTENCES * 4, "aliases": ["خطة السوق|خطة سوق القرية"] * 16})
CODES = pd.DataFrame(
    {
        "stance": ["against", "favor", "neutral", "neutral"] * 4,
        "appraisal": ["against", "for", "none", "none"] * 4,
        "explains": ["yes", "no", "no", "no"] * 4,
        "voice": ["official", "expert", "author", "author"] * 4,
    }
)


def fitted(**parameters) -> FramingCoder:
    return FramingCoder(SPACE, C=10, n_folds=1, **parameters).fit(Featuriser(SPACE).transform(TABLE), CODES)


def weighed(model, variable: str) -> set[str]:
    """Columns of the target family with a weight for the variable."""
    rows = np.flatnonzero(model.weights[:, model.columns[variable]].any(axis=1))
    return {SPACE.names[i] for i in rows if SPACE.names[i].startswith("target:")}


def test_a_table_gives_each_unit_the_wordings_of_its_cell():
    table = pd.DataFrame({"article_id": ["a", "a", "b"], "text": ["سوق"] * 3, "aliases": ["خطة السوق| الجسر", "خطة السوق", ""]})
    assert [[u.aliases for u in article] for article in units_of(table)] == [[("خطة السوق", "الجسر"), PLAN], [()]]


def test_a_table_without_wordings_names_no_step():
    X = Featuriser(SPACE).transform(TABLE.drop(columns="aliases"))
    assert not X[:, [SPACE.index[f"target:{c}"] for c in COLUMNS]].nnz
    assert (Featuriser(SPACE).transform(TABLE.assign(aliases="")) != X).nnz == 0


def test_only_stance_is_decided_by_what_is_said_of_the_step():
    model = fitted().model_
    assert {v for v in model.classes if weighed(model, v)} == {"stance"}
    assert {"target:named", "target:near_favor", "target:near_against"} <= weighed(model, "stance")


def test_stance_tells_refusal_of_the_step_from_refusal_of_something_else():
    X = Featuriser(SPACE).transform(TABLE[:4])
    assert fitted().predict(X)["stance"].tolist() == ["against", "favor", "neutral", "neutral"]
    blind = fitted(families=("lex", "lemma", "cue", "shape"))
    assert not weighed(blind.model_, "stance")
    assert blind.predict(X)["stance"][:2].tolist() == blind.predict(X)["stance"][2:].tolist()


def test_naming_another_step_changes_the_stance_and_no_other_variable():
    one, other = (Featuriser(SPACE).transform(TABLE[:4].assign(aliases=a)) for a in ("خطة السوق", "جسر القرية"))
    coder = fitted()
    assert coder.predict(other)["stance"].tolist() == ["neutral", "neutral", "against", "favor"]
    before, after = coder.predict_proba(one), coder.predict_proba(other)
    assert [v for v in before if not before[v].equals(after[v])] == ["stance"]


def test_what_is_said_near_the_step_explains_its_stance():
    X = Featuriser(SPACE).transform(TABLE[:1])
    parts = fitted().explain(X, "stance", "against").set_index("feature")["contribution"]
    assert parts["target:near_against"] > 0
    assert not any(f.startswith("target:") for f in fitted().explain(X, "appraisal", "against")["feature"])
