"""Codes of all units and a hand-coded sample of them in, codes out by coders that the sample trained: none had seen the hand code of a unit it codes."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison import blank_named
from framing.errors import FramingError
from framing.estimators import Featuriser, FramingCoder
from framing.features import FeatureSpace
from framing.fitting import for_codebook, vocabulary
from framing.indicators import cells, check_columns, given, machine_indicators, values_of_variable
from framing.lexicon import Lexicon, shipped_lexicon
from framing.model import class_probabilities
from framing.scheme import Codebook, Variable, shipped_scheme
from framing.stacking import stack

N_FOLDS = 5
LEAST = 20  # hand-coded units: fewer train nothing that a fold left out could confirm
LEAST_P = 0.01  # probabilities under it count as it, so that no coder is ever certain
PENALTY = 0.1  # inverse; how far the sample's words count beside the machine is weighed by `stack`

Fit = Callable[[np.ndarray], np.ndarray]


def cross_fitted(fit: Fit, rows: np.ndarray, fold: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """What coders trained by parts of a sample say of all units, so that the sample corrects them as if it had trained none.

    A sampled unit is coded by the coder trained without its fold. Any other unit is coded by the mean of all of these coders, each weighing as the part
    of the unit's stratum that lies in its fold. So whether a unit was sampled or not, it is coded by coders trained on as many units of each stratum,
    drawn at random from all but itself: over samples, folds being dealt at random, the mean of its code is the same, and the difference estimator with
    λ = 1 and known weights is unbiased for any coder. Folds are of units, not of articles: a coder has seen as much of the article of a unit outside the
    sample as of one inside it. With folds of articles it would have seen neighbours of the former only, and errors among the sampled would be larger
    than elsewhere.

    Parameters
    ----------
    fit : numbers of sampled units that train a coder → (N, K) its probabilities for all units
    rows : (n,) places of the sampled units among all
    fold : (n,) number of each sampled unit's fold, from 0, as `folds` deals them
    stratum : (N,) number of the stratum of each unit

    Returns
    -------
    (N, K) probabilities.

    References
    ----------
    Zrnic & Candès (2024), Cross-prediction-powered inference, PNAS 121(15), where units outside the sample are coded by the mean of all coders, too.
    """
    by_coder = np.stack([fit(np.flatnonzero(fold != k)) for k in range(fold.max() + 1)])
    held = np.zeros((stratum.max() + 1, len(by_coder)))
    np.add.at(held, (stratum[rows], fold), 1)
    held[held.sum(axis=1) == 0] = 1  # nobody was drawn from the stratum: all coders alike
    part = held / held.sum(axis=1, keepdims=True)
    p = np.einsum("nf,fnk->nk", part[stratum], by_coder)
    p[rows] = by_coder[fold, rows]
    return p


def folds(stratum: np.ndarray, n_folds: int, seed: int) -> np.ndarray:
    """(n,) fold of each sampled unit, dealt at random: of the sample and of each of its strata, folds hold the same number or one more."""
    order = np.lexsort((np.random.default_rng(seed).random(len(stratum)), stratum))
    fold = np.empty(len(stratum), int)
    fold[order] = np.arange(len(stratum)) % n_folds
    return fold


def cross_fitted_codes(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    variable: str,
    *,
    scheme: Codebook | None = None,
    by: str = "outlet",
    lexicon: Lexicon | None = None,
    exemplars: pd.DataFrame | None = None,
    stacked: bool = True,
    n_folds: int = N_FOLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """The codes with the variable, and its probabilities, by coders trained with the sample itself, for `correction.corrected_shares`.

    Words, lexicon and cues of the sampled units train a coder as `framing train` does; its scores are weighed against those the units have in `codes`.

    Parameters
    ----------
    codes : DataFrame of all units with their text: unit_id, `by`, the variable and if present its probabilities, article_id, role and position
    gold : DataFrame of the sampled units: unit_id and the variable, as for `corrected_shares`
    variable : of the scheme, or `posture`; of a variable with several values a unit, one of them, as in `frame:security`
    scheme : codebook (default: the package's)
    by : column that names the groups, which folds are dealt within
    lexicon : of terms that point to values (default: the package's for its own codebook, else none)
    exemplars : DataFrame of further coded sentences with text and the variable, which train every coder; those with the text of a unit are left out
    stacked : whether what `codes` says counts too; never where the sample trained the coder that says it
    n_folds : from 2; with few hand codes, more folds leave each coder more of them
    seed : of the folds

    Returns
    -------
    DataFrame, the codes with other values of the variable and its probabilities.

    Raises
    ------
    FramingError : a column is missing, fewer than LEAST units are coded by hand, or the number of folds cannot be.
    """
    scheme = scheme or shipped_scheme()
    check_columns(codes, ("unit_id",), "codes")
    check_columns(codes, ("text",), "codes", "; cross-fitting reads the text: code the articles again without --no-text")
    values = values_of_variable(variable, scheme)
    rows, hand = _coded(codes, gold, variable, scheme)
    if len(rows) < LEAST:
        raise FramingError(f"cross-fitting: {len(rows)} units are coded by hand; {LEAST} at least are needed to train coders with")
    if not 2 <= n_folds <= len(rows):
        raise FramingError(f"cross-fitting: {n_folds} folds; allowed are whole numbers from 2 to {len(rows)}, the units coded by hand")
    group = pd.factorize(blank_named(cells(codes, by, "codes"), by))[0]
    said = machine_indicators(codes, variable, scheme, None, group)[0] if stacked else None
    further = _further(exemplars, codes["text"], gold, variable, scheme)
    space, X, X_further = _counts(codes, further, _lexicon(lexicon, scheme))
    coder = FramingCoder(space, C=PENALTY, balance=0.0, codebook=_only(variable, values, scheme))
    fit = stacked_fit(coder, X, rows, hand, said, X_further, further["value"])
    p = cross_fitted(fit, rows, folds(group[rows], n_folds, seed), group)
    return _replaced(codes, p, variable, values, scheme)


def _coded(codes: pd.DataFrame, gold: pd.DataFrame, variable: str, scheme: Codebook) -> tuple[np.ndarray, np.ndarray]:
    """(n,) places of the units coded by hand, in order, and their values: of several coders' the commonest, of those as common the codebook's first."""
    check_columns(gold, ("unit_id",), "hand codes")
    coded = given(gold, variable, scheme, hand=True)
    said = pd.crosstab(gold["unit_id"].to_numpy(), coded.to_numpy()).reindex(
        columns=list(values_of_variable(variable, scheme)), fill_value=0
    )
    hand = codes["unit_id"].map(said[said.any(axis=1)].idxmax(axis=1)).reset_index(drop=True).dropna()
    return hand.index.to_numpy(), hand.to_numpy(str)


def _further(exemplars: pd.DataFrame | None, texts: pd.Series, gold: pd.DataFrame, variable: str, scheme: Codebook) -> pd.DataFrame:
    """Text and value of the exemplars coded on the variable, without those of the sample or of any unit's text: coders would know them unless drawn."""
    if exemplars is None:
        return pd.DataFrame({"text": [], "value": []}, dtype=object)
    check_columns(exemplars, ("text",), "exemplars")
    named = exemplars.reset_index(drop=True)
    named = named if "unit_id" in named else named.assign(unit_id=[f"exemplar {n}" for n in range(1, len(named) + 1)])
    value = given(named, variable, scheme, hand=True)
    kept = (value != "") & ~named["unit_id"].isin(gold["unit_id"]) & ~named["text"].isin(texts)
    return named.assign(value=value)[kept]


def _only(variable: str, values: Sequence[str], scheme: Codebook) -> Codebook:
    """A codebook of the variable alone, of one value a unit."""
    return Codebook("", "", {variable: Variable(variable, "", dict.fromkeys(values, ""))}, scheme.language, scheme.negators)


def _lexicon(lexicon: Lexicon | None, scheme: Codebook) -> Lexicon:
    if lexicon is None and scheme == shipped_scheme():
        return shipped_lexicon()
    return for_codebook(lexicon, scheme)


def _counts(codes: pd.DataFrame, further: pd.DataFrame, lexicon: Lexicon) -> tuple[FeatureSpace, sparse.csr_matrix, sparse.csr_matrix]:
    """The columns, and the features of units and of exemplars. Lemmas with a column are those of all texts: what was drawn decides nothing here."""
    texts = [_placed(table) for table in (codes, further)]
    space = FeatureSpace(lexicon, vocabulary(pd.concat(texts), lexicon))
    X, X_further = (Featuriser(space).transform(table) for table in texts)
    return space, X, X_further


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """Texts with their place, as far as it is known."""
    found = table[[c for c in ("text", "article_id", "role") if c in table]]
    if "position" not in table:
        return found
    return found.assign(position=pd.to_numeric(table["position"], errors="coerce").fillna(1).astype(int))


def stacked_fit(
    coder: FramingCoder,
    X: sparse.csr_matrix,
    rows: np.ndarray,
    hand: np.ndarray,
    machine: np.ndarray | None = None,
    X_further: sparse.csr_matrix | None = None,
    further: Sequence[str] = (),
) -> Fit:
    """What trains the coder by parts of a sample, and weighs its scores against the machine's by those it gave units it had not seen.

    Parameters
    ----------
    coder : of a codebook of one variable
    X : (N, features) of all units
    rows, hand : (n,) places of the sampled units among them, and their values
    machine : (N, K) probabilities of a coder that the sample did not train
    X_further, further : features and values of sentences that always train
    """
    ((variable, values),) = ((v.name, list(v.values)) for v in coder.codebook.variables.values())
    said = [] if machine is None else [_scores(machine)]
    always = X[:0] if X_further is None else X_further

    def fit(train: np.ndarray) -> np.ndarray:
        fitted = coder.fit(sparse.vstack([X[rows[train]], always]), pd.DataFrame({variable: [*hand[train], *further]}))
        parts = [_scores(class_probabilities(fitted.decision_function(X)[variable])), *said]
        unseen = [_scores(class_probabilities(fitted.held_out_[variable][: len(train)])), *(m[rows[train]] for m in said)]
        factors, offset = stack(unseen, pd.Categorical(hand[train], categories=values).codes, np.ones(len(train)))
        return class_probabilities(sum(f * part for f, part in zip(factors, parts, strict=True)) + offset)

    return fit


def _scores(p: np.ndarray) -> np.ndarray:
    """(units, columns) log-probabilities; of two values the log odds of the second."""
    log = np.log(np.clip(p, LEAST_P, 1))
    return log[:, 1:] - log[:, :1] if p.shape[1] == 2 else log


def _replaced(codes: pd.DataFrame, p: np.ndarray, variable: str, values: Sequence[str], scheme: Codebook) -> pd.DataFrame:
    """The codes with these probabilities in place of those of the variable, and the likeliest value in place of the one it had."""
    likeliest = np.array(values, object)[p.argmax(axis=1)]
    flag, _, value = variable.partition(":")
    several = next((v for v in scheme.variables.values() if v.multiple and v.flag == flag and value), None)
    if several is None:
        named = [f"p_{variable}_{v}" for v in values], [f"p_{v}" for v in values]
        columns = next((c for c in named if set(c) <= set(codes)), named[0])
        return codes.assign(**dict(zip(columns, p.T, strict=True)), **{variable: likeliest})
    others = [[x for x in cell.split(";") if x and x != value] for cell in cells(codes, several.name, "codes")]
    found = [sorted({*own, *([value] * (yes == "1"))}, key=list(several.values).index) for own, yes in zip(others, likeliest, strict=True)]
    column = next((c for c in (f"p_{several.name}_{value}", f"p_{flag}_{value}") if c in codes), f"p_{flag}_{value}")
    return codes.assign(**{column: p[:, 0], several.name: [";".join(x) for x in found]})
