"""The study's tables in, every result table and number of the report out: `python -m framing.results` writes `report/results/`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import baselines
from framing.audit import LEAST, MANY, audit_entries, carried, concentration, model_coder
from framing.codes import POSTURES, frames, posture, to_long, to_wide, values, variables
from framing.errors import FramingError, reported
from framing.estimate import leading, profile
from framing.estimators import FramingCoder, to_matrix, with_vectors
from framing.evaluate import by_coder, evaluate, heads_alone, study_set
from framing.evaluation import calibration, compare, confusion, macro_f1, per_class, variable_scores
from framing.features import shipped_space
from framing.gold import units_of
from framing.keyness import keyness
from framing.masking import METHODS, N_DRAWS, mask
from framing.model import shipped_model
from framing.morphology import FUNCTION_WORDS, lemma
from framing.news import News, read_measured
from framing.reliability import agreement_by_value, agreement_table
from framing.scheme import shipped_scheme
from framing.shift import share_errors
from framing.simulation import BAND, ENOUGH_ARTICLES, ENOUGH_POSITIVES, due, read_simulated
from framing.specifications import MAIN, by_option, curve, leads, read_choices, summary
from framing.study import Study, read_features
from framing.tables import read_csv, write_csv, write_json
from framing.training import training_set
from framing.vectors import read_vectors

REFERENCE = "adjudicated"
EXPECTED = {"levant": "skeptical", "aljazeera": "analytical", "alarab": "favorable", "hashtag": "procedural"}
SHORT = {
    "levant": "Levant", "aljazeera": "Al Jazeera op-ed", "aggregator": "second article", "unnamed": "unnamed outlet",
    "alarab": "Al-Arab style", "hashtag": "Hashtag",
}  # fmt: skip
KEPT_OF_SOURCE = 60  # development sentences of each source whose codes are kept: as many as the guide draws in all
MASKING_SAID = {
    "naive": ("bias",), "hand": ("rmse", "width", "coverage"), "difference": ("bias", "rmse", "width", "coverage"),
    "back-calculation": ("bias", "coverage"), "em": ("bias",),
}  # fmt: skip
NEAREST = 0.35  # total variation distance above which no text counts as near


class Numbers:
    """Named numbers of the report: value, how it is printed, unit, and the table it comes from."""

    def __init__(self):
        self.named: dict[str, dict] = {}

    def add(self, name: str, value: float, source: str, *, unit: str = "", digits: int = 2) -> None:
        if name in self.named:
            raise FramingError(f"number {name!r} is given twice")
        text = f"{value:,.0f}" if digits == 0 else f"{value:.{digits}f}"
        self.named[name] = {"value": round(float(value), 6), "text": text, "unit": unit, "source": source}


class Results:
    """Everything the notebooks read, computed once from the shipped tables and the package."""

    def __init__(self, study: Study, news: News):
        self.study, self.news, self.numbers = study, news, Numbers()
        self.tables: dict[str, pd.DataFrame] = {}
        self.X = read_features(study)
        self.kept = (study.units["weight"] > 0).to_numpy()
        self.units = study.units[self.kept].reset_index(drop=True)
        reference = to_wide(study.codings[study.codings["coder"] == REFERENCE])
        self.reference = reference.loc[self.units["unit_id"]].reset_index()
        self.predicted = FramingCoder.shipped().predict(self.X)[self.kept].reset_index(drop=True)
        with_vector = with_vectors(self.X, read_vectors("study", news.folder.parent))
        self.accurate = FramingCoder.shipped("accurate").predict(with_vector)[self.kept].reset_index(drop=True)
        self.accurate_X = with_vector
        self.probabilities = {
            name: FramingCoder.shipped(name).predict_proba(X)["posture"][self.kept].reset_index(drop=True)
            for name, X in (("fast", self.X), ("accurate", with_vector))
        }
        self.training_X, self.training = training_set(news, shipped_space())
        primitives = zip(self.training["appraisal"], self.training["explains"], strict=True)
        self.training_posture = pd.Series([posture(a, e) for a, e in primitives])

    def run(self) -> "Results":
        for part in (
            texts,
            coder_agreement,
            machine,
            elsewhere,
            sealed,
            profiles,
            expectations,
            variants,
            specifications,
            frame_profiles,
            words_apart,
            terms,
            masking,
            voices,
            overturning,
            arc,
            neighbours,
            intervals,
        ):
            part(self)
        return self

    def write(self, folder: Path) -> None:
        for name, table in self.tables.items():
            write_csv(table, folder / f"{name}.csv")
        write_json(self.numbers.named, folder / "numbers.json")

    @cached_property
    def study_entries(self) -> set[str]:
        """Lexicon entries that occur in the study's texts and in no sentence of the training material."""
        names = np.array(shipped_space().names)
        seen = names[np.asarray(self.training_X.sum(axis=0)).ravel() > 0]
        elsewhere = {n.split("|")[0] for n in seen if n.startswith("lex:")}
        return {f.split("|")[0] for f in set(self.study.features["feature"]) if f.startswith("lex:")} - elsewhere

    def codes(self, coder: str) -> pd.DataFrame:
        return self.study.codings[self.study.codings["coder"] == coder]

    @property
    def readings(self) -> list[str]:
        return [c for c, about in self.study.coders.items() if about["kind"] == "language model"]

    @property
    def people(self) -> list[str]:
        return [c for c, about in self.study.coders.items() if about["kind"] == "person"]


