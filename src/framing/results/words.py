"""Frames, words and lexicon terms of each text."""

import numpy as np
import pandas as pd

from framing.audit import LEAST, MANY, audit_entries, carried, concentration, model_coder
from framing.codes import frames, values
from framing.estimate import profile
from framing.features import shipped_space
from framing.keyness import keyness
from framing.model import shipped_model
from framing.morphology import FUNCTION_WORDS, lemma
from framing.results.names import REFERENCE
from framing.results.postures import add_edges
from framing.results.study import Results


def frame_profiles(r: Results) -> None:
    """Shares of units in which each frame is present, stance and object by text."""
    readings = r.study.codings[r.study.codings["coder"].isin(r.readings)]
    found = [
        profile(r.codes(REFERENCE), r.study.units, f"frame:{f}", values=("0", "1"), redraw=readings)
        .query("value == '1'")
        .assign(value=f, variable="frame")
        for f in frames()
    ]
    r.tables["frame_profiles"] = pd.concat(found, ignore_index=True)
    add_edges(r, r.tables["frame_profiles"], "frames", "frame_profiles")
    r.tables["stance_profiles"] = profile(r.codes(REFERENCE), r.study.units, "stance", values=values()["stance"], redraw=readings)
    for row in r.tables["stance_profiles"].itertuples():
        r.numbers.add(f"stance_{row.group}_{row.value}", 100 * row.share, "stance_profiles", unit="%", digits=0)
    top = r.tables["frame_profiles"].sort_values(["group", "share", "value"], ascending=[True, False, True]).groupby("group").head(1)
    for row in top.itertuples():
        r.numbers.add(f"top_frame_share_{row.group}", 100 * row.share, "frame_profiles", unit="%", digits=0)


def words_apart(r: Results) -> None:
    """Keyness of lemmas, function words and single letters left out, ranked only."""
    function_words = FUNCTION_WORDS | {lemma(w) for w in FUNCTION_WORDS}
    own = r.study.lemmas[
        ~r.study.lemmas["lemma"].isin(function_words) & (r.study.lemmas["lemma"].str.len() > 2) & ~r.study.lemmas["lemma"].str.isnumeric()
    ]
    names = np.array(shipped_space().names)
    total = np.asarray(r.training_X.sum(axis=0)).ravel()
    background = pd.Series({n[6:]: total[i] for i, n in enumerate(names) if n.startswith("lemma:") and n != "lemma:other"})
    r.tables["keyness"] = keyness(own, background)


def terms(r: Results) -> None:
    """Lexicon entries that carry each text's postures as the fast coder has them; and the entries above and below chance where nothing was pruned."""
    lexicon = shipped_space().lexicon
    own = carried(r.study.counts(), r.study.units, lexicon, model_coder(shipped_model()), by="article_id")
    own["only_here"] = ("lex:" + own["entry"]).isin(r.study_entries)
    only_here = own["carries"].where(own["only_here"], 0).groupby([own["group"], own["value"]], sort=False).sum()
    lead = r.tables["leading"].set_index("group")["value"]
    found = concentration(own).assign(only_here=only_here.to_numpy(), leads_as_coded=lambda t: t["value"] == t["group"].map(lead))
    r.tables["terms"] = found
    r.tables["term_entries"] = own.groupby(["group", "value"], sort=False).head(MANY)
    for row in found[found["leads_as_coded"]].itertuples():
        r.numbers.add(f"terms_n_{row.group}", row.n_entries, "terms", unit="entries", digits=0)
        r.numbers.add(f"terms_effective_{row.group}", row.effective, "terms", unit="entries of equal part", digits=1)
        for name, part in (("first", row.carries), ("only_here", row.only_here), ("share", row.share), ("without", row.share_without)):
            r.numbers.add(f"terms_{name}_{row.group}", 100 * part, "terms", unit="%", digits=0)
    audit = audit_entries(r.news.counts("development"), r.news.codes("development"), lexicon)
    r.tables["development_entries"] = audit[audit["q"].notna()].sort_values("q", kind="stable").reset_index(drop=True)
    r.numbers.add("least_tested", LEAST, "development_entries", unit="sentences", digits=0)
    r.numbers.add("n_entries_tested", audit["q"].notna().sum(), "development_entries", unit="entries", digits=0)
    for side in ("above", "below"):
        for name, column in (("alone", "verdict"), ("corrected", "verdict_corrected")):
            n = (audit[column] == f"{side} chance").sum()
            r.numbers.add(f"n_entries_{side}_{name}", n, "development_entries", unit="entries", digits=0)
