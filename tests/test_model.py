"""The linear model: scores, probabilities, contributions, and its file."""

import ast
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from framing.errors import FramingError
from framing.model import Model, likeliest_voice, load_model, posture_probabilities, save_model, shipped_model, voice_probabilities

SOURCE = Path(__file__).parent.parent / "src" / "framing"
CLASSES = {"explains": ("yes", "no"), "appraisal": ("against", "for", "none")}


def tiny(**changes) -> Model:
    """Two features; one column for explains (the score of no), three for appraisal."""
    parts = {
        "names": ("a", "b"),
        "classes": CLASSES,
        "weights": np.array([[1.0, 2.0, 0.0, -2.0], [0.5, 0.0, 1.0, 0.0]], dtype="f4"),
        "intercepts": np.array([0.25, 0.0, 0.0, 1.0]),
        "temperatures": {"explains": 2.0},
        "about": {"made": "here"},
    }
    return Model(**parts | changes)


# Scores


def test_a_variable_of_two_values_has_one_column():
    assert tiny().columns == {"explains": slice(0, 1), "appraisal": slice(1, 4)}


def test_a_score_is_the_intercept_and_count_times_weight():
    assert tiny().scores([{"a": 2, "b": 1}]).tolist() == [[2.75, 4.0, 1.0, -3.0]]


def test_a_unit_without_features_scores_the_intercepts():
    assert tiny().scores([{}, {"a": 0}]).tolist() == [[0.25, 0.0, 0.0, 1.0]] * 2


def test_features_the_model_does_not_know_count_nothing():
    assert tiny().scores([{"unheard": 5, "b": 1}]).tolist() == [[0.75, 0.0, 1.0, 1.0]]


def test_no_units_have_no_scores():
    assert tiny().scores([]).shape == (0, 4)


# Probabilities


def test_the_column_of_two_values_is_the_score_of_the_second():
    p = tiny().probabilities(np.array([[2 * np.log(3), 0.0, 0.0, 0.0]]))  # divided by the temperature 2
    assert p["explains"] == pytest.approx(np.array([[0.25, 0.75]]))


def test_a_missing_temperature_is_one():
    p = tiny().probabilities(np.array([[0.0, np.log(2), 0.0, 0.0]]))
    assert p["appraisal"] == pytest.approx(np.array([[0.5, 0.25, 0.25]]))


def test_probabilities_sum_to_one():
    scores = np.random.default_rng(0).normal(0, 5, (20, 4))
    assert all(p.sum(axis=1) == pytest.approx(np.ones(20)) for p in tiny().probabilities(scores).values())


def test_large_scores_do_not_overflow():
    p = tiny().probabilities(np.array([[50.0, 1e4, 0.0, -1e4]]))
    assert p["appraisal"].tolist() == [[1.0, 0.0, 0.0]]


def test_very_negative_scores_do_not_overflow():
    assert tiny().probabilities(np.array([[-2000.0, 0.0, 0.0, 0.0]]))["explains"].tolist() == [[1.0, 0.0]]


def test_posture_follows_from_appraisal_and_explanation():
    classes = {"appraisal": ("against", "for", "both", "none"), "explains": ("yes", "no")}
    p = {"appraisal": np.array([[0.4, 0.3, 0.1, 0.2]]), "explains": np.array([[0.25, 0.75]])}
    assert posture_probabilities(p, classes) == pytest.approx(np.array([[0.4, 0.3, 0.15, 0.15]]))


def test_posture_does_not_hang_on_the_order_of_the_values():
    classes = {"appraisal": ("none", "both", "for", "against"), "explains": ("no", "yes")}
    p = {"appraisal": np.array([[0.2, 0.1, 0.3, 0.4]]), "explains": np.array([[0.75, 0.25]])}
    assert posture_probabilities(p, classes) == pytest.approx(np.array([[0.4, 0.3, 0.15, 0.15]]))


VOICES = {"attributed": ("no", "yes"), "speaker_kind": ("official", "expert")}


def test_voice_follows_from_attribution_and_the_kind_of_speaker():
    p = {"attributed": np.array([[0.4, 0.6]]), "speaker_kind": np.array([[0.75, 0.25]])}
    assert voice_probabilities(p, VOICES) == pytest.approx(np.array([[0.4, 0.45, 0.15]]))


def test_voice_does_not_hang_on_the_order_of_no_and_yes():
    p = {"attributed": np.array([[0.6, 0.4]]), "speaker_kind": np.array([[0.75, 0.25]])}
    assert voice_probabilities(p, VOICES | {"attributed": ("yes", "no")}) == pytest.approx(np.array([[0.4, 0.45, 0.15]]))


