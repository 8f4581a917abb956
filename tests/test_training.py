"""The training material, and the vocabulary and model that ship."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.audit import audit_entries
from framing.codes import check_row
from framing.estimators import Featuriser, units_of
from framing.features import VERSION, FeatureSpace, count_article, shipped_space
from framing.lexicon import Entry, Lexicon
from framing.model import shipped_model
from framing.news import News, read_lemmas
from framing.target import names_step, split_aliases
from framing.training import RESOURCES, SEEN, fit, main, read_exemplars, training_codes, training_set, vocabulary

NEWS = Path(__file__).parent.parent / "data" / "news"
SPACE = FeatureSpace(
    Lexicon([Entry("bad", "فشل", "appraisal", "against", 3, "g", "lemma"), Entry("good", "نجاح", "appraisal", "for", 3, "g", "lemma")]),
    ("سوق",),
)


# Exemplars


@pytest.fixture(scope="module")
def exemplars() -> pd.DataFrame:
    return read_exemplars()


def test_every_exemplar_has_an_id_of_its_own(exemplars):
    assert exemplars["exemplar_id"].is_unique
    assert exemplars["text"].is_unique


def test_every_exemplar_has_words_and_a_topic(exemplars):
    n_words = exemplars["text"].str.split().str.len()
    assert (n_words[exemplars["role"] != "heading"] > 1).all() and (n_words > 0).all()
    assert (exemplars["topic"].str.strip() != "").all()


def test_every_exemplar_is_coded_by_the_codebook(exemplars):
    for row in exemplars.to_dict("records"):
        check_row(row, row["exemplar_id"])


def test_exemplars_praise_blame_and_report_on_many_topics(exemplars):
    topics = exemplars.groupby("appraisal")["topic"].nunique()
    assert topics[["against", "for", "none"]].min() >= 5


def test_sentences_of_a_passage_stand_together_in_order(exemplars):
    passages = exemplars[exemplars["article_id"] != exemplars["exemplar_id"]]
    assert passages["article_id"].nunique() == (passages["article_id"] != passages["article_id"].shift()).sum() > 100
    for _, own in passages.groupby("article_id"):
        assert own["position"].tolist() == list(range(len(own)))
        assert own["role"].iloc[0] in ("headline", "body") and own[["step", "aliases"]].drop_duplicates().shape[0] == 1


def test_every_named_step_is_named_in_its_passage(exemplars):
    named = exemplars[exemplars["aliases"] != ""]
    for passage, own in named.groupby("article_id"):
        assert own["step"].iloc[0] and names_step(own["text"], split_aliases(own["aliases"].iloc[0])), passage


def test_stance_towards_a_named_step_does_not_follow_from_posture(exemplars):
    named = exemplars[exemplars["step"] != ""]
    sides = pd.crosstab(named["appraisal"], named["stance"])
    assert sides.loc["none", "favor"] > 20 and sides.loc["none", "against"] > 20
    assert sides.loc["for", "neutral"] > 20 and sides.loc["against", "neutral"] > 20


# The lexicon's audit


def test_the_lexicon_is_marked_and_pruned_as_the_audit_says(exemplars):
    news, space = News(NEWS), shipped_space()
    counts = [c for article in units_of(exemplars) for c in count_article(article, space)] + news.counts("training")
    verdict = audit_entries(counts, training_codes(news, exemplars), space.lexicon).set_index("entry")["verdict"]
    marked = pd.read_csv(RESOURCES / "lexicon.csv", dtype=str).set_index("entry")["tested"]
    assert not (verdict == "below chance").any()
    assert (marked == np.where(verdict == "untested", "no", "yes")).all()


def test_an_entry_nobody_tested_weighs_no_more_than_two():
    marked = pd.read_csv(RESOURCES / "lexicon.csv", dtype=str).set_index("entry")["tested"]
    assert max(e.weight for e in shipped_space().lexicon.entries if marked[e.entry] == "no") == 2


# Vocabulary


def texts(*lines: str) -> pd.DataFrame:
    return pd.DataFrame({"text": list(lines)})


def lemmas(**counts: int) -> pd.DataFrame:
    return pd.DataFrame([("d1", lemma, n) for lemma, n in counts.items()], columns=["document", "lemma", "count"])


def test_a_lemma_seen_often_enough_has_a_column():
    assert SEEN == 3
    assert vocabulary(texts("السوق والوزير", "سوق", "بالسوق"), lemmas()) == ("سوق",)


def test_occurrences_within_one_text_add_up():
    assert vocabulary(texts("سوق سوق سوق"), lemmas()) == ("سوق",)


def test_occurrences_in_exemplars_and_documents_add_up():
    assert vocabulary(texts("سوق", "سوق وزير"), lemmas(سوق=1, وزير=1)) == ("سوق",)


def test_occurrences_in_several_documents_add_up():
    documents = pd.DataFrame({"document": ["d1", "d2"], "lemma": ["سوق", "سوق"], "count": [1, 2]})
    assert vocabulary(texts("وزير"), documents) == ("سوق",)


def test_the_vocabulary_is_sorted():
    assert vocabulary(texts(), lemmas(وزير=9, سوق=3, خطه=4)) == ("خطه", "سوق", "وزير")


def test_the_shipped_vocabulary_is_that_of_the_training_material(exemplars):
    assert shipped_space().vocabulary == vocabulary(exemplars, read_lemmas(NEWS))


# Fitting


def training(source: str) -> tuple:
    lines = ["فشل السوق.", "نجاح السوق.", "فتح السوق."] * 4
    codes = pd.DataFrame(
        {
            "appraisal": ["against", "for", "none"] * 4,
            "group": [f"t{i // 3}" for i in range(12)],
            "source": ["exemplars"] * 6 + [source] * 6,
        }
    )
    return Featuriser(SPACE).transform(lines), codes


def test_a_coder_learns_from_a_training_set():
    X, y = training("wikinews")
    found = fit(X, y, space=SPACE, n_folds=2).predict(Featuriser(SPACE).transform(["نجاح", "فشل"]))
    assert found["appraisal"].tolist() == ["for", "against"]


def test_parameters_reach_the_coder():
    X, y = training("wikinews")
    assert fit(X, y, space=SPACE, C=3.0, n_folds=2).C == 3.0


def test_a_coder_may_learn_from_some_rows_only():
    X, y = training("wikinews")
    coder = fit(X, y, np.array([0, 1, 3, 4]), space=SPACE, n_folds=2)
    p = coder.predict_proba(X[[2]])["appraisal"]
    assert p["none"][0] < 0.01


def test_real_sentences_set_the_temperature():
    X, y = training("exemplars")
    y.loc[9:, "appraisal"] = ["for", "against", "for"]  # the last topic contradicts the other three
    real = {"agreeing": y.index < 9, "contradicting": y.index >= 9}
    at = {name: fit(X, y.assign(source=np.where(rows, "wikinews", "exemplars")), space=SPACE, n_folds=4) for name, rows in real.items()}
    assert at["agreeing"].model_.temperatures["appraisal"] < 1 < at["contradicting"].model_.temperatures["appraisal"]


def test_without_real_sentences_the_exemplars_set_it():
    X, y = training("exemplars")
    assert fit(X, y, space=SPACE, n_folds=2).model_.temperatures["appraisal"] != 1.0


# What ships


@pytest.fixture(scope="module")
def news() -> News:
    return News(NEWS)


@pytest.fixture(scope="module")
def material(news) -> tuple:
    return training_set(news, shipped_space())


def test_the_training_set_has_a_row_of_codes_per_row_of_features(material, exemplars):
    X, y = material
    assert X.shape == (len(y), len(shipped_space().names))
    assert (y["source"] == "exemplars").sum() == len(exemplars)
    assert y["source"].tolist()[: len(exemplars)] == ["exemplars"] * len(exemplars)


def test_the_training_set_holds_training_documents_only(material, news):
    documents = set(material[1].loc[material[1]["source"] != "exemplars", "group"])
    assert documents == set(news.documents.loc[news.documents["split"] == "training", "document"])


def test_the_shipped_model_says_what_it_was_made_from(material):
    about = shipped_model().about
    assert about["featuriser"] == VERSION
    assert about["trained_on"] == material[1]["source"].value_counts().to_dict()


def test_the_shipped_model_is_the_one_the_material_gives(material):
    X, y = material
    again, shipped = fit(X, y[["explains", "group", "source"]], n_folds=1).model_, shipped_model()  # one variable: all take long
    at = shipped.columns["explains"]
    assert again.names == shipped.names
    assert again.weights == pytest.approx(shipped.weights[:, at], abs=2e-3)
    assert again.intercepts == pytest.approx(shipped.intercepts[at], abs=2e-3)


# The command


@pytest.mark.parametrize("argv", [[], ["everything"]])
def test_the_command_says_what_it_can_rewrite(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "vocabulary" in capsys.readouterr().err


def test_the_command_fails_where_the_training_documents_are_not(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["vocabulary"]) == 1
    assert "lemmas.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("first_id", "last_id", "n", "raw"),
    [
        ("x0001", "x0600", 60, {"appraisal": 1.0, "explains": 0.97, "stance": 0.95, "voice": 1.0, "frames": 0.87}),
        ("x0601", "x1320", 72, {"appraisal": 1.0, "explains": 0.97, "stance": 0.94, "voice": 1.0, "frames": 0.86}),
        ("x1321", "x2001", 68, {"appraisal": 1.0, "explains": 0.99, "stance": 1.0, "voice": 0.99, "frames": 0.76}),
        ("x2002", "x3089", 114, {"appraisal": 0.99, "explains": 0.99, "stance": 1.0, "voice": 0.99, "frames": 0.83}),
    ],
)
def test_the_second_reading_of_each_batch_agrees_with_the_first_as_the_datasheet_says(first_id, last_id, n, raw):
    path = Path(__file__).parent.parent / "data" / "exemplars" / "second_reading.csv"
    second = pd.read_csv(path, keep_default_na=False).set_index("exemplar_id").loc[first_id:last_id]
    first = read_exemplars().set_index("exemplar_id").loc[second.index]
    assert len(second) == n
    assert {v: round(float((first[v] == second[v]).mean()), 2) for v in raw} == raw
