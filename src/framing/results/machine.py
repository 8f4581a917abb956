"""The machine coders and their peers against the adjudicated units."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from framing import baselines
from framing.codes import POSTURES, frames, to_wide, values
from framing.estimators import FramingCoder
from framing.evaluate import by_coder, heads_alone
from framing.evaluation import abstention, calibration, compare, confusion, foresight, macro_f1, per_class, variable_scores
from framing.features import shipped_space
from framing.model import shipped_model
from framing.reliability import agreement_table
from framing.results.names import REFERENCE
from framing.results.study import Results
from framing.shift import share_errors

SURE = 0.6  # probability under which units are left uncoded where the report says what is gained

KINDS = {
    "fast coder": "ours", "fast, without entries attested only here": "ours", "accurate coder": "ours",
    "accurate, without entries attested only here": "ours", "accurate, the encoder's heads alone": "part of ours", "lexicon alone": "part of ours",
    "lexicon alone, without entries attested only here": "part of ours", "classifier alone (no lexicon)": "part of ours",
}  # fmt: skip

SCORES = {"macro_f1": "macro-F1", "low": "macro-F1, 95 % from", "high": "macro-F1, 95 % to", "accuracy": "accuracy"}
KEYS = {
    "fast coder": "fast", "accurate coder": "accurate", "fast, without entries attested only here": "fast_without",
    "accurate, without entries attested only here": "accurate_without", "accurate, the encoder's heads alone": "heads", "lexicon alone": "lexicon",
    "lexicon alone, without entries attested only here": "lexicon_without", "classifier alone (no lexicon)": "classifier",
    "TF-IDF + logistic regression": "tfidf", "polarity lexicon": "polarity", "polarity lexicon, without entries attested only here": "polarity_without",
    "majority of the training material": "majority", "majority": "majority", "with units of the other dumps": "experiment",
}  # fmt: skip

TONES = {"favorable": "favorable", "skeptical": "skeptical", "analytical": "neither", "procedural": "neither"}


def machine(r: Results) -> None:
    """The shipped coders and their peers against the adjudicated units."""
    truth, coders = r.reference["posture"], {"fast": r.predicted, "accurate": r.accurate}
    without = {c: FramingCoder.shipped(c).predict(_without_study_entries(r, X))[r.kept] for c, X in r.matrices.items()}
    predictions = _machine_postures(r, without)
    r.tables["machine"] = with_kinds(compare(truth, predictions, POSTURES))
    r.tables["machine_experiment"] = compare(
        truth, {"with units of the other dumps": _leave_one_dump_out(r), "fast coder": r.predicted["posture"]}, POSTURES
    )
    r.tables["machine_by_class"] = by_coder(coders, lambda p: per_class(truth, p["posture"], POSTURES))
    r.tables["machine_confusion"] = confusion(truth, r.predicted["posture"], POSTURES).reset_index()
    r.tables["machine_confusion_accurate"] = confusion(truth, r.accurate["posture"], POSTURES).reset_index()
    r.tables["machine_calibration"] = by_coder(r.probabilities, lambda p: with_wilson(calibration(truth, p, n_bins=5)[0]))
    r.tables["machine_abstention"] = by_coder(r.probabilities, lambda p: abstention(truth, p))
    r.tables["machine_shares"] = by_coder(
        {c: share_errors(truth, p, shipped_model(c).about["posture_shares"], r.units["article_id"]) for c, p in r.probabilities.items()},
        lambda errors: errors,
    )
    r.tables["machine_variables"] = _by_variable(r)
    r.tables["machine_without"] = _compared_without(r, coders, without)
    _tone(r, {name: predictions[name] for name in ("polarity lexicon", "fast coder", "accurate coder")})
    entries = [e for e in shipped_space().lexicon.entries if f"lex:{e.entry}" in r.study_entries]
    r.tables["study_entries"] = pd.DataFrame(
        [(e.entry, e.term, e.variable, e.value) for e in entries], columns=["entry", "term", "variable", "value"]
    )
    r.numbers.add("n_study_entries", len(r.study_entries), "study_entries", unit="entries", digits=0)
    r.tables["machine_pairs"] = _pairs(truth, predictions, POSTURES)
    score_numbers(r, "machine", ("macro_f1", "low", "high", "accuracy"))
    _pair_numbers(r, "machine_pairs", "machine")
    _class_numbers(r)
    _doubt_numbers(r)
    experiment = r.tables["machine_experiment"].set_index("coder")
    r.numbers.add("machine_experiment_macro_f1", experiment["macro_f1"].iloc[0], "machine_experiment", unit="macro-F1")
    for number, column in (("more", "less_than_first"), ("more_low", "d_low"), ("more_high", "d_high")):
        r.numbers.add(f"machine_experiment_{number}", experiment.loc["fast coder", column], "machine_experiment", unit="macro-F1")
    for row in r.tables["machine_variables"].itertuples():
        r.numbers.add(f"machine_{row.variable}_score", row.fast, "machine_variables", unit=row.measure)
        r.numbers.add(f"machine_accurate_{row.variable}_score", row.accurate, "machine_variables", unit=row.measure)
        r.numbers.add(f"machine_{row.variable}_possible", row.possible, "machine_variables", unit=f"{row.measure}, the most possible")


def _machine_postures(r: Results, without: dict[str, pd.DataFrame]) -> dict[str, Sequence[str]]:
    """Postures of the counted units by the shipped coders, by their parts and by their peers, trained on the same sentences."""
    space, counts = shipped_space(), [c for c, kept in zip(r.study.counts(), r.kept, strict=True) if kept]
    columns = baselines.lemma_columns(space.names)
    counts_without = [{f: n for f, n in c.items() if f.split("|")[0] not in r.study_entries} for c in counts]
    tfidf = baselines.tfidf_coder().fit(r.training_X[:, columns], r.training_posture)
    return {
        "fast coder": r.predicted["posture"],
        "fast, without entries attested only here": without["fast"]["posture"],
        "accurate coder": r.accurate["posture"],
        "accurate, without entries attested only here": without["accurate"]["posture"],
        "accurate, the encoder's heads alone": heads_alone(r.accurate_X)["posture"][r.kept],
        "lexicon alone": baselines.lexicon_postures(counts, space.lexicon),
        "lexicon alone, without entries attested only here": baselines.lexicon_postures(counts_without, space.lexicon),
        "classifier alone (no lexicon)": refitted(r, families=("lemma", "cue", "shape"), C_lexicon=0)["posture"],
        "TF-IDF + logistic regression": list(tfidf.predict(r.X[:, columns])[r.kept]),
        "polarity lexicon": baselines.polarity_postures(counts, space.lexicon),
        "polarity lexicon, without entries attested only here": baselines.polarity_postures(counts_without, space.lexicon),
        "majority of the training material": baselines.majority(r.training_posture, len(r.units)),
    }


def with_kinds(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores of coders with what each is to the project: ours, part of ours, or a peer."""
    return scores.assign(kind=scores["coder"].map(lambda c: KINDS.get(c, "peer")))


