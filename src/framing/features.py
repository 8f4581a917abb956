"""Units in, counts of named features out: everything word order has to say is said here, none of it survives."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from framing.attribution import Attribution, main_attribution
from framing.clitics import split
from framing.embedding import column_names
from framing.languages import ARABIC, Language
from framing.lexicon import Lexicon, Match, shipped_lexicon
from framing.morphology import FUNCTION_WORDS, known_lemma, lemma
from framing.scope import SCOPES, Sentence, leaves_open, read_sentence
from framing.target import COLUMNS as TARGET
from framing.target import find_step, step_counts
from framing.text import plain_quotes, words

VERSION = "4"  # of the featuriser: raise it when the same text would give other counts
CAP = 3  # a feature counts at most three times in a unit: the fourth "economy" says no more than the third
EARLY = 5  # a reporting verb up to this word stands at the head of its sentence, be it behind a date or a name
LONGEST_QUOTATION = 8  # units an open quotation may run on for; behind it the mark was lost
TITLE_REACH = 6  # words behind a title in which the name of who holds it stands
_PLACES = ("first", "early", "late")
# Where a reporting verb stands, and whether a clause, colon or quotation opens what was said.
REPORTS = tuple(
    f"{verb}_{said}_{place}" for verb in ("saying", "stating", "narrating", "relaying") for said in ("clause", "bare") for place in _PLACES
)
CUES = (
    *REPORTS, "subordinate_report", "nominal", "label", "telling", "turn", "passive", "impersonal", "continuation", "headline_report", "speaker_printed", "speaker_titled",
    "speaker_document", "first_person", "quotation", "context_reported", "context_quotation", "context_first_person",
    "negation", "concession", "question", "cause", "opens_cause", "purpose", "condition", "contrast", "modal", "expectation", "obligation", "superlative", "time",
    "meeting", "mean", "colon",
)  # fmt: skip
SPEAKERS = ("official", "anonymous", "expert", "civil", "media")
SHAPES = ("words_10", "words_20", "words_35", "words_50", "digits", "quotes", "commas", "headline", "heading", "bullet", "first", "ended")


@dataclass(frozen=True)
class Unit:
    """A unit as the featuriser needs it; `aliases` are wordings of the step its article is about, if one is named."""

    text: str
    role: str = "body"
    position: int = 1
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class FeatureSpace:
    """The columns of the matrix: a lexicon, a vocabulary of lemmas, the fixed cues and shapes, what is said near a named step, and further columns such as a sentence vector's."""

    lexicon: Lexicon
    vocabulary: tuple[str, ...]
    further: tuple[str, ...] = ()

    @property
    def language(self) -> Language:
        return self.lexicon.language

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        lex = [f"lex:{e.entry}|{scope}" for e in self.lexicon.entries for scope in SCOPES]
        cue = [f"cue:{c}" for c in CUES] + [f"cue:speaker_{s}" for s in SPEAKERS]
        named = [*(f"shape:{s}" for s in SHAPES), *(f"target:{t}" for t in TARGET)]
        return (*lex, *(f"lemma:{v}" for v in self.vocabulary), "lemma:other", *cue, *named, *self.further)

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
def shipped_space(model: str = "fast") -> FeatureSpace:
    """The feature space a model of the package reads: its lexicon and the vocabulary made from the training material; for `accurate` a sentence vector too."""
    vocabulary = files("framing.resources").joinpath("vocabulary.txt").read_text("utf-8").split()
    return FeatureSpace(shipped_lexicon(), tuple(vocabulary), column_names() if model == "accurate" else ())


class Counted(NamedTuple):
    """Feature counts of a unit, (feature, start, end) of its lexicon matches and (start, end) of its speaker, if printed, in code points of the printed text; and the share
    of its words whose lemma the vocabulary does not have."""

    counts: dict[str, int]
    matches: list[tuple[str, int, int]]
    speaker: tuple[int, int] | None = None
    unlike: float = 0.0


