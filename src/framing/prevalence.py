"""All units and a sample of them coded by hand in, the shares of one group out: corrected for the machine's errors, or by another method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from framing.gold import Sample, Study
from framing.shift import influence_under_shift, shares_under_shift

FEW = 10  # hand-coded units of a value, of others, or that the machine gets wrong: with fewer, normal theory is not to be relied on
LEAST_SINGULAR = 0.05  # singular value of a confusion matrix: inverting a smaller one makes errors of counts 20 times as large
LEAST_TUNING = 20  # hand-coded units of a group: fewer tune λ to themselves, and their intervals come out too narrow
# Part of an error that intervals allow for beside those a sample shows. Of a machine's codes, whose errors are whole: between Jeffreys' half and the whole of
# Agresti & Min (2005). Of probabilities, whose errors vary in size, less: there degrees of freedom tell how uneven they are. Both by simulation: without, coverage
# falls to .70 where a sample shows under five errors; with a whole error it rises to .99.
UNSEEN, UNSEEN_OF_PROBABILITIES = 2 / 3, 0.12
NONE = 1e-12  # a variance or error below it is none


@dataclass(frozen=True)
class Estimate:
    """Shares (K,) of one group. root: (R, K) independent contributions to their error, so that their covariance is root' root; df: (K,) degrees of
    freedom; both missing where there is no interval; certain: nothing is left to chance, the interval has no width; cushion: variance that intervals
    have beside that of root, for what a sample of few errors cannot show."""

    share: np.ndarray
    root: np.ndarray
    df: np.ndarray
    certain: bool = False
    note: str = ""
    cushion: float = 0.0

    @property
    def se(self) -> np.ndarray:
        return np.sqrt((self.root**2).sum(axis=0))

    def half_width(self, level: float) -> np.ndarray:
        """Of the interval; missing where nothing varies and nothing is allowed for, so that there is nothing to form one from."""
        return special.stdtrit(self.df, (1 + level) / 2) * known(np.sqrt(self.se**2 + self.cushion), self.certain)


def estimate(study: Study, g: int, method: str, power: float | None = None, trained: Sequence[float] | None = None) -> Estimate:
    """Shares of group number g by one of the methods; missing, with the reason, where there are none."""
    if why := refusal(study, g):
        return missing(study, why)
    if method == "em":
        return _under_shift(study, g, np.asarray(trained, float))
    if method == "naive":
        return _naive(study, g)
    if method == "back-calculation":
        return _back_calculated(study, g)
    return _difference(study, g, 0.0 if method == "hand" else power)


def refusal(study: Study, g: int) -> str:
    """Why nothing can be said of group number g; '' where something can."""
    if study.target == "outlet" and study.n_articles(g) < 2:
        return "one article says nothing about the outlet's others; say --target corpus, or add articles"
    return "" if study.own(g).any() else "no unit of it is coded by hand; draw a sample that has some of every group"


def _difference(study: Study, g: int, power: float | None) -> Estimate:
    """The difference estimator with weights scaled to 1 (Hájek); at λ = 0 the share among the units coded by hand.

    Sampled rows that are no units are taken out of what the share is of: a ratio to the estimated share of units (Särndal et al. 1992, 5.6). Intervals
    allow for a part of an error more than the sample shows, as much of it each way: a machine that is seldom wrong may be seen to be never wrong.
    """
    sample, q = study.sample, study.weight_in(g)
    weight = sample.weight * q[sample.rows]
    machine, all_machine = study.machine[sample.rows], q @ study.machine

    def mean(x: np.ndarray) -> np.ndarray:
        return weight @ x / weight.sum()

    def linear(x: np.ndarray) -> np.ndarray:  # what a unit adds to the error of a mean, once for each unit it stands for
        return (q[sample.rows] / weight.sum())[:, None] * (x - mean(x))

    real = sample.real[:, None]
    kept = mean(real)[0]
    if not kept:
        return missing(study, "every row of it in the sample is noted as no unit")
    if power is None:
        few = study.own(g).sum() < LEAST_TUNING
        lam = 1.0 if few else _tuned(study, linear(sample.hand - mean(sample.hand) / kept * real), linear(machine))
    else:
        lam = power
    share = (lam * all_machine + mean(sample.hand - lam * machine)) / kept
    sampled, every = linear(sample.hand - share * real - lam * machine) / kept, lam * q[:, None] * (study.machine - all_machine) / kept
    uneven = bool(lam) and not np.isin(machine[study.own(g)], (0, 1)).all()
    square = (q[sample.rows] / weight.sum() / kept) ** 2  # of what an error of size 1 adds
    cushion = UNSEEN_OF_PROBABILITIES * _unseen(study, g, square, machine) if uneven else UNSEEN * _unseen(study, g, square)
    certain = study.target == "corpus" and bool((sample.weight[study.own(g)] == 1).all())
    note = f"lambda {lam:.2f}" if power is None else ""
    error = _error(study, g, sampled, every, study.own(g), cushion, uneven)
    return Estimate(share, *error, certain, note, float(cushion.sum()))


def _unseen(study: Study, g: int, square: np.ndarray, machine: np.ndarray | None = None) -> np.ndarray:
    """(H,) variance that one error more would add: in each stratum of the group, or, of a machine that says how sure it is, one in all, where it doubts.

    square: (n,) of what an error of each unit adds.
    """
    sample, own = study.sample, study.own(g)
    likely = np.ones(len(square)) if machine is None else (machine * (1 - machine)).sum(axis=1)
    number = np.bincount(sample.stratum[own], minlength=len(sample.coded))
    whole = number[sample.stratum] if machine is None else np.full(len(square), likely[own].sum())
    part = np.bincount(sample.stratum[own], (square * likely / np.maximum(whole, NONE))[own], len(sample.coded))
    return part * (_scale(sample) ** 2 if study.target == "corpus" else (sample.population / sample.coded) ** 2)


def _tuned(study: Study, hand: np.ndarray, machine: np.ndarray) -> float:
    """λ that makes the sum of the values' variances over samples of these units smallest, whatever the target (power tuning; PPI++, proposition 2); 0 when the
    machine says the same of all."""
    y, m = _stratified(study.sample, hand), _stratified(study.sample, machine)
    spread = (m**2).sum()
    return float(np.clip((y * m).sum() / spread, 0, 1)) if spread > NONE else 0.0


def _naive(study: Study, g: int) -> Estimate:
    q = study.weight_in(g)
    share = q @ study.counted
    every = q[:, None] * (study.counted - share)
    return Estimate(share, *_error(study, g, np.zeros_like(study.sample.hand), every, study.own(g)), study.target == "corpus")


def _under_shift(study: Study, g: int, trained: np.ndarray) -> Estimate:
    """Shares by expectation maximisation. In a corpus no chance is left that its model knows of, and how far the model is off nobody says: no interval."""
    own = study.group == g
    p, q = study.machine[own], study.weight[own]
    share = shares_under_shift(p, trained, q)
    if study.target == "corpus":
        return _without_interval(share, "no interval")
    every = np.zeros_like(study.machine)
    every[own] = influence_under_shift(p, trained, share, q)
    return Estimate(share, *_error(study, g, np.zeros_like(study.sample.hand), every, study.own(g)))


def _back_calculated(study: Study, g: int) -> Estimate:
    """Shares that, confused as the whole sample is, give the machine's; errors by the delta method."""
    sample, q = study.sample, study.weight_in(g)
    machine = study.machine[sample.rows]
    size = sample.weight @ sample.hand
    if (size == 0).any():
        return missing(study, f"no unit is coded {study.values[int(np.argmin(size))]} by hand: how the machine codes it is not known")
    confusion = (machine * sample.weight[:, None]).T @ sample.hand / size  # (K machine, K hand), columns add up to 1
    if np.linalg.svd(confusion, compute_uv=False)[-1] < LEAST_SINGULAR:
        return missing(study, "the machine hardly tells the values apart: its confusion matrix is singular")
    inverse, all_machine = np.linalg.inv(confusion), q @ study.machine
    share = inverse @ all_machine
    linear = -(sample.hand @ (share / size))[:, None] * (machine - sample.hand @ confusion.T) @ inverse.T
    error = _error(study, g, linear, q[:, None] * (study.machine - all_machine) @ inverse.T, sample.weight > 0)
    return Estimate(share, *error, study.target == "corpus" and bool((sample.weight == 1).all()))


