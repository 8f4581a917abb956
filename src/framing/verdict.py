"""Machine codes, and a hand-coded sample where there is one, in; a verdict on each group out: use the machine's shares, correct them, or code by hand."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats

from framing.comparison import DOUBT, DOUBTFUL, FEW_UNITS, GROUP, LEXICON, UNLIKE, blank_named, coverage, plural, probabilities
from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.gold import Study, counted_units, study_of
from framing.indicators import cells, machine_probabilities, values_of_variable
from framing.prevalence import FEW, LEAST_TUNING, NONE, estimate
from framing.scheme import Codebook, shipped_scheme

USE, CORRECT, BY_HAND = VERDICTS = ("use", "use with correction", "code by hand")
TOLERANCE = 0.05  # error of a share that is let pass: a convention, to be named; half of it takes four times the hand codes
LEAST_GAIN = 1.1  # hand-coded units alone that one is worth with the machine: under it less than a tenth of the coding is saved
VERDICT_COLUMNS = (
    "group verdict reason todo n_units n_articles n_gold unlike lexicon doubtful accuracy bias bias_low bias_high bias_value "
    "calibration calibration_low calibration_high calibration_value gain too_rare"
).split()


class Largest(NamedTuple):
    """Of several values, that whose interval reaches farthest from 0: the error of its share. n_errors: where seeing so few of them widened the interval."""

    value: str
    error: float
    low: float
    high: float
    n_errors: int | None = None

    @property
    def reach(self) -> float:
        return max(abs(self.low), abs(self.high))


class Seen(NamedTuple):
    """What is known of the machine in a group. Shares from 0 to 1, missing where the files do not tell.

    unlike, lexicon, doubtful : as `comparison.coverage` has them, `doubtful` of a variable of three values or more
    known_text : whether the limits of unlike and lexicon are those of this coder's training text
    n_gold : units coded by hand; what follows is missing without
    accuracy : share of units that machine and hand give the same value
    bias : the machine's share minus the corrected one
    calibration : the hand's share minus the mean probability
    gain : hand-coded units alone that one is worth with the machine
    leading : the value with the largest corrected share, how many hand-coded units have it; the rest as called, and how many are of it
    too_rare : values with fewer than FEW hand-coded units
    n_values : of the variable
    drawn : whether chance drew the hand-coded units
    """

    n_units: int
    n_articles: int
    unlike: float
    lexicon: float
    doubtful: float
    known_text: bool
    n_gold: int = 0
    accuracy: float = math.nan
    bias: Largest = Largest("", math.nan, math.nan, math.nan)
    calibration: Largest = Largest("", math.nan, math.nan, math.nan)
    gain: float = math.nan
    leading: tuple[str, float, str, float] = ("", math.nan, "", math.nan)
    too_rare: tuple[str, ...] = ()
    n_values: int = 0
    drawn: bool = True


class Rule(NamedTuple):
    """The verdict where it holds, the reason in a sentence, what to do next."""

    verdict: str
    holds: Callable[[Seen, float, float], bool]
    reason: Callable[[Seen], str]
    todo: str


SAMPLE = "Draw units at random (framing sample), code them, and give the sheet with --gold."
ESTIMATE = "Report the corrected shares (framing estimate), not the machine's."
MORE = "Draw a larger sample (framing plan says how many units) and code it."
HAND = "Report what the hand codes say (framing estimate --methods hand); where its intervals are too wide, code more (framing plan)."

# The first that holds decides. Doubt is weighed and strangeness only told: on development sentences a low probability foresaw the coder's errors (AUC .64 fast,
# .76 accurate), unknown words did not (.46, .43): report/results/development_certainty.csv.
WITHOUT_HAND = (
    Rule(BY_HAND, lambda s, *_: s.n_units <= FEW_UNITS, lambda s: f"it has {plural(s.n_units, 'unit')} in all, and coding them leaves nothing to chance",
         "Code all of them by hand."),
    Rule(BY_HAND, lambda s, *_: s.doubtful > DOUBTFUL,
         lambda s: f"in {_percent(s.doubtful)} of units the likeliest value has a probability under {_percent(DOUBT)} (limit {_percent(DOUBTFUL)}), and a low "
         f"probability foresees errors{_strange(s)}",
         f"{SAMPLE} Until then report no share."),
    Rule(CORRECT, lambda s, *_: True, lambda s: f"no unit is coded by hand, so nobody knows how far its shares are off{_doubt(s)}{_strange(s)}",
         f"{SAMPLE} Until then its shares are biased by an unknown amount."),
)  # fmt: skip
WITH_HAND = (
    Rule(BY_HAND, lambda s, *_: s.n_gold >= s.n_units, lambda s: f"all of its {plural(s.n_units, 'unit')} are coded by hand, so nothing is left to the machine",
         "Report what the hand codes say (framing estimate --methods hand)."),
    Rule(BY_HAND, lambda s, *_: s.n_units <= FEW_UNITS,
         lambda s: f"it has {plural(s.n_units, 'unit')} in all, of which {s.n_gold} are coded by hand, and coding the others leaves nothing to chance",
         "Code the rest by hand."),
    Rule(BY_HAND, lambda s, *_: s.n_gold < LEAST_TUNING,
         lambda s: f"{plural(s.n_gold, 'unit')} coded by hand {'are' if s.n_gold != 1 else 'is'} too few to judge the machine by: code {LEAST_TUNING - s.n_gold} more",
         "Code more of its units, drawn at random (framing sample --per-group)."),
    Rule(USE, lambda s, tolerance, _: s.drawn and s.bias.reach < tolerance and s.n_values - len(s.too_rare) > 1,
         lambda s: f"no share of the machine is farther off than {_points(s.bias.reach)}, as {plural(s.n_gold, 'hand-coded unit')} show (least sure: {_bias(s)})",
         "The machine's shares can stand; corrected ones (framing estimate) are no worse."),
    Rule(BY_HAND, lambda s, *_: min(s.leading[1::2]) < FEW, lambda s: _scarce(*s.leading), MORE),
    Rule(BY_HAND, lambda s, _, least_gain: s.gain < least_gain,
         lambda s: f"the machine adds little: {_gain(s)}; its own share of {_bias(s)}",
         HAND),
    Rule(CORRECT, lambda *_: True,
         lambda s: f"the machine's own share of {_bias(s)}, by {plural(s.n_gold, 'hand-coded unit')}, but {_gain(s)}"
         + ("" if s.drawn else "; nobody drew them at random, so that this holds only if they are like the rest"),
         ESTIMATE),
)  # fmt: skip


def verdicts(
    codes: pd.DataFrame,
    gold: pd.DataFrame | None = None,
    variable: str = "posture",
    *,
    scheme: Codebook | None = None,
    by: str = "outlet",
    weight: str = "article",
    level: float = 0.95,
    machine: str | None = None,
    model_based: bool = False,
    tolerance: float = TOLERANCE,
    least_gain: float = LEAST_GAIN,
) -> pd.DataFrame:
    """Whether the machine's shares of each group can be used as they are, after correction, or not at all.

    Every group is a population of its own: what the machine reached elsewhere says nothing of it.

    - Without hand codes the verdict is never `use`. It is `code by hand` where a group has hardly any units, or most codes are doubtful.
    - With hand codes it is `use` only where the whole interval of the machine's error lies within ±`tolerance` for every value: two one-sided tests of each
      value (Schuirmann 1987), all of which must reject, so that together they err no more often than one alone (Berger & Hsu 1996), at (1 − level) / 2. Where
      fewer than ten errors were found, the interval is widened to Tango's (1998), which does not vanish when none was. Two values must not be too rare: with
      one of two rare, or all but one, little was seen of what tells them apart.
    - Otherwise it is `use with correction` where a hand-coded unit is worth at least `least_gain` of them with the machine, and `code by hand` where it is not,
      or where hand codes are too few to tell.

    A verdict is on this collection of articles (target `corpus`), on the variable asked for, and on these values: those in `too_rare` it does not cover.
    What the sample shows of the gain flatters the machine a little, since λ was tuned on it.

    Parameters
    ----------
    codes, gold, variable, scheme, by, weight, level, machine, model_based : as `correction.corrected_shares` takes them. Signs of a machine out of its depth are
        taken from columns as `framing code` writes them, where they are there: unlike, evidence, probabilities. A sample that nobody drew never gives `use`.
    tolerance : error of a share that is let pass, above 0 and under 1
    least_gain : above 0

    Returns
    -------
    DataFrame, one row per group: group, verdict, reason (a sentence), todo; n_units, n_articles, n_gold (units to half of their coders at least); unlike (mean share of words that training never saw),
    lexicon (share of units with a lexicon term in their evidence), doubtful (share of units whose likeliest value has p < .5; of variables of three values
    or more); accuracy (share of units to which machine and hand give the same value, weighted as the estimand); bias (the machine's share minus
    the corrected one), its interval, and the value of which they are: that whose interval reaches farthest from 0; calibration (share by hand minus
    mean probability), likewise; gain (hand-coded units alone that one is worth with the machine); too_rare (values with fewer than ten hand-coded
    units, joined by `; `). What is not known is missing.

    Raises
    ------
    FramingError : a tolerance, gain, level or weight out of range; as for `correction.corrected_shares`.

    References
    ----------
    Schuirmann (1987), A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average bioavailability.
    Berger & Hsu (1996), Bioequivalence trials, intersection-union tests and equivalence confidence sets. Tango (1998), Equivalence test and
    confidence interval for the difference in proportions for the paired-sample design.
    """
    _check(level, weight, tolerance, least_gain)
    scheme = scheme or shipped_scheme()
    seen = _signs(codes, variable, scheme, by)
    if gold is not None:
        study = study_of(codes, gold, variable, scheme=scheme, by=by, weight=weight, machine=machine, model_based=model_based)
        calibrated = machine_probabilities(counted_units(codes, by), variable, study.values, scheme) is not None and machine != "codes"
        for g, group in enumerate(study.groups):
            if study.own(g).any():
                seen[group] = seen[group]._replace(**_tested(study, g, level, calibrated), drawn=not model_based)
    return pd.DataFrame([_row(group, s, tolerance, least_gain, variable) for group, s in seen.items()], columns=VERDICT_COLUMNS)


def decided(seen: Seen, tolerance: float = TOLERANCE, least_gain: float = LEAST_GAIN) -> tuple[str, str, str]:
    """Verdict, reason and what to do next, by the first rule that holds."""
    rule = next(r for r in (WITH_HAND if seen.n_gold else WITHOUT_HAND) if r.holds(seen, tolerance, least_gain))
    said = rule.reason(seen) + (
        f"; not covered, as too rare by hand: {', '.join(seen.too_rare)}" if seen.too_rare and rule.verdict != BY_HAND else ""
    )
    return rule.verdict, said[0].upper() + said[1:] + ".", rule.todo


def _row(group: str, s: Seen, tolerance: float, least_gain: float, variable: str) -> tuple:
    bias, calibration = ((x.error, x.low, x.high, x.value) for x in (s.bias, s.calibration))
    signs = s.n_units, s.n_articles, s.n_gold, s.unlike, s.lexicon, s.doubtful
    return (
        group,
        *decided(_in_words(s, variable), tolerance, least_gain),
        *signs,
        s.accuracy,
        *bias,
        *calibration,
        s.gain,
        "; ".join(s.too_rare),
    )


def _in_words(s: Seen, variable: str) -> Seen:
    """What is seen of one of several values (`frame:security`), with 1 and 0 as `security` and `not security`."""
    value = variable.partition(":")[2]
    named = {"1": value, "0": f"not {value}"} if value else {}
    rare = tuple(named.get(v, v) for v in s.too_rare)
    return s._replace(
        bias=s.bias._replace(value=named.get(s.bias.value, s.bias.value)),
        leading=(named.get(s.leading[0], s.leading[0]), s.leading[1], named.get(s.leading[2], s.leading[2]), s.leading[3]),
        too_rare=rare,
    )


# What is known of a group


def _signs(codes: pd.DataFrame, variable: str, scheme: Codebook, by: str) -> dict[str, Seen]:
    """What the machine's own output says of it, by group."""
    units, values = counted_units(codes, by), values_of_variable(variable, scheme)
    told = {c: cells(units, c, "codes") for c in ("unlike", "evidence") if c in units}
    table = pd.DataFrame({GROUP: blank_named(cells(units, by, "codes"), by), "article_id": units["article_id"], **told})
    p = probabilities(units, variable, values) if len(values) > 2 else None  # of two values one always has half
    top = pd.Series(np.nan if p is None else p.max(axis=1), units.index)
    doubtful = (top < DOUBT).where(top.notna()).astype(float).groupby(table[GROUP]).mean()
    known = scheme == shipped_scheme()
    covered = coverage(table, variable, values, multiple=True)
    return {r.group: Seen(r.units, r.articles, r.unlike, r.lexicon, doubtful[r.group], known) for r in covered.itertuples(index=False)}


