"""A printed word in, its proclitics, stem and suffixes out: the likeliest of all its readings, by the dictionary and a table of costs."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from framing.morphology import known_lemma
from framing.text import fold

SHORTEST = 2  # letters a stem keeps
# What a reading costs: the rarer a clitic is in written news, the dearer; an article is far likelier than a stem that begins with ال.
_CONJUNCTIONS = {"": 0.0, "و": 0.8, "ف": 2.0}
_PARTICLES = {"": 0.0, "ال": -3.5, "بال": -2.0, "كال": 0.0, "لل": -2.0, "لال": -3.5, "ب": 1.0, "ل": 1.0, "ك": 2.6, "س": 1.0}
_NOMINAL = {"ه": 0.0, "ات": 0.1, "ون": 1.0, "ين": 0.8, "ان": 1.4, "تان": 0.3, "تين": 0.3}
_INDEFINITE = {"ا": 1.1}
_VERBAL = {"ت": 0.9, "وا": -0.5, "تم": 2.5, "نا": 2.0, "تا": 1.5, "ن": 2.5}  # no lemma ends in وا
_PRONOUNS = {"ها": 0.6, "هم": 0.6, "ه": 0.9, "ي": 2.8, "نا": 1.6, "ك": 3.0, "ني": 2.0, "هما": 0.8, "كما": 0.8, "هن": 0.8, "كم": 0.8}
_BEFORE_PRONOUN = ("ت", "ات", "ا", "و", "ي")  # ta marbuta opened, plurals and duals in construct, the plural of verbs
_PLAIN_ALEFS, _TA_MARBUTAS = "اٱﺍﺎ", "ةﺓﺔ"  # as printed, presentation forms too
_AMBIGUOUS = ("ان", "ين", "ون", "ي", "ا")  # letters that end as many stems as they follow


class Split(NamedTuple):
    """Proclitics, stem and suffixes of a word, folded, and where the stem starts and ends in code points of the printed word."""

    proclitic: str
    stem: str
    suffix: str
    start: int
    end: int


@lru_cache(maxsize=500_000)
def split(word: str) -> Split:
    """The likeliest reading of one printed word.

    A feminine ending is a suffix, a nisba and the prefix of the imperfect belong to the stem: والصحفية is و + ال, صحفي, ة.
    A word no reading fits (digits, two letters, another script) is its own stem.
    """
    letters = [fold(c) for c in word]
    form = "".join(letters)
    places = [i for i, letter in enumerate(letters) for _ in letter]  # a mark folds to nothing, a ligature to several letters
    readings = list(_readings([word[i] for i in places], form))
    if not readings:
        return Split("", form, "", 0, len(word))
    proclitic, stem, suffix = max(readings, key=lambda r: _likelihood(form, *r))  # the first of equals takes least off
    return Split(proclitic, stem, suffix, places[len(proclitic)], places[len(proclitic) + len(stem) - 1] + 1)


@cache
def _proclitics() -> tuple[tuple[str, str, float], ...]:
    """Every proclitic with its particle and its cost, the shortest first."""
    found = [(c + p, p, _CONJUNCTIONS[c] + _PARTICLES[p]) for c, p in product(_CONJUNCTIONS, _PARTICLES)]
    return tuple(sorted(found, key=lambda x: len(x[0])))


@cache
def _suffixes() -> dict[str, float]:
    """Every suffix and its cost; of two readings of the same letters the cheaper."""
    joined = {j + p: cost for j, (p, cost) in product(_BEFORE_PRONOUN, _PRONOUNS.items())}
    alone: dict[str, float] = {}
    for table in (_NOMINAL, _INDEFINITE, _VERBAL, _PRONOUNS, joined):
        for suffix, cost in table.items():
            alone[suffix] = min(cost, alone.get(suffix, cost))
    return {"": 0.0} | alone


def _readings(printed: list[str], form: str) -> Iterator[tuple[str, str, str]]:
    """Every division of a word that spelling allows: ة is always taken off, the article leaves only nominal endings, س stands before an imperfect."""
    for proclitic, particle, _ in _proclitics():
        rest = form[len(proclitic) :]
        if not form.startswith(proclitic) or len(rest) < SHORTEST or (particle == "س" and rest[0] not in "يتنا"):
            continue
        if particle.endswith("ال") and printed[len(proclitic) - 2] not in _PLAIN_ALEFS:  # no hamza on the article: ألعاب, آلاف
            continue
        for suffix in _suffixes():
            if not rest.endswith(suffix) or len(rest) - len(suffix) < SHORTEST or (printed[-1] in _TA_MARBUTAS and suffix != "ه"):
                continue
            if suffix and particle.endswith(("ال", "لل")) and suffix not in _NOMINAL:
                continue
            if particle in ("ب", "ك", "ل") and suffix in _VERBAL and suffix not in _PRONOUNS:
                continue
            yield proclitic, rest[: len(rest) - len(suffix)], suffix


def _likelihood(form: str, proclitic: str, stem: str, suffix: str) -> float:
    """How likely a reading is: what the dictionary knows of it, less the cost of its clitics."""
    cost = next(c for p, _, c in _proclitics() if p == proclitic)
    opened = suffix.startswith("ت") or suffix in ("ه", "ات")  # the stem may be a feminine's: سن+ة, سيار+ات
    lemmas = {stem, stem + "ه"} if opened else {stem}
    known = any(known_lemma(s) for s in lemmas)
    value = 2.0 * known + 0.7 * any(known_lemma(s) == s for s in lemmas) - cost - _suffixes()[suffix]
    value += _suffix_evidence(stem + suffix, suffix, lemmas, known) - 1.2 * (len(stem) == SHORTEST)
    if proclitic and not proclitic.endswith(("ال", "لل", "س")):
        value += (0.3 if known else -1.0) - (known_lemma(form) == form)  # وزير is a word of its own
    if suffix in ("ون", "وا") and (stem[0] in "يت"):
        value += 1.0  # verbs: يقول+ون
    return value


def _suffix_evidence(rest: str, suffix: str, lemmas: set[str], known: bool) -> float:
    """What the dictionary says of the word with its suffix: inflected from this stem, or (قانون, لبنان) a lemma that only looks inflected."""
    if not suffix:
        return 0.0
    lemma = known_lemma(rest)
    whole = 2.0 if lemma in lemmas else -1.5 if lemma == rest and suffix not in ("ه", "وا") else 0.0
    return whole - 1.3 * (suffix in _AMBIGUOUS and not known)
