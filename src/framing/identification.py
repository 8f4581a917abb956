"""A text in, the language it is in out, as far as a coder of Arabic must know: another in Arabic letters, or one in other letters."""

import re
from collections.abc import Sequence, Set

from framing.text import HARAKAT, INVISIBLE, fold, words

ARABIC_SHARE = 0.3  # of letters: under it a text is in another script
FOREIGN_SHARE = 0.2  # of words: Arabic with foreign names has fewer that only another language has; the others have a third and more
# Frequent words that Arabic does not have, and letters; Persian ya and kaf are no sign, for Arabic is typed with them too.
_OWN = {
    "Persian": ("است را که از برای این آن می نمی ها های شده شود کرده کند خواهد نیز گفت بود باید دارد اند با تا در یک خود وی", "پچژگ"),
    "Urdu": ("کا کی کو نے سے اور پر یہ تھا تھی گیا کر کہ جو ان اس رہا گئی گئے میں", "ٹڈڑںےۓہھگپچ"),
    "Sorani Kurdish": ("", "ەێۆڕڵ"),
    "Uyghur": ("", "ەۆۇۈۋڭې"),
    "Pashto": ("د په چې کې یې ته سره هغه شوي کوي خو", "ټډړږښځڅېۍګڼپچ"),
}
_KEYBOARDS = str.maketrans("يىك", "ییک")
_MARKS = re.compile(f"[{HARAKAT}{INVISIBLE}]")
_OF = {name: (set(own.translate(_KEYBOARDS).split()), set(letters)) for name, (own, letters) in _OWN.items()}
_ARABIC = re.compile(
    r"[وفبك]?ال..|لل|.*[ةأإ]|(?:و?(?:في|من|على|الى|عن|ان|التي|الذي|هذا|هذه|مع|بعد|قبل|بين|كان|كانت|قال|كما|لم|لن|لا|ما|او|ثم|قد))$"
)


def is_arabic_script(text: str) -> bool:
    """Whether at least three letters in ten are Arabic; presentation forms are."""
    letters = [c for c in fold(text) if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" for c in letters) >= max(1, ARABIC_SHARE * len(letters))


def foreign_language(text: str) -> str:
    """The language a text in Arabic letters is in, by its words, if it is one of five that are not Arabic; else ''."""
    printed = [_MARKS.sub("", text[w.start : w.end]) for w in words(text)]
    counts = {name: _count(printed, *of) for name, of in _OF.items()}
    name = max(counts, key=counts.__getitem__)
    enough = counts[name] >= max(2, FOREIGN_SHARE * len(printed))
    return name if enough and counts[name] > sum(1 for word in printed if re.match(_ARABIC, word)) else ""


def _count(printed: Sequence[str], own: Set[str], letters: Set[str]) -> int:
    """How many words only a language has; names and dialect of its letters count only beside a word of it, where words of it are known."""
    known = sum(word.translate(_KEYBOARDS) in own for word in printed)
    spelled = sum(word.translate(_KEYBOARDS) not in own and not letters.isdisjoint(word) for word in printed)
    return known + spelled if known or not own else 0
