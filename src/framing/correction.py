"""Machine codes of all units and hand codes of a probability sample in, tables of corrected shares and of their differences out."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from framing.caveats import group_caveats, value_caveats
from framing.differences import differences
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.gold import Study, study_of
from framing.prevalence import Estimate, estimate, missing, refusal
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
    samples drawn within groups. By default λ makes the sum of the values' design variances smallest, clipped to [0, 1], anew in each group (1 where fewer than
    20 units are coded by hand); it is one for all values so that shares add up to 1.

    What an interval covers:

    - target `corpus`: which units were drawn to be coded by hand, and nothing else. Variance of a stratified element sample with finite-population
      correction; units of an article may be as alike as they like. Student t with Satterthwaite's degrees of freedom over strata.
    - target `outlet`: which articles came to be in the corpus, and which of their units were drawn. Linearised, summed within articles, CR2 variance,
      Student t with Satterthwaite's degrees of freedom (G − 1 for G articles that count and are coded alike), no finite-population correction. Gains
      of strata other than the groups are not used: there it is too wide rather than too narrow. A group of one article is refused: one article says
      nothing about others.
    - with both, intervals of `difference` and `hand` allow for a part of an error more than the sample shows (`se` does not): two thirds of one in each stratum
      for machine codes and hand codes alone, .12 of one for probabilities, whose degrees of freedom fall where errors are uneven in size. Both were set by
      simulation. Where the machine errs in hardly any sampled unit they are somewhat too wide rather than much too narrow.
    - neither covers errors of the people who coded by hand.
    - `naive` takes the machine's codes for true: in a corpus all units are known and its interval has no width; `em` has none there.

    Rows of the sheet whose note begins with `not a unit` are taken out of what a share is of: the difference estimator and hand codes are ratios to the
    estimated share of units. The other methods count all units.

    Intervals are formed on the scale of shares and not clipped: a share near 0 may have a limit below it.

    Parameters
    ----------
    codes : DataFrame of all units: unit_id, article_id, `by`, the variable and if present its probabilities (p_<value> or p_<variable>_<value>), weight
        (units of weight 0 are left out)
    gold : DataFrame of the sampled units: unit_id, the variable ('' where not coded; posture may be given by appraisal and explains), the design: stratum,
        population (units of the stratum), sampled (of these), inclusion (sampled / population), and if present the coder's note
    variable : of the scheme, or `posture`; of a variable with several values a unit, one of them, as in `frame:security`
    scheme : codebook (default: the package's)
    target : `corpus` or `outlet`
    weight : `article` (mean over articles of the share within the article) or `unit`
    level : of the intervals
    machine : `probabilities` or `codes` (default: probabilities where the table has them). A unit without either counts as the mean of the others of its group.
    methods : of `difference`, `naive`, `hand`, `back-calculation`, `em` (default: all that can be done; `em` needs probabilities and `trained`)
    power : λ, from 0 to 1 (default: tuned)
    trained : shares that the probabilities presume, for `em`
    model_based : takes the hand-coded units for a simple random sample of their group, and says so; for samples nobody drew at random

    Returns
    -------
    DataFrame, one row per group × value × method: group, variable, value, method, share, low, high, se, n_units, n_articles, n_gold (coded by hand, rows noted as no units among them),
    n_positive (of these with the value; a unit that several coders coded counts in parts), estimand, target, assumes, note. A group that cannot be estimated has missing shares and a note that says why.

    Raises
    ------
    FramingError : unknown options, missing columns, values or units; a sample without a known design, or of which more than a fifth is not coded;
        no group can be estimated.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, ch. 5–6. Egami, Hinck, Stewart & Wei (2023), Using imperfect surrogates for
    downstream inference (DSL). Angelopoulos, Duchi & Zrnic (2023), PPI++. Rogan & Gladen (1978), Estimating prevalence from the results of a screening
    test. Bachl & Scharkow (2017), Correcting measurement error in content analysis. Saerens, Latinne & Decaestecker (2002). Satterthwaite (1946). Bell & McCaffrey (2002), Bias reduction in standard errors for linear regression
    with multi-stage samples. Pustejovsky & Tipton (2018), Small-sample methods for cluster-robust variance estimation and hypothesis testing.
    """
    _check_options(target, weight, level, power)
    scheme = scheme or shipped_scheme()
    study = study_of(codes, gold, variable, scheme=scheme, by=by, weight=weight, machine=machine, target=target, model_based=model_based)
    methods = _methods(methods, study, trained)
    refused = _refused(study)
    rows = []
    for g, group in enumerate(study.groups):
        counts, positive, concerning = _counts(study, g), _positive(study, g), list(group_caveats(study, g))
        for method in methods:
            found = missing(study, refused[g]) if g in refused else estimate(study, g, method, power, trained)
            half, about = found.half_width(level), (ESTIMANDS[weight], target, _assumed(method, model_based))
            for k, value in enumerate(study.values):
                numbers = (found.share[k], found.share[k] - half[k], found.share[k] + half[k], found.se[k])
                notes = [] if g in refused else [*value_caveats(study, g, k, _as_used(method, power), half[k], found), *concerning]
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
            notes = [note for n in (a, b) for note in _named(study, kept[n], k, half[k], found[n], power)]
            rows.append((study.groups[first], study.groups[second], variable, value, "difference", *numbers, *about, "; ".join(notes)))
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)