def _tested(study: Study, g: int, level: float, calibrated: bool) -> dict:
    """What the hand-coded units of group number g say of the machine."""
    own, q = study.own(g), study.weight_in(g)
    rows = study.sample.rows[own]
    hand, counted = study.sample.hand[own], study.counted[rows]
    weight = study.sample.weight[own] * q[rows]
    corrected, alone, whole = (
        estimate(study, g, method, power) for method, power in (("difference", None), ("hand", None), ("difference", 1.0))
    )
    half, bias = corrected.half_width(level), q @ study.counted - corrected.share
    low, high = bias - half, bias + half
    n_errors, widened = (np.abs(hand - counted) > 0.5).sum(axis=0), np.zeros(len(bias), bool)
    for k in np.flatnonzero(n_errors < FEW):
        if not corrected.certain:
            least, most = _guarded(counted[:, k] - hand[:, k], weight, int((study.group == g).sum()), level)
            widened[k] = not (low[k] <= least and most <= high[k])
            low[k], high[k] = np.fmin(low[k], least), np.fmax(high[k], most)
    positive, lead = hand.sum(axis=0), int(np.nanargmax(corrected.share)) if not np.isnan(corrected.share).all() else 0
    n_real = study.sample.real[own]
    real = weight * n_real
    off, width = whole.share - q @ study.machine, whole.half_width(level)
    return {
        "n_gold": int((n_real >= 0.5).sum()),  # a unit to half of its coders at least
        "accuracy": float(real @ (hand * counted).sum(axis=1) / real.sum()) if real.sum() else math.nan,
        "bias": _largest(study.values, bias, low, high, [int(n) if w else None for n, w in zip(n_errors, widened, strict=True)]),
        "calibration": _largest(study.values, off, off - width, off + width) if calibrated else Seen._field_defaults["calibration"],
        "gain": _ratio((alone.root**2).sum(), (corrected.root**2).sum()),
        "leading": (study.values[lead], float(positive[lead]), _rest(study.values, lead), float(n_real.sum() - positive[lead])),
        "too_rare": tuple(v for v, n in zip(study.values, positive, strict=True) if n < FEW),
        "n_values": len(study.values),
    }  # fmt: skip


