"""Codes of all units and a filled coding sheet in, both as arrays out: who was drawn from which stratum, and what hand and machine say of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.coded import DESIGN, check_once, no_units
from framing.comparison import blank_named
from framing.errors import FramingError
from framing.indicators import cells, check_columns, given, machine_indicators, values_of_variable
from framing.scheme import Codebook

MOST_UNCODED = 0.2  # of a sample: above it, what is missing decides the result
SHEET = "(sheet)"  # column of hand codes that names sheet and unit as errors should
_FIX = "give the sheet as `framing sample` wrote it, or say --model-based"


@dataclass(frozen=True)
class Sample:
    """A stratified random sample. rows: (n,) its units' places among all units; hand: (n, K) indicators of their values, means where several coders coded;
    stratum: (n,) number of the stratum; population, coded: (H,) units of each stratum, and how many of them are coded by hand;
    n_empty: sampled units that are not; no_unit: (n,) 1 for rows that are no units to the coder (default: none), their indicators all 0."""

    rows: np.ndarray
    hand: np.ndarray
    stratum: np.ndarray
    population: np.ndarray
    coded: np.ndarray
    n_empty: int
    no_unit: np.ndarray | None = None

    @property
    def real(self) -> np.ndarray:
        """(n,) 1 for units, 0 for rows that are none."""
        return np.ones(len(self.rows)) if self.no_unit is None else 1.0 - self.no_unit

    @property
    def weight(self) -> np.ndarray:
        """(n,) how many units each stands for."""
        return (self.population / self.coded)[self.stratum]


@dataclass(frozen=True)
class Units:
    """All units. group, article: (N,) numbers; machine, counted: (N, K) the machine's indicator of each value, and its codes as 0 and 1;
    weight: (N,) of each unit in the share of its group, adding up to 1 in each; uncoded: (N,) which have no indicator of their own."""

    groups: tuple[str, ...]
    values: tuple[str, ...]
    group: np.ndarray
    article: np.ndarray
    machine: np.ndarray
    counted: np.ndarray
    weight: np.ndarray
    uncoded: np.ndarray


@dataclass(frozen=True)
class Study(Units):
    """All units, a sample of them, and what is to be learned about."""

    sample: Sample
    target: str

    def own(self, g: int) -> np.ndarray:
        """(n,) which sampled units are of group number g."""
        return self.group[self.sample.rows] == g

    def n_articles(self, g: int) -> int:
        return len(np.unique(self.article[self.group == g]))

    def weight_in(self, g: int) -> np.ndarray:
        """(N,) weight of each unit in the share of group number g: 0 for those of others."""
        return np.where(self.group == g, self.weight, 0.0)


def units_of(codes: pd.DataFrame, variable: str, *, scheme: Codebook, by: str, weight: str, machine: str | None) -> Units:
    """Units as arrays, checked; parameters as for `correction.corrected_shares`."""
    units = counted_units(codes, by)
    group, groups = pd.factorize(blank_named(cells(units, by, "codes"), by))
    article = pd.factorize(units["article_id"].astype(str))[0]
    indicator, counted, uncoded = machine_indicators(units, variable, scheme, machine, group)
    return Units(
        tuple(groups), values_of_variable(variable, scheme), group, article, indicator, counted, _weights(group, article, weight), uncoded
    )


def study_of(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    variable: str,
    *,
    scheme: Codebook,
    by: str,
    weight: str,
    machine: str | None,
    target: str = "corpus",
    model_based: bool = False,
) -> Study:
    """Units and sample as arrays, checked; parameters as for `correction.corrected_shares`."""
    every = units_of(codes, variable, scheme=scheme, by=by, weight=weight, machine=machine)
    check_columns(gold, ("unit_id",), "hand codes")
    gold = gold.reset_index(drop=True)
    coded = given(gold, variable, scheme, hand=True)
    return Study(**vars(every), sample=_sample(gold, counted_units(codes, by)["unit_id"], coded, every, model_based), target=target)


def counted_units(codes: pd.DataFrame, by: str) -> pd.DataFrame:
    """The units that count: those of weight 0 (pull quotes that repeat the body) do not."""
    check_columns(codes, ("unit_id", "article_id", by), "codes")
    weight = pd.to_numeric(codes["weight"], errors="coerce") if "weight" in codes else pd.Series(1.0, codes.index)
    if weight.isna().any():
        raise FramingError(f"codes: unit {codes['unit_id'][weight.isna()].iloc[0]} has no number as weight; allowed are numbers from 0")
    units = codes[weight > 0].reset_index(drop=True)
    if units.empty:
        raise FramingError("codes: no unit with a weight above 0")
    check_once(units, "codes")
    return units


def _weights(group: np.ndarray, article: np.ndarray, weight: str) -> np.ndarray:
    """(N,) weight of each unit in the share of its group, adding up to 1 in each: every unit alike, or every article."""
    table = pd.DataFrame({"group": group, "article": article})
    if weight == "unit":
        return 1 / table.groupby("group")["group"].transform("size").to_numpy(float)
    within = table.groupby(["group", "article"])["group"].transform("size").to_numpy(float)
    return 1 / (table.groupby("group")["article"].transform("nunique").to_numpy(float) * within)


def _sample(gold: pd.DataFrame, unit_ids: pd.Series, coded: pd.Series, every: Units, model_based: bool) -> Sample:
    """The hand-coded units of a sheet; those not coded are taken for missing at random within their stratum, whose inclusion is then coded / population."""
    gold, hand, none = _over_coders(gold, coded, every.values)
    place = pd.Series(np.arange(len(unit_ids)), unit_ids).reindex(gold["unit_id"])
    known = ~np.isnan(none)
    if model_based:
        known &= place.notna().to_numpy()
    if not known.any():
        raise FramingError("hand codes: no unit is coded; fill in the sheet")
    if not model_based:
        _check_design(gold, place, len(unit_ids), known)
    rows = place.to_numpy()[known].astype(int)
    stratum, names = pd.factorize(every.group[rows] if model_based else gold["stratum"].astype(str).to_numpy()[known])
    n = np.bincount(stratum).astype(float)
    if model_based:
        return Sample(rows, hand[known], stratum, np.bincount(every.group)[names].astype(float), n, 0, none[known])
    sizes = gold[["population", "sampled"]].apply(pd.to_numeric).groupby(gold["stratum"].astype(str)).first().loc[names]
    return Sample(rows, hand[known], stratum, sizes["population"].to_numpy(float), n, int(sizes["sampled"].sum() - n.sum()), none[known])


def _over_coders(gold: pd.DataFrame, coded: pd.Series, values: Sequence[str]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Each unit once; the mean over its coders of their indicators (n, K), and of its being no unit to them (n,), missing where nobody coded it.

    So the share is that under a coder drawn at random from those who coded, whoever's sheet is named first.
    """
    none = no_units(gold).to_numpy()
    said = (coded.to_numpy()[:, None] == np.array(values, object)) & ~none[:, None]
    table = pd.DataFrame(np.c_[said, none].astype(float), gold["unit_id"])[(coded != "").to_numpy() | none]
    first = gold.drop_duplicates("unit_id").reset_index(drop=True)
    mean = table.groupby(level=0).mean().reindex(first["unit_id"]).to_numpy()
    return first, mean[:, :-1], mean[:, -1]


