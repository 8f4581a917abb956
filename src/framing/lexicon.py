"""The lexicon file in, its entries found in a sentence out."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from framing.codes import values
from framing.decoding import decode
from framing.errors import FramingError
from framing.languages import ARABIC, Language
from framing.phrases import Matcher
from framing.scheme import Codebook
from framing.scope import Sentence
from framing.text import words

COLUMNS = ("entry", "term", "variable", "value", "weight", "group", "match")
NEEDED = ("term", "variable", "value")  # of a lexicon for a codebook of one's own
HEAVIEST = 3
UNTESTED = 2  # the most an entry weighs that an audit has not met often enough (column `tested`: no)
KINDS = ("lemma", "form", "surface")  # how a term is found: see framing.phrases.Matcher
POINTED_AT = ("appraisal", "explains", "stance", "voice", "frame")


class Entry(NamedTuple):
    """A term that points to one value of one variable of the codebook, with weight 1 (weak hint) to 3 (nearly always)."""

    entry: str
    term: str
    variable: str
    value: str
    weight: int
    group: str
    match: str


class Match(NamedTuple):
    """Entry `entry` (its number in the lexicon) covers words first to last of a sentence, in one scope."""

    entry: int
    first: int
    last: int
    scope: str


class Lexicon:
    """Entries and the matcher over their terms; `flags` are variables of which a unit may have several values."""

    def __init__(self, entries: Sequence[Entry], language: Language = ARABIC, flags: Collection[str] = ("frame",)):
        self.entries, self.language, self.flags = tuple(entries), language, tuple(flags)
        self._matcher = Matcher([e.term for e in entries], [e.match for e in entries], language)

    def dimension(self, entry: Entry) -> str:
        """What competes with what: a flag with nothing, every other value with the values of its variable."""
        return f"{entry.variable}:{entry.value}" if entry.variable in self.flags else entry.variable

    def find(self, sentence: Sentence) -> list[Match]:
        """Entries found, by place; of overlapping entries for the same dimension the longest stays (لم يوافق over وافق)."""
        taken: set[tuple[str, int]] = set()
        kept = []
        for f in sorted(self._matcher.find(sentence.words), key=lambda f: (f.first - f.last, f.first, f.term)):
            cells = {(self.dimension(self.entries[f.term]), i) for i in range(f.first, f.last + 1)}
            if not cells & taken:
                taken |= cells
                kept.append(Match(f.term, f.first, f.last, sentence.scopes[f.first]))
        return sorted(kept, key=lambda m: (m.first, m.last, m.entry))


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon inside the package."""
    return Lexicon(parse_lexicon(files("framing.resources").joinpath("lexicon.csv").read_text("utf-8"), "the package's lexicon"))


def read_lexicon(path: str | Path, codebook: Codebook | None = None) -> Lexicon:
    """A lexicon from a CSV file with the columns entry, term, variable, value, weight, group, match (lemma, form or surface), and `tested` (yes, no) if entries were audited.

    For a codebook of one's own term, variable and value suffice: a weight is then 2, a match `lemma`, and the entries are numbered. A variable of
    several values may be called by its name or its flag. Cells may be parted by semicolons or tabs and letters be those of
    Windows-1256, as spreadsheets write them.
    """
    try:
        text = decode(Path(path).read_bytes(), str(path))
    except OSError as e:
        raise FramingError(f"{path}: {e.strerror}") from e
    return Lexicon(parse_lexicon(text, str(path))) if codebook is None else lexicon_for(codebook, parse_lexicon(text, str(path), codebook))


def lexicon_for(codebook: Codebook, entries: Sequence[Entry] = ()) -> Lexicon:
    """Entries for a codebook, read in its language."""
    flags = [v.flag for v in codebook.variables.values() if v.multiple]
    return Lexicon(entries, Language(codebook.language, codebook.negators), flags)


def parse_lexicon(text: str, name: str, codebook: Codebook | None = None) -> list[Entry]:
    """Entries of a lexicon file, checked.

    Raises
    ------
    FramingError : a column is missing, an entry id stands twice or cannot be part of a feature's name, a weight is no whole number from 1 to 3, a term has
        no word, or the codebook does not have the variable or its value.
    """
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    needed = COLUMNS if codebook is None else NEEDED
    missing = set(needed) - set(reader.fieldnames or ())
    if missing:
        raise FramingError(f"{name}: no column {sorted(missing)}; a lexicon has {', '.join(needed)}")
    allowed = _pointed_at(codebook)
    rows = ((f"{name}, line {reader.line_num}", row if codebook is None else _complete(row, n)) for n, row in enumerate(reader, 1))
    entries = [_entry(row, where, allowed) for where, row in rows]
    seen: set[str] = set()
    for e in entries:
        if e.entry in seen:
            raise FramingError(f"{name}: entry id {e.entry!r} stands twice; ids must differ")
        seen.add(e.entry)
    return entries


def _complete(row: dict, number: int) -> dict:
    """A row of a lexicon for a codebook of one's own, with what is usual where it says nothing."""
    usual = {"entry": f"e{number}", "weight": "2", "group": "", "match": "lemma"}
    return usual | {k: v for k, v in row.items() if v or k not in usual}


def _pointed_at(codebook: Codebook | None) -> dict[str, tuple[str, Collection[str]]]:
    """Variable as an entry may name it → its name among features, and its values."""
    if codebook is None:
        return {v: (v, values()["frames" if v == "frame" else v]) for v in POINTED_AT}
    return {name: (v.flag if v.multiple else v.name, v.values) for v in codebook.variables.values() for name in (v.name, v.flag)}


def _entry(row: dict, where: str, pointed_at: Mapping[str, tuple[str, Collection[str]]]) -> Entry:
    weight = row["weight"]
    if not row["entry"] or set(row["entry"]) & set("|: \n\t"):
        raise FramingError(f"{where}: entry id {row['entry']!r}; allowed are letters and figures, without | and : and spaces")
    if weight not in {str(w) for w in range(1, HEAVIEST + 1)}:
        raise FramingError(f"{where}: weight {weight!r}; allowed are whole numbers from 1 to {HEAVIEST}")
    if row["match"] not in KINDS:
        raise FramingError(f"{where}: match {row['match']!r}; allowed are {', '.join(KINDS)}")
    if not words(row["term"] or ""):
        raise FramingError(f"{where}: the term is empty ({row['term']!r} has no word)")
    if row["variable"] not in pointed_at:
        raise FramingError(f"{where}: variable {row['variable']!r}; allowed are {', '.join(pointed_at)}")
    variable, allowed = pointed_at[row["variable"]]
    if row["value"] not in allowed:
        raise FramingError(f"{where}: value {row['value']!r} of {row['variable']}; allowed are {', '.join(allowed)}")
    tested = row.get("tested", "yes")
    if tested not in ("yes", "no"):
        raise FramingError(f"{where}: tested {tested!r}; allowed are yes and no")
    named = {c: row[c] for c in COLUMNS if c not in ("weight", "variable")}
    return Entry(**named, variable=variable, weight=min(int(weight), HEAVIEST if tested == "yes" else UNTESTED))
