"""How often each verdict is given, and how often `use` is wrong, where the truth is known: `python benchmarks/verdicts.py` rewrites benchmarks/verdicts.csv.

Outlets of 2,000 units are drawn from coded real sentences that trained nothing, and from machines made to be right as often as said; of each outlet some units
are drawn as coded by hand, and the verdict is taken.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from framing.codes import POSTURES, posture
from framing.estimators import FramingCoder, to_matrix, with_vectors
from framing.features import shipped_space
from framing.gold import Sample, Study
from framing.news import News
from framing.tables import read_csv, write_csv
from framing.vectors import read_vectors
from framing.verdict import TOLERANCE, USE, VERDICTS, Seen, _tested, decided

DATA = Path(__file__).parent.parent / "data"
OUT = Path(__file__).parent / "verdicts.csv"
N_UNITS, N_HAND, RUNS = 2000, (60, 120, 400), 200
P = [f"p_{p}" for p in POSTURES]


def sentences() -> pd.DataFrame:
    """Sentences with coder, source, article_id, the adjudicated posture (hand) and the coder's probabilities."""
    fast = read_csv(DATA / "simulation" / "units.csv", **dict.fromkeys(P, float)).rename(columns={"posture": "hand"})
    news = News(DATA / "news")
    X = to_matrix(news.counts("development"), shipped_space().index)
    vectors = read_vectors("news", DATA)[(news.units["split"] == "development").to_numpy()]
    codes = news.codes("development")
    hand = [posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)]
    p = FramingCoder.shipped("accurate").predict_proba(with_vectors(X, vectors))["posture"][list(POSTURES)].to_numpy()
    accurate = codes[["article_id", "source"]].assign(hand=hand, **dict(zip(P, p.T, strict=True)))
    return pd.concat([fast.assign(coder="fast"), accurate.assign(coder="accurate")], ignore_index=True)


def made(pool: pd.DataFrame, wrong: float, onto: str | None, rng: np.random.Generator) -> pd.DataFrame:
    """The pool as coded by a sure machine that is wrong in this share of units: anyhow, or taking procedural for one posture."""
    may = np.flatnonzero(pool["hand"] == "procedural") if onto else np.arange(len(pool))
    errs = np.isin(np.arange(len(pool)), rng.choice(may, round(wrong * len(pool)), replace=False))
    other = onto or np.array(POSTURES, object)[(pool["hand"].map(POSTURES.index) + rng.integers(1, 4, len(pool))) % 4]
    said = pool["hand"].mask(errs, other)
    return pool.assign(**{f"p_{v}": np.where(said == v, 0.94, 0.02) for v in POSTURES})


def pools() -> Iterator[tuple[str, pd.DataFrame]]:
    table, rng = sentences(), np.random.default_rng(1)
    for (coder, source), own in table.groupby(["coder", "source"], sort=False):
        yield f"{coder} coder, {source}", own
    for coder, own in table.groupby("coder", sort=False):
        doubt = (own[P].max(axis=1) < 0.5).groupby(own["article_id"]).mean().sort_values(kind="stable")
        yield f"{coder} coder, quarter of documents with most doubt", own[own["article_id"].isin(doubt.index[-len(doubt) // 4 :])]
    real = table[table["coder"] == "fast"]
    for name, wrong, onto in (
        ("all right", 0.0, None), ("97 % right", 0.03, None), ("5.1 points off, else right", 0.051, "skeptical"), ("8 points off, else right", 0.08, "skeptical"),
    ):  # fmt: skip
        yield f"made: {name}", made(real, wrong, onto, rng)


def drawn(pool: pd.DataFrame, n: int, seed: int) -> tuple[str, bool]:
    """The verdict on an outlet drawn from the pool, and whether a share of the machine is off by more than the tolerance."""
    rng = np.random.default_rng([seed, n])
    own = pool.iloc[rng.integers(0, len(pool), N_UNITS)]
    hand, p = (own["hand"].to_numpy()[:, None] == np.array(POSTURES, object)).astype(float), own[P].to_numpy()
    counted = np.eye(4)[p.argmax(axis=1)]
    rows = rng.choice(N_UNITS, n, replace=False)
    sample = Sample(rows, hand[rows], np.zeros(n, int), np.array([float(N_UNITS)]), np.array([float(n)]), 0)
    place = np.arange(N_UNITS)
    study = Study(
        ("o",), POSTURES, 0 * place, place // 20, p, counted, np.full(N_UNITS, 1 / N_UNITS), place < 0, sample=sample, target="corpus"
    )
    seen = Seen(N_UNITS, N_UNITS // 20, 0.1, 0.9, 0.2, True)._replace(**_tested(study, 0, 0.95, True))
    return decided(seen)[0], bool(np.abs((counted - hand).mean(axis=0)).max() > TOLERANCE)


def main() -> None:
    rows = []
    for name, pool in pools():
        right = (pool[P].to_numpy().argmax(axis=1) == pool["hand"].map(POSTURES.index).to_numpy()).mean()
        for n in N_HAND:
            found = [drawn(pool, n, seed) for seed in range(RUNS)]
            given = [np.mean([verdict == v for verdict, _ in found]) for v in VERDICTS]
            rows.append((name, len(pool), right, n, RUNS, *given, np.mean([verdict == USE and off for verdict, off in found])))
            print(*rows[-1], sep=" | ", flush=True)
    columns = ["machine", "sentences", "right", "hand", "runs", *(v.replace(" ", "_") for v in VERDICTS), "use_though_off"]
    write_csv(pd.DataFrame(rows, columns=columns), OUT)


if __name__ == "__main__":
    main()
