"""Unit ids in, ids that tell nothing of article or outlet out; and the units that such ids are of."""

import hashlib
from collections.abc import Iterable

_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")  # no digits, which spreadsheets take for numbers; no vowels, no words


def hidden_id(unit_id: str) -> str:
    """An id of 12 letters in place of the article, the same for all its units, and the position as it is: `nowhere-2025-17:3` is `dgrhhmcrpffd:3`.

    It is a digest, so that whoever holds the unit ids finds the unit again without a key (`unhidden`); who guesses an article's id can check the guess.
    """
    article, _, position = unit_id.rpartition(":")
    if not position.isdecimal():
        return _digest(unit_id)
    return f"{_digest(article)}:{position}"


def unhidden(given: Iterable[str], unit_ids: Iterable[str]) -> list[str]:
    """Each id given, with the unit id in place of the hidden id of one of the units."""
    known = {hidden_id(unit): unit for unit in unit_ids}
    return [known.get(unit, unit) for unit in given]


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12].translate(_LETTERS)