def _pairs(truth: pd.Series, predictions: Mapping[str, Sequence[str]], allowed: Sequence[str]) -> pd.DataFrame:
    """By how much each shipped coder's macro-F1 exceeds that of every other, over the same resampled units: coder, other, difference, low, high."""
    parts = []
    for coder in ("fast coder", "accurate coder"):
        found = compare(truth, {coder: predictions[coder], **predictions}, allowed).iloc[1:]
        found = found[["coder", "less_than_first", "d_low", "d_high"]].set_axis(["other", "difference", "low", "high"], axis=1)
        parts.append(found.assign(coder=coder))
    return pd.concat(parts, ignore_index=True)[["coder", "other", "difference", "low", "high"]]


def _tone(r: Results, predictions: dict[str, Sequence[str]]) -> None:
    """Coders against a polarity lexicon, by posture and by tone alone: favorable, skeptical, neither (analytical and procedural taken together)."""
    tones = list(dict.fromkeys(TONES.values()))
    truth = r.reference["posture"]
    told = {name: [TONES[p] for p in postures] for name, postures in predictions.items()}
    by_posture = {name: per_class(truth, postures, POSTURES).set_index("value")["f1"].fillna(0.0) for name, postures in predictions.items()}
    scores = compare(truth.map(TONES), told, tones).set_index("coder")[["macro_f1", "low", "high"]]
    r.tables["machine_tone"] = scores.set_axis(["tone", "low", "high"], axis=1).join(pd.DataFrame(by_posture).T).reset_index()
    r.tables["machine_tone_pairs"] = _pairs(truth.map(TONES), told, tones)
    for name, row in scores.iterrows():
        r.numbers.add(f"machine_tone_{KEYS[str(name)]}", row["macro_f1"], "machine_tone", unit="macro-F1 of tone")
    _pair_numbers(r, "machine_tone_pairs", "machine_tone")


