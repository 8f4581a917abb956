"""The study's tables in, every result table and number of the report out: `python -m framing.results` writes `report/results/`."""

import argparse
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from framing import baselines
from framing.codes import POSTURES, frames, posture, to_wide, values, variables
from framing.errors import FramingError, reported
from framing.estimate import leading, profile
from framing.estimators import FramingCoder, with_vectors
from framing.evaluate import by_coder, evaluate, heads_alone, study_set
from framing.evaluation import calibration, compare, confusion, per_class, variable_scores
from framing.features import shipped_space
from framing.keyness import keyness
from framing.model import shipped_model
from framing.morphology import FUNCTION_WORDS, lemma
from framing.news import News, read_measured
from framing.reliability import agreement_by_value, agreement_table
from framing.shift import share_errors
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
            frame_profiles,
            words_apart,
            voices,
            arc,
            neighbours,
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
    """The four expectations formed after reading: whether each holds, by how much, and under how many redraws of the coders."""
    lead = r.tables["leading"].set_index("group")
    by_machine = r.tables["leading_machine"].set_index("group")
    rows = [
        {
            "article_id": article,
            "expected": expected,
            "coded": lead.loc[article, "value"],
            "holds_coded": lead.loc[article, "value"] == expected,
            "margin_units": int(lead.loc[article, "margin_units"]),
            "tipping_units": int(lead.loc[article, "tipping_units"]),
            "redraws_leading": _redraws_keeping(r, article, expected),
            "machine": by_machine.loc[article, "value"],
            "holds_machine": by_machine.loc[article, "value"] == expected,
            "machine_margin_units": int(by_machine.loc[article, "margin_units"]),
        }
        for article, expected in EXPECTED.items()
    ]
    r.tables["expectations"] = pd.DataFrame(rows)
    r.numbers.add("n_expected", len(rows), "expectations", unit="expectations", digits=0)
    r.numbers.add("n_hold_coded", r.tables["expectations"]["holds_coded"].sum(), "expectations", unit="expectations", digits=0)
    r.numbers.add("n_hold_machine", r.tables["expectations"]["holds_machine"].sum(), "expectations", unit="expectations", digits=0)
    r.numbers.add("n_same_lead", (lead["value"] == by_machine["value"]).sum(), "leading_machine", unit="texts", digits=0)
    for row in r.tables["expectations"].itertuples():
        r.numbers.add(f"redraws_{row.article_id}", 100 * row.redraws_leading, "expectations", unit="% of redraws", digits=0)


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
