"""Coded real sentences in, scores of the coder and its peers out: `python -m framing.evaluate development` (or `sealed`, once per release)."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from framing import baselines
from framing.audit import audit_groups
from framing.codes import POSTURES, attributed, frames, posture, to_long, to_wide
from framing.errors import reported
from framing.estimators import FramingCoder, to_matrix, with_vectors
from framing.evaluation import abstention, calibration, compare, foresight, per_class, resampled_interval, variable_scores
from framing.features import shipped_space
from framing.measures import check_files, measure
from framing.model import shipped_model
from framing.news import News
from framing.refits import Sets, ablation, learning_curves
from framing.reliability import agreement_table
from framing.shift import share_errors
from framing.study import Study, read_features
from framing.tables import read_csv, write_csv
from framing.training import training_set
from framing.vectors import read_vectors

LOG = Path("data/news/openings.csv")
MEASURED = ("language", "speaker_disagreements")  # from files that do not ship; kept beside the codes they were measured with
OPENING_COLUMNS = ["date", "commit", "opening"]


def evaluate(news: News, split: str, beside: Sets | None = None) -> dict[str, pd.DataFrame]:
    """Scores on one split of the real sentences, by documents that trained nothing.

    Parameters
    ----------
    beside : further sets on which refitted coders are scored (ablation, learning curves)

    Returns
    -------
    `machine` : macro-F1 and accuracy of posture of each coder, with intervals over resampled units, paired with the first
    `stability` : agreement of the two readings of these sentences, before adjudication
    `variables`, `by_class`, `calibration`, `certainty`, `abstention`, `shares` : of the fast and the accurate coder: the other variables; precision and recall per
        posture; reliability of probabilities; expected calibration error and what foresees errors; what abstaining leaves; shares by source under prior shift
    `lexicon` : coverage and precision of each group of entries
    `ablation`, `learning_curve` : the fast coder refitted without a family of features, and on parts of the training set
    """
    space = shipped_space()
    X, y = training_set(news, space)
    counts, codes = news.counts(split), news.codes(split)
    D = to_matrix(counts, space.index)
    truth = [posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)]
    vectors = read_vectors("news", news.folder.parent)[(news.units["split"] == split).to_numpy()]
    matrices = {"fast": D, "accurate": with_vectors(D, vectors)}
    predicted = {c: FramingCoder.shipped(c).predict(M) for c, M in matrices.items()}
    probabilities = {c: FramingCoder.shipped(c).predict_proba(M)["posture"] for c, M in matrices.items()}
    n_words = news.units.loc[news.units["split"] == split, "n_words"]
    strange = [_unlike(c, n) for c, n in zip(counts, n_words, strict=True)]
    sets = {split: (D, truth)} | dict(beside or {})
    return {
        "machine": compare(truth, _postures(predicted, X, y, D, counts, matrices["accurate"]), POSTURES),
        "stability": _stability(news, set(codes["unit_id"])),
        "variables": by_coder(predicted, lambda p: _variables(codes, p)),
        "by_class": by_coder(predicted, lambda p: per_class(truth, p["posture"], POSTURES)),
        "calibration": by_coder(probabilities, lambda p: calibration(truth, p, n_bins=5)[0]),
        "certainty": by_coder(probabilities, lambda p: _certainty(truth, p, strange)),
        "abstention": by_coder(probabilities, lambda p: abstention(truth, p)),
        "shares": by_coder(
            {c: share_errors(truth, p, shipped_model(c).about["posture_shares"], codes["source"]) for c, p in probabilities.items()},
            lambda errors: errors,
        ),
        "lexicon": audit_groups(counts, codes, space.lexicon),
        "ablation": ablation(X, y, sets),
        "learning_curve": learning_curves(X, y, sets),
    }


def _postures(predicted: dict[str, pd.DataFrame], X, y: pd.DataFrame, D, counts: list[dict], with_vector) -> dict[str, Sequence[str]]:
    """Postures of the shipped coders and of their peers, trained on the same sentences."""
    lexicon, columns = shipped_space().lexicon, baselines.lemma_columns(shipped_space().names)
    trained = pd.Series([posture(a, e) for a, e in zip(y["appraisal"], y["explains"], strict=True)])
    alone = FramingCoder(families=("lemma", "cue", "shape"), C_lexicon=0, n_folds=1).fit(X, y[["appraisal", "explains"]])
    return {
        "fast coder": predicted["fast"]["posture"],
        "accurate coder": predicted["accurate"]["posture"],
        "accurate, the encoder's heads alone": heads_alone(with_vector)["posture"],
        "lexicon alone": baselines.lexicon_postures(counts, lexicon),
        "classifier alone (no lexicon)": alone.predict(D)["posture"],
        "TF-IDF + logistic regression": baselines.tfidf_coder().fit(X[:, columns], trained).predict(D[:, columns]),
        "polarity lexicon": baselines.polarity_postures(counts, lexicon),
        "majority": baselines.majority(trained[y["source"] != "exemplars"], D.shape[0]),
    }


def _unlike(counted: dict[str, int], n_words: int) -> float:
    """About the share of words that training never saw, as `framing code` gives it; here from counts, which stop at three."""
    known = sum(n for feature, n in counted.items() if feature.startswith("lemma:") and feature != "lemma:other")
    return 1 - min(known / n_words, 1.0)


def study_set(study: Study) -> Sets:
    """The study's units as a further set: nothing is chosen on it."""
    codes = to_wide(study.codings[study.codings["coder"] == "adjudicated"])
    kept = (study.units["weight"] > 0).to_numpy()
    return {"study": (read_features(study)[kept], list(codes.loc[study.units["unit_id"][kept], "posture"]))}


