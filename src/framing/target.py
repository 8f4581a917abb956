"""A step the user names, found in a sentence: where its wordings stand, and what the lexicon says near them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from framing.phrases import Found, Matcher
from framing.text import Word, words

NEAR = 6  # words either side of the step within which praise or refusal is likely of it
PLACES = ("near", "beside", "away")  # of a word: near the step, farther off in a sentence that names it, in a sentence that does not
SIDES = ("favor", "against", "for", "blame", "explains")
_SIDE = {
    ("stance", "favor"): "favor",
    ("stance", "against"): "against",
    ("appraisal", "for"): "for",
    ("appraisal", "against"): "blame",
    ("explains", "yes"): "explains",
}
_TURNED = {"favor": "against", "against": "favor", "for": "blame", "blame": "for"}
_SILENT = ("asked", "conceded")
COLUMNS = ("given", "named", "named_before", *(f"{place}_{side}" for place in PLACES for side in SIDES))


@cache
def _matcher(aliases: tuple[str, ...]) -> Matcher:
    return Matcher(aliases)


def split_aliases(cell: str) -> tuple[str, ...]:
    """Wordings in one cell, separated by a bar; none in an empty or missing one."""
    if not isinstance(cell, str):
        return ()
    return tuple(a.strip() for a in cell.split("|") if a.strip())


def find_step(found: Sequence[Word], aliases: tuple[str, ...]) -> list[Found]:
    """Places of the step's wordings among a sentence's words, with the clitics and endings morphology knows; where wordings overlap, the longest is one place."""
    kept: list[Found] = []
    for place in sorted(_matcher(aliases).find(found), key=lambda f: (f.first - f.last, f.first)):
        if all(place.last < k.first or place.first > k.last for k in kept):
            kept.append(place)
    return sorted(kept, key=lambda f: f.first)


def names_step(texts: Iterable[str], aliases: tuple[str, ...]) -> bool:
    """Whether any of an article's texts names the step."""
    return any(find_step(words(text), aliases) for text in texts)


def step_counts(places: Sequence[Found], said: Iterable[tuple[str, str, str, int]], before: bool) -> Counter:
    """Counts of a sentence of an article about a named step.

    Parameters
    ----------
    places : where the sentence names it
    said : variable, value, scope and first word of each lexicon match
    before : whether a sentence before named it
    """
    counted = Counter({"target:given": 1, "target:named": len(places), "target:named_before": int(before)})
    for variable, value, scope, at in said:
        side = _SIDE.get((variable, value))
        if side is None or scope in _SILENT:
            continue
        side = _TURNED.get(side, side) if scope == "negated" else side
        counted[f"target:{_place(at, places)}_{side}"] += 1
    return counted


def _place(at: int, places: Sequence[Found]) -> str:
    if not places:
        return "away"
    return "near" if any(p.first - NEAR <= at <= p.last + NEAR for p in places) else "beside"