def texts(r: Results) -> None:
    """Counts of texts, units and words."""
    own = r.study.units.assign(pull=lambda t: (t["weight"] == 0).astype(int))
    table = (
        own.groupby("article_id", sort=False)
        .agg(n_units=("weight", "sum"), n_pull_quotes=("pull", "sum"), n_words=("n_words", "sum"))
        .reset_index()
    )
    roles = own.groupby(["article_id", "role"], sort=False).size().unstack(fill_value=0).reset_index()
    columns = [
        "article_id",
        "outlet",
        "publisher_printed",
        "origin_presumed",
        "basis",
        "genre",
        "published",
        "date_precision",
        "focal_step",
    ]
    r.tables["texts"] = r.study.articles[columns].merge(table, on="article_id").merge(roles, on="article_id")
    r.numbers.add("n_texts", len(table), "texts", unit="texts", digits=0)
    r.numbers.add("n_units", table["n_units"].sum(), "texts", unit="units", digits=0)
    r.numbers.add("n_pull_quotes", table["n_pull_quotes"].sum(), "texts", unit="units", digits=0)
    r.numbers.add("n_dumps", r.study.articles["dump"].nunique(), "texts", unit="page dumps", digits=0)
    r.numbers.add("n_people", len(r.people), "data/codings/coders.toml", unit="people", digits=0)
    for article, n in zip(table["article_id"], table["n_units"], strict=True):
        r.numbers.add(f"n_units_{article}", n, "texts", unit="units", digits=0)


def coder_agreement(r: Results) -> None:
    """Stability of the readings, agreement of people if there are any, and what adjudication moved."""
    coded = ["posture", *variables()]
    for name, coders in (("stability", r.readings), ("people", r.people)):
        if len(coders) > 1:
            codes = r.study.codings[r.study.codings["coder"].isin(coders)]
            r.tables[f"agreement_{name}"] = agreement_table(codes, coded)
            by_value = [agreement_by_value(codes, v).assign(variable=v) for v in ("posture", "appraisal", "stance", "voice")]
            binary = [
                agreement_by_value(codes, f"frame:{f}").query("value == '1'").assign(variable=f"frame:{f}", value=f) for f in frames()
            ]
            r.tables[f"agreement_{name}_by_value"] = pd.concat([*by_value, *binary], ignore_index=True)
    alpha = r.tables["agreement_stability"].query("measure == 'alpha'").set_index("variable")
    for variable in ("posture", "appraisal", "explains", "stance", "voice"):
        r.numbers.add(f"stability_{variable}", alpha.loc[variable, "value"], "agreement_stability", unit="alpha")
        r.numbers.add(f"stability_{variable}_low", alpha.loc[variable, "low_block"], "agreement_stability", unit="alpha")
        r.numbers.add(f"stability_{variable}_high", alpha.loc[variable, "high_block"], "agreement_stability", unit="alpha")
    moved = []
    for reading in r.readings:
        a, b = to_wide(r.codes(reading)), to_wide(r.codes(REFERENCE))
        moved += [(reading, v, int((a[v] != b.loc[a.index, v]).sum()), len(a)) for v in coded]
    r.tables["adjudication"] = pd.DataFrame(moved, columns=["reading", "variable", "n_moved", "n_units"])
    r.numbers.add(
        "n_adjudicated_posture",
        r.tables["adjudication"].query("variable == 'posture'")["n_moved"].sum(),
        "adjudication",
        unit="codes",
        digits=0,
    )
    _readings(r)


