"""A text in, the language it is in out, as far as a coder of Arabic must know: another in Arabic letters, or one in other letters."""

import re
from collections import Counter
from collections.abc import Set

from framing.text import HARAKAT, INVISIBLE, fold

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
_OF = {name: (frozenset(own.translate(_KEYBOARDS).split()), frozenset(letters)) for name, (own, letters) in _OWN.items()}
_ARABIC = r"[وفبک]?ال..|لل|.*[ةأإ]|و?(?:فی|من|علی|الی|عن|ان|التی|الذی|هذا|هذه|مع|بعد|قبل|بین|کان|کانت|قال|کما|لم|لن|لا|ما|او|ثم|قد)$"


def is_arabic_script(text: str) -> bool:
    """Whether at least three letters in ten are Arabic; presentation forms are."""
    letters = [c for c in fold(text) if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" for c in letters) >= max(1, ARABIC_SHARE * len(letters))


def foreign_language(text: str) -> str:
    """The language a text in Arabic letters is in, by its words, if it is one of five that are not Arabic; else ''."""
    plain = re.sub(f"[{HARAKAT}{INVISIBLE}]", "", text).translate(_KEYBOARDS)
    printed = Counter(re.findall(r"[^\W\d_]+", plain))
    counts = {name: _count(printed, *of) for name, of in _OF.items()}
    name = max(counts, key=counts.__getitem__)
    if counts[name] < max(2, FOREIGN_SHARE * printed.total()):
        return ""
    return name if counts[name] > sum(n for word, n in printed.items() if re.match(_ARABIC, word)) else ""


def _count(printed: Counter, own: Set[str], letters: Set[str]) -> int:
    """How many words only a language has; names and dialect of its letters count only beside a word of it, where words of it are known."""
    known = sum(printed[word] for word in own & printed.keys())
    return known + sum(n for word, n in printed.items() if not letters.isdisjoint(word) and word not in own) if known or not own else 0
