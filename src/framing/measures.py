"""Gold and silver files made by others in, scores of stems, lemmas, sentence boundaries and speakers out, beside those of other tools."""

import csv
import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing.attribution import main_attribution
from framing.clitics import split
from framing.errors import FramingError
from framing.estimators import FramingCoder, to_matrix
from framing.features import shipped_space
from framing.morphology import lemma
from framing.news import News, wikinews_lines
from framing.scope import read_sentence
from framing.text import fold, sentences, words

STEMS = "wikinews_farasa/words_segmentation.tsv"
LEMMAS = "ud_arabic_pud/pud_surface_lemma.tsv"
BOUNDARIES = "segmentation/newscommentary_v15_dev.txt"
SPEAKERS = "voice_ud/reported_speech_silver_pud.jsonl"
MEASURE_COLUMNS = ["measure", "method", "score", "low", "high", "n", "on", "figure"]
CONTENT = ("NOUN", "ADJ", "V")
PARAGRAPH = 20  # lines joined before they are split again
N_RESAMPLES = 1000
# Figures others' tools reached on the same files by the same measures, where the tool's licence keeps it out of our environment.
QUOTED = (
    ("core stem, exact", "light10 style", 0.694),
    ("core stem, exact", "Tashaphyne", 0.579),
    ("lemma conflation, F", "light10 style", 0.486),
    ("lemma conflation, F", "Tashaphyne", 0.559),
    ("lemma conflation, F", "Qalsadi", 0.607),
)
_STOPS = re.compile(r"(?<=[.!?؟…])\s+")
_VERBS = "قال قالت يقول تقول أكد أكدت أعلن أعلنت أضاف أضافت أوضح أوضحت ذكر ذكرت صرح صرحت أشار أشارت أفاد أفادت كشف كشفت اعتبر اعتبرت"
_SAYS = re.compile(rf"\b[وف]?(?:{'|'.join(_VERBS.split())})\b")
_READ = ["sentence", "silver", "ours", "silver_speaker", "our_speaker", "coded", "right", "regex"]


