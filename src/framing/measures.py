"""Gold and silver files made by others in, scores of stems, lemmas, sentence boundaries and speakers out, beside other tools' on the same files."""

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

MEASURE_COLUMNS = ["measure", "method", "score", "low", "high", "n", "on", "figure"]
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
_SAYS = re.compile(r"\b[وف]?(?:قال|قالت|يقول|تقول|أكد|أكدت|أعلن|أعلنت|أضاف|أضافت|أوضح|أوضحت|ذكر|ذكرت|صرح|صرحت|أشار|أشارت|أفاد|أفادت|كشف|كشفت|اعتبر|اعتبرت)\b")


def measure(external: Path, news: News, part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every measure of the language tools, and the sentences on which speakers and the silver labels disagree.

    Parameters
    ----------
    external : folder of the published files (data/README.md names their sources)
    part : split of the coded sentences on which speakers are scored; the other measures use whole files

    Returns
    -------
    measure, method, score, low, high (95 % percentile intervals over word types, paragraphs or sentences), n, on, figure (measured or quoted)
    sentence, silver, ours, silver_speaker, our_speaker
    """
    speakers, disagreements = _speakers(external, news, part)
    rows = [*_stems(external, news), *_conflation(external), *_boundaries(external), *speakers]
    rows += [(m, method, score, np.nan, np.nan, 0, "the same file", "quoted") for m, method, score in QUOTED]
    return pd.DataFrame(rows, columns=MEASURE_COLUMNS), disagreements


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
    rows = _table(_path(external, "wikinews_farasa/words_segmentation.tsv"))
    parts = _parts_of_words([r["surface"] for r in rows], wikinews_lines(external), news)
    content = [(r["surface"], fold(r["core_stem"]), part) for r, part in zip(rows, parts, strict=True) if r["core_tag"] in ("NOUN", "ADJ", "V")]
    methods = {"framing": lambda w: split(w).stem, **_stemmers()}
    found = []
    for on, kept in (("WikiNews", content), ("WikiNews, documents whose words were never looked at", [c for c in content if c[2] != "training"])):
        for method, stem in methods.items():
            right = np.array([fold(stem(word)) == gold for word, gold, _ in kept], float)
            found.append(("core stem, exact", method, right.mean(), *_interval_of_mean(right, [w for w, _, _ in kept]), len(kept), on, "measured"))
    return found


def _parts_of_words(surfaces: Sequence[str], lines: Mapping[str, str], news: News) -> list[str]:
    """The split of the document each segmented word stands in: the words of the running text are aligned with those of the file."""
    wikinews = news.documents[news.documents["source"] == "wikinews"]
    split_of = {k: d.split for d in wikinews.itertuples() for k in lines if d.first <= k <= d.last}
    printed = [(w.form, split_of.get(k, "training")) for k, line in lines.items() for w in words(line)]
    parts, matcher = ["training"] * len(surfaces), difflib.SequenceMatcher(None, [f for f, _ in printed], [fold(s) for s in surfaces], autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for j in range(j1, j2):
            parts[j] = printed[min(i1 + j - j1, max(i2 - 1, i1), len(printed) - 1)][1]
    return parts


def _conflation(external: Path) -> list[tuple]:
    """Over pairs of distinct words of news: same gold lemma against same key."""
    gold: dict[str, set[str]] = {}
    for r in _table(_path(external, "ud_arabic_pud/pud_surface_lemma.tsv")):
        if r["genre"] == "news" and r["upos"] != "PROPN":
            gold.setdefault(fold(r["surface"]), set()).add(fold(r["lemma"]))
    types = sorted(gold)
    truth = _pairs(types, gold.__getitem__)
    rows = []
    for method, key in {"framing": lemma, **_stemmers()}.items():
        found = _pairs(types, lambda t, key=key: {key(t)})
        for name, i in (("precision", 0), ("recall", 1), ("F", 2)):
            draws = _pair_scores(types, truth, found)
            low, high = np.nanpercentile(draws[1:, i], [2.5, 97.5])
            rows.append((f"lemma conflation, {name}", method, draws[0, i], low, high, len(types), "UD_Arabic-PUD, news", "measured"))
    return rows


def _pairs(types: Sequence[str], keys: Callable[[str], set[str]]) -> set[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for t in types:
        for k in keys(t):
            groups.setdefault(k, []).append(t)
    return {p for members in groups.values() for p in combinations(members, 2)}


def _pair_scores(types: Sequence[str], truth: set, found: set) -> np.ndarray:
    """(1 + resamples, 3) precision, recall, F: first as it is, then with the words resampled, a pair weighing what both its words do."""
    at = {t: i for i, t in enumerate(types)}
    draws = np.random.default_rng(0).multinomial(len(types), np.full(len(types), 1 / len(types)), N_RESAMPLES)
    weights = np.vstack([np.ones((1, len(types))), draws])

    def total(pairs: set) -> np.ndarray:
        a, b = np.array([(at[x], at[y]) for x, y in sorted(pairs)] or [(0, 0)]).T
        return (weights[:, a] * weights[:, b]).sum(axis=1) if pairs else np.zeros(len(weights))

    both, of_found, of_truth = total(truth & found), total(found), total(truth)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([both / of_found, both / of_truth, 2 * both / (of_found + of_truth)])


def _boundaries(external: Path) -> list[tuple]:
    """Lines of a paragraph joined with spaces and split again: F1 of the boundaries."""
    lines = [x.strip() for x in _path(external, "segmentation/newscommentary_v15_dev.txt").read_text("utf-8").splitlines() if x.strip()]
    paragraphs = [lines[i : i + PARAGRAPH] for i in range(0, len(lines), PARAGRAPH)]
    rows = []
    for method, cut in (("framing", sentences), ("a stop and white space", _STOPS.split)):
        counted = np.array([_boundary_counts(p, cut) for p in paragraphs])
        rows.append(("sentence boundaries, F", method, *_f1_with_interval(counted), len(lines), "News Commentary", "measured"))
    return rows


def _boundary_counts(paragraph: Sequence[str], cut: Callable[[str], Sequence[str]]) -> tuple[int, int, int]:
    """(right, found, true) inner boundaries of one paragraph."""
    truth, found = _ends(paragraph), _ends(cut(" ".join(paragraph)))
    return len(truth & found), len(found), len(truth)


def _ends(parts: Sequence[str]) -> set[int]:
    """Where parts end, in printed characters counted from the start; the last end is no boundary."""
    ends = np.cumsum([len(p.replace(" ", "")) for p in parts])
    return set(ends[:-1].tolist())


def _speakers(external: Path, news: News, part: str) -> tuple[list[tuple], pd.DataFrame]:
    """Attribution and speakers, as the shipped coder prints them, against labels a rule made over gold trees; the rule knows verbs only.

    A speaker is right when the word the tree makes its head is the first of ours; it is invented when neither the silver label nor our own codes
    hold the sentence attributed and the coder prints one.
    """
    silver = [json.loads(line) for line in _path(external, "voice_ud/reported_speech_silver_pud.jsonl").read_text("utf-8").splitlines()]
    units = news.units[news.units["split"] == part].merge(news.wide["adjudicated"][["unit_id", "voice"]], on="unit_id", validate="1:1")
    predicted = FramingCoder.shipped().predict(to_matrix(news.counts(part), shipped_space().index))["voice"]
    voices = {u.sentence: (u.voice, v) for u, v in zip(units.itertuples(), predicted, strict=True)}
    kept = pd.DataFrame(
        [_read_speaker(s, *voices[s["id"]]) for s in silver if s["id"] in voices and s["label"] != "reporting_verb_no_clause"]
    )
    positive, on = kept["silver"] == "attributed", f"UD_Arabic-PUD, {part} part"
    named = kept[positive & (kept["silver_speaker"] != "")]
    neither = kept[~positive & (kept["coded"] == "author")]
    rows = [
        ("attributed sentences found", "framing", *_share(kept.loc[positive, "ours"] == "attributed"), on, "measured"),
        ("attributed sentences found", "reporting verbs by regular expression", *_share(kept.loc[positive, "regex"]), on, "measured"),
        ("speaker's head right", "framing", *_share(named["right"]), on, "measured"),
        ("speakers invented", "framing", *_share(neither["our_speaker"] != ""), on, "measured"),
    ]
    disagree = (kept["silver"] != kept["ours"]) | (positive & (kept["silver_speaker"] != "") & ~kept["right"])
    return rows, kept.loc[disagree, ["sentence", "silver", "ours", "silver_speaker", "our_speaker", "coded"]].reset_index(drop=True)


def _read_speaker(silver: Mapping, coded: str, predicted: str) -> dict:
    """One silver sentence beside what the coder makes of it; speakers by their heads."""
    sentence = read_sentence(silver["text"])
    main = main_attribution(sentence.attributions) if predicted != "author" else None
    heads = [fold(r["speaker_head"]) for r in silver["reports"] if r.get("speaker_head")]
    ours = sentence.words[main.speaker[0]].form if main else ""
    return {
        "sentence": silver["id"],
        "silver": silver["label"],
        "ours": "none" if predicted == "author" else "attributed",
        "silver_speaker": " / ".join(heads),
        "our_speaker": ours,
        "right": bool(ours) and any(h in (ours, split(ours).stem) for h in heads),
        "regex": bool(_SAYS.search(silver["text"])),
        "coded": coded,
    }


def _share(hits: pd.Series) -> tuple[float, float, float, int]:
    """(share, low, high, n) with the interval of Wilson (1927)."""
    if not len(hits):
        return np.nan, np.nan, np.nan, 0
    interval = binomtest(int(hits.sum()), len(hits)).proportion_ci(method="wilson")
    return float(hits.mean()), interval.low, interval.high, len(hits)


def _interval_of_mean(values: np.ndarray, clusters: Sequence[str]) -> tuple[float, float]:
    """95 % percentile interval of a mean, clusters (word types) resampled whole."""
    codes = pd.factorize(pd.Series(clusters))[0]
    total, size = np.bincount(codes, values), np.bincount(codes)
    draws = np.random.default_rng(0).integers(0, len(size), (N_RESAMPLES, len(size)))
    low, high = np.percentile(total[draws].sum(axis=1) / size[draws].sum(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _f1_with_interval(counted: np.ndarray) -> tuple[float, float, float]:
    """F1 from (paragraphs, [right, found, true]), paragraphs resampled for its interval."""
    draws = counted[np.random.default_rng(0).integers(0, len(counted), (N_RESAMPLES, len(counted)))].sum(axis=1)
    right, found, true = counted.sum(axis=0)
    low, high = np.percentile(2 * draws[:, 0] / (draws[:, 1] + draws[:, 2]), [2.5, 97.5])
    return 2 * right / (found + true), low, high