def read_units(units: Sequence[Unit], space: FeatureSpace) -> list[Counted]:
    """Counts and matches of the units of one article, in order; of the one before it a unit learns whether something was reported or a quotation left open."""
    out, reported, inside, known, named = [], False, 0, Known(), False
    for unit in units:
        sentence = read_sentence(unit.text, bool(inside), space.language)
        found = space.lexicon.find(sentence)
        counted = _count(unit, sentence, found, space)
        titles = [(m, space.lexicon.entries[m.entry].value) for m in found if space.lexicon.entries[m.entry].variable == "voice"]
        known.learn(sentence, titles)
        counted += _reporting(unit, sentence, titles, known)
        counted += _context(sentence, counted, reported, bool(inside))
        if unit.aliases:
            places = find_step(sentence.words, unit.aliases)
            counted += step_counts(places, _said(found, space), named)
            named = named or bool(places)
        reported = _reports(sentence) or (reported and bool(sentence.cues["continuation"]))
        inside = inside + 1 if inside < LONGEST_QUOTATION and leaves_open(unit.text, bool(inside)) else 0
        matches = [(_name(m, space), sentence.words[m.first].start, sentence.words[m.last].end) for m in found]
        out.append(
            Counted(
                {name: min(n, CAP) for name, n in sorted(counted.items()) if n > 0}, matches, _speaker(sentence), _unlike(sentence, space)
            )
        )
    return out


def count_article(units: Sequence[Unit], space: FeatureSpace) -> list[dict[str, int]]:
    """Feature counts of the units of one article, in order."""
    return [c.counts for c in read_units(units, space)]


def count_lemmas(texts: Iterable[str], language: Language = ARABIC) -> Counter:
    """Lemma counts of texts, for vocabularies and keyness."""
    return Counter(language.lemma(w.form) for text in texts for w in words(text))


def _name(match: Match, space: FeatureSpace) -> str:
    return f"lex:{space.lexicon.entries[match.entry].entry}|{match.scope}"


def _said(found: Iterable[Match], space: FeatureSpace) -> list[tuple[str, str, str, int]]:
    entries = space.lexicon.entries
    return [(entries[m.entry].variable, entries[m.entry].value, m.scope, m.first) for m in found]


def _reports(sentence: Sentence) -> bool:
    return bool(sentence.attributions or sentence.cues["telling"])


def _speaker(sentence: Sentence) -> tuple[int, int] | None:
    """Place of the name and title of who speaks, without a ل that an "according to" asks for."""
    main = main_attribution(sentence.attributions)
    if main is None or main.speaker is None:
        return None
    first, last = (sentence.words[i] for i in main.speaker)
    clitics = split(sentence.text[first.start : first.end])
    joined = clitics.start if main.kind == "nominal" and clitics.proclitic.startswith("ل") else 0
    return first.start + joined, last.end


def _unlike(sentence: Sentence, space: FeatureSpace) -> float:
    unknown = [space.language.lemma(w.form) not in space.lemmas for w in sentence.words]
    return sum(unknown) / len(unknown) if unknown else 0.0


def _context(sentence: Sentence, counted: Counter, reported: bool, inside: bool) -> Counter:
    """What the units before say about whose words these are: a quotation still open, or a report where the unit itself names nobody."""
    silent = not _reports(sentence)
    return Counter(
        {
            "cue:context_quotation": int(inside),
            "cue:context_reported": int(reported and silent),
            "cue:context_first_person": int(reported and silent and counted["cue:first_person"] > 0),
        }
    )


def _count(unit: Unit, sentence: Sentence, matches: list[Match], space: FeatureSpace) -> Counter:
    counted = Counter(_name(m, space) for m in matches)
    for w in sentence.words:
        found = space.language.lemma(w.form)
        counted[f"lemma:{found}" if found in space.lemmas else "lemma:other"] += 1
    counted.update({f"cue:{name}": n for name, n in _cues(sentence).items()})
    counted.update({f"shape:{name}": n for name, n in _shape(unit, sentence).items()})
    return counted


