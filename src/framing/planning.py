"""Machine codes in, how many units to code by hand out: for intervals of a wanted width, or the width that so many units give."""

import math
from collections.abc import Sequence
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from framing.errors import FramingError
from framing.estimate import ESTIMANDS
from framing.gold import Study, Units, counted_units, study_of, units_of
from framing.indicators import filled, machine_probabilities
from framing.prevalence import FEW, UNSEEN, UNSEEN_OF_PROBABILITIES, estimate
from framing.sampling import spread, thirds
from framing.scheme import Codebook, shipped_scheme
from framing.shift import probabilities_under, shares_under_shift
from framing.tables import read_csv

PLAN_COLUMNS = (
    "group variable value n_units share quantity hand simple proportional neyman gain assumes note target n_articles floor articles".split()
)
CONFUSIONS = Path(__file__).parent / "resources" / "profile" / "confusion.csv"
TARGETS = ("corpus", "outlet")
LEAST_PILOT = 20  # hand-coded units of a group under which the pilot of all groups stands in for its own
ASSUMES = {
    "probabilities": "the machine's probabilities are calibrated in every group; optimistic where they are not",
    "accuracy": "the machine is right at this rate whatever it says, and what it gets wrong is spread evenly over the other values",
    "confusion": "the machine confuses each value with others as in the table, however often it occurs; units with the same code are alike to it",
    "pilot": "the pilot's errors are those of the whole",
}
ASSUMES_OUTLET = "articles are a random sample of all the outlet might have published"
ASSUMES_INDEPENDENT = "units of an article are alike only as far as the machine says, optimistic where they are more so"
ONE_ARTICLE = "one article says nothing about the outlet's others; say --target corpus, or add articles"


class Spread(NamedTuple):
    """What units of a group add to the error of its shares. share: (K,) expected; variance: (K,) of a hand code; residual: (K,) of what the machine leaves
    of it; square, mean: (n, K) expected square and mean of each unit's residual; power: λ; unit: mean square of what an error
    of size 1 adds; uneven: whether the machine's errors vary in size, as those of probabilities do."""

    share: np.ndarray
    variance: np.ndarray
    residual: np.ndarray
    square: np.ndarray
    mean: np.ndarray
    power: float
    unit: float
    uneven: bool


class Articles(NamedTuple):
    """Articles of a group as a sample of all. n: how many; variance, df: (K,) of its shares when all its units are coded by hand, and degrees of freedom."""

    n: int
    variance: np.ndarray
    df: np.ndarray


class Design(NamedTuple):
    """Strata of a group: units in each (H,), variance in each (H, K), share of the sample that each gets (H,); what intervals allow for errors unseen,
    in a sample of one unit; and the group's articles, for target outlet."""

    size: np.ndarray
    variance: np.ndarray
    allocation: np.ndarray
    allowance: float = 0.0
    articles: Articles | None = None


class About(NamedTuple):
    """What stands beside the figures of a group: what the share is of, what the plan assumes, and its articles."""

    target: str
    assumes: str
    n_articles: int


class Wanted(NamedTuple):
    """What is asked: a width of intervals or n units, one of them; level of the intervals."""

    width: float | None
    n: int | None
    level: float


