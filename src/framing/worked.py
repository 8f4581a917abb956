"""Worked examples of the codebook in, written for the report and seen by no coder; out come tables of them, beside the rules that they show."""

from importlib.resources import as_file, files

import pandas as pd

from framing.codes import codebook
from framing.tables import read_csv

COLUMNS = ["shows", "name", "sentence", "gloss", "appraisal", "object", "explains", "voice", "posture", "why"]


def examples(shows: str) -> pd.DataFrame:
    """The examples of what `shows` says, in order: the lines of `posture`, an `object`, a `rule` of posture, a `voice` or a `frame`.

    Returns
    -------
    DataFrame, one row per sentence: name (of the line, rule or value), sentence (Arabic), gloss (English), appraisal, object, explains, voice,
    posture, why.
    """
    with as_file(files("framing.resources").joinpath("examples.csv")) as path:
        table = read_csv(path, COLUMNS)
    return table[table["shows"] == shows].drop(columns="shows").reset_index(drop=True)


def rules() -> dict[str, str]:
    """Every rule of posture that the codebook states after its table, by the name that the examples give it."""
    text = next(s["text"] for s in codebook()["sections"] if s["id"] == "posture")
    _, _, listed = text.partition("\nRules\n")
    stated = [" ".join(rule.replace("*", "").split()) for rule in listed.removeprefix("- ").split("\n- ")]
    named = list(dict.fromkeys(examples("rule")["name"]))
    return {next((n for n in named if rule.startswith(n)), rule): rule for rule in stated}
