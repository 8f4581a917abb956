"""A unit and a coder in, how its probability falls when a clause or word is left out: approximate evidence, for a coder that reads sentences whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from framing.coding import posture_of
from framing.errors import FramingError
from framing.features import FeatureSpace, Unit
from framing.model import Model
from framing.text import words

PIECES = ("clause", "word")
_CLAUSE = re.compile(r"(?:[^،,؛;:.؟?!()\[\]«»\"“”…–—]|(?<=\d)[.,:](?=\d))+")  # a mark between digits parts nothing


class Omission(NamedTuple):
    """A piece of a unit, where it stands in code points, and what leaving it out takes from the probability of the unit's posture."""

    text: str
    start: int
    end: int
    change: float


def omissions(before: Sequence[Unit], unit: Unit, space: FeatureSpace, model: Model, by: str = "clause") -> list[Omission]:
    """What each clause or word of a unit does for its likeliest posture, the largest share first.

    A rough measure: what is left may be no sentence, and pieces that say the same thing hide one another.

    Parameters
    ----------
    before : units of its article before it
    by : `clause` (between marks of punctuation) or `word`; a unit of one clause is taken apart by words

    References
    ----------
    Li, Monroe & Jurafsky (2016), Understanding neural networks through representation erasure.
    """
    if by not in PIECES:
        raise FramingError(f"leave out {by!r}; allowed are {', '.join(PIECES)}")
    spans = _clauses(unit.text) if by == "clause" else []
    spans = spans if len(spans) > 1 else [(w.start, w.end) for w in words(unit.text)]
    shortened = [replace(unit, text=f"{unit.text[:a]} {unit.text[b:]}") for a, b in spans]
    whole, *rest = posture_of(before, [unit, *shortened], space, model)
    best = int(np.argmax(whole))
    found = [Omission(unit.text[a:b], a, b, float(whole[best] - p[best])) for (a, b), p in zip(spans, rest, strict=True)]
    return sorted(found, key=lambda o: (-abs(o.change), o.start))


def _clauses(text: str) -> list[tuple[int, int]]:
    """Places of the stretches between marks of punctuation that hold a word."""
    found = []
    for m in _CLAUSE.finditer(text):
        inside = words(m.group())
        if inside:
            found.append((m.start() + inside[0].start, m.start() + inside[-1].end))
    return found