def units_needed(
    codes: pd.DataFrame,
    variable: str = "posture",
    *,
    width: float | None = None,
    n: int | None = None,
    scheme: Codebook | None = None,
    by: str = "outlet",
    target: str = "corpus",
    weight: str = "article",
    level: float = 0.95,
    accuracy: float | None = None,
    confusion: pd.DataFrame | None = None,
    pilot: pd.DataFrame | None = None,
    machine: str | None = None,
) -> pd.DataFrame:
    """Units of each group to code by hand so that the intervals of its corrected shares are no wider than `width`; or their widths at n units.

    The variance of the difference estimator is that of what the machine leaves unexplained. It comes from a pilot; else from an accuracy or a confusion
    table, which say how likely each value is by hand given the machine's; else from the machine's probabilities, taken for calibrated. λ is tuned as in
    `correction.corrected_shares`. Target `corpus`: finite-population correction and Student t. Target `outlet`: to the variance that coding a sample
    leaves comes the variance between articles, which no hand coding takes away; t with G − 1 degrees of freedom for G articles, fewer where their
    weights differ or units are fewer than articles.

    A confusion table gives P(machine | hand). P(hand | machine) follows with the shares that make the machine's codes of the group likeliest, wherever
    the table comes from; shares of a small group are drawn towards those of the table, as 20 units of these would.

    Parameters
    ----------
    codes : DataFrame as `corrected_shares` takes it
    width : of the whole interval, above 0 and under 1; or
    n : units coded by hand in each group (all of a smaller one)
    target : `corpus` or `outlet`
    weight : `article` or `unit`, as shares will be estimated
    level : of the intervals
    accuracy : share of units that the machine codes right, above 0 up to 1
    confusion : DataFrame of counts, hand values in the index × machine values in the columns; `published_confusion` gives those of the package's coders
    pilot : DataFrame of hand codes as `corrected_shares` takes them. A group with fewer than 20 is planned by those of all groups.
    machine : `probabilities` or `codes`, as shares will be estimated (default: probabilities where the table has them; codes with an accuracy or confusion)

    Returns
    -------
    DataFrame, one row per group × value: group, variable, value, n_units (in the group), share (expected), quantity (`units` or `width`); hand (of a simple
    random sample of the group, without the machine); and for the difference estimator simple (the same sample), proportional and neyman (over thirds
    of doubt within the group, as `framing sample --stratify doubt` draws them with proportional and with its own allocation; missing without
    probabilities, and for an outlet, whose intervals do not use strata); gain (hand-coded units alone that one is worth with the machine, in a simple
    random sample that is small beside its group; under 1 where λ, which serves all values, does not suit this one); assumes, note; target; n_articles;
    and for an outlet floor (width that is left when all units are coded by hand) and articles (least number with which `width` can be reached).
    Units are missing where no number of them reaches the width, and everything in a group of one article when the target is the outlet.

    Raises
    ------
    FramingError : not exactly one of width and n, more than one of pilot, accuracy and confusion, a number out of range, a table that is none of counts,
        one article in every group of target outlet, or nothing to expect the variance from.

    References
    ----------
    Cochran (1977), Sampling Techniques, 4.4–4.7, 5.5 and 10.3. Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 6.3. Angelopoulos,
    Duchi & Zrnic (2023), PPI++. Rogan & Gladen (1978), Estimating prevalence from the results of a screening test. Saerens, Latinne & Decaestecker (2002).
    """
    given = {"pilot": pilot, "accuracy": accuracy, "confusion": confusion}
    _check(width, n, target, weight, level, given)
    source = next((name for name, x in given.items() if x is not None), "probabilities")
    scheme, machine = scheme or shipped_scheme(), machine or ("codes" if source in ("accuracy", "confusion") else None)
    every = units_of(codes, variable, scheme=scheme, by=by, weight=weight, machine=machine)
    _check_articles(every, target)
    expected = _expected(counted_units(codes, by), variable, every, accuracy, confusion, scheme)
    study = None if pilot is None else study_of(codes, pilot, variable, scheme=scheme, by=by, weight=weight, machine=machine, target=target)
    by_doubt = source in ("pilot", "probabilities") and ":" not in variable and target == "corpus"
    wanted, rows = Wanted(width, n, level), []
    for g, group in enumerate(every.groups):
        size, about = int((every.group == g).sum()), About(target, _assumed(source, target), _n_articles(every, g))
        if _refused(every, g, target):
            own = _no_rows(every.values, size, wanted, about)
        elif study is not None:
            own = _rows(every.values, size, *_by_pilot(study, expected, g, by_doubt), wanted, about)
        elif expected is not None:
            own = _rows(every.values, size, *_by_machine(every, expected, g, target, by_doubt), wanted, about)
        else:
            raise FramingError(
                f"plan: the codes have no probabilities of {variable}; give an accuracy, a confusion table, or a pilot coded by hand"
            )
        rows += [(group, variable, *row) for row in own]
    return pd.DataFrame(rows, columns=PLAN_COLUMNS)


def published_confusion(coder: str, variable: str = "posture") -> pd.DataFrame:
    """How one of the package's coders confuses a variable: counts of sentences that trained nothing (settings were chosen on them), hand × machine values.

    Raises
    ------
    FramingError : nothing is published of the coder or of the variable.
    """
    table = read_csv(CONFUSIONS, n_units=int)
    for column, wanted in (("coder", coder), ("variable", variable)):
        if wanted not in set(table[column]):
            raise FramingError(f"no confusion of {column} {wanted!r} is published; there is one of {', '.join(table[column].unique())}")
        table = table[table[column] == wanted]
    return table.pivot(index="hand", columns="machine", values="n_units").fillna(0)