def _named(study: Study, g: int, k: int, half: float, found: Estimate, power: float | None) -> Iterator[str]:
    """What concerns value number k of a group and every share of it, with the group's name before it."""
    told = (found.note, *value_caveats(study, g, k, _as_used("difference", power), half, found), *group_caveats(study, g))
    yield from (f"{study.groups[g]}: {note}" for note in told if note)


def _as_used(method: str, power: float | None) -> str:
    """At λ = 0 the machine has no part in the corrected share: it is that of hand codes alone."""
    return "hand" if method == "difference" and power == 0 else method


def _positive(study: Study, g: int) -> list[float]:
    """Hand-coded units of each value, halves where of two coders one gave it; whole numbers where all are."""
    n = study.sample.hand[study.own(g)].sum(axis=0)
    return [int(x) for x in n.round()] if np.allclose(n, n.round()) else [float(x) for x in n.round(1)]


def _counts(study: Study, g: int) -> tuple[int, int, int]:
    return int((study.group == g).sum()), study.n_articles(g), int(study.own(g).sum())


def _refused(study: Study) -> dict[int, str]:
    """Groups that cannot be estimated, with the reason."""
    refused = {g: why for g in range(len(study.groups)) if (why := refusal(study, g))}
    if len(refused) == len(study.groups):
        named = ", ".join(study.groups[:3]) + (f" and {len(refused) - 3} more" if len(refused) > 3 else "")
        raise FramingError(f"{named}: {'; '.join(dict.fromkeys(refused.values()))}")
    return refused


def _assumed(method: str, model_based: bool) -> str:
    return f"hand codes are right; {MODEL_BASED}" if model_based and method not in ("naive", "em") else ASSUMES[method]


def _methods(asked: Sequence[str] | None, study: Study, trained: Sequence[float] | None) -> list[str]:
    unfit = _no_em(study, trained)
    if asked is None:
        return [m for m in ASSUMES if m != "em" or not unfit]
    asked = [asked] if isinstance(asked, str) else asked
    unknown = [m for m in asked if m not in ASSUMES]
    if unknown or not asked:
        raise FramingError(f"method {(*unknown, '')[0]!r}; allowed are {', '.join(ASSUMES)}")
    if "em" in asked and unfit:
        raise FramingError(f"method em: {unfit}")
    return list(dict.fromkeys(asked))


def _no_em(study: Study, trained: Sequence[float] | None) -> str:
    """Why there is no prior-shift estimate; '' where there is."""
    if trained is None or len(trained) != len(study.values):
        return "needs the shares that the probabilities presume; `framing code` notes those of posture in the .meta.json it writes"
    if np.isin(study.machine, (0, 1)).all():
        return "needs the machine's probabilities, not its codes"
    return ""


def _check_options(target: str, weight: str, level: float, power: float | None) -> None:
    for name, chosen, allowed in (("target", target, TARGETS), ("weight", weight, ESTIMANDS)):
        if chosen not in allowed:
            raise FramingError(f"{name} {chosen!r}; allowed are {', '.join(allowed)}")
    if not 0 < level < 1:
        raise FramingError(f"level {level}; allowed are numbers between 0 and 1, as 0.95")
    if power is not None and not 0 <= power <= 1:
        raise FramingError(f"lambda {power}; allowed are numbers from 0 (hand codes alone) to 1 (all of the machine)")
