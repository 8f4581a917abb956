"""Codes of units and filled sheets of samples of them, for the tests of corrected shares."""

import numpy as np
import pandas as pd

from framing.codes import POSTURES
from framing.scheme import from_data

TONE = from_data({"variables": {"tone": {"values": ["yes", "no"]}}}, "test")
OPTIONS = {"scheme": TONE, "by": "outlet", "weight": "unit"}


def tones(cells: str) -> list[str]:
    return ["yes" if c == "1" else "no" for c in cells]


def units(machine: str, *, articles: int = 1, outlets: str = "", **columns) -> pd.DataFrame:
    """Units u0, u1 … whose tone the machine gives as 1 or 0, in articles of equal length, and outlets by letter."""
    n = len(machine)
    article = [f"a{i * articles // n}" for i in range(n)]
    table = pd.DataFrame({"unit_id": [f"u{i}" for i in range(n)], "article_id": article, "outlet": list(outlets) or "نشرة الميناء"})
    return table.assign(tone=tones(machine), **columns)


def sheet(codes: pd.DataFrame, rows, hand: str, strata=None) -> pd.DataFrame:
    """A filled sheet of some units, with the design of a sample stratified by the column or list `strata`."""
    names = pd.Series("all" if strata is None else strata, codes.index)
    gold = codes.loc[list(rows), ["unit_id"]].assign(tone=tones(hand), stratum=names[list(rows)])
    population = gold["stratum"].map(names.value_counts())
    sampled = gold["stratum"].map(gold["stratum"].value_counts())
    return gold.assign(population=population, sampled=sampled, inclusion=sampled / population)


def share(found: pd.DataFrame, value: str = "yes", method: str = "difference", **group) -> pd.Series:
    own = found[(found["value"] == value) & (found["method"] == method)]
    return own[own["group"] == group["group"]].iloc[0] if group else own.iloc[0]


def four(n: int = 200) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two outlets, posture with probabilities, and hand codes of every fourth unit."""
    draw = np.random.default_rng(1)
    p = draw.dirichlet([0.2, 0.2, 0.2, 0.4], n).round(4)
    codes = pd.DataFrame(p, columns=[f"p_{v}" for v in POSTURES]).assign(posture=np.array(POSTURES, object)[p.argmax(axis=1)])
    codes = codes.assign(
        unit_id=[f"{i}" for i in range(n)], article_id=[f"{i // 10}" for i in range(n)], outlet=["أ"] * (n // 2) + ["ب"] * (n // 2)
    )
    hand = np.array(POSTURES, object)[[draw.choice(4, p=row / row.sum()) for row in p]]
    gold = codes[["unit_id"]].assign(posture=hand, stratum=codes["outlet"], population=n // 2, sampled=n // 8, inclusion=0.25)
    return codes, gold[::4]


CODES = units("11001100", articles=2)
GOLD = sheet(CODES, [0, 2, 4, 6], "1011")