def test_voices_sum_to_one():
    draw = np.random.default_rng(0).dirichlet
    voices = voice_probabilities({"attributed": draw([1, 1], 20), "speaker_kind": draw([1, 1], 20)}, VOICES)
    assert voices.sum(axis=1) == pytest.approx(np.ones(20))


@pytest.mark.parametrize(
    ("p", "column"),
    [
        ([0.5, 0.3, 0.2], 0),
        ([0.49, 0.4, 0.11], 1),
        ([0.45, 0.25, 0.3], 2),  # less likely than author, but the sentence is somebody's
        ([1.0, 0.0, 0.0], 0),
        ([0.0, 0.5, 0.5], 1),
    ],
)
def test_the_author_speaks_unless_the_sentence_is_more_likely_attributed(p, column):
    assert likeliest_voice(np.array([p])).tolist() == [column]


def test_no_units_have_no_voice():
    assert likeliest_voice(np.empty((0, 3))).tolist() == []


# Contributions


def test_contributions_are_count_times_weight():
    assert tiny().contributions({"a": 2, "b": 1}, "appraisal", "none") == {"(intercept)": 1.0, "a": -4.0}


def test_the_first_of_two_values_has_the_opposite_sign():
    assert tiny().contributions({"a": 2, "b": 1}, "explains", "no") == {"(intercept)": 0.25, "a": 2.0, "b": 0.5}
    assert tiny().contributions({"a": 2, "b": 1}, "explains", "yes") == {"(intercept)": -0.25, "a": -2.0, "b": -0.5}


@pytest.mark.parametrize(("variable", "value", "column"), [("explains", "no", 0), ("appraisal", "against", 1), ("appraisal", "none", 3)])
def test_contributions_add_up_to_the_score(variable, value, column):
    counted = {"a": 3, "b": 2, "unheard": 1}
    parts = tiny().contributions(counted, variable, value)
    assert sum(parts.values()) == pytest.approx(tiny().scores([counted])[0, column], abs=1e-6)


@pytest.mark.parametrize(
    ("variable", "value", "at"), [("attributed", "yes", 0), ("speaker_kind", "official", 0), ("speaker_kind", "media", 4)]
)
def test_contributions_of_the_shipped_model_add_up_to_its_scores(variable, value, at):
    model = shipped_model()
    counted = {name: 1 + i % 3 for i, name in enumerate(model.names[::7])}
    parts = model.contributions(counted, variable, value)
    column = model.columns[variable].start + at
    assert sum(parts.values()) == pytest.approx(model.scores([counted])[0, column], abs=1e-6)


@pytest.mark.parametrize("variable", ["attributed", "speaker_kind"])
def test_the_shipped_model_weighs_cues_alone_for_the_variables_of_voice(variable):
    model = shipped_model()
    weighed = np.flatnonzero(model.weights[:, model.columns[variable]].any(axis=1))
    assert {model.names[i].split(":")[0] for i in weighed} == {"cue"}


# The file


@pytest.fixture
def path(tmp_path) -> Path:
    save_model(tiny(), tmp_path / "model.zip")
    return tmp_path / "model.zip"


def rewrite(path: Path, **members: bytes | None) -> None:
    """The model file with members replaced, or left out; model stands for model.json and so on."""
    names = {"model": "model.json", "weights": "weights.f4", "intercepts": "intercepts.f8"}
    with zipfile.ZipFile(path) as z:
        held = {short: z.read(name) for short, name in names.items()} | members
    with zipfile.ZipFile(path, "w") as z:
        for short, data in held.items():
            if data is not None:
                z.writestr(names[short], data)


def meta(path: Path, **changes) -> bytes:
    with zipfile.ZipFile(path) as z:
        return json.dumps(json.loads(z.read("model.json")) | changes).encode()


def test_a_model_comes_back_as_it_was_saved(path):
    got, given = load_model(path), tiny()
    assert (got.names, got.classes, got.temperatures, got.about) == (given.names, given.classes, given.temperatures, given.about)
    assert np.array_equal(got.weights, given.weights)
    assert np.array_equal(got.intercepts, given.intercepts)


def test_a_loaded_model_scores_the_same(path):
    counts = [{"a": 1}, {"b": 3}, {}]
    assert np.array_equal(load_model(path).scores(counts), tiny().scores(counts))


