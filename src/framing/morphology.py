"""Printed words in, lemmas out: a clitic table over the simplemma dictionary, once per word type."""

from functools import cache, lru_cache

from framing.text import fold

# Proclitics and enclitics of written Arabic, folded; longest first where one contains another.
PROCLITICS = (
    "وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال",
    "وسي", "وست", "وسا", "وسن", "فسي", "فست", "سي", "ست", "سن", "سا", "وب", "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك",
)  # fmt: skip
_FUTURE = {"وسي": "ي", "وست": "ت", "وسا": "ا", "وسن": "ن", "فسي": "ي", "فست": "ت", "سي": "ي", "ست": "ت", "سن": "ن", "سا": "ا"}
ENCLITICS = ("هما", "كما", "تهما", "هم", "هن", "كم", "ها", "نا", "ني", "ه", "ك", "ي")
SHORTEST = 3  # letters a stem keeps


@cache
def _dictionary() -> dict[str, str]:
    """Folded surface form → folded lemma, from simplemma's Arabic dictionary; of colliding forms the first stays."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    forms, lemmas = zip(*DefaultDictionaryFactory().get_dictionary("ar").items(), strict=True)
    folded = zip(reversed(_fold_all(forms)), reversed(_fold_all(lemmas)), strict=True)
    return dict(folded)


def _fold_all(texts: tuple[str, ...]) -> list[str]:
    return fold("\n".join(texts)).split("\n")  # one call folds 300,000 words ten times faster than 300,000 calls


@lru_cache(maxsize=500_000)
def candidates(form: str) -> frozenset[str]:
    """Every key under which a folded word may be found: itself, its likeliest stem, and the lemmas of both.

    A form that the dictionary knows is not taken apart (وزير is not و + زير); of an unknown form the longest known stem counts, and where
    none is known every stem does.
    """
    known = _dictionary()
    if form in known:
        return frozenset((form, known[form]))
    stem = _known_stem(form)
    return frozenset((form, stem, known[stem])) if stem else frozenset((form, *_stems(form)))


@lru_cache(maxsize=500_000)
def lemma(form: str) -> str:
    """One lemma of a folded word: the dictionary's for the word or its longest known stem, else the word without the article."""
    known = _dictionary()
    if form in known:
        return known[form]
    stem = _known_stem(form)
    return known[stem] if stem else _without_article(form)


@lru_cache(maxsize=100_000)
def is_imperfect(word: str) -> bool:
    """Whether a printed word reads as a verb in the imperfect: it begins with its prefix, and its lemma does not."""
    form = fold(word)
    found = _dictionary().get(form)
    return form[:1] in "يتن" and found is not None and not found.startswith(form[0])


@lru_cache(maxsize=500_000)
def _stems(form: str) -> tuple[str, ...]:
    """Stems of a folded word with any one proclitic, any one enclitic, or both taken off."""
    heads = [form]
    for p in PROCLITICS:
        if form.startswith(p) and len(form) - len(p) >= SHORTEST - (p in _FUTURE):
            heads.append(_FUTURE.get(p, "") + form[len(p) :])
    stems = dict.fromkeys(heads)
    for head in heads:
        for e in ENCLITICS:
            if head.endswith(e) and len(head) - len(e) >= SHORTEST:
                stem = head[: -len(e)]
                stems[stem] = None
                if stem.endswith("ت"):
                    stems[stem[:-1] + "ه"] = None  # ta marbuta opens before a pronoun
        if head.endswith("ا") and len(head) > SHORTEST + 1:
            stems[head[:-1]] = None  # the accusative's alef
    stems.pop(form, None)
    return tuple(stems)


def _known_stem(form: str) -> str | None:
    known = _dictionary()
    return min((s for s in _stems(form) if s in known), key=lambda s: (-len(s), s), default=None)


def _without_article(form: str) -> str:
    for p in ("وال", "فال", "بال", "كال", "ولل", "لل", "ال"):
        if form.startswith(p) and len(form) - len(p) >= SHORTEST:
            return form[len(p) :]
    return form