def _readings(r: Results) -> None:
    """Posture of each text by each reading beside the adjudicated; where they differ, how many units, and whether any choice between them ends the lead."""
    read = {c: to_wide(r.codes(c)).loc[r.units["unit_id"], "posture"].to_numpy() for c in (*r.readings, REFERENCE)}
    shares, disputed = [], []
    for article in r.units["article_id"].unique():
        own = (r.units["article_id"] == article).to_numpy()
        coded = {c: pd.Series(codes[own]) for c, codes in read.items()}
        lead = coded[REFERENCE].value_counts().index[0]
        standing = {c: _standing(codes, lead) for c, codes in coded.items()}
        for c, codes in coded.items():
            n = codes.value_counts().reindex(list(POSTURES), fill_value=0)
            shares.append((article, c, int(own.sum()), *n, standing[c]["leads"], standing[c]["margin_units"]))
        readings = np.array([coded[c] for c in r.readings])
        differ = int((readings != readings[0]).any(axis=0).sum())
        tips = standing[REFERENCE]["tipping_units"]
        disputed.append((article, lead, int(own.sum()), differ, tips, least_margin(readings, lead), _redraws_keeping(r, article, lead)))
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
    r.numbers.add("share_moved_most", 100 * most, "readings", unit="percentage points", digits=0)


def least_margin(readings: np.ndarray, value: str) -> int:
    """Units of the value less those of another, at the least, over every choice of one reading for each unit. readings: (coders, units) values."""
    others = [v for v in POSTURES if v != value]
    return min(int(((readings == value).astype(int) - (readings == v)).min(axis=0).sum()) for v in others)


def machine(r: Results) -> None:
    """The shipped coders and their peers against the adjudicated units."""
    space, counts = shipped_space(), [c for c, kept in zip(r.study.counts(), r.kept, strict=True) if kept]
    truth = r.reference["posture"]
    columns = baselines.lemma_columns(space.names)
    tfidf = baselines.tfidf_coder().fit(r.training_X[:, columns], r.training_posture).predict(r.X[:, columns])[r.kept]
    alone = _refitted(r, families=("lemma", "cue", "shape"), C_lexicon=0)
    without = FramingCoder.shipped().predict(_without_study_entries(r, r.X))[r.kept]
    accurate_without = FramingCoder.shipped("accurate").predict(_without_study_entries(r, r.accurate_X))[r.kept]
    counts_without = [{f: n for f, n in c.items() if f.split("|")[0] not in r.study_entries} for c in counts]
    predictions = {
        "fast coder": r.predicted["posture"],
        "fast, without entries attested only here": without["posture"],
        "accurate coder": r.accurate["posture"],
        "accurate, without entries attested only here": accurate_without["posture"],
        "accurate, the encoder's heads alone": heads_alone(r.accurate_X)["posture"][r.kept],
        "lexicon alone": baselines.lexicon_postures(counts, space.lexicon),
        "lexicon alone, without entries attested only here": baselines.lexicon_postures(counts_without, space.lexicon),
        "classifier alone (no lexicon)": alone["posture"],
        "TF-IDF + logistic regression": list(tfidf),
        "polarity lexicon": baselines.polarity_postures(counts, space.lexicon),
        "majority of the training material": baselines.majority(r.training_posture, len(truth)),
    }
    r.tables["machine"] = compare(truth, predictions, POSTURES)
    r.tables["machine_experiment"] = compare(
        truth, {"with units of the other dumps": _leave_one_dump_out(r), "fast coder": r.predicted["posture"]}, POSTURES
    )
    r.tables["machine_by_class"] = by_coder(
        {"fast": r.predicted, "accurate": r.accurate}, lambda p: per_class(truth, p["posture"], POSTURES)
    )
    r.tables["machine_confusion"] = confusion(truth, r.predicted["posture"], POSTURES).reset_index()
    r.tables["machine_calibration"] = by_coder(r.probabilities, lambda p: calibration(truth, p, n_bins=5)[0])
    r.tables["machine_shares"] = by_coder(
        {c: share_errors(truth, p, shipped_model(c).about["posture_shares"], r.units["article_id"]) for c, p in r.probabilities.items()},
        lambda errors: errors,
    )
    r.tables["machine_variables"] = _by_variable(r)
    entries = [e for e in space.lexicon.entries if f"lex:{e.entry}" in r.study_entries]
    r.tables["study_entries"] = pd.DataFrame(
        [(e.entry, e.term, e.variable, e.value) for e in entries], columns=["entry", "term", "variable", "value"]
    )
    for name, key in (("fast coder", "fast"), ("lexicon alone", "lexicon"), ("TF-IDF + logistic regression", "tfidf"), ("majority of the training material", "majority"), ("accurate coder", "accurate"), ("accurate, without entries attested only here", "accurate_without"),
                      ("fast, without entries attested only here", "fast_without"), ("accurate, the encoder's heads alone", "heads"), ("lexicon alone, without entries attested only here", "lexicon_without"), ("polarity lexicon", "polarity")):  # fmt: skip
        row = r.tables["machine"].set_index("coder").loc[name]
        for column in ("macro_f1", "low", "high", "accuracy"):
            r.numbers.add(f"machine_{key}_{column}", row[column], "machine", unit=column.replace("_", "-"))
    for name, p in r.probabilities.items():
        r.numbers.add(f"machine_{name}_ece", calibration(truth, p, n_bins=5)[1], "machine_calibration", unit="expected calibration error")
    r.numbers.add("machine_experiment_macro_f1", r.tables["machine_experiment"]["macro_f1"][0], "machine_experiment", unit="macro-F1")
    r.numbers.add("n_study_entries", len(r.study_entries), "study_entries", unit="entries", digits=0)
    for row in r.tables["machine_variables"].itertuples():
        r.numbers.add(f"machine_{row.variable}_score", row.fast, "machine_variables", unit=row.measure)
        r.numbers.add(f"machine_accurate_{row.variable}_score", row.accurate, "machine_variables", unit=row.measure)


