"""The machine coders on real sentences that trained nothing, and on those opened once."""

import pandas as pd

from framing.codes import frames, to_long, to_wide
from framing.estimators import FramingCoder
from framing.evaluate import by_coder, evaluate, study_set
from framing.news import News, read_measured
from framing.reliability import ASSESSABLE
from framing.results.machine import abstention_numbers, score_numbers, with_kinds, with_wilson
from framing.results.names import REFERENCE
from framing.results.recovery import development_matrices
from framing.results.study import Results
from framing.tables import read_csv

HERE, SEALED = "these texts", "sealed sentences"

AIMS = {
    ("posture", "macro-F1", HERE): 0.75, ("posture", "macro-F1", SEALED): 0.7, ("posture", "alpha", HERE): 0.6,
    ("frames", "micro-F1", HERE): 0.72, ("frames", "micro-F1", SEALED): 0.72, ("weakest frame", "alpha", HERE): 0.7,
    ("attributed", "F1", HERE): 0.93, ("attributed", "F1", SEALED): 0.93, ("stance", "macro-F1", HERE): 0.7,
}  # fmt: skip


def elsewhere(r: Results) -> None:
    """The shipped coders and their peers on real sentences that trained nothing; settings were chosen on these."""
    for name, table in evaluate(r.news, "development", study_set(r.study)).items():
        r.tables[f"development_{name}"] = table
    r.tables["development_confusion"] = development_confusion(r.news)
    r.tables["development_language"] = read_measured("development_language", r.news.folder)
    for row in r.tables["development_variables"].itertuples():
        r.numbers.add(f"development_{row.coder}_{row.variable}_score", row.score, "development_variables", unit=row.measure)
    r.tables["development_machine"] = with_kinds(r.tables["development_machine"])
    r.tables["development_calibration"] = by_coder(
        {c: own.drop(columns="coder") for c, own in r.tables["development_calibration"].groupby("coder", sort=False)}, with_wilson
    )
    score_numbers(r, "development_machine", ("macro_f1", "low", "high", "accuracy"))
    abstention_numbers(r, "development")
    _learnt_numbers(r)
    _language_numbers(r)
    r.numbers.add("n_development", r.tables["development_variables"]["n_units"][0], "development_variables", unit="sentences", digits=0)
    for source, n in r.training["source"].value_counts().items():
        r.numbers.add(f"n_training_{source}", n, "training material", unit="sentences", digits=0)


def _learnt_numbers(r: Results) -> None:
    """What training material and each family of features are worth to the fast coder, on the development part and on the study's units."""
    curve, ablation = r.tables["development_learning_curve"], r.tables["development_ablation"]
    for which in ("development", "study"):
        invented, real = (own["macro_f1"].to_numpy() for _, own in curve[curve["set"] == which].groupby("curve", sort=False))
        for number, value in (("part", invented[0]), ("invented", invented[-1]), ("half", real[-2]), ("all", real[-1])):
            r.numbers.add(f"learning_{which}_{number}", value, "development_learning_curve", unit="macro-F1")
        for row in ablation[(ablation["set"] == which) & (ablation["features"] != "all")].itertuples():
            family = row.features.removeprefix("without ")
            r.numbers.add(f"ablation_{which}_{family}", row.change, "development_ablation", unit="change of macro-F1")
    certain = r.tables["development_certainty"].set_index(["coder", "measure"])["value"]
    for name in r.probabilities:
        for number, measure in (("ece", "expected calibration error"), ("foreseen", "errors foreseen by a low probability (AUC)"), ("foreseen_by_words", "errors foreseen by unknown words (AUC)")):  # fmt: skip
            r.numbers.add(f"development_{name}_{number}", certain[name, measure], "development_certainty", unit=measure)


def _unseen(measured: pd.DataFrame) -> str:
    """What a measure was taken on that nobody looked at while building, where there is such a part; else all."""
    return min(measured["on"].unique(), key=lambda on: ("never looked at" not in on, on))


