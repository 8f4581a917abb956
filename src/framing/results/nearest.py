"""Which profiles the texts without an outlet are near to."""

from itertools import combinations

import pandas as pd

from framing.codes import POSTURES
from framing.results.names import EXPECTED, REFERENCE
from framing.results.study import Results
from framing.specifications import MAIN

NEAREST = 0.35  # total variation distance above which no text counts as near


def neighbours(r: Results) -> None:
    """Of the two texts without an outlet: how far each posture profile is from those of the four others, in total variation."""
    shares = (
        r.tables["profiles"]
        .query(f"coder == '{REFERENCE}' and variable == 'posture'")
        .pivot(index="group", columns="value", values="share")
    )
    table = r.tables["neighbours"] = distances(shares)
    r.numbers.add("nearest_limit", NEAREST, "neighbours", unit="total variation")
    for row in table[table["nearest"]].itertuples():
        r.numbers.add(f"nearest_distance_{row.article_id}", row.distance, "neighbours", unit="total variation")
    apart = [float((shares.loc[a] - shares.loc[b]).abs().sum() / 2) for a, b in combinations(EXPECTED, 2)]
    r.numbers.add("nearest_known_least", min(apart), "profiles", unit="total variation")
    r.numbers.add("nearest_known_most", max(apart), "profiles", unit="total variation")
    _neighbours_otherwise(r)


def distances(shares: pd.DataFrame) -> pd.DataFrame:
    """Total variation of every text without an outlet to each of the four others, the nearest marked. shares: (texts, postures)."""
    rows = [
        (t, other, float((shares.loc[t] - shares.loc[other]).abs().sum() / 2))
        for t in shares.index
        if t not in EXPECTED
        for other in EXPECTED
    ]
    table = pd.DataFrame(rows, columns=["article_id", "other", "distance"])
    table["nearest"] = table.groupby("article_id")["distance"].rank(method="first") == 1  # of those equally near the first
    table["near_enough"] = table["nearest"] & (table["distance"] <= NEAREST)
    return table


def _neighbours_otherwise(r: Results) -> None:
    """Which text is nearest to those without an outlet in how many specifications of the main question."""
    main = r.tables["specifications"].query(f"question == '{MAIN}'")
    found = pd.concat([distances(own.set_index("article_id")[list(POSTURES)]) for _, own in main.groupby("specification")])
    found = found[found["nearest"]].assign(nearest=lambda t: t["other"].where(t["near_enough"], "none"))
    table = r.tables["neighbours_otherwise"] = found.value_counts(["article_id", "nearest"]).reset_index(name="n_specifications")
    coded = r.tables["neighbours"].query("nearest")
    for row in coded.assign(other=coded["other"].where(coded["near_enough"], "none")).itertuples():
        n = table[(table["article_id"] == row.article_id) & (table["nearest"] == row.other)]["n_specifications"].sum()
        r.numbers.add(f"nearest_kept_{row.article_id}", n, "neighbours_otherwise", unit="specifications", digits=0)
