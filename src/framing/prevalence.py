"""All units and a sample of them coded by hand in, the shares of one group out: corrected for the machine's errors, or by another method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from framing.gold import Sample, Study
from framing.shift import shares_under_shift

FEW = 10  # hand-coded units of a value, of others, or that the machine gets wrong: with fewer, normal theory is not to be relied on
LEAST_SINGULAR = 0.05  # singular value of a confusion matrix: inverting a smaller one makes errors of counts 20 times as large
LEAST_TUNING = 20  # hand-coded units of a group: fewer tune λ to themselves, and their intervals come out too narrow
NONE = 1e-12  # a variance or error below it is none


@dataclass(frozen=True)
class Estimate:
    """Shares (K,) of one group. root: (R, K) independent contributions to their error, so that their covariance is root' root; df: (K,) degrees of
    freedom; both missing where there is no interval; certain: nothing is left to chance, the interval has no width."""

    share: np.ndarray
    root: np.ndarray
    df: np.ndarray
    certain: bool = False
    note: str = ""

    @property
    def se(self) -> np.ndarray:
        return np.sqrt((self.root**2).sum(axis=0))

    def half_width(self, level: float) -> np.ndarray:
        """Of the interval; missing where hand-coded units do not vary, so that there is nothing to form one from."""
        return stats.t.ppf((1 + level) / 2, self.df) * known(self.se, self.certain)


def estimate(study: Study, g: int, method: str, power: float | None = None, trained: Sequence[float] | None = None) -> Estimate:
    """Shares of group number g by one of the methods."""
    if method == "em":
        return _without_interval(shares_under_shift(study.machine[study.group == g], np.asarray(trained, float)), "no interval")
    if method == "naive":
        return _naive(study, g)
    if method == "back-calculation":
        return _back_calculated(study, g)
    return _difference(study, g, 0.0 if method == "hand" else power)


def _difference(study: Study, g: int, power: float | None) -> Estimate:
    """The difference estimator with weights scaled to 1 (Hájek); at λ = 0 the share among the units coded by hand."""
    sample, q = study.sample, study.weight_in(g)
    weight = sample.weight * q[sample.rows]
    machine, all_machine = study.machine[sample.rows], q @ study.machine

    def mean(x: np.ndarray) -> np.ndarray:
        return weight @ x / weight.sum()

    def linear(x: np.ndarray) -> np.ndarray:  # what a unit adds to the error of a mean, once for each unit it stands for
        return (q[sample.rows] / weight.sum())[:, None] * (x - mean(x))

    few = study.own(g).sum() < LEAST_TUNING
    lam = (1.0 if few else _tuned(study, linear(sample.hand), linear(machine))) if power is None else power
    share = lam * all_machine + mean(sample.hand - lam * machine)
    root = _root(study, g, linear(sample.hand - lam * machine), lam * q[:, None] * (study.machine - all_machine))
    certain = study.target == "corpus" and bool((sample.weight[study.own(g)] == 1).all())
    return Estimate(share, root, _df(study, g, root, study.own(g)), certain, f"lambda {lam:.2f}" if power is None else "")


def _tuned(study: Study, hand: np.ndarray, machine: np.ndarray) -> float:
    """λ that makes the sum of the values' design variances smallest (power tuning; PPI++, proposition 2); 0 when the machine says the same of all."""
    y, m = _stratified(study.sample, hand), _stratified(study.sample, machine)
    spread = (m**2).sum()
    return float(np.clip((y * m).sum() / spread, 0, 1)) if spread > NONE else 0.0


def _naive(study: Study, g: int) -> Estimate:
    q = study.weight_in(g)
    share = q @ study.counted
    root = _root(study, g, np.zeros_like(study.sample.hand), q[:, None] * (study.counted - share))
    return Estimate(share, root, _df(study, g, root, study.own(g)), study.target == "corpus")


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
    root = _root(study, g, linear, q[:, None] * (study.machine - all_machine) @ inverse.T)
    return Estimate(share, root, _df(study, g, root, sample.weight > 0), study.target == "corpus" and bool((sample.weight == 1).all()))


def missing(study: Study, why: str) -> Estimate:
    """Shares that cannot be estimated, with the reason."""
    return _without_interval(np.full(len(study.values), np.nan), why)


def _without_interval(share: np.ndarray, note: str) -> Estimate:
    nothing = np.full(len(share), np.nan)
    return Estimate(share, nothing[None], nothing, note=note)


def _root(study: Study, g: int, sampled: np.ndarray, every: np.ndarray) -> np.ndarray:
    """(R, K) independent contributions to the error: of sampled units (corpus) or of articles (outlet).

    sampled: (n, K) what a sampled unit adds, once for each unit it stands for; every: (N, K) what each unit of the corpus adds.
    """
    if study.target == "corpus":
        return _stratified(study.sample, sampled)
    n = study.n_articles(g)
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
        return np.full(root.shape[1], study.n_articles(g) - 1.0)
    sample = study.sample
    parts = np.zeros((len(sample.coded), root.shape[1]))
    np.add.at(parts, sample.stratum, root**2)
    n = np.bincount(sample.stratum[used], minlength=len(parts))[:, None]
    wiggle = (parts**2 / np.maximum(n - 1, 1)).sum(axis=0)
    return np.divide(parts.sum(axis=0) ** 2, wiggle, out=np.ones(root.shape[1]), where=wiggle > NONE**4)


def known(se: np.ndarray, certain: bool) -> np.ndarray:
    """Standard errors, missing where nothing varies although something is left to chance."""
    return se if certain else np.where(se < NONE, np.nan, se)
