"""Printed text in, folded words with their places out: the only module that knows about letters."""

import re
import unicodedata
from typing import NamedTuple

HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
INVISIBLE = "\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c"  # tatweel, zero width, bidi controls
_DROPPED = re.compile(f"[{HARAKAT}{INVISIBLE}]")
# What str.split takes for white space (form feeds, separators) is none of these: it parts words.
_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
_UNUSUAL = re.compile("[\u0300-\u036f\ufb50-\ufdff\ufe70-\ufeff]")  # these, and accents typed as characters of their own
# Vowel signs and accents as characters of their own: hardly a word of Hindi is without them, and French may be typed so.
_MARKS = "".join(c for c in map(chr, range(0x0300, 0xAC00)) if unicodedata.category(c) in ("Mn", "Mc"))
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیې", "ي"),
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "گ": "ك",
        "ہ": "ه",
        **{chr(base + i): str(i) for base in (0x0660, 0x06F0) for i in range(10)},
    }
)
# A word may hold marks and invisible characters; an apostrophe or hyphen does not join two words.
_WORD = re.compile(rf"[^\W_](?:[\w{HARAKAT}{INVISIBLE}{_MARKS}]*[\w{HARAKAT}{_MARKS}])?")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))

TERMINAL = ".!?؟…"
CLOSERS = "\"”“»'’)]}"
_ENDED = re.compile(rf"[{TERMINAL}][{re.escape(CLOSERS)}\s]*$|[؛:][{re.escape(CLOSERS)}\s]*$")
_INITIALS = r"(?:[A-Zء-ي]\.)*[A-Zء-ي]"
_OPENERS = "[\"“«'(]"
# After a clitic only the letters of titles count: له and لي are words, no initials.
_CLITIC = rf"(?:[ول]{_OPENERS}+|[ول](?=[دأم](?:\.|$)))?"
_ABBREVIATION = re.compile(rf"(?:^|\s){_OPENERS}*{_CLITIC}(?:{_INITIALS}|هـ|Dr|Mr|Mrs|Prof|St|No|vs|Inc|Ltd)$")
_LIST_NUMBER = re.compile(r"\d{1,2}")
_OPENING = re.compile(rf"[^\w{re.escape(CLOSERS)}]\W*")  # marks before the first word: «... is no sentence of its own
# A straight quotation mark after a space may open the next sentence, so only marks that close stay with the stop across a space.
_BOUNDARY = re.compile(rf"([{TERMINAL}]+)[{re.escape(CLOSERS)}]*(?:\s+[”»’)\]}}](?!\S))*\s+")


class Word(NamedTuple):
    """A word of a text: folded form, and its place in code points of the printed text."""

    form: str
    start: int
    end: int


def fold(text: str) -> str:
    """One spelling for what is typed in several: alef, ya, ta marbuta and hamza seats, digits, letters with accents; no harakat, tatweel or bidi controls."""
    if text.isascii():
        return text.lower()
    if _UNUSUAL.search(text):
        text = unicodedata.normalize("NFKC" if _PRESENTATION.search(text) else "NFC", text)
    return _DROPPED.sub("", text).translate(_LETTERS).lower()


def words(text: str) -> list[Word]:
    """The words of a printed text in order; `text[w.start:w.end]` is what was printed, `w.form` its folded spelling."""
    found = (Word(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))
    return [w for w in found if w.form]


def plain_quotes(text: str) -> str:
    """The text with every kind of double quotation mark as `"` (same length)."""
    return text.translate(_QUOTES)


def tidy(line: str) -> str:
    """A printed line with single spaces and without control characters, its letters and marks untouched."""
    return " ".join(_CONTROLS.sub("", line).split())


def is_ended(line: str) -> bool:
    """Whether the line closes like a sentence or announces what follows (stop, question mark, colon), quotation marks aside."""
    return bool(_ENDED.search(line))


def sentences(line: str) -> list[str]:
    """Sentences of one printed line, in order and without loss.

    A stop ends a sentence when white space follows, quotation marks aside, unless it is the stop of an abbreviation, an initial or a
    list number (`د.`, `U.S.`, `2.`), or the two dots that headlines use for a dash. A closing mark after white space stays with the sentence before.
    """
    parts, start = [], 0
    for m in _BOUNDARY.finditer(line):
        before = line[start : m.start()]
        if m.group(1) == ".." or _OPENING.fullmatch(before) or (m.group(1) == "." and _is_inner(before)):
            continue
        parts.append(line[start : m.end()])
        start = m.end()
    return [p.strip() for p in _with_words([*parts, line[start:]])]


def _is_inner(before: str) -> bool:
    """Whether the stop after these words of a sentence belongs to an abbreviation or to the number of a list item."""
    return bool(_ABBREVIATION.search(before) or _LIST_NUMBER.fullmatch(before))


def _with_words(parts: list[str]) -> list[str]:
    """The parts that hold a word, a closing mark that stands alone joined to the part before it."""
    kept: list[str] = []
    for part in parts:
        if words(part):
            kept.append(part)
        elif kept and part.startswith(tuple(CLOSERS)):
            kept[-1] += part
    return kept
