"""Bytes of a file in, its text out: the encodings of Arabic told apart, and text that was read in a wrong one put right."""

import codecs
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from framing.errors import FramingError

CODE_PAGES = ("cp1256", "iso8859_6", "cp720")
UTF_16_NULS = 0.02  # share of the high bytes that are NUL: the spaces and stops of Arabic text are more, those of a picture on both sides
CONTROLS = 0.01  # share of control characters over which bytes are no text
UTF_8_SHARE = 0.5  # of the characters beyond ASCII: a code page makes valid UTF-8 of some by accident
WORD = 4  # letters beyond ASCII that are enough to tell the encoding of a line
LOST = 0.01  # replacement characters per letter over which a text is refused; a single lost letter does not change what a text says
# Letters per thousand in the package's exemplars; marks and Persian letters, rare there, by rough rank.
_PER_MILLE = (
    dict(zip("اليمنورتبعةفدسقهأحكجصىطشخإثزضذئغءظؤآ", (
        144, 110, 71, 62, 53, 51, 50, 46, 37, 35, 33, 30, 30, 27, 26, 23, 22, 20, 15, 14, 11, 10, 10, 10, 9, 9, 8, 7, 6, 5, 5, 5, 4, 2, 1, 1,
    ), strict=True))
    | dict.fromkeys("،؛؟«»“”–—…\u00a0\u0640", 5)
    | dict.fromkeys("ًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩٪‘’•\u200c\u200d\u200e\u200f", 1)
    | {"ی": 71, "ک": 15}  # no code page has the first: text typed in Persian letters
    | dict.fromkeys("پچژگ", 1)
    | dict.fromkeys("éèàç", 0.3)
)  # fmt: skip
_UNSEEN = math.log(0.02)
LIKELY = math.log(12)  # mean score of a character over which a text is Arabic: Arabic has about 3.7, Arabic in a wrong code page under 2
_DECLARED = rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"""
_WESTERN = ("ascii", "iso8859-1", "cp1252", "utf-8")  # what servers declare whatever the bytes are


def decode(raw: bytes, name: str = "input") -> str:
    """Text in UTF-8 (with or without mark), UTF-16 or a code page of Arabic; lines in another encoding than the rest are read in theirs.

    Bytes that are no UTF-8 are read in the encoding a page or XML declares if they fit it, else in the code page that makes the likeliest
    Arabic of them, else in Windows-1252.

    Raises
    ------
    FramingError : the bytes are not text in an encoding that can be told.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    if order := _utf_16_order(raw):
        return raw.decode(f"utf-16-{order}", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None if _is_binary(raw) else _by_line(raw) if _utf_8_share(raw) >= UTF_8_SHARE else _in_code_page(raw)
    if text is None:
        raise FramingError(f"{name}: cannot tell the encoding; save it as UTF-8 or Windows-1256")
    return text


def _utf_16_order(raw: bytes) -> str:
    """le or be where one byte of each pair, and only that one, is NUL as often as text has spaces; else ''."""
    even, odd = (raw[i::2].count(0) for i in (0, 1))
    enough = UTF_16_NULS * len(raw) / 2
    return "le" if odd > enough and not even else "be" if even > enough and not odd else ""


def _is_binary(raw: bytes) -> bool:
    text = raw.translate(None, bytes([*range(1, 9), 11, *range(14, 32), 127]))
    return 0 in raw or len(raw) - len(text) > CONTROLS * len(raw)


def _utf_8_share(raw: bytes) -> float:
    """Of the characters beyond ASCII, the share that is valid UTF-8."""
    beyond = [c for c in raw.decode("utf-8", errors="replace") if c > "\x7f"]
    return 1 - beyond.count("\ufffd") / len(beyond)


def _by_line(raw: bytes) -> str | None:
    """Lines of UTF-8, broken bytes of it replaced, among lines in a code page."""
    lines = [_line(line) for line in raw.removeprefix(codecs.BOM_UTF8).split(b"\n")]
    known = [line for line in lines if line is not None]
    return "\n".join(known) if len(known) == len(lines) else None


def _line(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        broken = _utf_8_share(line) >= UTF_8_SHARE or sum(b > 0x7F for b in line) < WORD  # or cut within a letter
        return line.decode("utf-8", errors="replace") if broken else _in_code_page(line)


def _in_code_page(raw: bytes) -> str | None:
    declared = _declared(raw)
    if declared and declared not in (*_WESTERN, *CODE_PAGES):
        return raw.decode(declared)
    likeliest = None if _mixes_letters(raw.decode("latin-1")) else _likeliest(raw, declared)
    return likeliest if likeliest is not None else _decoded(raw, "cp1252")


def _mixes_letters(text: str) -> bool:
    """Whether words mix plain and accented letters, as those of European languages do; Arabic read as such has accented ones alone."""
    accented = [w for w in re.findall(r"[^\W\d_]+", text) if not w.isascii()]
    alone = [w for w in accented if all(c > "\x7f" for c in w)]
    return len(alone) < 0.8 * len(accented)


def _declared(raw: bytes) -> str:
    """The encoding a page or XML declares, if there is one of that name and the bytes fit it."""
    found = re.search(_DECLARED, raw[:2048])
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
        name = {"iso8859-6": "iso8859_6"}.get(name, name)  # as Python's decoder is called and as its codec calls itself
        return name if name and isinstance(raw.decode(name), str) else ""
    except (LookupError, UnicodeDecodeError, ValueError):
        return ""


def _likeliest(raw: bytes, declared: str = "") -> str | None:
    """The likeliest Arabic reading of bytes, None if none is Arabic; of two alike, the declared or the commoner one."""
    pages = sorted(CODE_PAGES, key=declared.__ne__)
    read = [text for page in pages if (text := _decoded(raw, page)) is not None]
    best = max(read, key=likelihood, default="")
    return best if likelihood(best) > LIKELY else None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def likelihood(text: str) -> float:
    """Mean log frequency (per thousand) in Arabic of the characters beyond ASCII; that of none seen without any."""
    beyond = [c for c in text if c > "\x7f"]
    return sum(math.log(_PER_MILLE[c]) if c in _PER_MILLE else _UNSEEN for c in beyond) / len(beyond) if beyond else _UNSEEN


# Text read in a wrong encoding


class Misreading(NamedTuple):
    """UTF-8 that was read in a single-byte encoding: each of its bytes has become a character."""

    name: str
    bytes_of: Mapping[str, int]
    pair: re.Pattern  # two characters that were a letter of two bytes
    sequence: re.Pattern  # those of any letter
    lead: re.Pattern  # the first of the two that were an Arabic letter


@cache
def _misreadings() -> list[Misreading]:
    read_as = {"Windows-1252": "cp1252", "Windows-1256": "cp1256", "Mac Roman": "mac_roman", "code page 437": "cp437"}
    return [_misreading(f"UTF-8 read as {name}", encoding) for name, encoding in read_as.items()]


def _misreading(name: str, encoding: str) -> Misreading:
    # what Windows-1252 leaves undefined, browsers and Latin-1 read as control characters
    bytes_of = {chr(b): b for b in range(0x80, 0xC0)} if encoding == "cp1252" else {}
    bytes_of |= {c: b for b in range(0x80, 0x100) if (c := bytes([b]).decode(encoding, errors="replace")) != "\ufffd"}

    def any_of(first: int, last: int) -> str:
        return "[" + "".join(re.escape(c) for c, b in bytes_of.items() if first <= b <= last) + "]"

    two, three, rest = any_of(0xC2, 0xDF), any_of(0xE0, 0xEF), any_of(0x80, 0xBF)
    sequence = re.compile(f"{two}{rest}|{three}{rest}{{2}}")
    return Misreading(name, bytes_of, re.compile(any_of(0xC2, 0xDB) + rest), sequence, re.compile(any_of(0xD8, 0xD9) + f"(?!{rest})"))


_SUSPECT = "[ÂÃØÙÚÛÿŸ╪┘┬├]|[طظ][^\\s\\w\x00-\x7f،؛؟»]|[طظ][ˆٹŒچژڈگکڑœںھ]|[À-ÿ]{2}"


def mend(text: str) -> tuple[str, str]:
    """The text with its misread lines put right, and what had been misread; a text that was right comes back as it was, with ''.

    A line is a misreading if at least half of its characters beyond ASCII are pairs that were a letter of UTF-8 in two bytes, or if its words
    are made of accented letters alone; it is put right only if nothing was lost and what comes out is Arabic by its letters.
    """
    if not re.search(_SUSPECT, text):
        return text, ""
    mended = [_mended_line(line) for line in text.split("\n")]
    return "\n".join(line for line, _ in mended), next((name for _, name in mended if name), "")


def _mended_line(line: str) -> tuple[str, str]:
    if line.isascii():
        return line, ""
    for m in _misreadings():
        right = line
        for _ in range(3):  # a text may have been misread again and again
            right = _as_utf_8(right, m) or right
        if right != line and likelihood(right) > max(LIKELY, likelihood(line)):
            return right, m.name
    page = _as_code_page(line)
    return (page, "an Arabic code page read as Windows-1252") if page else (line, "")


def _as_utf_8(line: str, m: Misreading) -> str | None:
    """The line read as UTF-8; None if it is no misreading of it or characters were lost."""
    if not _is_misread(line, m) or m.lead.search(line):
        return None
    return m.sequence.sub(lambda found: _letter(found.group(), m), line)


def _letter(characters: str, m: Misreading) -> str:
    return _decoded(bytes(m.bytes_of[c] for c in characters), "utf-8") or characters


def _is_misread(line: str, m: Misreading) -> bool:
    pairs = len(m.pair.findall(line))
    return pairs >= 2 and 4 * pairs >= sum(c > "\x7f" for c in line)


def _as_code_page(line: str) -> str | None:
    """The line as Arabic of a code page; None if it is none."""
    if _mixes_letters(line) or sum(c > "\x7f" and c.isalpha() for c in line) < WORD:
        return None
    bytes_of = _misreadings()[0].bytes_of
    if not all(c < "\x80" or c in bytes_of for c in line):
        return None
    return _likeliest(bytes(bytes_of.get(c, ord(c)) for c in line))


def lost(text: str) -> str:
    """What says that letters of a text were lost before it came here, and the fix; '' for a text that is whole."""
    replaced, asked = text.count("\ufffd"), sum(map(len, re.findall(r"\?{2,}", text)))
    letters = sum(c.isalpha() for c in text) if replaced or asked else 0
    if replaced > LOST * letters:
        return f"{replaced} replacement characters (\ufffd) stand where letters were; export it again as UTF-8"
    if asked > max(5, letters):
        return f"{asked} question marks stand where letters were; export it again as UTF-8"
    for m in _misreadings() if re.search(_SUSPECT, text) else ():
        missing = len(m.lead.findall(text))
        if missing and len(m.pair.findall(text)) >= 4 and _is_misread(text, m):
            return f"{m.name}, with letters lost on the way: {missing}; export it again as UTF-8"
    return ""