def _by_machine(every: Units, expected: np.ndarray, g: int, target: str, by_doubt: bool) -> tuple[dict[str, Design], Spread]:
    """Designs of a sample from group number g, by name, and how its units vary, when each is as likely of a value as it is expected to be."""
    own = every.group == g
    seen = _spread(_relative(every, own), expected[own], every.machine[own])
    articles = _articles(every, own, expected[own]) if target == "outlet" else None
    return _designs(seen, int(own.sum()), articles) | (_stratified(seen, seen, expected[own]) if by_doubt else {}), seen


def _by_pilot(study: Study, expected: np.ndarray | None, g: int, by_doubt: bool) -> tuple[dict[str, Design], Spread]:
    """The same as the pilot shows them; where units differ in doubt, by the probabilities."""
    own, seen = study.group == g, _piloted(study, g)
    designs = _designs(seen, int(own.sum()), _articles_piloted(study, g, seen) if study.target == "outlet" else None)
    if not by_doubt or expected is None:
        return designs, seen
    return designs | _stratified(seen, _spread(_relative(study, own), expected[own], study.machine[own]), expected[own]), seen


def _rows(values: tuple[str, ...], size: int, designs: dict[str, Design], seen: Spread, wanted: Wanted, about: About) -> list[tuple]:
    nothing, sampled = np.full(len(values), np.nan), designs["simple"].articles
    found = {name: _answer(design, wanted) for name, design in designs.items()}
    gain = np.divide(seen.variance, seen.residual, out=nothing.copy(), where=(seen.residual > 0) & (seen.variance > 0))
    floor, articles = (nothing, nothing) if sampled is None else _floor(designs["simple"], sampled, wanted)
    rows = []
    for k, value in enumerate(values):
        cells = [found.get(name, nothing)[k] for name in ("hand", "simple", "proportional", "neyman")]
        coded = wanted.n or (size if np.isnan(cells[1]) else cells[1])
        notes = [
            _out_of_reach(floor[k], articles[k], about.n_articles, wanted),
            _whole(size, wanted),
            _note(seen.share[k], min(size, coded), size),
        ]
        told = about.assumes, "; ".join(filter(None, notes)), about.target, about.n_articles, floor[k], articles[k]
        rows.append((value, size, seen.share[k], _quantity(wanted), *cells, gain[k], *told))
    return rows


def _no_rows(values: tuple[str, ...], size: int, wanted: Wanted, about: About) -> list[tuple]:
    """Rows of a group of which nothing can be said."""
    told = about.assumes, ONE_ARTICLE, about.target, about.n_articles, np.nan, np.nan
    return [(v, size, np.nan, _quantity(wanted), *[np.nan] * 5, *told) for v in values]


def _quantity(wanted: Wanted) -> str:
    return "units" if wanted.n is None else "width"


def _out_of_reach(floor: float, articles: float, n_articles: int, wanted: Wanted) -> str:
    if wanted.width is None or not floor > wanted.width:
        return ""
    return f"so few articles leave a width of {floor:.2f} with every unit coded by hand: needs about {articles:.0f} articles, the table has {n_articles}"


def _whole(size: int, wanted: Wanted) -> str:
    return f"all {size} units coded" if wanted.n is not None and wanted.n >= size else ""


def _n_articles(every: Units, g: int) -> int:
    return len(np.unique(every.article[every.group == g]))


def _refused(every: Units, g: int, target: str) -> bool:
    return target == "outlet" and _n_articles(every, g) < 2


def _check_articles(every: Units, target: str) -> None:
    if all(_refused(every, g, target) for g in range(len(every.groups))):
        raise FramingError(f"{', '.join(every.groups[:3])}{' …' if len(every.groups) > 3 else ''}: {ONE_ARTICLE}")


def _assumed(source: str, target: str) -> str:
    if target == "corpus":
        return ASSUMES[source]
    return "; ".join([ASSUMES[source], *([] if source == "pilot" else [ASSUMES_INDEPENDENT]), ASSUMES_OUTLET])


# How much units vary


def _expected(
    units: pd.DataFrame, variable: str, every: Units, accuracy: float | None, confusion: pd.DataFrame | None, scheme: Codebook
) -> np.ndarray | None:
    """(N, K) how likely each value is by hand; None when there is nothing to tell."""
    if accuracy is not None:
        wrong = (1 - accuracy) / (len(every.values) - 1)
        return wrong + (accuracy - wrong) * every.counted
    if confusion is not None:
        return _expected_by_confusion(_counts(confusion, every.values), every)
    p = machine_probabilities(units, variable, every.values, scheme)
    return None if p is None else filled(p, every.group, variable)


