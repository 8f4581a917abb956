"""Populations whose shares are known in, how far estimates and their intervals hold out: `python -m framing.simulation` writes `data/simulation/`."""

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from framing.caveats import group_caveats, value_caveats
from framing.differences import differences
from framing.errors import FramingError, reported
from framing.gold import Study
from framing.populations import GRID, REDUCED, Cell, Collection, Pool, collection, read_pool, real_units, settings, study_of
from framing.prevalence import Estimate, estimate
from framing.tables import read_csv, sha256, write_csv

LEVEL = 0.95
BAND = (0.93, 0.97)  # coverage that is called right, give or take two Monte Carlo errors
ENOUGH_ARTICLES, ENOUGH_POSITIVES = 20, 10  # articles of an outlet, hand-coded units of a value: from there on coverage has to be right
RUNS, FEW_RUNS = 2000, 300
SHOWN = 2  # outlets whose shares are reported; further ones are like these
TARGETS = ("corpus", "outlet")
METHODS: dict[str, tuple[str, float | None]] = {  # method and λ, as `prevalence.estimate` takes them
    "difference": ("difference", None),
    "difference, lambda 1": ("difference", 1.0),
    "hand": ("hand", None),
    "naive": ("naive", None),
    "back-calculation": ("back-calculation", None),
    "em": ("em", None),
}
QUANTITIES = ("error", "slip", "se", "half", "warned")  # of an estimate; slip: the share by hand less the true one
COMPARED = ("held", "width", "found", "warned")  # of all differences of outlets at once
UNITS = "units.csv"
PARTS = Path("build/simulation")  # finished cells, so that a run that was stopped goes on
DECIDING = (
    "caveats differences gold populations prevalence sampling shift simulation".split()
)  # modules whose change makes finished cells old


# Runs