def elsewhere(r: Results) -> None:
    """The shipped coders and their peers on real sentences that trained nothing; settings were chosen on these."""
    for name, table in evaluate(r.news, "development", study_set(r.study)).items():
        r.tables[f"development_{name}"] = table
    r.tables["development_confusion"] = development_confusion(r.news)
    r.tables["development_language"] = read_measured("development_language", r.news.folder)
    for row in r.tables["development_variables"].itertuples():
        r.numbers.add(f"development_{row.coder}_{row.variable}_score", row.score, "development_variables", unit=row.measure)
    scores = r.tables["development_machine"].set_index("coder")["macro_f1"]
    for name, key in (
        ("fast coder", "fast"),
        ("accurate coder", "accurate"),
        ("accurate, the encoder's heads alone", "heads"),
        ("lexicon alone", "lexicon"),
        ("TF-IDF + logistic regression", "tfidf"),
        ("majority", "majority"),
    ):
        r.numbers.add(f"development_{key}_macro_f1", scores[name], "development_machine", unit="macro-F1")
    r.numbers.add("n_development", r.tables["development_variables"]["n_units"][0], "development_variables", unit="sentences", digits=0)
    for source, n in r.training["source"].value_counts().items():
        r.numbers.add(f"n_training_{source}", n, "training material", unit="sentences", digits=0)


def development_confusion(news: News) -> pd.DataFrame:
    """How the shipped coders confuse each variable on sentences that trained nothing: coder, variable, hand, machine, n_units (of those that have any)."""
    codes = news.codes("development")
    truth = to_wide(to_long(codes, REFERENCE)).loc[codes["unit_id"]]
    predicted = {c: FramingCoder.shipped(c).predict(X) for c, X in _development_matrices(news).items()}
    coded = ["posture", "appraisal", "explains", "voice", *(f"frame:{f}" for f in frames())]
    pairs = [
        pd.DataFrame({"coder": c, "variable": v, "hand": list(truth[v]), "machine": list(p[v])})
        for c, p in predicted.items()
        for v in coded
    ]
    return pd.concat(pairs).groupby(["coder", "variable", "hand", "machine"], sort=True).size().rename("n_units").reset_index()


def sealed(r: Results) -> None:
    """The scores kept from the one opening of the sealed sentences, and the speed measured by the benchmarks: neither is made by a build."""
    for name in ("sealed_machine", "sealed_variables"):
        r.tables[name] = read_measured(name, r.news.folder)
    scores = r.tables["sealed_machine"].set_index("coder")
    for name, key in (
        ("fast coder", "fast"),
        ("accurate coder", "accurate"),
        ("lexicon alone", "lexicon"),
        ("TF-IDF + logistic regression", "tfidf"),
    ):
        for column in ("macro_f1", "low", "high"):
            r.numbers.add(f"sealed_{key}_{column}", scores.loc[name, column], "sealed_machine", unit=column.replace("_", "-"))
    r.numbers.add("n_sealed", r.tables["sealed_variables"]["n_units"][0], "sealed_variables", unit="sentences", digits=0)
    r.tables["speed"] = read_csv(
        r.news.folder.parent.parent / "benchmarks" / "coders.csv", sentences_per_second=float, times_CountVectorizer=float
    )


def _by_variable(r: Results) -> pd.DataFrame:
    """Scores of the two coders per variable, and their alpha with the adjudicated codes."""
    r.tables["machine_alpha"] = by_coder({"fast": r.predicted, "accurate": r.accurate}, lambda p: _alpha(r, p))
    for row in r.tables["machine_alpha"].query("variable in ['posture', 'stance', 'voice']").itertuples():
        r.numbers.add(f"machine_alpha_{row.coder}_{row.variable}", row.value, "machine_alpha", unit="alpha")
    fast, accurate = _scores(r.reference, r.predicted), _scores(r.reference, r.accurate)
    return fast.rename(columns={"score": "fast"}).assign(accurate=accurate["score"])


