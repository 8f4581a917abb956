"""Exemplars in, the shipped vocabulary and model out: `python -m framing.training` rewrites both."""

import json
from importlib.resources import files
from pathlib import Path

import pandas as pd

from framing.codes import check_row, codebook
from framing.estimators import Featuriser, FramingCoder
from framing.features import VERSION, FeatureSpace, count_lemmas
from framing.lexicon import shipped_lexicon
from framing.model import save_model

RESOURCES = Path(__file__).parent / "resources"
SEEN = 3  # exemplars that hold a lemma before it gets a column of its own


def read_exemplars() -> pd.DataFrame:
    """Exemplar sentences written by the project: exemplar_id, topic, text, and their codes under the codebook."""
    lines = files("framing.resources").joinpath("exemplars.jsonl").read_text("utf-8").splitlines()
    table = pd.DataFrame([json.loads(line) for line in lines])
    for row in table.to_dict("records"):
        check_row(row, f"exemplar {row['exemplar_id']}")
    return table


def vocabulary(texts: pd.Series) -> tuple[str, ...]:
    """Lemmas that stand in at least SEEN of the texts, sorted."""
    seen = pd.Series([lemma for text in texts for lemma in count_lemmas([text])]).value_counts()
    return tuple(sorted(seen[seen >= SEEN].index))


def fit(exemplars: pd.DataFrame, space: FeatureSpace, **parameters) -> FramingCoder:
    """A coder fitted on exemplars; folds for calibration keep topics whole."""
    X = Featuriser(space).transform(exemplars["text"])
    return FramingCoder(space, **parameters).fit(X, exemplars, groups=exemplars["topic"])


def main() -> None:
    exemplars = read_exemplars()
    words = vocabulary(exemplars["text"])
    (RESOURCES / "vocabulary.txt").write_text("\n".join(words) + "\n", "utf-8")
    model = fit(exemplars, FeatureSpace(shipped_lexicon(), words)).model_
    about = {"codebook": codebook()["version"], "featuriser": VERSION, "trained_on": f"{len(exemplars)} exemplar sentences of the project"}
    save_model(type(model)(**{**vars_of(model), "about": about}), RESOURCES / "model.zip")


def vars_of(model) -> dict:
    return {name: getattr(model, name) for name in ("names", "classes", "weights", "intercepts", "temperatures")}


if __name__ == "__main__":
    main()