def _pair_numbers(r: Results, source: str, name: str) -> None:
    for row in r.tables[source].query("coder != other").itertuples():
        for number, value in (("", row.difference), ("_low", row.low), ("_high", row.high)):
            r.numbers.add(f"{name}_{KEYS[row.coder]}_over_{KEYS[row.other]}{number}", value, source, unit="difference of macro-F1")


def score_numbers(r: Results, name: str, columns: Sequence[str]) -> None:
    """Named numbers of a table of scores of coders."""
    for row in r.tables[name].to_dict("records"):
        start = f"{name.removesuffix('_machine')}_{KEYS[row['coder']]}"
        for column in columns:
            r.numbers.add(f"{start}_{column}", row[column], name, unit=SCORES[column])
        r.numbers.add(f"{start}_right", 100 * row["accuracy"], name, unit="% of units", digits=0)


def _class_numbers(r: Results) -> None:
    """Precision and recall of each posture, how often it is given and by the machine, and the commonest confusion of each coder."""
    for row in r.tables["machine_by_class"].itertuples():
        for number, value in (("precision", row.precision), ("recall", row.recall)):
            r.numbers.add(f"machine_{row.coder}_{row.value}_{number}", 100 * value, "machine_by_class", unit="%", digits=0)
    for coder, source in (("fast", "machine_confusion"), ("accurate", "machine_confusion_accurate")):
        table = r.tables[source].set_index("reference")
        for posture_ in POSTURES:
            r.numbers.add(f"machine_{coder}_called_{posture_}", table[posture_].sum(), source, unit="units", digits=0)
        wrong = table.mask(np.eye(len(table), dtype=bool))
        r.numbers.add(f"machine_{coder}_most_confused", wrong.max().max(), source, unit="units", digits=0)
    for row in r.tables["machine_by_class"].query("coder == 'fast'").itertuples():
        r.numbers.add(f"machine_n_{row.value}", row.n, "machine_by_class", unit="units", digits=0)


def _doubt_numbers(r: Results) -> None:
    """What the coders' probabilities are worth on these units: calibration error, errors foreseen, what leaving doubtful units uncoded gains; shares."""
    truth = r.reference["posture"]
    r.numbers.add("sure", SURE, "machine_abstention", unit="probability", digits=1)
    for name, p in r.probabilities.items():
        likeliest = p.columns.to_numpy()[p.to_numpy().argmax(axis=1)]
        r.numbers.add(f"machine_{name}_ece", calibration(truth, p, n_bins=5)[1], "machine_calibration", unit="expected calibration error")
        groups = r.tables["machine_calibration"].query("coder == @name")
        held = groups["confidence"].between(groups["low"], groups["high"])
        for number, n in (("groups", len(groups)), ("groups_held", held.sum())):
            r.numbers.add(f"machine_{name}_{number}", n, "machine_calibration", unit="groups of units", digits=0)
        found = foresight(truth, likeliest, 1 - p.max(axis=1))
        r.numbers.add(f"machine_{name}_foreseen", 100 * found, "machine_calibration", unit="% of pairs, area under the curve", digits=0)
        shares = r.tables["machine_shares"].query("coder == @name")
        r.numbers.add(f"machine_{name}_shift_helps", (shares["shift"] < shares["counted"]).sum(), "machine_shares", unit="texts", digits=0)
        for number, value in (("least", shares["counted"].min()), ("most", shares["counted"].max())):
            r.numbers.add(f"machine_{name}_shares_off_{number}", 100 * value, "machine_shares", unit="percentage points", digits=0)
    abstention_numbers(r, "machine")