def _largest(values: Sequence[str], error: np.ndarray, low: np.ndarray, high: np.ndarray, n_errors: Sequence[int | None] = ()) -> Largest:
    """That whose interval reaches farthest; a value without an interval reaches as far as its error."""
    reach = np.fmax(np.fmax(np.abs(low), np.abs(high)), np.abs(error))
    k = int(np.nanargmax(reach)) if not np.isnan(reach).all() else 0
    return Largest(values[k], float(error[k]), float(low[k]), float(high[k]), n_errors[k] if n_errors else None)


def _rest(values: tuple[str, ...], lead: int) -> str:
    """What a unit that is not of the leading value is called."""
    return values[1 - lead] if len(values) == 2 else f"not {values[lead]}, which leads"


def _ratio(a: float, b: float) -> float:
    return float(a / b) if b > NONE**2 else math.inf if a > NONE**2 else math.nan


# Few errors


def _guarded(difference: np.ndarray, weight: np.ndarray, n_units: int, level: float) -> tuple[float, float]:
    """Tango's interval at the size of a simple random sample from endless units that would be as telling (Kish's effective size over 1 − f)."""
    share = weight / weight.sum()
    n = 1 / (share**2).sum() / max(1 - len(difference) / n_units, 1 / n_units)
    return paired_limits(n * float(share @ (difference > 0.5)), n * float(share @ (difference < -0.5)), n, level)


