"""Units in, counts of named features out: everything word order has to say is said here, none of it survives."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from framing.lexicon import Lexicon, Match, shipped_lexicon
from framing.morphology import lemma
from framing.scope import SCOPES, Sentence, read_sentence
from framing.text import plain_quotes

VERSION = "2"  # of the featuriser: raise it when the same text would give other counts
CAP = 3  # a feature counts at most three times in a unit: the fourth "economy" says no more than the third
SPEAKER_REACH = 4  # words between a reporting verb or a "according to" and the title that names who speaks
CUES = (
    "reporting", "attribution", "continuation", "negation", "concession", "question", "cause", "purpose", "condition", "contrast", "modal", "expectation",
    "obligation", "superlative", "time", "meeting", "mean", "opens_reporting", "opens_continuation", "opens_attribution", "opens_cause", "quotation",
    "reported_speech", "first_person", "context_reported", "colon",
)  # fmt: skip
SPEAKERS = ("official", "anonymous", "expert", "civil", "media")
SHAPES = ("words_10", "words_20", "words_35", "words_50", "digits", "quotes", "commas", "headline", "heading", "bullet", "first", "ended")


@dataclass(frozen=True)
class Unit:
    """A unit as the featuriser needs it."""

    text: str
    role: str = "body"
    position: int = 1


@dataclass(frozen=True)
class FeatureSpace:
    """The columns of the matrix: a lexicon, a vocabulary of lemmas, and the fixed cues and shapes."""

    lexicon: Lexicon
    vocabulary: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        lex = [f"lex:{e.entry}|{scope}" for e in self.lexicon.entries for scope in SCOPES]
        cue = [f"cue:{c}" for c in CUES] + [f"cue:speaker_{s}" for s in SPEAKERS]
        return (*lex, *(f"lemma:{v}" for v in self.vocabulary), "lemma:other", *cue, *(f"shape:{s}" for s in SHAPES))

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def terms(self) -> dict[str, str]:
        """Lexicon column → term."""
        return {f"lex:{e.entry}|{scope}": e.term for e in self.lexicon.entries for scope in SCOPES}

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(self.vocabulary)


@cache
def shipped_space() -> FeatureSpace:
    """The feature space of the package: its lexicon and the vocabulary made from the training material."""
    vocabulary = files("framing.resources").joinpath("vocabulary.txt").read_text("utf-8").split()
    return FeatureSpace(shipped_lexicon(), tuple(vocabulary))


class Counted(NamedTuple):
    """Feature counts of a unit, and (feature, start, end) of its lexicon matches in code points of the printed text."""

    counts: dict[str, int]
    matches: list[tuple[str, int, int]]


def read_units(units: Sequence[Unit], space: FeatureSpace) -> list[Counted]:
    """Counts and matches of the units of one article, in order; a unit sees the one before it only as "something was reported there"."""
    out, reported = [], False
    for unit in units:
        sentence = read_sentence(unit.text)
        found = space.lexicon.find(sentence)
        counted = _count(unit, sentence, found, space)
        if reported and not _reports(sentence):
            counted["cue:context_reported"] = 1
        reported = _reports(sentence) or (reported and bool(sentence.cues["continuation"]))
        matches = [(_name(m, space), sentence.words[m.first].start, sentence.words[m.last].end) for m in found]
        out.append(Counted({name: min(n, CAP) for name, n in sorted(counted.items()) if n > 0}, matches))
    return out


def count_article(units: Sequence[Unit], space: FeatureSpace) -> list[dict[str, int]]:
    """Feature counts of the units of one article, in order."""
    return [c.counts for c in read_units(units, space)]


def count_lemmas(texts: Iterable[str]) -> Counter:
    """Lemma counts of texts, for vocabularies and keyness."""
    return Counter(lemma(w.form) for text in texts for w in read_sentence(text).words)


def _name(match: Match, space: FeatureSpace) -> str:
    return f"lex:{space.lexicon.entries[match.entry].entry}|{match.scope}"


def _reports(sentence: Sentence) -> bool:
    return bool(sentence.cues["reporting"] or sentence.cues["attribution"])


def _count(unit: Unit, sentence: Sentence, matches: list[Match], space: FeatureSpace) -> Counter:
    counted = Counter(_name(m, space) for m in matches)
    for w in sentence.words:
        found = lemma(w.form)
        counted[f"lemma:{found}" if found in space.lemmas else "lemma:other"] += 1
    counted.update({f"cue:{name}": n for name, n in _cues(sentence).items()})
    counted.update({f"cue:speaker_{value}": 1 for value in _speakers(sentence, matches, space)})
    counted.update({f"shape:{name}": n for name, n in _shape(unit, sentence).items()})
    return counted


def _cues(sentence: Sentence) -> dict[str, int]:
    counted = {name: len(found) for name, found in sentence.cues.items() if name in CUES}
    for name in ("reporting", "continuation", "attribution", "cause"):
        counted[f"opens_{name}"] = int(any(f.first <= 1 for f in sentence.cues[name]))
    counted["quotation"] = int(sentence.quotes)
    counted["reported_speech"] = int(sentence.reports)
    counted["first_person"] = sum(w.form in _FIRST_PERSON for w in sentence.words)
    counted["colon"] = int(":" in sentence.text)
    return counted


_FIRST_PERSON = frozenset(("انا", "نحن", "اننا", "اني", "انني", "لنا", "لدينا", "علينا", "لي", "عندنا"))


def _speakers(sentence: Sentence, matches: list[Match], space: FeatureSpace) -> set[str]:
    """Kinds of speaker named close to a reporting verb or a marker of attribution."""
    anchors = [*sentence.cues["reporting"], *sentence.cues["attribution"]]
    near = {i for a in anchors for i in range(a.first - 2, a.last + SPEAKER_REACH + 1)}
    titles = (m for m in matches if space.lexicon.entries[m.entry].variable == "voice")
    return {space.lexicon.entries[m.entry].value for m in titles if near.intersection(range(m.first, m.last + 1))}


def _shape(unit: Unit, sentence: Sentence) -> dict[str, int]:
    n, text = len(sentence.words), unit.text
    return {
        **{f"words_{limit}": int(n >= limit) for limit in (10, 20, 35, 50)},
        "digits": sum(any(c.isdigit() for c in w.form) for w in sentence.words),
        "quotes": plain_quotes(text).count('"') // 2,
        "commas": text.count("،") + text.count(","),
        "headline": int(unit.role in ("headline", "lede")),
        "heading": int(unit.role == "heading"),
        "bullet": int(unit.role == "bullet"),
        "first": int(unit.position <= 1),
        "ended": int(text.rstrip("\"”»)' ").endswith((".", "!", "؟", "?", "…"))),
    }
