"""Sentence vectors under `data/`, kept beside the tables whose rows they follow."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from framing.embedding import DIMENSIONS, TUNED, encode
from framing.errors import FramingError
from framing.tables import sha256, write_json
from framing.weights import SHA256

# Each set of vectors and the table it follows, whose checksum the manifest keeps.
SETS = {
    "study": Path("study/units.csv"),
    "news": Path("news/units.csv"),
    "exemplars": Path(__file__).parent / "resources" / "exemplars.jsonl",
}


def read_vectors(name: str, data: str | Path = "data") -> np.ndarray:
    """(units, DIMENSIONS) int8 vectors of one of SETS, in the order of its table.

    Raises
    ------
    FramingError : the vectors follow another table, or come from another encoder.
    """
    data = Path(data)
    manifest = json.loads((data / "vectors.json").read_text("utf-8"))
    vectors = np.load(data / name / "vectors.npy", allow_pickle=False)
    if manifest["encoder"] != _encoder() or manifest[name] != _checksum(data, name) or vectors.shape[1:] != (DIMENSIONS,):
        raise FramingError(f"{data / name}/vectors.npy: older than {SETS[name].name}; run `make vectors CORPUS=<folder> EXTERNAL=<folder>`")
    return vectors


def read_heads(name: str, data: str | Path = "data") -> np.ndarray:
    """(units, columns) scores of the tuned encoder's heads for units of training, by encoders tuned on other groups of units; NaN for other units."""
    return np.load(Path(data) / name / "heads.npy", allow_pickle=False).astype(np.float64)


def write_heads(scores: np.ndarray, in_training: np.ndarray, data: str | Path = "data") -> None:
    """Writes held-out scores of the exemplars and, behind them, of the news units in training (`in_training`, one truth per unit)."""
    n = len(scores) - int(in_training.sum())
    news = np.full((len(in_training), scores.shape[1]), np.nan)
    news[in_training] = scores[n:]
    for name, own in (("exemplars", scores[:n]), ("news", news)):
        np.save(Path(data) / name / "heads.npy", own.astype(np.float16))


def write_vectors(texts: Mapping[str, Sequence[str]], data: str | Path = "data") -> None:
    """Encodes the texts of each of SETS and writes vectors and manifest."""
    data = Path(data)
    for name, given in texts.items():
        np.save(data / name / "vectors.npy", encode(list(given)))
    write_json({"encoder": _encoder()} | {name: _checksum(data, name) for name in texts}, data / "vectors.json")


def _encoder() -> str:
    """Checksum of the published weights and of what is laid over them."""
    return sha256(SHA256 + sha256(TUNED.read_bytes()))


def _checksum(data: Path, name: str) -> str:
    return sha256((data / SETS[name]).read_bytes())
