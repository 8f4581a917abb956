"""Feature counts in, scores and probabilities out: the linear model, its file, and what each feature contributed."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from framing.errors import FramingError

FORMAT = 1


@dataclass(frozen=True)
class Model:
    """One linear scorer per variable over named features.

    Attributes
    ----------
    names : the features, F of them
    classes : variable → its values; a variable of two values has one column (the score of the second), others one per value
    weights : (F, columns) float32
    intercepts : (columns,)
    temperatures : variable → the number its scores are divided by before they become probabilities
    about : versions and how it was made
    """

    names: tuple[str, ...]
    classes: Mapping[str, tuple[str, ...]]
    weights: np.ndarray
    intercepts: np.ndarray
    temperatures: Mapping[str, float]
    about: Mapping = field(default_factory=dict)

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def columns(self) -> dict[str, slice]:
        """Columns of each variable."""
        spans, start = {}, 0
        for variable, values in self.classes.items():
            width = 1 if len(values) == 2 else len(values)
            spans[variable] = slice(start, start + width)
            start += width
        return spans

    def scores(self, counts: Sequence[Mapping[str, int]]) -> np.ndarray:
        """Scores before calibration, (units, columns); features the model does not know count nothing."""
        out = np.tile(self.intercepts, (len(counts), 1))
        for row, counted in enumerate(counts):
            known = [(self.index[name], n) for name, n in counted.items() if name in self.index]
            if known:
                at, n = zip(*known, strict=True)
                out[row] += np.asarray(n, dtype=float) @ self.weights[list(at)]
        return out

    def probabilities(self, scores: np.ndarray) -> dict[str, np.ndarray]:
        """Calibrated probabilities per variable, (units, values), from scores (units, columns)."""
        return {v: class_probabilities(scores[:, span] / self.temperatures.get(v, 1.0)) for v, span in self.columns.items()}

    def contributions(self, counted: Mapping[str, int], variable: str, value: str) -> dict[str, float]:
        """count × weight of each feature for one value; with `(intercept)` they add up to the value's score before calibration."""
        values = self.classes[variable]
        column = self.columns[variable].start + (0 if len(values) == 2 else values.index(value))
        sign = -1.0 if len(values) == 2 and value == values[0] else 1.0
        parts = {"(intercept)": sign * float(self.intercepts[column])}
        parts |= {f: sign * n * float(self.weights[self.index[f], column]) for f, n in counted.items() if f in self.index}
        return {f: c for f, c in parts.items() if c}


def posture_probabilities(p: Mapping[str, np.ndarray], classes: Mapping[str, tuple[str, ...]]) -> np.ndarray:
    """(units, 4) probabilities of skeptical, favorable, analytical, procedural from those of appraisal and explains."""
    at = {value: p["appraisal"][:, i] for i, value in enumerate(classes["appraisal"])}
    explains = p["explains"][:, classes["explains"].index("yes")]
    return np.column_stack([at["against"], at["for"], at["both"] + at["none"] * explains, at["none"] * (1 - explains)])


def voice_probabilities(p: Mapping[str, np.ndarray], classes: Mapping[str, tuple[str, ...]]) -> np.ndarray:
    """(units, 1 + kinds) probabilities of author and of each kind of speaker, from those of attributed and of the speaker's kind if attributed."""
    yes = p["attributed"][:, [classes["attributed"].index("yes")]]
    return np.hstack([1 - yes, yes * p["speaker_kind"]])


def likeliest_voice(p: np.ndarray) -> np.ndarray:
    """(units,) column of the voice: author (0) unless the sentence is more likely attributed than not, then the likeliest kind of speaker."""
    return np.where(p[:, 0] >= 0.5, 0, 1 + p[:, 1:].argmax(axis=1))


def class_probabilities(z: np.ndarray) -> np.ndarray:
    """(units, values) from scores (units, columns): one column is the score of the second of two values."""
    if z.shape[1] == 1:
        small = np.exp(-np.abs(z))  # never overflows
        yes = np.where(z >= 0, 1.0, small) / (1 + small)
        return np.hstack([1 - yes, yes])
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def save_model(model: Model, path: str | Path) -> None:
    """Writes a model as one zip of JSON and arrays; the same model gives the same bytes."""
    meta = {
        "format": FORMAT,
        "names": list(model.names),
        "classes": {v: list(c) for v, c in model.classes.items()},
        "temperatures": {v: round(float(t), 6) for v, t in model.temperatures.items()},
        "about": dict(model.about),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, data in (
            ("model.json", json.dumps(meta, ensure_ascii=False, indent=1).encode()),
            ("weights.f4", np.ascontiguousarray(model.weights, dtype="<f4").tobytes()),
            ("intercepts.f8", np.ascontiguousarray(model.intercepts, dtype="<f8").tobytes()),
        ):
            z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)


def load_model(path: str | Path) -> Model:
    """Reads a model file; it holds JSON and numbers only, so loading cannot run code.

    Raises
    ------
    FramingError : no model file, a file of another format, or arrays that do not fit the names.
    """
    try:
        with zipfile.ZipFile(path) as z:
            parts = {name: z.read(name) for name in ("model.json", "weights.f4", "intercepts.f8")}
        meta = json.loads(parts["model.json"])
        if meta["format"] != FORMAT:
            raise FramingError(f"{path}: model format {meta['format']!r}; this version reads {FORMAT}")
        return _checked(_assembled(meta, parts["weights.f4"], parts["intercepts.f8"]))
    except FramingError:
        raise
    except Exception as e:  # a damaged or hostile file can fail in any way; every one of them means the same to the caller
        why = "no zip file" if isinstance(e, zipfile.BadZipFile) else f"{type(e).__name__}: {e}"
        raise FramingError(f"{path}: not a framing model ({why}); make one with `framing train`, or name {' or '.join(SHIPPED)}") from e


def _assembled(meta: dict, weights: bytes, intercepts: bytes) -> Model:
    names, classes = tuple(meta["names"]), {str(v): tuple(map(str, c)) for v, c in meta["classes"].items()}
    temperatures = {v: float(t) for v, t in meta["temperatures"].items()}
    bias = np.frombuffer(intercepts, dtype="<f8")
    return Model(
        names, classes, np.frombuffer(weights, dtype="<f4").reshape(len(names), len(bias)), bias, temperatures, dict(meta["about"])
    )


def _checked(model: Model) -> Model:
    """The model, if its parts fit each other and hold numbers."""
    if max((span.stop for span in model.columns.values()), default=0) != len(model.intercepts):
        raise ValueError("its classes do not fit its columns")
    if len(set(model.names)) != len(model.names):
        raise ValueError("a feature is named twice")
    if not (np.isfinite(model.weights).all() and np.isfinite(model.intercepts).all()):
        raise ValueError("a weight is no number")
    if not all(np.isfinite(t) and t > 0 for t in model.temperatures.values()):
        raise ValueError("a temperature is not above 0")
    return model


SHIPPED = {"fast": "model.zip", "accurate": "accurate.zip"}


@cache
def shipped_model(name: str = "fast") -> Model:
    """A model inside the package: `fast` (lexicon, cues, lemmas, shape) or `accurate` (a sentence vector beside them)."""
    with as_file(files("framing.resources").joinpath(SHIPPED[name])) as path:
        return load_model(path)