def _check_design(gold: pd.DataFrame, place: pd.Series, n_units: int, coded: np.ndarray) -> None:
    """Raises unless the sheet says how each unit came into it, its strata make up the units, and enough of it is coded."""
    check_columns(gold, DESIGN, "hand codes", f"; without it nobody knows how the units were drawn: {_FIX}")
    if place.isna().any():
        raise FramingError(f"{_named(gold, place.isna())} is not among the codes; give the codes that the sample was drawn from")
    design = gold[["population", "sampled", "inclusion"]].apply(pd.to_numeric, errors="coerce")
    wrong = ~((design > 0).all(axis=1) & (design["inclusion"] <= 1))
    if wrong.any():
        given = gold.loc[wrong, list(design)].iloc[0]
        shown = ", ".join(f"{name} {str(cell)!r}" for name, cell in zip(design, given, strict=True))
        raise FramingError(f"{_named(gold, wrong)} has {shown}; allowed are numbers above 0, inclusion up to 1: {_FIX}")
    name = gold["stratum"].astype(str)
    strata = design.assign(coded=coded, n=1).groupby(name).agg({"population": "max", "sampled": "max", "coded": "sum", "n": "sum"})
    _check_strata(design, name, strata)
    _check_coverage(strata[["population", "sampled", "coded"]], n_units)


def _named(gold: pd.DataFrame, which: pd.Series) -> str:
    """The first of some units: by its sheet and as that has it, where this is known, since the unit's own id may tell whose text it is."""
    row = gold[which.to_numpy()].iloc[0]
    return row[SHEET] if SHEET in row else f"hand codes: unit {row['unit_id']}"


def _check_strata(design: pd.DataFrame, name: pd.Series, strata: pd.DataFrame) -> None:
    """design: population, sampled and inclusion of every row, in the stratum of that name; strata: the same of each, with n rows."""
    own = strata.loc[name].reset_index(drop=True)
    wrong = (design[["population", "sampled"]] != own[["population", "sampled"]]).any(axis=1) | (own["n"] > own["sampled"])
    if wrong.any():
        n, sampled, population = own.loc[wrong, ["n", "sampled", "population"]].iloc[0]
        raise FramingError(
            f"hand codes: stratum {name[wrong].iloc[0]!r} has {n:g} units and says that {sampled:g} of {population:g} were sampled; give the sheets of one sample"
        )
    wrong = (design["inclusion"] * design["population"] / design["sampled"] - 1).abs() > 0.01
    if wrong.any():
        inclusion, sampled, population = design.loc[wrong, ["inclusion", "sampled", "population"]].iloc[0]
        raise FramingError(
            f"hand codes: stratum {name[wrong].iloc[0]!r} has inclusion {inclusion:g}, which is not {sampled:g} / {population:g}: {_FIX}"
        )


def _check_coverage(strata: pd.DataFrame, n_units: int) -> None:
    """strata: population, sampled and coded of each."""
    total, sampled, coded = strata.sum()
    if total != n_units:
        raise FramingError(
            f"hand codes: the strata with hand codes hold {total:g} units, the codes {n_units}; give the codes that the sample was drawn from "
            "(with --without-copies if it was drawn so), and code units of every stratum"
        )
    if sampled - coded > MOST_UNCODED * sampled:
        raise FramingError(
            f"hand codes: {sampled - coded:g} of {sampled:g} sampled units are not coded, allowed is a share of {MOST_UNCODED}: code them, "
            "give the other coders' sheets too, or say --model-based"
        )
    if (strata["coded"] == 0).any():
        raise FramingError(f"hand codes: no unit of stratum {strata.index[strata['coded'] == 0][0]!r} is coded; code those sampled from it")
