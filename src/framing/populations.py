"""A setting in, populations whose shares are known and studies of them out: constructed ones, and articles drawn from the coded real ones."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from framing.codes import POSTURES, posture
from framing.estimators import FramingCoder, to_matrix
from framing.features import shipped_space
from framing.gold import Sample, Study
from framing.model import posture_probabilities
from framing.news import News
from framing.sampling import allocate, places, spread, thirds
from framing.tables import read_csv
from framing.training import training_set

DOUBT = 6.0  # how alike units are in how sure the machine is of them: sum of the parameters of a beta distribution
PROBABILITIES = [f"p_{p}" for p in POSTURES]


@dataclass(frozen=True)
class Cell:
    """One setting of populations and study; the defaults are the base case.

    population : `dirichlet` (article shares from a Dirichlet distribution), or `codes` (articles drawn with replacement from the coded real ones)
    outlets, articles : number of outlets, and of articles in each
    units : fewest and most units of an article, all numbers between equally likely
    hand : units coded by hand in each outlet (all of a smaller one)
    accuracy : of the machine
    lean : share of its errors that go to the first value, in every second outlet; the others, and all in the first outlet, go to any value
    alike : intra-article correlation of the units' values
    together : intra-article correlation of the machine's being right
    slips : share of hand codes that are wrong, to any value
    shares : of the values in odd and in even outlets
    design : random sample within `outlet`s, within thirds of `doubt` of each outlet (Neyman allocation), or of `all` units whosever they are
    machine, weight : as `correction.corrected_shares` takes them
    compare : whether differences of outlets are looked at too
    """

    name: str
    population: str = "dirichlet"
    outlets: int = 2
    articles: int = 20
    units: tuple[int, int] = (5, 25)
    hand: int = 100
    accuracy: float = 0.8
    lean: float = 0.8
    alike: float = 0.05
    together: float = 0.1
    slips: float = 0.0
    shares: tuple[tuple[float, ...], tuple[float, ...]] = ((0.15, 0.1, 0.25, 0.5), (0.3, 0.1, 0.2, 0.4))
    design: str = "outlet"
    machine: str = "probabilities"
    weight: str = "article"
    compare: bool = False


RARE = ((0.02, 0.1, 0.28, 0.6), (0.05, 0.1, 0.25, 0.6))
GRID = (
    Cell("base", compare=True),
    Cell("articles 1", articles=1, units=(50, 70), hand=30),
    Cell("articles 2", articles=2, units=(30, 60), hand=40),
    Cell("articles 5", articles=5, units=(30, 60)),
    Cell("articles 10", articles=10, units=(20, 40)),
    Cell("articles 50", articles=50),
    *(Cell(f"hand {n}", hand=n) for n in (20, 30, 60, 200)),
    *(Cell(f"accuracy {a}", accuracy=a) for a in (0.5, 0.6, 0.7, 0.9, 0.95)),
    *(Cell(f"accuracy {a}, hand {n}", accuracy=a, hand=n) for a, n in product((0.5, 0.95), (30, 200))),
    *(Cell(f"accuracy {a}, articles 50", accuracy=a, articles=50, hand=200) for a in (0.5, 0.95)),
    Cell("errors alike in outlets", lean=0.0),
    *(Cell(f"units alike {r}", alike=r) for r in (0.0, 0.2)),
    *(Cell(f"errors together {r}", together=r) for r in (0.0, 0.3)),
    Cell("units and errors alike", alike=0.2, together=0.3),
    *(Cell(f"hand codes wrong {e}", slips=e) for e in (0.05, 0.1)),
    Cell("drawn by doubt", design="doubt"),
    Cell("drawn by doubt, accuracy 0.9", design="doubt", accuracy=0.9),
    Cell("drawn from all", design="all"),
    Cell("machine codes", machine="codes"),
    Cell("every unit alike", weight="unit"),
    Cell("articles of 1 to 60 units", units=(1, 60)),
    Cell("rare", shares=RARE),
    Cell("rare, articles 5", shares=RARE, articles=5, units=(30, 60)),
    Cell("rare, articles 50, hand 500", shares=RARE, articles=50, hand=500),
    *(Cell(f"outlets {n}", outlets=n, compare=True) for n in (4, 8)),
    Cell("outlets 4, articles 5", outlets=4, articles=5, units=(30, 60), compare=True),
    *(Cell(f"codes, articles {n}", "codes", articles=n, hand=h, compare=n == 100) for n, h in ((5, 20), (20, 40), (50, 80), (100, 150))),
)
REDUCED = ("base", "articles 5", "accuracy 0.5", "rare", "codes, articles 100")


@dataclass(frozen=True)
class Pool:
    """Real articles of each source. articles: of each the values (units,) and the machine's probabilities (units, K); trained: (K,) shares these presume."""

    articles: tuple[tuple[tuple[np.ndarray, np.ndarray], ...], ...]
    trained: np.ndarray


