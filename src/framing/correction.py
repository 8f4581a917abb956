"""Machine codes of all units and hand codes of a probability sample in, shares corrected for the machine's errors out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from framing.coded import DESIGN
from framing.codes import POSTURES, posture
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.scheme import Codebook, shipped_scheme
from framing.shift import shares_under_shift

SHARE_COLUMNS = "group variable value method share low high se n_units n_articles n_gold n_positive estimand target assumes note".split()
DIFFERENCE_COLUMNS = "group versus variable value method difference low high se n_gold n_gold_versus estimand target assumes note".split()
TARGETS = {
    "corpus": "this collection: the units of these articles and no others",
    "outlet": "a population of articles of which these are a random sample",
}
ASSUMES = {
    "difference": "hand codes are right; the sample was drawn as the sheet says; the machine may be wrong anyhow",
    "hand": "hand codes are right; the sample was drawn as the sheet says",
    "naive": "the machine is never wrong",
    "back-calculation": "hand codes are right; the machine confuses values alike in every group",
    "em": "probabilities are calibrated; each value is worded as in training, only the shares differ",
}
MODEL_BASED = "hand-coded units are like the others of their group though nobody drew them at random (model-based)"
MOST_UNCODED = 0.2  # of a sample: above it, what is missing decides the result
FEW = 10  # hand-coded units of a value, of others, or that the machine gets wrong: with fewer, normal theory is not to be relied on
FEW_ARTICLES = 20
LEAST_SINGULAR = 0.05  # singular value of a confusion matrix: inverting a smaller one makes errors of counts 20 times as large
LEAST_TUNING = 20  # hand-coded units of a group: fewer tune λ to themselves, and their intervals come out too narrow
DRAWS = 20_000
_FIX = "give the sheet as `framing sample` wrote it, or say --model-based"
_NONE = 1e-12


@dataclass(frozen=True)
class Sample:
    """A stratified random sample. rows: (n,) its units' places among all units; hand: (n, K) indicators of their values;
    stratum: (n,) number of the stratum; population, coded: (H,) units of each stratum, and how many of them are coded by hand;
    n_empty: sampled units that are not."""

    rows: np.ndarray
    hand: np.ndarray
    stratum: np.ndarray
    population: np.ndarray
    coded: np.ndarray
    n_empty: int

    @property
    def weight(self) -> np.ndarray:
        """(n,) how many units each stands for."""
        return (self.population / self.coded)[self.stratum]


@dataclass(frozen=True)
class Units:
    """All units. group, article: (N,) numbers; machine, counted: (N, K) the machine's indicator of each value, and its codes as 0 and 1;
    weight: (N,) of each unit in the share of its group, adding up to 1 in each; uncoded: (N,) which have no indicator of their own."""

    groups: tuple[str, ...]
    values: tuple[str, ...]
    group: np.ndarray
    article: np.ndarray
    machine: np.ndarray
    counted: np.ndarray
    weight: np.ndarray
    uncoded: np.ndarray


@dataclass(frozen=True)
class Study(Units):
    """All units, a sample of them, and what is to be learned about."""

    sample: Sample
    target: str


@dataclass(frozen=True)
class Estimate:
    """Shares (K,) of one group. root: (R, K) independent contributions to their error, so that their covariance is root' root; df: (K,) degrees of
    freedom; certain: nothing is left to chance, the interval has no width."""

    share: np.ndarray
    root: np.ndarray | None = None
    df: np.ndarray | None = None
    certain: bool = False
    note: str = ""

    @property
    def se(self) -> np.ndarray:
        return np.full(len(self.share), np.nan) if self.root is None else np.sqrt((self.root**2).sum(axis=0))

    def half_width(self, level: float) -> np.ndarray:
        """Of the interval; missing where hand-coded units do not vary, so that there is nothing to form one from."""
        if self.root is None:
            return self.se
        return stats.t.ppf((1 + level) / 2, self.df) * _known(self.se, self.certain)


def corrected_shares(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    variable: str = "posture",
    *,
    scheme: Codebook | None = None,
    by: str = "outlet",
    target: str = "corpus",
    weight: str = "article",
    level: float = 0.95,
    machine: str | None = None,
    methods: Sequence[str] | None = None,
    power: float | None = None,
    trained: Sequence[float] | None = None,
    model_based: bool = False,
) -> pd.DataFrame:
    """Shares of a variable's values in each group, corrected by hand codes, beside the shares other methods give.

    The corrected share (method `difference`) is the machine's share of all units plus what the sample says the machine misses:
    λ · mean of the machine's indicator + weighted mean over the sample of (hand − λ · machine), with weights scaled to 1. It holds however wrong the
    machine is; a good machine makes it narrower than `hand`, which is the same at λ = 0. With λ = 1 and units that count the same it is unbiased over
    samples drawn within groups. By default λ makes the sum of the values' variances smallest, clipped to [0, 1], anew in each group (1 where fewer than
    20 units are coded by hand); it is one for all values so that shares add up to 1.

    What an interval covers:

    - target `corpus`: which units were drawn to be coded by hand, and nothing else. Variance of a stratified element sample with finite-population
      correction; units of an article may be as alike as they like. Student t with Satterthwaite's degrees of freedom over strata.
    - target `outlet`: which articles came to be in the corpus, and which of their units were drawn. Linearised, summed within articles, t with
      G − 1 degrees of freedom for G articles, no correction. Gains of strata other than the groups are not used: there it is too wide rather than too narrow.
      A group of one article is refused: one article says nothing about others.
    - neither covers errors of the people who coded by hand.
    - `naive` takes the machine's codes for true: in a corpus all units are known and its interval has no width. `em` has no interval.

    Intervals are formed on the scale of shares and not clipped: a share near 0 may have a limit below it.

    Parameters
    ----------
    codes : DataFrame of all units: unit_id, article_id, `by`, the variable and if present its probabilities (p_<value> or p_<variable>_<value>), weight
        (units of weight 0 are left out)
    gold : DataFrame of the sampled units: unit_id, the variable ('' where not coded; posture may be given by appraisal and explains), and the design: stratum,
        population (units of the stratum), sampled (of these), inclusion (sampled / population)
    variable : of the scheme, or `posture`; of a variable with several values a unit, one of them, as in `frame:security`
    scheme : codebook (default: the package's)
    target : `corpus` or `outlet`
    weight : `article` (mean over articles of the share within the article) or `unit`
    level : of the intervals
    machine : `probabilities` or `codes` (default: probabilities where the table has them). A unit without either counts as the mean of the others of its group.
    methods : of `difference`, `naive`, `hand`, `back-calculation`, `em` (default: all that can be done; `em` needs probabilities, `trained` and weight `unit`)
    power : λ, from 0 to 1 (default: tuned)
    trained : shares that the probabilities presume, for `em`
    model_based : takes the hand-coded units for a simple random sample of their group, and says so; for samples nobody drew at random

    Returns
    -------
    DataFrame, one row per group × value × method: group, variable, value, method, share, low, high, se, n_units, n_articles, n_gold (coded by hand),
    n_positive (of these with the value), estimand, target, assumes, note. A group that cannot be estimated has missing shares and a note that says why.

    Raises
    ------
    FramingError : unknown options, missing columns, values or units; a sample without a known design, or of which more than a fifth is not coded;
        no group can be estimated.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, ch. 5–6. Egami, Hinck, Stewart & Wei (2023), Using imperfect surrogates for
    downstream inference (DSL). Angelopoulos, Duchi & Zrnic (2023), PPI++. Rogan & Gladen (1978), Estimating prevalence from the results of a screening
    test. Saerens, Latinne & Decaestecker (2002). Satterthwaite (1946).
    """
    _check_options(target, weight, level, power)
    options = {"scheme": scheme or shipped_scheme(), "by": by, "weight": weight, "machine": machine}
    study = study_of(codes, gold, variable, target=target, model_based=model_based, **options)
    methods = _methods(methods, study, trained, weight)
    refused = _refused(study)
    rows = []
    for g, group in enumerate(study.groups):
        for method in methods:
            found = _missing(study, refused[g]) if g in refused else estimate(study, g, method, power, trained)
            half, about = found.half_width(level), (ESTIMANDS[weight], target, _assumed(method, model_based))
            for k, value in enumerate(study.values):
                numbers = (found.share[k], found.share[k] - half[k], found.share[k] + half[k], found.se[k])
                counts = (*_counts(study, g), int(study.sample.hand[_own(study, g), k].sum()))
                notes = [] if g in refused else [*_value_notes(study, g, k, method, half[k], found), *_notes(study, g)]
                rows.append((group, variable, value, method, *numbers, *counts, *about, "; ".join(filter(None, (found.note, *notes)))))
    return pd.DataFrame(rows, columns=SHARE_COLUMNS)


def corrected_differences(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    variable: str = "posture",
    *,
    scheme: Codebook | None = None,
    by: str = "outlet",
    target: str = "corpus",
    weight: str = "article",
    level: float = 0.95,
    machine: str | None = None,
    power: float | None = None,
    model_based: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """Differences of corrected shares between every two groups, with intervals that hold for all of them at once.

    The intervals are wider by max-t: the level each one needs follows from the largest of all standardised differences, drawn from their joint normal
    distribution (with a fixed seed), and enters Student's t with each difference's own degrees of freedom (Welch). Shares of K values add up to 1, so
    the joint distribution has K − 1 dimensions a group, and K values cost no more than K − 1.

    Parameters
    ----------
    As for `corrected_shares`, which says what the intervals cover; and seed, of the draws.

    Returns
    -------
    DataFrame, one row per pair of groups × value: group, versus, variable, value, method, difference (group minus versus), low, high, se, n_gold,
    n_gold_versus, estimand, target, assumes, note. Groups that cannot be estimated are left out.

    Raises
    ------
    FramingError : as for `corrected_shares`; fewer than two groups can be estimated.

    References
    ----------
    Hothorn, Bretz & Westfall (2008), Simultaneous inference in general parametric models. Hasler & Hothorn (2008), Multiple contrast tests in the
    presence of heteroscedasticity.
    """
    _check_options(target, weight, level, power)
    options = {"scheme": scheme or shipped_scheme(), "by": by, "weight": weight, "machine": machine}
    study = study_of(codes, gold, variable, target=target, model_based=model_based, **options)
    kept = [g for g in range(len(study.groups)) if g not in _refused(study)]
    if len(kept) < 2:
        raise FramingError(f"differences: {len(kept)} of {len(study.groups)} groups can be estimated; two are needed")
    found = {g: estimate(study, g, "difference", power, None) for g in kept}
    pairs = list(combinations(kept, 2))
    tail = _adjusted_tail([found[g].root for g in kept], [(kept.index(a), kept.index(b)) for a, b in pairs], level, seed)
    rows = []
    for a, b in pairs:
        difference, se = found[a].share - found[b].share, np.sqrt(((found[a].root - found[b].root) ** 2).sum(axis=0))
        half = stats.t.ppf(1 - tail / 2, _welch(found[a], found[b])) * _known(se, found[a].certain and found[b].certain)
        about = _counts(study, a)[2], _counts(study, b)[2], ESTIMANDS[weight], target, _assumed("difference", model_based)
        for k, value in enumerate(study.values):
            numbers = (difference[k], difference[k] - half[k], difference[k] + half[k], se[k])
            notes = sorted({note for g in (a, b) for note in _value_notes(study, g, k, "difference", half[k], found[g])})
            rows.append((study.groups[a], study.groups[b], variable, value, "difference", *numbers, *about, "; ".join(notes)))
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)


# From tables to arrays


def units_of(codes: pd.DataFrame, variable: str, *, scheme: Codebook, by: str, weight: str, machine: str | None) -> Units:
    """Units as arrays, checked; parameters as for `corrected_shares`."""
    units = counted_units(codes, by)
    group, groups = pd.factorize(_cells(units, by, "codes"))
    article = pd.factorize(units["article_id"].astype(str))[0]
    indicator, counted, uncoded = machine_indicators(units, variable, scheme, machine, group)
    return Units(
        tuple(groups), values_of_variable(variable, scheme), group, article, indicator, counted, _weights(group, article, weight), uncoded
    )


def study_of(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    variable: str,
    *,
    scheme: Codebook,
    by: str,
    weight: str,
    machine: str | None,
    target: str = "corpus",
    model_based: bool = False,
) -> Study:
    """Units and sample as arrays, checked; parameters as for `corrected_shares`."""
    every = units_of(codes, variable, scheme=scheme, by=by, weight=weight, machine=machine)
    _check_columns(gold, ("unit_id",), "hand codes")
    gold = gold.reset_index(drop=True)
    coded = given(gold, variable, scheme, hand=True)
    return Study(**vars(every), sample=_sample(gold, counted_units(codes, by)["unit_id"], coded, every, model_based), target=target)


def counted_units(codes: pd.DataFrame, by: str) -> pd.DataFrame:
    """The units that count: those of weight 0 (pull quotes that repeat the body) do not."""
    _check_columns(codes, ("unit_id", "article_id", by), "codes")
    weight = pd.to_numeric(codes["weight"], errors="coerce") if "weight" in codes else pd.Series(1.0, codes.index)
    if weight.isna().any():
        raise FramingError(f"codes: unit {codes['unit_id'][weight.isna()].iloc[0]} has no number as weight; allowed are numbers from 0")
    units = codes[weight > 0].reset_index(drop=True)
    if units.empty:
        raise FramingError("codes: no unit with a weight above 0")
    _check_once(units["unit_id"], "codes")
    return units


def values_of_variable(variable: str, scheme: Codebook) -> tuple[str, ...]:
    """Values of a variable in the codebook's order; `1` and `0` for one value of a variable with several a unit, named as `frame:security`."""
    if variable == "posture" and scheme == shipped_scheme():
        return POSTURES
    flags = {f"{v.flag}:{x}" for v in scheme.variables.values() if v.multiple for x in v.values}
    if variable in flags:
        return ("1", "0")
    single = {name: tuple(v.values) for name, v in scheme.variables.items() if not v.multiple}
    if variable not in single:
        derived = ["posture"] if scheme == shipped_scheme() else []
        raise FramingError(f"variable {variable!r}; allowed are {', '.join([*derived, *single, *sorted(flags)])}")
    return single[variable]


def given(table: pd.DataFrame, variable: str, scheme: Codebook, *, hand: bool) -> pd.Series:
    """The value of each row, '' where none was given.

    In a table coded by hand, posture follows from appraisal and explains where these stand; a unit has none of several values, rather than no code, when
    any variable of the codebook is filled in.
    """
    values, where = values_of_variable(variable, scheme), "hand codes" if hand else "codes"
    if variable == "posture" and hand and {"appraisal", "explains"} <= set(table):
        return _derived(table, scheme)
    flag, _, value = variable.partition(":")
    several = next((v for v in scheme.variables.values() if v.multiple and v.flag == flag and value), None)
    if several is None:
        cells = _cells(table, variable, where)
        return _allowed(cells, table, variable, values, where)
    cells = _cells(table, several.name, where)
    parts = cells.str.split(";").explode()
    _allowed(parts, table, several.name, several.values, where)
    filled = pd.concat([_cells(table, name, where) != "" for name in scheme.variables if name in table], axis=1).any(axis=1)
    return pd.Series([str(int(value in c.split(";"))) for c in cells], table.index, dtype=object).where(filled | (not hand), "")


def _derived(table: pd.DataFrame, scheme: Codebook) -> pd.Series:
    """Posture by the codebook's rule; of units without both primitives, the posture given."""
    where = "hand codes"
    both = [_allowed(_cells(table, v, where), table, v, scheme.variables[v].values, where) for v in ("appraisal", "explains")]
    found = pd.Series([posture(a, e) if a and e else "" for a, e in zip(*both, strict=True)], table.index, dtype=object)
    if "posture" not in table:
        return found
    return found.where(found != "", _allowed(_cells(table, "posture", where), table, "posture", POSTURES, where))


def one_code_each(gold: pd.DataFrame, variable: str, scheme: Codebook) -> tuple[pd.DataFrame, int, int]:
    """Rows of several coders' sheets with each unit once: the first that has a code of the variable.

    Also how many units stood twice or more, and how many of these the coders gave different values.
    """
    gold = gold.reset_index(drop=True)
    coded = given(gold, variable, scheme, hand=True)
    first = gold.assign(_empty=coded == "").sort_values("_empty", kind="stable").drop_duplicates("unit_id").sort_index()
    values = coded[coded != ""].groupby(gold["unit_id"]).nunique()
    return first.drop(columns="_empty"), int((gold["unit_id"].value_counts() > 1).sum()), int((values > 1).sum())


def machine_indicators(
    units: pd.DataFrame, variable: str, scheme: Codebook, machine: str | None, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, K) the machine's indicator of each value, (N, K) its codes as 0 and 1, and (N,) which units have no indicator of their own.

    Those count as the mean of the others of their group: whatever is put in their place, the sample corrects it.
    """
    values = values_of_variable(variable, scheme)
    p = machine_probabilities(units, variable, values, scheme)
    if machine not in (None, "codes", "probabilities"):
        raise FramingError(f"machine {machine!r}; allowed are codes, probabilities")
    if machine == "probabilities" and p is None:
        raise FramingError(f"codes: no probabilities of {variable} (p_{values[0]} …); use machine codes")
    coded = given(units, variable, scheme, hand=False)
    counted = (coded.to_numpy()[:, None] == np.array(values, object)).astype(float)
    counted[(coded == "").to_numpy()] = np.nan
    indicator = counted if p is None or machine == "codes" else p
    missing = np.isnan(indicator).any(axis=1)
    return _filled(indicator, group, variable), _filled(counted, group, variable), missing


def machine_probabilities(units: pd.DataFrame, variable: str, values: Sequence[str], scheme: Codebook) -> np.ndarray | None:
    """(N, K) probabilities, rows scaled to 1 (files round them), missing where a unit has none; None when the table has no such columns."""
    flag, _, value = variable.partition(":")
    names = [v.name for v in scheme.variables.values() if v.flag == flag]
    found = next((c for c in (f"p_{name}_{value}" for name in (*names, flag)) if value and c in units), None)
    if found:
        p = pd.to_numeric(units[found], errors="coerce").to_numpy(float)[:, None]
        p = np.hstack([p, 1 - p])
    else:
        columns = next((c for c in ([f"p_{variable}_{v}" for v in values], [f"p_{v}" for v in values]) if set(c) <= set(units)), None)
        if columns is None:
            return None
        p = units[columns].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    wrong = (p < 0).any(axis=1) | (np.abs(p.sum(axis=1) - 1) > 0.01)
    if wrong.any():
        raise FramingError(f"codes: probabilities of {variable} of unit {units['unit_id'][wrong].iloc[0]} do not add up to 1")
    return p / p.sum(axis=1, keepdims=True)


def _filled(indicator: np.ndarray, group: np.ndarray, variable: str) -> np.ndarray:
    """Missing rows as the mean of their group, or of all units where the group has none."""
    missing = np.isnan(indicator).any(axis=1)
    if missing.all():
        raise FramingError(f"codes: no unit has a {variable}")
    out = indicator.copy()
    for g in np.unique(group[missing]):
        there = (group == g) & ~missing
        out[(group == g) & missing] = indicator[there if there.any() else ~missing].mean(axis=0)
    return out


def _weights(group: np.ndarray, article: np.ndarray, weight: str) -> np.ndarray:
    """(N,) weight of each unit in the share of its group, adding up to 1 in each: every unit alike, or every article."""
    table = pd.DataFrame({"group": group, "article": article})
    if weight == "unit":
        return 1 / table.groupby("group")["group"].transform("size").to_numpy(float)
    within = table.groupby(["group", "article"])["group"].transform("size").to_numpy(float)
    return 1 / (table.groupby("group")["article"].transform("nunique").to_numpy(float) * within)


def _sample(gold: pd.DataFrame, unit_ids: pd.Series, coded: pd.Series, every: Units, model_based: bool) -> Sample:
    """The hand-coded units of a sheet; those not coded are taken for missing at random within their stratum, whose inclusion is then coded / population."""
    _check_once(gold["unit_id"], "hand codes")
    place = pd.Series(np.arange(len(unit_ids)), unit_ids).reindex(gold["unit_id"])
    known = ((coded != "").to_numpy() & place.notna().to_numpy()) if model_based else (coded != "").to_numpy()
    if not known.any():
        raise FramingError("hand codes: no unit is coded; fill in the sheet")
    if not model_based:
        _check_design(gold, place, len(unit_ids), known)
    rows = place.to_numpy()[known].astype(int)
    stratum, names = pd.factorize(every.group[rows] if model_based else gold["stratum"].astype(str).to_numpy()[known])
    hand = (coded.to_numpy()[known][:, None] == np.array(every.values, object)).astype(float)
    n = np.bincount(stratum).astype(float)
    if model_based:
        return Sample(rows, hand, stratum, np.bincount(every.group)[names].astype(float), n, 0)
    sizes = gold[["population", "sampled"]].apply(pd.to_numeric).groupby(gold["stratum"].astype(str)).first().loc[names]
    return Sample(rows, hand, stratum, sizes["population"].to_numpy(float), n, int(sizes["sampled"].sum() - n.sum()))


def _check_design(gold: pd.DataFrame, place: pd.Series, n_units: int, coded: np.ndarray) -> None:
    """Raises unless the sheet says how each unit came into it, its strata make up the units, and enough of it is coded."""
    _check_columns(gold, DESIGN, "hand codes", f"; without it nobody knows how the units were drawn: {_FIX}")
    if place.isna().any():
        unit = place.index[place.isna()][0]
        raise FramingError(f"hand codes: unit {unit} is not among the codes; give the codes that the sample was drawn from")
    design = gold[["population", "sampled", "inclusion"]].apply(pd.to_numeric, errors="coerce")
    wrong = ~((design > 0).all(axis=1) & (design["inclusion"] <= 1))
    if wrong.any():
        unit, *given = gold.loc[wrong, ["unit_id", *design]].iloc[0]
        shown = ", ".join(f"{name} {str(cell)!r}" for name, cell in zip(design, given, strict=True))
        raise FramingError(f"hand codes: unit {unit} has {shown}; allowed are numbers above 0, inclusion up to 1: {_FIX}")
    name = gold["stratum"].astype(str)
    strata = design.assign(coded=coded, n=1).groupby(name).agg({"population": "max", "sampled": "max", "coded": "sum", "n": "sum"})
    _check_strata(design, name, strata)
    _check_coverage(strata[["population", "sampled", "coded"]], n_units)


def _check_strata(design: pd.DataFrame, name: pd.Series, strata: pd.DataFrame) -> None:
    """design: population, sampled and inclusion of every row, in the stratum of that name; strata: the same of each, with n rows."""
    own = strata.loc[name].reset_index(drop=True)
    wrong = (design[["population", "sampled"]] != own[["population", "sampled"]]).any(axis=1) | (own["n"] > own["sampled"])
    if wrong.any():
        n, sampled, population = own.loc[wrong, ["n", "sampled", "population"]].iloc[0]
        raise FramingError(
            f"hand codes: stratum {name[wrong].iloc[0]!r} has {n:g} units and says that {sampled:g} of {population:g} were sampled; give the sheets of one sample"
        )
    wrong = (design["inclusion"] * design["population"] / design["sampled"] - 1).abs() > 0.01
    if wrong.any():
        inclusion, sampled, population = design.loc[wrong, ["inclusion", "sampled", "population"]].iloc[0]
        raise FramingError(
            f"hand codes: stratum {name[wrong].iloc[0]!r} has inclusion {inclusion:g}, which is not {sampled:g} / {population:g}: {_FIX}"
        )


def _check_coverage(strata: pd.DataFrame, n_units: int) -> None:
    """strata: population, sampled and coded of each."""
    total, sampled, coded = strata.sum()
    if total != n_units:
        raise FramingError(
            f"hand codes: the strata with hand codes hold {total:g} units, the codes {n_units}; give the codes that the sample was drawn from "
            "(with --without-copies if it was drawn so), and code units of every stratum"
        )
    if sampled - coded > MOST_UNCODED * sampled:
        raise FramingError(
            f"hand codes: {sampled - coded:g} of {sampled:g} sampled units are not coded, allowed is a share of {MOST_UNCODED}: code them, or "
            "say --model-based"
        )
    if (strata["coded"] == 0).any():
        raise FramingError(f"hand codes: no unit of stratum {strata.index[strata['coded'] == 0][0]!r} is coded; code those sampled from it")


# Estimates of one group


def estimate(study: Study, g: int, method: str, power: float | None = None, trained: Sequence[float] | None = None) -> Estimate:
    """Shares of group number g by one of the methods."""
    if method == "em":
        return Estimate(shares_under_shift(study.machine[study.group == g], np.asarray(trained, float)), note="no interval")
    if method == "naive":
        return _naive(study, g)
    if method == "back-calculation":
        return _back_calculated(study, g)
    return _difference(study, g, 0.0 if method == "hand" else power)


def _difference(study: Study, g: int, power: float | None) -> Estimate:
    """The difference estimator with weights scaled to 1 (Hájek); at λ = 0 the share among the units coded by hand."""
    sample, q = study.sample, np.where(study.group == g, study.weight, 0.0)
    weight = sample.weight * q[sample.rows]
    machine, all_machine = study.machine[sample.rows], q @ study.machine

    def mean(x: np.ndarray) -> np.ndarray:
        return weight @ x / weight.sum()

    def linear(x: np.ndarray) -> np.ndarray:  # what a unit adds to the error of a mean, once for each unit it stands for
        return (q[sample.rows] / weight.sum())[:, None] * (x - mean(x))

    few = _own(study, g).sum() < LEAST_TUNING
    lam = (1.0 if few else _tuned(study, linear(sample.hand), linear(machine))) if power is None else power
    share = lam * all_machine + mean(sample.hand - lam * machine)
    root = _root(study, g, linear(sample.hand - lam * machine), lam * q[:, None] * (study.machine - all_machine))
    certain = study.target == "corpus" and bool((sample.weight[_own(study, g)] == 1).all())
    return Estimate(share, root, _df(study, g, root, _own(study, g)), certain, f"lambda {lam:.2f}" if power is None else "")


def _tuned(study: Study, hand: np.ndarray, machine: np.ndarray) -> float:
    """λ that makes the sum of the values' design variances smallest (power tuning; PPI++, proposition 2); 0 when the machine says the same of all."""
    y, m = _stratified(study.sample, hand), _stratified(study.sample, machine)
    spread = (m**2).sum()
    return float(np.clip((y * m).sum() / spread, 0, 1)) if spread > _NONE else 0.0


def _naive(study: Study, g: int) -> Estimate:
    q = np.where(study.group == g, study.weight, 0.0)
    share = q @ study.counted
    root = _root(study, g, np.zeros_like(study.sample.hand), q[:, None] * (study.counted - share))
    return Estimate(share, root, _df(study, g, root, _own(study, g)), study.target == "corpus")


def _back_calculated(study: Study, g: int) -> Estimate:
    """Shares that, confused as the whole sample is, give the machine's; errors by the delta method."""
    sample, q = study.sample, np.where(study.group == g, study.weight, 0.0)
    machine = study.machine[sample.rows]
    size = sample.weight @ sample.hand
    if (size == 0).any():
        return _missing(study, f"no unit is coded {study.values[int(np.argmin(size))]} by hand: how the machine codes it is not known")
    confusion = (machine * sample.weight[:, None]).T @ sample.hand / size  # (K machine, K hand), columns add up to 1
    if np.linalg.svd(confusion, compute_uv=False)[-1] < LEAST_SINGULAR:
        return _missing(study, "the machine hardly tells the values apart: its confusion matrix is singular")
    inverse, all_machine = np.linalg.inv(confusion), q @ study.machine
    share = inverse @ all_machine
    linear = -(sample.hand @ (share / size))[:, None] * (machine - sample.hand @ confusion.T) @ inverse.T
    root = _root(study, g, linear, q[:, None] * (study.machine - all_machine) @ inverse.T)
    return Estimate(share, root, _df(study, g, root, sample.weight > 0), study.target == "corpus" and bool((sample.weight == 1).all()))


def _missing(study: Study, why: str) -> Estimate:
    return Estimate(np.full(len(study.values), np.nan), note=why)


def _root(study: Study, g: int, sampled: np.ndarray, every: np.ndarray) -> np.ndarray:
    """(R, K) independent contributions to the error: of sampled units (corpus) or of articles (outlet).

    sampled: (n, K) what a sampled unit adds, once for each unit it stands for; every: (N, K) what each unit of the corpus adds.
    """
    if study.target == "corpus":
        return _stratified(study.sample, sampled)
    n = _n_articles(study, g)
    totals = np.zeros((study.article.max() + 1, every.shape[1]))
    np.add.at(totals, study.article, every)
    np.add.at(totals, study.article[study.sample.rows], sampled * study.sample.weight[:, None])
    return totals * np.sqrt(n / (n - 1))


def _stratified(sample: Sample, x: np.ndarray) -> np.ndarray:
    """(n, K) deviations whose squares add up to the variance of a stratified total, N²(1 − f)s²/n in each stratum (Särndal et al. 1992, 3.7).

    A unit alone in its stratum deviates from 0, the mean of all: too much rather than too little.
    """
    n, size, at = sample.coded, sample.population, sample.stratum
    sums = np.zeros((len(n), x.shape[1]))
    np.add.at(sums, at, x)
    centre = np.where(n[:, None] > 1, sums / n[:, None], 0)
    scale = size * np.sqrt((1 - n / size) / (n * np.maximum(n - 1, 1)))
    return scale[at][:, None] * (x - centre[at])


def _df(study: Study, g: int, root: np.ndarray, used: np.ndarray) -> np.ndarray:
    """(K,) degrees of freedom: articles less one, or Satterthwaite's over strata (Cochran 1977, 5.16); used: (n,) which sampled units the estimate rests on."""
    if study.target == "outlet":
        return np.full(root.shape[1], _n_articles(study, g) - 1.0)
    sample = study.sample
    parts = np.zeros((len(sample.coded), root.shape[1]))
    np.add.at(parts, sample.stratum, root**2)
    n = np.bincount(sample.stratum[used], minlength=len(parts))[:, None]
    wiggle = (parts**2 / np.maximum(n - 1, 1)).sum(axis=0)
    return np.divide(parts.sum(axis=0) ** 2, wiggle, out=np.ones(root.shape[1]), where=wiggle > _NONE**4)


# Intervals


def _known(se: np.ndarray, certain: bool) -> np.ndarray:
    return se if certain else np.where(se < _NONE, np.nan, se)


def _adjusted_tail(roots: Sequence[np.ndarray], pairs: Sequence[tuple[int, int]], level: float, seed: int) -> float:
    """Two-sided tail probability for each of several differences, so that all intervals hold together with probability `level`."""
    thrown = np.random.default_rng(seed).standard_normal((DRAWS, len(roots[0])))
    drawn = [thrown @ root for root in roots]
    largest = np.zeros(DRAWS)
    for a, b in pairs:
        se = np.sqrt(((roots[a] - roots[b]) ** 2).sum(axis=0))
        vary = se > _NONE
        if vary.any():
            largest = np.maximum(largest, np.abs((drawn[a] - drawn[b])[:, vary] / se[vary]).max(axis=1))
    return float(2 * stats.norm.sf(np.quantile(largest, level)))


def _welch(a: Estimate, b: Estimate) -> np.ndarray:
    """(K,) degrees of freedom of a difference."""
    va, vb = a.se**2, b.se**2
    wiggle = va**2 / a.df + vb**2 / b.df
    return np.divide((va + vb) ** 2, wiggle, out=np.ones(len(va)), where=wiggle > _NONE**4)


# What stands beside a share


def _own(study: Study, g: int) -> np.ndarray:
    return study.group[study.sample.rows] == g


def _n_articles(study: Study, g: int) -> int:
    return len(np.unique(study.article[study.group == g]))


def _counts(study: Study, g: int) -> tuple[int, int, int]:
    return int((study.group == g).sum()), _n_articles(study, g), int(_own(study, g).sum())


def _refused(study: Study) -> dict[int, str]:
    """Groups that cannot be estimated, with the reason."""
    refused = {}
    for g in range(len(study.groups)):
        _, n_articles, n_gold = _counts(study, g)
        if study.target == "outlet" and n_articles < 2:
            refused[g] = "one article says nothing about the outlet's others; say --target corpus, or add articles"
        elif not n_gold:
            refused[g] = "no unit of it is coded by hand; draw a sample that has some of every group"
    if len(refused) == len(study.groups):
        raise FramingError("; ".join(f"{study.groups[g]}: {why}" for g, why in refused.items()))
    return refused


def _notes(study: Study, g: int) -> Iterator[str]:
    """What concerns every share of a group."""
    if study.sample.n_empty:
        yield f"{study.sample.n_empty} sampled units are not coded by hand: taken for missing at random within their stratum"
    n = int(study.uncoded[study.group == g].sum())
    if n:
        yield f"{n} units without a machine code count as the mean of the others"
    if study.target == "outlet" and 2 <= _n_articles(study, g) < FEW_ARTICLES:
        yield f"fewer than {FEW_ARTICLES} articles: interval may be too narrow"


def _value_notes(study: Study, g: int, k: int, method: str, half: float, found: Estimate) -> Iterator[str]:
    """What concerns the share of value number k; half is half the width of its interval."""
    if method in ("naive", "em") or np.isnan(found.share[k]):
        return
    used = _own(study, g) | (method == "back-calculation")
    hand, machine = study.sample.hand[used, k], study.machine[study.sample.rows[used], k]
    few = {
        "too few positives": hand.sum(),
        "too few of other values": len(hand) - hand.sum(),
        "too few errors of the machine": (np.abs(hand - machine) > 0.5).sum() if method == "difference" else FEW,
    }
    if np.isnan(half):
        yield "no variation to form an interval from"
    elif not found.certain:
        yield from (f"{what}: interval may be too narrow" for what, n in few.items() if n < FEW)
    if not 0 <= found.share[k] <= 1:
        yield "outside 0 to 1: the truth is at the edge, or the method does not hold"


def _assumed(method: str, model_based: bool) -> str:
    return f"hand codes are right; {MODEL_BASED}" if model_based and method not in ("naive", "em") else ASSUMES[method]


# Checks


def _methods(asked: Sequence[str] | None, study: Study, trained: Sequence[float] | None, weight: str) -> list[str]:
    unfit = _no_em(study, trained, weight)
    if asked is None:
        return [m for m in ASSUMES if m != "em" or not unfit]
    unknown = [m for m in asked if m not in ASSUMES]
    if unknown or not asked:
        raise FramingError(f"method {(*unknown, '')[0]!r}; allowed are {', '.join(ASSUMES)}")
    if "em" in asked and unfit:
        raise FramingError(f"method em: {unfit}")
    return list(dict.fromkeys(asked))


def _no_em(study: Study, trained: Sequence[float] | None, weight: str) -> str:
    """Why there is no prior-shift estimate; '' where there is."""
    if trained is None or len(trained) != len(study.values):
        return "needs the shares that the probabilities presume; `framing code` notes those of posture in the .meta.json it writes"
    if np.isin(study.machine, (0, 1)).all():
        return "needs the machine's probabilities, not its codes"
    return "" if weight == "unit" else "estimates the share of all units; say --weight unit"


def _check_options(target: str, weight: str, level: float, power: float | None) -> None:
    for name, chosen, allowed in (("target", target, TARGETS), ("weight", weight, ESTIMANDS)):
        if chosen not in allowed:
            raise FramingError(f"{name} {chosen!r}; allowed are {', '.join(allowed)}")
    if not 0 < level < 1:
        raise FramingError(f"level {level}; allowed are numbers between 0 and 1, as 0.95")
    if power is not None and not 0 <= power <= 1:
        raise FramingError(f"lambda {power}; allowed are numbers from 0 (hand codes alone) to 1 (all of the machine)")


def _check_columns(table: pd.DataFrame, needed: Sequence[str], where: str, fix: str = "") -> None:
    missing = [c for c in needed if c not in table]
    if missing:
        raise FramingError(f"{where}: no column {missing[0]!r}{fix or '; the table has ' + ', '.join(map(str, table.columns))}")


def _check_once(unit_ids: pd.Series, where: str) -> None:
    twice = unit_ids[unit_ids.duplicated()]
    if len(twice):
        raise FramingError(f"{where}: unit {twice.iloc[0]} stands twice; each may be given once")


def _allowed(cells: pd.Series, table: pd.DataFrame, variable: str, values: Sequence[str], where: str) -> pd.Series:
    """The cells, which are values or empty."""
    wrong = cells[~cells.isin((*values, ""))]
    if len(wrong):
        raise FramingError(
            f"{where}: {variable} of unit {table['unit_id'][wrong.index[0]]} is {wrong.iloc[0]!r}; allowed are {', '.join(values)}"
        )
    return cells


def _cells(table: pd.DataFrame, column: str, where: str) -> pd.Series:
    _check_columns(table, (column,), where)
    return table[column].astype(object).where(table[column].notna(), "").astype(str).str.strip()
