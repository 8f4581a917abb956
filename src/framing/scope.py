"""One sentence in, its words' scopes and its speaker out: what is negated, conceded, asked, quoted or attributed."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from framing.phrases import Found, Matcher
from framing.text import Word, fold, plain_quotes, words

SCOPES = ("plain", "negated", "conceded", "asked", "quoted", "attributed")
NEGATION_REACH = 4  # words a negator governs when no clause ends before
QUOTED_WORDS = 4  # shorter quotations are names or single words held at a distance, not speech
_CLAUSE_ENDS = "،؛,;:.؟?!()"


class Cues(NamedTuple):
    names: tuple[str, ...]
    matcher: Matcher
    name_of: tuple[str, ...]


class Sentence(NamedTuple):
    """A unit taken apart: its words, the cues found in it by name, and one scope per word."""

    text: str
    words: list[Word]
    cues: dict[str, list[Found]]
    scopes: list[str]


@cache
def cues() -> Cues:
    raw = json.loads(files("framing.resources").joinpath("cues.json").read_text("utf-8"))
    del raw["about"]
    terms = [(name, term) for name, listed in raw.items() for term in listed]
    # The particles are matched as written: their lemmas collide (أن and إن fold together anyway, and غير is also a verb).
    by_form = {"complementizer", "negation", "not_negation", "only", "main_clause", "question"}
    matcher = Matcher([t for _, t in terms], [name in by_form for name, _ in terms])
    return Cues(tuple(raw), matcher, tuple(name for name, _ in terms))


def read_sentence(text: str) -> Sentence:
    """Words, cues and scopes of one unit as printed."""
    found, table = words(text), cues()
    by_name: dict[str, list[Found]] = {name: [] for name in table.names}
    for f in table.matcher.find(_without_waw(found)):
        by_name[table.name_of[f.term]].append(f)
    return Sentence(text, found, by_name, _scopes(text, found, by_name))


def _without_waw(sentence: Sequence[Word]) -> list[Word]:
    """The words with a joined و or ف taken off particles, which no dictionary lists with it."""
    return [Word(w.form[1:], w.start, w.end) if w.form[0] in "وف" and w.form[1:] in _PARTICLES else w for w in sentence]


_PARTICLES = frozenset(
    fold(w) for w in "لا لم لن ليس ليست غير دون بدون إن هل إذا لو لكن إلا رغم قد ربما لأن كيف لماذا إنه إنها إذ كي".split()
)


def _scopes(text: str, sentence: list[Word], found: dict[str, list[Found]]) -> list[str]:
    """One scope per word; where several hold, the first of negated, conceded, asked, quoted, attributed."""
    n = len(sentence)
    negated, conceded = _negated(text, sentence, found), _conceded(text, sentence, found)
    asked = _asked(text, found, n)
    quoted, attributed = _quoted(text, sentence), _attributed(text, sentence, found)
    layers = (("negated", negated), ("conceded", conceded), ("asked", asked), ("quoted", quoted), ("attributed", attributed))
    return [next((name for name, held in layers if i in held), "plain") for i in range(n)]


def _clause_end(text: str, sentence: list[Word], start: int) -> int:
    """Number of the last word of the clause that word `start` stands in, by punctuation."""
    for i in range(start, len(sentence) - 1):
        if any(c in _CLAUSE_ENDS for c in text[sentence[i].end : sentence[i + 1].start]):
            return i
    return len(sentence) - 1


def _negated(text: str, sentence: list[Word], found: dict[str, list[Found]]) -> set[int]:
    """Words after a negator in its clause; "not only", and negators that assert (لا يزال, لا شك), negate nothing."""
    asserting = {i for f in found["not_negation"] for i in range(f.first, f.last + 1)}
    only = {f.first for f in found["only"]}
    held: set[int] = set()
    for f in found["negation"]:
        reach = range(f.last + 1, min(f.last + NEGATION_REACH, _clause_end(text, sentence, f.last)) + 1)
        if f.first not in asserting and not only.intersection(reach):
            held.update(reach)
    return held


def _conceded(text: str, sentence: list[Word], found: dict[str, list[Found]]) -> set[int]:
    """Words of a concession: from its marker to the clause's end or to the word that opens the main clause."""
    mains = [f.first for f in found["main_clause"]]
    held: set[int] = set()
    for f in found["concession"]:
        end = min([_clause_end(text, sentence, f.last), *(m - 1 for m in mains if m > f.last)])
        held.update(range(f.first, end + 1))
    return held


def _asked(text: str, found: dict[str, list[Found]], n: int) -> set[int]:
    if plain_quotes(text).rstrip('" ').endswith(("؟", "?")):
        return set(range(n))
    return {i for f in found["question"][:1] if f.first > 0 for i in range(f.first, n)}


def _quoted(text: str, sentence: list[Word]) -> set[int]:
    """Words inside quotation marks of at least QUOTED_WORDS words; a mark left open reaches to the end of the unit."""
    marks = [i for i, c in enumerate(plain_quotes(text)) if c == '"']
    held: set[int] = set()
    for a, b in zip(marks[::2], [*marks[1::2], len(text)], strict=False):
        inside = [i for i, w in enumerate(sentence) if a < w.start and w.end <= b]
        if len(inside) >= QUOTED_WORDS:
            held.update(inside)
    return held


def _attributed(text: str, sentence: list[Word], found: dict[str, list[Found]]) -> set[int]:
    """Words somebody is reported to say: what follows a reporting verb's أن, إن or colon; all words where a source is given by بحسب or the like."""
    n = len(sentence)
    if found["attribution"]:
        return set(range(n))
    opens = [f.last + 1 for f in found["complementizer"] if any(0 < f.first - r.last <= 12 for r in found["reporting"])]
    opens += [r.last + 1 for r in found["reporting"] if ":" in text[sentence[r.last].end : sentence[min(r.last + 3, n - 1)].start]]
    return set(range(min(opens), n)) if opens else set()