def _expected_by_confusion(counts: np.ndarray, every: Units) -> np.ndarray:
    """(N, K) likely values by hand of units coded so; counts: (K hand, K machine). In each group under the shares that make its codes likeliest.

    Some units of the table's own shares are added to those of the group: the codes of a small one can make a value that it has likeliest to have none.
    """
    shares, of_code = counts.sum(axis=1) / counts.sum(), counts.sum(axis=0)
    strange = (of_code == 0) & (every.counted.sum(axis=0) > 0)
    if strange.any():
        raise FramingError(f"confusion: the machine codes units {every.values[int(np.argmax(strange))]} here and none in the table")
    given_code = np.divide(counts, of_code, out=np.broadcast_to(shares[:, None], counts.shape).copy(), where=of_code > 0).T
    expected = np.empty_like(every.counted)
    for g in range(len(every.groups)):
        coded = every.counted[every.group == g]
        units = np.concatenate([coded.sum(axis=0), LEAST_PILOT * shares])
        here = shares_under_shift(np.vstack([given_code, np.eye(len(shares))]), shares, units / units.sum())
        expected[every.group == g] = coded @ probabilities_under(given_code, shares, here)
    return expected


def _counts(confusion: pd.DataFrame, values: Sequence[str]) -> np.ndarray:
    """(K hand, K machine) counts of a table, checked; a value it has no column of is one the machine never gave."""
    for kind, names in (("row", confusion.index.astype(str)), ("column", confusion.columns.astype(str))):
        wrong = [x for x in names if x not in values] or list(names[names.duplicated()])
        if wrong:
            raise FramingError(f"confusion: {kind} {wrong[0]!r}; allowed are {', '.join(values)}, each once")
    table = (
        confusion.apply(pd.to_numeric, errors="coerce")
        .set_axis(confusion.index.astype(str))
        .set_axis(confusion.columns.astype(str), axis=1)
    )
    if not ((table >= 0) & np.isfinite(table)).all(axis=None):
        raise FramingError("confusion: a cell is no number; allowed are counts from 0")
    counts = table.reindex(index=list(values), columns=list(values)).fillna(0).to_numpy(float)
    if (counts.sum(axis=1) == 0).any():
        empty = values[int(np.argmin(counts.sum(axis=1)))]
        raise FramingError(f"confusion: no unit is {empty} by hand in the table: how the machine codes it is not known")
    return counts


def _relative(every: Units, own: np.ndarray) -> np.ndarray:
    """(n,) weight of units in the share of their group, relative to the mean."""
    return every.weight[own] * own.sum()


def _spread(
    relative: np.ndarray, hand: np.ndarray, machine: np.ndarray, stands_for: np.ndarray | None = None, real: np.ndarray | None = None
) -> Spread:
    """relative: (n,) weights; hand: (n, K) how likely each value is by hand (0 or 1 when known); machine: (n, K); stands_for: (n,) units, default 1;
    real: (n,) 0 for rows that are no units, default 1."""
    d = np.ones(len(hand)) if stands_for is None else stands_for
    r = np.ones(len(hand)) if real is None else real
    total = d * relative
    kept = total @ r / total.sum()
    share = total @ hand / (total @ r)
    y, m = (hand - share * r[:, None]) / kept, (machine - total @ machine / total.sum()) / kept
    w = (d * relative**2)[:, None]
    lam = float(np.clip((w * y * m).sum() / ((w * m * m).sum() or 1.0), 0, 1))
    chance, a = hand * (1 - hand), relative[:, None]  # chance: what a unit varies by itself
    square = a**2 * (chance + (y - lam * m) ** 2)
    return Spread(
        share,
        d @ (a**2 * (chance + y**2)) / d.sum(),
        d @ square / d.sum(),
        square,
        a * (y - lam * m),
        lam,
        float(d @ relative**2 / d.sum() / kept**2),
        bool(lam) and not np.isin(machine, (0, 1)).all(),
    )


def _piloted(study: Study, g: int) -> Spread:
    """What the pilot says of a group, or of all together where it holds too few of its units."""
    own = study.own(g)
    if own.sum() < LEAST_PILOT:
        own = np.ones(len(own), bool)
    n = own.sum()
    if n < LEAST_PILOT:
        raise FramingError(f"plan: the pilot has {n} units; {LEAST_PILOT} are the least that say anything of a variance")
    found = _spread_of_sample(study, own)
    return found._replace(variance=found.variance * n / (n - 1), residual=found.residual * n / (n - 1))


