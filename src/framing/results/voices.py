"""Posture by voice, and what would overturn the answers in brief."""

import numpy as np
import pandas as pd

from framing.codes import POSTURES, to_wide
from framing.estimate import leading, profile
from framing.results.machine import machine_by_reading
from framing.results.names import REFERENCE
from framing.results.study import Results


def voices(r: Results) -> None:
    """Posture by voice: attributed in print or not, and on what basis."""
    table = r.reference.assign(article_id=r.units["article_id"])
    by_voice = table.groupby(["attributed", "posture"]).size().unstack(fill_value=0).reindex(columns=list(POSTURES), fill_value=0)
    r.tables["posture_by_attribution"] = by_voice.reset_index()
    counted = table.groupby(["article_id", "attributed", "posture"], sort=False).size().reset_index(name="n_units")
    r.tables["posture_by_text_and_attribution"] = counted
    basis = table.groupby(["article_id", "voice", "voice_basis"], sort=False).size().reset_index(name="n_units")
    r.tables["voice_by_text"] = basis
    for article, own in table.groupby("article_id", sort=False):
        r.numbers.add(f"attributed_{article}", 100 * (own["attributed"] == "yes").mean(), "voice_by_text", unit="%", digits=0)
    _stated(r, table)
    appraised = table[table["posture"].isin(["skeptical", "favorable"])]
    r.numbers.add("attributed_appraisal", 100 * (appraised["attributed"] == "yes").mean(), "posture_by_attribution", unit="%", digits=0)
    r.numbers.add("n_appraisal", len(appraised), "posture_by_attribution", unit="units", digits=0)


def _stated(r: Results, table: pd.DataFrame) -> None:
    """Units by text, posture and whether a source is named in them, carried over from the passage, or not named; and the same of appraising units."""
    stated = table["voice_basis"].map({"explicit": "named", "inherited": "carried"}).where(table["attributed"] == "yes", "none")
    table = table.assign(source=stated)
    r.tables["posture_by_source"] = table.groupby(["article_id", "source", "posture"], sort=False).size().reset_index(name="n_units")
    appraised = table[table["posture"].isin(["skeptical", "favorable"])]
    sources = ["none", "named", "carried"]
    by_text = pd.crosstab(appraised["article_id"], appraised["source"]).reindex(index=table["article_id"].unique(), columns=sources)
    found = by_text.fillna(0).astype(int).rename_axis(columns=None)
    found.insert(0, "n_appraisal", found.sum(axis=1))
    r.tables["appraisal_by_source"] = found.reset_index()
    for row in r.tables["appraisal_by_source"].itertuples():
        r.numbers.add(f"n_appraisal_{row.article_id}", row.n_appraisal, "appraisal_by_source", unit="units", digits=0)
        r.numbers.add(f"n_named_{row.article_id}", row.named, "appraisal_by_source", unit="units", digits=0)
        r.numbers.add(f"n_borrowed_{row.article_id}", row.named + row.carried, "appraisal_by_source", unit="units", digits=0)
    r.numbers.add("n_attributed", (table["source"] != "none").sum(), "posture_by_source", unit="units", digits=0)
    r.numbers.add("n_carried", (table["source"] == "carried").sum(), "posture_by_source", unit="units", digits=0)
    named = 100 * (appraised["source"] == "named").mean()
    r.numbers.add("attributed_appraisal_named", named, "appraisal_by_source", unit="%", digits=0)
    r.numbers.add("n_borrowed_appraisal", (appraised["source"] != "none").sum(), "appraisal_by_source", unit="units", digits=0)


def overturning(r: Results) -> None:
    """What the intervals of the answers in brief are, and how many recoded units would overturn each."""
    readings = r.study.codings[r.study.codings["coder"].isin(r.readings)]
    own = profile(r.codes(REFERENCE), r.study.units, "attributed", values=("yes", "no"), redraw=readings)
    r.tables["attributed_profiles"] = own
    coded = r.tables["profiles"].query(f"coder == '{REFERENCE}' and variable == 'posture'")
    answers = {
        "lead": coded,
        "stance": r.tables["stance_profiles"],
        "frame": r.tables["frame_profiles"].assign(variable="frame"),
        "attributed": own,
    }
    interval = ["group", "value", "low", "high", "n_units"]
    tips = pd.concat([leading(t).merge(t[interval], on=interval[:2]).assign(answer=name) for name, t in answers.items()], ignore_index=True)
    r.tables["overturning"] = tips[["answer", *tips.columns.drop("answer")]]
    for row in tips.itertuples():
        for end in ("low", "high"):
            r.numbers.add(f"{row.answer}_{end}_{row.group}", 100 * getattr(row, end), "overturning", unit="%", digits=0)
        r.numbers.add(f"{row.answer}_tip_{row.group}", row.tipping_units, "overturning", unit="units", digits=0)
    redrawn = _attributed_appraisal(r)
    for end in ("low", "high"):
        for row in own[own["value"] == "yes"].itertuples():
            r.numbers.add(f"attributed_yes_{end}_{row.group}", 100 * getattr(row, end), "attributed_profiles", unit="%", digits=0)
        r.numbers.add(f"attributed_appraisal_{end}", 100 * redrawn[end], "data/codings", unit="%", digits=0)
    r.numbers.add("attributed_appraisal_tip", redrawn["tip"], "posture_by_attribution", unit="units", digits=0)
    machine_by_reading(r)


def _attributed_appraisal(r: Results, n_draws: int = 2000) -> dict[str, float]:
    """Share of appraising units that are attributed, each unit's codes drawn from one of the readings; and units from it to a half as adjudicated."""
    coded = [to_wide(r.codes(c)).loc[r.units["unit_id"]] for c in r.readings]
    appraises = np.array([t["posture"].isin(["skeptical", "favorable"]) for t in coded])
    both = appraises & np.array([t["attributed"] == "yes" for t in coded])
    picked = np.random.default_rng(0).integers(0, len(coded), size=(n_draws, len(r.units)))
    at = np.arange(len(r.units))
    low, high = np.percentile(both[picked, at].sum(axis=1) / appraises[picked, at].sum(axis=1), [2.5, 97.5])
    counts = r.tables["posture_by_attribution"].set_index("attributed")[["skeptical", "favorable"]].sum(axis=1)
    return {"low": low, "high": high, "tip": -(-abs(counts["yes"] - counts["no"]) // 2)}
