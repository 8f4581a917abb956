"""Stability of the readings, agreement of people, and what adjudication moved."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.codes import POSTURES, frames, to_wide, values, variables
from framing.reliability import ASSESSABLE, FIRM, TENTATIVE, Agreement, agreement_by_value, agreement_table
from framing.results.names import REFERENCE
from framing.results.postures import redraws_keeping, standing
from framing.results.study import Results

BY_VALUE = ["value", "n_positives", "alpha", "low", "high", "assessable"]


def coder_agreement(r: Results) -> None:
    """Stability of the readings, agreement of people if there are any, and what adjudication moved."""
    coded = ["posture", *variables()]
    for name, coders in (("stability", r.readings), ("people", r.people)):
        tables = agreement_among(r.study.codings, coders, coded)
        r.tables[f"agreement_{name}"], r.tables[f"agreement_{name}_by_value"] = tables
        _agreement_numbers(r, name)
    r.numbers.add("alpha_firm", FIRM, "Krippendorff, Content Analysis", unit="alpha", digits=1)
    r.numbers.add("alpha_tentative", TENTATIVE, "Krippendorff, Content Analysis", unit="alpha", digits=3)
    r.numbers.add("least_positives", ASSESSABLE, "data/codebook.md", unit="units", digits=0)
    moved = []
    for reading in r.readings:
        a, b = to_wide(r.codes(reading)), to_wide(r.codes(REFERENCE))
        moved += [(reading, v, int((a[v] != b.loc[a.index, v]).sum()), len(a)) for v in coded]
    r.tables["adjudication"] = pd.DataFrame(moved, columns=["reading", "variable", "n_moved", "n_units"])
    of_posture = r.tables["adjudication"].query("variable == 'posture'").set_index("reading")["n_moved"]
    r.numbers.add("n_adjudicated", r.tables["adjudication"]["n_moved"].sum(), "adjudication", unit="codes", digits=0)
    r.numbers.add("n_adjudicated_posture", of_posture.sum(), "adjudication", unit="codes", digits=0)
    for reading, n in of_posture.items():
        r.numbers.add(f"n_adjudicated_posture_{reading}", n, "adjudication", unit="codes", digits=0)
    _readings(r)


def agreement_among(codings: pd.DataFrame, coders: Sequence[str], coded: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Agreement of these coders per variable, and of each value against the rest; both empty where no unit has codes of two of them."""
    own = codings[codings["coder"].isin(coders)]
    own = own[own.groupby(["unit_id", "variable"])["coder"].transform("nunique") > 1]
    if own.empty:
        return pd.DataFrame(columns=list(Agreement._fields)), pd.DataFrame(columns=["variable", *BY_VALUE])
    told = {"posture": POSTURES, "explains": ("yes",), "voice_basis": ("inherited",), **{f"frame:{f}": ("1",) for f in frames()}}
    told = {v: told.get(v, values().get(v, ())) for v in ("posture", "appraisal", "explains", "stance", "voice", "voice_basis", *told)}
    parts = [_by_value(own, v, shown) for v, shown in told.items() if v in set(own["variable"])]
    return agreement_table(own, [v for v in coded if v in set(own["variable"])]), pd.concat(parts, ignore_index=True)


def _by_value(codes: pd.DataFrame, variable: str, shown: Sequence[str]) -> pd.DataFrame:
    """Alpha of these values of a variable, those that nobody gave among them."""
    found = agreement_by_value(codes, variable).set_index("value").reindex(list(shown))
    found["n_positives"], found["assessable"] = found["n_positives"].fillna(0), found["assessable"].eq(True)
    found = found.reset_index(names="value").assign(variable=variable)
    return found.assign(value=variable.removeprefix("frame:") if variable.startswith("frame:") else found["value"])[["variable", *BY_VALUE]]