def _spread_of_sample(study: Study, own: np.ndarray) -> Spread:
    """own: (n,) which of the sampled units."""
    sample, rows = study.sample, study.sample.rows[own]
    sizes = np.bincount(study.group)[study.group[rows]]
    return _spread(study.weight[rows] * sizes, sample.hand[own], study.machine[rows], sample.weight[own], sample.real[own])


# How much articles vary


def _articles(every: Units, own: np.ndarray, hand: np.ndarray) -> Articles:
    """Articles of which units vary independently, each as likely of a value as it is by hand; hand: (n, K)."""
    q, (_, at) = every.weight[own], np.unique(every.article[own], return_inverse=True)
    weight, totals, chance = np.bincount(at, q), np.zeros((at.max() + 1, hand.shape[1])), np.zeros((at.max() + 1, hand.shape[1]))
    np.add.at(totals, at, q[:, None] * (hand - q @ hand))
    np.add.at(chance, at, q[:, None] ** 2 * hand * (1 - hand))
    df = np.full(hand.shape[1], 1 / (weight**2).sum() - 1)
    return Articles(len(weight), ((totals**2 + chance) / (1 - weight)[:, None]).sum(axis=0), df)


def _articles_piloted(study: Study, g: int, seen: Spread) -> Articles:
    """Articles of a group as its pilot shows them, or as those of other groups do where it holds too few units of it.

    No less varied than if the units of an article were no more alike than any.
    """
    n, size = study.n_articles(g), int((study.group == g).sum())
    enough = [h for h in range(len(study.groups)) if study.own(h).sum() >= LEAST_PILOT and study.n_articles(h) > 1]
    used = [g] if g in enough else enough
    if not used:
        raise FramingError(f"plan: no group has {LEAST_PILOT} units in the pilot, too few to say how far articles differ; plan without it")
    freedom = np.array([study.n_articles(h) - 1 for h in used])
    each = freedom @ [study.n_articles(h) * _between(study, h) for h in used] / freedom.sum()  # (K,) what one article would leave
    df = estimate(study, g, "difference").df if g in enough else np.full(len(each), n - 1.0)
    return Articles(n, np.maximum(each / n, seen.variance / size), df)


def _between(study: Study, g: int) -> np.ndarray:
    """(K,) variance of the shares of a group that is due to its articles: what the pilot's intervals rest on, less what is due to drawing units."""
    own, n = study.own(g), study.n_articles(g)
    seen, d = _spread_of_sample(study, own), study.sample.weight[own]
    drawn = (d * (d - 1)) @ seen.square / d.sum() ** 2
    return estimate(study, g, "difference", power=seen.power).se ** 2 - n / (n - 1) * drawn


# Designs


def _designs(seen: Spread, size: int, articles: Articles | None) -> dict[str, Design]:
    one = np.ones(1)
    return {
        "hand": Design(one * size, seen.variance[None], one, UNSEEN * seen.unit, articles),
        "simple": Design(one * size, seen.residual[None], one, _allowance(seen), articles),
    }


def _allowance(seen: Spread) -> float:
    return (UNSEEN_OF_PROBABILITIES if seen.uneven else UNSEEN) * seen.unit


def _stratified(seen: Spread, prior: Spread, expected: np.ndarray) -> dict[str, Design]:
    """Over thirds of doubt: the variances that the probabilities let expect, scaled to those seen in a pilot."""
    doubts, group = pd.Series(1 - expected.max(axis=1)), pd.Series("", range(len(expected)))
    third = thirds(doubts, group)
    n, effort = third.value_counts().sort_index(), spread(doubts, third)
    scale = np.divide(seen.residual, prior.residual, out=np.ones_like(seen.residual), where=prior.residual > 0)
    masks = [(third == h).to_numpy() for h in n.index]
    variance = np.array([(prior.square[m].mean(axis=0) - prior.mean[m].mean(axis=0) ** 2) * scale for m in masks])
    weights = {"proportional": n.to_numpy(float), "neyman": (n * effort[n.index]).to_numpy(float)}
    return {name: Design(n.to_numpy(float), variance, w / w.sum(), _allowance(seen)) for name, w in weights.items() if w.sum() > 0}


