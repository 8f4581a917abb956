"""Training material in, the shipped vocabulary, lexicon, models and vectors out: `python -m framing.training vocabulary`, `… audit`, `… model`, `… vectors`."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from framing.audit import audit_entries
from framing.codes import check_row, codebook
from framing.embedding import LEVELS, column_names, tuned
from framing.errors import reported
from framing.estimators import Featuriser, FramingCoder, class_weights, coded_targets, to_matrix, units_of, with_vectors
from framing.features import VERSION, FeatureSpace, count_article, count_lemmas, shipped_space
from framing.model import SHIPPED, Model, posture_probabilities, save_model
from framing.news import DOCUMENT_COLUMNS, News, news_units, read_lemmas
from framing.stacking import stack
from framing.study import ARTICLE_COLUMNS, study_units
from framing.tables import read_csv, write_csv
from framing.vectors import read_heads, read_vectors, write_vectors

RESOURCES = Path(__file__).parent / "resources"
SEEN = 3  # occurrences in the training material from which a lemma has a column of its own


def read_exemplars() -> pd.DataFrame:
    """Exemplar sentences written by the project, and their codes under the codebook.

    Returns
    -------
    DataFrame: exemplar_id, article_id (its passage, or itself), position, role, topic, text, step and aliases (of a passage about a named step, else empty),
    and the variables. Sentences of a passage stand together, in order.
    """
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    table = pd.DataFrame([json.loads(line) for line in lines])
    alone = {"passage": table["exemplar_id"], "position": 1, "role": "body", "step": "", "aliases": ""}
    table = table.fillna(alone).rename(columns={"passage": "article_id"}).astype({"position": int})
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
    X, real = Featuriser(counted).transform(exemplars), to_matrix(news.counts("training"), counted.index)
    if space.further:
        of_training = (news.units["split"] == "training").to_numpy()
        X = with_vectors(X, read_vectors("exemplars", news.folder.parent))
        real = with_vectors(real, read_vectors("news", news.folder.parent)[of_training])
    return sparse.vstack([X, real]).tocsr(), training_codes(news, exemplars)


def training_codes(news: News, exemplars: pd.DataFrame) -> pd.DataFrame:
    """Codes of the exemplars and of the training documents, with group (topic or document) and source (exemplars, wikinews, pud)."""
    codes = news.codes("training").assign(group=lambda t: t["article_id"])
    return pd.concat([exemplars.assign(group=exemplars["topic"], source="exemplars"), codes], ignore_index=True)


def fit(X: sparse.csr_matrix, y: pd.DataFrame, rows=slice(None), **parameters) -> FramingCoder:
    """A coder fitted on rows of a training set; its probabilities are calibrated on the real sentences among them."""
    own = y.iloc[rows].reset_index(drop=True)
    real = (own["source"] != "exemplars").to_numpy()
    return FramingCoder(**parameters).fit(X[rows], own, groups=own["group"], calibrate=real if real.any() else None)


def write_vocabulary() -> None:
    words = vocabulary(read_exemplars(), read_lemmas())
    (RESOURCES / "vocabulary.txt").write_text("\n".join(words) + "\n", "utf-8")


def write_audit() -> None:
    """`make audit`: drops the entries of the package's lexicon that the training material speaks against, and marks those it hardly has."""
    news, exemplars, space = News(), read_exemplars(), shipped_space()
    counts = [c for article in units_of(exemplars) for c in count_article(article, space)] + news.counts("training")
    found = audit_entries(counts, training_codes(news, exemplars), space.lexicon).set_index("entry")["verdict"]
    path = RESOURCES / "lexicon.csv"
    table = read_csv(path)
    verdict = table["entry"].map(found)
    kept = table.assign(tested=np.where(verdict == "untested", "no", "yes"))[verdict != "below chance"]
    write_csv(kept, path)
    print(
        f"{len(table) - len(kept)} of {len(table)} entries dropped: {', '.join(table['entry'][verdict == 'below chance'])}; {(kept['tested'] == 'no').sum()} untested"
    )


