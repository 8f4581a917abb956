"""Verbs by the pair of their perfect and imperfect, in the third person; every written form of them out."""

from framing.text import fold

_OBJECTS = ("ه", "ها", "هم")


def conjugations(pair: str) -> list[str]:
    """Written forms of a verb given as `قال يقول`: third person, both moods and numbers, future, with an object pronoun; folded and sorted."""
    perfect, imperfect = pair.split()
    forms = (*_perfect(perfect), *(s + f for f in _imperfect(imperfect) for s in ("", "س")))
    written = (w for form in forms for w in (form, *(_before_pronoun(form) + o for o in _OBJECTS)))
    return sorted({fold(w.replace("أا", "آ")) for w in written})


def _perfect(verb: str) -> list[str]:
    """دعا, دعت, دعوا, دعتا; خشي, خشيت, خشوا, خشيتا; قال, قالت, قالوا, قالتا, قالا."""
    stem = verb[:-1] if verb.endswith(("ا", "ى")) else verb
    return [verb, stem + "ت", stem.removesuffix("ي") + "وا", stem + "تا", *([verb + "ا"] if stem == verb else [])]


def _imperfect(verb: str) -> list[str]:
    """يرى, ترى, يرون, يروا; يقول, تقول, يقولون, يقولان."""
    stem = verb[:-1] if verb.endswith(("ى", "ي", "و")) else verb
    dual = verb[:-1] + "ي" if verb.endswith("ى") else verb
    return [person + form for person in "يت" for form in (verb[1:], stem[1:] + "ون", stem[1:] + "وا", dual[1:] + "ان")]


def _before_pronoun(form: str) -> str:
    """The alef of the plural goes before a pronoun, a final ى is an alef there: قالوه, يراه."""
    return form[:-1] if form.endswith("وا") else form[:-1] + "ا" if form.endswith("ى") else form
