"""The coder by scikit-learn's contract: `Featuriser` (units to a sparse matrix) and `FramingCoder` (matrix to codes)."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

from framing.codes import POSTURES, frames, posture, values
from framing.embedding import as_counts, encode
from framing.errors import FramingError
from framing.features import FeatureSpace, Unit, count_article, read_units, shipped_space
from framing.lexicon import HEAVIEST
from framing.model import Model, class_probabilities, likeliest_voice, posture_probabilities, shipped_model, voice_probabilities
from framing.own import classes as own_classes
from framing.scheme import Codebook
from framing.scope import SCOPES
from framing.target import split_aliases

FAMILIES = ("lex", "lemma", "cue", "shape", "target", "vec")
VECTOR_SCALE = 0.02  # of the vector's integers, so that they weigh what counts do under one penalty; chosen on training documents
PREDICTED = ("appraisal", "object", "explains", "stance")
REPORTING = ("attributed", "speaker_kind")  # decided by the cues alone: how somebody is reported to speak, not what about


def targets(codebook: Codebook | None = None) -> dict[str, tuple[str, ...]]:
    """Variables the coder predicts and their values; of `object` only where there is appraisal, of `speaker_kind` where somebody is reported to speak.

    Of a codebook of one's own: every variable, one of several values as a flag for each.
    """
    if codebook is not None:
        return own_classes(codebook)
    single = {v: tuple(x for x in values()[v] if x != "-") for v in PREDICTED}
    voices = {"attributed": ("no", "yes"), "speaker_kind": values()["voice"][1:]}
    return {**single, **voices, **{f"frame:{f}": ("0", "1") for f in frames()}}


def units_of(X: pd.DataFrame | Iterable[str]) -> list[list[Unit]]:
    """Units grouped by article: of a DataFrame with text (and article_id, role, position, and the step's wordings in `aliases`, if it has them), or of texts, each alone."""
    if isinstance(X, str):
        raise FramingError("Featuriser: got one str; give a list of texts or a DataFrame with text")
    texts = list(X if not isinstance(X, pd.DataFrame) else _column(X, "text"))
    wrong = [t for t in texts if not isinstance(t, str)]
    if wrong:
        raise FramingError(f"Featuriser: texts must be strings; got {type(wrong[0]).__name__}")
    if not isinstance(X, pd.DataFrame):
        return [[Unit(t)] for t in texts]
    roles = X["role"] if "role" in X else ["body"] * len(X)
    positions = X["position"] if "position" in X else [1] * len(X)
    articles = X["article_id"] if "article_id" in X else range(len(X))
    aliases = X["aliases"] if "aliases" in X else [""] * len(X)
    grouped: list[list[Unit]] = []
    last = object()
    for text, role, position, article, named in zip(texts, roles, positions, articles, aliases, strict=True):
        if article != last:
            grouped.append([])
            last = article
        grouped[-1].append(Unit(text, role, int(position), split_aliases(named)))
    return grouped


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table:
        raise FramingError(f"Featuriser: no column {name!r}; the table has {list(table.columns)}")
    return table[name]


class Featuriser(TransformerMixin, BaseEstimator):
    """Units with text to a sparse matrix of counts with named columns.

    Parameters
    ----------
    space : FeatureSpace, default the package's
        The columns: lexicon and vocabulary. Nothing is learnt in `fit`.
    """

    def __init__(self, space: FeatureSpace | None = None):
        self.space = space

    def fit(self, X, y=None) -> "Featuriser":
        """Checks the space; learns nothing."""
        self.space_ = self.space or shipped_space()
        return self

    def transform(self, X: pd.DataFrame | Iterable[str]) -> sparse.csr_matrix:
        """(units, features) counts. X: DataFrame with text (and article_id, role, position; rows of an article stand together) or texts."""
        space = self.space or shipped_space()
        articles = units_of(X)
        counts = [c for article in articles for c in count_article(article, space)]
        if space.further:
            vectors = encode([u.text for article in articles for u in article])
            counts = [c | as_counts(v) for c, v in zip(counts, vectors, strict=True)]
        return to_matrix(counts, space.index)

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        return np.asarray((self.space or shipped_space()).names, dtype=object)

    def matches(self, units: pd.DataFrame) -> pd.DataFrame:
        """Places of lexicon matches: unit_id, feature, start, end in code points of the printed unit."""
        space = self.space or shipped_space()
        read = [c for article in units_of(units) for c in read_units(article, space)]
        rows = [(u, *m) for u, c in zip(_column(units, "unit_id"), read, strict=True) for m in c.matches]
        return pd.DataFrame(rows, columns=["unit_id", "feature", "start", "end"])

    def __sklearn_is_fitted__(self) -> bool:
        return True


def to_matrix(counts: Sequence[dict[str, int]], index: dict[str, int]) -> sparse.csr_matrix:
    """(units, features) counts from one dictionary per unit; a feature without a column is left out."""
    cells = [(row, index[name], n) for row, counted in enumerate(counts) for name, n in counted.items() if name in index]
    rows, columns, n = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.asarray(n, dtype=np.float64), (rows, columns)), shape=(len(counts), len(index)))