def _alpha(r: Results, predicted: pd.DataFrame) -> pd.DataFrame:
    """Alpha of a coder's codes and the adjudicated ones, per variable."""
    long = r.codes(REFERENCE)[r.codes(REFERENCE)["unit_id"].isin(r.units["unit_id"])]
    own = predicted.assign(unit_id=r.units["unit_id"]).melt("unit_id", var_name="variable", value_name="value")
    codes = pd.concat([long, own.assign(coder="machine", probability=1.0)], ignore_index=True)
    coded = ["posture", "appraisal", "explains", "stance", "voice", *(f"frame:{f}" for f in frames())]
    found = agreement_table(codes, coded, n_resamples=500).query("measure == 'alpha'")
    return found[["variable", "value", "low", "high", "low_block", "high_block"]].reset_index(drop=True)


def _scores(reference: pd.DataFrame, predicted: pd.DataFrame) -> pd.DataFrame:
    """Scores on the variables beside posture."""
    scored = variable_scores(("frames", "appraisal", "explains", "stance", "voice", "attributed"))
    return pd.DataFrame(
        [(v, name, score(reference, predicted)) for v, (name, score) in scored.items()], columns=["variable", "measure", "score"]
    )


def _refitted(r: Results, **parameters) -> pd.DataFrame:
    """Predictions for the counted units by a coder with other settings."""
    y = r.training[["appraisal", "explains"]]
    return FramingCoder(n_folds=1, **parameters).fit(r.training_X, y).predict(r.X)[r.kept]


def _without_study_entries(r: Results, X):
    keep = np.array([n.split("|")[0] not in r.study_entries for n in shipped_space("accurate").names], dtype=float)
    return X.multiply(keep[: X.shape[1]]).tocsr()  # the columns of a vector come last


def _leave_one_dump_out(r: Results) -> list[str]:
    """Postures by coders trained on the training material and the adjudicated units of the other dumps: an experiment, never the shipped coder."""
    from scipy import sparse

    dumps = r.units["article_id"].map(r.study.articles.set_index("article_id")["dump"]).to_numpy()
    X, out = r.X[r.kept], np.empty(len(r.units), dtype=object)
    for dump in dict.fromkeys(dumps):
        train, test = np.flatnonzero(dumps != dump), np.flatnonzero(dumps == dump)
        y = pd.concat([r.training[["appraisal", "explains"]], r.reference.iloc[train][["appraisal", "explains"]]], ignore_index=True)
        coder = FramingCoder(n_folds=1).fit(sparse.vstack([r.training_X, X[train]]), y)
        out[test] = coder.predict(X[test])["posture"].to_numpy()
    return list(out)


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
    r.tables["leading_machine"] = leading(by_machine)
    for row in coded.itertuples():
        r.numbers.add(f"share_{row.group}_{row.value}", 100 * row.share, "profiles", unit="%", digits=0)
    for row in lead.itertuples():
        r.numbers.add(f"lead_units_{row.group}", row.margin_units, "leading", unit="units", digits=0)
        r.numbers.add(f"tip_units_{row.group}", row.tipping_units, "leading", unit="units", digits=0)


def expectations(r: Results) -> None:
    """The four expectations formed after reading: whether each holds as coded and by each machine, by how much, and what would overturn it."""
    coders = {"coded": r.reference["posture"], "machine": r.predicted["posture"], "accurate": r.accurate["posture"]}
    rows = []
    for article, expected in EXPECTED.items():
        own = (r.units["article_id"] == article).to_numpy()
        row: dict[str, Any] = {"article_id": article, "expected": expected}
        for coder, codes in coders.items():
            found, start = _standing(codes[own], expected), "" if coder == "coded" else f"{coder}_"
            row |= {coder: found["leads"], f"holds_{coder}": found["holds"]}
            row |= {f"{start}{name}": found[name] for name in ("margin_units", "tipping_units")}
            r.numbers.add(f"expectation_tip_{coder}_{article}", found["tipping_units"], "expectations", unit="units", digits=0)
        row["redraws_leading"] = _redraws_keeping(r, article, expected)
        r.numbers.add(f"redraws_{article}", 100 * row["redraws_leading"], "expectations", unit="% of redraws", digits=0)
        rows.append(row)
    table = pd.DataFrame(rows)
    r.tables["expectations"] = table
    r.numbers.add("n_expected", len(rows), "expectations", unit="expectations", digits=0)
    for coder in coders:
        r.numbers.add(f"n_hold_{coder}", table[f"holds_{coder}"].sum(), "expectations", unit="expectations", digits=0)
    lead, by_machine = (r.tables[name].set_index("group") for name in ("leading", "leading_machine"))
    same = (lead["value"] == by_machine["value"]) & (by_machine["margin_units"] > 0)
    r.numbers.add("n_same_lead", same.sum(), "leading_machine", unit="texts", digits=0)


