"""The coding scheme as data: variables, allowed values, the rule for posture, and codings in wide and long form."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

POSTURES = ("skeptical", "favorable", "analytical", "procedural")
CODE_COLUMNS = ["unit_id", "coder", "variable", "value", "probability"]


@cache
def codebook() -> dict:
    """The codebook shipped with the package: version, sections, variables with their values and rules, changelog."""
    return tomllib.loads(files("framing.resources").joinpath("codebook.toml").read_text("utf-8"))


@cache
def values() -> dict[str, tuple[str, ...]]:
    """Allowed values of each coded variable, in codebook order; `frames` lists the frames."""
    return {name: tuple(v["values"]) for name, v in codebook()["variables"].items()}


@cache
def frames() -> tuple[str, ...]:
    return values()["frames"]


@cache
def variables() -> tuple[str, ...]:
    """Names of the coded variables of the long table, each frame one of its own; `to_long` adds those that are derived."""
    single = [v for v in values() if v != "frames"]
    return (*single, *(f"frame:{f}" for f in frames()))


def posture(appraisal: str, explains: str) -> str:
    """Posture by the codebook's rule (section 1)."""
    by_appraisal = {"against": "skeptical", "for": "favorable", "both": "analytical"}
    return by_appraisal.get(appraisal) or ("analytical" if explains == "yes" else "procedural")


def posture_focal(appraisal: str, explains: str, obj: str) -> str:
    """Posture with appraisal of other objects set aside: such a unit explains or reports."""
    return posture("none" if obj == "other" else appraisal, explains)


def attributed(voice: str) -> str:
    """Whether a voice is anybody's but the author's: yes or no."""
    return "no" if voice == "author" else "yes"


def check_row(row: Mapping[str, str], where: str) -> None:
    """Raises FramingError when a wide row of codes holds a value the codebook does not allow or breaks its rules of form.

    Variables that the row does not have are not checked, nor rules that need them: not every set is coded on all of them.
    """
    for variable, allowed in values().items():
        if variable not in row:
            continue
        given = row[variable].split(";") if variable == "frames" else [row[variable]]
        wrong = [g for g in given if g not in allowed and not (variable == "frames" and g == "")]
        if wrong:
            raise FramingError(f"{where}: {variable} is {wrong[0]!r}; allowed are {', '.join(allowed)}")
    if {"object", "appraisal"} <= row.keys() and (row["object"] == "-") != (row["appraisal"] == "none"):
        raise FramingError(
            f"{where}: object is {row['object']!r} with appraisal {row['appraisal']!r}; it is '-' exactly when appraisal is none"
        )
    if {"stance_holder", "stance"} <= row.keys() and (row["stance_holder"] == "-") != (row["stance"] == "neutral"):
        raise FramingError(
            f"{where}: stance_holder is {row['stance_holder']!r} with stance {row['stance']!r}; it is '-' exactly when stance is neutral"
        )
    if row.get("explains") == "yes" and row.get("explains_any") == "no":
        raise FramingError(f"{where}: explains_any is 'no' with explains 'yes'; a sentence whose main point explains does so somewhere")


def to_long(wide: "pd.DataFrame", coder: str) -> "pd.DataFrame":
    """Long codes of one coder's wide table.

    Parameters
    ----------
    wide : DataFrame with unit_id and a column per variable that was coded; frames `;`-joined
    coder : name of the coder

    Returns
    -------
    DataFrame, one row per unit × variable: unit_id, coder, variable, value, probability (1.0). Posture, posture_focal and attributed are
    derived where what they follow from was coded.
    """
    import pandas as pd

    table = wide[["unit_id", *(v for v in values() if v != "frames" and v in wide)]].assign(**_derived(wide))
    long = table.melt("unit_id", var_name="variable", value_name="value").assign(coder=coder, probability=1.0)
    return pd.DataFrame(long[CODE_COLUMNS])


def _derived(wide: "pd.DataFrame") -> dict[str, list[str]]:
    """Columns that follow from those there are: a flag per frame, both postures, attributed."""
    columns = {}
    if "frames" in wide:
        for frame in frames():
            columns[f"frame:{frame}"] = [str(int(frame in cell.split(";"))) for cell in wide["frames"]]
    for name, rule, needed in (
        ("posture", posture, ["appraisal", "explains"]),
        ("posture_focal", posture_focal, ["appraisal", "explains", "object"]),
    ):
        if set(needed) <= set(wide):
            columns[name] = [rule(*cells) for cells in wide[needed].itertuples(index=False)]
    if "voice" in wide:
        columns["attributed"] = [attributed(v) for v in wide["voice"]]
    return columns


def to_wide(codes: "pd.DataFrame") -> "pd.DataFrame":
    """One coder's long codes as a table indexed by unit_id with a column per variable.

    Raises
    ------
    FramingError : a unit has two codes of one variable.
    """
    twice = codes[codes.duplicated(["unit_id", "variable"])]
    if len(twice):
        unit, variable = twice[["unit_id", "variable"]].iloc[0]
        raise FramingError(f"unit {unit} has duplicate codes of {variable}; a wide table holds those of one coder")
    return codes.pivot(index="unit_id", columns="variable", values="value")