def write_models() -> None:
    """`make model`: the fast model is fitted; the accurate one is its sum with the heads of the tuned encoder, weighed on held-out scores."""
    news, space = News(), shipped_space()
    X, y = training_set(news, space)
    coder = fit(X, y)
    about = {
        "codebook": codebook()["version"],
        "featuriser": VERSION,
        "trained_on": {s: int(n) for s, n in y["source"].value_counts().items()},
    }
    scores = np.hstack([coder.held_out_[v] for v in coder.model_.classes])
    save_model(replace(coder.model_, about=about | _shares(coder.model_, scores, y)), RESOURCES / SHIPPED["fast"])
    in_training = (news.units["split"] == "training").to_numpy()
    data = news.folder.parent
    heads = np.vstack([read_heads("exemplars", data), read_heads("news", data)[in_training]])
    vectors = np.vstack([read_vectors("exemplars", data), read_vectors("news", data)[in_training]])
    accurate, scores = with_heads(coder, heads, y)
    about |= {"vector_mean": np.round(vectors.mean(axis=0), 2).tolist()}
    save_model(replace(accurate, about=about | _shares(accurate, scores, y)), RESOURCES / SHIPPED["accurate"])


def _shares(model: Model, scores: np.ndarray, y: pd.DataFrame) -> dict:
    """The posture shares a model presumes: its mean probabilities for the real sentences of training, from held-out scores."""
    p = posture_probabilities(model.probabilities(scores[(y["source"] != "exemplars").to_numpy()]), model.classes)
    return {"posture_shares": np.round(p.mean(axis=0), 4).tolist()}


def with_heads(coder: FramingCoder, heads: np.ndarray, y: pd.DataFrame) -> tuple[Model, np.ndarray]:
    """The sum of a fitted coder's scores and those of the tuned encoder's heads, as one linear model; and its held-out scores (units, columns).

    Parameters
    ----------
    coder : fitted on the training set
    heads : (units, columns) held-out scores of the heads for the training set, columns as in the model
    y : codes of the training set, with source; factors are chosen on its real sentences, on the exemplars where those have no code
    """
    fast, laid = coder.model_, tuned()
    real, coded = (y["source"] != "exemplars").to_numpy(), coded_targets(y)
    count_weights, vector_weights, intercepts = fast.weights.copy(), laid["head.w"] / LEVELS, fast.intercepts.copy()
    scores = np.empty_like(heads)
    for variable, span in fast.columns.items():
        target = coded[variable]
        rows = np.flatnonzero((target >= 0) & (real if (target[real] >= 0).any() else True))
        weight = class_weights(target[rows], coder.balance)
        factors, offset = stack([coder.held_out_[variable][rows], heads[rows, span]], target[rows], weight)
        scores[:, span] = factors[0] * coder.held_out_[variable] + factors[1] * heads[:, span] + offset
        count_weights[:, span] *= factors[0]
        vector_weights[:, span] *= factors[1]
        intercepts[span] = factors[0] * fast.intercepts[span] + factors[1] * laid["head.b"][span] + offset
    weights = np.round(np.vstack([count_weights, vector_weights]), 5).astype("f4")
    return Model((*fast.names, *column_names()), fast.classes, weights, np.round(intercepts, 4), dict.fromkeys(fast.classes, 1.0)), scores


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
    what.add_parser("audit").set_defaults(run=lambda a: reported(write_audit))
    what.add_parser("model").set_defaults(run=lambda a: reported(write_models))
    vectors = what.add_parser("vectors", help="needs the extra `embed`")
    vectors.add_argument("corpus", type=Path, help="folder of the page dumps")
    vectors.add_argument("external", type=Path, help="folder of the published files")
    vectors.set_defaults(run=lambda a: reported(write_all_vectors, a.corpus, a.external))
    a = parser.parse_args(argv)
    return a.run(a)


if __name__ == "__main__":
    sys.exit(main())