def _cues(sentence: Sentence) -> dict[str, int]:
    counted = {name: len(found) for name, found in sentence.cues.items() if name in CUES}
    counted["opens_cause"] = int(any(f.first <= 1 for f in sentence.cues["cause"]))
    counted["quotation"] = int(sentence.quotes)
    counted["first_person"] = sum(_is_first_person(w.form) for w in sentence.words)
    counted["colon"] = int(":" in sentence.text)
    return counted


_FIRST_PERSON = frozenset(
    "انا نحن اننا اني انني لنا لدينا علينا لي عندنا اعتقد اظن اشعر اريد امل احب اعرف لست لدي كنت "
    "نعتقد نظن نشعر نريد نامل نحب نعرف نعمل نحتاج نستطيع نسعي نقول نوكد نطالب نرفض نقبل نفضل نتوقع نحاول نواصل نسال نفكر كنا لسنا".split()
)


def _is_first_person(form: str) -> bool:
    """A pronoun or verb of the speaker's own, or a known word with "our" (أنا, نشعر, أرضنا); مكانا and أحيانا end in the accusative's alef."""
    if form in _FIRST_PERSON or len(form) < 5 or not form.endswith("نا") or known_lemma(form[:-2]) is None:
        return form in _FIRST_PERSON
    without_alef = known_lemma(form[:-1]) or ""
    return not (known_lemma(form) or "").endswith("ن") and (not without_alef.endswith("ن") or without_alef == form[:-1])


def _reporting(unit: Unit, sentence: Sentence, titles: Sequence[tuple[Match, str]], known: "Known") -> Counter:
    """Cues of who is reported to speak, and of what kind the speakers are: by their titles, by those they had earlier in the article, or as the speaker before."""
    counted: Counter = Counter()
    for a in sentence.attributions:
        counted[f"cue:{_report(a)}"] += 1
        counted["cue:subordinate_report"] += not a.leads
        counted["cue:headline_report"] += unit.role in ("headline", "heading", "lede")
        kinds = known.kinds_of(sentence, a, titles)
        counted["cue:speaker_printed"] += a.speaker is not None
        counted["cue:speaker_titled"] += bool(kinds and a.speaker)
        counted["cue:speaker_document"] += a.speaker is not None and lemma(sentence.words[a.speaker[0]].form) in _DOCUMENTS
        counted.update(f"cue:speaker_{kind}" for kind in kinds)
    return counted


class Known:
    """What an article has said so far of the kinds of its speakers: by name, and of the last one."""

    def __init__(self):
        self._by_name: dict[str, set[str]] = {}
        self._last: set[str] = set()

    def kinds_of(self, sentence: Sentence, a: Attribution, titles: Sequence[tuple[Match, str]]) -> set[str]:
        """Kinds of one attribution's speaker."""
        if a.speaker is None:
            return self._last
        first, last = a.speaker
        kinds = {kind for m, kind in titles if m.first <= last and m.last >= (first if a.kind == "relaying" else min(first, a.first))}
        self._last = kinds or {k for w in sentence.words[first : last + 1] for k in self._by_name.get(w.form, ())}
        return self._last

    def learn(self, sentence: Sentence, titles: Sequence[tuple[Match, str]]) -> None:
        """Names printed behind a title keep its kind: الباحث ... تيسو."""
        for m, kind in titles:
            for w in sentence.words[m.last + 1 : m.last + 1 + TITLE_REACH]:
                if w.form not in FUNCTION_WORDS and known_lemma(w.form) is None:
                    self._by_name.setdefault(w.form, set()).add(kind)


_DOCUMENTS = frozenset("تقرير دراسه بحث مسح استطلاع بيان احصاء احصاييه".split())


def _report(a: Attribution) -> str:
    if a.kind in ("nominal", "label"):
        return a.kind
    place = "first" if a.opens_clause else "early" if a.first <= EARLY else "late"
    return f"{a.kind}_{'bare' if a.opens is None else 'clause'}_{place}"


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
