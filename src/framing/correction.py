"""Machine codes of all units and hand codes of a probability sample in, tables of corrected shares and of their differences out."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from framing.differences import differences
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.gold import Study, study_of
from framing.prevalence import FEW, Estimate, estimate, missing
from framing.scheme import Codebook, shipped_scheme

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
FEW_ARTICLES = 20


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
    scheme = scheme or shipped_scheme()
    study = study_of(codes, gold, variable, scheme=scheme, by=by, weight=weight, machine=machine, target=target, model_based=model_based)
    methods = _methods(methods, study, trained, weight)
    refused = _refused(study)
    rows = []
    for g, group in enumerate(study.groups):
        counts, positive, concerning = _counts(study, g), study.sample.hand[study.own(g)].sum(axis=0).astype(int), list(_notes(study, g))
        for method in methods:
            found = missing(study, refused[g]) if g in refused else estimate(study, g, method, power, trained)
            half, about = found.half_width(level), (ESTIMANDS[weight], target, _assumed(method, model_based))
            for k, value in enumerate(study.values):
                numbers = (found.share[k], found.share[k] - half[k], found.share[k] + half[k], found.se[k])
                notes = [] if g in refused else [*_value_notes(study, g, k, method, half[k], found), *concerning]
                rows.append(
                    (group, variable, value, method, *numbers, *counts, positive[k], *about, "; ".join(filter(None, (found.note, *notes))))
                )
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
    scheme = scheme or shipped_scheme()
    study = study_of(codes, gold, variable, scheme=scheme, by=by, weight=weight, machine=machine, target=target, model_based=model_based)
    refused = _refused(study)
    kept = [g for g in range(len(study.groups)) if g not in refused]
    if len(kept) < 2:
        raise FramingError(f"differences: {len(kept)} of {len(study.groups)} groups can be estimated; two are needed")
    found = [estimate(study, g, "difference", power) for g in kept]
    rows = []
    for a, b, difference, se, half in differences(found, level, seed):
        first, second = kept[a], kept[b]
        about = _counts(study, first)[2], _counts(study, second)[2], ESTIMANDS[weight], target, _assumed("difference", model_based)
        for k, value in enumerate(study.values):
            numbers = (difference[k], difference[k] - half[k], difference[k] + half[k], se[k])
            notes = sorted({note for n in (a, b) for note in _value_notes(study, kept[n], k, "difference", half[k], found[n])})
            rows.append((study.groups[first], study.groups[second], variable, value, "difference", *numbers, *about, "; ".join(notes)))
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)


def _counts(study: Study, g: int) -> tuple[int, int, int]:
    return int((study.group == g).sum()), study.n_articles(g), int(study.own(g).sum())


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
        named = ", ".join(study.groups[:3]) + (f" and {len(refused) - 3} more" if len(refused) > 3 else "")
        raise FramingError(f"{named}: {'; '.join(dict.fromkeys(refused.values()))}")
    return refused


def _notes(study: Study, g: int) -> Iterator[str]:
    """What concerns every share of a group."""
    if study.sample.n_empty:
        yield f"{study.sample.n_empty} sampled units are not coded by hand: taken for missing at random within their stratum"
    n = int(study.uncoded[study.group == g].sum())
    if n:
        yield f"{n} units without a machine code count as the mean of the others"
    if study.target == "outlet" and 2 <= study.n_articles(g) < FEW_ARTICLES:
        yield f"fewer than {FEW_ARTICLES} articles: interval may be too narrow"


def _value_notes(study: Study, g: int, k: int, method: str, half: float, found: Estimate) -> Iterator[str]:
    """What concerns the share of value number k; half is half the width of its interval."""
    if method in ("naive", "em") or np.isnan(found.share[k]):
        return
    used = study.own(g) | (method == "back-calculation")
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