def _answer(design: Design, wanted: Wanted) -> np.ndarray:
    """(K,) units needed for a width, missing where none suffice; or the width that n units give."""
    size = int(design.size.sum())
    if wanted.n is not None:
        return _widths(design, np.array([min(wanted.n, size)]), wanted.level)[0]
    wide_enough = _widths(design, np.arange(1, size + 1), wanted.level) <= wanted.width
    return np.where(wide_enough.any(axis=0), wide_enough.argmax(axis=0) + 1.0, np.nan)


def _widths(design: Design, n: np.ndarray, level: float) -> np.ndarray:
    """(sizes, K) width of the interval at each sample size n; missing where no interval can be formed."""
    freedom, variance, articles = (n - len(design.size))[:, None].astype(float), _variance(design, n), design.articles
    if articles is None:
        variance = variance + _cushion(design, n)
    else:
        variance = articles.variance + variance * articles.n / (articles.n - 1) + design.allowance / n[:, None] ** 2
        freedom = np.minimum(freedom, articles.df)
    width = 2 * stats.t.ppf((1 + level) / 2, np.where(freedom > 0, freedom, np.nan)) * np.sqrt(variance)
    return np.where((n == design.size.sum())[:, None] & (articles is None), 0.0, width)


def _floor(design: Design, articles: Articles, wanted: Wanted) -> tuple[np.ndarray, np.ndarray]:
    """(K,) width left when all units are coded by hand; (K,) articles with which it is no more than the one wanted, missing when none is."""
    upper, size = (1 + wanted.level) / 2, int(design.size.sum())
    floor = _widths(design, np.array([size]), wanted.level)[0]
    if wanted.width is None:
        return floor, np.full(len(floor), np.nan)
    one = (articles.variance + design.allowance / size**2) * articles.n
    least = np.maximum(np.ceil(4 * stats.norm.ppf(upper) ** 2 * one / wanted.width**2), 2)  # t needs some more than z
    tried = least + np.arange(50)[:, None]
    freedom = articles.df * (tried - 1) / (articles.n - 1)
    return floor, tried[0] + (2 * stats.t.ppf(upper, freedom) * np.sqrt(one / tried) <= wanted.width).argmax(axis=0)


def _variance(design: Design, n: np.ndarray) -> np.ndarray:
    """(sizes, K) variance of a stratified mean, with finite-population correction (Cochran 1977, 5.3)."""
    return _left(design, n) @ (((design.size / design.size.sum()) ** 2)[:, None] * design.variance)


def _cushion(design: Design, n: np.ndarray) -> np.ndarray:
    """(sizes, 1) variance that intervals allow for beside it, as `prevalence.estimate` forms them."""
    taken = np.minimum(n[:, None] * design.allocation, design.size)
    part = taken / n[:, None] / np.maximum(taken - 1, 1)
    return design.allowance * (_left(design, n) * part) @ ((design.size / design.size.sum()) ** 2)[:, None]


def _left(design: Design, n: np.ndarray) -> np.ndarray:
    """(sizes, H) part of the variance of each stratum that a sample leaves in the mean of its units."""
    taken = np.minimum(n[:, None] * design.allocation, design.size)
    return 1 / np.where(taken > 0, taken, np.nan) - 1 / design.size


def _note(share: float, coded: float, size: int) -> str:
    """Whether enough units of the value are to be expected for an interval that holds."""
    rare = min(share, 1 - share)
    if rare * coded >= FEW or coded >= size:
        return ""
    return f"fewer than {FEW} units of it or of the others to be expected: interval is rough" + (
        f"; {math.ceil(round(FEW / rare, 6))} units would have {FEW}" if rare * size >= FEW else ""
    )


def _check(width: float | None, n: int | None, target: str, weight: str, level: float, known: dict) -> None:
    if (width is None) == (n is None):
        raise FramingError("plan: give either a width or a number of units")
    given = [name for name, x in known.items() if x is not None]
    if len(given) > 1:
        raise FramingError(f"plan: give either {' or '.join(known)}: {' and '.join(given)} are given")
    for name, x in (("width", width), ("level", level), ("accuracy", known["accuracy"])):
        if x is not None and not (isinstance(x, int | float) and (0 < x < 1 or (name == "accuracy" and x == 1))):
            raise FramingError(f"plan: {name} {x!r}; allowed are numbers above 0 and under 1, as 0.1")
    if n is not None and not (isinstance(n, Integral) and n >= 2):
        raise FramingError(f"plan: {n!r} units; allowed are 2 or more")
    for name, x, allowed in (("target", target, TARGETS), ("weight", weight, ESTIMANDS)):
        if x not in allowed:
            raise FramingError(f"plan: {name} {x!r}; allowed are {', '.join(allowed)}")
