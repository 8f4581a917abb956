"""The coder by scikit-learn's contract."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from framing.codes import POSTURES
from framing.errors import FramingError
from framing.estimators import FAMILIES, Featuriser, FramingCoder, class_weights, coded_targets, lexicon_directions, targets, to_matrix
from framing.features import FeatureSpace, Unit, count_article, shipped_space
from framing.lexicon import Entry, Lexicon
from framing.model import load_model, save_model, shipped_model
from framing.scope import SCOPES

SPACE = FeatureSpace(
    Lexicon(
        [
            Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"),
            Entry("worse", "كارثة", "appraisal", "against", 1, "g", "lemma"),
            Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma"),
            Entry("why", "لأن", "explains", "yes", 2, "g", "surface"),
            Entry("minister", "وزير", "voice", "official", 3, "g", "lemma"),
        ]
    ),
    ("خطه", "سوق"),
)
TEXTS = ["فشل الخطة واضح.", "نجاح السوق كبير.", "وصل الوزير إلى حلب.", "تأخرت الخطة لأن المطر غزير."] * 4
CODES = pd.DataFrame(
    {
        "appraisal": ["against", "for", "none", "none"] * 4,
        "object": ["focal", "other", "-", "-"] * 4,
        "explains": ["no", "no", "no", "yes"] * 4,
        "stance": ["against", "favor", "neutral", "neutral"] * 4,
        "voice": ["author", "author", "official", "author"] * 4,
        "frames": ["capacity", "economic;capacity", "", ""] * 4,
    }
)
REPORTS = ["قال الوزير إن الخطة مستمرة.", "وصل الوزير إلى حلب.", "قال باحث إن السوق كبير.", "فشل السوق."] * 4
VOICES = pd.DataFrame({"voice": ["official", "author", "expert", "author"] * 4})
PRIMITIVES = CODES[["appraisal", "explains"]]


def matrix(texts=TEXTS):
    return Featuriser(SPACE).transform(texts)


def coder(**parameters) -> FramingCoder:
    return FramingCoder(SPACE, **{"n_folds": 3} | parameters)


@pytest.fixture(scope="module")
def fitted() -> FramingCoder:
    return coder().fit(matrix(), CODES)


# Featuriser


def column(X, name: str) -> list[float]:
    return X[:, SPACE.index[name]].toarray().ravel().tolist()


def test_texts_become_one_row_each():
    X = matrix(["فشل وفشل", "سوق", ""])
    assert X.shape == (3, len(SPACE.names))
    assert column(X, "lex:bad|plain") == [2, 0, 0]
    assert column(X, "lemma:سوق") == [0, 1, 0]


def test_columns_have_the_names_of_the_space():
    assert tuple(Featuriser(SPACE).get_feature_names_out()) == SPACE.names


def test_the_matrix_of_a_table_equals_that_of_its_counts():
    table = pd.DataFrame({"article_id": ["a", "a", "b"], "position": [0, 2, 1], "role": ["headline", "body", "bullet"], "text": TEXTS[:3]})
    units = [Unit(t, r, p) for t, r, p in zip(table["text"], table["role"], table["position"], strict=True)]
    counts = [*count_article(units[:2], SPACE), *count_article(units[2:], SPACE)]
    assert (matrix(table) != to_matrix(counts, SPACE.index)).nnz == 0


@pytest.mark.parametrize("kind", [list, tuple, pd.Series, np.array])
def test_texts_may_come_in_any_sequence(kind):
    assert (matrix(kind(TEXTS)) != matrix(pd.DataFrame({"text": TEXTS}))).nnz == 0


def test_units_see_the_one_before_within_their_article_only():
    texts = ["قال الوزير نعم.", "السوق مفتوح."]
    together, apart = ({"article_id": ids, "text": texts} for ids in (["a", "a"], ["a", "b"]))
    assert column(matrix(pd.DataFrame(together)), "cue:context_reported") == [0, 1]
    assert column(matrix(pd.DataFrame(apart)), "cue:context_reported") == [0, 0]
    assert column(matrix(texts), "cue:context_reported") == [0, 0]


@pytest.mark.parametrize("nothing", [[], pd.DataFrame({"text": []})])
def test_no_texts_have_no_rows(nothing):
    assert matrix(nothing).shape == (0, len(SPACE.names))


def test_a_count_without_a_column_is_left_out():
    assert to_matrix([{"a": 2, "unheard": 9}, {}], {"a": 0, "b": 1}).toarray().tolist() == [[2, 0], [0, 0]]


def test_matches_give_the_places_of_entries():
    units = pd.DataFrame({"unit_id": ["a:0", "a:1"], "article_id": ["a", "a"], "text": ["هذا فشل", "لا نجاح"]})
    rows = Featuriser(SPACE).matches(units).to_dict("split")
    assert rows["columns"] == ["unit_id", "feature", "start", "end"]
    assert rows["data"] == [["a:0", "lex:bad|plain", 4, 7], ["a:1", "lex:good|negated", 3, 7]]


def test_a_table_without_text_is_refused_by_its_columns():
    with pytest.raises(FramingError, match=r"no column 'text'; the table has \['body'\]"):
        matrix(pd.DataFrame({"body": ["سوق"]}))


def test_a_text_that_is_no_string_is_refused_by_its_type():
    with pytest.raises(FramingError, match="texts must be strings; got int"):
        matrix(["سوق", 3])


def test_a_missing_text_in_a_table_is_refused():
    with pytest.raises(FramingError, match="strings"):
        matrix(pd.DataFrame({"text": ["سوق", None]}))


def test_a_single_string_is_refused():
    with pytest.raises(FramingError, match="str"):
        matrix("سوق")


def test_matches_need_unit_ids():
    with pytest.raises(FramingError, match="unit_id"):
        Featuriser(SPACE).matches(pd.DataFrame({"text": ["سوق"]}))


# The contract


def test_a_clone_has_the_parameters_and_nothing_fitted(fitted):
    again = clone(fitted)
    assert again.get_params()["n_folds"] == 3
    assert again.space.names == SPACE.names
    assert not hasattr(again, "model_")


def test_init_only_stores():
    families = ("lex",)
    made = FramingCoder(SPACE, families=families)
    assert made.space is SPACE
    assert made.families is families
    assert {name for name in vars(made) if name.endswith("_")} == set()


def test_fit_returns_the_coder_and_counts_its_columns():
    made = coder(n_folds=1)
    assert made.fit(matrix(), PRIMITIVES) is made
    assert made.n_features_in_ == len(SPACE.names)
    assert tuple(made.classes_) == POSTURES


def test_a_pipeline_learns_from_a_tiny_set():
    pipeline = make_pipeline(Featuriser(SPACE), coder()).fit(TEXTS, PRIMITIVES)
    found = pipeline.predict(["فشل كبير", "نجاح كبير", "لأن المطر غزير"])
    assert found["appraisal"].tolist() == ["against", "for", "none"]
    assert found["explains"].tolist() == ["no", "no", "yes"]


def test_a_cloned_pipeline_learns_the_same():
    pipeline = make_pipeline(Featuriser(SPACE), coder())
    first, second = (clone(pipeline).fit(TEXTS, PRIMITIVES) for _ in range(2))
    assert np.array_equal(first[-1].model_.weights, second[-1].model_.weights)


def test_a_pipeline_cross_validates():
    pipeline = make_pipeline(Featuriser(SPACE), coder())
    scores = cross_val_score(pipeline, TEXTS, PRIMITIVES, cv=4, error_score="raise")
    assert scores.shape == (4,)
    assert ((scores > 0) & (scores <= 1)).all()


def test_parameters_are_set_through_the_pipeline():
    pipeline = make_pipeline(Featuriser(SPACE), coder()).set_params(framingcoder__C=2.0)
    assert pipeline[-1].C == 2.0


# Predictions


def test_every_variable_is_predicted_and_posture_beside(fitted):
    assert list(fitted.predict(matrix())) == [*targets(), "posture", "voice"]


def test_targets_leave_out_the_mark_for_no_object():
    assert targets()["object"] == ("focal", "other")
    assert targets()["frame:human"] == ("0", "1")


def test_probabilities_sum_to_one(fitted):
    tables = fitted.predict_proba(matrix())
    assert list(tables) == [*targets(), "posture", "voice"]
    for table in tables.values():
        assert table.to_numpy().sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))
        assert table.to_numpy().min() >= 0


def test_the_predicted_value_is_the_likeliest(fitted):
    tables, found = fitted.predict_proba(matrix()), fitted.predict(matrix())
    assert all((table.idxmax(axis=1) == found[variable]).all() for variable, table in tables.items() if variable != "voice")


def test_the_author_speaks_exactly_where_nothing_is_attributed():
    shipped = FramingCoder.shipped()
    X = Featuriser().transform([*TEXTS[:4], "قال وزير الزراعة إن الخطة نجحت.", "بحسب باحث، السوق مفتوح.", "رأى أن المطر غزير."])
    found, tables = shipped.predict(X), shipped.predict_proba(X)
    assert set(found["attributed"]) == {"no", "yes"}
    assert found["voice"].eq("author").tolist() == found["attributed"].eq("no").tolist()
    assert tables["voice"]["author"].to_numpy() == pytest.approx(tables["attributed"]["no"].to_numpy())


def test_the_voice_of_an_attributed_unit_is_its_likeliest_kind_of_speaker(fitted):
    found, tables = fitted.predict(matrix(REPORTS)), fitted.predict_proba(matrix(REPORTS))
    attributed = found["attributed"] == "yes"
    assert found.loc[attributed, "voice"].tolist() == tables["speaker_kind"].idxmax(axis=1)[attributed].tolist()


def test_voice_needs_both_of_its_steps():
    one = coder().fit(matrix(), CODES[["appraisal"]].assign(attributed=["no", "no", "yes", "no"] * 4))
    assert "voice" not in one.predict(matrix())


def test_voice_is_taken_apart_in_two():
    y = CODES[["voice"]].assign(voice=["author", "official", "expert", None] * 4)
    steps = CODES[["voice"]].assign(attributed=["no", "yes", "yes", ""] * 4, speaker_kind=["-", "official", "expert", ""] * 4)
    one, two = (coder(n_folds=1).fit(matrix(), codes).model_ for codes in (y, steps.drop(columns="voice")))
    assert one.classes == two.classes == {v: targets()[v] for v in ("attributed", "speaker_kind")}
    assert np.array_equal(one.weights, two.weights)


def test_columns_of_probabilities_are_the_values_in_codebook_order(fitted):
    tables = fitted.predict_proba(matrix())
    assert list(tables["voice"]) == ["author", "official", "anonymous", "expert", "civil", "media"]
    assert list(tables["posture"]) == list(POSTURES)


def test_a_value_never_seen_is_next_to_impossible(fitted):
    assert fitted.predict_proba(matrix())["voice"]["media"].max() < 0.05


def test_an_entry_never_seen_counts_as_its_group_does(fitted):
    p = fitted.predict_proba(matrix(["كارثة", "سوق"]))["appraisal"]["against"]
    assert "كارثة" not in " ".join(TEXTS)
    assert p[0] > p[1]


def test_no_units_have_no_predictions(fitted):
    assert len(fitted.predict(matrix([]))) == 0


def test_a_variable_with_one_value_in_training_is_always_that_value():
    one = coder().fit(matrix(), CODES[["appraisal"]].assign(appraisal="none"))
    assert set(one.predict(matrix(["فشل", "نجاح"]))["appraisal"]) == {"none"}


def test_posture_needs_both_of_its_primitives():
    assert "posture" not in coder().fit(matrix(), CODES[["appraisal", "stance"]]).predict(matrix())


def test_missing_codes_are_left_out():
    part = CODES[["appraisal"]].copy()
    part.loc[8:] = None
    assert np.array_equal(
        coder(n_folds=1).fit(matrix(), part).model_.weights, coder(n_folds=1).fit(matrix(TEXTS[:8]), part[:8]).model_.weights
    )


def test_objects_are_learnt_where_there_is_appraisal_only(fitted):
    alone = coder().fit(matrix([TEXTS[0], TEXTS[1]] * 4), CODES[CODES["object"] != "-"][["object"]])
    span = fitted.model_.columns["object"]
    assert fitted.model_.weights[:, span] == pytest.approx(alone.model_.weights[:, alone.model_.columns["object"]], abs=2e-3)


def test_two_fits_give_the_same_weights(fitted):
    again = coder().fit(matrix(), CODES)
    assert np.array_equal(again.model_.weights, fitted.model_.weights)
    assert again.model_.temperatures == fitted.model_.temperatures


def test_the_score_is_the_macro_f1_of_posture(fitted):
    assert fitted.score(matrix(), CODES) == 1.0
    wrong = CODES.assign(appraisal="both", explains="no")  # analytical throughout, a quarter of which is predicted
    assert fitted.score(matrix(), wrong) == pytest.approx((2 * 1 * 0.25 / 1.25) / 4)


# Codes as numbers


def test_codes_are_numbered_as_their_values_stand_and_minus_one_where_there_is_none():
    y = pd.DataFrame(
        {"appraisal": ["against", "none", "", None], "object": ["focal", "-", "other", ""], "voice": ["author", "expert", "media", None]}
    )
    at = {value: i for i, value in enumerate(targets()["appraisal"])}
    assert {v: codes.tolist() for v, codes in coded_targets(y).items()} == {
        "appraisal": [at["against"], at["none"], -1, -1],
        "object": [0, -1, 1, -1],
        "attributed": [0, 1, 1, -1],
        "speaker_kind": [-1, 2, 4, -1],
    }


def test_codes_of_every_variable_are_numbered_and_each_frame_is_there_or_not():
    found = coded_targets(CODES)
    assert list(found) == list(targets())
    assert found["frame:capacity"][:4].tolist() == [1, 1, 0, 0] and found["frame:economic"][:4].tolist() == [0, 1, 0, 0]


# Scores of units that were held out


def test_every_coded_unit_keeps_the_scores_of_a_fold_without_it(fitted):
    coded = coded_targets(CODES)
    assert list(fitted.held_out_) == list(targets())
    for variable, scores in fitted.held_out_.items():
        span = fitted.model_.columns[variable]
        assert scores.shape == (len(TEXTS), span.stop - span.start)
        assert (np.isfinite(scores).all(axis=1) == (coded[variable] >= 0)).all() and (np.isnan(scores) == np.isnan(scores[:, :1])).all()


def test_held_out_scores_know_no_code_of_the_units_group():
    groups = np.repeat(["a", "b", "c", "d"], 4)
    slip = CODES[["appraisal"]].copy()
    slip.loc[0, "appraisal"] = "for"
    before, after = (coder(balance=0, n_folds=4).fit(matrix(), y, groups).held_out_["appraisal"] for y in (CODES[["appraisal"]], slip))
    assert np.array_equal(before[:4], after[:4])
    assert (before[4:] != after[4:]).any(axis=1).all()


def test_held_out_scores_are_not_those_of_the_model_that_saw_all(fitted):
    assert np.abs(fitted.held_out_["appraisal"] - fitted.decision_function(matrix())["appraisal"]).max() > 0.01


@pytest.mark.parametrize(("folds", "groups"), [(1, None), (3, ["a"] * 16)], ids=["one fold", "one group"])
def test_without_a_second_fold_nothing_is_held_out(folds, groups):
    found = coder(n_folds=folds).fit(matrix(), PRIMITIVES, groups).held_out_
    assert list(found) == list(PRIMITIVES) and all(np.isnan(scores).all() for scores in found.values())


# Parameters


def test_every_column_is_of_a_family_and_every_family_is_used_unless_others_are_asked_for():
    assert {name.split(":")[0] for name in shipped_space("accurate").names} == set(FAMILIES) == set(FramingCoder().families)


def test_families_that_are_not_used_weigh_nothing():
    weights = coder(families=("lex",), n_folds=1).fit(matrix(), PRIMITIVES).model_.weights
    used = {SPACE.names[i].split(":")[0] for i in np.flatnonzero(weights.any(axis=1))}
    assert used == {"lex"}


@pytest.mark.parametrize("variable", ["attributed", "speaker_kind"])
def test_words_and_entries_carry_no_weight_for_the_variables_of_voice(variable):
    model = coder(n_folds=1).fit(matrix(REPORTS), VOICES).model_
    weighed = np.flatnonzero(model.weights[:, model.columns[variable]].any(axis=1))
    assert {SPACE.names[i].split(":")[0] for i in weighed} == {"cue"}


def test_voice_has_a_penalty_of_its_own():
    loose, tight = (coder(n_folds=1, C_reporting=c).fit(matrix(REPORTS), VOICES).model_.weights for c in (10, 0.01))
    assert abs(loose).max() > 5 * abs(tight).max()


def test_the_penalty_of_voice_leaves_the_other_variables_alone():
    loose, tight = (coder(n_folds=1, C_reporting=c).fit(matrix(), PRIMITIVES).model_.weights for c in (10, 0.01))
    assert np.array_equal(loose, tight)


def test_without_cues_voice_is_a_matter_of_shares():
    model = coder(families=("lex", "lemma"), n_folds=1).fit(matrix(REPORTS), VOICES).model_
    assert not model.weights.any()


def test_a_report_is_learnt_from_its_cues_and_not_from_its_words():
    found = coder(C_reporting=10).fit(matrix(REPORTS), VOICES).predict(matrix(["قال الوزير إن المطر غزير.", "وصل الوزير إلى السوق."]))
    assert found["voice"].tolist() == ["official", "author"]


def test_without_sums_an_entry_never_seen_weighs_nothing():
    weights = coder(C_lexicon=0, n_folds=1).fit(matrix(), PRIMITIVES).model_.weights
    assert not weights[SPACE.index["lex:worse|plain"]].any()
    assert weights[SPACE.index["lex:bad|plain"]].any()


def test_one_fold_leaves_scores_uncalibrated():
    assert set(coder(n_folds=1).fit(matrix(), PRIMITIVES).model_.temperatures.values()) == {1.0}


def test_one_group_leaves_scores_uncalibrated():
    assert set(coder().fit(matrix(), PRIMITIVES, groups=["a"] * 16).model_.temperatures.values()) == {1.0}


def test_units_of_no_weight_teach_nothing():
    weight = np.array([1.0] * 8 + [1e-9] * 8)
    wrong = PRIMITIVES.copy()
    wrong.loc[8:, "appraisal"] = "both"
    found = coder(balance=0, n_folds=1).fit(matrix(), wrong, sample_weight=weight).predict(matrix(TEXTS[:3]))
    assert found["appraisal"].tolist() == ["against", "for", "none"]


@pytest.mark.parametrize(
    ("balance", "expected"),
    [(0, [1, 1, 1, 1]), (1, [2 / 3, 2 / 3, 2 / 3, 2]), (0.5, [0.845, 0.845, 0.845, 1.464])],
)
def test_a_class_weighs_by_a_power_of_its_size(balance, expected):
    assert class_weights(np.array([0, 0, 0, 1]), balance) == pytest.approx(np.array(expected), abs=1e-3)


def test_balance_helps_the_rare_value():
    rare = CODES[["appraisal"]].assign(appraisal=["for"] * 2 + ["none"] * 14)
    even, plain = (coder(balance=b, n_folds=1).fit(matrix(), rare).predict_proba(matrix(["سوق"]))["appraisal"]["for"][0] for b in (1, 0))
    assert even > plain


def test_the_units_chosen_set_the_temperature():
    codes = CODES[["appraisal"]].copy()
    codes.loc[12:, "appraisal"] = ["for", "against", "for", "against"]  # the last four contradict the first twelve
    true, false = (
        coder().fit(matrix(), codes, calibrate=chosen).model_.temperatures["appraisal"] for chosen in (codes.index < 12, codes.index >= 12)
    )
    assert true < 1 < false


def test_choosing_no_unit_chooses_all():
    temperatures = [coder().fit(matrix(), PRIMITIVES, calibrate=c).model_.temperatures for c in ([False] * 16, None)]
    assert temperatures[0] == temperatures[1]


def test_directions_weigh_entries_in_thirds():
    directions = lexicon_directions(SPACE)
    assert directions.shape == (len(SPACE.names), 4 * len(SCOPES))  # against, for, yes, official
    bad, worse = (directions[SPACE.index[f"lex:{e}|plain"]].toarray().ravel() for e in ("bad", "worse"))
    assert bad.argmax() == worse.argmax()
    assert (bad.max(), worse.max()) == (1.0, pytest.approx(1 / 3))


def test_a_direction_belongs_to_one_scope():
    directions = lexicon_directions(SPACE)
    places = {directions[SPACE.index[f"lex:bad|{s}"]].indices[0] for s in SCOPES}
    assert len(places) == len(SCOPES)


def test_a_space_without_a_lexicon_can_be_fitted():
    bare = FeatureSpace(Lexicon([]), ("خطه", "سوق"))
    X = Featuriser(bare).transform(TEXTS)
    assert len(FramingCoder(bare, n_folds=2).fit(X, CODES).predict(X)) == len(TEXTS)


# Explanations


@pytest.mark.parametrize(("variable", "value", "column"), [("appraisal", "against", 0), ("appraisal", "none", 3), ("explains", "no", 0)])
def test_contributions_and_intercept_add_up_to_the_score(fitted, variable, value, column):
    parts = fitted.explain(matrix(), variable, value).groupby("row")["contribution"].sum()
    score = fitted.decision_function(matrix())[variable][:, column]
    assert parts.to_numpy() == pytest.approx(score, abs=1e-6)


def test_the_first_of_two_values_adds_up_to_the_negative_score(fitted):
    parts = fitted.explain(matrix(), "explains", "yes").groupby("row")["contribution"].sum()
    assert parts.to_numpy() == pytest.approx(-fitted.decision_function(matrix())["explains"][:, 0], abs=1e-6)


@pytest.mark.parametrize(
    ("variable", "value", "column", "sign"), [("attributed", "yes", 0, 1), ("attributed", "no", 0, -1), ("speaker_kind", "expert", 2, 1)]
)
def test_contributions_of_the_shipped_coder_add_up_to_its_scores(variable, value, column, sign):
    shipped, X = FramingCoder.shipped(), Featuriser().transform([*TEXTS[:4], *REPORTS[:4]])
    parts = shipped.explain(X, variable, value).groupby("row")["contribution"].sum()
    assert parts.to_numpy() == pytest.approx(sign * shipped.decision_function(X)[variable][:, column], abs=1e-6)


def test_the_cues_of_a_report_explain_that_it_is_attributed_and_to_whom():
    shipped, X = FramingCoder.shipped(), Featuriser().transform(["قال وزير الزراعة إن الخطة نجحت."])
    attributed, kind = (
        shipped.explain(X, v, x).set_index("feature")["contribution"] for v, x in (("attributed", "yes"), ("speaker_kind", "official"))
    )
    assert {f.split(":")[0] for f in (*attributed.index, *kind.index)} == {"(intercept)", "cue"}
    assert attributed["cue:saying_clause_first"] > 0
    assert kind.drop("(intercept)").idxmax() == "cue:speaker_official"


def test_an_entry_of_the_lexicon_contributes_to_its_value(fitted):
    parts = fitted.explain(matrix(["فشل"]), "appraisal", "against").set_index("feature")["contribution"]
    assert parts["lex:bad|plain"] > 0
    assert parts.drop("(intercept)").idxmax() == "lex:bad|plain"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("appraisal", "wrong"), ("mood", "for"), ("posture", "skeptical"), ("voice", "official"), ("speaker_kind", "author")],
)
def test_an_unknown_value_cannot_be_explained(fitted, variable, value):
    with pytest.raises(FramingError, match=f"no {variable}={value}; the coder knows"):
        fitted.explain(matrix(), variable, value)


# Model files


def test_a_saved_coder_gives_the_same_bytes_twice(fitted, tmp_path):
    save_model(fitted.model_, tmp_path / "a.zip")
    save_model(coder().fit(matrix(), CODES).model_, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_loaded_coder_predicts_the_same(fitted, tmp_path):
    save_model(fitted.model_, tmp_path / "m.zip")
    again = coder()
    again.model_ = load_model(tmp_path / "m.zip")
    before, after = fitted.predict_proba(matrix()), again.predict_proba(matrix())
    assert all(np.array_equal(before[v], after[v]) for v in before)


def test_the_model_scores_counts_as_the_coder_scores_the_matrix(fitted):
    counts = [c for t in TEXTS for c in count_article([Unit(t)], SPACE)]
    scores = np.hstack(list(fitted.decision_function(matrix()).values()))
    assert fitted.model_.scores(counts) == pytest.approx(scores, abs=1e-6)


def test_the_shipped_model_fits_the_shipped_space():
    assert shipped_model().names == shipped_space().names
    assert shipped_model().classes == targets()


# Errors


def test_a_matrix_of_another_space_is_refused_by_its_width():
    with pytest.raises(FramingError, match=f"3 columns; the feature space has {len(SPACE.names)}"):
        coder().fit(np.ones((16, 3)), CODES)


def test_codes_of_other_units_are_refused_by_their_number():
    with pytest.raises(FramingError, match="16 rows of features and 3 of codes"):
        coder().fit(matrix(), CODES[:3])


def test_codes_of_unknown_variables_are_refused_with_those_allowed():
    with pytest.raises(FramingError, match="allowed are appraisal, object, explains, stance, attributed, speaker_kind"):
        coder().fit(matrix(), pd.DataFrame({"mood": ["x"] * 16}))


@pytest.mark.parametrize("method", ["decision_function", "predict", "predict_proba"])
def test_a_coder_that_is_not_fitted_says_so(method):
    with pytest.raises(NotFittedError):
        getattr(coder(), method)(matrix())


def test_a_misspelt_value_is_refused():
    with pytest.raises(FramingError, match="agianst"):
        coder(n_folds=1).fit(matrix(), PRIMITIVES.replace({"appraisal": {"against": "agianst"}}))


def test_a_misspelt_voice_is_refused():
    with pytest.raises(FramingError, match="voice is 'oficial'; allowed are author, official"):
        coder(n_folds=1).fit(matrix(), CODES[["voice"]].replace({"voice": {"official": "oficial"}}))


def test_an_unknown_family_is_refused():
    with pytest.raises(FramingError, match="no family of features 'lexicon'; allowed are lex, lemma, cue, shape, target, vec"):
        coder(families=("lex", "lexicon"), n_folds=1).fit(matrix(), PRIMITIVES)


def test_a_score_without_codes_of_posture_is_refused(fitted):
    with pytest.raises(FramingError, match="posture"):
        fitted.score(matrix(), CODES[["stance"]])