def _agreement_numbers(r: Results, name: str) -> None:
    """Named numbers of one of the two tables of agreement; none where it is empty."""
    source = f"agreement_{name}"
    alpha = r.tables[source].query("measure == 'alpha'").set_index("variable")
    if alpha.empty:
        return
    low, high = alpha["low_block"].fillna(alpha["low"]), alpha["high_block"].fillna(alpha["high"])
    for variable in [v for v in ("posture", "appraisal", "explains", "stance", "voice") if v in alpha.index]:
        r.numbers.add(f"{name}_{variable}", alpha.loc[variable, "value"], source, unit="alpha")
        r.numbers.add(f"{name}_{variable}_low", low[variable], source, unit="alpha")
        r.numbers.add(f"{name}_{variable}_high", high[variable], source, unit="alpha")
        for end in ("low", "high"):
            r.numbers.add(f"{name}_{variable}_{end}_over_units", alpha.loc[variable, end], source, unit="alpha")
    by_value = r.tables[f"{source}_by_value"]
    rare, assessed = ~by_value["assessable"] & (by_value["n_positives"] > 0), by_value[by_value["assessable"]]
    counted = {
        "n_units": (alpha["n_units"].max(), "units"),
        "n_variables": (len(alpha), "variables"),
        "n_firm": ((alpha["value"] >= FIRM).sum(), "variables"),
        "n_firm_throughout": ((alpha[["value", "low", "low_block"]].min(axis=1) >= FIRM).sum(), "variables"),
        "n_values": (len(by_value), "values"),
        "n_assessed": (len(assessed), "values"),
        "n_rare": (rare.sum(), "values"),
        "n_unused": ((by_value["n_positives"] == 0).sum(), "values"),
    }
    for number, (n, unit) in counted.items():
        r.numbers.add(f"{name}_{number}", n, source, unit=unit, digits=0)
    raw = r.tables[source].query("measure == 'raw' and variable == 'posture'")["value"]
    r.numbers.add(f"{name}_posture_raw", 100 * raw.iloc[0], source, unit="% of units", digits=0)
    for column, number in {"alpha": "weakest", "low": "weakest_low", "high": "weakest_high"}.items() if len(assessed) else ():
        r.numbers.add(f"{name}_{number}", assessed.nsmallest(1, "alpha")[column].iloc[0], f"{source}_by_value", unit="alpha")


def _readings(r: Results) -> None:
    """Posture of each text by each reading beside the adjudicated; where they differ, how many units, and whether any choice between them ends the lead."""
    read = {c: to_wide(r.codes(c)).loc[r.units["unit_id"], "posture"].to_numpy() for c in (*r.readings, REFERENCE)}
    shares, disputed = [], []
    for article in r.units["article_id"].unique():
        own = (r.units["article_id"] == article).to_numpy()
        coded = {c: pd.Series(codes[own]) for c, codes in read.items()}
        lead = coded[REFERENCE].value_counts().index[0]
        stands = {c: standing(codes, lead) for c, codes in coded.items()}
        for c, codes in coded.items():
            n = codes.value_counts().reindex(list(POSTURES), fill_value=0)
            shares.append((article, c, int(own.sum()), *n, stands[c]["leads"], stands[c]["margin_units"]))
        readings = np.array([coded[c] for c in r.readings])
        differ = int((readings != readings[0]).any(axis=0).sum())
        tips = stands[REFERENCE]["tipping_units"]
        disputed.append((article, lead, int(own.sum()), differ, tips, least_margin(readings, lead), redraws_keeping(r, article, lead)))
    r.tables["readings"] = pd.DataFrame(shares, columns=["article_id", "coder", "n_units", *POSTURES, "leads", "margin_units"])
    names = ["article_id", "leads", "n_units", "n_disputed", "tipping_units", "least_margin", "redraws_leading"]
    r.tables["disputed"] = pd.DataFrame(disputed, columns=names)
    for row in r.tables["disputed"].itertuples():
        for name in ("n_disputed", "least_margin"):
            r.numbers.add(f"{name}_{row.article_id}", getattr(row, name), "disputed", unit="units", digits=0)
    r.numbers.add("n_disputed", r.tables["disputed"]["n_disputed"].sum(), "disputed", unit="units", digits=0)
    r.numbers.add("n_leads_unmoved", (r.tables["disputed"]["least_margin"] > 0).sum(), "disputed", unit="texts", digits=0)
    table = r.tables["readings"].set_index(["article_id", "coder"])
    moved = table[list(POSTURES)].div(table["n_units"], axis=0)
    most = max((moved.xs(c, level="coder") - moved.xs(REFERENCE, level="coder")).abs().to_numpy().max() for c in r.readings)
    r.numbers.add("share_moved_most", 100 * most, "readings", unit="percentage points", digits=1)


def least_margin(readings: np.ndarray, value: str) -> int:
    """Units of the value less those of another, at the least, over every choice of one reading for each unit. readings: (coders, units) values."""
    others = [v for v in POSTURES if v != value]
    return min(int(((readings == value).astype(int) - (readings == v)).min(axis=0).sum()) for v in others)
