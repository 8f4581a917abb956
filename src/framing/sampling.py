"""Coded units in, a random sample out whose inclusion probabilities are known, as rows of a coding sheet."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.blinding import hidden_id
from framing.coded import DESIGN
from framing.errors import FramingError
from framing.scheme import Codebook

LEAST = 2  # units of a stratum, so that a variance can be estimated in it
MACHINE = "machine_"  # begins the columns of the machine's codes in a sheet
STEP, HEADLINE = "(step)", "(headline)"  # columns added to units; in sheets without the brackets
ALL = "all"  # the one stratum of a sample that is not stratified
_THIRDS = ("1", "2", "3")  # strata of doubt; numbers, so that coders do not read in a sheet how sure the machine was


def allocate(strata: pd.Series, n: int, *, effort: pd.Series | None = None, groups: pd.Series | None = None) -> pd.Series:
    """How many units are drawn from each stratum.

    Parameters
    ----------
    strata : stratum of each unit of the population
    n : units drawn
    effort : what a unit of each stratum weighs (indexed by stratum; default 1 each: allocation proportional to size)
    groups : group of each unit, where n is wanted in each group; no stratum may reach over two

    Returns
    -------
    Number of units, indexed by stratum.

    Raises
    ------
    FramingError : n is larger than a population, or too small for LEAST units of each stratum.
    """
    sizes = strata.value_counts().sort_index()
    weights = sizes if effort is None else sizes * effort.reindex(sizes.index)
    if groups is None:
        return apportion(sizes, weights, n)
    group_of = dict(zip(strata, groups, strict=True))
    return pd.concat([apportion(sizes[own], weights[own], n) for own in sizes.index.groupby(sizes.index.map(group_of)).values()])


def draw(units: pd.DataFrame, strata: pd.Series, sampled: pd.Series, *, seed: int = 1) -> pd.DataFrame:
    """A stratified simple random sample without replacement.

    Parameters
    ----------
    units : DataFrame, one row per unit of the population
    strata : stratum of each unit
    sampled : units drawn from each stratum
    seed : of the draw, and of the order of rows

    Returns
    -------
    The units drawn in random order, with stratum, population (units in the stratum), sampled (of them) and inclusion, the probability
    sampled / population that each unit of the stratum had.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapters 5 and 5A.
    """
    rng = np.random.default_rng(seed)
    names, stratum = np.unique(strata.to_numpy(str), return_inverse=True)
    size, wanted = np.bincount(stratum), sampled[names].to_numpy()
    place = places(stratum, wanted, rng)
    h = stratum[place]
    design = {"stratum": names[h], "population": size[h], "sampled": wanted[h], "inclusion": wanted[h] / size[h]}
    return units.iloc[place].assign(**design).reset_index(drop=True)


def places(stratum: np.ndarray, wanted: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Places of the units drawn, in random order. stratum: (units,) number of each unit's; wanted: (strata,) units drawn from it."""
    drawn = [rng.choice(np.flatnonzero(stratum == h), n, replace=False) for h, n in enumerate(wanted)]
    return rng.permutation(np.concatenate(drawn))


def apportion(sizes: pd.Series, weights: pd.Series, n: int) -> pd.Series:
    """How many of n units each stratum gets: in proportion to the weights as nearly as whole numbers can be, LEAST at least, its size at most.

    Parameters
    ----------
    sizes, weights : of each stratum; with size × standard deviation as weight the variance of the estimated total is the least possible

    Raises
    ------
    FramingError : n is larger than the population, or smaller than the strata need.

    References
    ----------
    Neyman (1934), On the two different aspects of the representative method. Wright (2012), The equivalence of Neyman optimum allocation for
    sampling and equal proportions for apportioning the U.S. House of Representatives.
    """
    least = np.minimum(sizes.to_numpy(), LEAST)
    if not least.sum() <= n <= sizes.sum():
        where = (
            f"from {sizes.index[0]}"
            if len(sizes) == 1
            else f"from {len(sizes)} strata ({', '.join(sizes.index[:3])}{' …' if len(sizes) > 3 else ''})"
        )
        raise FramingError(
            f"a sample of {n} {where}: allowed are {least.sum()} ({LEAST} of each stratum, so that a variance can be estimated) to {sizes.sum()} units"
        )
    given, size, weight = least.copy(), sizes.to_numpy(), weights.to_numpy(float)
    for _ in range(n - least.sum()):
        priority = np.where(given < size, weight / np.sqrt(given * (given + 1.0)), -1.0)
        given[priority.argmax()] += 1
    return pd.Series(given, sizes.index)


