"""Verbs by the pair of their perfect and imperfect, in the third person; every written form of them out."""

from framing.text import fold

_OBJECTS = ("", "ه", "ها", "هم")
_WEAK = ("ا", "ي", "و")


def conjugations(pair: str) -> list[str]:
    """Written forms of a verb given as `قال يقول`: third person, both moods and numbers, future, with an object pronoun; folded and sorted."""
    perfect, imperfect = fold(pair).split()
    forms = set()
    for form in (*_perfect(perfect), *(s + f for f in _imperfect(imperfect) for s in ("", "س"))):
        closed = form[:-1] if form.endswith("وا") else form  # the alef of the plural goes before a pronoun
        forms |= {form} | {closed + o for o in _OBJECTS if o}
    return sorted(forms)


def _perfect(verb: str) -> list[str]:
    """دعا, دعت, دعوا, دعتا; قال, قالت, قالوا, قالا, قالتا."""
    stem = verb[:-1] if verb.endswith(_WEAK) else verb
    return [verb, stem + "ت", stem + "وا", stem + "تا", *([] if stem != verb else [verb + "ا"])]


def _imperfect(verb: str) -> list[str]:
    """يرى, ترى, يرون, يروا; يقول, تقول, يقولون, يقولان."""
    stem = verb[:-1] if verb.endswith(_WEAK) else verb
    return [person + form for person in "يت" for form in (verb[1:], stem[1:] + "ون", stem[1:] + "وا", verb[1:] + "ان")]