class FramingCoder(ClassifierMixin, BaseEstimator):
    """Codes units: one penalised logistic regression per variable, drawn towards what the lexicon says of its own entries.

    Beside the columns of the matrix each regression sees their sums along the lexicon (weight × count by value and scope), little penalised,
    so that an entry the training material never shows still counts as its group does; after fitting the sums are folded back into one weight
    per column, and evidence stays count × weight.

    Parameters
    ----------
    space : FeatureSpace, default the package's. The columns of the matrix.
    C : inverse penalty of single columns; or a dictionary of it by what is predicted, as `targets(codebook)` names it.
    C_reporting : the same for the two variables of voice, which the cues alone decide: few columns, each seen often.
    C_lexicon : inverse penalty of the sums along the lexicon; 0 leaves the sums out.
    families : families of columns used, of lex, lemma, cue, shape, target (stance only) and vec (where the space has a vector's columns).
    balance : from 0 (a class weighs what its units do) to 1 (all classes of a variable weigh the same): the power of its size a class's weight is
        divided by. Above 0 the shares of the training material are not wholly carried over.
    n_folds : folds, by group where groups are given, for calibration.
    codebook : a codebook of one's own, whose variables are coded; default the package's, whose posture and voice follow from what is coded.

    References
    ----------
    Guo et al. (2017), On Calibration of Modern Neural Networks, for the temperature.
    """

    def __init__(self, space=None, C=0.1, C_reporting=0.5, C_lexicon=1.0, families=FAMILIES, balance=0.25, n_folds=5, codebook=None):
        self.space = space
        self.C = C
        self.C_reporting = C_reporting
        self.C_lexicon = C_lexicon
        self.families = families
        self.balance = balance
        self.n_folds = n_folds
        self.codebook = codebook

    def fit(self, X, y: pd.DataFrame, groups=None, sample_weight=None, calibrate=None) -> "FramingCoder":
        """Fits one regression per variable; `held_out_` keeps the scores each coded unit had from folds without it: variable → (units, columns).

        Parameters
        ----------
        X : (units, features) counts
        y : DataFrame with a column per variable; units without a code for a variable (missing or '-') are left out of its regression
        groups : (units,) folds for calibration keep a group whole
        sample_weight : (units,)
        calibrate : (units,) bool, the units whose held-out scores set the temperatures; default all
        """
        X = self._checked(X)
        if len(y) != X.shape[0]:
            raise FramingError(f"FramingCoder.fit: {X.shape[0]} rows of features and {len(y)} of codes; they must be the same units")
        space, y = self.space or shipped_space(), _targets_of(y, self.codebook)
        known = targets(self.codebook)
        classes = {v: c for v, c in known.items() if v in y and _coded(y[v], v, c).any()}
        if not classes:
            further = "frames" if self.codebook is None else ", ".join(self.codebook.variables)
            raise FramingError(f"FramingCoder.fit: no column of codes known; allowed are {', '.join(known)} and {further}")
        self._check_families()
        direction = lexicon_directions(space)
        fitted = {
            v: self._fit_one(X, y[v], c, self._settings(v, space, direction), groups, sample_weight, calibrate) for v, c in classes.items()
        }
        self.model_ = Model(
            space.names,
            classes,
            np.round(np.hstack([w for w, _, _, _ in fitted.values()]), 4).astype("f4"),
            np.round(np.concatenate([b for _, b, _, _ in fitted.values()]), 4),
            {v: t for v, (_, _, t, _) in fitted.items()},
        )
        self.held_out_ = {v: scores for v, (_, _, _, scores) in fitted.items()}
        self.classes_ = np.asarray(POSTURES if self.codebook is None else next(iter(classes.values())))
        self.n_features_in_ = X.shape[1]
        return self

    @classmethod
    def shipped(cls, model: str = "fast") -> "FramingCoder":
        """A coder of the package, fitted: `fast`, or `accurate` for a matrix with the columns of a sentence vector."""
        coder = cls(space=shipped_space(model))
        coder.model_, coder.classes_ = shipped_model(model), np.asarray(POSTURES)
        coder.n_features_in_ = len(coder.model_.names)
        return coder

    def decision_function(self, X) -> dict[str, np.ndarray]:
        """Scores before calibration: variable → (units, columns)."""
        scores = self._scores(X)
        return {v: scores[:, span] for v, span in self.model_.columns.items()}

    def predict_proba(self, X) -> dict[str, pd.DataFrame]:
        """Calibrated probabilities: variable → DataFrame (units × values), posture and voice among them where what they follow from is."""
        scores = self._scores(X)
        p = self.model_.probabilities(scores)
        tables = {v: pd.DataFrame(a, columns=list(self.model_.classes[v])) for v, a in p.items()}
        if self.codebook is not None:
            return tables
        if {"appraisal", "explains"} <= set(p):
            tables["posture"] = pd.DataFrame(posture_probabilities(p, self.model_.classes), columns=list(POSTURES))
        if {"attributed", "speaker_kind"} <= set(p):
            tables["voice"] = pd.DataFrame(
                voice_probabilities(p, self.model_.classes), columns=["author", *self.model_.classes["speaker_kind"]]
            )
        return tables

    def predict(self, X) -> pd.DataFrame:
        """The likeliest value of each variable, posture included: DataFrame (units × variables). Voice is author where `attributed` is no."""
        tables = self.predict_proba(X)
        best = {v: (likeliest_voice if v == "voice" else _likeliest)(t.to_numpy()) for v, t in tables.items()}
        return pd.DataFrame({v: t.columns.to_numpy()[best[v]] for v, t in tables.items()})

    def explain(self, X, variable: str, value: str) -> pd.DataFrame:
        """What each feature contributed to one value: row, feature, contribution (before calibration; `(intercept)` among them)."""
        check_is_fitted(self, "model_")
        if variable not in self.model_.classes or value not in self.model_.classes[variable]:
            raise FramingError(f"explain: no {variable}={value}; the coder knows {dict(self.model_.classes)}")
        X, names = self._checked(X), self.model_.names
        rows = []
        for i in range(X.shape[0]):
            row = X.getrow(i)
            counted = {names[j]: n for j, n in zip(row.indices, row.data, strict=True)}
            rows += [(i, f, c) for f, c in self.model_.contributions(counted, variable, value).items()]
        return pd.DataFrame(rows, columns=["row", "feature", "contribution"])

    def score(self, X, y: pd.DataFrame, sample_weight=None) -> float:
        """Macro-F1 of posture over its four values; of a codebook of one's own, the mean over what is predicted (a flag for each of several values) of macro-F1 over the units coded on it."""
        y = _targets_of(y, self.codebook)
        if self.codebook is not None:
            return self._own_score(X, y, sample_weight)
        if "posture" not in y:
            raise FramingError(f"score: codes of appraisal and explains are needed for posture; got {list(y.columns)}")
        truth = y["posture"]
        return _macro_f1(truth, self.predict(X)["posture"].to_numpy(), POSTURES, sample_weight)

    def _own_score(self, X, y: pd.DataFrame, sample_weight) -> float:
        """The mean over variables and flags that units of y are coded on."""
        predicted, classes = self.predict(X), self.model_.classes
        known = [v for v in classes if v in y and _coded(y[v], v, classes[v]).any()]
        if not known:
            raise FramingError(f"score: no unit is coded on {', '.join(self.codebook.variables)}; got {list(y.columns)}")
        return float(np.mean([_macro_f1(y[v], predicted[v].to_numpy(), classes[v], sample_weight) for v in known]))

    def _check_families(self) -> None:
        unknown = set(self.families) - set(FAMILIES)
        if unknown:
            raise FramingError(f"FramingCoder: no family of features {sorted(unknown)[0]!r}; allowed are {', '.join(FAMILIES)}")

    def _checked(self, X) -> sparse.csr_matrix:
        X = sparse.csr_matrix(X, dtype=np.float64)
        expected = len((self.space or shipped_space()).names)
        if X.shape[1] != expected:
            raise FramingError(
                f"FramingCoder: {X.shape[1]} columns; the feature space has {expected}. Use the Featuriser of the same space"
            )
        return X

    def _scores(self, X) -> np.ndarray:
        check_is_fitted(self, "model_")
        return np.asarray(self._checked(X) @ self.model_.weights.astype(np.float64)) + self.model_.intercepts

    def _settings(self, variable: str, space: FeatureSpace, direction) -> tuple[np.ndarray, sparse.csr_matrix, float]:
        """(features,) the scale of each column in a variable's regression, 0 of those it may not use; its sums along the lexicon, and its inverse penalty."""
        reporting = variable in REPORTING and self.codebook is None
        families = self._families(variable)
        used = np.array([_scale(name.split(":", 1)[0]) * (name.split(":", 1)[0] in families) for name in space.names])
        C = self.C[variable] if isinstance(self.C, Mapping) else self.C
        return used, direction * (self.C_lexicon > 0 and not reporting), self.C_reporting if reporting else C

    def _families(self, variable: str) -> list[str]:
        """Families a variable may use: voice the cues alone; only stance asks what is said of a named step."""
        if variable in REPORTING and self.codebook is None:
            return [f for f in self.families if f == "cue"]
        return [f for f in self.families if f != "target" or variable == "stance"]

    def _fit_one(self, X, y: pd.Series, classes, settings, groups, sample_weight, calibrate):
        used, sums, C = settings
        rows = np.flatnonzero(y.isin(classes).to_numpy())
        target = pd.Categorical(y.iloc[rows], categories=list(classes)).codes
        weight = class_weights(target, self.balance) * (1.0 if sample_weight is None else np.asarray(sample_weight)[rows])
        design = _Design(X[rows].multiply(used).tocsr(), sums, C, self.C_lexicon, len(classes))
        weights, intercept = design.fit(target, weight)
        held_out = design.held_out(target, None if groups is None else np.asarray(groups)[rows], weight, self.n_folds)
        chosen = np.ones(len(rows), bool) if calibrate is None or not np.asarray(calibrate)[rows].any() else np.asarray(calibrate)[rows]
        every = np.full((len(y), len(intercept)), np.nan)
        every[rows] = np.nan if held_out is None else held_out
        return weights * used[:, None], intercept, _temperature(held_out, target, chosen, weight), every


