"""One sentence's words and cues in, who is reported to say what out: reporting verbs, sources named after "according to", labels before a colon."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from framing.clitics import split
from framing.morphology import FUNCTION_WORDS
from framing.phrases import Found
from framing.text import Word

REACH = 25  # words between a reporting verb and the أن, إن, colon or quotation that opens what was said
NAMED = 10  # words a speaker's name and title may have where no clause ends them
LABEL = 6  # words of a name before a colon that opens a unit
_SAID = ("saying", "stating", "narrating", "relaying")
_PARTS = "،؛,;:.؟?!"
_ASIDES = "-–—(["
_PREPOSITIONS = frozenset(
    "في من على علي الي عن مع بعد قبل بين حتي عند خلال عبر ضد نحو منذ حول لدي تجاه بشان بسبب دون بدون رغم حين اثناء عقب ضمن امام".split()
)
_RELATIVES = frozenset("الذي التي الذين اللذان اللتان اللواتي اللاتي ما مما فيما حيث كما ان من".split())
_LEADING = frozenset("لكن ولكن الا ان كما فيما بينما اما قد وقد وكان كان كانت وكانت ف بل حين غير بيد انما فقد لقد ولقد اذ واذ ثم".split())
_BEFORE_A_TIME = frozenset("قبل بعد منذ دون رغم مع لولا بمجرد".split())
_NO_NAMES = _PREPOSITIONS | _RELATIVES
_BREAKS = (FUNCTION_WORDS | _NO_NAMES | _LEADING) - {"غير"}  # words no name holds; غير is in منظمة غير حكومية
_ADDRESSED = frozenset("له لها لهم لنا لي".split())
_OF_TITLES = frozenset(("باسم", "لدي", "باللغه"))


class Attribution(NamedTuple):
    """Somebody's words: how they are given (`saying`, `stating`, `narrating`, `relaying`: by a verb; `nominal`, `label`), the words `first` to `last` of the verb or marker,
    where what was said `opens` (None where no clause, colon or quotation does), the words of the `speaker` if printed, whether no subordinating word
    stands before the verb, and whether the verb opens its clause."""

    kind: str
    first: int
    last: int
    opens: int | None
    speaker: tuple[int, int] | None
    leads: bool
    opens_clause: bool = True


def attributions(text: str, words: Sequence[Word], found: Mapping[str, list[Found]], quoted: set[int]) -> list[Attribution]:
    """Attributions of one sentence in order of their markers.

    Parameters
    ----------
    text, words : the printed sentence and its words
    found : places of the cues by name
    quoted : numbers of the words inside quotations
    """
    reader = _Reader(text, words, found, quoted)
    verbs = [a for kind in _SAID for f in found[kind] if not reader.is_impersonal(f) and (a := reader.verb(kind, f))]
    sources = [reader.source(f) for f in found["attribution"]]
    label = reader.label(verbs)
    return sorted((a for a in (*verbs, *sources, label) if a), key=lambda a: (a.first, a.last))


def main_attribution(found: Sequence[Attribution]) -> Attribution | None:
    """The attribution whose speaker carries the sentence: of those with a printed speaker one that leads its clause and opens what was said, the first of such."""
    named = [a for a in found if a.speaker is not None]
    return min(named, key=lambda a: (not a.leads, a.opens is None, a.kind == "label", a.first), default=None)


class _Reader:
    def __init__(self, text, words, found, quoted):
        self.text, self.words, self.found, self.quoted = text, words, found, quoted
        self.openers = {f.first: f.last for f in found["complementizer"] if "آ" not in text[words[f.first].start : words[f.first].end]}
        self.verbs = {f.first for kind in _SAID if kind != "narrating" for f in found[kind]}
        self.adverbs = {i for name in ("time", "adverb") for f in found[name] for i in range(f.first, f.last + 1)}
        self.impersonal = {i for f in found["impersonal"] for i in range(f.first, f.last + 1)}

    def is_impersonal(self, f: Found) -> bool:
        return f.first in self.impersonal

    def verb(self, kind: str, f: Found) -> Attribution | None:
        if f.first in self.quoted and f.first - 1 in self.quoted:
            return None  # what a quoted speaker says others say
        stop, opens = self._complement(f.last)
        if kind == "narrating" and opens is None:
            return None  # زاد, تابع, رأى: words of somebody's only with a clause or a quotation behind them
        speaker = self._relayed(f, stop) if kind == "relaying" else None
        if opens is None:
            speaker = speaker or self._headed(f.first)
        speaker = speaker or self._after(f.last, stop, possessed=opens is not None)
        if speaker is None and (opens is not None or kind == "saying" or f.first > 0):
            speaker = self._before(f.first)
        return Attribution(kind, f.first, f.last, opens, speaker, self._leads(f.first), self._opens_clause(f.first))

    def source(self, f: Found) -> Attribution | None:
        start = f.last + 1
        if start < len(self.words) and self.words[start].form == "ل":  # وفقا لـ«...»
            start += 1
        if start >= len(self.words) or any(n.first == start for n in self.found["no_source"]):
            return None
        if self._opens_speech(start):
            return Attribution("nominal", f.first, f.last, None, None, True)
        return Attribution("nominal", f.first, f.last, None, (start, self._name_end(start, len(self.words))), True)

    def _opens_speech(self, start: int) -> bool:
        """Whether what follows a marker names nobody: حسب ما أعلن (the verb names the speaker), في بيان أن, في بيان، ..."""
        is_parted = any(c in _PARTS for c in self._gap(start - 1))
        return is_parted or start in self.verbs or start in self.openers or self.words[start].form == "ما"

    def label(self, verbs: Sequence[Attribution]) -> Attribution | None:
        """`X: ...`: a short name before a colon that opens the unit, none of the verbs in it."""
        held = self.verbs | {a.first for a in verbs}
        for i in range(min(LABEL, len(self.words) - 1)):
            if i in held or i in self.quoted:
                return None
            gap = self._gap(i)
            if self._is_colon(i):
                return Attribution("label", 0, i, i + 1, (0, i), True)
            if any(c in _PARTS for c in gap):
                return None
        return None

    def _gap(self, i: int) -> str:
        """What is printed between word i and the next."""
        end = self.words[i + 1].start if i + 1 < len(self.words) else len(self.text)
        return self.text[self.words[i].end : end]

    def _is_colon(self, i: int) -> bool:
        """Whether a colon stands behind word i that is not a clock's."""
        return ":" in self._gap(i) and not (self.words[i].form.isdigit() and self.words[i + 1].form.isdigit())

    def _complement(self, verb: int) -> tuple[int, int | None]:
        """(word the subject ends before, first word of what was said or None)."""
        for j in range(verb, min(verb + REACH, len(self.words) - 1)):
            gap, following = self._gap(j), j + 1
            if self._is_colon(j) or (following in self.quoted and j not in self.quoted):
                return following, following
            if following in self.openers and following + 1 < len(self.words) and self.words[j].form not in _BEFORE_A_TIME:
                return following, self.openers[following] + 1
            if any(c in ".؛;؟!" for c in gap) or following in self.verbs:
                return following, None
        return min(verb + REACH, len(self.words)), None

    def _after(self, verb: int, stop: int, possessed: bool) -> tuple[int, int] | None:
        """The subject behind its verb: `قال وزير ...`."""
        i = verb + 1
        while i < stop and (i in self.adverbs or self.words[i].form in _ADDRESSED):
            i += 1
        if i >= stop or not self._names(i) or any(c in _PARTS for c in self._gap(i - 1)):
            return None
        if not possessed and self._is_possessed(i):
            return None  # أكد رفضه: he affirmed his refusal
        return i, self._name_end(i, stop)

    def _before(self, verb: int) -> tuple[int, int] | None:
        """The subject before its verb: `لكن الوزير نفى ...`, `فلان، المتحدث باسم ...، قال`."""
        start = verb
        while start > 0 and not any(c in _PARTS for c in self._gap(start - 1)):
            start -= 1
        if start == verb:
            start = 0
        while start < verb and (self.words[start].form in _LEADING or start in self.adverbs):
            start += 1
        if start >= verb or not self._names(start) or start in self.verbs:
            return None
        return start, self._name_end(start, verb)

    def _headed(self, verb: int) -> tuple[int, int] | None:
        """The subject of a headline: `البلدية تنفي إغلاق الجسر`."""
        is_present = self.words[verb].form[0] in "يت" and self._leads(verb) and not self._opens_clause(verb)
        return self._before(verb) if is_present else None

    def _relayed(self, f: Found, stop: int) -> tuple[int, int] | None:
        """`نقلت صحيفة عن مسؤول`: the speaker is who was relayed."""
        for i in range(f.last + 1, min(stop, len(self.words) - 1)):
            if self.words[i].form == "عن" and self._names(i + 1):
                return i + 1, self._name_end(i + 1, stop)
        return None

    def _name_end(self, start: int, stop: int) -> int:
        """Last word of the name and title that begin at `start`."""
        i = start
        while i + 1 < min(stop, start + NAMED, len(self.words)):
            gap = self._gap(i)
            is_parted = gap != "-" and any(c in _PARTS or c in _ASIDES for c in gap)  # a bare hyphen joins a double name
            if is_parted or not self._continues(i + 1):
                return i
            i += 1
        return i

    def _names(self, i: int) -> bool:
        """Whether a speaker's name may begin with word i."""
        form = self.words[i].form
        bare = form[1:] if form[0] in "وف" else form
        if {form, bare} & _NO_NAMES or i in self.openers or i in self.adverbs or form.isdigit() or i in self.quoted:
            return False
        return not self._is_prepositional(i)

    def _continues(self, i: int) -> bool:
        """Whether word i may stand in a name after its first word."""
        form = self.words[i].form
        if form in _OF_TITLES:
            return True
        return not (form in _BREAKS or i in self.adverbs or i in self.openers or i in self.verbs or self._is_prepositional(i))

    def _is_prepositional(self, i: int) -> bool:
        """A word that begins with ب, ل or ك before a stem the dictionary knows."""
        w = self.words[i]
        found = split(self.text[w.start : w.end])
        return w.form in ("ب", "ل", "ك") or found.proclitic in ("ب", "ل", "ك", "بال", "لل", "وب", "ول", "ولل", "وبال")

    def _is_possessed(self, i: int) -> bool:
        w = self.words[i]
        return split(self.text[w.start : w.end]).suffix.endswith(("ه", "ها", "هم")) and not self.text[: w.end].endswith("ة")

    def _opens_clause(self, verb: int) -> bool:
        """Whether the verb stands first in its sentence or right after a comma, a particle aside."""
        while verb and self.words[verb - 1].form in _LEADING:
            verb -= 1
        return verb == 0 or any(c in _PARTS for c in self._gap(verb - 1))

    def _leads(self, verb: int) -> bool:
        """Whether no relative or subordinating word stands right before the verb."""
        before = self.words[verb - 1].form if verb else ""
        return before not in _RELATIVES and before not in ("ان", "الا", "لم", "لا", "لن")
