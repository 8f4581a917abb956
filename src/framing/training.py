"""Training material in, the shipped vocabulary, models and vectors out: `python -m framing.training vocabulary`, `… model`, `… vectors`."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pandas as pd
from scipy import sparse

from framing.codes import check_row, codebook
from framing.errors import reported
from framing.estimators import Featuriser, FramingCoder, to_matrix, with_vectors
from framing.features import VERSION, FeatureSpace, count_lemmas, shipped_space
from framing.model import SHIPPED, Model, save_model
from framing.news import DOCUMENT_COLUMNS, News, news_units, read_lemmas
from framing.study import ARTICLE_COLUMNS, study_units
from framing.tables import read_csv
from framing.vectors import read_vectors, write_vectors

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
    """Features and codes of everything the shipped coders learn from: the exemplars, and the training documents; with vectors if the space has them.

    Returns
    -------
    (units, features), DataFrame with a column per variable, group (topic or document) and source (exemplars, wikinews, pud)
    """
    exemplars = read_exemplars()
    counted = replace(space, further=())
    X, real = Featuriser(counted).transform(exemplars["text"]), to_matrix(news.counts("training"), counted.index)
    if space.further:
        of_training = (news.units["split"] == "training").to_numpy()
        X = with_vectors(X, read_vectors("exemplars", news.folder.parent))
        real = with_vectors(real, read_vectors("news", news.folder.parent)[of_training])
    codes = news.codes("training").rename(columns={"article_id": "group"})
    y = pd.concat([exemplars.rename(columns={"topic": "group"}).assign(source="exemplars"), codes], ignore_index=True)
    return sparse.vstack([X, real]).tocsr(), y


def fit(X: sparse.csr_matrix, y: pd.DataFrame, rows=slice(None), **parameters) -> FramingCoder:
    """A coder fitted on rows of a training set; its probabilities are calibrated on the real sentences among them."""
    own = y.iloc[rows].reset_index(drop=True)
    real = (own["source"] != "exemplars").to_numpy()
    return FramingCoder(**parameters).fit(X[rows], own, groups=own["group"], calibrate=real if real.any() else None)


def write_vocabulary() -> None:
    words = vocabulary(read_exemplars(), read_lemmas())
    (RESOURCES / "vocabulary.txt").write_text("\n".join(words) + "\n", "utf-8")


def write_models() -> None:
    for name in SHIPPED:
        _write_model(name)


def _write_model(name: str) -> None:
    space = shipped_space(name)
    X, y = training_set(News(), space)
    found = fit(X, y, space=space).model_
    about = {
        "codebook": codebook()["version"],
        "featuriser": VERSION,
        "trained_on": {s: int(n) for s, n in y["source"].value_counts().items()},
    }
    if space.further:
        about["vector_mean"] = X[:, -len(space.further) :].mean(axis=0).round(2).tolist()[0]
    save_model(Model(found.names, found.classes, found.weights, found.intercepts, found.temperatures, about), RESOURCES / SHIPPED[name])


def write_all_vectors(corpus: Path, external: Path, data: Path = Path("data")) -> None:
    """`make vectors`: encodes every text of the study and of the coders' training."""
    texts = {
        "study": study_units(corpus, read_csv(data / "study" / "articles.csv", ARTICLE_COLUMNS))[1]["text"],
        "news": news_units(external, read_csv(data / "news" / "documents.csv", DOCUMENT_COLUMNS))["text"],
        "exemplars": read_exemplars()["text"],
    }
    write_vectors(texts, data)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m framing.training", description="Rewrite the package's vocabulary or models, or the vectors."
    )
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("vocabulary").set_defaults(run=lambda a: reported(write_vocabulary))
    what.add_parser("model").set_defaults(run=lambda a: reported(write_models))
    vectors = what.add_parser("vectors", help="needs the extra `embed`")
    vectors.add_argument("corpus", type=Path, help="folder of the page dumps")
    vectors.add_argument("external", type=Path, help="folder of the published files")
    vectors.set_defaults(run=lambda a: reported(write_all_vectors, a.corpus, a.external))
    a = parser.parse_args(argv)
    return a.run(a)


if __name__ == "__main__":
    sys.exit(main())
