"""Shares corrected where codes are hidden, against those known."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from framing.codes import POSTURES, posture
from framing.estimators import FramingCoder, to_matrix, with_vectors
from framing.evaluate import by_coder
from framing.features import shipped_space
from framing.gold import units_of
from framing.masking import METHODS, N_DRAWS, mask
from framing.model import shipped_model
from framing.news import News
from framing.results.study import Results
from framing.scheme import shipped_scheme
from framing.vectors import read_vectors

KEPT_OF_SOURCE = 60  # development sentences of each source whose codes are kept: as many as the guide draws in all

MASKING_SAID = {
    "naive": ("bias",), "hand": ("rmse", "width", "coverage"), "difference": ("bias", "rmse", "width", "coverage"),
    "back-calculation": ("bias", "coverage"), "em": ("bias",),
}  # fmt: skip


def masking(r: Results) -> None:
    """Posture shares found from a random part of the codes, drawn many times, beside the known ones: half of each text, and development sentences."""
    columns = r.units[["unit_id", "article_id"]]
    predicted = {"fast": r.predicted["posture"], "accurate": r.accurate["posture"]}
    methods = [m for m in METHODS if m != "difference, lambda 1"]  # of so few units lambda is 1 anyhow
    r.tables["masking"] = _masked(columns, r.reference["posture"], predicted, r.probabilities, "article_id", lambda n: n // 2, methods)
    codes = r.news.codes("development")
    truth = pd.Series([posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)])
    matrices = development_matrices(r.news)
    predicted = {c: FramingCoder.shipped(c).predict(X)["posture"] for c, X in matrices.items()}
    probabilities = {c: FramingCoder.shipped(c).predict_proba(X)["posture"] for c, X in matrices.items()}
    columns = codes[["unit_id", "article_id", "source"]].reset_index(drop=True)
    kept = partial(np.full_like, fill_value=KEPT_OF_SOURCE)
    r.tables["masking_development"] = _masked(columns, truth, predicted, probabilities, "source", kept, list(METHODS))
    _masking_numbers(r, "masking", r.tables["masking"].query("leads"))
    _masking_numbers(r, "masking_development", r.tables["masking_development"])
    coverage = 100 * r.tables["masking_development"].query("method == 'difference' and warned < 0.5")["coverage"]
    r.numbers.add("masking_development_unwarned_low", coverage.min(), "masking_development", unit="% of draws", digits=0)
    r.numbers.add("masking_development_unwarned_high", coverage.max(), "masking_development", unit="% of draws", digits=0)
    r.numbers.add("masking_draws", N_DRAWS, "masking", unit="draws", digits=0)
    r.numbers.add("masking_kept_of_source", KEPT_OF_SOURCE, "masking_development", unit="sentences", digits=0)


def _masked(columns, truth, predicted, probabilities, by: str, kept: Callable, methods: list[str]) -> pd.DataFrame:
    """One table of both coders; `leads` marks the value with the largest known share of each group."""
    codes = (truth.to_numpy()[:, None] == np.array(POSTURES, object)).astype(float)
    parts = {}
    for coder, p in probabilities.items():
        table = columns.assign(posture=predicted[coder].to_numpy(), **{f"p_{v}": p[v].to_numpy() for v in POSTURES})
        units = units_of(table, "posture", scheme=shipped_scheme(), by=by, weight="unit", machine=None)
        n = kept(np.bincount(units.group))
        parts[coder] = mask(units, codes, n, methods=methods, trained=shipped_model(coder).about["posture_shares"])
    found = by_coder(parts, lambda table: table)
    first = found[found["method"] == "hand"].sort_values("share", ascending=False, kind="stable").drop_duplicates(["coder", "group"])
    lead = first.set_index("group")["value"].to_dict()
    return found.assign(leads=[lead[g] == v for g, v in zip(found["group"], found["value"], strict=True)])


def development_matrices(news: News) -> dict:
    """Features of the development sentences, as each coder takes them."""
    own = (news.units["split"] == "development").to_numpy()
    counted = to_matrix(news.counts("development"), shipped_space().index)
    return {"fast": counted, "accurate": with_vectors(counted, read_vectors("news", news.folder.parent)[own])}


def _masking_numbers(r: Results, name: str, rows: pd.DataFrame) -> None:
    """Lowest and highest of what prose says of each method over some rows, in percentage points or percent; and what the kept codes are worth."""
    for (coder, method), own in rows.groupby(["coder", "method"], sort=False):
        for column in MASKING_SAID.get(method, ()):
            unit, digits = ("% of draws", 0) if column == "coverage" else ("percentage points", 1 if column == "bias" else 0)
            key, numbers = f"{name}_{coder}_{method.replace('-', '_')}_{column}", 100 * own[column].abs()
            r.numbers.add(f"{key}_low", numbers.min(), name, unit=unit, digits=digits)
            r.numbers.add(f"{key}_high", numbers.max(), name, unit=unit, digits=digits)
    corrected = rows[(rows["method"] == "difference") & rows["leads"]]
    for coder, own in corrected.groupby("coder", sort=False):
        r.numbers.add(f"{name}_{coder}_n_effective", own["n_effective"].sum(), name, unit="codes without a machine", digits=0)
    r.numbers.add(f"{name}_n_kept", own["n_kept"].sum(), name, unit="units", digits=0)