def abstention_numbers(r: Results, name: str) -> None:
    own = r.tables[f"{name}_abstention"]
    for row in own[own["threshold"] == SURE].itertuples():
        r.numbers.add(f"{name}_{row.coder}_right_sure", 100 * row.accuracy, f"{name}_abstention", unit="% of units coded", digits=0)
        r.numbers.add(f"{name}_{row.coder}_coded_sure", 100 * row.coverage, f"{name}_abstention", unit="% of units", digits=0)


def with_wilson(calibrated: pd.DataFrame) -> pd.DataFrame:
    """Calibration by bins with the interval of Wilson (1927) of each share right: low, high."""
    found = [
        binomtest(round(share * n), n).proportion_ci(method="wilson")
        for share, n in zip(calibrated["accuracy"], calibrated["n"].astype(int), strict=True)
    ]
    return calibrated.assign(low=[interval.low for interval in found], high=[interval.high for interval in found])


def _compared_without(r: Results, coders: dict[str, pd.DataFrame], without: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every score of the two coders with and without the lexicon entries that occur in these texts and in no training sentence."""
    truth, rows = r.reference["posture"], []
    for coder, codes in coders.items():
        pair = (codes, without[coder].reset_index(drop=True))
        by_class = [per_class(truth, p["posture"], POSTURES).set_index("value") for p in pair]
        rows.append((coder, "posture", "macro-F1", *(macro_f1(truth, p["posture"], POSTURES) for p in pair)))
        rows += [(coder, f"posture: {v}", m, *(found.loc[v, m] for found in by_class)) for v in POSTURES for m in ("precision", "recall")]
        both = [_scores(r.reference, p) for p in pair]
        rows += [(coder, a.variable, a.measure, a.score, b.score) for a, b in zip(*(t.itertuples() for t in both), strict=True)]
    table = pd.DataFrame(rows, columns=["coder", "variable", "measure", "score", "without"])
    return table.assign(change=table["without"] - table["score"])


def _by_variable(r: Results) -> pd.DataFrame:
    """Scores of the two coders per variable, and their alpha with the adjudicated codes."""
    r.tables["machine_alpha"] = by_coder({"fast": r.predicted, "accurate": r.accurate}, lambda p: _alpha(r, p))
    for row in r.tables["machine_alpha"].query("variable in ['posture', 'stance', 'voice']").itertuples():
        r.numbers.add(f"machine_alpha_{row.coder}_{row.variable}", row.value, "machine_alpha", unit="alpha")
    fast, accurate = _scores(r.reference, r.predicted), _scores(r.reference, r.accurate)
    given = {v: [x for x in own if x != "-"] for v, own in values().items()}
    by_macro = fast.loc[fast["measure"] == "macro-F1", "variable"]
    possible = {v: np.mean([x in set(r.reference[v]) for x in given[v]]) for v in by_macro}
    scores = fast.rename(columns={"score": "fast"}).assign(accurate=accurate["score"])
    return scores.assign(possible=scores["variable"].map(possible).fillna(1.0))


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


def refitted(r: Results, **parameters) -> pd.DataFrame:
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


def machine_by_reading(r: Results) -> None:
    """Macro-F1 of posture of both coders against each reading instead of the adjudicated codes."""
    read = {c: list(to_wide(r.codes(c)).loc[r.units["unit_id"], "posture"]) for c in (*r.readings, REFERENCE)}
    coders = {"fast": r.predicted["posture"], "accurate": r.accurate["posture"]}
    rows = [(coder, c, macro_f1(codes, list(p), POSTURES)) for coder, p in coders.items() for c, codes in read.items()]
    table = pd.DataFrame(rows, columns=["coder", "against", "macro_f1"])
    r.tables["machine_by_reading"] = table
    for coder, own in table[table["against"] != REFERENCE].groupby("coder", sort=False):
        for end in ("min", "max"):
            r.numbers.add(f"machine_{coder}_readings_{end}", own["macro_f1"].agg(end), "machine_by_reading", unit="macro-F1")
