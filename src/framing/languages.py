"""A folded word in, its lemma and the keys it is found under out: Arabic by clitics and dictionary, other languages by dictionary, else as printed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from framing.morphology import FUNCTION_WORDS, candidates, lemma, stems
from framing.text import fold


@dataclass(frozen=True)
class Language:
    """How words of a language are read: `code`, of two or three letters, and `negators`, its words of negation, which Arabic brings with it."""

    code: str = "ar"
    negators: tuple[str, ...] = ()

    @property
    def has_lemmas(self) -> bool:
        """Whether there is a dictionary of the language."""
        return self.code in _supported()

    def lemma(self, form: str) -> str:
        """The lemma of a folded word; the word itself where the dictionary does not have it, or there is none of the language."""
        return lemma(form) if self.code == "ar" else _dictionary(self.code).get(form, form)

    def term_keys(self, form: str, match: str) -> set[str]:
        """Keys of a word of a term, found by `lemma`, by `form` or on the `surface`: see framing.phrases.Matcher."""
        if match == "surface" or (self.code == "ar" and form in FUNCTION_WORDS):
            return {f"={form}"}
        return {f"~{form}"} if match == "form" else {form, self.lemma(form)}

    def word_keys(self, form: str) -> set[str]:
        """Keys of a printed word. Arabic function words are themselves only: their lemmas are other words' (ثم is no تثمين).

        In other languages nothing is joined to a word, so that `form` and `surface` are the same.
        """
        if self.code != "ar":
            return {f"={form}", f"~{form}", form, self.lemma(form)}
        bare = form[1:] if form[0] in "وف" else form
        keys = {f"={form}", f"={bare}"}
        return keys if {bare, form} & FUNCTION_WORDS else keys | {f"~{s}" for s in stems(form)} | candidates(form)


ARABIC = Language()


@cache
def _dictionary(code: str) -> dict[str, str]:
    """Folded form → folded lemma of a language that simplemma has; empty for others."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    if code not in _supported():
        return {}
    forms, lemmas = zip(*DefaultDictionaryFactory().get_dictionary(code).items(), strict=True)
    return dict(zip(reversed(_fold_all(forms)), reversed(_fold_all(lemmas)), strict=True))  # of colliding forms the first stays


def _fold_all(texts: Sequence[str]) -> list[str]:
    """Words folded: those of ASCII fold fast one by one, the others ten times faster in one call."""
    others = iter(fold("\n".join(t for t in texts if not t.isascii())).split("\n"))
    return [t.lower() if t.isascii() else next(others) for t in texts]


def _supported() -> Collection[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return SUPPORTED_LANGUAGES
