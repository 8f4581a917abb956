"""Exemplars coded by a codebook of one's own in, a model that codes by itself and its scores on exemplars it had not seen out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from framing.coding import columns
from framing.embedding import column_names, encode
from framing.errors import FramingError
from framing.estimators import Featuriser, FramingCoder, coded_targets, with_vectors
from framing.features import VERSION, FeatureSpace, count_lemmas
from framing.lexicon import Lexicon, lexicon_for
from framing.model import Model, class_probabilities
from framing.own import noted_units, packed
from framing.reliability import ASSESSABLE
from framing.scheme import Codebook, Variable
from framing.text import words

SEEN = 2  # times that a lemma must occur in the exemplars to have a column of its own
PENALTIES = (0.3, 0.03, 0.1, 1.0)  # inverse; of each variable the likeliest is taken, the first where nothing can be held out
BALANCE = 0.5  # how far small classes are lifted: by held-out F1 on the English exemplars
SCORED = ["variable", "value", "n", "precision", "recall", "f1"]


def train(
    exemplars: pd.DataFrame, codebook: Codebook, lexicon: Lexicon | None = None, *, embed: bool = False, **parameters
) -> tuple[Model, pd.DataFrame]:
    """The coder for a codebook of one's own.

    Parameters
    ----------
    exemplars : DataFrame with text, a column for each variable of the codebook that was coded and, if known, article_id, position, role, and unit_id of
        those that are units of a corpus, which the model then notes. An empty cell says that the exemplar was not coded on the variable; of several values,
        which are `;`-joined, that it has none of them. Exemplars of an article stand together, and no fold parts them. Rows are named in errors by their index.
    lexicon : of terms that point to values, as `read_lexicon(path, codebook)` gives it; without one words alone decide
    embed : adds the sentence encoder's vector to the features; needs the extra `embed`
    parameters : of FramingCoder; C is by default chosen for each variable, of PENALTIES, by how likely the codes of exemplars held out are

    Returns
    -------
    (model, scores). The model carries lexicon, vocabulary and what of the codebook was coded: `framing.own.load_own` reads them back. Scores: one row per
    variable × value, from folds that had not seen the exemplar nor its article: variable, value, n (exemplars with it), precision, recall, f1; the row
    with an empty value has the mean F1 over values, macro-F1. All are missing where the exemplars are of one article.

    Raises
    ------
    FramingError : a column is missing, an exemplar has no text, a value is none of the codebook's, fewer than two values of a variable occur, or two
        variables or columns of the coded table would have one name.
    """
    exemplars, codebook = _checked(exemplars, codebook)
    lexicon = for_codebook(lexicon, codebook)
    space = FeatureSpace(lexicon, vocabulary(exemplars, lexicon), column_names() if embed else ())
    X, about = Featuriser(replace(space, further=())).transform(exemplars), {}
    if embed:
        vectors = encode(list(exemplars["text"]))
        X, about = with_vectors(X, vectors), {"vector_mean": np.round(vectors.mean(axis=0), 2).tolist()}
    given = {"space": space, "codebook": codebook, "balance": BALANCE} | parameters
    chosen = {} if "C" in given else {"C": _penalties(X, exemplars, given)}
    coder = _fitted(X, exemplars, **given, **chosen)
    scores = held_out(coder, exemplars)
    about |= {"codebook": codebook.version, "featuriser": VERSION, "trained_on": _trained_on(exemplars)}
    about |= {"held_out_macro_f1": _macro(scores), "own": packed(codebook, space)}
    return replace(coder.model_, about=about), scores


def _checked(exemplars: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, Codebook]:
    """The exemplars with codes as text, '' where there is none, and the variables that were coded."""
    _check_names(codebook)
    coded = [v for v in codebook.variables if v in exemplars]
    if "text" not in exemplars or not coded:
        raise FramingError(
            f"exemplars: need a column text and one of {', '.join(codebook.variables)}; they have {', '.join(map(str, exemplars.columns))}"
        )
    table = exemplars.assign(**{v: exemplars[v].fillna("").astype(str) for v in coded})
    for name, row in zip(table.index, table.to_dict("records"), strict=True):
        where = name if isinstance(name, str) else f"exemplar {name}"
        if not isinstance(row["text"], str) or not words(row["text"]):
            raise FramingError(f"{where}: text is {row['text']!r}; a word at least is needed")
        codebook.check({v: row[v] for v in coded if row[v] != ""}, where)
    if "article_id" in table and table["article_id"].isna().any():
        raise FramingError("exemplars: some have no article_id; give each one, or leave the column out")
    for variable in coded:
        _check_varies(table[variable], codebook.variables[variable])
    return table, codebook.only(coded)


def _check_names(codebook: Codebook) -> None:
    """Raises when two variables, or what the coded table has of them, would have one name."""
    called = [n for v in codebook.variables.values() for n in ({v.name, v.flag} if v.multiple else {v.name})]
    for names, what in ((called, "two variables (or flags of them)"), (list(columns(codebook)), "two columns of the coded table")):
        twice = [n for n in names if names.count(n) > 1]
        if twice:
            raise FramingError(f"codebook {codebook.title!r}: {what} would be called {twice[0]!r}; rename one")


def _check_varies(cells: pd.Series, variable: Variable) -> None:
    """Raises when there is nothing to tell apart."""
    found = {";".join(sorted(variable.given(cell))) or "(none)" for cell in cells if cell or variable.multiple}
    if len(found) < 2:
        raise FramingError(f"exemplars: {variable.name} is coded {''.join(found) or 'nowhere'}; two values at least must occur")


def _trained_on(exemplars: pd.DataFrame) -> dict:
    """How many exemplars there are, and which units of a corpus are among them: shares of it are not to be corrected by these."""
    units = noted_units(exemplars["unit_id"].fillna("").astype(str), exemplars["text"]) if "unit_id" in exemplars else {}
    return {"exemplars": len(exemplars)} | ({"units": units} if units else {})


def for_codebook(lexicon: Lexicon | None, codebook: Codebook) -> Lexicon:
    """The lexicon in the codebook's language, without entries of variables that it does not have."""
    names = {v.flag if v.multiple else v.name for v in codebook.variables.values()}
    return lexicon_for(codebook, [e for e in lexicon.entries if e.variable in names] if lexicon else ())