def missing(study: Study, why: str) -> Estimate:
    """Shares that cannot be estimated, with the reason."""
    return _without_interval(np.full(len(study.values), np.nan), why)


def _without_interval(share: np.ndarray, note: str) -> Estimate:
    nothing = np.full(len(share), np.nan)
    return Estimate(share, nothing[None], nothing, note=note)


def _error(
    study: Study, g: int, sampled: np.ndarray, every: np.ndarray, used: np.ndarray, cushion: np.ndarray | float = 0.0, uneven: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """(R, K) independent contributions to the error, of sampled units (corpus) or of articles (outlet), and (K,) its degrees of freedom.

    sampled: (n, K) what a sampled unit adds, once for each unit it stands for; every: (N, K) what each unit of the corpus adds; used: (n,) which
    sampled units the estimate rests on; cushion: (H,) of intervals; uneven: errors of sampled units vary in size, so that their fourth moment says how
    well their variance is known.
    """
    design = _stratified(study.sample, sampled)
    if study.target == "corpus":
        return design, _strata_df(study.sample, design, used, cushion, uneven)
    return _over_articles(study, g, sampled * study.sample.weight[:, None], every)


def _over_articles(study: Study, g: int, sampled: np.ndarray, every: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(articles, K) totals of articles, and (K,) degrees of freedom: those of the CR2 variance (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018).

    An article that carries much of the share pulls the share towards itself, so that its total comes out too small: it is divided by √(1 − its weight).
    What articles are expected to add differs, as their weights and their sampled units do; degrees of freedom are Satterthwaite's under that, and fewer where
    articles are more uneven than normal ones.
    """
    n, rows = study.article.max() + 1, study.article[study.sample.rows]
    weight = np.bincount(study.article, study.weight_in(g), n)
    totals, drawn = np.zeros((n, every.shape[1])), np.zeros((n, every.shape[1]))
    np.add.at(totals, study.article, every)
    np.add.at(totals, rows, sampled)
    np.add.at(drawn, rows, sampled**2)
    root = totals / np.sqrt(1 - weight)[:, None]
    by_units = np.bincount(rows, study.sample.weight**2 * study.weight_in(g)[study.sample.rows] ** 2, n)
    variance = (root**2).sum(axis=0)
    part = np.divide(drawn.sum(axis=0), variance, out=np.zeros(len(variance)), where=variance > NONE**2).clip(0, 1)
    expected = (1 - part) * (weight**2 / (weight**2).sum())[:, None]
    if by_units.any():
        expected += part * (by_units / by_units.sum())[:, None]
    df = np.array([_satterthwaite(weight, v) for v in expected.T])
    return root, 1 / (1 / df + _unevenness(root[weight > 0]) / 2)


def _satterthwaite(weight: np.ndarray, variance: np.ndarray) -> float:
    """Degrees of freedom of the CR2 variance of a mean over articles. weight: (articles,) adding up to 1; variance: (articles,) expected of their totals.

    The variance is a quadratic form in totals less their weight's part of the sum of all; its degrees of freedom are trace² over trace of the square
    of diag(d) M, M = diag(v) + W u' + u W', u = W Σv / 2 − v, d = 1 / (1 − W).
    """
    d, u = 1 / (1 - weight), weight * variance.sum() / 2 - variance
    own = variance + 2 * weight * u
    outside = 2 * ((d * weight**2).sum() * (d * u**2).sum() + (d * weight * u).sum() ** 2)
    square = outside + (d**2 * (own**2 - (2 * weight * u) ** 2)).sum()
    return float((d * own).sum() ** 2 / square)


def _stratified(sample: Sample, x: np.ndarray) -> np.ndarray:
    """(n, K) deviations whose squares add up to the variance of a stratified total, N²(1 − f)s²/n in each stratum (Särndal et al. 1992, 3.7).

    A unit alone in its stratum deviates from 0, the mean of all: too much rather than too little.
    """
    n, at = sample.coded, sample.stratum
    sums = np.zeros((len(n), x.shape[1]))
    np.add.at(sums, at, x)
    centre = np.where(n[:, None] > 1, sums / n[:, None], 0)
    return _scale(sample)[at][:, None] * (x - centre[at])


def _scale(sample: Sample) -> np.ndarray:
    """(H,) by which a deviation within each stratum adds to the error of a total."""
    n, size = sample.coded, sample.population
    return size * np.sqrt((1 - n / size) / (n * np.maximum(n - 1, 1)))


def _strata_df(sample: Sample, root: np.ndarray, used: np.ndarray, cushion: np.ndarray | float, uneven: bool) -> np.ndarray:
    """(K,) Satterthwaite's degrees of freedom over strata (Cochran 1977, eq. 5.16); used: (n,) which sampled units the estimate rests on."""
    n = np.bincount(sample.stratum[used], minlength=len(sample.coded))
    cushions, whole, wiggle = np.broadcast_to(cushion, len(n)), 0.0, 0.0
    for h in range(len(n)):
        rows = root[sample.stratum == h]
        variance = (rows**2).sum(axis=0) + cushions[h]
        whole = whole + variance
        wiggle = wiggle + variance**2 * (1 / max(n[h] - 1, 1) + (_unevenness(rows) / 2 if uneven else 0))
    return np.divide(whole**2, wiggle, out=np.ones(root.shape[1]), where=wiggle > NONE**4)


def _unevenness(root: np.ndarray) -> np.ndarray:
    """(K,) by how much more the variance of (n, K) contributions varies than that of normal ones, relative to its square: excess kurtosis over n, 0 at least."""
    square, n = root**2, len(root)
    total = square.sum(axis=0)
    kurtosis = n * np.divide((square**2).sum(axis=0), total**2, out=np.zeros(root.shape[1]), where=total > NONE**2)
    return np.maximum(kurtosis - 3, 0) / n


def known(se: np.ndarray, certain: bool) -> np.ndarray:
    """Standard errors, missing where nothing varies although something is left to chance."""
    return se if certain else np.where(se < NONE, np.nan, se)
