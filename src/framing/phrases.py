"""Terms in, their places among a sentence's words out: one matcher for lexicon entries and cues."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from framing.languages import ARABIC, Language
from framing.text import Word, words


class Found(NamedTuple):
    """Term `term` (its number) covers words `first` to `last`, both included."""

    term: int
    first: int
    last: int


class Matcher:
    """Finds many terms at once; a word of a term matches every inflected or prefixed form that morphology relates to it.

    Parameters
    ----------
    terms : the printed terms, one or more words each
    match : for each term how its words are found (default `lemma`): in any form of their `lemma`; in their own `form`, clitics aside, where other words
        share the lemma (تعليم, not علم); on the `surface`, in their own spelling, a joined و or ف aside
    language : of terms and sentences
    """

    def __init__(self, terms: Sequence[str], match: Sequence[str] | None = None, language: Language = ARABIC):
        self.language = language
        match = match or ["lemma"] * len(terms)
        self._keys: dict[str, set[int]] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._next: dict[tuple[int, int], int] = {}
        self._ends: dict[int, list[int]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        for number, (term, kind) in enumerate(zip(terms, match, strict=True)):
            self._add(number, [w.form for w in words(term)], kind)

    def find(self, sentence: Sequence[Word]) -> list[Found]:
        """Every place of every term, overlapping ones included, in order of first word."""
        ids = [self._word_ids(w.form) for w in sentence]
        return [Found(t, i, j) for i in range(len(ids)) if ids[i] for j, t in self._from(i, ids)]

    def _add(self, number: int, forms: list[str], kind: str) -> None:
        node = 0
        for form in forms:
            node = self._next.setdefault((node, self._word(form, kind)), len(self._next) + 1)
        if forms:
            self._ends.setdefault(node, []).append(number)

    def _word(self, form: str, kind: str) -> int:
        if (form, kind) not in self._ids:
            self._ids[form, kind] = len(self._ids)
            for key in self.language.term_keys(form, kind):
                self._keys.setdefault(key, set()).add(self._ids[form, kind])
        return self._ids[form, kind]

    def _word_ids(self, form: str) -> tuple[int, ...]:
        """Numbers of the term words this form may be."""
        if form not in self._known:
            self._known[form] = tuple(sorted({i for k in self.language.word_keys(form) for i in self._keys.get(k, ())}))
        return self._known[form]

    def _from(self, start: int, ids: list[tuple[int, ...]]) -> Iterable[tuple[int, int]]:
        nodes = {0}
        for j in range(start, len(ids)):
            nodes = {self._next[n, i] for n in nodes for i in ids[j] if (n, i) in self._next}
            if not nodes:
                return
            for node in sorted(nodes):
                for term in self._ends.get(node, ()):
                    yield j, term