class _Design:
    """The rows one regression is fitted on: single columns beside their sums along the lexicon."""

    def __init__(self, X, sums, C, C_lexicon, n_classes):
        self.X, self.sums, self.n_classes = X, sums, n_classes
        self.scale = np.sqrt(C_lexicon / C) if C_lexicon else 0.0
        rows = sparse.hstack([X, (X @ sums) * self.scale]).tocsr()
        self.seen = np.flatnonzero(np.diff(rows.tocsc().indptr))  # a column without a count has weight 0 whatever the fit
        self.rows = rows[:, self.seen]
        self.C = C

    def fit(self, target, weight, rows=slice(None)):
        """(weights per column of X, intercepts), sums folded back; two values give one column."""
        width = 1 if self.n_classes == 2 else self.n_classes
        weights, intercept = np.zeros((self.rows.shape[1], width)), np.full(width, -20.0 if width > 1 else 0.0)
        present = np.unique(target[rows])
        if len(present) == 1:
            intercept[:] = (20.0 if present[0] else -20.0) if width == 1 else np.where(np.arange(width) == present[0], 20.0, -20.0)
            return self._folded(weights), intercept
        model = LogisticRegression(C=self.C, solver="newton-cg", tol=1e-6, max_iter=1000)
        model.fit(self.rows[rows], target[rows], weight[rows])
        if width == 1:
            weights, intercept = model.coef_.T, model.intercept_
        elif len(present) == 2:
            weights[:, present] = np.column_stack([-model.coef_[0], model.coef_[0]]) / 2
            intercept[present] = np.array([-model.intercept_[0], model.intercept_[0]]) / 2
        else:
            weights[:, present], intercept[present] = model.coef_.T, model.intercept_
        return self._folded(weights), intercept

    def _folded(self, seen_weights):
        f, width = self.X.shape[1], seen_weights.shape[1]
        weights = np.zeros((f + self.sums.shape[1], width))
        weights[self.seen] = seen_weights
        return weights[:f] + self.scale * np.asarray(self.sums @ weights[f:])

    def held_out(self, target, groups, weight, n_folds):
        """Scores of each row by a regression that saw neither it nor its group; None when there are too few groups."""
        groups = np.arange(len(target)) if groups is None else groups
        n_folds = min(n_folds, len(np.unique(groups)))
        if n_folds < 2:
            return None
        width = 1 if self.n_classes == 2 else self.n_classes
        scores = np.zeros((len(target), width))
        for train, test in GroupKFold(n_folds).split(target, groups=groups):
            weights, intercept = self.fit(target, weight, train)
            scores[test] = self.X[test] @ weights + intercept
        return scores


