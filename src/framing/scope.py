"""One sentence in, its words' scopes and its speaker out: what is negated, conceded, asked, quoted or attributed."""

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from framing.attribution import Attribution, attributions
from framing.languages import ARABIC, Language
from framing.phrases import Found, Matcher
from framing.text import Word, plain_quotes, words
from framing.verbs import conjugations

SCOPES = ("plain", "negated", "conceded", "asked", "quoted", "attributed")
NEGATION_REACH = 4  # words a negator governs when no clause ends before
QUOTED_WORDS = 4  # shorter quotations are names or single words held at a distance, not speech
OPENING, CLOSING = "«„", "»”"  # the other marks open and close in turn
_CLAUSE_ENDS = "،؛,;:.؟?!()"


class Cues(NamedTuple):
    names: tuple[str, ...]
    matcher: Matcher
    name_of: tuple[str, ...]


class Sentence(NamedTuple):
    """A unit taken apart: its words, the cues found in it by name, one scope per word, and whether it quotes and reports speech."""

    text: str
    words: list[Word]
    cues: dict[str, list[Found]]
    scopes: list[str]
    quotes: bool
    attributions: list[Attribution]


@cache
def cues() -> Cues:
    raw = json.loads(files("framing.resources").joinpath("cues.json").read_text("utf-8"))
    del raw["about"]
    terms = [(name, form) for name, listed in raw.items() for term in listed for form in (conjugations(term) if name in _VERBS else [term])]
    matcher = Matcher([t for _, t in terms], ["surface" if name in _AS_WRITTEN else "lemma" for name, _ in terms])
    return Cues(tuple(raw), matcher, tuple(name for name, _ in terms))


# Particles are matched as written, a joined و or ف aside: their lemmas collide with those of other words.
_VERBS = {"saying", "stating", "narrating", "relaying"}
_AS_WRITTEN = _VERBS | {
    "telling",
    "turn",
    "impersonal",
    "passive",
    "adverb",
    "complementizer",
    "attribution",
    "negation",
    "not_negation",
    "only",
    "concession",
    "main_clause",
    "question",
}


def read_sentence(text: str, inside: bool = False, language: Language = ARABIC) -> Sentence:
    """Words, cues and scopes of one unit as printed; `inside` when it begins within a quotation that the unit before left open."""
    return _read_arabic(text, inside) if language.code == ARABIC.code else _read_plain(text, inside, language)


def _read_plain(text: str, inside: bool, language: Language) -> Sentence:
    """A unit of a language of which no more is known than its negators: what is negated, asked or quoted; nothing is taken as attributed."""
    found, by_name = words(text), defaultdict(list)
    by_name["negation"] = _apart({(f.first, f.last) for f in _negators(language).find(found)})
    quoted = _quoted(text, found, inside)
    layers = {"negated": _negated(text, found, by_name), "asked": _asked(text, by_name, len(found)), "quoted": quoted}
    return Sentence(text, found, by_name, _innermost(layers, len(found)), bool(quoted), [])


@cache
def _negators(language: Language) -> Matcher:
    """Of one word or several (no longer, don't), as printed."""
    return Matcher(language.negators, ["surface"] * len(language.negators), language)


def _innermost(layers: dict[str, set[int]], n: int) -> list[str]:
    """One scope per word: of several the first that holds it."""
    return [next((name for name, held in layers.items() if i in held), "plain") for i in range(n)]


def _read_arabic(text: str, inside: bool) -> Sentence:
    found, table = words(text), cues()
    spans: dict[str, set[tuple[int, int]]] = {name: set() for name in table.names}
    for f in table.matcher.find(found):
        spans[table.name_of[f.term]].add((f.first, f.last))  # two spellings of a cue at one place are one cue
    spans["attribution"] -= {
        (a, b) for a, b in spans["only"] if _ends_clause(text, found, b)
    }  # وحسب at a clause's end is "only", not "according to"
    by_name = {name: _apart(at) for name, at in spans.items()}
    quoted = _quoted(text, found, inside)
    said = attributions(text, found, by_name, quoted)
    attributed = _attributed(len(found), said)
    layers = {
        "negated": _negated(text, found, by_name),
        "conceded": _conceded(text, found, by_name),
        "asked": _asked(text, by_name, len(found)),
        "quoted": quoted,
        "attributed": attributed,
    }
    return Sentence(text, found, by_name, _innermost(layers, len(found)), bool(quoted), said)


def _apart(spans: set[tuple[int, int]]) -> list[Found]:
    """Places of a cue that no other place of it holds: من المتوقع is one cue, not two."""
    return [Found(0, *s) for s in sorted(spans) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]


def _ends_clause(text: str, sentence: list[Word], word: int) -> bool:
    return _clause_end(text, sentence, word) == word


def _clause_end(text: str, sentence: list[Word], start: int) -> int:
    """Number of the last word of the clause that word `start` stands in, by punctuation."""
    for i in range(start, len(sentence) - 1):
        if any(c in _CLAUSE_ENDS for c in text[sentence[i].end : sentence[i + 1].start]):
            return i
    return len(sentence) - 1


def _negated(text: str, sentence: list[Word], found: dict[str, list[Found]]) -> set[int]:
    """Words after a negator in its clause, up to a بل, لكن or إلا; "not only", and negators that assert (لا يزال, لا شك), negate nothing."""
    asserting = {i for f in found["not_negation"] for i in range(f.first, f.last + 1)}
    only = {f.first for f in found["only"]}
    held: set[int] = set()
    for f in found["negation"]:
        turn = min((m.first - 1 for m in found["main_clause"] if m.first > f.last), default=len(sentence))
        reach = range(f.last + 1, min(f.last + NEGATION_REACH, _clause_end(text, sentence, f.last), turn) + 1)
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


def leaves_open(text: str, inside: bool) -> bool:
    """Whether a quotation is still open at the end of a unit."""
    return any(end is None for _, end in _quotations(text, inside))


def _quotations(text: str, inside: bool) -> list[tuple[int, int | None]]:
    """Places of the marks around each quotation: (-1, ...) where it began before the unit, (..., None) where it runs on behind it.

    Straight marks open and close in turn; where they do not fit a quotation left open, its end was lost.
    """
    marks = [(i, c) for i, c in enumerate(text) if plain_quotes(c) == '"']
    straight = all(c not in OPENING + CLOSING for _, c in marks)
    lost = bool(marks) and (len(marks) % 2 == 0 if straight else marks[0][1] in OPENING)
    start = -1 if inside and not lost else None
    found: list[tuple[int, int | None]] = []
    for i, c in marks:
        if start is not None and c not in OPENING:
            found.append((start, i))
            start = None
        elif start is None and c not in CLOSING:
            start = i
    return found if start is None else [*found, (start, None)]


def _quoted(text: str, sentence: list[Word], inside: bool) -> set[int]:
    """Words inside quotation marks of at least QUOTED_WORDS words; a mark left open reaches to the end of the unit."""
    held: set[int] = set()
    for a, b in _quotations(text, inside):
        within = [i for i, w in enumerate(sentence) if a < w.start and w.end <= (len(text) if b is None else b)]
        if len(within) >= QUOTED_WORDS or a < 0:
            held.update(within)
    return held


def _attributed(n: int, said: list[Attribution]) -> set[int]:
    """Words somebody is reported to say: what follows a reporting verb's أن, إن, colon or quotation; all words where a source is given by بحسب or the like."""
    if any(a.kind == "nominal" for a in said):
        return set(range(n))
    opens = [a.opens for a in said if a.opens is not None]
    return set(range(min(opens), n)) if opens else set()
