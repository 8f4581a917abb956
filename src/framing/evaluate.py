"""Coded real sentences in, scores of the coder and its peers out: `python -m framing.evaluate development` (or `sealed`, once per release)."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from framing import baselines
from framing.agreement import agreement_table
from framing.codes import POSTURES, attributed, frames, posture, to_long
from framing.errors import reported
from framing.estimators import FramingCoder, to_matrix, with_vectors
from framing.evaluation import compare, per_class, resampled_interval, variable_scores
from framing.features import shipped_space
from framing.measures import check_files, measure
from framing.news import News
from framing.tables import read_csv, write_csv
from framing.training import training_set
from framing.vectors import read_vectors

LOG = Path("data/news/openings.csv")
MEASURED = ("language", "speaker_disagreements")  # from files that do not ship; kept beside the codes they were measured with
OPENING_COLUMNS = ["date", "commit", "opening"]


def evaluate(news: News, split: str) -> dict[str, pd.DataFrame]:
    """Scores on one split of the real sentences, by documents that trained nothing.

    Returns
    -------
    `machine` : macro-F1 and accuracy of each coder with intervals over resampled units, the shipped coder first
    `stability` : agreement of the two readings of these sentences, before adjudication
    `variables`, `variables_accurate` : scores of the shipped coder, and of the accurate one, on the other variables
    `by_class` : its precision and recall per posture
    """
    space = shipped_space()
    X, y = training_set(news, space)
    counts, codes = news.counts(split), news.codes(split)
    D = to_matrix(counts, space.index)
    truth = [posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)]
    trained = pd.Series([posture(a, e) for a, e in zip(y["appraisal"], y["explains"], strict=True)])
    columns = baselines.lemma_columns(space.names)
    alone = FramingCoder(families=("lemma", "cue", "shape"), C_lexicon=0, n_folds=1).fit(X, y[["appraisal", "explains"]])
    predicted = FramingCoder.shipped().predict(D)
    vectors = read_vectors("news", news.folder.parent)[(news.units["split"] == split).to_numpy()]
    accurate = FramingCoder.shipped("accurate").predict(with_vectors(D, vectors))
    predictions = {
        "shipped coder": predicted["posture"],
        "accurate coder": accurate["posture"],
        "lexicon alone": baselines.lexicon_postures(counts, space.lexicon),
        "classifier alone (no lexicon)": alone.predict(D)["posture"],
        "TF-IDF + logistic regression": baselines.tfidf_coder().fit(X[:, columns], trained).predict(D[:, columns]),
        "polarity lexicon": baselines.polarity_postures(counts, space.lexicon),
        "majority": baselines.majority(trained[y["source"] != "exemplars"], len(truth)),
    }
    return {
        "machine": compare(truth, predictions, POSTURES),
        "stability": _stability(news, set(codes["unit_id"])),
        "variables": _variables(codes, predicted),
        "variables_accurate": _variables(codes, accurate),
        "by_class": per_class(truth, predicted["posture"], POSTURES),
    }


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
    tables = evaluate(news, a.split)
    for name, table in tables.items():
        write_csv(table, a.out / f"{a.split}_{name}.csv")
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