def with_vectors(X, vectors: np.ndarray) -> sparse.csr_matrix:
    """A matrix of counts with the columns of sentence vectors (units, DIMENSIONS) behind them."""
    if X.shape[0] != len(vectors):
        raise FramingError(f"{X.shape[0]} rows of features and {len(vectors)} vectors; they must be the same units")
    return sparse.hstack([X, sparse.csr_matrix(vectors.astype(np.float64))]).tocsr()


def _scale(family: str) -> float:
    return VECTOR_SCALE if family == "vec" else 1.0


def _likeliest(p: np.ndarray) -> np.ndarray:
    return p.argmax(axis=1)


def class_weights(target: np.ndarray, balance: float) -> np.ndarray:
    """(units,) weight of each unit, by the size of its class to the power -balance, scaled to a mean of 1."""
    weight = np.bincount(target).astype(float)[target] ** -balance
    return weight / weight.mean()


def _temperature(scores, target, chosen, weight) -> float:
    """The temperature under which the chosen units' held-out scores have the least log loss, units weighing what they did in training."""
    if scores is None:
        return 1.0
    scores, target, weight = scores[chosen], target[chosen], weight[chosen]

    def loss(log_t: float) -> float:
        p = class_probabilities(scores / np.exp(log_t))[np.arange(len(target)), target]
        return float(-np.average(np.log(np.clip(p, 1e-12, 1)), weights=weight))

    return round(float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x)), 4)