def paired_limits(more: float, less: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Score interval of a difference of two shares of the same units.

    Parameters
    ----------
    more, less : units that only the first has, only the second; of a weighted sample, their effective numbers
    n : all units, above 0

    Returns
    -------
    Limits of (more − less) / n. They do not meet when more and less are 0: z² / (n + z²) either way.

    References
    ----------
    Tango (1998), Equivalence test and confidence interval for the difference in proportions for the paired-sample design.
    """
    return -_upper(less, more, n, level), _upper(more, less, n, level)


def _upper(more: float, less: float, n: float, level: float) -> float:
    z, start = stats.norm.ppf((1 + level) / 2), (more - less) / n + 1e-9

    def beyond(delta: float) -> float:  # square of the score less z²'s, times its variance
        b, c = (2 * n - more + less) * delta - more - less, -less * delta * (1 - delta)
        q = (math.sqrt(max(b * b - 8 * n * c, 0)) - b) / (4 * n)
        return (more - less - n * delta) ** 2 - z * z * n * (2 * q + delta * (1 - delta))

    return 1.0 if start >= 1 or beyond(1.0) <= 0 else float(optimize.brentq(beyond, start, 1.0))


# In words


def _percent(x: float) -> str:
    return f"{100 * x:.0f} %"


def _points(x: float) -> str:
    return f"{100 * x:.1f} points"


def _bias(s: Seen) -> str:
    """`skeptical is 2.0 to 6.1 points too low`, or which way it may be off."""
    low, high = 100 * s.bias.low, 100 * s.bias.high
    seen = {0: "no error was", 1: "only 1 error was"}.get(s.bias.n_errors or 0, f"only {s.bias.n_errors} errors were")
    widened = "" if s.bias.n_errors is None else f", in an interval widened since {seen} seen"
    if low >= 0 or high <= 0:
        nearer, farther = sorted((abs(low), abs(high)))
        return f"{s.bias.value} is {nearer:.1f} to {farther:.1f} points too {'high' if low >= 0 else 'low'}{widened}"
    return f"{s.bias.value} may be up to {-low:.1f} points too low and up to {high:.1f} too high{widened}"


def _scarce(value: str, n: float, rest: str, n_rest: float) -> str:
    """That too few hand-coded units have the leading value, or too few another."""
    few, called = (n, f"{value}, which leads") if n < FEW else (n_rest, rest)
    said = f"{math.floor(10 * few + 1e-6) / 10:g}"  # means over coders; never rounded up to what is needed
    return f"only {said} hand-coded {'unit is' if said == '1' else 'units are'} {called}; {FEW} are needed"


def _gain(s: Seen) -> str:
    worth = f"{100 * s.gain:.0f}" if s.gain < 10 else "over 1,000"
    return f"with it 100 hand-coded units tell as much as {worth} without"


def _doubt(s: Seen) -> str:
    return "" if math.isnan(s.doubtful) else f"; {_percent(s.doubtful)} of its codes are doubtful (limit {_percent(DOUBTFUL)})"


def _strange(s: Seen) -> str:
    """Signs that it is other text than the coder's: they did not foresee errors, so they are told and do not decide."""
    if not s.known_text:
        return ""
    signs = [f"{_percent(s.unlike)} of its words are unknown to the machine (limit {_percent(UNLIKE)})"] if s.unlike > UNLIKE else []
    signs += [f"{_percent(s.lexicon)} of its units have a lexicon term (limit {_percent(LEXICON)})"] if s.lexicon < LEXICON else []
    return f"; {' and '.join(signs)}: agreement was measured on other text" if signs else ""


def _check(level: float, weight: str, tolerance: float, least_gain: float) -> None:
    for name, x in (("level", level), ("tolerance", tolerance)):
        if not 0 < x < 1:
            raise FramingError(f"{name} {x}; allowed are numbers between 0 and 1, as 0.95 and 0.05")
    if weight not in ESTIMANDS:
        raise FramingError(f"weight {weight!r}; allowed are {', '.join(ESTIMANDS)}")
    if not least_gain > 0:
        raise FramingError(f"least gain {least_gain}; allowed are numbers above 0, as 1.1")
