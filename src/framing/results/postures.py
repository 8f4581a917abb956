"""Postures of each text, the expectations, and other rules."""

from math import factorial
from typing import Any

import numpy as np
import pandas as pd

from framing.codes import POSTURES, posture, to_wide
from framing.estimate import leading, profile
from framing.results.names import EXPECTED, REFERENCE
from framing.results.study import Results
from framing.specifications import MAIN


def profiles(r: Results) -> None:
    """Posture shares of each text: as coded, focal objects only, and as the machine codes them."""
    readings = r.study.codings[r.study.codings["coder"].isin(r.readings)]
    coded = profile(r.codes(REFERENCE), r.study.units, "posture", values=POSTURES, redraw=readings)
    focal = profile(r.codes(REFERENCE), r.study.units, "posture_focal", values=POSTURES, redraw=readings)
    by_machine, accurate = (
        profile(
            pd.DataFrame({"unit_id": r.units["unit_id"], "variable": "posture", "value": codes["posture"]}),
            r.study.units,
            "posture",
            values=POSTURES,
        )
        for codes in (r.predicted, r.accurate)
    )
    coders = ((coded, REFERENCE), (focal, REFERENCE), (by_machine, "machine"), (accurate, "accurate machine"))
    r.tables["profiles"] = pd.concat([shares.assign(coder=coder) for shares, coder in coders], ignore_index=True)
    lead = leading(coded)
    r.tables["leading"] = lead
    for row in coded.itertuples():
        r.numbers.add(f"share_{row.group}_{row.value}", 100 * row.share, "profiles", unit="%", digits=0)
    for row in lead.itertuples():
        r.numbers.add(f"lead_units_{row.group}", row.margin_units, "leading", unit="units", digits=0)
        r.numbers.add(f"tip_units_{row.group}", row.tipping_units, "leading", unit="units", digits=0)
    add_edges(r, coded, "postures", "profiles")
    _leads(r, coded)


def add_edges(r: Results, shares: pd.DataFrame, name: str, table: str) -> None:
    """How many shares have a range of the two readings, and how many of these lie at an end of it or outside."""
    ranged = shares[shares["high"] > shares["low"]]
    inside = (ranged["share"] > ranged["low"] + 1e-9) & (ranged["share"] < ranged["high"] - 1e-9)
    r.numbers.add(f"ranged_{name}", len(ranged), table, unit="shares", digits=0)
    r.numbers.add(f"edge_{name}", (~inside).sum(), table, unit="shares", digits=0)


def _leads(r: Results, coded: pd.DataFrame) -> None:
    """Per text: the posture that leads as coded, its share and lead, and the one that leads alone by each machine; in how many texts these are the same."""
    rows = []
    for row in r.tables["leading"].itertuples():
        own = coded[(coded["group"] == row.group) & (coded["value"] == row.value)].iloc[0]
        inside = (r.units["article_id"] == row.group).to_numpy()
        machines = {c: standing(codes[inside], row.value)["leads"] for c, codes in _postures(r).items() if c != REFERENCE}
        found: dict[str, Any] = {"article_id": row.group, "coded": row.value, "n_units": int(own["n_units"])}
        found |= {name: own[name] for name in ("share", "low", "high")}
        rows.append(found | {name: getattr(row, name) for name in ("margin_units", "tipping_units")} | machines)
    r.tables["leads"] = pd.DataFrame(rows)
    for coder, name in (("fast", "n_same_lead"), ("accurate", "n_same_lead_accurate")):
        same = r.tables["leads"]["coded"] == r.tables["leads"][coder]
        r.numbers.add(name, same.sum(), "leads", unit="texts", digits=0)


def _postures(r: Results) -> dict[str, pd.Series]:
    """Posture of every counted unit as adjudicated and by each machine."""
    return {REFERENCE: r.reference["posture"], "fast": r.predicted["posture"], "accurate": r.accurate["posture"]}