def lexicon_directions(space: FeatureSpace) -> sparse.csr_matrix:
    """(features, directions): the weight of each lexicon column in the sum of its value and scope, in thirds of the heaviest weight."""
    keys = sorted({(e.variable, e.value, s) for e in space.lexicon.entries for s in SCOPES})
    at = {key: i for i, key in enumerate(keys)}
    cells = [
        (space.index[f"lex:{e.entry}|{s}"], at[e.variable, e.value, s], e.weight / HEAVIEST) for e in space.lexicon.entries for s in SCOPES
    ]
    rows, columns, weight = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((weight, (rows, columns)), shape=(len(space.names), len(keys)))


def coded_targets(y: pd.DataFrame, codebook: Codebook | None = None) -> dict[str, np.ndarray]:
    """Variable → (units,) number of each unit's value in `targets()`, -1 where it is not coded."""
    y = _targets_of(y, codebook)
    return {v: pd.Categorical(y[v], categories=list(c)).codes for v, c in targets(codebook).items() if v in y}


def _coded(codes: pd.Series, variable: str, allowed: Sequence[str]) -> pd.Series:
    """Which codes are the codebook's; a missing one is not, any other is an error."""
    coded = codes.isin(allowed)
    wrong = codes[~coded & codes.notna() & ~codes.isin(["", "-"])]
    if len(wrong):
        raise FramingError(f"FramingCoder: {variable} is {wrong.iloc[0]!r}; allowed are {', '.join(allowed)}")
    return coded


