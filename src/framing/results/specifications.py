"""Every combination of declared choices."""

import numpy as np
import pandas as pd

from framing import baselines
from framing.codes import POSTURES, to_wide
from framing.features import shipped_space
from framing.results.machine import refitted
from framing.results.names import EXPECTED, REFERENCE
from framing.results.study import Results
from framing.specifications import MAIN, by_option, curve, leads, read_choices, summary

OTHER_QUESTIONS = {
    "focal": "objects: focal only",
    "unattributed": "quotations: unattributed only",
    "both": "objects: focal only; quotations: unattributed only",
}


def specifications(r: Results) -> None:
    """Posture of each text under every combination of choices, by every coder; what survives, as counts of specifications."""
    c = curve(_coders(r), read_choices(), "posture", POSTURES)
    alone, options, n = leads(c), [x.name for x in c.choices], c.n_units @ c.members
    rows = [
        (i + 1, *c.specifications.loc[i, ["question", *options]], group, next((v for v, own in zip(POSTURES, alone[i, g], strict=True) if own), "tie"), int(n[i, g]), *c.shares[i, g])
        for i in range(len(c.specifications))
        for g, group in enumerate(c.groups)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["specification", "question", *options, "article_id", "leads", "n_units", *POSTURES])
    r.tables["specifications"] = table
    r.tables["specifications_summary"] = summary(c).rename(columns={"group": "article_id"})
    r.tables["specifications_by_option"] = by_option(c).rename(columns={"group": "article_id"})
    r.tables["specifications_choices"] = pd.DataFrame(
        [(x.name, x.question, x.kind, x.reason, "; ".join(o.name for o in x.options)) for x in c.choices],
        columns=["choice", "question", "type", "reason", "options"],
    )
    r.tables["specifications_left_out"] = pd.DataFrame({"left_out": list(c.told)})
    _count_specifications(r, table)
    _count_by_rule(r, table[table["question"] == MAIN])


def _coders(r: Results) -> dict[str, pd.DataFrame]:
    """Every coder's units with their text as group: the adjudicated codes first, readings, people, the machines, lexicon and classifier alone."""
    units = r.units.astype(object).assign(group=r.units["article_id"])
    counts = [c for c, kept in zip(r.study.counts(), r.kept, strict=True) if kept]
    hand = {
        coder: to_wide(r.codes(coder)).reindex(units["unit_id"]).reset_index(drop=True) for coder in (REFERENCE, *r.readings, *r.people)
    }
    coded = hand | {
        **{
            name: predicted.join(r.probabilities[name].add_prefix("p_"))
            for name, predicted in (("fast", r.predicted), ("accurate", r.accurate))
        },
        "lexicon alone": pd.DataFrame({"posture": baselines.lexicon_postures(counts, shipped_space().lexicon)}),
        "classifier alone": refitted(r, families=("lemma", "cue", "shape"), C_lexicon=0).reset_index(drop=True),
    }
    return {name: units.join(codes.fillna("") if name in hand else codes) for name, codes in coded.items()}


def _count_specifications(r: Results, table: pd.DataFrame) -> None:
    """Numbers of the main question: specifications, those that keep each text's leading posture and each expectation, and all expectations at once."""
    own = table[table["question"] == MAIN]
    n = own["specification"].nunique()
    for name, question in OTHER_QUESTIONS.items():
        own_n = table.loc[table["question"] == question, "specification"].nunique()
        r.numbers.add(f"spec_n_{name}", own_n, "specifications", unit="specifications", digits=0)
    kept = r.tables["specifications_summary"].query(f"question == '{MAIN}'").set_index("article_id")
    r.numbers.add("spec_n", n, "specifications", unit="specifications", digits=0)
    r.numbers.add("spec_n_other", table["specification"].nunique() - n, "specifications", unit="specifications", digits=0)
    r.numbers.add("spec_n_all", table["specification"].nunique(), "specifications", unit="specifications", digits=0)
    for row in kept.itertuples():
        r.numbers.add(f"spec_lead_{row.Index}", row.n_leads, "specifications_summary", unit="specifications", digits=0)
        r.numbers.add(f"spec_low_{row.Index}", 100 * row.low, "specifications_summary", unit="%", digits=0)
        r.numbers.add(f"spec_high_{row.Index}", 100 * row.high, "specifications_summary", unit="%", digits=0)
    met = own[own["leads"] == own["article_id"].map(EXPECTED)]
    for article in EXPECTED:
        r.numbers.add(f"spec_keep_{article}", (met["article_id"] == article).sum(), "specifications", unit="specifications", digits=0)
    r.numbers.add(
        "spec_keep_all", (met.groupby("specification").size() == len(EXPECTED)).sum(), "specifications", unit="specifications", digits=0
    )


def _count_by_rule(r: Results, own: pd.DataFrame) -> None:
    """In how many specifications of readers, and of machines, each text's leading posture leads, by the rule that gives posture."""
    lead = r.tables["specifications_summary"].query(f"question == '{MAIN}'").set_index("article_id")["value"]
    by = np.where(own["coder"].isin([REFERENCE, *r.readings, *r.people]), "readers", "machines")
    counted = own.assign(by=by, value=own["article_id"].map(lead)).assign(n_leads=lambda t: t["leads"] == t["value"])
    rows = counted.groupby(["article_id", "value", "by", "rule"], sort=False)["n_leads"].agg(n_specifications="size", n_leads="sum")
    table = r.tables["specifications_by_rule"] = rows.reset_index()
    for (article, by), part in table.groupby(["article_id", "by"], sort=False)[["n_leads", "n_specifications"]].sum().iterrows():
        r.numbers.add(f"spec_{by}_{article}", part["n_leads"], "specifications_by_rule", unit="specifications", digits=0)
    for by, n in counted.groupby("by", sort=False)["specification"].nunique().items():
        r.numbers.add(f"spec_n_{by}", n, "specifications", unit="specifications", digits=0)
    for row in least_kept(table).itertuples():
        for name in ("n_leads", "n_specifications"):
            r.numbers.add(
                f"spec_rule_{name}_{row.article_id}", getattr(row, name), "specifications_by_rule", unit="specifications", digits=0
            )


def least_kept(by_rule: pd.DataFrame) -> pd.DataFrame:
    """The rule under which each text's lead is kept least often where readers code; texts that keep it under every rule are left out."""
    own = by_rule[by_rule["by"] == "readers"].assign(kept=lambda t: t["n_leads"] / t["n_specifications"])
    return own[own["kept"] < 1].sort_values("kept", kind="stable").drop_duplicates("article_id").sort_index()