def _standing(codes: pd.Series, expected: str) -> dict[str, Any]:
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


def _redraws_keeping(r: Results, article: str, value: str, n_draws: int = 2000) -> float:
    """Share of redraws, each unit's code drawn from the two readings, in which the value leads alone."""
    own = r.units["unit_id"][r.units["article_id"] == article]
    read = np.array([to_wide(r.codes(c)).loc[own, "posture"].to_numpy() for c in r.readings])
    picked = np.random.default_rng(0).integers(0, len(read), size=(n_draws, len(own)))
    drawn = read[picked, np.arange(len(own))]
    n = np.stack([(drawn == p).sum(axis=1) for p in POSTURES], axis=1)
    at = POSTURES.index(value)
    return float((n[:, [at]] > np.delete(n, at, axis=1)).all(axis=1).mean())


def variants(r: Results) -> None:
    """The leading posture of each text under other rules of the codebook: explanation by any phrase (2.0), focal objects only."""
    any_phrase = [posture(a, e) for a, e in zip(r.reference["appraisal"], r.reference["explains_any"], strict=True)]
    table = r.units[["article_id"]].assign(
        rule_2_1=r.reference["posture"], explains_by_any_phrase=any_phrase, focal_objects_only=r.reference["posture_focal"]
    )
    rows = []
    for rule in ("rule_2_1", "explains_by_any_phrase", "focal_objects_only"):
        for article, own in table.groupby("article_id", sort=False):
            n = own[rule].value_counts().reindex(list(POSTURES), fill_value=0).sort_values(ascending=False, kind="stable")
            rows.append((rule, article, n.index[0] if n.iloc[0] > n.iloc[1] else "tie", *(int(n[p]) for p in POSTURES)))
    r.tables["variants"] = pd.DataFrame(rows, columns=["rule", "article_id", "leads", *POSTURES])


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
        "classifier alone": _refitted(r, families=("lemma", "cue", "shape"), C_lexicon=0).reset_index(drop=True),
    }
    return {name: units.join(codes.fillna("") if name in hand else codes) for name, codes in coded.items()}


def _count_specifications(r: Results, table: pd.DataFrame) -> None:
    """Numbers of the main question: specifications, those that keep each text's leading posture and each expectation, and all expectations at once."""
    own = table[table["question"] == MAIN]
    n = own["specification"].nunique()
    kept = r.tables["specifications_summary"].query("question == @MAIN").set_index("article_id")
    r.numbers.add("spec_n", n, "specifications", unit="specifications", digits=0)
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


