"""The study's tables and the coders' codes of them, as every part of the results takes them; its tables and named numbers."""

from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from framing.codes import posture, to_wide
from framing.errors import FramingError
from framing.estimators import FramingCoder, with_vectors
from framing.features import shipped_space
from framing.news import News
from framing.results.names import REFERENCE
from framing.study import Study, read_features
from framing.tables import write_csv, write_json
from framing.training import training_set
from framing.vectors import read_vectors


class Numbers:
    """Named numbers of the report: value, how it is printed, unit, the table it comes from, and the function that makes it."""

    def __init__(self):
        self.named: dict[str, dict] = {}
        self.function = ""

    def add(self, name: str, value: float, source: str, *, unit: str = "", digits: int = 2) -> None:
        if name in self.named:
            raise FramingError(f"number {name!r} is given twice")
        text = f"{value:,.0f}" if digits == 0 else f"{value:.{digits}f}"
        self.named[name] = {"value": round(float(value), 6), "text": text, "unit": unit, "source": source, "function": self.function}


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
        self.matrices = {"fast": self.X, "accurate": with_vector}
        self.training_X, self.training = training_set(news, shipped_space())
        primitives = zip(self.training["appraisal"], self.training["explains"], strict=True)
        self.training_posture = pd.Series([posture(a, e) for a, e in primitives])

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
