"""Exemplars coded by a codebook of one's own in, a model that codes by itself and its scores on exemplars it had not seen out."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from framing.reliability import ASSESSABLE
from framing.embedding import column_names, encode
from framing.errors import FramingError
from framing.estimators import Featuriser, FramingCoder, coded_targets, with_vectors
from framing.features import VERSION, FeatureSpace, count_lemmas
from framing.lexicon import Lexicon, lexicon_for
from framing.model import Model, class_probabilities
from framing.own import packed
from framing.scheme import Codebook, Variable

SEEN = 2  # exemplars in which a lemma must occur to have a column of its own
# Inverse penalty with a lexicon or an encoder to lean on, and without; and how far small classes are lifted: by held-out F1 on the English exemplars.
C_GUIDED, C_ALONE, BALANCE = 0.03, 1.0, 0.5
SCORED = ["variable", "value", "n", "precision", "recall", "f1"]


def train(
    exemplars: pd.DataFrame, codebook: Codebook, lexicon: Lexicon | None = None, *, embed: bool = False, **parameters
) -> tuple[Model, pd.DataFrame]:
    """The coder for a codebook of one's own.

    Parameters
    ----------
    exemplars : DataFrame with text, a column for each variable of the codebook that was coded (several values `;`-joined, '' for a unit not coded) and,
        if known, article_id, position and role; exemplars of an article stand together, and no fold parts them
    lexicon : of terms that point to values, as `read_lexicon(path, codebook)` gives it; without one words alone decide
    embed : adds the sentence encoder's vector to the features; needs the extra `embed`
    parameters : of FramingCoder

    Returns
    -------
    (model, scores). The model carries codebook, lexicon and vocabulary: `framing.own.load_own` reads them back. Scores: one row per variable × value, from
    folds that had not seen the exemplar: variable, value, n, precision, recall, f1; the row with an empty value holds the mean F1 over values, macro-F1.

    Raises
    ------
    FramingError : a column is missing, a value is none of the codebook's, or too few exemplars are coded.
    """
    _check(exemplars, codebook)
    lexicon = lexicon or lexicon_for(codebook)
    counts = count_lemmas(exemplars["text"], lexicon.language)
    vocabulary = tuple(
        sorted(lemma for lemma, n in counts.items() if n >= SEEN and lemma != "other")
    )  # the column of all the rest has that name
    counted = FeatureSpace(lexicon, vocabulary)
    X, about = Featuriser(counted).transform(exemplars), {}
    if embed:
        vectors = encode(list(exemplars["text"]))
        X, about = with_vectors(X, vectors), {"vector_mean": np.round(vectors.mean(axis=0), 2).tolist()}
    space = FeatureSpace(lexicon, vocabulary, column_names() if embed else ())
    usual = {"C": C_GUIDED if lexicon.entries or embed else C_ALONE, "balance": BALANCE}
    coder = FramingCoder(space=space, codebook=codebook, **usual | parameters)
    coder.fit(X, exemplars, groups=exemplars.get("article_id"))
    scores = held_out(coder, exemplars)
    about |= {"codebook": codebook.version, "featuriser": VERSION, "trained_on": {"exemplars": len(exemplars)}}
    about |= {"held_out_macro_f1": {v: round(float(f), 4) for v, f in scores[scores["value"] == ""].set_index("variable")["f1"].items()}}
    fitted = coder.model_
    return Model(
        fitted.names, fitted.classes, fitted.weights, fitted.intercepts, fitted.temperatures, about | {"own": packed(codebook, space)}
    ), scores


def held_out(coder: FramingCoder, exemplars: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of each value from the scores each exemplar had in folds without it, and their mean over values; SCORED."""
    coded, rows = coded_targets(exemplars, coder.codebook), []
    for variable in coder.codebook.variables.values():
        found = pd.DataFrame([(variable.name, x, *_one(*hits)) for x, hits in _hits(coder, variable, coded)], columns=SCORED)
        rows += [(variable.name, "", found["n"].sum(), np.nan, np.nan, found["f1"].mean()), *found.itertuples(index=False)]
    return pd.DataFrame(rows, columns=SCORED)


def _hits(coder: FramingCoder, variable: Variable, coded: Mapping[str, np.ndarray]) -> Iterator[tuple[str, tuple[np.ndarray, np.ndarray]]]:
    """Each value with the exemplars coded so and those predicted so: two arrays over the exemplars coded on the variable."""
    for x in variable.values:
        name = f"{variable.flag}:{x}" if variable.multiple else variable.name
        if name not in coder.model_.classes:
            continue
        scores, truth = coder.held_out_[name], coded[name]
        known = (truth >= 0) & np.isfinite(scores).all(axis=1)
        wanted = 1 if variable.multiple else list(variable.values).index(x)
        yield x, (truth[known] == wanted, class_probabilities(scores[known]).argmax(axis=1) == wanted)


def _one(truth: np.ndarray, predicted: np.ndarray) -> tuple[int, float, float, float]:
    """n, precision, recall and F1 of one value; missing where nothing was of it."""
    both, n, given = (truth & predicted).sum(), int(truth.sum()), predicted.sum()
    return n, both / given if given else np.nan, both / n if n else np.nan, 2 * both / (n + given) if n else np.nan


def too_few(scores: pd.DataFrame) -> pd.DataFrame:
    """Values with fewer exemplars than can be assessed."""
    return scores[(scores["value"] != "") & (scores["n"] < ASSESSABLE)]


def _check(exemplars: pd.DataFrame, codebook: Codebook) -> None:
    coded = [v for v in codebook.variables if v in exemplars]
    if "text" not in exemplars or not coded:
        raise FramingError(
            f"exemplars: need a column text and one of {', '.join(codebook.variables)}; they have {', '.join(map(str, exemplars.columns))}"
        )
    for number, row in enumerate(exemplars[coded].fillna("").to_dict("records"), 1):
        codebook.check({v: x for v, x in row.items() if x != ""}, f"exemplar {number}")
    for variable in coded:
        values = _used(exemplars[variable].fillna(""), codebook, variable)
        if len(values) < 2:
            raise FramingError(f"exemplars: {variable} is coded {' and '.join(values) or 'nowhere'}; two values at least must occur")


def _used(cells: Sequence[str], codebook: Codebook, variable: str) -> list[str]:
    """The values that occur, an empty cell of a variable of several values among them."""
    several = codebook.variables[variable].multiple
    return sorted({x or "(none)" for cell in cells for x in (codebook.variables[variable].given(cell) or [""]) if several or x})
