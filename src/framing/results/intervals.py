"""What the simulations say of intervals."""

import numpy as np
import pandas as pd

from framing.results.study import Results
from framing.simulation import BAND, ENOUGH_ARTICLES, ENOUGH_POSITIVES, due, read_simulated


def intervals(r: Results) -> None:
    """What the simulations say of intervals; they are run by `make simulate` and not by a build."""
    cells, shares, compared = read_simulated(r.news.folder.parent / "simulation")
    found = due(shares, cells)
    r.tables["intervals_cells"] = cells
    r.tables["intervals_coverage"] = shares[shares["method"].isin(["difference", "naive"]) & (shares["truth"] == "by hand")]
    r.tables["intervals_methods"] = _by_method(shares, cells)
    r.tables["intervals_off"] = found[found["off"]].drop(columns=["method", "truth", "off"])
    r.tables["intervals_failing"] = _failing(shares)
    r.tables["intervals_hand_errors"] = _by_truth(shares)
    r.tables["intervals_differences"] = compared.merge(cells[["cell", "outlets"]], on="cell")
    for name, value, unit in (
        ("cells", len(cells), "cells"),
        ("runs", shares["runs"].min(), "runs"),
        ("due", len(found), "coverages"),
        ("off", int(found["off"].sum()), "coverages"),
        ("articles", ENOUGH_ARTICLES, "articles"),
        ("positives", ENOUGH_POSITIVES, "units"),
    ):
        r.numbers.add(f"intervals_{name}", value, "intervals_coverage", unit=unit, digits=0)
    naive = shares[(shares["method"] == "naive") & (shares["truth"] == "by hand")].groupby("target")["coverage"]
    corrected, alone = (r.tables["intervals_failing"].query(f"method == '{m}'") for m in ("difference", "hand"))
    for name, value, source in (
        ("band_low", BAND[0], "intervals_coverage"),
        ("band_high", BAND[1], "intervals_coverage"),
        ("mc", shares["coverage_mc"].max(), "intervals_coverage"),
        ("mean", found["coverage"].mean(), "intervals_coverage"),
        ("lowest", found["coverage"].min(), "intervals_coverage"),
        ("highest", found["coverage"].max(), "intervals_coverage"),
        ("quiet", _quiet(shares), "intervals_coverage"),
        ("naive_corpus", naive.mean()["corpus"], "intervals_coverage"),
        ("naive_outlet", naive.mean()["outlet"], "intervals_coverage"),
        ("naive_lowest", naive.min()["outlet"], "intervals_coverage"),
        ("failing_lowest", corrected["coverage"].min(), "intervals_failing"),
        ("failing_hand_lowest", alone["coverage"].min(), "intervals_failing"),
        ("together_lowest", compared["coverage"].min(), "intervals_differences"),
        ("together_highest", compared["coverage"].max(), "intervals_differences"),
    ):
        if np.isfinite(value):
            r.numbers.add(f"intervals_{name}", value, source, unit="coverage", digits=3 if name == "mc" else 2)
    for name, own in (("failing", corrected), ("failing_hand", alone)):
        if len(own):
            r.numbers.add(f"intervals_{name}_warned", 100 * own["warned"].min(), "intervals_failing", unit="% of runs", digits=2)
    r.numbers.add("intervals_failing", len(corrected), "intervals_failing", unit="coverages", digits=0)
    r.numbers.add("intervals_failing_hand", len(alone), "intervals_failing", unit="coverages", digits=0)
    _worth_numbers(r, cells.set_index("cell").loc["base"])


def _worth_numbers(r: Results, base: pd.Series) -> None:
    """What machines of three qualities are worth in the base case of the simulation, and what wrong hand codes cost."""
    corpus = r.tables["intervals_methods"].query("target == 'corpus'").set_index(["cell", "method"])
    for percent, cell in ((50, "accuracy 0.5"), (80, "base"), (95, "accuracy 0.95")):
        own = corpus.loc[(cell, "difference")]
        r.numbers.add(f"intervals_right_{percent}", percent, "intervals_cells", unit="% of units right", digits=0)
        r.numbers.add(f"intervals_gain_{percent}", own["gain"], "intervals_methods", unit="variance over variance", digits=1)
        r.numbers.add(f"intervals_width_{percent}", 100 * own["width"], "intervals_methods", unit="percentage points", digits=0)
    r.numbers.add(
        "intervals_width_hand", 100 * corpus.loc[("base", "hand"), "width"], "intervals_methods", unit="percentage points", digits=0
    )
    r.numbers.add(
        "intervals_naive_bias", 100 * corpus.loc[("base", "naive"), "bias"], "intervals_methods", unit="percentage points", digits=1
    )
    for name in ("outlets", "hand"):
        r.numbers.add(f"intervals_base_{name}", base[name], "intervals_cells", unit={"hand": "hand codes"}.get(name, name), digits=0)
    wrong = r.tables["intervals_hand_errors"].query("cell == 'hand codes wrong 0.1' and target == 'corpus' and truth == 'real'").iloc[0]
    r.numbers.add("intervals_slips", 10, "intervals_cells", unit="% of hand codes", digits=0)
    r.numbers.add("intervals_slips_bias", 100 * wrong["bias"], "intervals_hand_errors", unit="percentage points", digits=1)
    r.numbers.add("intervals_slips_coverage", wrong["coverage"], "intervals_hand_errors", unit="coverage")


def _by_method(shares: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Means over outlets and values of each cell, target and method; bias without its sign; gain: variance of hand codes alone over that of the method."""
    own = shares[shares["truth"] == "by hand"].assign(bias=lambda t: t["bias"].abs())
    hand = own["cell"].map(cells.set_index("cell")["hand"])
    own = own.assign(gain=own["n_effective"] / hand, gain_mc=own["n_effective_mc"] / hand)
    columns = "bias se_empirical se_model coverage coverage_mc width gain gain_mc no_interval warned".split()
    return own.groupby(["cell", "target", "method"], sort=False)[columns].mean().reset_index()


def _failing(shares: pd.DataFrame) -> pd.DataFrame:
    """Corrected shares, and those of hand codes alone, whose coverage lies below the band, in all runs or in a hundred at least without a warning."""
    own = shares[shares["method"].isin(["difference", "hand"]) & (shares["truth"] == "by hand")]
    quiet_mc = np.sqrt(own["coverage_quiet"] * (1 - own["coverage_quiet"]) / own["quiet"].clip(lower=1))
    quiet = (own["quiet"] >= 100) & (own["coverage_quiet"] < BAND[0] - 2 * quiet_mc)
    kept = own[(own["coverage"] < BAND[0] - 2 * own["coverage_mc"]) | quiet]
    return kept["cell method target outlet value positives coverage coverage_mc no_interval warned coverage_quiet quiet".split()]


def _quiet(shares: pd.DataFrame) -> float:
    """Coverage of corrected shares over all runs that have an interval and no warning."""
    own = shares[(shares["method"] == "difference") & (shares["truth"] == "by hand") & (shares["quiet"] > 0)]
    return float(np.average(own["coverage_quiet"], weights=own["quiet"]))


def _by_truth(shares: pd.DataFrame) -> pd.DataFrame:
    """Corrected shares where hand codes are wrong in places: means over outlets and values, against the shares by hand and the true ones."""
    own = shares[(shares["method"] == "difference") & shares["cell"].isin(shares.loc[shares["truth"] == "real", "cell"])].assign(
        bias=lambda t: t["bias"].abs()
    )
    return own.groupby(["cell", "target", "truth"], sort=False)[["bias", "coverage", "coverage_mc"]].mean().reset_index()
