"""Result tables of the report in, the tables that ship inside the package out: `python -m framing.packaged`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.codes import POSTURES
from framing.errors import reported
from framing.results.names import SHORT
from framing.tables import read_csv, write_csv

RESOURCES = Path(__file__).parent / "resources"
RESULTS = Path("report/results")
CODERS = {"fast": "machine", "accurate": "accurate machine", "adjudicated": "adjudicated"}  # coder → its name in profiles.csv
CONFUSION_COLUMNS = ["coder", "variable", "hand", "machine", "n_units"]
SCORE_COLUMNS = ["coder", "set", "variable", "measure", "score", "low", "high", "n_units"]


def study_profiles(results: Path) -> pd.DataFrame:
    """Posture shares of the study's texts by the machine and as adjudicated: group, coder, value, share, n_units; no text."""
    profiles = read_csv(results / "profiles.csv", share=float, n_units=int).query("variable == 'posture'")
    own = [profiles[profiles["coder"] == printed].assign(coder=coder) for coder, printed in CODERS.items()]
    table = pd.concat(own, ignore_index=True)
    return table.assign(group=table["group"].map(SHORT))[["group", "coder", "value", "share", "n_units"]]


def coder_scores(results: Path) -> pd.DataFrame:
    """How the shipped coders agree with the adjudicated codes of sentences that trained nothing: SCORE_COLUMNS, one row per coder, set, variable and measure."""
    parts = [part(results, name) for name in ("development", "sealed", "study") for part in (_posture, _others, _by_class)]
    return pd.concat(parts, ignore_index=True)[SCORE_COLUMNS]


def coder_confusions(results: Path) -> pd.DataFrame:
    """How the shipped coders confuse values on the development sentences, which trained nothing: CONFUSION_COLUMNS; the sealed part is not taken apart."""
    return read_csv(results / "development_confusion.csv", CONFUSION_COLUMNS, n_units=int)[CONFUSION_COLUMNS]


def _posture(results: Path, name: str) -> pd.DataFrame:
    machine = read_csv(results / ("machine.csv" if name == "study" else f"{name}_machine.csv")).set_index("coder")
    n, rows = _n_units(results, name), []
    for coder in ("fast", "accurate"):
        own = machine.loc[f"{coder} coder"]
        rows.append((coder, name, "posture", "macro-F1", own["macro_f1"], own["low"], own["high"], n))
        rows.append((coder, name, "posture", "accuracy", own["accuracy"], "", "", n))
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def _others(results: Path, name: str) -> pd.DataFrame:
    if name != "study":
        return read_csv(results / f"{name}_variables.csv").assign(set=name)
    wide = read_csv(results / "machine_variables.csv").melt(["variable", "measure"], ["fast", "accurate"], "coder", "score")
    alpha = read_csv(results / "machine_alpha.csv").query("variable == 'posture'").rename(columns={"value": "score"})
    return pd.concat([wide.assign(low="", high=""), alpha.assign(measure="alpha")]).assign(set=name, n_units=_n_units(results, name))


def _by_class(results: Path, name: str) -> pd.DataFrame:
    """Precision and recall of each posture; the sealed part is not taken apart."""
    if name == "sealed":
        return pd.DataFrame(columns=SCORE_COLUMNS)
    table = read_csv(results / ("machine_by_class.csv" if name == "study" else f"{name}_by_class.csv"))
    long = table.melt(["coder", "value", "n"], ["precision", "recall"], "measure", "score")
    return long.assign(set=name, variable="posture:" + long["value"], low="", high="", n_units=long["n"])


def _n_units(results: Path, name: str) -> int:
    if name != "study":
        return int(read_csv(results / f"{name}_variables.csv")["n_units"].iloc[0])
    return int(read_csv(results / "machine_confusion.csv")[list(POSTURES)].astype(int).to_numpy().sum())


def write_packaged(results: Path = RESULTS, resources: Path = RESOURCES) -> None:
    write_csv(study_profiles(results), resources / "study_profiles.csv")
    write_csv(coder_scores(results), resources / "profile" / "scores.csv")
    write_csv(coder_confusions(results), resources / "profile" / "confusion.csv")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m framing.packaged", description="Rewrite the package's tables that quote the report.")
    parser.parse_args(argv)
    return reported(write_packaged)


if __name__ == "__main__":
    sys.exit(main())