def masking(r: Results) -> None:
    """Posture shares found from a random part of the codes, drawn many times, beside the known ones: half of each text, and development sentences."""
    columns = r.units[["unit_id", "article_id"]]
    predicted = {"fast": r.predicted["posture"], "accurate": r.accurate["posture"]}
    methods = [m for m in METHODS if m != "difference, lambda 1"]  # of so few units lambda is 1 anyhow
    r.tables["masking"] = _masked(columns, r.reference["posture"], predicted, r.probabilities, "article_id", lambda n: n // 2, methods)
    codes = r.news.codes("development")
    truth = pd.Series([posture(a, e) for a, e in zip(codes["appraisal"], codes["explains"], strict=True)])
    matrices = _development_matrices(r.news)
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


def _development_matrices(news: News) -> dict:
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
    appraised = table[table["posture"].isin(["skeptical", "favorable"])]
    r.numbers.add("attributed_appraisal", 100 * (appraised["attributed"] == "yes").mean(), "posture_by_attribution", unit="%", digits=0)
    r.numbers.add("n_appraisal", len(appraised), "posture_by_attribution", unit="units", digits=0)


def overturning(r: Results) -> None:
    """What the intervals of the answers in brief are, and how many recoded units would overturn each."""
    readings = r.study.codings[r.study.codings["coder"].isin(r.readings)]
    own = profile(r.codes(REFERENCE), r.study.units, "attributed", values=("yes", "no"), redraw=readings)
    r.tables["attributed_profiles"] = own
    coded = r.tables["profiles"].query("coder == @REFERENCE and variable == 'posture'")
    answers = {
        "lead": coded,
        "stance": r.tables["stance_profiles"],
        "frame": r.tables["frame_profiles"].assign(variable="frame"),
        "attributed": own,
    }
    tips = pd.concat([leading(table).assign(answer=name) for name, table in answers.items()], ignore_index=True)
    r.tables["overturning"] = tips[["answer", *tips.columns.drop("answer")]]
    for row in tips.itertuples():
        interval = answers[row.answer].set_index(["group", "value"]).loc[(row.group, row.value)]
        for end in ("low", "high"):
            r.numbers.add(f"{row.answer}_{end}_{row.group}", 100 * interval[end], "overturning", unit="%", digits=0)
        r.numbers.add(f"{row.answer}_tip_{row.group}", row.tipping_units, "overturning", unit="units", digits=0)
    for end in ("low", "high"):
        for row in own[own["value"] == "yes"].itertuples():
            r.numbers.add(f"attributed_yes_{end}_{row.group}", 100 * getattr(row, end), "attributed_profiles", unit="%", digits=0)
        r.numbers.add(f"attributed_appraisal_{end}", 100 * _attributed_appraisal(r)[end], "data/codings", unit="%", digits=0)
    r.numbers.add("attributed_appraisal_tip", _attributed_appraisal(r)["tip"], "posture_by_attribution", unit="units", digits=0)
    _machine_by_reading(r)


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


def _machine_by_reading(r: Results) -> None:
    """Macro-F1 of posture of both coders against each reading instead of the adjudicated codes."""
    read = {c: list(to_wide(r.codes(c)).loc[r.units["unit_id"], "posture"]) for c in (*r.readings, REFERENCE)}
    coders = {"fast": r.predicted["posture"], "accurate": r.accurate["posture"]}
    rows = [(coder, c, macro_f1(codes, list(p), POSTURES)) for coder, p in coders.items() for c, codes in read.items()]
    table = pd.DataFrame(rows, columns=["coder", "against", "macro_f1"])
    r.tables["machine_by_reading"] = table
    for coder, own in table[table["against"] != REFERENCE].groupby("coder", sort=False):
        for end in ("min", "max"):
            r.numbers.add(f"machine_{coder}_readings_{end}", own["macro_f1"].agg(end), "machine_by_reading", unit="macro-F1")


def arc(r: Results) -> None:
    """Posture along each text, and of headlines and headings against the body."""
    table = r.units[["article_id", "unit_id", "position", "role", "n_words"]].assign(
        posture=r.reference["posture"], machine=r.predicted["posture"], voice=r.reference["voice"]
    )
    r.tables["arc"] = table
    part = np.where(table["role"].isin(["headline", "lede", "heading"]), "headline, lede or heading", "body")
    r.tables["headline_body"] = (
        table.assign(part=part).groupby(["article_id", "part", "posture"], sort=False).size().reset_index(name="n_units")
    )


def neighbours(r: Results) -> None:
    """Of the two texts without an outlet: how far each posture profile is from those of the four others, in total variation."""
    shares = (
        r.tables["profiles"].query("coder == @REFERENCE and variable == 'posture'").pivot(index="group", columns="value", values="share")
    )
    rows = []
    for text in [t for t in shares.index if t not in EXPECTED]:
        for other in EXPECTED:
            rows.append((text, other, float((shares.loc[text] - shares.loc[other]).abs().sum() / 2)))
    table = pd.DataFrame(rows, columns=["article_id", "other", "distance"])
    table["nearest"] = table["distance"] == table.groupby("article_id")["distance"].transform("min")
    table["near_enough"] = table["nearest"] & (table["distance"] <= NEAREST)
    r.tables["neighbours"] = table
    r.numbers.add("nearest_limit", NEAREST, "neighbours", unit="total variation")
    for row in table[table["nearest"]].itertuples():
        r.numbers.add(f"nearest_distance_{row.article_id}", row.distance, "neighbours", unit="total variation")


def intervals(r: Results) -> None:
    """What the simulations say of intervals; they are run by `make simulate` and not by a build."""
    cells, shares, compared = read_simulated(r.news.folder.parent / "simulation")
    found = due(shares, cells)
    r.tables["intervals_cells"] = cells
    r.tables["intervals_coverage"] = shares[shares["method"].isin(["difference", "naive"]) & (shares["truth"] == "by hand")]
    r.tables["intervals_methods"] = _by_method(shares, cells)
    r.tables["intervals_off"] = found[found["off"]].drop(columns=["method", "truth", "off"])
    r.tables["intervals_failing"] = _failing(shares)
    r.tables["intervals_hand_errors"] = _by_truth(shares)
    r.tables["intervals_differences"] = compared.merge(cells[["cell", "outlets"]], on="cell")
    for name, value, unit in (
        ("cells", len(cells), "cells"),
        ("runs", shares["runs"].min(), "runs"),
        ("due", len(found), "coverages"),
        ("off", int(found["off"].sum()), "coverages"),
        ("articles", ENOUGH_ARTICLES, "articles"),
        ("positives", ENOUGH_POSITIVES, "units"),
    ):
        r.numbers.add(f"intervals_{name}", value, "intervals_coverage", unit=unit, digits=0)
    naive = shares[(shares["method"] == "naive") & (shares["truth"] == "by hand")].groupby("target")["coverage"]
    corrected, alone = (r.tables["intervals_failing"].query(f"method == '{m}'") for m in ("difference", "hand"))
    for name, value, source in (
        ("band_low", BAND[0], "intervals_coverage"),
        ("band_high", BAND[1], "intervals_coverage"),
        ("mc", shares["coverage_mc"].max(), "intervals_coverage"),
        ("mean", found["coverage"].mean(), "intervals_coverage"),
        ("lowest", found["coverage"].min(), "intervals_coverage"),
        ("highest", found["coverage"].max(), "intervals_coverage"),
        ("quiet", _quiet(shares), "intervals_coverage"),
        ("naive_corpus", naive.mean()["corpus"], "intervals_coverage"),
        ("naive_outlet", naive.mean()["outlet"], "intervals_coverage"),
        ("naive_lowest", naive.min()["outlet"], "intervals_coverage"),
        ("failing_lowest", corrected["coverage"].min(), "intervals_failing"),
        ("failing_warned", corrected["warned"].min(), "intervals_failing"),
        ("failing_hand_lowest", alone["coverage"].min(), "intervals_failing"),
        ("failing_hand_warned", alone["warned"].min(), "intervals_failing"),
        ("together_lowest", compared["coverage"].min(), "intervals_differences"),
        ("together_highest", compared["coverage"].max(), "intervals_differences"),
    ):
        if np.isfinite(value):
            r.numbers.add(f"intervals_{name}", value, source, unit="coverage", digits=3 if name == "mc" else 2)
    r.numbers.add("intervals_failing", len(corrected), "intervals_failing", unit="coverages", digits=0)
    r.numbers.add("intervals_failing_hand", len(alone), "intervals_failing", unit="coverages", digits=0)


def _by_method(shares: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Means over outlets and values of each cell, target and method; bias without its sign; gain: variance of hand codes alone over that of the method."""
    own = shares[shares["truth"] == "by hand"].assign(bias=lambda t: t["bias"].abs())
    hand = own["cell"].map(cells.set_index("cell")["hand"])
    own = own.assign(gain=own["n_effective"] / hand, gain_mc=own["n_effective_mc"] / hand)
    columns = "bias se_empirical se_model coverage coverage_mc width gain gain_mc no_interval warned".split()
    return own.groupby(["cell", "target", "method"], sort=False)[columns].mean().reset_index()


def _failing(shares: pd.DataFrame) -> pd.DataFrame:
    """Corrected shares, and those of hand codes alone, whose coverage lies below the band, in all runs or in a hundred at least without a warning."""
    own = shares[shares["method"].isin(["difference", "hand"]) & (shares["truth"] == "by hand")]
    quiet_mc = np.sqrt(own["coverage_quiet"] * (1 - own["coverage_quiet"]) / own["quiet"].clip(lower=1))
    quiet = (own["quiet"] >= 100) & (own["coverage_quiet"] < BAND[0] - 2 * quiet_mc)
    kept = own[(own["coverage"] < BAND[0] - 2 * own["coverage_mc"]) | quiet]
    return kept["cell method target outlet value positives coverage coverage_mc no_interval warned coverage_quiet quiet".split()]


def _quiet(shares: pd.DataFrame) -> float:
    """Coverage of corrected shares over all runs that have an interval and no warning."""
    own = shares[(shares["method"] == "difference") & (shares["truth"] == "by hand") & (shares["quiet"] > 0)]
    return float(np.average(own["coverage_quiet"], weights=own["quiet"]))


def _by_truth(shares: pd.DataFrame) -> pd.DataFrame:
    """Corrected shares where hand codes are wrong in places: means over outlets and values, against the shares by hand and the true ones."""
    own = shares[(shares["method"] == "difference") & shares["cell"].isin(shares.loc[shares["truth"] == "real", "cell"])].assign(
        bias=lambda t: t["bias"].abs()
    )
    return own.groupby(["cell", "target", "truth"], sort=False)[["bias", "coverage", "coverage_mc"]].mean().reset_index()


def _build(data: Path, out: Path) -> None:
    Results(Study(data), News(data / "news")).run().write(out)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.results", description="Compute every table and number of the report.")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("report/results"))
    arguments = parser.parse_args(argv)
    return reported(_build, arguments.data, arguments.out)


if __name__ == "__main__":
    sys.exit(main())
