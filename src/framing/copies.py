"""A stream of articles in, the same stream out with near copies marked: each names the first earlier article it is a copy of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import numpy as np

from framing.text import fold

# Chosen on benchmarks/copies.py, which measures what others would give.
SHINGLE = 3  # words
KEPT = 128  # smallest hashes of a text: all it has up to 130 words, a sample beyond
INDEXED = 32  # of those, under which a text is found again
CONTAINED = 0.4  # of the shorter text's shingles, from which one text is taken from the other
COMMON = 4  # hashes at least: fewer are chance where a short text meets the sample of a very long one
LONGER = 3  # times; a later text longer than this has words of its own, whatever it took in
SHORT, EQUAL = 40, 0.8  # texts under so many words are copies when nearly equal: by resemblance
FIGURES, SAME_FIGURES = 6, 0.5  # a bulletin repeats its form daily: of so many numbers, a copy has this share
TOO_SHORT, HEADLINE = 8, 4  # texts under 8 words tell nothing alone: title and text together must be equal, and have 4 words

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\D{0,3}(\d+)")  # clitics and article stand before a number as before a word
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: multiplied by it, hashes that are near part


class Sample(NamedTuple):
    """The smallest hashes of a set, sorted (uint32, at most KEPT), and how many the set has."""

    hashes: np.ndarray
    size: int

    @property
    def below(self) -> int:
        """Under this the sample has every hash of its set."""
        return int(self.hashes[-1]) + 1 if self.size > len(self.hashes) else 1 << 32


class Sketch(NamedTuple):
    """What is kept of a text: samples of its shingles and of its numbers."""

    shingles: Sample
    figures: Sample


def mark_copies(articles: Iterable[Mapping]) -> Iterator[dict]:
    """The articles in order, each with `duplicate_of`: the id of the first earlier article it is a near copy of, else ''.

    A copy of a copy names the first of them. Articles are compared by the words of their text, folded, so that headline, quotation marks and
    hamza seats may differ; a sketch of each is kept, never the text (some 4 KB an article). Notices of one form with other names (receptions,
    condolences) are marked too: shared words cannot tell them from copies. A `duplicate_of` that an article has already is kept as
    `input_duplicate_of`.

    References
    ----------
    Broder (1997), On the Resemblance and Containment of Documents.
    """
    texts, headlines = _Texts(), dict[bytes, str]()
    for article in articles:
        name, forms = article["article_id"], _forms(article.get("text"))
        if len(forms) >= TOO_SHORT:
            first = texts.first_like(sketch(forms), name)
        else:
            first = _first_equal(_forms(article.get("title")) + forms, name, headlines)
        given = {"input_duplicate_of": article["duplicate_of"]} if "duplicate_of" in article else {}
        yield {**article, **given, "duplicate_of": "" if first == name else first}


def sketch(forms: Sequence[str]) -> Sketch:
    """The sketch of a text of SHINGLE folded words or more."""
    hashed = _hashes(forms)
    figures = _hashes([found[1] for form in forms if (found := _FIGURE.fullmatch(form))])
    shingles = np.zeros(len(forms) - SHINGLE + 1, np.uint64)
    for i in range(SHINGLE):
        shingles = (shingles ^ hashed[i : i + len(shingles)]) * _MIX
        shingles ^= shingles >> np.uint64(29)
    return Sketch(_sample(shingles >> np.uint64(32)), _sample(figures))


def _hashes(forms: Iterable[str]) -> np.ndarray:
    return np.array([crc32(form.encode("utf-8", "replace")) for form in forms], np.uint64)


def _sample(hashes: np.ndarray) -> Sample:
    different = np.unique(hashes.astype(np.uint32))
    return Sample(different[:KEPT].copy(), len(different))


def is_copy(later: Sketch, earlier: Sketch) -> bool:
    """Whether the later text is a near copy of the earlier: the shorter contained in the longer, or, of short ones, both nearly equal."""
    if _common(later.shingles, earlier.shingles) < COMMON:  # most that are asked: told soon
        return False
    common, n_later, n_earlier = _overlap(later.shingles, earlier.shingles)
    sizes = later.shingles.size, earlier.shingles.size
    if min(sizes) <= SHORT - SHINGLE:
        alike = common >= EQUAL * (n_later + n_earlier - common)
    else:
        alike = common >= CONTAINED * (n_later if sizes[0] < sizes[1] else n_earlier) and sizes[0] <= LONGER * sizes[1]
    return alike and not _other_figures(later.figures, earlier.figures)


def _common(a: Sample, b: Sample) -> int:
    """Hashes in both samples; they are below the limits of both."""
    return len(np.intersect1d(a.hashes, b.hashes, assume_unique=True))


def _overlap(a: Sample, b: Sample) -> tuple[int, int, int]:
    """Common hashes, and those of either, where both samples are whole: below the smaller of their limits."""
    below = min(a.below, b.below)
    return _common(a, b), int((a.hashes < below).sum()), int((b.hashes < below).sum())


def _other_figures(a: Sample, b: Sample) -> bool:
    common, n_a, n_b = _overlap(a, b)
    return min(n_a, n_b) >= FIGURES and common < SAME_FIGURES * min(n_a, n_b)


class _Texts:
    """Sketches of the texts so far, each with the number of the first text it is a copy of; and for a hash the text that had it first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sketches: list[Sketch] = []
        self.firsts: list[int] = []
        self.owner: dict[int, int] = {}

    def first_like(self, text: Sketch, name: str) -> str:
        """Keeps a text; returns the name of the first one that it is a copy of, or its own."""
        hashes, number = text.shingles.hashes.tolist(), len(self.names)
        met = {self.owner[h] for h in hashes if h in self.owner}
        first = min((self.firsts[i] for i in met if is_copy(text, self.sketches[i])), default=number)
        self.names.append(name)
        self.sketches.append(text)
        self.firsts.append(first)
        for h in hashes[:INDEXED]:
            self.owner.setdefault(h, number)
        return self.names[first]


def _first_equal(forms: Sequence[str], name: str, seen: dict[bytes, str]) -> str:
    """The name of the first article with these words; its own where they are too few to tell."""
    if len(forms) < HEADLINE:
        return name
    return seen.setdefault(blake2b(" ".join(forms).encode("utf-8", "replace"), digest_size=16).digest(), name)


def _forms(text: str | None) -> list[str]:
    """Folded words; a text is folded at once, which is faster than word by word where no places are asked."""
    return _WORD.findall(fold(text or ""))