def once(cell: Cell, pool: Pool, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One collection and one sample.

    Returns
    -------
    (targets, methods, quantities, outlets, values), (targets, compared), (outlets, values) units coded by hand with each value
    """
    c = collection(cell, pool, rng)
    study = study_of(cell, c, rng)
    shown = range(min(cell.outlets, SHOWN))
    each = np.full((len(TARGETS), len(METHODS), len(QUANTITIES), len(shown), len(study.values)), np.nan)
    together = np.full((len(TARGETS), len(COMPARED)), np.nan)
    for t, target in enumerate(_targets(cell)):
        aimed = replace(study, target=target)
        real, by_hand = _wanted(cell, c, aimed)
        for (m, name), g in product(enumerate(_methods(cell)), shown):
            found, half, warned = _told(aimed, g, name, c.trained)
            each[t, m, :, g] = found.share - by_hand[g], by_hand[g] - real[g], found.se, half, warned
        if cell.compare:
            together[t] = _compared(aimed, by_hand)
    positives = np.array([study.sample.hand[study.own(g)].sum(axis=0) for g in shown])
    return each, together, positives


def _targets(cell: Cell) -> tuple[str, ...]:
    return TARGETS if cell.articles > 1 else TARGETS[:1]


def _methods(cell: Cell) -> list[str]:
    return [m for m in METHODS if m != "em" or cell.machine == "probabilities"]


def _wanted(cell: Cell, c: Collection, study: Study) -> Sequence[np.ndarray]:
    """(G, K) the shares that are to be found, in truth and as people who code like these would have them."""
    n_values = len(study.values)
    if study.target == "corpus":
        weights = [study.weight_in(g) for g in range(cell.outlets)]
        return [np.array([np.bincount(codes, q, n_values) for q in weights]) for codes in (c.truth, c.hand)]
    return c.shares, c.shares * (1 - cell.slips) + (1 - c.shares) * cell.slips / (n_values - 1)


def _told(study: Study, g: int, name: str, trained: np.ndarray) -> tuple[Estimate, np.ndarray, list[bool]]:
    """An estimate, (K,) half the width of its intervals, and of which values the tool says something beside them."""
    method, power = METHODS[name]
    found = estimate(study, g, method, power, list(trained))
    half, of_group = found.half_width(LEVEL), any(group_caveats(study, g))
    return found, half, [of_group or any(value_caveats(study, g, k, method, half[k], found)) for k in range(len(half))]


def _compared(study: Study, wanted: np.ndarray) -> tuple[float, ...]:
    """Whether all intervals of differences hold at once, their mean width, whether the first value is found to differ between the first two outlets, and
    whether the tool says something beside any."""
    told = [_told(study, g, "difference", np.empty(0)) for g in range(len(wanted))]
    pairs = differences([found for found, _, _ in told], LEVEL, seed=0)
    errors = [np.abs(d.difference - (wanted[d.first] - wanted[d.second])) for d in pairs]
    half = np.array([d.half for d in pairs])
    return (
        float((errors <= half).all()),
        float(2 * half.mean()),
        float(abs(pairs[0].difference[0]) > half[0, 0]),
        float(any(any(warned) for _, _, warned in told)),
    )


# Performance


def simulated(cell: Cell, pool: Pool, runs: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Performance of shares and of differences of outlets in one cell; the same for the same cell and number of runs."""
    rng = np.random.default_rng([zlib.crc32(cell.name.encode()), runs])
    each, together, positives = (np.array(part) for part in zip(*(once(cell, pool, rng) for _ in range(runs)), strict=True))
    shares = [
        {"cell": cell.name, "target": TARGETS[t], "method": name, "outlet": g + 1, "value": k + 1, "positives": positives[:, g, k].mean()}
        | found
        for (t, _), (m, name), g, k in product(
            enumerate(_targets(cell)), enumerate(_methods(cell)), range(each.shape[4]), range(each.shape[5])
        )
        for found in _performances(each[:, t, m, :, g, k], each[:, t, list(METHODS).index("hand"), 0, g, k], cell)
    ]
    compared = [{"cell": cell.name, "target": TARGETS[t]} | _together(together[:, t]) for t, _ in enumerate(_targets(cell)) if cell.compare]
    return pd.DataFrame(shares), pd.DataFrame(compared)


def _performances(each: np.ndarray, by_hand: np.ndarray, cell: Cell) -> Iterator[dict]:
    """Against the shares by hand, and where hand codes are wrong against the true ones too. each: (runs, quantities); by_hand: (runs,) errors of hand codes alone."""
    error, slip, se, half, warned = each.T
    yield {"truth": "by hand"} | performance(error, se, half, warned > 0, by_hand, cell.hand)
    if cell.slips:
        yield {"truth": "real"} | performance(error + slip, se, half, warned > 0, by_hand + slip, cell.hand)


def performance(error: np.ndarray, se: np.ndarray, half: np.ndarray, warned: np.ndarray, by_hand: np.ndarray, n_hand: int) -> dict:
    """Bias, empirical and mean estimated standard error, coverage, width and effective size, each with its Monte Carlo standard error (`_mc`).

    Parameters
    ----------
    error, se, half : (runs,) estimate less what it is to find, its standard error, half the width of its interval; missing where there is none
    warned : (runs,) whether the tool says something beside it
    by_hand : (runs,) errors of hand codes alone on the same samples
    n_hand : units coded by hand; the effective size is how many would do as well without the machine, were the collection endless

    Returns
    -------
    runs, bias … n_effective_mc; no_interval: share of runs without one, which count for no coverage; warned: share of runs; coverage_quiet and quiet:
    coverage in runs with an interval and without a warning, and their number

    References
    ----------
    Morris, White & Crowther (2019), Using simulation studies to evaluate statistical methods, Statistics in Medicine 38, table 6.
    """
    there = np.isfinite(error)
    e, n = error[there], int(there.sum())
    given, quiet = np.isfinite(half), np.isfinite(half) & ~warned
    held = np.abs(error) <= half + 1e-9
    spread_of = e.std(ddof=1) if n > 1 else np.nan
    variance = se[np.isfinite(se)] ** 2
    model = np.sqrt(variance.mean()) if len(variance) else np.nan
    return {
        "runs": len(error),
        "bias": e.mean() if n else np.nan,
        "bias_mc": spread_of / np.sqrt(n) if n else np.nan,
        "se_empirical": spread_of,
        "se_empirical_mc": spread_of / np.sqrt(2 * (n - 1)) if n > 1 else np.nan,
        "se_model": model,
        "se_model_mc": np.sqrt(variance.var(ddof=1) / (4 * len(variance))) / model if len(variance) > 1 and model else np.nan,
        **_rate("coverage", held[given]),
        "width": 2 * half[given].mean() if given.any() else np.nan,
        "width_mc": 2 * half[given].std(ddof=1) / np.sqrt(given.sum()) if given.sum() > 1 else np.nan,
        **_effective(error, by_hand, n_hand),
        "no_interval": 1 - given.mean(),
        "warned": warned.mean(),
        "coverage_quiet": held[quiet].mean() if quiet.any() else np.nan,
        "quiet": int(quiet.sum()),
    }


def _rate(name: str, happened: np.ndarray) -> dict[str, float]:
    """A share of runs and its Monte Carlo standard error."""
    p = happened.mean() if len(happened) else np.nan
    return {name: p, f"{name}_mc": np.sqrt(p * (1 - p) / len(happened)) if len(happened) else np.nan}


def _effective(error: np.ndarray, by_hand: np.ndarray, n_hand: int) -> dict[str, float]:
    """Hand codes alone that would be as precise were the collection endless, and the Monte Carlo standard error."""
    there = np.isfinite(error) & np.isfinite(by_hand)
    a, b = by_hand[there], error[there]
    if len(b) < 2 or b.std() == 0 or a.std() == 0:
        return {"n_effective": np.nan, "n_effective_mc": np.nan}
    size = n_hand * (a.std() / b.std()) ** 2
    return {"n_effective": size, "n_effective_mc": size * 2 * np.sqrt((1 - min(1.0, np.corrcoef(a, b)[0, 1] ** 2)) / (len(b) - 1))}


def _together(compared: np.ndarray) -> dict[str, float]:
    """compared: (runs, compared), missing width where some difference has no interval."""
    held, width, found, warned = compared.T
    given = np.isfinite(width)
    width = width[given]
    return {
        "runs": len(held),
        **_rate("coverage", held[given]),
        "width": width.mean() if len(width) else np.nan,
        "width_mc": width.std(ddof=1) / np.sqrt(len(width)) if len(width) > 1 else np.nan,
        **_rate("power", found[given]),
        "no_interval": 1 - given.mean(),
        "warned": warned.mean(),
    }


def due(shares: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of the corrected shares whose coverage has to be right, enough articles and positives, with `off`: whether it is not."""
    articles = shares["cell"].map(cells.set_index("cell")["articles"])
    kept = shares[
        (shares["method"] == "difference")
        & (shares["truth"] == "by hand")
        & (articles >= ENOUGH_ARTICLES)
        & (shares["positives"] >= ENOUGH_POSITIVES)
    ]
    low, high = BAND
    margin = 2 * kept["coverage_mc"]
    return kept.assign(off=(kept["coverage"] < low - margin) | (kept["coverage"] > high + margin))


# Files


def run(cells: Sequence[Cell], runs: int, jobs: int, pool: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Performance of shares and of differences in every cell, each kept in PARTS as soon as it is there."""
    folder = PARTS / _digest(pool, runs)
    left = [cell for cell in cells if not _part(folder, cell, "differences").is_file()]
    for n, name in enumerate(_finished(left, pool, runs, jobs, folder), len(cells) - len(left) + 1):
        print(f"{n} of {len(cells)}: {name}", file=sys.stderr, flush=True)
    parts = [
        [read_csv(_part(folder, cell, name)) for cell in cells if name == "shares" or cell.compare] for name in ("shares", "differences")
    ]
    return tuple(pd.concat(p, ignore_index=True) if p else pd.DataFrame() for p in parts)


def _finished(cells: Sequence[Cell], pool: Path, runs: int, jobs: int, folder: Path) -> Iterator[str]:
    """Names of cells as they become done."""
    if jobs == 1:
        yield from (_finish(cell, pool, runs, folder) for cell in cells)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as workers:
        for done in as_completed([workers.submit(_finish, cell, pool, runs, folder) for cell in cells]):
            yield done.result()


def _digest(pool: Path, runs: int) -> str:
    """What the result of a cell hangs on beside its settings, in short."""
    code = [(Path(__file__).parent / f"{name}.py").read_bytes() for name in DECIDING]
    return sha256(b"".join([*code, pool.read_bytes(), str(runs).encode()]))[:12]


def _part(folder: Path, cell: Cell, name: str) -> Path:
    return folder / f"{cell.name} {name}.csv"


def _finish(cell: Cell, pool: Path, runs: int, folder: Path) -> str:
    shares, compared = simulated(cell, read_pool(pool), runs)
    write_csv(shares, _part(folder, cell, "shares"))
    write_csv(compared, _part(folder, cell, "differences"))  # last: it says that the cell is done
    return cell.name


def read_simulated(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Cells, and the performance of shares and of differences in them, as `make simulate` left them."""
    text = ["cell", "target", "method", "truth"]
    shares, compared = (pd.read_csv(folder / f"{name}.csv", dtype=dict.fromkeys(text, str)) for name in ("shares", "differences"))
    return read_csv(folder / "cells.csv", ["cell"], outlets=int, articles=int, hand=int), shares, compared


def simulate(a: argparse.Namespace) -> None:
    chosen = a.cells or (REDUCED if a.reduced else None)
    unknown = [name for name in chosen or () if name not in {cell.name for cell in GRID}]
    if unknown:
        raise FramingError(f"cell {unknown[0]!r}; allowed are {', '.join(cell.name for cell in GRID)}")
    cells = [cell for cell in GRID if chosen is None or cell.name in chosen]
    if chosen is None or not (a.out / UNITS).is_file():
        write_csv(real_units(a.data), a.out / UNITS)
    shares, compared = run(cells, a.runs or (FEW_RUNS if a.reduced else RUNS), a.jobs, a.out / UNITS)
    if chosen is None:
        for name, table in {"cells": settings(GRID), "shares": shares, "differences": compared}.items():
            write_csv(table, a.out / f"{name}.csv")
    numbers = shares.columns[shares.columns.get_loc("positives") :].drop("truth")
    print(report(shares.assign(**shares[numbers].apply(pd.to_numeric)), settings(cells)))


def report(shares: pd.DataFrame, cells: pd.DataFrame) -> str:
    """What is right and what is off, to be read on the terminal."""
    found = due(shares, cells)
    columns = (
        "cell target outlet value positives bias se_empirical se_model coverage coverage_mc no_interval warned coverage_quiet quiet".split()
    )
    table = shares.loc[(shares["truth"] == "by hand") & shares["method"].isin(["difference", "naive"])]
    means = table.pivot_table(index="cell", columns=["method", "target"], values="coverage", sort=False).round(3)
    return "\n\n".join(
        [
            f"mean coverage over outlets and values\n{means.to_string()}",
            f"{found['off'].sum()} of {len(found)} coverages are off where they have to be right",
            found.loc[found["off"], columns].round(3).to_string(index=False),
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m framing.simulation", description="Simulate studies whose shares are known; write data/simulation/."
    )
    parser.add_argument("--reduced", action="store_true", help=f"a few cells of {FEW_RUNS} runs, printed and not written")
    parser.add_argument("--cells", nargs="+", metavar="NAME", help="these cells alone, printed and not written")
    parser.add_argument("--runs", type=int, help=f"of each cell (default: {RUNS}; reduced: {FEW_RUNS})")
    parser.add_argument("--jobs", type=int, default=2, help="cells at a time (default: 2)")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("data/simulation"))
    return reported(simulate, parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
