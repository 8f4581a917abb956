"""The tool in Python: files to articles, articles to codes, codes to profiles and agreement, a DataFrame in and out of each."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.codes import POSTURES
from framing.coding import code_article, columns
from framing.copies import mark_copies
from framing.errors import FramingError
from framing.estimate import profile as shares
from framing.features import FeatureSpace, shipped_space
from framing.inputs import Refusal, expand
from framing.inputs import read_articles as read
from framing.model import SHIPPED, Model, shipped_model
from framing.own import load_own
from framing.reliability import agreement_table
from framing.scheme import Codebook, shipped_scheme, to_long

__all__ = ["agreement", "code_articles", "profile", "read_articles"]


def read_articles(
    paths: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    outlet: str | None = None,
    language: str | None = "ar",
) -> pd.DataFrame:
    """Articles of files, folders and globs: pages, tables and exports, as `framing code` reads them.

    Parameters
    ----------
    paths : one or several
    columns : role → column of the tables (text, article_id, outlet, published, title, url); others are guessed from their names
    outlet : the outlet of every article, whatever the input says
    language : articles in another one are refused; None takes all

    Returns
    -------
    DataFrame, one row per article: article_id, outlet, published, title, text and the other columns of its table. What was refused is warned of, and
    stands in `.attrs["refused"]` as a list of (name, reason).

    Raises
    ------
    FramingError : a path does not exist, or no article could be read.
    """
    named = [str(p) for p in ([paths] if isinstance(paths, str | Path) else paths)]
    found = list(read(expand(named), columns=columns, outlet=outlet, language=language))
    refused = [tuple(x) for x in found if isinstance(x, Refusal)]
    articles = [x for x in found if not isinstance(x, Refusal)]
    if not articles:
        raise FramingError(f"{', '.join(named)}: no article could be read; {'; '.join(': '.join(r) for r in refused[:3])}")
    if refused:
        warnings.warn(f"{len(refused)} inputs refused, see .attrs['refused']; the first: {': '.join(refused[0])}", stacklevel=2)
    table = pd.DataFrame(articles)
    table.attrs["refused"] = refused
    return table


def code_articles(
    articles: pd.DataFrame | Iterable[Mapping],
    *,
    model: str | Path = "fast",
    unit: str = "sentence",
    aliases: Sequence[str] = (),
    abstain: float = 0.0,
) -> pd.DataFrame:
    """Codes of articles, as `framing code` writes them.

    Parameters
    ----------
    articles : DataFrame with article_id, text and, if known, outlet, published and title; others are carried through
    model : `fast`, `accurate`, or a file that `framing train` made
    unit : `sentence`, or `text` to code each article as one unit
    aliases : wordings of a step towards which stance is coded
    abstain : units whose likeliest posture has a smaller probability have an empty one

    Returns
    -------
    DataFrame, one row per unit: the columns of the coded table (docs/schema.md), then those of the articles that are none of them.

    Raises
    ------
    FramingError : a column is missing, an id stands twice, or there is no such model or unit.
    """
    space, fitted, codebook = _coder(model)
    if codebook is not None and aliases:
        raise FramingError("aliases: stance towards a named step is coded by the package's models only")
    given = articles.to_dict("records") if isinstance(articles, pd.DataFrame) else list(articles)
    _check_articles(given)
    options: dict[str, Any] = {"unit": unit, "aliases": tuple(aliases), "abstain": abstain, "codebook": codebook}
    rows = [row for article in mark_copies(given) for row in code_article(article, space, fitted, **options)]
    table = pd.DataFrame(rows, columns=list(dict.fromkeys(c for row in rows for c in row)) or list(columns(codebook)))
    table.attrs["scheme"] = None if codebook is None else codebook.data()
    return table


def profile(
    codes: pd.DataFrame, variable: str = "posture", *, by: str = "outlet", weight: str = "article", values: Sequence[str] | None = None
) -> pd.DataFrame:
    """Shares of a variable's values in each group, as coded and not corrected for the coder's errors.

    Parameters
    ----------
    codes : DataFrame of coded units: unit_id, article_id, weight, the variable and the column `by`; units without a code are left out
    variable : posture, or any variable of one value per unit
    by : column that names the group
    weight : `article` (every article counts the same) or `unit`
    values : the variable's values; default those of the package's codebook, else those that occur

    Returns
    -------
    DataFrame, one row per group × value: see `framing.estimate.profile`.

    Raises
    ------
    FramingError : a column is missing, no unit is coded, or a value is none of `values`.
    """
    missing = [c for c in ("unit_id", "article_id", "weight", variable, by) if c not in codes]
    if missing:
        raise FramingError(f"profile: no column {missing[0]!r}; the codes have {', '.join(map(str, codes.columns))}")
    coded = codes[codes[variable].fillna("").astype(str) != ""].assign(weight=lambda t: pd.to_numeric(t["weight"]))
    long = pd.DataFrame({"unit_id": coded["unit_id"], "variable": variable, "value": coded[variable].astype(str)})
    return shares(long, coded, variable, values=values or _values(variable, long["value"]), by=by, weight=weight)


def agreement(
    coders: Mapping[str, pd.DataFrame], *, codebook: Codebook | None = None, n_resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Agreement of coders on the variables that all of them coded: Krippendorff's alpha, Gwet's AC1 and raw agreement, with intervals.

    Parameters
    ----------
    coders : name → DataFrame with unit_id and a column per variable coded, several values `;`-joined
    codebook : default the package's, by which posture is derived from appraisal and explains
    n_resamples, seed : of the bootstrap

    Returns
    -------
    DataFrame, one row per variable × measure: see `framing.reliability.agreement_table`.

    Raises
    ------
    FramingError : fewer than two coders, no variable that all coded, or a value that the codebook does not have.
    """
    if len(coders) < 2:
        raise FramingError(f"agreement: {len(coders)} coder given; allowed are two or more")
    scheme = codebook or shipped_scheme()
    long = {name: to_long(table, scheme, name) for name, table in coders.items()}
    every = pd.concat(long.values(), ignore_index=True)
    common = [v for v in dict.fromkeys(every["variable"]) if all((codes["variable"] == v).any() for codes in long.values())]
    if not common:
        raise FramingError(
            f"agreement: no variable was coded by all of {', '.join(coders)}; they need one of {', '.join(scheme.variables)}"
        )
    return agreement_table(every, common, n_resamples=n_resamples, seed=seed)


def _coder(model: str | Path) -> tuple[FeatureSpace, Model, Codebook | None]:
    if str(model) in SHIPPED:
        return shipped_space(str(model)), shipped_model(str(model)), None
    if not Path(model).is_file():
        raise FramingError(f"model {str(model)!r}: no such file; allowed are {', '.join(SHIPPED)} and files that `framing train` made")
    return load_own(model)


def _check_articles(articles: Sequence[Mapping]) -> None:
    seen: set[str] = set()
    for number, article in enumerate(articles):
        missing = [c for c in ("article_id", "text") if not isinstance(article.get(c), str)]
        if missing:
            raise FramingError(f"articles, row {number}: {missing[0]} is {article.get(missing[0])!r}; it must be text")
        if article["article_id"] in seen:
            raise FramingError(f"articles: article_id {article['article_id']!r} stands more than once; ids must differ")
        seen.add(article["article_id"])


def _values(variable: str, found: pd.Series) -> list[str]:
    if variable == "posture":
        return list(POSTURES)
    known = shipped_scheme().variables.get(variable)
    own = sorted(set(found))
    return list(known.values) if known and set(own) <= set(known.values) else own