def _macro_f1(truth: pd.Series, predicted: np.ndarray, classes: Sequence[str], weight) -> float:
    """Macro-F1 over the units coded with one of the values."""
    rows = truth.isin(classes).to_numpy()
    weight = None if weight is None else np.asarray(weight)[rows]
    return float(f1_score(truth[rows], predicted[rows], labels=list(classes), average="macro", zero_division=0.0, sample_weight=weight))


def _targets_of(y: pd.DataFrame, codebook: Codebook | None = None) -> pd.DataFrame:
    """Codes with a column per variable: frames and voice taken apart, posture derived where its primitives are given; several values as flags."""
    y = pd.DataFrame(y).reset_index(drop=True).copy()
    if codebook is not None:
        return y.assign(**_flags(y, codebook))
    if "frames" in y:
        for frame in frames():
            y[f"frame:{frame}"] = [str(int(frame in cell.split(";"))) for cell in y["frames"].fillna("")]
    if {"appraisal", "explains"} <= set(y) and "posture" not in y:
        y["posture"] = [posture(a, e) for a, e in zip(y["appraisal"], y["explains"], strict=True)]
    if "voice" in y:
        _coded(y["voice"], "voice", values()["voice"])
        coded = y["voice"].isin(values()["voice"])
        y["attributed"] = y["voice"].eq("author").map({True: "no", False: "yes"}).where(coded, "")
        y["speaker_kind"] = y["voice"].where(y["voice"] != "author", "-")
    return y


def _flags(y: pd.DataFrame, codebook: Codebook) -> dict[str, list[str]]:
    """A flag for each value of the variables of several; an empty or missing cell has none of them."""
    flags: dict[str, list[str]] = {}
    for v in (v for v in codebook.variables.values() if v.multiple and v.name in y):
        cells = [v.given(cell) for cell in y[v.name].fillna("")]
        wrong = [x for cell in cells for x in cell if x not in v.values]
        if wrong:
            raise FramingError(f"FramingCoder: {v.name} is {wrong[0]!r}; allowed are {', '.join(v.values)}")
        flags |= {f"{v.flag}:{x}": [str(int(x in cell)) for cell in cells] for x in v.values}
    return flags


__all__ = ["Featuriser", "FramingCoder", "targets", "to_matrix", "with_vectors"]
