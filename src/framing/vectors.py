"""Sentence vectors under `data/`, kept beside the tables whose rows they follow."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from framing.embedding import DIMENSIONS, SHA256, encode
from framing.errors import FramingError
from framing.tables import sha256, write_json

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
    if manifest["encoder"] != SHA256 or manifest[name] != _checksum(data, name) or vectors.shape[1:] != (DIMENSIONS,):
        raise FramingError(f"{data / name}/vectors.npy: older than {SETS[name].name}; run `make vectors CORPUS=<folder> EXTERNAL=<folder>`")
    return vectors


def write_vectors(texts: Mapping[str, Sequence[str]], data: str | Path = "data") -> None:
    """Encodes the texts of each of SETS and writes vectors and manifest."""
    data = Path(data)
    for name, given in texts.items():
        np.save(data / name / "vectors.npy", encode(list(given)))
    write_json({"encoder": SHA256} | {name: _checksum(data, name) for name in texts}, data / "vectors.json")


def _checksum(data: Path, name: str) -> str:
    return sha256((data / SETS[name]).read_bytes())