def test_the_same_model_gives_the_same_bytes_twice(path, tmp_path):
    save_model(tiny(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_no_clock_enters_the_file(path):
    with zipfile.ZipFile(path) as z:
        assert {info.date_time for info in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_loaded_model_is_saved_as_the_same_bytes(path, tmp_path):
    save_model(load_model(path), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_arabic_names_come_back(tmp_path):
    save_model(tiny(names=("lemma:خطه", "lex:e1|plain")), tmp_path / "m.zip")
    assert load_model(tmp_path / "m.zip").names == ("lemma:خطه", "lex:e1|plain")


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(FramingError, match=r"none\.zip: not a framing model"):
        load_model(tmp_path / "none.zip")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", pickle.dumps({"names": []})])
def test_a_file_that_is_no_archive_is_refused(tmp_path, data):
    (tmp_path / "m.zip").write_bytes(data)
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(tmp_path / "m.zip")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_refused(path, share):
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(path)


@pytest.mark.parametrize("member", ["model", "weights", "intercepts"])
def test_a_file_without_one_of_its_parts_is_refused(path, member):
    rewrite(path, **{member: None})
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(path)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xff", b"{}"])
def test_a_description_that_is_no_json_object_of_a_model_is_refused(path, text):
    rewrite(path, model=text)
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(path)


@pytest.mark.parametrize("weights", [b"", b"\0" * 7, b"\0" * 28, b"\0" * 36])
def test_weights_that_do_not_fit_the_names_are_refused(path, weights):
    rewrite(path, weights=weights)
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(path)


def test_another_format_is_refused_and_the_readable_one_named(path):
    rewrite(path, model=meta(path, format=99))
    with pytest.raises(FramingError, match="model format 99; this version reads 1"):
        load_model(path)


@pytest.mark.parametrize("changes", [{"names": 3}, {"classes": [1]}, {"classes": {"explains": 2}}])
def test_a_description_of_other_types_is_refused(path, changes):
    rewrite(path, model=meta(path, **changes))
    with pytest.raises(FramingError):
        load_model(path)


@pytest.mark.parametrize("text", [b"[]", b"null", b"[" * 100_000])
def test_a_description_that_is_no_object_is_refused(path, text):
    rewrite(path, model=text)
    with pytest.raises(FramingError):
        load_model(path)


@pytest.mark.parametrize("key", ["temperatures", "about"])
def test_a_description_without_a_key_is_refused(path, key):
    known = json.loads(meta(path))
    rewrite(path, model=json.dumps({k: v for k, v in known.items() if k != key}).encode())
    with pytest.raises(FramingError):
        load_model(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"classes": {"explains": ["yes", "no"]}},
        {"names": ["a", "a"]},
        {"temperatures": {"explains": 0}},
        {"temperatures": {"explains": "hot"}},
        {"temperatures": []},
    ],
)
def test_a_description_that_does_not_fit_its_arrays_is_refused(path, changes):
    rewrite(path, model=meta(path, **changes))
    with pytest.raises(FramingError):
        load_model(path)


@pytest.mark.parametrize("member", ["weights", "intercepts"])
def test_numbers_that_are_none_are_refused(path, member):
    rewrite(path, **{member: np.full((2, 4) if member == "weights" else 4, np.nan, "<f4" if member == "weights" else "<f8").tobytes()})
    with pytest.raises(FramingError):
        load_model(path)


def flipped(path: Path, at: int, value: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] = value
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("what", ["stream", "compression", "encrypted"])
def test_a_damaged_archive_is_refused(path, what):
    data = path.read_bytes()
    central = data.index(b"PK\x01\x02")
    stream = 30 + len("model.json")
    flipped(path, *{"stream": (stream, 0xFF), "compression": (central + 10, 99), "encrypted": (central + 8, 1)}[what])
    with pytest.raises(FramingError):
        load_model(path)


# Loading runs no code


class Hostile:
    """Unpickling this makes a folder."""

    def __init__(self, folder: str):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.mark.parametrize("member", ["model", "weights", "intercepts"])
def test_a_pickle_in_a_model_file_is_refused_and_not_run(path, tmp_path, member):
    data = pickle.dumps(Hostile(str(tmp_path / "ran")))
    rewrite(path, **{member: data + b"\0" * (-len(data) % 8 + 1)})
    with pytest.raises(FramingError, match="not a framing model"):
        load_model(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("module", sorted(p.name for p in SOURCE.glob("*.py")))
def test_no_module_pickles(module):
    tree = ast.parse((SOURCE / module).read_text("utf-8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert not {name.split(".")[0] for name in imported} & {"pickle", "joblib", "dill", "cloudpickle", "marshal", "shelve"}
    allowed = [k.value for n in ast.walk(tree) if isinstance(n, ast.Call) for k in n.keywords if k.arg == "allow_pickle"]
    assert all(isinstance(v, ast.Constant) and v.value is False for v in allowed)
