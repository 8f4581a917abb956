"""Every unit with all its codes."""

import pandas as pd

from framing.evidence import has_term, terms_found, unit_evidence
from framing.features import shipped_space
from framing.results.names import REFERENCE
from framing.results.study import Results


def evidence(r: Results) -> None:
    """Every counted unit with its codes, where the readings differ, what the machines say, and the lexicon terms found in it."""
    machines = {"fast": (r.predicted["posture"], r.probabilities["fast"]), "accurate": (r.accurate["posture"], r.probabilities["accurate"])}
    readings = {c: r.study.wide[c] for c in r.readings}
    found = terms_found(r.study.features, shipped_space().lexicon)
    table = unit_evidence(r.units, r.study.wide[REFERENCE], readings, machines, found)
    r.tables["evidence"] = table
    first = r.tables["leading"].iloc[0]
    missed = pd.DataFrame({c: table[c] != table["posture"] for c in machines})
    neutral, met = table["appraisal"] == "none", has_term(table, "appraisal")
    terms = [t for cell in table["terms"] for t in cell.split("; ") if t]
    for name, n, unit in (
        ("example", ((table["article_id"] == first["group"]) & (table["posture"] == first["value"])).sum(), "units"),
        ("readings_differ", (table["differences"] != "").sum(), "units"),
        ("fast_differs", missed["fast"].sum(), "units"),
        ("accurate_differs", missed["accurate"].sum(), "units"),
        ("both_differ", missed.all(axis=1).sum(), "units"),
        ("terms", len(terms), "terms in units"),
        ("entries", len({t.split("|")[0] for t in terms}), "entries"),
        ("appraising_with_term", (~neutral & met).sum(), "units"),
        ("neutral", neutral.sum(), "units"),
        ("neutral_with_term", (neutral & met).sum(), "units"),
    ):
        r.numbers.add(f"evidence_{name}", n, "evidence", unit=unit, digits=0)