@dataclass(frozen=True)
class Collection:
    """Articles of several outlets. group, article: (N,) numbers; truth, hand, code: (N,) number of each unit's value, in truth, by hand, by machine;
    probability: (N, K) the machine's; shares: (G, K) true ones in the population of articles; trained: (K,) those the probabilities presume."""

    group: np.ndarray
    article: np.ndarray
    truth: np.ndarray
    hand: np.ndarray
    code: np.ndarray
    probability: np.ndarray
    shares: np.ndarray
    trained: np.ndarray


def collection(cell: Cell, pool: Pool, rng: np.random.Generator) -> Collection:
    """Articles drawn from their population, coded by machine and hand."""
    drawn = [(_constructed if cell.population == "dirichlet" else _real)(cell, pool, g, rng) for g in range(cell.outlets)]
    size = [len(truth) for _, truth, _, _ in drawn]
    first = np.arange(cell.outlets) * cell.articles
    article, truth, code, probability = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    n_values = probability.shape[1]
    shares, trained = (
        (cell.shares, np.full(n_values, 1 / n_values)) if cell.population == "dirichlet" else (_shares(pool, cell.weight), pool.trained)
    )
    return Collection(
        np.repeat(np.arange(cell.outlets), size), article + np.repeat(first, size), truth, _misread(truth, cell.slips, n_values, rng), code,
        probability, np.array([shares[g % len(shares)] for g in range(cell.outlets)]), trained,
    )  # fmt: skip


