"""Training material in, the shipped vocabulary and model out: `python -m framing.training vocabulary` and `… model`."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pandas as pd
from scipy import sparse

from framing.codes import check_row, codebook
from framing.errors import reported
from framing.estimators import Featuriser, FramingCoder, to_matrix
from framing.features import VERSION, FeatureSpace, count_lemmas, shipped_space
from framing.model import Model, save_model
from framing.news import News, read_lemmas

RESOURCES = Path(__file__).parent / "resources"
SEEN = 3  # occurrences in the training material from which a lemma has a column of its own


def read_exemplars() -> pd.DataFrame:
    """Exemplar sentences written by the project: exemplar_id, topic, text, and their codes under the codebook."""
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    table = pd.DataFrame([json.loads(line) for line in lines])
    for row in table.to_dict("records"):
        check_row(row, f"exemplar {row['exemplar_id']}")
    return table


def vocabulary(exemplars: pd.DataFrame, lemmas: pd.DataFrame) -> tuple[str, ...]:
    """Lemmas that occur at least SEEN times in the exemplars and the training documents, sorted."""
    counts = pd.Series(count_lemmas(exemplars["text"])).add(lemmas.groupby("lemma")["count"].sum(), fill_value=0)
    return tuple(sorted(counts[counts >= SEEN].index))


def training_set(news: News, space: FeatureSpace) -> tuple[sparse.csr_matrix, pd.DataFrame]:
    """Features and codes of everything the shipped coder learns from: the exemplars, and the training documents.

    Returns
    -------
    (units, features), DataFrame with a column per variable, group (topic or document) and source (exemplars, wikinews, pud)
    """
    exemplars = read_exemplars()
    X = Featuriser(space).transform(exemplars["text"])
    codes = news.codes("training").rename(columns={"article_id": "group"})
    y = pd.concat([exemplars.rename(columns={"topic": "group"}).assign(source="exemplars"), codes], ignore_index=True)
    return sparse.vstack([X, to_matrix(news.counts("training"), space.index)]).tocsr(), y


def fit(X: sparse.csr_matrix, y: pd.DataFrame, rows=slice(None), **parameters) -> FramingCoder:
    """A coder fitted on rows of a training set; its probabilities are calibrated on the real sentences among them."""
    own = y.iloc[rows].reset_index(drop=True)
    real = (own["source"] != "exemplars").to_numpy()
    return FramingCoder(**parameters).fit(X[rows], own, groups=own["group"], calibrate=real if real.any() else None)


def write_vocabulary() -> None:
    words = vocabulary(read_exemplars(), read_lemmas())
    (RESOURCES / "vocabulary.txt").write_text("\n".join(words) + "\n", "utf-8")


def write_model() -> None:
    X, y = training_set(News(), shipped_space())
    found = fit(X, y).model_
    about = {
        "codebook": codebook()["version"],
        "featuriser": VERSION,
        "trained_on": {s: int(n) for s, n in y["source"].value_counts().items()},
    }
    save_model(Model(found.names, found.classes, found.weights, found.intercepts, found.temperatures, about), RESOURCES / "model.zip")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.training", description="Rewrite the package's vocabulary or model.")
    parser.add_argument("what", choices=["vocabulary", "model"])
    return reported({"vocabulary": write_vocabulary, "model": write_model}[parser.parse_args(argv).what])


if __name__ == "__main__":
    sys.exit(main())
