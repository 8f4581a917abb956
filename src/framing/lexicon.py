"""The lexicon file in, its entries found in a sentence out."""

import csv
import io
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from framing.codes import values
from framing.errors import FramingError
from framing.phrases import Matcher
from framing.scope import Sentence
from framing.text import words

COLUMNS = ("entry", "term", "variable", "value", "weight", "group", "match")
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

    @property
    def dimension(self) -> str:
        """What competes with what: a frame with nothing, every other value with the values of its variable."""
        return f"frame:{self.value}" if self.variable == "frame" else self.variable


class Match(NamedTuple):
    """Entry `entry` (its number in the lexicon) covers words first to last of a sentence, in one scope."""

    entry: int
    first: int
    last: int
    scope: str


class Lexicon:
    """Entries and the matcher over their terms."""

    def __init__(self, entries: list[Entry]):
        self.entries = tuple(entries)
        self._matcher = Matcher([e.term for e in entries], [e.match for e in entries])

    def find(self, sentence: Sentence) -> list[Match]:
        """Entries found, by place; of overlapping entries for the same dimension the longest stays (لم يوافق over وافق)."""
        taken: set[tuple[str, int]] = set()
        kept = []
        for f in sorted(self._matcher.find(sentence.words), key=lambda f: (f.first - f.last, f.first, f.term)):
            cells = {(self.entries[f.term].dimension, i) for i in range(f.first, f.last + 1)}
            if not cells & taken:
                taken |= cells
                kept.append(Match(f.term, f.first, f.last, sentence.scopes[f.first]))
        return sorted(kept, key=lambda m: (m.first, m.last, m.entry))


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon inside the package."""
    return Lexicon(parse_lexicon(files("framing.resources").joinpath("lexicon.csv").read_text("utf-8"), "the package's lexicon"))


def read_lexicon(path: str | Path) -> Lexicon:
    """A lexicon from a CSV file with the columns entry, term, variable, value, weight, group, match (lemma, form or surface), and `tested` (yes, no) if entries were audited."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except OSError as e:
        raise FramingError(f"{path}: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise FramingError(f"{path}: not UTF-8; save the lexicon as UTF-8") from e
    return Lexicon(parse_lexicon(text, str(path)))


def parse_lexicon(text: str, name: str) -> list[Entry]:
    """Entries of a lexicon file, checked.

    Raises
    ------
    FramingError : a column is missing, an entry id stands twice, a weight is no whole number from 1 to 3, a term has no word,
        or the codebook does not have the variable or its value.
    """
    reader = csv.DictReader(io.StringIO(text))
    missing = set(COLUMNS) - set(reader.fieldnames or ())
    if missing:
        raise FramingError(f"{name}: no column {sorted(missing)}; a lexicon has {', '.join(COLUMNS)}")
    entries = [_entry(row, f"{name}, line {reader.line_num}") for row in reader]
    seen: set[str] = set()
    for e in entries:
        if e.entry in seen:
            raise FramingError(f"{name}: entry id {e.entry!r} stands twice; ids must differ")
        seen.add(e.entry)
    return entries


def _entry(row: dict, where: str) -> Entry:
    weight = row["weight"]
    if weight not in {str(w) for w in range(1, HEAVIEST + 1)}:
        raise FramingError(f"{where}: weight {weight!r}; allowed are whole numbers from 1 to {HEAVIEST}")
    if row["match"] not in KINDS:
        raise FramingError(f"{where}: match {row['match']!r}; allowed are {', '.join(KINDS)}")
    if not words(row["term"]):
        raise FramingError(f"{where}: the term is empty ({row['term']!r} has no word)")
    if row["variable"] not in POINTED_AT:
        raise FramingError(f"{where}: variable {row['variable']!r}; allowed are {', '.join(POINTED_AT)}")
    allowed = values()["frames" if row["variable"] == "frame" else row["variable"]]
    if row["value"] not in allowed:
        raise FramingError(f"{where}: value {row['value']!r} of {row['variable']}; allowed are {', '.join(allowed)}")
    tested = row.get("tested", "yes")
    if tested not in ("yes", "no"):
        raise FramingError(f"{where}: tested {tested!r}; allowed are yes and no")
    return Entry(**{c: row[c] for c in COLUMNS if c != "weight"}, weight=min(int(weight), HEAVIEST if tested == "yes" else UNTESTED))