def doubt(table: pd.DataFrame, name: str, values: Sequence[str], *, multiple: bool = False, flag: str = "") -> pd.Series:
    """How likely the machine's code of a variable is wrong, by its own probabilities: 1 minus the largest; of several values, that of the least sure one.

    Raises
    ------
    FramingError : the table does not have a probability for each value, or a cell is none.
    """
    for prefix in (f"p_{name}_", f"p_{flag}_", "p_"):
        columns = [prefix + v for v in values]
        if set(columns) <= set(table):
            break
    else:
        raise FramingError(f"no probabilities of {name} in the codes (p_{name}_{values[0]} …); doubt is of variables that have them")
    p = table[columns].apply(pd.to_numeric, errors="coerce")
    bad = p.isna().any(axis=1)
    if bad.any():
        raise FramingError(f"unit {table.loc[bad, 'unit_id'].iloc[0]} has no probabilities of {name}; stratify by another variable")
    return (np.minimum(p, 1 - p) if multiple else 1 - p).agg("max" if multiple else "min", axis=1)


def thirds(doubts: pd.Series, groups: pd.Series) -> pd.Series:
    """Which third of its group a unit is in, from the least to the most doubtful: 1, 2 or 3."""
    place = doubts.groupby(groups.to_numpy()).rank(method="first") - 1
    size = doubts.groupby(groups.to_numpy()).transform("size")
    return (place * len(_THIRDS) // size).astype(int).map(dict(enumerate(_THIRDS)))


def spread(doubts: pd.Series, strata: pd.Series) -> pd.Series:
    """Standard deviation expected of the machine's errors in each stratum: of a rate e that is the mean doubt, √(e(1 - e))."""
    e = doubts.groupby(strata.to_numpy()).mean()
    return np.sqrt(e * (1 - e))


def with_context(drawn: pd.DataFrame, everything: pd.DataFrame, neighbours: int) -> pd.DataFrame:
    """The sample with `before` and `after`: the text of so many units before and after each in its article, in printed order, a line each."""
    texts = everything.groupby("article_id", sort=False)["text"]
    place = pd.Index(everything["unit_id"]).get_indexer(drawn["unit_id"])

    def around(steps: Sequence[int]) -> list[str]:
        beside = [texts.shift(step).fillna("").to_numpy()[place] for step in steps]
        return ["\n".join(filter(None, cells)) for cells in zip(*beside, strict=True)] if beside else [""] * len(place)

    return drawn.assign(before=around(range(neighbours, 0, -1)), after=around(range(-1, -neighbours - 1, -1)))


def with_headlines(drawn: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """The sample with HEADLINE: that of each unit's article, as one of its units or, where none is, as its title; '' beside the headline itself."""
    nothing = pd.Series("", everything.index)
    role = everything.get("role", nothing)
    printed = everything["text"].where(role == "headline", everything.get("title", nothing))
    first = everything.assign(_printed=printed, _place=role != "headline").sort_values("_place", kind="stable")
    of_article = first.drop_duplicates("article_id").set_index("article_id")["_printed"]
    found = drawn["article_id"].map(of_article)
    return drawn.assign(**{HEADLINE: found.where(found != drawn["text"], "")})


def share_out(n: int, coders: int, overlap: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Rows of a sample of n that each coder gets, in order: a share of them is everybody's, the rest is dealt out."""
    common = round(overlap * n) if coders > 1 else 0
    order = rng.permutation(n)
    return [np.sort(np.concatenate([order[:common], order[common:][coder::coders]])) for coder in range(coders)]


def together(drawn: pd.DataFrame) -> pd.DataFrame:
    """The sample with the units of an article behind each other, in printed order; articles in the order in which the first of their units stands."""
    first = {a: i for i, a in reversed(list(enumerate(drawn["article_id"])))}
    return drawn.assign(_article=drawn["article_id"].map(first)).sort_values(["_article", "_place"]).drop(columns="_article")


def numbered(drawn: pd.DataFrame) -> pd.DataFrame:
    """The sample with its strata numbered, so that their names tell coders nothing."""
    names = sorted(drawn["stratum"].unique())
    return drawn.assign(stratum=drawn["stratum"].map({name: str(i) for i, name in enumerate(names, 1)}))


def hidden(drawn: pd.DataFrame) -> pd.DataFrame:
    """The sample with unit ids that tell nothing of the article."""
    return drawn.assign(unit_id=[hidden_id(unit) for unit in drawn["unit_id"]])


def sheet_rows(drawn: pd.DataFrame, scheme: Codebook, about: Sequence[str], machine: Sequence[str] = ()) -> list[dict]:
    """Rows of a coding sheet: a unit with columns `about` it, step and headline, its neighbours, empty cells for the codes, `machine` codes if any, the design."""
    context = {column: column.strip("()") for column in (STEP, HEADLINE) if column in drawn and (drawn[column] != "").any()}
    context = {column: name for column, name in context.items() if name not in (*scheme.variables, *about)}
    drawn = drawn.drop(columns=[c for c in context.values() if c in drawn]).rename(columns=context)
    shown = {MACHINE + name: drawn[name] for name in machine}
    empty = dict.fromkeys((*scheme.variables, "note"), "")
    told = [c for c in dict.fromkeys(("unit_id", *about, "role", *context.values())) if c in drawn]
    sheet = drawn.assign(**shown).drop(columns=[c for c in empty if c in drawn]).assign(**empty)
    return sheet[[*told, "before", "text", "after", *empty, *shown, *DESIGN]].to_dict("records")
