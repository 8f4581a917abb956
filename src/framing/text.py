"""Printed text in, folded words with their places out: the only module that knows about letters."""

import re
import unicodedata
from typing import NamedTuple

HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
INVISIBLE = "\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c"  # tatweel, zero width, bidi controls
_DROPPED = re.compile(f"[{HARAKAT}{INVISIBLE}]")
_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
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
_WORD = re.compile(rf"[^\W_](?:[\w{HARAKAT}{INVISIBLE}]*[\w{HARAKAT}])?")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))

TERMINAL = ".!?؟…"
CLOSERS = "\"”“»'’)]}"
_ENDED = re.compile(rf"[{TERMINAL}][{re.escape(CLOSERS)}\s]*$|[؛:][{re.escape(CLOSERS)}\s]*$")
_ABBREVIATIONS = frozenset("د أ م ا ص س ط ج هـ ق ب ت ع Dr Mr Mrs Prof St No vs Inc Ltd U.S U.K U.N".split())
_BOUNDARY = re.compile(rf"([{TERMINAL}]+)[{re.escape(CLOSERS)}]*\s+")


class Word(NamedTuple):
    """A word of a text: folded form, and its place in code points of the printed text."""

    form: str
    start: int
    end: int


def fold(text: str) -> str:
    """One spelling for what Arabic typists write in several: alef, ya, ta marbuta and hamza seats, digits, no harakat, tatweel or bidi controls."""
    if _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
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

    A stop ends a sentence when white space follows, quotation marks aside, unless it is the stop of an abbreviation or an initial
    (`د.`, `U.S.`), or the two dots that headlines use for a dash.
    """
    parts, start = [], 0
    for m in _BOUNDARY.finditer(line):
        if m.group(1) == ".." or (m.group(1) == "." and _is_abbreviation(line[start : m.start()])):
            continue
        parts.append(line[start : m.end()].strip())
        start = m.end()
    parts.append(line[start:].strip())
    return [p for p in parts if words(p)]


def _is_abbreviation(before: str) -> bool:
    last = before.rsplit(None, 1)[-1] if before.strip() else ""
    last = last.lstrip("\"“«'(")
    return last in _ABBREVIATIONS or (last.isascii() and len(last) == 1 and last.isupper())
