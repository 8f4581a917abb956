"""Posture along each text."""

from typing import Any

import numpy as np
import pandas as pd

from framing.codes import POSTURES
from framing.results.postures import standing
from framing.results.study import Results

N_ORDERS = 10_000  # random orders of a text's units


def arc(r: Results) -> None:
    """Posture along each text, of headlines and headings against the body, and of its first half against its second."""
    table = r.units[["article_id", "unit_id", "position", "role", "n_words"]].assign(
        posture=r.reference["posture"],
        machine=r.predicted["posture"],
        accurate=r.accurate["posture"],
        voice=r.reference["voice"],
        attributed=r.reference["attributed"],
    )
    r.tables["arc"] = table
    part = np.where(table["role"].isin(["headline", "lede", "heading"]), "headline, lede or heading", "body")
    r.tables["headline_body"] = (
        table.assign(part=part).groupby(["article_id", "part", "posture"], sort=False).size().reset_index(name="n_units")
    )
    found = pd.DataFrame([_heads(own.assign(part=part[own.index])) for _, own in table.groupby("article_id", sort=False)])
    r.tables["heads"] = found
    headlines = table[table["role"] == "headline"]
    for row in headlines[headlines.duplicated("article_id")].drop_duplicates("article_id").itertuples():
        r.numbers.add(f"later_headline_{row.article_id}", row.position + 1, "arc", unit="place among the units", digits=0)
    r.numbers.add("n_headlined", (found["headline"] != "").sum(), "heads", unit="texts", digits=0)
    r.numbers.add("n_headline_as_body", (found["headline"] == found["body_leads"]).sum(), "heads", unit="texts", digits=0)
    halves = pd.DataFrame([_halves(own) for _, own in table.groupby("article_id", sort=False)])
    r.tables["halves"] = halves
    r.numbers.add("n_orders", N_ORDERS, "halves", unit="random orders", digits=0)
    r.numbers.add("n_halves_apart", (halves["orders_as_far"] < 0.05).sum(), "halves", unit="texts", digits=0)
    r.numbers.add("n_halves_same_lead", (halves["first_leads"] == halves["second_leads"]).sum(), "halves", unit="texts", digits=0)
    for row in halves.itertuples():
        r.numbers.add(f"half_distance_{row.article_id}", row.distance, "halves", unit="total variation")
        r.numbers.add(f"half_orders_{row.article_id}", 100 * row.orders_as_far, "halves", unit="% of random orders", digits=1)
        for half in ("first", "second"):
            r.numbers.add(f"half_{half}_{row.article_id}", getattr(row, f"{half}_{row.moved}"), "halves", unit="units", digits=0)
    r.numbers.add("n_units_longest", table.groupby("article_id").size().max(), "arc", unit="units", digits=0)


def _heads(own: pd.DataFrame) -> dict[str, str]:
    """Postures of one text's headline, lede and headings, and the one that leads its body. A headline further down, of a second part, counts as a heading."""
    below = (own["role"] == "heading") | ((own["role"] == "headline") & (own["position"] > own["position"].min()))
    first = {role: own.loc[(own["role"] == role) & ~below, "posture"] for role in ("headline", "lede")}
    said = {role: ", ".join(codes) for role, codes in first.items()} | {"headings": ", ".join(own.loc[below, "posture"])}
    body = own.loc[own["part"] == "body", "posture"]
    return {"article_id": own["article_id"].iloc[0], **said, "body_leads": standing(body, POSTURES[0])["leads"]}


def _halves(own: pd.DataFrame) -> dict[str, Any]:
    """Postures of one text's first and second half, their total variation distance, and the share of random orders of its units whose halves are as far apart."""
    codes = np.array([POSTURES.index(p) for p in own.sort_values("position")["posture"]])
    orders = np.random.default_rng(0).permuted(np.tile(codes, (N_ORDERS, 1)), axis=1)
    distance, at_random = _apart(codes[None])[0], _apart(orders)
    first, second = (pd.Series(np.array(POSTURES)[half]) for half in (codes[: len(codes) // 2], codes[len(codes) // 2 :]))
    counts = {f"{name}_{p}": int((half == p).sum()) for name, half in (("first", first), ("second", second)) for p in POSTURES}
    lead = {f"{name}_leads": standing(half, POSTURES[0])["leads"] for name, half in (("first", first), ("second", second))}
    moved = max(POSTURES, key=lambda p: abs((first == p).mean() - (second == p).mean()))
    as_far = float((at_random >= distance - 1e-9).mean())
    said = {"distance": distance, "orders_as_far": as_far, "moved": moved}
    return {"article_id": own["article_id"].iloc[0], "n_units": len(codes), **lead, **said, **counts}


def _apart(codes: np.ndarray) -> np.ndarray:
    """(orders,) total variation distance between the posture shares of first and second half. codes: (orders, units) numbers of postures."""
    is_posture = codes[:, :, None] == np.arange(len(POSTURES))
    half = codes.shape[1] // 2
    return np.abs(is_posture[:, :half].mean(axis=1) - is_posture[:, half:].mean(axis=1)).sum(axis=1) / 2
