"""The study's tables: what ships, both routes to the matrix, and what stops the build."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.estimators import Featuriser, to_matrix
from framing.features import shipped_space
from framing.read import read_page
from framing.segment import segment
from framing.study import ARTICLE_COLUMNS, TABLES, Study, _opening, check_manifest, read_features, rewrite, verify
from framing.tables import write_csv

DATA = Path(__file__).parent.parent / "data"
# Constructed: an invented outlet's page about an invented bridge.
PAGE = """المرفأ الجديد
الأحد ٣ / مايو / ٢٠٢٦
المدينة تفتتح جسرها المعلق
افتتح رئيس البلدية صباح اليوم جسر المدينة المعلق بعد أربع سنوات من الأعمال وسط حضور كبير من السكان.
وقال مهندس المشروع إن الجسر يمثل إنجازا كبيرا لأنه يختصر الطريق إلى الميناء. وفشلت المحاولات السابقة كلها.
النشرة البريدية
اشترك في قائمتنا البريدية
"""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bridge.txt").write_text(PAGE, "utf-8")
    study = tmp_path / "study"
    row = dict.fromkeys(ARTICLE_COLUMNS, "") | {"article_id": "bridge", "dump": "bridge.txt", "focal_step": "the opening of the bridge"}
    write_csv(pd.DataFrame([row]), study / "articles.csv")
    rewrite(folder, study)
    return folder, study


@pytest.mark.parametrize("name", list(TABLES))
def test_each_table_has_its_columns_and_no_empty_key(name):
    table = pd.read_csv(DATA / "study" / name, dtype=str, keep_default_na=False)
    assert list(table.columns) == TABLES[name]
    assert (table[TABLES[name][0]] != "").all()


def test_unit_ids_are_article_and_position_and_stand_once():
    units = Study(DATA).units
    assert units["unit_id"].is_unique
    assert (units["unit_id"] == units["article_id"] + ":" + units["position"].astype(str)).all()


def test_features_are_single_lemmas_entries_cues_shapes_and_what_is_near_a_step_and_nothing_else():
    names = set(Study(DATA).features["feature"])
    assert names <= set(shipped_space().names)
    assert all(re.fullmatch(r"(lex:e\d+\|\w+|lemma:\w+|cue:\w+|shape:\w+|target:\w+)", n) for n in names)


def test_no_shipped_table_holds_a_text_column():
    assert not any("text" in columns or "hash" in columns for columns in TABLES.values())


def test_every_coder_coded_every_unit():
    study = Study(DATA)
    assert {coder: len(w) for coder, w in study.wide.items()} == dict.fromkeys(study.wide, len(study.units))


def test_both_routes_give_the_same_matrix(corpus):
    folder, study = corpus
    article = read_page(folder / "bridge.txt")[0]
    units = segment(pd.DataFrame([{"article_id": "bridge", "title": article.title, "text": article.text}]))
    shipped = pd.read_csv(study / "features.csv", dtype={"value": int}, keep_default_na=False)
    counts = [dict(shipped.loc[shipped["unit_id"] == u, ["feature", "value"]].itertuples(index=False, name=None)) for u in units["unit_id"]]
    from_text = Featuriser().transform(units)
    assert from_text.nnz > 30
    assert (from_text != to_matrix(counts, shipped_space().index)).nnz == 0


def test_the_shipped_features_give_a_row_per_unit():
    study = Study(DATA)
    matrix = read_features(study)
    assert matrix.shape == (len(study.units), len(shipped_space().names))
    assert np.diff(matrix.indptr).min() > 0


def test_an_untouched_corpus_verifies(corpus):
    assert verify(*corpus) is None


def test_one_changed_word_is_named_with_its_article_and_table(corpus):
    folder, study = corpus
    (folder / "bridge.txt").write_text(PAGE.replace("إنجازا كبيرا", "إخفاقا كبيرا"), "utf-8")
    with pytest.raises(FramingError, match=r"article bridge: data/study/articles.csv, data/study/features.csv, data/study/lemmas.csv"):
        verify(folder, study)


def test_a_missing_dump_is_named(corpus):
    folder, study = corpus
    (folder / "bridge.txt").unlink()
    with pytest.raises(FramingError, match=r"bridge\.txt: no such dump"):
        verify(folder, study)


def test_another_number_of_articles_is_an_error(corpus):
    folder, study = corpus
    (folder / "bridge.txt").write_text("قائمة\nبحث\n", "utf-8")
    with pytest.raises(FramingError, match="0 articles found"):
        verify(folder, study)


def test_a_printed_date_that_contradicts_the_table_is_an_error(corpus):
    folder, study = corpus
    (folder / "bridge.txt").write_text(PAGE.replace("٣ / مايو", "٤ / مايو"), "utf-8")
    with pytest.raises(FramingError, match="prints the date 2026-05-04"):
        verify(folder, study)


def test_features_older_than_the_lexicon_stop_the_build():
    found = json.loads((DATA / "study" / "manifest.json").read_text("utf-8"))
    found["lexicon"]["e0001"] = "كلمة أخرى"
    with pytest.raises(FramingError, match="its lexicon is not the package's; the features are older"):
        check_manifest(found, shipped_space())


def test_features_of_another_featuriser_stop_the_build():
    found = json.loads((DATA / "study" / "manifest.json").read_text("utf-8")) | {"featuriser": "0"}
    with pytest.raises(FramingError, match="featuriser 0, the package has"):
        check_manifest(found, shipped_space())


def test_a_dropped_in_coder_joins_by_itself(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copy(DATA / "codings" / "reading_1.csv", tmp_path / "data" / "codings" / "amal.csv")
    study = Study(tmp_path / "data")
    assert study.coders["amal"]["kind"] == "person"
    assert (study.codings["coder"] == "amal").sum() == (study.codings["coder"] == "reading_1").sum()


def test_a_coding_of_another_text_stops_the_build(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "codings" / "reading_1.csv"
    path.write_text(path.read_text("utf-8").replace("levant:1,25,155", "levant:1,26,155"), "utf-8")
    with pytest.raises(FramingError, match="unit levant:1 had 26 words and 155 characters when coded"):
        Study(tmp_path / "data")


def test_no_record_holds_more_than_the_first_words_of_a_headline():
    titles = Study(DATA).articles["title"]
    assert all(len(t.removesuffix(" …").split()) <= 5 for t in titles) and sum(t.endswith(" …") for t in titles) == 5
    assert _opening("one two three four five") == "one two three four five"
    assert _opening("one two three four five six") == "one two three four five …"


def test_the_opening_of_a_printed_headline_stands_once_in_its_record():
    def letters(text: str) -> str:
        return re.sub("[^\u0621-\u064a]", "", text)

    titles = {letters(t) for t in Study(DATA).articles["title"] if t}
    skipped = {".venv", ".git", "build", "dist", "__pycache__"}
    paths = [p for p in DATA.parent.rglob("*") if p.is_file() and not skipped & set(p.relative_to(DATA.parent).parts)]
    held = {
        (str(p.relative_to(DATA.parent)), n)
        for p in paths
        for t in titles
        if (n := letters(p.read_text("utf-8", errors="ignore")).count(t))
    }
    assert held == {("data/study/articles.csv", 1)}