def vocabulary(exemplars: pd.DataFrame, lexicon: Lexicon) -> tuple[str, ...]:
    """Lemmas with a column of their own, sorted; `other` is the column of all the rest."""
    counts = count_lemmas(exemplars["text"], lexicon.language)
    return tuple(sorted(lemma for lemma, n in counts.items() if n >= SEEN and lemma != "other"))


def _fitted(X: csr_matrix, exemplars: pd.DataFrame, **parameters) -> FramingCoder:
    return FramingCoder(**parameters).fit(X, exemplars, groups=exemplars.get("article_id"))


def _penalties(X: csr_matrix, exemplars: pd.DataFrame, parameters: Mapping) -> dict[str, float]:
    """What is predicted → the inverse penalty under which the codes of its variable are likeliest in folds that had not seen them.

    How much the words may say beside the lexicon depends on how much of a variable the lexicon covers, and on how many exemplars there are.
    """
    losses = pd.DataFrame({C: _losses(_fitted(X, exemplars, **{**parameters, "C": C}), exemplars) for C in PENALTIES})
    of_variable = losses.fillna(0.0).groupby(lambda name: name.partition(":")[0]).transform("mean")
    return of_variable.idxmin(axis=1).to_dict()


def _losses(coder: FramingCoder, exemplars: pd.DataFrame) -> dict[str, float]:
    """What is predicted → mean log loss of the exemplars coded on it, each by the scores it had in folds without it."""
    coded, losses = coded_targets(exemplars, coder.codebook), {}
    for name, scores in coder.held_out_.items():
        known = coded[name] >= 0
        p = class_probabilities(scores[known] / coder.model_.temperatures[name])[np.arange(known.sum()), coded[name][known]]
        losses[name] = float(-np.log(np.clip(p, 1e-12, 1)).mean())
    return losses


def held_out(coder: FramingCoder, exemplars: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of each value from the scores each exemplar had in folds without it, and their mean over values; SCORED."""
    coded, rows = coded_targets(exemplars, coder.codebook), []
    for variable in coder.codebook.variables.values():
        found = pd.DataFrame([(variable.name, *s) for s in _scores(coder, variable, coded)], columns=SCORED)
        rows += [(variable.name, "", found["n"].sum(), np.nan, np.nan, found["f1"].mean()), *found.itertuples(index=False)]
    return pd.DataFrame(rows, columns=SCORED)


def _scores(coder: FramingCoder, variable: Variable, coded: Mapping[str, np.ndarray]) -> Iterator[tuple[str, int, float, float, float]]:
    """Each value with its n, precision, recall and F1 over the exemplars coded on the variable; missing where none could be held out."""
    for number, value in enumerate(variable.values):
        name, wanted = (f"{variable.flag}:{value}", 1) if variable.multiple else (variable.name, number)
        known = coded[name] >= 0
        truth, scores = coded[name][known] == wanted, coder.held_out_[name][known]
        if not np.isfinite(scores).all():
            yield value, int(truth.sum()), np.nan, np.nan, np.nan
            continue
        yield value, int(truth.sum()), *_measures(truth, class_probabilities(scores).argmax(axis=1) == wanted)


def _measures(truth: np.ndarray, predicted: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of one value; missing where nothing was of it."""
    both, n, given = (truth & predicted).sum(), truth.sum(), predicted.sum()
    return both / given if given else np.nan, both / n if n else np.nan, 2 * both / (n + given) if n else np.nan


def _macro(scores: pd.DataFrame) -> dict[str, float]:
    """Variable → macro-F1, of those that have one."""
    rows = scores[scores["value"] == ""].dropna(subset="f1")
    return {variable: round(float(f1), 4) for variable, f1 in zip(rows["variable"], rows["f1"], strict=True)}


def too_few(scores: pd.DataFrame) -> pd.DataFrame:
    """Values with fewer exemplars than can be assessed."""
    return scores[(scores["value"] != "") & (scores["n"] < ASSESSABLE)]