def _language_numbers(r: Results) -> None:
    """How our tools read Arabic, beside the strongest other tool of each measure."""
    found = r.tables["development_language"]
    for measure, name in {"core stem, exact": "stems", "lemma conflation, F": "lemmas", "sentence boundaries, F": "boundaries"}.items():
        own = found[found["measure"] == measure]
        own = own[(own["on"] == _unseen(own)) | (own["figure"] == "quoted")]
        ours = own["method"] == "framing"
        for number, score in (("", own.loc[ours, "score"].iloc[0]), ("_other", own.loc[~ours, "score"].max())):
            r.numbers.add(f"language_{name}{number}", 100 * score, "development_language", unit=f"%, {measure}", digits=0)


def development_confusion(news: News) -> pd.DataFrame:
    """How the shipped coders confuse each variable on sentences that trained nothing: coder, variable, hand, machine, n_units (of those that have any)."""
    codes = news.codes("development")
    truth = to_wide(to_long(codes, REFERENCE)).loc[codes["unit_id"]]
    predicted = {c: FramingCoder.shipped(c).predict(X) for c, X in development_matrices(news).items()}
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
    r.tables["sealed_machine"] = with_kinds(r.tables["sealed_machine"])
    score_numbers(r, "sealed_machine", ("macro_f1", "low", "high", "accuracy"))
    for row in r.tables["sealed_variables"].itertuples():
        r.numbers.add(f"sealed_{row.coder}_{row.variable}_score", row.score, "sealed_variables", unit=row.measure)
    r.numbers.add("n_sealed", r.tables["sealed_variables"]["n_units"][0], "sealed_variables", unit="sentences", digits=0)
    r.tables["speed"] = read_csv(
        r.news.folder.parent.parent / "benchmarks" / "coders.csv", sentences_per_second=float, times_CountVectorizer=float
    )
    for row in r.tables["speed"].itertuples():
        r.numbers.add(f"speed_{row.coder}", row.sentences_per_second, "speed", unit="sentences per second", digits=0)
    _aims(r)


def _aims(r: Results) -> None:
    """What the project set out to reach when it was designed, and what each coder reached: reported, never a test."""
    alpha = r.tables["machine_alpha"].pivot(index="variable", columns="coder", values="value")
    common = [f"frame:{f}" for f in frames() if (r.reference[f"frame:{f}"] == "1").sum() >= ASSESSABLE]
    reached = {("posture", "alpha", HERE): alpha.loc["posture"], ("weakest frame", "alpha", HERE): alpha.loc[common].min()}
    for on, source in ((HERE, "machine"), (SEALED, "sealed_machine")):
        reached["posture", "macro-F1", on] = r.tables[source].set_index("coder")["macro_f1"].rename(lambda c: c.removesuffix(" coder"))
    for row in r.tables["machine_variables"].to_dict("records"):
        reached[row["variable"], row["measure"], HERE] = pd.Series(row)
    for (variable, measure), own in r.tables["sealed_variables"].groupby(["variable", "measure"]):
        reached[variable, measure, SEALED] = own.set_index("coder")["score"]
    rows = [(*what, aim, *reached[what][["fast", "accurate"]].astype(float)) for what, aim in AIMS.items()]
    r.tables["aims"] = pd.DataFrame(rows, columns=["variable", "measure", "on", "aim", "fast", "accurate"])
    r.numbers.add("aim_posture", AIMS["posture", "macro-F1", HERE], "aims", unit="macro-F1")
    r.numbers.add("n_aims", len(rows), "aims", unit="aims", digits=0)
    for coder in ("fast", "accurate"):
        r.numbers.add(f"n_aims_met_{coder}", (r.tables["aims"][coder] >= r.tables["aims"]["aim"]).sum(), "aims", unit="aims", digits=0)