def _constructed(cell: Cell, pool: Pool, g: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """(article, truth, code, probability) of the units of an outlet: Dirichlet articles, and a machine that is right with the probability it gives its code."""
    mean = np.array(cell.shares[g % 2])
    n_values = len(mean)
    article = np.repeat(np.arange(cell.articles), rng.integers(*cell.units, cell.articles, endpoint=True))
    shares = rng.dirichlet(mean * (1 / cell.alike - 1), cell.articles) if cell.alike else np.tile(mean, (cell.articles, 1))
    truth = np.minimum((shares.cumsum(axis=1)[article] < rng.random((len(article), 1))).sum(axis=1), n_values - 1)
    of_article = _beta(np.full(cell.articles, cell.accuracy), 1 / cell.together - 1 if cell.together else np.inf, rng)
    sure = _beta(of_article[article], DOUBT, rng)
    code = np.where(rng.random(len(truth)) < sure, truth, _another(truth, n_values, cell.lean if g % 2 else 0.0, rng))
    said = np.maximum(sure, 1 / n_values)[:, None]
    probability = np.where(np.arange(n_values) == code[:, None], said, (1 - said) / (n_values - 1))
    return article, truth, code, probability


def _beta(mean: np.ndarray, total: float, rng: np.random.Generator) -> np.ndarray:
    """Draws with these means, which differ the less the larger `total` is, the sum of the distribution's parameters."""
    if np.isinf(total):
        return mean
    mean = mean.clip(1e-3, 1 - 1e-3)
    return rng.beta(mean * total, (1 - mean) * total)


def _another(value: np.ndarray, n_values: int, lean: float, rng: np.random.Generator) -> np.ndarray:
    """A wrong value for each: the first with probability `lean` where that is wrong, else any."""
    any_other = (value + rng.integers(1, n_values, len(value))) % n_values
    return np.where((rng.random(len(value)) < lean) & (value != 0), 0, any_other)


def _misread(truth: np.ndarray, slips: float, n_values: int, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(len(truth)) < slips, _another(truth, n_values, 0.0, rng), truth) if slips else truth


def _real(cell: Cell, pool: Pool, g: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """The same of articles drawn with replacement from the real ones of a source."""
    found = pool.articles[g % len(pool.articles)]
    drawn = [found[i] for i in rng.integers(0, len(found), cell.articles)]
    article = np.repeat(np.arange(cell.articles), [len(truth) for truth, _ in drawn])
    probability = np.concatenate([p for _, p in drawn])
    return article, np.concatenate([truth for truth, _ in drawn]), probability.argmax(axis=1), probability


def _shares(pool: Pool, weight: str) -> np.ndarray:
    """(sources, K) shares among the articles that collections are drawn from."""
    counts = [np.array([np.bincount(truth, minlength=len(pool.trained)) for truth, _ in articles], float) for articles in pool.articles]
    return np.array([(n / n.sum(axis=1, keepdims=True)).mean(axis=0) if weight == "article" else n.sum(axis=0) / n.sum() for n in counts])


# Studies of them


def study_of(cell: Cell, c: Collection, rng: np.random.Generator) -> Study:
    """The collection with a sample of it coded by hand, as `correction.corrected_shares` would have it; of target corpus."""
    n_values = c.probability.shape[1]
    stratum, wanted = _design(cell, c)
    rows = places(stratum, wanted, rng)
    population = np.bincount(stratum).astype(float)
    sample = Sample(rows, np.eye(n_values)[c.hand[rows]], stratum[rows], population, wanted.astype(float), 0)
    counted = np.eye(n_values)[c.code]
    per_article, per_group = np.bincount(c.article), np.bincount(c.group)
    weight = 1 / per_group[c.group] if cell.weight == "unit" else 1 / (cell.articles * per_article[c.article])
    names = tuple(map(str, range(n_values)))
    machine = counted if cell.machine == "codes" else c.probability
    return Study(
        tuple(map(str, range(cell.outlets))),
        names,
        c.group,
        c.article,
        machine,
        counted,
        weight,
        np.zeros(len(weight), bool),
        sample,
        "corpus",
    )


def _design(cell: Cell, c: Collection) -> tuple[np.ndarray, np.ndarray]:
    """(N,) stratum of each unit, and (H,) units drawn from each stratum."""
    sizes = np.bincount(c.group)
    if cell.design == "all":
        return np.zeros(len(c.group), int), np.array([np.minimum(sizes, cell.hand).sum()])
    if cell.design == "outlet":
        return c.group, np.minimum(sizes, cell.hand)
    doubts, group = pd.Series(1 - c.probability.max(axis=1)), pd.Series(c.group)
    strata = group * 3 + thirds(doubts, group).astype(int) - 1
    wanted = allocate(strata, cell.hand, effort=spread(doubts, strata), groups=group)
    return strata.to_numpy(), wanted.sort_index().to_numpy()


# Real articles


def settings(cells: Sequence[Cell]) -> pd.DataFrame:
    """One row per cell."""
    table = pd.DataFrame([asdict(cell) for cell in cells]).rename(columns={"name": "cell"})
    table["units"] = [f"{low} to {high}" for low, high in table["units"]]
    table["shares"] = ["; ".join(" ".join(f"{s:g}" for s in outlet) for outlet in both) for both in table["shares"]]
    real = table["population"] == "codes"
    made = ["units", "accuracy", "lean", "alike", "together", "shares"]  # what real articles bring with them
    return table.astype(dict.fromkeys(made, object)).mask(real.to_numpy()[:, None] & table.columns.isin(made), "")


def real_units(data: Path) -> pd.DataFrame:
    """Units of the training and development documents, their adjudicated posture and the fast coder's probabilities by coders that never saw the document.

    Returns
    -------
    article_id, source, posture, p_skeptical … p_procedural
    """
    news, space = News(data / "news"), shipped_space()
    X, y = training_set(news, space)
    real = (y["source"] != "exemplars").to_numpy()
    coder = FramingCoder().fit(X, y[["appraisal", "explains"]], groups=y["group"], calibrate=real)
    scores = np.hstack([coder.held_out_[v] for v in coder.model_.classes])[real]
    p = posture_probabilities(coder.model_.probabilities(scores), coder.model_.classes)
    unseen = FramingCoder.shipped().predict_proba(to_matrix(news.counts("development"), space.index))["posture"].to_numpy()
    codes = pd.concat([y[real], news.codes("development")], ignore_index=True)
    given = [posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)]
    table = codes[["article_id", "source"]].assign(posture=given)
    return table.assign(**dict(zip(PROBABILITIES, np.vstack([p, unseen]).round(4).T, strict=True)))


def read_pool(path: Path) -> Pool:
    """Real articles as `real_units` left them."""
    table = read_csv(path, ["article_id", "source", "posture"], **dict.fromkeys(PROBABILITIES, float))
    value = table["posture"].map({name: k for k, name in enumerate(POSTURES)}).to_numpy(int)
    p = table[PROBABILITIES].to_numpy()
    p = p / p.sum(axis=1, keepdims=True)
    articles: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for (source, _), rows in table.groupby(["source", "article_id"], sort=False).indices.items():
        articles.setdefault(source, []).append((value[rows], p[rows]))
    return Pool(tuple(tuple(found) for found in articles.values()), p.mean(axis=0))