def heads_alone(with_vector) -> pd.DataFrame:
    """Codes by the accurate coder's part that reads the sentence vector, counts left out."""
    space = shipped_space("accurate")
    kept = np.array([name.startswith("vec:") for name in space.names], dtype=float)
    return FramingCoder.shipped("accurate").predict(with_vector.multiply(kept).tocsr())


def by_coder(given: dict[str, pd.DataFrame], table: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """One table of each coder's codes or probabilities, one below the other, with the coder's name."""
    parts = [table(own) for own in given.values()]
    for coder, part in zip(given, parts, strict=True):
        part.insert(0, "coder", coder)
    return pd.concat(parts, ignore_index=True)


def _certainty(truth: list[str], p: pd.DataFrame, strange: list[float]) -> pd.DataFrame:
    """Expected calibration error, and how well a low probability and a share of unknown words foresee errors."""
    likeliest = p.columns.to_numpy()[p.to_numpy().argmax(axis=1)]
    rows = [
        ("expected calibration error", calibration(truth, p, n_bins=5)[1]),
        ("errors foreseen by a low probability (AUC)", foresight(truth, likeliest, 1 - p.max(axis=1))),
        ("errors foreseen by unknown words (AUC)", foresight(truth, likeliest, strange)),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


def _stability(news: News, units: set[str]) -> pd.DataFrame:
    readings = [c for c, about in news.coders.items() if about["kind"] == "language model"]
    long = pd.concat([to_long(news.wide[c], c) for c in readings], ignore_index=True)
    coded = ["posture", "appraisal", "object", "explains", "explains_any", "voice", "attributed", *(f"frame:{f}" for f in frames())]
    return agreement_table(long[long["unit_id"].isin(units)], coded)


def _variables(codes: pd.DataFrame, predicted: pd.DataFrame) -> pd.DataFrame:
    """Scores on the variables beside posture; intervals are 95 % percentile intervals over resampled units."""
    truth = pd.DataFrame({f"frame:{f}": [str(int(f in cell.split(";"))) for cell in codes["frames"]] for f in frames()})
    truth = truth.assign(
        **codes[["appraisal", "explains", "voice"]].reset_index(drop=True), attributed=[attributed(v) for v in codes["voice"]]
    )
    scored = variable_scores(("appraisal", "explains", "voice", "frames", "attributed"))
    rows = [(v, measure, score(truth, predicted), *resampled_interval(score, truth, predicted)) for v, (measure, score) in scored.items()]
    return pd.DataFrame(rows, columns=["variable", "measure", "score", "low", "high"]).assign(n_units=len(codes))


def log_opening(path: Path, today: str) -> None:
    """Adds a line to the log of openings of the sealed set."""
    known = read_csv(path, OPENING_COLUMNS) if path.is_file() else pd.DataFrame(columns=OPENING_COLUMNS)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    write_csv(pd.concat([known, pd.DataFrame([(today, commit, len(known) + 1)], columns=OPENING_COLUMNS)], ignore_index=True), path)


def _score(a: argparse.Namespace) -> None:
    if a.external:
        check_files(a.external)  # before the sealed part is opened for nothing
    news = News()
    if a.split == "sealed":
        log_opening(LOG, a.date)
    tables = evaluate(news, a.split, study_set(Study()))
    kept = news.folder / "measured" if a.split == "sealed" else a.out  # an opening is not repeated by a build
    for name, table in tables.items():
        write_csv(table, kept / f"{a.split}_{name}.csv")
    if a.external:
        tables |= dict(zip(MEASURED, measure(a.external, news, a.split), strict=True))
        for name in MEASURED:
            write_csv(tables[name], news.folder / "measured" / f"{a.split}_{name}.csv")
    else:
        print(
            "stems, lemmas, boundaries and speakers not measured: say EXTERNAL=<folder of the published files> (data/README.md)",
            file=sys.stderr,
        )
    for name, table in tables.items():
        print(f"{a.split} part of WikiNews and PUD: {name}\n{table.round(3).to_string(index=False)}\n")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m framing.evaluate", description="Score the shipped coders on real sentences that trained nothing."
    )
    parser.add_argument("split", choices=["development", "sealed"])
    parser.add_argument("--out", type=Path, default=Path("report/results"))
    parser.add_argument(
        "--external",
        type=Path,
        default=os.environ.get("FRAMING_EXTERNAL") or None,
        help="folder of the files others published, to measure stems, lemmas, boundaries and speakers on",
    )
    parser.add_argument("--date", default=date.today().isoformat(), help="date for the log of openings")
    a = parser.parse_args(argv)
    return reported(_score, a)


if __name__ == "__main__":
    sys.exit(main())