def expectations(r: Results) -> None:
    """The four expectations formed after reading: whether each holds as coded and by each machine, by how much, and what would overturn it."""
    coders = dict(zip(("coded", "machine", "accurate"), _postures(r).values(), strict=True))
    main = r.tables["specifications"].query(f"question == '{MAIN}'")
    rows = []
    for article, expected in EXPECTED.items():
        own = (r.units["article_id"] == article).to_numpy()
        row: dict[str, Any] = {"article_id": article, "expected": expected}
        for coder, codes in coders.items():
            found, start = standing(codes[own], expected), "" if coder == "coded" else f"{coder}_"
            row |= {coder: found["leads"], f"holds_{coder}": found["holds"]}
            row |= {f"{start}{name}": found[name] for name in ("margin_units", "tipping_units")}
            r.numbers.add(f"expectation_tip_{coder}_{article}", found["tipping_units"], "expectations", unit="units", digits=0)
        row["redraws_leading"] = redraws_keeping(r, article, expected)
        row["specifications_leading"] = (main.loc[main["article_id"] == article, "leads"] == expected).mean()
        r.numbers.add(f"redraws_{article}", 100 * row["redraws_leading"], "expectations", unit="% of redraws", digits=0)
        rows.append(row)
    table = pd.DataFrame(rows)
    r.tables["expectations"] = table
    r.numbers.add("n_expected", len(rows), "expectations", unit="expectations", digits=0)
    for coder in coders:
        r.numbers.add(f"n_hold_{coder}", table[f"holds_{coder}"].sum(), "expectations", unit="expectations", digits=0)
    r.numbers.add("n_matchings", factorial(len(rows)), "expectations", unit="ways to match postures to texts", digits=0)


def standing(codes: pd.Series, expected: str) -> dict[str, Any]:
    """Which posture leads alone, whether it is the expected one, that one's units less the most of another posture, and the fewest recoded units that
    would make the expectation fail, or hold where it does not."""
    n = codes.value_counts().reindex(list(POSTURES), fill_value=0).sort_values(ascending=False, kind="stable")
    others, own = n.drop(expected), int(n[expected])
    margin, tipping = own - int(others.max()), 0
    if margin > 0:
        tipping = -(-margin // 2)
    else:
        while own + tipping <= others.max():
            others[others.idxmax()] -= 1
            tipping += 1
    leads_alone = n.index[0] if n.iloc[0] > n.iloc[1] else "tie"
    return {"leads": leads_alone, "holds": margin > 0, "margin_units": margin, "tipping_units": tipping}


def redraws_keeping(r: Results, article: str, value: str, n_draws: int = 2000) -> float:
    """Share of redraws, each unit's code drawn from the two readings, in which the value leads alone."""
    own = r.units["unit_id"][r.units["article_id"] == article]
    read = np.array([to_wide(r.codes(c)).loc[own, "posture"].to_numpy() for c in r.readings])
    picked = np.random.default_rng(0).integers(0, len(read), size=(n_draws, len(own)))
    drawn = read[picked, np.arange(len(own))]
    n = np.stack([(drawn == p).sum(axis=1) for p in POSTURES], axis=1)
    at = POSTURES.index(value)
    return float((n[:, [at]] > np.delete(n, at, axis=1)).all(axis=1).mean())


def variants(r: Results) -> None:
    """Postures of each text, and which leads alone, under the codebook's rule and others that it had or could have had."""
    coded = r.reference
    none, holder = coded["appraisal"] == "none", coded["stance_holder"] == "voice"
    reported = coded["stance"].map({"against": "against", "favor": "for"})
    appraisals = {
        "explanation_first": coded["appraisal"].mask(coded["explains"] == "yes", "none"),
        "refusal_and_consent": coded["appraisal"].mask(none & holder & reported.notna(), reported),
    }
    rules = {
        "rule_2_1": coded["posture"],
        "explains_by_any_phrase": _by_rule(coded["appraisal"], coded["explains_any"]),
        **{rule: _by_rule(appraisal, coded["explains"]) for rule, appraisal in appraisals.items()},
        "focal_objects_only": coded["posture_focal"],
    }
    rows = []
    for rule, codes in rules.items():
        for article, own in codes.groupby(r.units["article_id"], sort=False):
            n = own.value_counts()
            rows.append((rule, article, standing(own, POSTURES[0])["leads"], *(int(n.get(p, 0)) for p in POSTURES)))
    table = pd.DataFrame(rows, columns=["rule", "article_id", "leads", *POSTURES])
    r.tables["variants"] = table
    r.numbers.add("n_rules", len(rules), "variants", unit="rules", digits=0)
    r.numbers.add("n_rules_other", len(rules) - 1, "variants", unit="rules", digits=0)
    unmoved = (table.groupby("article_id")["leads"].nunique() == 1).sum()
    r.numbers.add("n_leads_by_any_rule", unmoved, "variants", unit="texts", digits=0)


def _by_rule(appraisal: pd.Series, explains: pd.Series) -> pd.Series:
    return pd.Series([posture(a, e) for a, e in zip(appraisal, explains, strict=True)])