def measure(external: Path, news: News, part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every measure of the language tools, and the sentences on which speakers and the silver labels disagree.

    Parameters
    ----------
    external : folder of the published files (data/README.md names their sources)
    part : split of the coded sentences on which speakers are scored; the other measures use whole files

    Returns
    -------
    measure, method, score, low, high (95 % percentile intervals over word types or paragraphs, Wilson intervals over sentences), n, on,
        figure (measured or quoted); a score is missing where nothing was there to count
    sentence, silver, ours, silver_speaker, our_speaker, coded
    """
    speakers, disagreements = _speakers(external, news, part)
    rows = [(*r, "measured") for r in (*_stems(external, news), *_conflation(external), *_boundaries(external), *speakers)]
    rows += [(m, method, score, np.nan, np.nan, 0, "the same file", "quoted") for m, method, score in QUOTED]
    return pd.DataFrame(rows, columns=MEASURE_COLUMNS), disagreements


def check_files(external: Path) -> None:
    """Raises FramingError naming the first file that is not in the folder."""
    for name in (STEMS, LEMMAS, BOUNDARIES, SPEAKERS):
        _path(external, name)


def _path(external: Path, name: str) -> Path:
    path = external / name
    if not path.is_file():
        raise FramingError(f"{path}: no such file; the files measured on do not ship (data/README.md names their sources)")
    return path


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return [r for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if None not in r.values()]


def _stemmers() -> dict[str, Callable[[str], str]]:
    """Peers that install from the package index, on a printed word."""
    import snowballstemmer

    return {"as printed": str, "Snowball Arabic": snowballstemmer.stemmer("arabic").stemWord}


def _stems(external: Path, news: News) -> list[tuple]:
    """Core stems of content words, clitics and endings taken off, after folding; exact matches."""
    rows = _table(_path(external, STEMS))
    parts = _parts_of_words([r["surface"] for r in rows], wikinews_lines(external), news)
    content = [(r["surface"], fold(r["core_stem"]), part) for r, part in zip(rows, parts, strict=True) if r["core_tag"] in CONTENT]
    unseen = [c for c in content if c[2] != "training"]
    methods = {"framing": lambda w: split(w).stem, **_stemmers()}
    return [
        ("core stem, exact", method, *_mean([fold(stem(word)) == gold for word, gold, _ in kept], [word for word, _, _ in kept]), on)
        for on, kept in (("WikiNews", content), ("WikiNews, documents whose words were never looked at", unseen))
        for method, stem in methods.items()
    ]


def _parts_of_words(surfaces: Sequence[str], lines: Mapping[str, str], news: News) -> list[str]:
    """The split of the document each segmented word stands in: the words of the running text are aligned with those of the file."""
    wikinews = news.documents[news.documents["source"] == "wikinews"]
    split_of = {k: d.split for d in wikinews.itertuples() for k in lines if d.first <= k <= d.last}
    printed = [(w.form, split_of.get(k, "training")) for k, line in lines.items() for w in words(line)] or [("", "training")]
    forms = [form for form, _ in printed]
    parts: list[str] = []
    for _, i1, i2, j1, j2 in difflib.SequenceMatcher(None, forms, [fold(s) for s in surfaces], autojunk=False).get_opcodes():
        last = min(max(i2 - 1, i1), len(printed) - 1)  # a word the text has not stands where the next one does
        parts += [printed[min(i1 + j, last)][1] for j in range(j2 - j1)]
    return parts


def _conflation(external: Path) -> list[tuple]:
    """Over pairs of distinct words of news: same gold lemma against same key."""
    gold: dict[str, set[str]] = {}
    for r in _table(_path(external, LEMMAS)):
        if r["genre"] == "news" and r["upos"] != "PROPN":
            gold.setdefault(fold(r["surface"]), set()).add(fold(r["lemma"]))
    types = sorted(gold)
    truth = _pairs(types, gold.__getitem__)
    rows = []
    stemmers: dict[str, Callable[[str], str]] = {"framing": lemma, **_stemmers()}
    for method, key in stemmers.items():
        draws = _pair_scores(types, truth, _pairs(types, _alone(key)))
        for name, scores in zip(("precision", "recall", "F"), draws.T, strict=True):
            rows.append((f"lemma conflation, {name}", method, scores[0], *_interval(scores[1:]), len(types), "UD_Arabic-PUD, news"))
    return rows


def _alone(key: Callable[[str], str]) -> Callable[[str], set[str]]:
    """The one key of a word as a set."""
    return lambda word: {key(word)}


def _pairs(types: Sequence[str], keys: Callable[[str], set[str]]) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for t in types:
        for k in keys(t):
            groups.setdefault(k, []).append(t)
    return {p for members in groups.values() for p in combinations(members, 2)}


def _pair_scores(types: Sequence[str], truth: set, found: set) -> np.ndarray:
    """(1 + resamples, 3) precision, recall, F: first as it is, then with the words resampled, a pair weighing what both its words do."""
    n, at = len(types), {t: i for i, t in enumerate(types)}
    if not n:
        return np.full((1 + N_RESAMPLES, 3), np.nan)
    draws = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), N_RESAMPLES)
    weights = np.vstack([np.ones((1, n)), draws])

    def total(pairs: set) -> np.ndarray:
        if not pairs:
            return np.zeros(len(weights))
        a, b = np.array([(at[x], at[y]) for x, y in sorted(pairs)]).T
        return (weights[:, a] * weights[:, b]).sum(axis=1)

    both, of_found, of_truth = total(truth & found), total(found), total(truth)
    return np.column_stack([_ratio(both, of_found), _ratio(both, of_truth), _ratio(2 * both, of_found + of_truth)])


def _boundaries(external: Path) -> list[tuple]:
    """Lines of a paragraph joined with spaces and split again: F1 of the boundaries."""
    lines = [x.strip() for x in _path(external, BOUNDARIES).read_text("utf-8").splitlines() if x.strip()]
    paragraphs = [lines[i : i + PARAGRAPH] for i in range(0, len(lines), PARAGRAPH)]
    return [
        ("sentence boundaries, F", method, *_f1([_boundary_counts(p, cut) for p in paragraphs]), len(lines), "News Commentary")
        for method, cut in (("framing", sentences), ("a stop and white space", _STOPS.split))
    ]


def _boundary_counts(paragraph: Sequence[str], cut: Callable[[str], Sequence[str]]) -> tuple[int, int, int]:
    """(right, found, true) inner boundaries of one paragraph."""
    truth, found = _ends(paragraph), _ends(cut(" ".join(paragraph)))
    return len(truth & found), len(found), len(truth)


def _ends(parts: Sequence[str]) -> set[int]:
    """Where parts end, in printed characters counted from the start; the last end is no boundary."""
    ends = np.cumsum([len("".join(p.split())) for p in parts])
    return set(ends[:-1].tolist())


def _speakers(external: Path, news: News, part: str) -> tuple[list[tuple], pd.DataFrame]:
    """Attribution and speakers, as the shipped coder prints them, against labels a rule made over gold trees; the rule knows verbs only.

    A speaker is right when the word the tree makes its head is the first of ours; it is invented when neither the silver label nor our own codes
    hold the sentence attributed and the coder prints one.
    """
    silver = [json.loads(line) for line in _path(external, SPEAKERS).read_text("utf-8").splitlines()]
    voices = _voices(news, part)
    read = [_read_speaker(s, *voices[s["id"]]) for s in silver if s["id"] in voices and s["label"] != "reporting_verb_no_clause"]
    kept = pd.DataFrame(read, columns=_READ).astype({"right": bool, "regex": bool})
    positive = kept["silver"] == "attributed"
    named = positive & (kept["silver_speaker"] != "")
    neither = ~positive & (kept["coded"] == "author")
    scored = (
        ("attributed sentences found", "framing", kept.loc[positive, "ours"] == "attributed"),
        ("attributed sentences found", "reporting verbs by regular expression", kept.loc[positive, "regex"]),
        ("speaker's head right", "framing", kept.loc[named, "right"]),
        ("speakers invented", "framing", kept.loc[neither, "our_speaker"] != ""),
    )
    disagree = (kept["silver"] != kept["ours"]) | (named & ~kept["right"])
    rows = [(name, method, *_share(hits), f"UD_Arabic-PUD, {part} part") for name, method, hits in scored]
    return rows, kept.loc[disagree, _READ[:-2]].reset_index(drop=True)


def _voices(news: News, part: str) -> dict[str, tuple[str, str]]:
    """Sentence → its voice as coded and as the shipped coder predicts it."""
    units = news.units[news.units["split"] == part].merge(news.wide["adjudicated"][["unit_id", "voice"]], on="unit_id", validate="1:1")
    predicted = FramingCoder.shipped().predict(to_matrix(news.counts(part), shipped_space().index))["voice"]
    return {sentence: (coded, ours) for sentence, coded, ours in zip(units["sentence"], units["voice"], predicted, strict=True)}


def _read_speaker(silver: Mapping, coded: str, predicted: str) -> tuple:
    """One silver sentence beside what the coder makes of it, in the order of _READ; speakers by their heads."""
    sentence = read_sentence(silver["text"])
    main = main_attribution(sentence.attributions) if predicted != "author" else None
    heads = [fold(r["speaker_head"]) for r in silver["reports"] if r.get("speaker_head")]
    speaker = sentence.words[main.speaker[0]].form if main and main.speaker else ""
    ours = "none" if predicted == "author" else "attributed"
    right = bool(speaker) and any(h in (speaker, split(speaker).stem) for h in heads)
    return silver["id"], silver["label"], ours, " / ".join(heads), speaker, coded, right, bool(_SAYS.search(silver["text"]))


def _ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a / b, missing where b is 0."""
    return np.divide(a, b, out=np.full(np.shape(b), np.nan), where=np.asarray(b) != 0)


def _interval(draws: np.ndarray) -> tuple[float, float]:
    """95 % percentile interval of a score over resamples, those without one left out."""
    known = draws[~np.isnan(draws)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _share(hits: pd.Series) -> tuple[float, float, float, int]:
    """(share, low, high, n) with the interval of Wilson (1927)."""
    if not len(hits):
        return np.nan, np.nan, np.nan, 0
    interval = binomtest(int(hits.sum()), len(hits)).proportion_ci(method="wilson")
    return float(hits.mean()), interval.low, interval.high, len(hits)


def _mean(hits: Sequence[bool], clusters: Sequence[str]) -> tuple[float, float, float, int]:
    """(share, low, high, n), clusters (word types) resampled whole."""
    if not len(hits):
        return np.nan, np.nan, np.nan, 0
    codes = pd.factorize(pd.Series(clusters))[0]
    total, size = np.bincount(codes, hits), np.bincount(codes)
    draws = np.random.default_rng(0).integers(0, len(size), (N_RESAMPLES, len(size)))
    return float(np.mean(hits)), *_interval(total[draws].sum(axis=1) / size[draws].sum(axis=1)), len(hits)


def _f1(counted: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    """(F1, low, high) from (right, found, true) of each paragraph, paragraphs resampled."""
    counts = np.array(counted, dtype=float).reshape(-1, 3)
    draws = counts[np.random.default_rng(0).integers(0, max(len(counts), 1), (N_RESAMPLES, len(counts)))].sum(axis=1)
    right, found, true = np.vstack([counts.sum(axis=0), draws]).T
    scores = _ratio(2 * right, found + true)
    return float(scores[0]), *_interval(scores[1:])
